use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use skrifa::outline::HintingInstance;
use tiny_skia_path::{Path, Rect};

use super::outline::{Instance, bold_outline, glyph_outline, hinting};
use crate::color::Color4f;
use crate::geometry::{IRect, Point};
use crate::log_once::log_once;
use crate::matrix::Matrix;
use crate::raster::{Cells, Spans, closed_lines, smooth_line};

/// How many places between two pixels a glyph can stand at.
const STEPS_PER_PIXEL: i32 = 4;

/// The memory that pictures may take before all are made anew: enough for some 5000 glyphs of 16 pixels.
const MOST_BYTES: usize = 1 << 20;

/// The most pixels that one picture may have: the widest ligatures are some twenty times as wide as high.
const MOST_PIXELS: usize = 1 << 19;

/// How many pictures there may be, those of spaces included.
const MOST_MASKS: usize = 1 << 14;

/// By how much lines may leave a curve, in pixels.
const TOLERANCE: f32 = 0.02;

/// The picture of a glyph.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mask<'cache> {
    /// The pixels, relative to the one that the glyph's origin is in.
    pub(crate) bounds: IRect,
    /// How much of each pixel is covered, row by row.
    pub(crate) coverage: &'cache [u8],
}

impl Mask<'_> {
    /// The pixels of the picture with its origin at another.
    pub(crate) fn moved(&self, column: i32, row: i32) -> IRect {
        let IRect {
            left,
            top,
            right,
            bottom,
        } = self.bounds;
        IRect::new(left + column, top + row, right + column, bottom + row)
    }
}

/// How light the color of a glyph is, in four steps.
///
/// Colors are mixed as they are stored, not as they shine. Half a pixel of white on black then shines with a fifth of
/// white's light: light letters look thinner than dark ones of the same shape. The lighter a color, the more its
/// coverage is raised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shade(u8);

impl Shade {
    const COUNT: usize = 4;
    /// The power that coverage, 0..1, is raised to.
    const EXPONENTS: [f32; Self::COUNT] = [1.0, 0.92, 0.84, 0.78];

    /// The step of a color.
    pub(crate) fn of(color: Color4f) -> Self {
        let luma = 0.299 * color.r + 0.587 * color.g + 0.114 * color.b;
        Self((luma.clamp(0.0, 1.0) * (Self::COUNT - 1) as f32).round() as u8)
    }

    /// What each coverage becomes.
    fn table(self) -> [u8; 256] {
        let exponent = Self::EXPONENTS[usize::from(self.0)];
        let raised = |index| (index as f32 / 255.0).powf(exponent) * 255.0;
        std::array::from_fn(|index| raised(index).round() as u8)
    }
}

/// Pictures of glyphs, by font, size, glyph, place between two pixels and shade. Bounded: when it is full, it is emptied.
#[derive(Default)]
pub(crate) struct GlyphCache {
    instances: Vec<(Instance, Option<HintingInstance>)>,
    masks: HashMap<u64, Kept, BuildHasherDefault<KeyHasher>>,
    coverage: Vec<u8>,
    cells: Cells,
}

#[derive(Clone, Debug)]
struct Kept {
    bounds: IRect,
    coverage: Range<u32>,
}

impl GlyphCache {
    /// The number of a font in one size. It is valid until the next call.
    pub(crate) fn instance(&mut self, instance: &Instance) -> usize {
        if self.coverage.len() > MOST_BYTES || self.masks.len() > MOST_MASKS {
            self.instances.clear();
            self.masks.clear();
            self.coverage.clear();
        }
        let known = self
            .instances
            .iter()
            .position(|(known, _)| known == instance);
        known.unwrap_or_else(|| {
            self.instances.push((instance.clone(), hinting(instance)));
            self.instances.len() - 1
        })
    }

    /// The picture of a glyph with its origin at a place on a row of pixels, and the column that its bounds count from.
    pub(crate) fn mask(
        &mut self,
        instance: usize,
        glyph: u32,
        x: f32,
        shade: Shade,
    ) -> (i32, Mask<'_>) {
        let steps = (x * STEPS_PER_PIXEL as f32).round() as i32;
        let step = steps.rem_euclid(STEPS_PER_PIXEL) as u64;
        let key = (instance as u64) << 36 | u64::from(glyph) << 4 | step << 2 | u64::from(shade.0);
        if !self.masks.contains_key(&key) {
            let origin = step as f32 / STEPS_PER_PIXEL as f32;
            let made = self.make(instance, glyph, origin, shade);
            self.masks.insert(key, made);
        }
        let Kept { bounds, coverage } = &self.masks[&key];
        let coverage = &self.coverage[coverage.start as usize..coverage.end as usize];
        let mask = Mask {
            bounds: *bounds,
            coverage,
        };
        (steps.div_euclid(STEPS_PER_PIXEL), mask)
    }

    fn make(&mut self, instance: usize, glyph: u32, origin: f32, shade: Shade) -> Kept {
        let start = self.coverage.len();
        let (instance, hinting) = &self.instances[instance];
        let mut bounds = IRect::default();
        if let Some(outline) = glyph_outline(instance, hinting.as_ref(), glyph) {
            let around = instance
                .embolden
                .then(|| bold_outline(&outline, instance.size));
            let around = around.flatten();
            let widest = around.as_ref().unwrap_or(&outline).bounds();
            bounds = pixels_around(widest, origin);
            if area(bounds) > MOST_PIXELS {
                log_once!("a glyph is larger than any should be: it is not drawn");
                bounds = IRect::default();
            }
            self.coverage.resize(start + area(bounds), 0);
            for outline in [Some(&outline), around.as_ref()].into_iter().flatten() {
                let row_bytes = bounds.width() as usize;
                let coverage = &mut self.coverage[start..];
                let mut target = Target {
                    bounds,
                    row_bytes,
                    coverage,
                };
                fill(&mut self.cells, outline, origin, &mut target);
            }
            let table = shade.table();
            for cover in &mut self.coverage[start..] {
                *cover = table[usize::from(*cover)];
            }
        }
        let coverage = start as u32..self.coverage.len() as u32;
        Kept { bounds, coverage }
    }
}

fn area(bounds: IRect) -> usize {
    let side = |length: i32| usize::try_from(length).unwrap_or(0);
    side(bounds.width()).saturating_mul(side(bounds.height()))
}

/// The pixels that an outline touches when it stands at `origin`.
fn pixels_around(outline: Rect, origin: f32) -> IRect {
    IRect::new(
        (outline.left() + origin).floor() as i32,
        outline.top().floor() as i32,
        (outline.right() + origin).ceil() as i32,
        outline.bottom().ceil() as i32,
    )
}

fn fill(cells: &mut Cells, outline: &Path, origin: f32, target: &mut Target<'_>) {
    cells.begin(target.bounds);
    let at_origin = Matrix::translate((origin, 0.0));
    closed_lines(outline, &at_origin, TOLERANCE, |from: Point, to: Point| {
        smooth_line(cells, from, to);
    });
    cells.sweep(target);
}

/// Coverage goes here; where there is some already, the greater counts.
struct Target<'a> {
    bounds: IRect,
    row_bytes: usize,
    coverage: &'a mut [u8],
}

impl Target<'_> {
    fn pixels_from(&mut self, y: i32, left: i32) -> &mut [u8] {
        let row = (y - self.bounds.top) as usize * self.row_bytes;
        let column = (left - self.bounds.left) as usize;
        &mut self.coverage[row + column..row + self.row_bytes]
    }
}

impl Spans for Target<'_> {
    fn run(&mut self, y: i32, left: i32, right: i32, cover: u8) {
        for pixel in &mut self.pixels_from(y, left)[..(right - left) as usize] {
            *pixel = cover.max(*pixel);
        }
    }

    fn mask(&mut self, y: i32, left: i32, cover: &[u8]) {
        for (pixel, cover) in self.pixels_from(y, left).iter_mut().zip(cover) {
            *pixel = (*cover).max(*pixel);
        }
    }
}

/// Keys are numbers of which the low bits differ most: a multiplication spreads them.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // 2^64 divided by the golden ratio, odd.
        self.0 = (self.0 ^ number)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(32);
    }
}
