//! From a SPICE netlist to a real-time circuit. Knows no audio.
//!
//! In the order of use: [`netlist`] reads the text and flattens it to [`elements`]; `mna` turns these into equations;
//! [`operating_point`] solves them at rest, [`small_signal`] around that point, [`transient`] in time.

pub mod elements;
mod error;
pub mod netlist;
pub mod topology;
pub mod value;

pub use elements::{Control, Element, Kind, NodeIndex, Value};
pub use error::{Error, ErrorKind};
pub use netlist::Netlist;
