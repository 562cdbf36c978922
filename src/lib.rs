//! PREFACE: what happens between an instrument and the converter, in volts.
//!
//! The modules in signal order: [`chain`] is the path, [`spice`] solves its circuits, [`dsp`] holds what is not a
//! circuit.

pub mod chain;
pub mod dsp;
pub mod lanes;
#[cfg(feature = "plugin")]
pub mod params;
#[cfg(feature = "plugin")]
pub mod plugin;
pub mod spice;
