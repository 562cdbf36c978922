//! The word length: rounding to steps, with dither.

use super::SWITCH_SECONDS;
use crate::chain::Settings;
use crate::chain::level::full_scale_volt;
use crate::chain::settings::WordLength as Bits;
use crate::dsp::dither::Quantiser;
use crate::dsp::smoothing::Ramp;
use crate::lanes::Lanes;

/// One for each channel, the same in every run.
const SEEDS: [u64; 2] = [0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c];

/// Signals that stay below this part of a step are silence.
const SILENCE: f64 = 1e-3;

/// Rounds to the steps of a word of this length at the host's rate.
///
/// It acts at the internal rate, where the error spreads over more hertz than leave the plugin. Steps and dither are
/// therefore larger, by the root of the ratio of both rates: what is left below half the host's rate is the error of that
/// word length.
///
/// A converter dithers always. Here it stops in silence, after 10 ms of it, unless *Noise* is on: then, as everywhere,
/// noise does not wait for a signal.
#[derive(Clone, Debug)]
pub(super) struct WordLength {
    /// Host samples become this many internal ones.
    factor: f64,
    bits: Bits,
    /// Of the internal rate; 0 for no rounding.
    step_volt: Ramp,
    quantiser: Quantiser,
    dithers_always: bool,
    /// Frames of silence in a row, up to `patience_frames`.
    silent_frames: usize,
    patience_frames: usize,
}

impl WordLength {
    pub(super) fn new(internal_rate_hz: f64, factor: usize, settings: &Settings) -> Self {
        let patience_frames = (SWITCH_SECONDS * internal_rate_hz).round() as usize;
        let factor = factor as f64;
        Self {
            factor,
            bits: bits(settings),
            step_volt: Ramp::new(step_volt(settings, factor)),
            quantiser: Quantiser::new(SEEDS),
            dithers_always: settings.noise,
            silent_frames: patience_frames,
            patience_frames,
        }
    }

    /// Steps grow or shrink to another word length in 10 ms.
    pub(super) fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        let is_switched = bits(settings) != self.bits && ramp_frames > 0;
        let frames = match is_switched {
            true => self.patience_frames,
            false => ramp_frames,
        };
        self.bits = bits(settings);
        self.dithers_always = settings.noise;
        self.step_volt.set(step_volt(settings, self.factor), frames);
    }

    /// Rounds.
    pub(super) fn process<V: Lanes>(&mut self, frames: &mut [V]) {
        if self.step_volt.settled() == Some(0.0) {
            return;
        }
        for frame in frames {
            let step = self.step_volt.advance();
            let is_silent = frame.abs().is_at_most(step * SILENCE) && !self.dithers_always;
            self.silent_frames = match is_silent {
                true => (self.silent_frames + 1).min(self.patience_frames),
                false => 0,
            };
            if self.silent_frames == self.patience_frames {
                *frame = V::default();
            } else if step > 0.0 {
                *frame = self.quantiser.next(*frame, step);
            }
        }
    }

    /// As new at the settings last set.
    pub(super) fn reset(&mut self) {
        self.quantiser.reset();
        self.silent_frames = self.patience_frames;
    }
}

fn bits(settings: &Settings) -> Bits {
    match settings.converter_on {
        true => settings.bits,
        false => Bits::Off,
    }
}

fn step_volt(settings: &Settings, factor: f64) -> f64 {
    let steps_of_full_scale = match bits(settings) {
        Bits::Off => return 0.0,
        Bits::Bits24 => f64::from(1 << 23),
        Bits::Bits16 => f64::from(1 << 15),
    };
    full_scale_volt(settings.conv_cal_dbu) / steps_of_full_scale * factor.sqrt()
}
