//! From a SPICE netlist to a real-time circuit. Knows no audio.
//!
//! In the order of use: [`netlist`] reads the text and flattens it to [`elements`]; [`mna`] turns these into equations
//! around the [`devices`].

pub mod dense;
pub mod devices;
pub mod elements;
mod error;
pub mod linear;
pub mod mna;
pub mod netlist;
pub mod topology;
pub mod value;

pub use elements::{Control, Element, Kind, NodeIndex, Value};
pub use error::{Error, ErrorKind};
pub use linear::LinearTransient;
pub use netlist::Netlist;
