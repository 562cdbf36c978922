//! The signal path: six blocks in a column.

pub mod parameter;
pub mod settings;

pub use parameter::Parameter;
pub use settings::{PARAMETERS, Settings};

use crate::lanes::Lanes;
use crate::spice;
use settings::Quality;

/// The whole path for one (`f64`) or two ([`Stereo`](crate::lanes::Stereo)) channels.
pub struct Chain<V: Lanes> {
    channels: std::marker::PhantomData<V>,
}

impl<V: Lanes> Chain<V> {
    /// Builds the path for a host at `sample_rate_hz`. Allocates; everything after it does not.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(
        _sample_rate_hz: f64,
        _quality: Quality,
        _settings: &Settings,
    ) -> Result<Self, spice::Error> {
        Ok(Self {
            channels: std::marker::PhantomData,
        })
    }

    /// New settings: they take effect, smoothed, from the next point of the smoothing grid on.
    pub fn set(&mut self, _settings: &Settings) {}

    /// Processes `V::COUNT` channels of equal length in place.
    pub fn process(&mut self, _channels: &mut [&mut [f32]]) {}

    /// As if it were new.
    pub fn reset(&mut self) {}

    /// Delay of the whole path in host samples.
    pub fn latency_samples(&self) -> u32 {
        0
    }
}
