//! Every circuit against ngspice, run here on the same files.

#[path = "../support/ngspice.rs"]
mod ngspice;
#[path = "../support/signal.rs"]
mod signal;

mod accuracy;
mod circuits;
mod compare;
mod dialect;
mod diodes;
mod foreign;
mod harness;
mod inputs;
mod models;
mod solid_state;
mod transformers;
mod transistors;
mod triode_circuits;
mod tube;
