//! What is heard instead of the result: what the plugin adds, or the recording at the result's loudness.

use super::super::Monitor;
use super::super::level::gain;
use super::super::match_level::{Follower, MatchLevel};
use crate::dsp::smoothing::{Crossfade, Ramp};
use crate::lanes::Lanes;

/// Time of the cross-fade from one to another.
const SWITCH_SECONDS: f64 = 0.01;

/// The end of the path inside. It compares with the recording behind the upsampler, as the mix does, and not with the host's
/// samples: these are off by a part of a sample and by the phase of the filters, which would be all that one hears.
#[derive(Clone, Debug)]
pub(super) struct ListenIn<V> {
    monitor: Monitor,
    is_watched: bool,
    /// The recording taken away from the result.
    difference: Crossfade,
    /// The recording in place of the result.
    dry: Crossfade,
    match_level: MatchLevel<V>,
    matched: Ramp,
}

impl<V: Lanes> ListenIn<V> {
    pub(super) fn new(internal_rate_hz: f64, grid_seconds: f64) -> Self {
        let frames = (SWITCH_SECONDS * internal_rate_hz).round() as usize;
        Self {
            monitor: Monitor::Result,
            is_watched: false,
            difference: Crossfade::new(false, frames),
            dry: Crossfade::new(false, frames),
            match_level: MatchLevel::new(
                Follower::Recording,
                internal_rate_hz,
                grid_seconds,
                false,
            ),
            matched: Ramp::new(1.0),
        }
    }

    /// Returns whether this is something else than before.
    pub(super) fn set(&mut self, monitor: Monitor) -> bool {
        let has_changed = monitor != self.monitor;
        self.monitor = monitor;
        self.difference.set(monitor == Monitor::Difference, false);
        self.dry.set(monitor == Monitor::MatchedDry, false);
        has_changed
    }

    pub(super) fn set_watched(&mut self, is_watched: bool) {
        self.is_watched = is_watched;
    }

    pub(super) fn pass_grid_point(&mut self, ramp_frames: usize) {
        let is_dry_heard = self.dry.settled() != Some(false);
        self.match_level.set(self.is_watched || is_dry_heard);
        let matched_db = self.match_level.pass_grid_point();
        self.matched.set(gain(matched_db), ramp_frames);
    }

    /// Replaces the result by what is to be heard. `dry` is the recording at the same instants.
    pub(super) fn process(&mut self, frames: &mut [V], dry: &[V]) {
        self.match_level.listen(dry, frames);
        if (self.difference.settled(), self.dry.settled()) == (Some(false), Some(false)) {
            self.matched.advance_by(frames.len());
            return;
        }
        for (frame, &dry) in frames.iter_mut().zip(dry) {
            let (difference, share) = (self.difference.advance(), self.dry.advance());
            let matched = self.matched.advance();
            *frame = *frame * V::splat(1.0 - share) + dry * V::splat(matched * share - difference);
        }
    }

    /// As new, at once at what was set last.
    pub(super) fn reset(&mut self) {
        self.difference
            .set(self.monitor == Monitor::Difference, true);
        self.dry.set(self.monitor == Monitor::MatchedDry, true);
        self.match_level.reset();
        self.matched = Ramp::new(1.0);
    }
}
