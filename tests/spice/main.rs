//! The circuit simulator: what it reads, and circuits against closed forms.

#[path = "../support/tone.rs"]
mod tone;

mod linear;
mod parser;
mod random;
