//! Shapes whose coverage is blurred.
//!
//! Most of them are boxes. In a stretch of columns where no row changes, longer than the blur reaches, all columns look
//! alike: one of them is blurred for all, and for rows likewise. So boxes of all sizes share one small blurred mask.

use std::rc::Rc;

use super::coverages::{Placed, moved};
use super::cut::Cut;
use super::device::Device;
use super::figure::Figure;
use super::painter::{Painter, Source};
use crate::blend_mode::BlendMode;
use crate::blur::{self, Plane};
use crate::effects::BlurStyle;
use crate::geometry::IRect;
use crate::raster::{Coverage, Spans};

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

/// Blurred masks, the last used first, and which of them figures have.
#[derive(Debug, Default)]
pub(super) struct ShadowCache {
    masks: Vec<(Key, Rc<Blurred>)>,
    shadows: Vec<(Rc<Coverage>, f32, BlurStyle, Rc<Shadow>)>,
}

impl ShadowCache {
    const MOST_MASKS: usize = 64;
    const MOST_SHADOWS: usize = 128;
    const MOST_BYTES: usize = 2 << 20;

    /// The shadow of some coverage. `seen` are the pixels that have an influence on what is seen of it.
    fn shadow(
        &mut self,
        placed: &Placed,
        sigma: f32,
        style: BlurStyle,
        seen: IRect,
    ) -> Option<Rc<Shadow>> {
        let coverage = &placed.coverage;
        let is_same = |(kept, kept_sigma, kept_style, _): &(Rc<Coverage>, f32, BlurStyle, _)| {
            Rc::ptr_eq(kept, coverage) && (*kept_sigma, *kept_style) == (sigma, style)
        };
        if let Some(place) = self.shadows.iter().position(is_same) {
            self.shadows[..=place].rotate_right(1);
            return Some(self.shadows[0].3.clone());
        }
        let reach = blur::reach(sigma);
        let mut bounds = coverage.bounds();
        let mut columns = Cut::of_columns(coverage, reach);
        let mut rows = Cut::of_rows(coverage, reach);
        let is_partial = byte_count(bounds, columns, rows) > LARGEST_MASK;
        if is_partial {
            bounds = moved(seen, (-placed.by.0, -placed.by.1)).intersection(&bounds)?;
            (columns, rows) = (Cut::default(), Cut::default());
        }
        let (width, cover) = dense(coverage, bounds, columns, rows);
        let key = Key {
            width,
            sigma,
            style,
            cover,
        };
        let blurred = self.find_or_make(key, reach);
        let shadow = Rc::new(Shadow {
            bounds,
            columns,
            rows,
            blurred,
        });
        if !is_partial {
            // One mask that is too large to be kept with the others may stay until the next.
            self.shadows
                .retain(|(.., shadow)| Rc::strong_count(&shadow.blurred) > 1);
            self.shadows
                .insert(0, (coverage.clone(), sigma, style, shadow.clone()));
            self.shadows.truncate(Self::MOST_SHADOWS);
        }
        Some(shadow)
    }

    fn find_or_make(&mut self, key: Key, reach: i32) -> Rc<Blurred> {
        if let Some(place) = self.masks.iter().position(|(kept, _)| *kept == key) {
            self.masks[..=place].rotate_right(1);
            return self.masks[0].1.clone();
        }
        let blurred = Rc::new(Blurred::new(&key, reach));
        if blurred.cover.len() > Self::MOST_BYTES / 2 {
            return blurred;
        }
        self.masks.insert(0, (key, blurred.clone()));
        self.masks.truncate(Self::MOST_MASKS);
        let bytes = self.masks.iter().scan(0, |sum, (key, blurred)| {
            *sum += key.cover.len() + blurred.cover.len();
            Some(*sum)
        });
        let fitting = bytes.take_while(|sum| *sum <= Self::MOST_BYTES).count();
        self.masks.truncate(fitting);
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

/// A figure's blurred mask, without the columns and rows that look like others.
#[derive(Debug)]
struct Shadow {
    /// What was blurred.
    bounds: IRect,
    columns: Cut,
    rows: Cut,
    blurred: Rc<Blurred>,
}

/// The largest mask that is made for more than what is seen, in bytes.
const LARGEST_MASK: usize = 1 << 20;

impl Device {
    /// Draws a figure whose coverage is blurred with a standard deviation in pixels.
    pub(super) fn draw_blurred(
        &mut self,
        figure: &Figure<'_>,
        sigma: f32,
        style: BlurStyle,
        source: Source<'_>,
        mode: BlendMode,
    ) {
        let sigma = blur::usable(sigma);
        let reach = blur::reach(sigma);
        let seen = blur::outset(self.clip.bounds(), reach, reach);
        if figure.pixel_bounds().intersection(&seen).is_none() {
            return;
        }
        // There are edges to be seen only where there is blur.
        let is_smooth = true;
        let Some(placed) = self.placed(&Figure {
            is_smooth,
            ..*figure
        }) else {
            return;
        };
        let Some(shadow) = self.shadow_cache.shadow(&placed, sigma, style, seen) else {
            return;
        };
        let outer = moved(blur::outset(shadow.bounds, reach, reach), placed.by);
        let (by_x, by_y) = placed.by;
        let columns = Cut {
            begin: shadow.columns.begin + by_x,
            ..shadow.columns
        };
        self.draw(outer, source, mode, |_, area, painter| {
            for y in area.top..area.bottom {
                let row = (shadow.rows.cut(y - by_y) + by_y - outer.top) as usize;
                let row = &shadow.blurred.cover[row * shadow.blurred.width..];
                stretched(
                    &row[..shadow.blurred.width],
                    columns,
                    outer.left,
                    y,
                    area,
                    painter,
                );
            }
        });
    }
}

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

/// The coverage of all pixels of some bounds but those that are left out, and the length of a row.
fn dense(coverage: &Coverage, bounds: IRect, columns: Cut, rows: Cut) -> (usize, Vec<u8>) {
    let width = (bounds.width() - columns.count) as usize;
    let mut cover = Vec::with_capacity(byte_count(bounds, columns, rows));
    let cut = rows.begin..rows.begin + rows.count;
    for y in (bounds.top..bounds.bottom).filter(|y| !cut.contains(y)) {
        for (left, right, share) in coverage.row(y, bounds.left, bounds.right) {
            let length = columns.after(right) - columns.after(left);
            cover.resize(cover.len() + length as usize, share);
        }
    }
    (width, cover)
}

/// The size of the mask without what is left out.
fn byte_count(bounds: IRect, columns: Cut, rows: Cut) -> usize {
    let (width, height) = (bounds.width() - columns.count, bounds.height() - rows.count);
    width.max(0) as usize * height.max(0) as usize
}
