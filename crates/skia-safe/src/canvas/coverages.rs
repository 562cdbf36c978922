//! Coverage of what has been drawn before.

use std::collections::HashMap;
use std::rc::Rc;

use super::device::Device;
use super::figure::Figure;
use crate::blur::outset;
use crate::geometry::IRect;
use crate::raster::{Coverage, CoverageBuilder, Spans};

/// Coverage at a place.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) coverage: Rc<Coverage>,
    /// How far it is moved.
    pub(super) by: (i32, i32),
}

/// Runs that are not longer than this are cheaper as a part of a mask.
const SHORT_RUN: i32 = 4;

impl Placed {
    /// Nothing is covered outside.
    pub(super) fn bounds(&self) -> IRect {
        moved(self.coverage.bounds(), self.by)
    }

    /// The runs of a part of a row: left, right and cover.
    pub(super) fn row(
        &self,
        y: i32,
        left: i32,
        right: i32,
    ) -> impl Iterator<Item = (i32, i32, u8)> {
        let (by_x, by_y) = self.by;
        let runs = self.coverage.row(y - by_y, left - by_x, right - by_x);
        runs.map(move |(left, right, cover)| (left + by_x, right + by_x, cover))
    }

    /// Gives the coverage inside of some bounds.
    pub(super) fn cover(&self, bounds: &IRect, spans: &mut impl Spans) {
        let mut mask = [0; 64];
        for y in bounds.top..bounds.bottom {
            let (mut mask_left, mut length) = (bounds.left, 0);
            for (left, right, cover) in self.row(y, bounds.left, bounds.right) {
                let count = (right - left) as usize;
                let is_short = right - left <= SHORT_RUN;
                if length > 0 && (!is_short || length + count > mask.len()) {
                    spans.mask(y, mask_left, &mask[..length]);
                    length = 0;
                }
                if !is_short {
                    spans.run(y, left, right, cover);
                } else {
                    if length == 0 {
                        mask_left = left;
                    }
                    mask[length..length + count].fill(cover);
                    length += count;
                }
            }
            if length > 0 {
                spans.mask(y, mask_left, &mask[..length]);
            }
        }
    }
}

/// A rectangle, moved.
pub(super) fn moved(rect: IRect, (x, y): (i32, i32)) -> IRect {
    IRect::new(
        rect.left.saturating_add(x),
        rect.top.saturating_add(y),
        rect.right.saturating_add(x),
        rect.bottom.saturating_add(y),
    )
}

#[derive(Debug)]
struct Entry {
    key: Box<[u32]>,
    coverage: Rc<Coverage>,
    /// Where the points of the key are taken from.
    origin: (i32, i32),
    /// When it was used last.
    time: u64,
}

/// Coverage by what it depends on. Where nothing but its place has changed, a figure is not looked at again.
#[derive(Debug, Default)]
pub(super) struct CoverageCache {
    entries: HashMap<u64, Entry>,
    byte_count: usize,
    time: u64,
    /// Memory for a key.
    key: Vec<u32>,
}

impl Entry {
    fn byte_count(&self) -> usize {
        size_of::<Self>() + size_of_val(&*self.key) + self.coverage.byte_count()
    }
}

impl CoverageCache {
    /// About what the figures of a window of 1800 x 1120 pixels take twice.
    const MOST_BYTES: usize = 2 << 20;

    /// The coverage under `self.key`.
    fn find(&mut self, hash: u64) -> Option<&Entry> {
        self.time += 1;
        let entry = self.entries.get_mut(&hash)?;
        entry.time = self.time;
        (*entry.key == *self.key).then_some(entry)
    }

    /// Keeps coverage under `self.key`.
    fn keep(&mut self, hash: u64, coverage: &Rc<Coverage>, origin: (i32, i32)) {
        let entry = Entry {
            key: self.key.as_slice().into(),
            coverage: coverage.clone(),
            origin,
            time: self.time,
        };
        if entry.byte_count() > Self::MOST_BYTES / 4 {
            return;
        }
        self.byte_count += entry.byte_count();
        if let Some(replaced) = self.entries.insert(hash, entry) {
            self.byte_count -= replaced.byte_count();
        }
        if self.byte_count > Self::MOST_BYTES {
            self.forget_half();
        }
    }

    /// Forgets what has not been used for the longest time.
    fn forget_half(&mut self) {
        let mut times: Vec<u64> = self.entries.values().map(|entry| entry.time).collect();
        times.sort_unstable();
        let oldest_kept = times[times.len() / 2];
        self.entries.retain(|_, entry| entry.time >= oldest_kept);
        self.byte_count = self.entries.values().map(Entry::byte_count).sum();
    }
}

impl Device {
    /// The coverage of a figure, wherever it may be seen or cast a shadow that is.
    pub(super) fn placed(&mut self, figure: &Figure<'_>) -> Option<Placed> {
        let surface = self.surface().bounds();
        let near = outset(
            surface,
            surface.width().max(LEAST_MARGIN),
            surface.height().max(LEAST_MARGIN),
        );
        let bounds = figure.pixel_bounds();
        let common = bounds.intersection(&near)?;
        // What is cut off by the margin looks different elsewhere.
        let origin =
            (common == bounds && figure.matrix.is_translate()).then_some((bounds.left, bounds.top));
        let cache = &mut self.coverage_cache;
        figure.write_key(origin, &mut cache.key);
        let origin = origin.unwrap_or_default();
        let hash = hash(&cache.key);
        if let Some(found) = cache.find(hash) {
            let by = (origin.0 - found.origin.0, origin.1 - found.origin.1);
            let coverage = found.coverage.clone();
            return Some(Placed { coverage, by });
        }
        let shape = figure.shape()?;
        let bounds = shape.pixel_bounds().intersection(&near)?;
        let mut builder = CoverageBuilder::new(bounds);
        shape.cover(&mut self.cells, figure.is_smooth, &bounds, &mut builder);
        let coverage = Rc::new(builder.finish());
        self.coverage_cache.keep(hash, &coverage, origin);
        Some(Placed {
            coverage,
            by: (0, 0),
        })
    }
}

/// Shadows reach no further.
const LEAST_MARGIN: i32 = 400;

fn hash(key: &[u32]) -> u64 {
    /// An odd number without pattern: the fractional part of the golden ratio.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    key.iter().fold(key.len() as u64, |hash, number| {
        (hash.rotate_left(5) ^ u64::from(*number)).wrapping_mul(FACTOR)
    })
}
