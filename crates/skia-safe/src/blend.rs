//! How rows of colors come onto rows of pixels.

mod formula;

use crate::blend_mode::BlendMode;
use crate::pixel;

/// The colors for a row of pixels.
#[derive(Clone, Copy)]
pub(crate) enum Colors<'a> {
    /// The same for all.
    One(u32),
    /// One for each.
    Each(&'a [u32]),
}

/// How much of each pixel in a row is covered, 0..=255.
#[derive(Clone, Copy)]
pub(crate) enum Cover<'a> {
    /// The same for all.
    One(u8),
    /// One for each.
    Each(&'a [u8]),
}

/// Blends a row of colors onto pixels where they are covered.
pub(crate) fn row(mode: BlendMode, pixels: &mut [u32], colors: Colors<'_>, cover: Cover<'_>) {
    match (mode, colors, cover) {
        (_, _, Cover::One(0)) | (BlendMode::Dst, ..) => {}
        (BlendMode::Clear, _, Cover::One(255)) => pixels.fill(0),
        (BlendMode::Src, Colors::One(color), Cover::One(255)) => pixels.fill(color),
        (BlendMode::Src, Colors::Each(colors), Cover::One(255)) => copy(pixels, colors),
        (BlendMode::SrcOver, Colors::One(color), Cover::One(cover)) => {
            over_by_one(pixels, pixel::scale(color, u32::from(cover)));
        }
        (BlendMode::SrcOver, Colors::One(color), Cover::Each(cover)) => {
            over_by_one_masked(pixels, color, cover);
        }
        (BlendMode::SrcOver, Colors::Each(colors), Cover::One(cover)) => {
            over_by_each(pixels, colors, cover);
        }
        (BlendMode::SrcOver, Colors::Each(colors), Cover::Each(cover)) => {
            for ((old, new), cover) in pixels.iter_mut().zip(colors).zip(cover) {
                *old = pixel::over(pixel::scale(*new, u32::from(*cover)), *old);
            }
        }
        _ => by_formula(mode, pixels, colors, cover),
    }
}

fn copy(pixels: &mut [u32], colors: &[u32]) {
    let length = pixels.len().min(colors.len());
    pixels[..length].copy_from_slice(&colors[..length]);
}

fn over_by_one(pixels: &mut [u32], color: u32) {
    match pixel::alpha(color) {
        255 => pixels.fill(color),
        0 => {}
        alpha => {
            let rest = 255 - alpha;
            for old in pixels {
                *old = color.wrapping_add(pixel::scale(*old, rest));
            }
        }
    }
}

fn over_by_one_masked(pixels: &mut [u32], color: u32, cover: &[u8]) {
    // Without a branch, several pixels are blended at a time.
    for (old, cover) in pixels.iter_mut().zip(cover) {
        *old = pixel::over(pixel::scale(color, u32::from(*cover)), *old);
    }
}

fn over_by_each(pixels: &mut [u32], colors: &[u32], cover: u8) {
    let both = pixels.iter_mut().zip(colors);
    match cover {
        255 => both.for_each(|(old, new)| *old = pixel::over(*new, *old)),
        cover => {
            let cover = u32::from(cover);
            both.for_each(|(old, new)| *old = pixel::over(pixel::scale(*new, cover), *old));
        }
    }
}

/// Any mode: what the formula gives where all is covered, a share of it elsewhere.
fn by_formula(mode: BlendMode, pixels: &mut [u32], colors: Colors<'_>, cover: Cover<'_>) {
    for (index, old) in pixels.iter_mut().enumerate() {
        let new = match colors {
            Colors::One(color) => Some(color),
            Colors::Each(colors) => colors.get(index).copied(),
        };
        let cover = match cover {
            Cover::One(cover) => Some(cover),
            Cover::Each(cover) => cover.get(index).copied(),
        };
        if let (Some(new), Some(cover @ 1..)) = (new, cover) {
            let blended = formula::blend(mode, pixel::to_parts(new), pixel::to_parts(*old));
            *old = pixel::mix(pixel::from_parts(blended), *old, u32::from(cover));
        }
    }
}

/// Whether blending anything onto transparent pixels leaves them transparent.
pub(crate) fn keeps_transparent(mode: BlendMode) -> bool {
    use BlendMode::{Clear, Dst, DstIn, DstOut, Modulate, SrcATop, SrcIn};
    matches!(
        mode,
        Clear | Dst | DstIn | DstOut | Modulate | SrcATop | SrcIn
    )
}

/// Whether blending a transparent color changes pixels that are not transparent.
pub(crate) fn erases(mode: BlendMode) -> bool {
    use BlendMode::{Clear, DstATop, DstIn, Modulate, Src, SrcIn, SrcOut};
    matches!(
        mode,
        Clear | DstATop | DstIn | Modulate | Src | SrcIn | SrcOut
    )
}
