//! The whole path: what it does to a signal, and what it must never do.

#[path = "../support/allocations.rs"]
mod allocations;
#[path = "../support/tone.rs"]
mod tone;

mod automation;
mod converter;
mod invariance;
mod latency;
mod loudness;
mod output;
mod oversampling;
mod player;
mod rates;
mod real_time;
mod silence;
mod taps;
