//! Shapes whose coverage is blurred.
//!
//! Most of them are boxes. In a stretch of columns where no row changes, longer than the blur reaches, all columns look
//! alike: one of them is blurred for all, and for rows likewise. So boxes of all sizes share one small blurred mask.

use std::rc::Rc;

use super::device::Device;
use super::painter::{Painter, Source};
use crate::blend_mode::BlendMode;
use crate::blur::{self, Plane};
use crate::effects::BlurStyle;
use crate::geometry::IRect;
use crate::raster::{Coverage, CoverageBuilder, Shape, Spans};

/// One stretch along an axis, and how many of its pixels are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cut {
    /// The first that is left out.
    begin: i32,
    count: i32,
}

impl Cut {
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

    /// Where a pixel is once the stretch is cut.
    fn cut(&self, place: i32) -> i32 {
        match place < self.begin {
            true => place,
            false => (place - self.count).max(self.begin - i32::from(self.count > 0)),
        }
    }
}

/// What a blurred mask depends on: the coverage without the stretches.
#[derive(Debug, PartialEq)]
struct Key {
    width: usize,
    sigma: f32,
    style: BlurStyle,
    cover: Vec<u8>,
}

/// A blurred mask, larger by the blur's reach than what it was made of on each side.
#[derive(Debug)]
struct Blurred {
    width: usize,
    cover: Vec<u8>,
}

/// Blurred masks, the last used first.
#[derive(Debug, Default)]
pub(super) struct ShadowCache {
    entries: Vec<(Key, Rc<Blurred>)>,
}

impl ShadowCache {
    const MOST_ENTRIES: usize = 64;
    const MOST_BYTES: usize = 1 << 20;

    fn find_or_make(&mut self, key: Key, reach: i32) -> Rc<Blurred> {
        if let Some(place) = self.entries.iter().position(|(kept, _)| *kept == key) {
            self.entries[..=place].rotate_right(1);
            return self.entries[0].1.clone();
        }
        let blurred = Rc::new(Blurred::new(&key, reach));
        if blurred.cover.len() > Self::MOST_BYTES / 2 {
            return blurred;
        }
        self.entries.insert(0, (key, blurred.clone()));
        self.entries.truncate(Self::MOST_ENTRIES);
        let bytes = self.entries.iter().scan(0, |sum, (key, blurred)| {
            *sum += key.cover.len() + blurred.cover.len();
            Some(*sum)
        });
        let fitting = bytes.take_while(|sum| *sum <= Self::MOST_BYTES).count();
        self.entries.truncate(fitting);
        blurred
    }
}

impl Blurred {
    fn new(key: &Key, reach: i32) -> Self {
        let height = key.cover.len() / key.width.max(1);
        let bounds = IRect::new(0, 0, key.width as i32, height as i32);
        let outer = blur::outset(bounds, reach, reach);
        let values = key.cover.iter().map(|cover| f32::from(*cover)).collect();
        let sharp = Plane { bounds, values };
        let blurred = blur::plane(&sharp, (key.sigma, key.sigma), outer);
        let width = outer.width() as usize;
        let sharp_at = |index: usize| {
            let (x, y) = (index % width, index / width);
            let inside = |place: usize, length: usize| {
                place
                    .checked_sub(reach as usize)
                    .filter(|place| *place < length)
            };
            let place = inside(x, key.width).zip(inside(y, height));
            place.map_or(0.0, |(x, y)| sharp.values[y * key.width + x])
        };
        let styled = |(index, blurred): (usize, &f32)| {
            let value = match key.style {
                BlurStyle::Normal => *blurred,
                BlurStyle::Solid => blurred + sharp_at(index) * (1.0 - blurred / 255.0),
                BlurStyle::Outer => blurred * (1.0 - sharp_at(index) / 255.0),
                BlurStyle::Inner => blurred * sharp_at(index) / 255.0,
            };
            (value + 0.5) as u8
        };
        let cover = blurred.values.iter().enumerate().map(styled).collect();
        Self { width, cover }
    }
}

impl Device {
    /// Draws a shape whose coverage is blurred with a standard deviation in pixels.
    pub(super) fn draw_blurred(
        &mut self,
        shape: &Shape,
        sigma: f32,
        style: BlurStyle,
        source: Source<'_>,
        mode: BlendMode,
    ) {
        let sigma = blur::usable(sigma);
        let reach = blur::reach(sigma);
        // What is far outside of the surface is not seen, but what is near makes the mask usable for other clips.
        let surface = self.surface().bounds();
        let near = blur::outset(surface, reach + surface.width(), reach + surface.height());
        let seen = blur::outset(self.clip.bounds(), reach, reach);
        let Some(seen) = shape.pixel_bounds().intersection(&seen) else {
            return;
        };
        let bounds = shape.pixel_bounds().intersection(&near).unwrap_or(seen);
        let (mut coverage, mut columns, mut rows) = self.sharp(shape, bounds, reach);
        if byte_count(&coverage, columns, rows) > LARGEST_MASK {
            (coverage, columns, rows) = self.sharp(shape, seen, reach);
        }
        let outer = blur::outset(coverage.bounds(), reach, reach);
        let (width, cover) = dense(&coverage, columns, rows);
        let key = Key {
            width,
            sigma,
            style,
            cover,
        };
        let blurred = self.shadow_cache.find_or_make(key, reach);
        self.draw(outer, source, mode, |_, area, painter| {
            for y in area.top..area.bottom {
                let row = (rows.cut(y) - outer.top) as usize * blurred.width;
                let row = &blurred.cover[row..row + blurred.width];
                stretched(row, columns, outer.left, y, area, painter);
            }
        });
    }

    /// The coverage inside of some bounds, and the columns and rows that can be left out.
    fn sharp(&mut self, shape: &Shape, bounds: IRect, reach: i32) -> (Coverage, Cut, Cut) {
        let mut builder = CoverageBuilder::new(bounds);
        shape.cover(&mut self.cells, true, &bounds, &mut builder);
        let coverage = builder.finish();
        let columns = Cut::new(column_edges(&coverage), reach);
        let rows = Cut::new(row_edges(&coverage), reach);
        (coverage, columns, rows)
    }
}

/// The largest mask that is made for more than what is seen, in bytes.
const LARGEST_MASK: usize = 1 << 18;

/// Draws a row of a blurred mask with its columns that were left out.
fn stretched(row: &[u8], cut: Cut, left: i32, y: i32, area: &IRect, painter: &mut Painter<'_>) {
    let cut_end = cut.begin + cut.count;
    let mask = |painter: &mut Painter<'_>, from: i32, to: i32| {
        let (from, to) = (from.max(area.left), to.min(area.right));
        if from < to {
            let begin = (cut.cut(from) - left) as usize;
            painter.mask(y, from, &row[begin..begin + (to - from) as usize]);
        }
    };
    if cut.count == 0 {
        return mask(painter, area.left, area.right);
    }
    mask(painter, area.left, cut.begin);
    let (from, to) = (cut.begin.max(area.left), cut_end.min(area.right));
    if from < to {
        painter.run(y, from, to, row[(cut.begin - 1 - left) as usize]);
    }
    mask(painter, cut_end, area.right);
}

fn column_edges(coverage: &Coverage) -> Vec<i32> {
    let bounds = coverage.bounds();
    coverage
        .edges()
        .chain([bounds.left, bounds.right])
        .collect()
}

fn row_edges(coverage: &Coverage) -> Vec<i32> {
    let bounds = coverage.bounds();
    let inner = (bounds.top..bounds.bottom - 1)
        .filter(|y| !coverage.repeats(*y))
        .map(|y| y + 1);
    inner.chain([bounds.top, bounds.bottom]).collect()
}

/// The size of the mask without what is left out.
fn byte_count(coverage: &Coverage, columns: Cut, rows: Cut) -> usize {
    let bounds = coverage.bounds();
    (bounds.width() - columns.count) as usize * (bounds.height() - rows.count) as usize
}

/// The coverage of all pixels but those that are left out, and the length of a row.
fn dense(coverage: &Coverage, columns: Cut, rows: Cut) -> (usize, Vec<u8>) {
    let bounds = coverage.bounds();
    let width = (bounds.width() - columns.count) as usize;
    let kept_rows = (bounds.top..rows.begin.min(bounds.bottom))
        .chain(rows.begin.min(bounds.bottom) + rows.count..bounds.bottom);
    let mut cover = Vec::with_capacity(byte_count(coverage, columns, rows));
    for y in kept_rows {
        for (left, right, share) in coverage.row(y, bounds.left, bounds.right) {
            let after_cut = |x: i32| {
                if x < columns.begin {
                    x
                } else {
                    columns.begin.max(x - columns.count)
                }
            };
            let length = after_cut(right) - after_cut(left);
            cover.resize(cover.len() + length as usize, share);
        }
    }
    (width, cover)
}
