//! Where a path begins to compress.

use super::Bench;

/// Levels that are looked at, dBFS: from far below what circuits notice to what the path takes at most.
const LOWEST_DBFS: f64 = -60.0;
const HIGHEST_DBFS: f64 = 59.0;

/// Distance of the levels that are tried first, dB.
const STEP_DB: f64 = 6.0;

/// How exactly the level is found, dB.
const TOLERANCE_DB: f64 = 0.05;

/// The level at which gain has dropped by 1 dB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compression {
    /// Peak of the tone that goes in, dBFS.
    pub level_dbfs: f64,
    /// Level that the preamp gets, dBu.
    pub input_dbu: f64,
    /// Level that the preamp hands on, dBu.
    pub preamp_dbu: f64,
}

impl Bench {
    /// The lowest level at which the gain of a tone of about 1 kHz has dropped by 1 dB. None where that does not happen
    /// up to +59 dBFS.
    pub fn compression(&mut self) -> Option<Compression> {
        let small_db = self.gain().path_db;
        let has_dropped =
            |bench: &mut Self, level_dbfs| bench.distortion(level_dbfs).gain_db < small_db - 1.0;
        let levels = std::iter::successors(Some(LOWEST_DBFS), |level| Some(level + STEP_DB));
        let mut high = levels
            .take_while(|level| *level < HIGHEST_DBFS)
            .find(|level| has_dropped(self, *level))?;
        let mut low = high - STEP_DB;
        while high - low > TOLERANCE_DB {
            let middle = 0.5 * (low + high);
            match has_dropped(self, middle) {
                true => high = middle,
                false => low = middle,
            }
        }
        let found = self.distortion(high);
        Some(Compression {
            level_dbfs: high,
            input_dbu: found.input_dbu,
            preamp_dbu: found.preamp_dbu,
        })
    }
}
