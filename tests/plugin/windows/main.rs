//! The built plugin's editor in hosts with windows, on X servers without a screen.
//!
//! Pictures are kept in the target directory, under `tmp/windows`, to be looked at.
#![cfg(target_os = "linux")]

#[path = "../../support/allocations.rs"]
mod allocations;
#[path = "../bundles.rs"]
mod bundles;
mod closing;
mod drawing;
mod keys;
mod knobs;
mod linked;
mod memory;
mod own_display;
mod parameters;
mod pedalboard;
mod room;
mod session;
mod sizes;
mod two;
