//! From samples to the volts that were at the recorded jack.

use super::Settings;
use crate::dsp::smoothing::Ramp;
use crate::lanes::Lanes;

/// 0 dBu is one milliwatt in 600 ohm: the square of its volts rms.
pub(super) const DBU_VOLT_SQUARED: f64 = 0.6;

/// Peak volts of a full-scale sine where 0 dBFS is at `calibration_dbu`: what a sample of 1.0 stands for.
pub fn full_scale_volt(calibration_dbu: f64) -> f64 {
    (2.0 * DBU_VOLT_SQUARED).sqrt() * gain(calibration_dbu)
}

/// Decibels as a factor.
pub fn gain(db: f64) -> f64 {
    10f64.powf(db / 20.0)
}

/// Samples further out than this (+30 dBFS) come from a defect, and no circuit would survive their volts.
const LARGEST_SAMPLE: f32 = 31.6;

/// The first block: clean samples, in volts.
#[derive(Clone, Debug)]
pub(super) struct Level {
    volt_per_sample: Ramp,
}

impl Level {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            volt_per_sample: Ramp::new(recorded_full_scale_volt(settings)),
        }
    }

    pub(super) fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        self.volt_per_sample
            .set(recorded_full_scale_volt(settings), ramp_frames);
    }

    pub(super) fn process<V: Lanes>(&mut self, frames: &mut [V]) {
        self.volt_per_sample.apply(frames);
    }
}

/// What 0 dBFS of the recording was at the jack, V peak: the interface's own gain came behind it.
pub fn recorded_full_scale_volt(settings: &Settings) -> f64 {
    full_scale_volt(settings.in_cal_dbu - settings.rec_gain_db)
}

/// A sample without what would harm circuits: NaN, infinity and denormal numbers become silence.
pub(super) fn clean(sample: f32) -> f32 {
    if sample.is_normal() {
        sample.clamp(-LARGEST_SAMPLE, LARGEST_SAMPLE)
    } else {
        0.0
    }
}
