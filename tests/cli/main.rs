//! The command line: the built binary, its files and its messages.

#[path = "../support/audio_files.rs"]
mod audio_files;
#[path = "../support/ngspice.rs"]
mod ngspice;
#[path = "../support/scratch.rs"]
mod scratch;

mod against_ngspice;
mod compare;
mod lists;
mod manual;
mod measure;
mod preset_files;
mod program;
mod readme;
mod render;
mod simulate;
mod tones;
mod volts;
