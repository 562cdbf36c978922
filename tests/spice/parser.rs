//! The front end: text -> flat circuit, or an error that names file and line.

mod files;
