//! The circuit simulator: what it reads and what it solves.

mod parser;
