//! What is left out of shapes before they are blurred.

use crate::raster::Coverage;

/// One stretch along an axis, and how many of its pixels are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// The first that is left out.
    pub(super) begin: i32,
    pub(super) count: i32,
}

impl Cut {
    /// The longest stretch of columns in which no row changes.
    pub(super) fn of_columns(coverage: &Coverage, reach: i32) -> Self {
        let bounds = coverage.bounds();
        let ends = [bounds.left, bounds.right];
        Self::new(coverage.edges().chain(ends).collect(), reach)
    }

    /// The longest stretch of rows that are the same.
    pub(super) fn of_rows(coverage: &Coverage, reach: i32) -> Self {
        let bounds = coverage.bounds();
        let ends = [bounds.top, bounds.bottom];
        let changes = (bounds.top + 1..bounds.bottom).filter(|y| !coverage.repeats(*y - 1));
        Self::new(changes.chain(ends).collect(), reach)
    }

    /// Cuts the longest stretch between `edges` that the blur's ends do not reach into.
    fn new(mut edges: Vec<i32>, reach: i32) -> Self {
        edges.sort_unstable();
        let stretches = edges.windows(2).map(|pair| (pair[0], pair[1] - pair[0]));
        let (begin, length) = stretches
            .max_by_key(|(_, length)| *length)
            .unwrap_or_default();
        // One is kept for all that are left out.
        let count = (length - 2 * reach - 1).max(0);
        Self {
            begin: begin + reach + 1,
            count,
        }
    }

    /// Where a line between pixels is once the stretch is cut.
    pub(super) fn after(&self, place: i32) -> i32 {
        match place < self.begin {
            true => place,
            false => self.begin.max(place - self.count),
        }
    }

    /// Where a pixel is once the stretch is cut.
    pub(super) fn cut(&self, place: i32) -> i32 {
        match place < self.begin {
            true => place,
            false => (place - self.count).max(self.begin - i32::from(self.count > 0)),
        }
    }
}
