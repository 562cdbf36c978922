//! The circuit simulator: what it reads, and circuits against closed forms.

#[path = "../support/allocations.rs"]
mod allocations;
#[path = "../support/signal.rs"]
mod signal;
#[path = "../support/tone.rs"]
mod tone;

mod circuits;
mod closed_form;
mod comparator;
mod cores;
mod devices;
mod linear;
mod parser;
mod random;
mod shared_ports;
mod steps;
mod transistors;
mod tubes;
