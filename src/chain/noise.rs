//! The noise of a preamp.
//!
//! Data sheets give it as equivalent input noise: the voltage at the input that would make the noise at the output, rms over
//! 20 Hz to 20 kHz, with a resistor of 150 ohm at the input and that resistor's own thermal noise included. A recording
//! comes with the noise of its source, so the stage adds what is left.

use super::level::{DBU_VOLT_SQUARED, gain};
use crate::dsp::noise::Gaussian;
use crate::dsp::smoothing::{Crossfade, Ramp};
use crate::lanes::Lanes;

/// Thermal noise per ohm, V^2/Hz one-sided: 4 k T at 20 degrees Celsius, where 150 ohm make -130.9 dBu.
pub const THERMAL_VOLT_SQUARED_PER_HZ_OHM: f64 = 4.0 * 1.380_649e-23 * 293.15;

/// The resistor at the input of a preamp that is measured, ohm.
const MEASURED_WITH_OHM: f64 = 150.0;

/// The band it is measured in.
const BAND_HZ: f64 = 20e3 - 20.0;

/// Time to switch it on or off.
const SWITCH_SECONDS: f64 = 0.01;

/// White noise at the input of a stage.
#[derive(Clone, Debug)]
pub(super) struct StageNoise {
    internal_rate_hz: f64,
    /// Volt rms over everything below half the internal rate.
    volt: Ramp,
    is_on: Crossfade,
    seeds: [u64; 2],
    channels: [Gaussian; 2],
}

impl StageNoise {
    /// Of a stage with this equivalent input noise. `seeds` are those of left and right: any two far-apart numbers.
    pub(super) fn new(internal_rate_hz: f64, ein_dbu: f64, is_on: bool, seeds: [u64; 2]) -> Self {
        let frames = (SWITCH_SECONDS * internal_rate_hz).round() as usize;
        Self {
            internal_rate_hz,
            volt: Ramp::new(volt(ein_dbu, internal_rate_hz)),
            is_on: Crossfade::new(is_on, frames),
            seeds,
            channels: seeds.map(Gaussian::new),
        }
    }

    pub(super) fn set(&mut self, ein_dbu: f64, is_on: bool, ramp_frames: usize) {
        let volt = volt(ein_dbu, self.internal_rate_hz);
        self.volt.set(volt, ramp_frames);
        self.is_on.set(is_on, ramp_frames == 0);
    }

    /// Adds it.
    pub(super) fn add<V: Lanes>(&mut self, frames: &mut [V]) {
        match (self.is_on.settled(), self.volt.settled()) {
            (Some(false), _) => {}
            (Some(true), Some(volt)) => {
                for frame in frames {
                    *frame += self.next::<V>() * V::splat(volt);
                }
            }
            _ => {
                for frame in frames {
                    let volt = self.volt.advance() * self.is_on.advance();
                    *frame += self.next::<V>() * V::splat(volt);
                }
            }
        }
    }

    /// As new at the settings last set.
    pub(super) fn reset(&mut self) {
        self.channels = self.seeds.map(Gaussian::new);
    }

    #[inline]
    fn next<V: Lanes>(&mut self) -> V {
        V::from_fn(|channel| self.channels[channel].draw())
    }
}

fn volt(ein_dbu: f64, internal_rate_hz: f64) -> f64 {
    let measured_squared = DBU_VOLT_SQUARED * gain(ein_dbu).powi(2);
    let resistor_per_hz = THERMAL_VOLT_SQUARED_PER_HZ_OHM * MEASURED_WITH_OHM;
    let per_hz = (measured_squared / BAND_HZ - resistor_per_hz).max(0.0);
    (0.5 * per_hz * internal_rate_hz).sqrt()
}
