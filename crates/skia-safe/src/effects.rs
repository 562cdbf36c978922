//! What a [`Paint`](crate::Paint) does to a shape on its way to the pixels.

use crate::geometry::Rect;

/// Which part of a blurred shape is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlurStyle {
    /// All of it.
    #[default]
    Normal,
    /// The shape itself, sharp, and the blur around it.
    Solid,
    /// Only what is outside of the shape.
    Outer,
    /// Only what is inside of the shape.
    Inner,
}

/// Changes the coverage of a shape before it is colored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MaskFilter {
    pub(crate) style: BlurStyle,
    /// Standard deviation of the Gaussian.
    pub(crate) sigma: f32,
    /// Whether the matrix scales `sigma`.
    pub(crate) respects_matrix: bool,
}

impl MaskFilter {
    /// A Gaussian blur with a standard deviation of `sigma`, in units of the matrix or (`respect_ctm` false) in pixels.
    /// `None` unless `sigma` is positive and finite.
    pub fn blur(
        style: BlurStyle,
        sigma: f32,
        respect_ctm: impl Into<Option<bool>>,
    ) -> Option<Self> {
        (sigma.is_finite() && sigma > 0.0).then(|| Self {
            style,
            sigma,
            respects_matrix: respect_ctm.into().unwrap_or(true),
        })
    }
}

/// Changes an outline before it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct PathEffect {
    /// Lengths of dashes and gaps by turns, an even number of them.
    pub(crate) intervals: Vec<f32>,
    /// Where in the intervals a line begins.
    pub(crate) phase: f32,
}

impl PathEffect {
    /// Dashes: lengths of dashes and gaps by turns, and where in them a line begins. `None` unless there is an even
    /// number of them, none negative, not all zero.
    pub fn dash(intervals: &[f32], phase: f32) -> Option<Self> {
        let is_drawable = intervals.len().is_multiple_of(2)
            && intervals.iter().all(|length| *length >= 0.0)
            && intervals.iter().sum::<f32>() > 0.0
            && phase.is_finite();
        is_drawable.then(|| Self {
            intervals: intervals.to_vec(),
            phase,
        })
    }
}

/// Changes a layer before it is blended.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ImageFilter {
    /// Nothing outside of it is drawn, before anything else happens.
    pub(crate) crop: Option<Rect>,
    /// Standard deviations of the Gaussian along both axes; 0 is none.
    pub(crate) blur_sigma: (f32, f32),
}

impl ImageFilter {
    /// Draws only what is inside of a rectangle.
    pub fn crop(
        rect: impl AsRef<Rect>,
        _tile_mode: impl Into<Option<crate::TileMode>>,
        input: impl Into<Option<Self>>,
    ) -> Option<Self> {
        let input = input.into().unwrap_or_default();
        Some(Self {
            crop: Some(*rect.as_ref()),
            ..input
        })
    }

    /// Blurs what the filter gives, with these standard deviations along both axes; an existing crop is kept unless
    /// another is given. `None` for a negative deviation.
    pub fn blur(
        self,
        _tile_mode: impl Into<Option<crate::TileMode>>,
        (x, y): (f32, f32),
        crop: impl Into<Option<Rect>>,
    ) -> Option<Self> {
        (x >= 0.0 && y >= 0.0).then(|| Self {
            crop: crop.into().or(self.crop),
            blur_sigma: (x, y),
        })
    }
}
