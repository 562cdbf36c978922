//! One pixel: premultiplied 0xAARRGGBB.

use crate::color::Color4f;

/// `product / 255`, rounded to nearest, for products up to 255 * 255.
#[inline]
pub(crate) const fn div_255(product: u32) -> u32 {
    let biased = product + 128;
    (biased + (biased >> 8)) >> 8
}

/// All four channels times `share / 255`, for shares up to 255.
#[inline]
pub(crate) const fn scale(pixel: u32, share: u32) -> u32 {
    const EVEN: u32 = 0x00ff_00ff;
    const HALF: u32 = 0x0080_0080;
    // Two channels at a time: each product fits into the 16 bits between them.
    let red_blue = (pixel & EVEN) * share + HALF;
    let alpha_green = ((pixel >> 8) & EVEN) * share + HALF;
    let red_blue = (red_blue + ((red_blue >> 8) & EVEN)) >> 8;
    let alpha_green = alpha_green + ((alpha_green >> 8) & EVEN);
    (red_blue & EVEN) | (alpha_green & !EVEN)
}

/// A color over another.
#[inline]
pub(crate) const fn over(new: u32, old: u32) -> u32 {
    // No carry between channels as long as none exceeds its alpha.
    new.wrapping_add(scale(old, 255 - alpha(new)))
}

/// `share / 255` of the new and the rest of the old.
#[inline]
pub(crate) const fn mix(new: u32, old: u32, share: u32) -> u32 {
    scale(new, share).wrapping_add(scale(old, 255 - share))
}

/// Alpha, 0..=255.
#[inline]
pub(crate) const fn alpha(pixel: u32) -> u32 {
    pixel >> 24
}

/// Rounds a share of 0..=1 to 0..=255. Out of range is clamped; what is not a number is 0.
#[inline]
pub(crate) fn byte(share: f32) -> u32 {
    u32::from((share * 255.0 + 0.5) as u8)
}

/// A color, premultiplied; parts out of range are clamped.
pub(crate) fn from_color(color: Color4f) -> u32 {
    let clamped = |part: f32| part.clamp(0.0, 1.0);
    let alpha = clamped(color.a);
    from_parts([
        clamped(color.r) * alpha,
        clamped(color.g) * alpha,
        clamped(color.b) * alpha,
        alpha,
    ])
}

/// From red, green, blue and alpha, premultiplied, 0..=1.
pub(crate) fn from_parts([red, green, blue, alpha]: [f32; 4]) -> u32 {
    byte(alpha) << 24 | byte(red) << 16 | byte(green) << 8 | byte(blue)
}

/// To red, green, blue and alpha, premultiplied, 0..=1.
pub(crate) fn to_parts(pixel: u32) -> [f32; 4] {
    let [alpha, red, green, blue] = pixel.to_be_bytes();
    [red, green, blue, alpha].map(|part| f32::from(part) * (1.0 / 255.0))
}
