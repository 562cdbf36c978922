//! The whole path: what it does to a signal, and what it must never do.

#[path = "../support/allocations.rs"]
mod allocations;
#[path = "../support/ngspice.rs"]
mod ngspice;
#[path = "../support/signal.rs"]
mod signal;
#[path = "../support/tone.rs"]
mod tone;

mod aliasing;
mod automation;
mod characters;
mod circuits;
mod contract;
mod converter;
mod envelope;
mod invariance;
mod latency;
mod load;
mod loudness;
mod measure;
mod monitor;
mod needles;
mod noise;
mod output;
mod oversampling;
mod player;
mod preamp;
mod rates;
mod real_time;
mod reamp;
mod silence;
mod taps;
mod tube;
