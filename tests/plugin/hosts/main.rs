//! The built plugin in real hosts, compared with [`Chain`](preface::chain::Chain) run directly.
//!
//! `cargo xtask test` builds the bundles and says where they are.

#[path = "../../support/allocations.rs"]
mod allocations;
#[path = "../bundles.rs"]
mod bundles;
mod clap;
mod direct;
mod file;
mod linked;
mod parameters;
mod pedalboard;
mod state;
mod vst3;
