//! Outlines.

mod builder;
mod dash;
mod ellipse;
mod op;
mod stroke;

use std::sync::Arc;

use crate::geometry::{RRect, Rect, Vector};
use crate::matrix::Matrix;
pub use builder::{PathBuilder, path_builder};
pub(crate) use dash::dashed;
pub(crate) use stroke::{Stroke, polylines, stroke};

/// Which way a closed outline goes round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathDirection {
    /// Clockwise, with y pointing down.
    #[default]
    CW,
    /// Counter-clockwise, with y pointing down.
    CCW,
}

/// How two areas become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathOp {
    /// The first without the second.
    Difference,
    /// What both have.
    Intersect,
    /// What either has.
    Union,
    /// What only one of them has.
    XOR,
    /// The second without the first.
    ReverseDifference,
}

/// An outline of lines and curves, open or closed, in one or several parts; its inside follows the non-zero winding
/// rule. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// None where there is nothing.
    outline: Option<Arc<tiny_skia_path::Path>>,
    bounds: Rect,
    /// What simple shape it is, if it is one.
    shape: Option<RRect>,
}

impl Path {
    /// A path without any point.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn from_outline(
        outline: Option<tiny_skia_path::Path>,
        shape: Option<RRect>,
    ) -> Self {
        let bounds = outline.as_ref().map_or_else(Rect::default, |outline| {
            let bounds = outline.bounds();
            Rect::new(bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
        });
        Self {
            outline: outline.map(Arc::new),
            bounds,
            shape,
        }
    }

    /// The outline, if there is one.
    pub(crate) fn outline(&self) -> Option<&tiny_skia_path::Path> {
        self.outline.as_deref()
    }

    /// A rectangle with or without round corners.
    pub(crate) fn of_rounded(rounded: &RRect) -> Self {
        PathBuilder::new().add_rrect(rounded, None, None).detach()
    }

    /// The rectangle with or without round corners that the path is, if it is one.
    pub(crate) fn shape(&self) -> Option<&RRect> {
        self.shape.as_ref()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.outline.is_none()
    }

    /// The smallest rectangle around all points, those that curves only bend towards included.
    pub fn bounds(&self) -> &Rect {
        &self.bounds
    }

    /// The path, moved.
    #[must_use]
    pub fn make_offset(&self, by: impl Into<Vector>) -> Self {
        self.make_transform(&Matrix::translate(by))
    }

    /// The path with every point mapped.
    #[must_use]
    pub fn make_transform(&self, matrix: &Matrix) -> Self {
        if matrix.is_identity() {
            return self.clone();
        }
        let outline = self.outline().cloned();
        let outline = outline.and_then(|outline| outline.transform(matrix.to_transform()));
        let by = (matrix.translate_x(), matrix.translate_y());
        let shape = self.shape.filter(|_| matrix.is_translate());
        Self::from_outline(outline, shape.map(|shape| shape.with_offset(by)))
    }

    /// The area that the insides of two paths make together. Always `Some`; where both are no rectangles with or
    /// without round corners, curves become lines.
    pub fn op(&self, other: &Self, op: PathOp) -> Option<Self> {
        Some(op::combine(self, other, op))
    }
}
