//! From volts back to samples: output calibration, volume, mix; and the way around everything, bypass.

use super::Settings;
use super::level::{full_scale_volt, gain};
use crate::dsp::Delay;
use crate::dsp::smoothing::{Crossfade, Ramp};
use crate::lanes::Lanes;

/// Time of the cross-fade between the path and its bypass.
const BYPASS_SECONDS: f64 = 0.01;

/// Samples below this (-200 dBFS) are rest: rounding in circuits, tails of filters.
const REST: f64 = 1e-10;

/// The last block at the internal rate.
#[derive(Clone, Debug)]
pub(super) struct Output {
    samples_per_volt: Ramp,
    wet: Ramp,
}

impl Output {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            samples_per_volt: Ramp::new(samples_per_volt(settings)),
            wet: Ramp::new(settings.mix_pct / 100.0),
        }
    }

    pub(super) fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        self.samples_per_volt
            .set(samples_per_volt(settings), ramp_frames);
        self.wet.set(settings.mix_pct / 100.0, ramp_frames);
    }

    /// Volts in, samples out. `dry` is the recording at the same instants, in samples.
    pub(super) fn process<V: Lanes>(&mut self, frames: &mut [V], dry: &[V]) {
        self.samples_per_volt.apply(frames);
        if self.wet.settled() != Some(1.0) {
            for (frame, &dry) in frames.iter_mut().zip(dry) {
                let wet = self.wet.next();
                *frame = *frame * V::splat(wet) + dry * V::splat(1.0 - wet);
            }
        }
    }
}

fn samples_per_volt(settings: &Settings) -> f64 {
    gain(settings.volume_db) / full_scale_volt(settings.out_cal_dbu)
}

/// The input in time with the path, and the cross-fade to it.
#[derive(Clone, Debug)]
pub(super) struct Bypass {
    delays: Vec<Delay<f32>>,
    fade: Crossfade,
}

impl Bypass {
    pub(super) fn new(
        channels: usize,
        sample_rate_hz: f64,
        latency_samples: usize,
        settings: &Settings,
    ) -> Self {
        let frames = (BYPASS_SECONDS * sample_rate_hz).round() as usize;
        Self {
            delays: vec![Delay::new(latency_samples); channels],
            fade: Crossfade::new(settings.bypass, frames),
        }
    }

    pub(super) fn set(&mut self, settings: &Settings, is_immediate: bool) {
        self.fade.set(settings.bypass, is_immediate);
    }

    /// Replaces the input in `channels`, from `start` on, by the path's result or by its delayed self. `path` becomes
    /// what is heard.
    pub(super) fn process<V: Lanes>(
        &mut self,
        channels: &mut [&mut [f32]],
        start: usize,
        path: &mut [V],
    ) {
        for (index, frame) in path.iter_mut().enumerate() {
            let bypassed = self.fade.next();
            let through = *frame;
            *frame = V::from_fn(|lane| {
                let sample = channels
                    .get_mut(lane)
                    .and_then(|channel| channel.get_mut(start + index));
                let (Some(sample), Some(delay)) = (sample, self.delays.get_mut(lane)) else {
                    return 0.0;
                };
                let around = delay.next(if sample.is_finite() { *sample } else { 0.0 });
                *sample = fade(through.lane(lane), around, bypassed);
                f64::from(*sample)
            });
        }
    }

    pub(super) fn reset(&mut self) {
        self.delays.iter_mut().for_each(Delay::reset);
    }
}

/// From the path's result (at 0) to the untouched input (at 1).
fn fade(through: f64, around: f32, bypassed: f64) -> f32 {
    if bypassed == 1.0 {
        return around;
    }
    let through = if through.abs() < REST { 0.0 } else { through };
    (through + (f64::from(around) - through) * bypassed) as f32
}
