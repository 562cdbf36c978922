//! The combo jack: the interface's own clean preamp between what is plugged in and its converter.

use super::SWITCH_SECONDS;
use crate::chain::Settings;
use crate::chain::level::{full_scale_volt, gain};
use crate::chain::noise::StageNoise;
use crate::chain::settings::ConverterRoute;
use crate::dsp::smoothing::{Crossfade, Ramp};
use crate::lanes::Lanes;

/// Where its output stage clips: an op-amp on +-15 V, like the clean preamp. Most converters are full before that; a
/// studio converter of +24 dBu is not.
const OUTPUT_STAGE_DBU: f64 = 22.0;

/// Its equivalent input noise with 150 ohm. Data sheets of bus-powered interfaces give -128 dBA, two decibels more without
/// the weighting.
const EIN_DBU: f64 = -126.0;

/// One for each channel; others than those of the preamp.
const SEEDS: [u64; 2] = [0x1319_8a2e_0370_7344, 0x082e_fa98_ec4e_6c89];

/// Gain and noise. Where it clips is told to the converter: two clips in a row are one at the lower of both levels.
#[derive(Clone, Debug)]
pub(super) struct ComboJack {
    gain: Ramp,
    is_plugged_in: Crossfade,
    noise: StageNoise,
}

impl ComboJack {
    pub(super) fn new(internal_rate_hz: f64, settings: &Settings) -> Self {
        let frames = (SWITCH_SECONDS * internal_rate_hz).round() as usize;
        let is_noisy = is_plugged_in(settings) && settings.noise;
        Self {
            gain: Ramp::new(gain(settings.combo_gain_db)),
            is_plugged_in: Crossfade::new(is_plugged_in(settings), frames),
            noise: StageNoise::new(internal_rate_hz, EIN_DBU, is_noisy, SEEDS),
        }
    }

    pub(super) fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        let is_noisy = is_plugged_in(settings) && settings.noise;
        self.gain.set(gain(settings.combo_gain_db), ramp_frames);
        self.is_plugged_in
            .set(is_plugged_in(settings), ramp_frames == 0);
        self.noise.set(EIN_DBU, is_noisy, ramp_frames);
    }

    /// Volts at the jack in, volts at the converter out.
    pub(super) fn process<V: Lanes>(&mut self, frames: &mut [V]) {
        self.noise.add(frames);
        match self.is_plugged_in.settled() {
            Some(false) => self.gain.advance_by(frames.len()),
            Some(true) => self.gain.apply(frames),
            None => {
                for frame in frames {
                    let gain = self.gain.advance();
                    let gain = 1.0 + self.is_plugged_in.advance() * (gain - 1.0);
                    *frame = *frame * V::splat(gain);
                }
            }
        }
    }

    /// As new at the settings last set.
    pub(super) fn reset(&mut self) {
        self.noise.reset();
    }
}

fn is_plugged_in(settings: &Settings) -> bool {
    settings.converter_on && settings.conv_route == ConverterRoute::ComboJack
}

/// The most that arrives at the converter, V peak.
pub(super) fn largest_volt(settings: &Settings) -> f64 {
    match is_plugged_in(settings) {
        true => full_scale_volt(OUTPUT_STAGE_DBU),
        false => f64::INFINITY,
    }
}
