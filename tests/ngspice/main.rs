//! Every circuit against ngspice, run here on the same files.

#[path = "../support/ngspice.rs"]
mod ngspice;

mod dialect;
mod harness;
