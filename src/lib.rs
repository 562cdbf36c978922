//! PREFACE: what happens between an instrument and the converter, in volts.
//!
//! [`spice`] turns netlists into circuits and [`dsp`] holds what is no circuit; [`chain`] puts both in signal order and is
//! set by plain [`Settings`](chain::Settings). [`preset`] gives settings a name, [`measure`] says in figures what they do,
//! and [`advice`] in words; [`interface`] and [`calibration`] make the volts true. `params`, `session`, `plugin`, `meter` and `editor` are the plugin; `render` and `simulate` run recordings, and `cli` is their
//! command line.

pub mod advice;
#[cfg(feature = "cli")]
pub mod audio_file;
pub mod calibration;
pub mod chain;
#[cfg(feature = "cli")]
pub mod cli;
pub mod dsp;
#[cfg(feature = "plugin")]
pub mod editor;
pub mod interface;
pub mod lanes;
pub mod measure;
#[cfg(feature = "plugin")]
pub mod meter;
#[cfg(feature = "plugin")]
pub mod params;
pub mod pending_file;
#[cfg(feature = "cli")]
pub mod picture;
#[cfg(feature = "plugin")]
pub mod plugin;
pub mod preset;
#[cfg(feature = "cli")]
pub mod render;
#[cfg(feature = "plugin")]
pub mod session;
#[cfg(feature = "cli")]
pub mod simulate;
pub mod spice;
