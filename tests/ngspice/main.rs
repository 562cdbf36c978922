//! Every circuit against ngspice, run here on the same files.

#[path = "../support/ngspice.rs"]
mod ngspice;
#[path = "../support/signal.rs"]
mod signal;

mod circuits;
mod devices;
mod dialect;
mod foreign;
mod harness;
mod tube;
