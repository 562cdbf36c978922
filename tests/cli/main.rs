//! The command line: the built binary, its files and its messages.

#[path = "../support/scratch.rs"]
mod scratch;

mod preset_files;
