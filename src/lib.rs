//! PREFACE: what happens between an instrument and the converter, in volts.
//!
//! The modules in signal order: [`chain`] is the path, [`spice`] solves its circuits, [`dsp`] holds what is not a
//! circuit.

#[cfg(feature = "cli")]
pub mod audio_file;
pub mod chain;
#[cfg(feature = "cli")]
pub mod cli;
pub mod dsp;
pub mod lanes;
#[cfg(feature = "plugin")]
pub mod meter;
#[cfg(feature = "plugin")]
pub mod params;
pub mod pending_file;
#[cfg(feature = "plugin")]
pub mod plugin;
pub mod preset;
#[cfg(feature = "cli")]
pub mod render;
#[cfg(feature = "cli")]
pub mod simulate;
pub mod spice;
