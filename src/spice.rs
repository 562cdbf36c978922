//! From a SPICE netlist to a real-time circuit. Knows no audio.
//!
//! In the order of use: [`netlist`] reads the text and flattens it to [`elements`]; [`mna`] turns these into equations
//! around the [`devices`]; [`operating_point`] solves them at rest, [`small_signal`] around that point, [`transient`] in
//! time, and [`linear`] does so for circuits without devices.

pub mod dense;
pub mod devices;
pub mod elements;
mod error;
pub mod linear;
pub mod mna;
pub mod netlist;
mod newton;
pub mod operating_point;
mod reduction;
pub mod small_signal;
pub mod topology;
pub mod transient;
pub mod value;

pub use elements::{Control, Element, Kind, NodeIndex, Value};
pub use error::{Error, ErrorKind};
pub use linear::LinearTransient;
pub use netlist::Netlist;
pub use operating_point::OperatingPoint;
pub use small_signal::SmallSignal;
pub use transient::{ControlIndex, Method, Transient};
