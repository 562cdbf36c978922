//! Circuits against closed forms.

#[path = "../support/tone.rs"]
mod tone;

mod linear;
