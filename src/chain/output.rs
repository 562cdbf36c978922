//! From volts back to samples: output calibration, level match, volume, mix, monitor; and the way around everything,
//! bypass.

mod listen_in;

use super::level::{full_scale_volt, gain};
use super::match_level::{Follower, MatchLevel};
use super::rest::REST;
use super::{Monitor, Settings};
use crate::dsp::Delay;
use crate::dsp::smoothing::{Crossfade, Ramp};
use crate::lanes::Lanes;
use listen_in::ListenIn;

/// Time of the cross-fade between the path and its bypass.
const BYPASS_SECONDS: f64 = 0.01;

/// The last block at the internal rate.
#[derive(Clone, Debug)]
pub(super) struct Output<V> {
    samples_per_volt: Ramp,
    match_level: MatchLevel<V>,
    matched: Ramp,
    volume: Ramp,
    wet: Ramp,
    listen_in: ListenIn<V>,
}

impl<V: Lanes> Output<V> {
    pub(super) fn new(internal_rate_hz: f64, grid_seconds: f64, settings: &Settings) -> Self {
        Self {
            samples_per_volt: Ramp::new(samples_per_volt(settings)),
            match_level: MatchLevel::new(
                Follower::Result,
                internal_rate_hz,
                grid_seconds,
                settings.match_level,
            ),
            matched: Ramp::new(1.0),
            volume: Ramp::new(gain(settings.volume_db)),
            wet: Ramp::new(settings.mix_pct / 100.0),
            listen_in: ListenIn::new(internal_rate_hz, grid_seconds),
        }
    }

    pub(super) fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        self.samples_per_volt
            .set(samples_per_volt(settings), ramp_frames);
        self.match_level.set(settings.match_level);
        self.volume.set(gain(settings.volume_db), ramp_frames);
        self.wet.set(settings.mix_pct / 100.0, ramp_frames);
    }

    /// What is to be heard. Returns whether that is something else than before.
    pub(super) fn set_monitor(&mut self, monitor: Monitor) -> bool {
        self.listen_in.set(monitor)
    }

    /// Somebody watches, who may want to compare at any time.
    pub(super) fn set_watched(&mut self, is_watched: bool) {
        self.listen_in.set_watched(is_watched);
    }

    /// What moves by itself: the gains that match levels.
    pub(super) fn pass_grid_point(&mut self, ramp_frames: usize) {
        let matched_db = self.match_level.pass_grid_point();
        self.matched.set(gain(matched_db), ramp_frames);
        self.listen_in.pass_grid_point(ramp_frames);
    }

    /// Volts in, samples out. `dry` is the recording at the same instants, in samples.
    pub(super) fn process(&mut self, frames: &mut [V], dry: &[V]) {
        self.samples_per_volt.apply(frames);
        self.match_level.listen(dry, frames);
        self.matched.apply(frames);
        self.volume.apply(frames);
        if self.wet.settled() != Some(1.0) {
            for (frame, &dry) in frames.iter_mut().zip(dry) {
                let wet = self.wet.advance();
                *frame = *frame * V::splat(wet) + dry * V::splat(1.0 - wet);
            }
        }
        self.listen_in.process(frames, dry);
    }

    pub(super) fn reset(&mut self) {
        self.match_level.reset();
        self.matched = Ramp::new(1.0);
        self.listen_in.reset();
    }
}

fn samples_per_volt(settings: &Settings) -> f64 {
    1.0 / full_scale_volt(settings.out_cal_dbu)
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
            let bypassed = self.fade.advance();
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
