//! What an input does to the source that is plugged into it.

use super::Settings;
use crate::lanes::Lanes;
use crate::spice;
use std::marker::PhantomData;

/// Source, cable and input as one circuit.
#[derive(Clone, Debug)]
pub struct Load<V> {
    channels: PhantomData<V>,
}

impl<V: Lanes> Load<V> {
    /// At `settings`. Allocates.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(_internal_rate_hz: f64, _settings: &Settings) -> Result<Self, spice::Error> {
        Ok(Self {
            channels: PhantomData,
        })
    }

    /// Be at `settings` after `ramp_frames`.
    pub fn set(&mut self, _settings: &Settings, _ramp_frames: usize) {}

    /// Recorded volts in, volts at the preamp's input out.
    pub fn process(&mut self, _frames: &mut [V]) {}

    /// As new.
    pub fn reset(&mut self) {}

    /// Steps without a solution.
    pub fn solver_failures(&self) -> u64 {
        0
    }
}
