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

/// Takes coverage inside of the pixels and blends colors onto them.
pub(super) struct Painter<'a> {
    pub(super) pixels: &'a mut Pixels,
    pub(super) soft: &'a [SoftClip],
    pub(super) source: Source<'a>,
    pub(super) mode: BlendMode,
    /// Memory for a row of colors.
    pub(super) colors: &'a mut Vec<u32>,
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
        let pixels = self.pixels.row_mut(y, left, right);
        let colors = match &self.source {
            Source::Color(color) => Colors::One(*color),
            Source::Rows(rows) => match rows.constant(y) {
                Some(color) => Colors::One(color),
                None => {
                    self.colors.resize(pixels.len(), 0);
                    rows.read(y, left, self.colors);
                    Colors::Each(self.colors)
                }
            },
            Source::Pixels {
                argb,
                bounds,
                alpha,
            } => {
                let wanted = IRect::new(left, y, right, y + 1);
                let found = bounds.intersection(&wanted).unwrap_or_default();
                let begin = (y - bounds.top) as usize * bounds.width() as usize;
                let column = |x: i32| begin + (x - bounds.left) as usize;
                match (found == wanted, *alpha) {
                    (true, 255) => Colors::Each(&argb[column(left)..column(right)]),
                    _ => {
                        self.colors.clear();
                        self.colors.resize(pixels.len(), 0);
                        if !found.is_empty() {
                            let inside = &argb[column(found.left)..column(found.right)];
                            let begin = (found.left - left) as usize;
                            for (color, inside) in self.colors[begin..].iter_mut().zip(inside) {
                                *color = pixel::scale(*inside, u32::from(*alpha));
                            }
                        }
                        Colors::Each(self.colors)
                    }
                }
            }
        };
        blend::row(self.mode, pixels, colors, cover);
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
