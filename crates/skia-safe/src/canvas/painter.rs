//! Coverage, thinned out by the clip, into pixels.

use super::clip::SoftClip;
use super::pixels::Pixels;
use crate::blend::{self, Colors, Cover};
use crate::blend_mode::BlendMode;
use crate::geometry::IRect;
use crate::pixel;
use crate::raster::Spans;
use crate::shader::Rows;

/// Where the colors come from.
pub(super) enum Source<'a> {
    /// One color, premultiplied.
    Color(u32),
    /// A color for every pixel.
    Rows(Rows<'a>),
    /// Pixels in place; transparent outside of `bounds`.
    Pixels {
        argb: &'a [u32],
        bounds: IRect,
        /// Thins out all of them, 0..=255.
        alpha: u8,
    },
}

/// A row of colors, and the memory for it.
#[derive(Debug, Default)]
pub(super) struct RowMemory {
    colors: Vec<u32>,
    /// The columns that the colors are of, if all rows have the same.
    columns: Option<(i32, i32)>,
}

impl RowMemory {
    /// Forgets what the colors are.
    pub(super) fn reset(&mut self) -> &mut Self {
        self.columns = None;
        self
    }
}

impl Source<'_> {
    /// The colors of a part of a row.
    fn row<'b>(&'b self, y: i32, left: i32, right: i32, memory: &'b mut RowMemory) -> Colors<'b> {
        let length = (right - left) as usize;
        match self {
            Source::Color(color) => Colors::One(*color),
            Source::Rows(rows) => {
                if let Some(color) = rows.constant(y) {
                    return Colors::One(color);
                }
                if memory.columns != Some((left, right)) {
                    memory.colors.resize(length, 0);
                    rows.read(y, left, &mut memory.colors);
                    memory.columns = rows.repeats().then_some((left, right));
                }
                Colors::Each(&memory.colors)
            }
            Source::Pixels {
                argb,
                bounds,
                alpha,
            } => {
                let wanted = IRect::new(left, y, right, y + 1);
                let found = bounds.intersection(&wanted).unwrap_or_default();
                let begin = (y - bounds.top) as usize * bounds.width() as usize;
                let column = |x: i32| begin + (x - bounds.left) as usize;
                if found == wanted && *alpha == 255 {
                    return Colors::Each(&argb[column(left)..column(right)]);
                }
                memory.colors.clear();
                memory.colors.resize(length, 0);
                if !found.is_empty() {
                    let inside = &argb[column(found.left)..column(found.right)];
                    let colors = &mut memory.colors[(found.left - left) as usize..];
                    for (color, inside) in colors.iter_mut().zip(inside) {
                        *color = pixel::scale(*inside, u32::from(*alpha));
                    }
                }
                Colors::Each(&memory.colors)
            }
        }
    }
}

/// Takes coverage inside of the pixels and blends colors onto them.
pub(super) struct Painter<'a> {
    pub(super) pixels: &'a mut Pixels,
    pub(super) soft: &'a [SoftClip],
    pub(super) source: Source<'a>,
    pub(super) mode: BlendMode,
    pub(super) memory: &'a mut RowMemory,
}

/// How much of a mask is thinned out at a time.
const PART_LENGTH: usize = 64;

impl Painter<'_> {
    /// Covers a rectangle.
    pub(super) fn fill(&mut self, area: &IRect) {
        for y in area.top..area.bottom {
            self.run(y, area.left, area.right, 255);
        }
    }

    fn clipped_run(&mut self, depth: usize, y: i32, left: i32, right: i32, cover: u8) {
        let soft = self.soft;
        let Some(SoftClip { placed, is_inverse }) = soft.get(depth) else {
            return self.blend(y, left, right, Cover::One(cover));
        };
        for (left, right, share) in placed.row(y, left, right) {
            let cover = thinned(cover, share, *is_inverse);
            if cover > 0 {
                self.clipped_run(depth + 1, y, left, right, cover);
            }
        }
    }

    fn clipped_mask(&mut self, depth: usize, y: i32, mask_left: i32, mask: &[u8]) {
        let soft = self.soft;
        let mask_right = mask_left + mask.len() as i32;
        let Some(SoftClip { placed, is_inverse }) = soft.get(depth) else {
            return self.blend(y, mask_left, mask_right, Cover::Each(mask));
        };
        for (left, right, share) in placed.row(y, mask_left, mask_right) {
            let mask = &mask[(left - mask_left) as usize..(right - mask_left) as usize];
            match thinned(255, share, *is_inverse) {
                0 => {}
                255 => self.clipped_mask(depth + 1, y, left, mask),
                share => self.thinned_mask(depth, y, left, mask, share),
            }
        }
    }

    fn thinned_mask(&mut self, depth: usize, y: i32, left: i32, mask: &[u8], share: u8) {
        let mut part = [0; PART_LENGTH];
        for (left, mask) in (left..).step_by(PART_LENGTH).zip(mask.chunks(PART_LENGTH)) {
            for (thin, cover) in part.iter_mut().zip(mask) {
                *thin = thinned(*cover, share, false);
            }
            self.clipped_mask(depth + 1, y, left, &part[..mask.len()]);
        }
    }

    fn blend(&mut self, y: i32, left: i32, right: i32, cover: Cover<'_>) {
        let colors = self.source.row(y, left, right, self.memory);
        let pixels = self.pixels.row_mut(y, left, right);
        let mode = match (self.mode, &self.source, cover) {
            // Nothing that is there already is seen through.
            (BlendMode::SrcOver, Source::Rows(rows), Cover::One(255)) if rows.is_opaque() => {
                BlendMode::Src
            }
            (mode, ..) => mode,
        };
        blend::row(mode, pixels, colors, cover);
    }
}

impl Spans for Painter<'_> {
    fn run(&mut self, y: i32, left: i32, right: i32, cover: u8) {
        if cover > 0 {
            self.clipped_run(0, y, left, right, cover);
        }
    }

    fn mask(&mut self, y: i32, left: i32, cover: &[u8]) {
        self.clipped_mask(0, y, left, cover);
    }
}

fn thinned(cover: u8, share: u8, is_inverse: bool) -> u8 {
    let share = if is_inverse { 255 - share } else { share };
    match (cover, share) {
        (255, share) => share,
        (cover, 255) => cover,
        (cover, share) => pixel::div_255(u32::from(cover) * u32::from(share)) as u8,
    }
}
