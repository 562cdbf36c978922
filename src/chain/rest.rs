//! When nothing comes in and nothing comes out any more, nothing needs to be computed.

use crate::lanes::Lanes;

/// Samples below this (-200 dBFS) are rest: rounding in circuits, tails of filters.
pub(super) const REST: f64 = 1e-10;

/// The path goes to sleep after this time at rest: longer than any cross-fade, so that all of them have ended.
const PATIENCE_SECONDS: f64 = 0.5;

/// Watches both ends of the path. It decides at grid points and wakes at the first sample, wherever the host's blocks
/// begin and end.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    /// Grid intervals in a row at rest, up to `patience`: from there on the path sleeps.
    intervals: usize,
    patience: usize,
    /// So far in this interval.
    is_at_rest: bool,
}

impl Rest {
    /// Sleeps from the start: circuits begin at their operating points.
    pub(super) fn new(grid_seconds: f64) -> Self {
        let patience = (PATIENCE_SECONDS / grid_seconds).ceil() as usize;
        Self {
            intervals: patience,
            patience,
            is_at_rest: true,
        }
    }

    pub(super) fn is_asleep(&self) -> bool {
        self.intervals == self.patience
    }

    pub(super) fn wake(&mut self) {
        self.intervals = 0;
        self.is_at_rest = false;
    }

    /// What came out while it was awake.
    pub(super) fn observe<V: Lanes>(&mut self, had_input: bool, result: &[V]) {
        self.is_at_rest &= !had_input && result.iter().all(|frame| frame.abs().largest() < REST);
    }

    pub(super) fn pass_grid_point(&mut self) {
        self.intervals = if self.is_at_rest {
            (self.intervals + 1).min(self.patience)
        } else {
            0
        };
        self.is_at_rest = true;
    }

    pub(super) fn reset(&mut self) {
        self.intervals = self.patience;
        self.is_at_rest = true;
    }
}
