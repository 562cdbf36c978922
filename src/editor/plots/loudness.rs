//! How loud what plays is, as far as plots follow it.

use std::time::{Duration, Instant};

use super::analysis::Played;
use crate::chain::Tap;

/// Peaks count for one to two of these.
const HOLD: Duration = Duration::from_secs(2);

/// What is softer than this is no programme, dBFS.
const SOFTEST_DBFS: f64 = -70.0;

/// What programme reaches about, dBFS: assumed while nothing plays.
const USUAL_DBFS: f64 = -12.0;

/// A change of level by less than this is none, dB.
const LEAST_CHANGE_DB: f64 = 0.5;

/// A level that moves is followed no faster than costs this share of a core.
const COST: f64 = 0.01;

/// The peak at the recorded jack of the last while.
pub struct Loudness {
    /// Peaks of this stretch of time and of the one before, dBFS.
    held: [f64; 2],
    since: Option<Instant>,
    /// What plots were last asked for.
    followed: Played,
    /// Before this the level is not followed again.
    rest_until: Option<Instant>,
}

impl Default for Loudness {
    fn default() -> Self {
        Self {
            held: [f64::NEG_INFINITY; 2],
            since: None,
            followed: Played {
                level_dbfs: USUAL_DBFS,
                is_assumed: true,
            },
            rest_until: None,
        }
    }
}

impl Loudness {
    /// Hears the peaks since the last call.
    pub fn hear(&mut self, recorded: &Tap, now: Instant) {
        let since = *self.since.get_or_insert(now);
        if now.duration_since(since) >= HOLD {
            self.since = Some(now);
            self.held = [f64::NEG_INFINITY, self.held[0]];
        }
        let peak_dbfs = recorded.peak_dbfs(0).max(recorded.peak_dbfs(1));
        // Before there is any audio, full scale is 0 V and a level no number.
        if peak_dbfs.is_finite() {
            self.held[0] = self.held[0].max(peak_dbfs);
        }
    }

    /// How loud the sine has to be that stands for what plays. It stays the same while the level changes little, or has
    /// been followed just now.
    pub fn played(&mut self, now: Instant) -> Played {
        let heard = self.held[0].max(self.held[1]);
        let played = match heard > SOFTEST_DBFS {
            true => Played {
                level_dbfs: heard,
                is_assumed: false,
            },
            false => Played {
                level_dbfs: USUAL_DBFS,
                is_assumed: true,
            },
        };
        let change_db = (played.level_dbfs - self.followed.level_dbfs).abs();
        let is_other = played.is_assumed != self.followed.is_assumed || change_db > LEAST_CHANGE_DB;
        if is_other && self.rest_until.is_none_or(|until| until <= now) {
            self.followed = played;
        }
        self.followed
    }

    /// An answer took so long: the next one because of the level alone has to wait.
    pub fn worked(&mut self, took: Duration, now: Instant) {
        self.rest_until = Some(now + took.div_f64(COST));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tap(dbfs: f64) -> Tap {
        Tap {
            peak_volt: [10f64.powf(dbfs / 20.0), 0.0],
            full_scale_volt: 1.0,
            ..Tap::default()
        }
    }

    #[test]
    fn the_level_is_followed_when_it_has_changed_and_not_all_the_time() {
        let start = Instant::now();
        let after = |seconds: f64| start + Duration::from_secs_f64(seconds);
        let mut loudness = Loudness::default();
        loudness.hear(&Tap::default(), start);
        assert_eq!(loudness.played(start).level_dbfs, USUAL_DBFS);
        assert!(loudness.played(start).is_assumed);
        loudness.hear(&tap(-20.0), after(0.1));
        assert!((loudness.played(after(0.1)).level_dbfs + 20.0).abs() < 1e-9);
        loudness.hear(&tap(-19.7), after(0.2));
        assert!((loudness.played(after(0.2)).level_dbfs + 20.0).abs() < 1e-9);
        loudness.worked(Duration::from_millis(20), after(0.3));
        loudness.hear(&tap(-6.0), after(0.4));
        assert!(
            (loudness.played(after(0.4)).level_dbfs + 20.0).abs() < 1e-9,
            "it rests"
        );
        let loud = loudness.played(after(2.31));
        assert!((loud.level_dbfs + 6.0).abs() < 1e-9 && !loud.is_assumed);
        loudness.hear(&tap(-200.0), after(2.4));
        loudness.hear(&tap(-200.0), after(4.3));
        assert!(
            !loudness.played(after(4.3)).is_assumed,
            "it was heard lately"
        );
        loudness.hear(&tap(-200.0), after(6.6));
        assert!(loudness.played(after(6.6)).is_assumed);
    }
}
