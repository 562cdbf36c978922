//! The command line: the built binary, its files and its messages.

#[path = "../support/audio_files.rs"]
mod audio_files;
#[path = "../support/scratch.rs"]
mod scratch;

mod lists;
mod preset_files;
mod program;
mod render;
