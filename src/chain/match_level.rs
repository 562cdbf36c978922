//! Makes the result as loud as the recording, or the recording as loud as the result, so that only the sound differs.

use crate::dsp::loudness::{SlidingMean, WeightedPower, lkfs, mean_square_of};
use crate::dsp::smoothing::Lag;
use crate::lanes::Lanes;

/// Loudness is compared over 3 s, like short-term loudness in EBU Tech 3341,
const HOPS: usize = 30;

/// in hops of this length.
const HOP_SECONDS: f64 = 0.1;

/// A recording quieter than this is a pause, and nothing moves: the absolute gate of BS.1770.
const SILENCE_LKFS: f64 = -70.0;

/// Who follows whom.
#[derive(Clone, Copy, Debug)]
pub(super) enum Follower {
    /// The gain is the result's. It has the range of the volume control.
    Result,
    /// The gain is the recording's. It reaches as far as a preamp does.
    Recording,
}

/// How fast the gain follows: no pumping within a phrase.
const TIME_CONSTANT_SECONDS: f64 = 0.3;

/// A gain this close to where it goes is there.
const SETTLED_DB: f64 = 0.001;

/// Listens to the recording and to the result, both at the internal rate.
#[derive(Clone, Debug)]
pub(super) struct MatchLevel<V> {
    follower: Follower,
    is_on: bool,
    recorded: WeightedPower<V>,
    result: WeightedPower<V>,
    recorded_mean: SlidingMean<HOPS>,
    result_mean: SlidingMean<HOPS>,
    grid_points_per_hop: usize,
    grid_points: usize,
    lag: Lag,
    gain_db: f64,
}

impl<V: Lanes> MatchLevel<V> {
    pub(super) fn new(
        follower: Follower,
        internal_rate_hz: f64,
        grid_seconds: f64,
        is_on: bool,
    ) -> Self {
        Self {
            follower,
            is_on,
            recorded: WeightedPower::new(internal_rate_hz),
            result: WeightedPower::new(internal_rate_hz),
            recorded_mean: SlidingMean::default(),
            result_mean: SlidingMean::default(),
            grid_points_per_hop: (HOP_SECONDS / grid_seconds).round().max(1.0) as usize,
            grid_points: 0,
            lag: Lag::new(TIME_CONSTANT_SECONDS, grid_seconds),
            gain_db: 0.0,
        }
    }

    /// Every time that it is switched on it listens anew.
    pub(super) fn set(&mut self, is_on: bool) {
        if is_on && !self.is_on {
            self.listen_anew();
        }
        self.is_on = is_on;
    }

    /// Listens to the recording and to the result, in samples: both before the gain of whoever follows.
    pub(super) fn listen(&mut self, recorded: &[V], result: &[V]) {
        if self.is_on {
            self.recorded.process(recorded);
            self.result.process(result);
        }
    }

    /// One grid point on: the gain to be at by the next one, dB.
    pub(super) fn pass_grid_point(&mut self) -> f64 {
        if self.is_on {
            self.grid_points += 1;
            if self.grid_points >= self.grid_points_per_hop {
                self.end_hop();
            }
        }
        let target_db = self.target_db();
        self.gain_db = if (target_db - self.gain_db).abs() < SETTLED_DB {
            target_db
        } else {
            self.lag.step(self.gain_db, target_db)
        };
        self.gain_db
    }

    pub(super) fn reset(&mut self) {
        self.listen_anew();
        self.gain_db = 0.0;
    }

    fn listen_anew(&mut self) {
        self.recorded.reset();
        self.result.reset();
        self.recorded_mean = SlidingMean::default();
        self.result_mean = SlidingMean::default();
        self.grid_points = 0;
    }

    fn end_hop(&mut self) {
        self.grid_points = 0;
        let recorded = self.recorded.take_mean_square();
        let result = self.result.take_mean_square();
        if recorded >= mean_square_of(SILENCE_LKFS) {
            self.recorded_mean.push(recorded);
            self.result_mean.push(result);
        }
    }

    fn target_db(&self) -> f64 {
        match (self.recorded_mean.mean(), self.result_mean.mean()) {
            (Some(recorded), Some(result)) if self.is_on && result > 0.0 => {
                let louder_db = lkfs(recorded) - lkfs(result);
                match self.follower {
                    Follower::Result => louder_db.clamp(-60.0, 24.0),
                    Follower::Recording => (-louder_db).clamp(-60.0, 60.0),
                }
            }
            // Nothing heard yet: stay.
            _ if self.is_on => self.gain_db,
            _ => 0.0,
        }
    }
}
