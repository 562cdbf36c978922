//! Coverage of what can be filled.

use super::polygons::{Polygons, TOLERANCE};
use super::{Cells, Spans, aliased_line, closed_lines, fill_rect, smooth_line};
use crate::geometry::{IRect, Point, RRect, Rect};
use crate::matrix::Matrix;

/// What can be filled. All but the matrix of an outline is in pixels.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// An upright rectangle.
    Rect(Rect),
    /// An upright rectangle with round corners.
    Rounded(RRect),
    /// Straight lines.
    Polygons(Polygons),
    /// Lines and curves under a matrix.
    Outline(tiny_skia_path::Path, Matrix),
}

impl Shape {
    /// A rectangle with or without round corners under a matrix.
    pub(crate) fn of_rounded(rounded: &RRect, matrix: &Matrix) -> Self {
        let is_upright =
            matrix.is_scale_translate() && matrix.scale_x() > 0.0 && matrix.scale_y() > 0.0;
        let is_square = rounded.all_radii().iter().all(|radii| radii.x <= 0.0);
        if !is_upright {
            let mut polygons = Polygons::default();
            match is_square {
                true => polygons.push_rect(rounded.rect()),
                false => polygons.push_rounded(rounded, true),
            }
            polygons.map(matrix);
            return Self::Polygons(polygons);
        }
        let (rect, _) = matrix.map_rect(rounded.rect());
        match is_square {
            true => Self::Rect(rect),
            false => {
                let (x, y) = (matrix.scale_x(), matrix.scale_y());
                let radii = rounded
                    .all_radii()
                    .map(|radii| Point::new(radii.x * x, radii.y * y));
                Self::Rounded(RRect::new_rect_radii(rect, &radii))
            }
        }
    }

    /// Pixels outside are not covered.
    pub(crate) fn pixel_bounds(&self) -> IRect {
        match self {
            Self::Rect(rect) => rect.round_out(),
            Self::Rounded(rounded) => rounded.rect().round_out(),
            Self::Polygons(polygons) => polygons.pixel_bounds(),
            Self::Outline(path, matrix) => {
                let bounds = path.bounds();
                let bounds =
                    Rect::new(bounds.left(), bounds.top(), bounds.right(), bounds.bottom());
                matrix.map_rect(bounds).0.round_out()
            }
        }
    }

    /// Gives the coverage inside of some bounds.
    pub(crate) fn cover(
        &self,
        cells: &mut Cells,
        is_smooth: bool,
        bounds: &IRect,
        spans: &mut impl Spans,
    ) {
        match self {
            Self::Rect(rect) => fill_rect(rect, is_smooth, bounds, spans),
            Self::Rounded(rounded) => cover_rounded(rounded, cells, is_smooth, bounds, spans),
            Self::Polygons(polygons) => cover_polygons(polygons, cells, is_smooth, bounds, spans),
            Self::Outline(path, matrix) => {
                cells.begin(*bounds);
                closed_lines(path, matrix, TOLERANCE, |from, to| {
                    line(cells, is_smooth, from, to)
                });
                cells.sweep(spans);
            }
        }
    }

    /// Pixels that are covered all over: the largest upright rectangle that is easily told.
    pub(crate) fn inner_bounds(&self) -> Option<IRect> {
        let inner = match self {
            Self::Rect(rect) => *rect,
            Self::Rounded(rounded) => {
                let [upper_left, upper_right, lower_right, lower_left] = *rounded.all_radii();
                // A corner's arc leaves 0.3 of its radii to its corner.
                let share = |first: f32, second: f32| 0.3 * first.max(second);
                let rect = rounded.rect();
                Rect::new(
                    rect.left + share(upper_left.x, lower_left.x),
                    rect.top + share(upper_left.y, upper_right.y),
                    rect.right - share(upper_right.x, lower_right.x),
                    rect.bottom - share(lower_left.y, lower_right.y),
                )
            }
            _ => return None,
        };
        let inner = IRect::new(
            inner.left.ceil() as i32,
            inner.top.ceil() as i32,
            inner.right.floor() as i32,
            inner.bottom.floor() as i32,
        );
        (!inner.is_empty()).then_some(inner)
    }
}

fn line(cells: &mut Cells, is_smooth: bool, from: Point, to: Point) {
    match is_smooth {
        true => smooth_line(cells, from, to),
        false => aliased_line(cells, from, to),
    }
}

fn cover_polygons(
    polygons: &Polygons,
    cells: &mut Cells,
    is_smooth: bool,
    bounds: &IRect,
    spans: &mut impl Spans,
) {
    cells.begin(*bounds);
    for (from, to) in polygons.lines() {
        line(cells, is_smooth, from, to);
    }
    cells.sweep(spans);
}

/// Only the rows of the corners need more than a rectangle.
fn cover_rounded(
    rounded: &RRect,
    cells: &mut Cells,
    is_smooth: bool,
    bounds: &IRect,
    spans: &mut impl Spans,
) {
    let [upper_left, upper_right, lower_right, lower_left] = *rounded.all_radii();
    let rect = rounded.rect();
    let upper = (rect.top + upper_left.y.max(upper_right.y)).ceil() as i32;
    let lower = (rect.bottom - lower_left.y.max(lower_right.y)).floor() as i32;
    let lower = lower.max(upper);
    let mut polygons = Polygons::default();
    polygons.push_rounded(rounded, true);
    let band = |top: i32, bottom: i32| {
        bounds.intersection(&IRect::new(bounds.left, top, bounds.right, bottom))
    };
    if let Some(band) = band(i32::MIN, upper) {
        cover_polygons(&polygons, cells, is_smooth, &band, spans);
    }
    if let Some(band) = band(upper, lower) {
        fill_rect(rect, is_smooth, &band, spans);
    }
    if let Some(band) = band(lower, i32::MAX) {
        cover_polygons(&polygons, cells, is_smooth, &band, spans);
    }
}
