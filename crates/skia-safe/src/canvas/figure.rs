//! What is filled or stroked, and what its coverage depends on.

use crate::blur::outset;
use crate::effects::PathEffect;
use crate::geometry::{IRect, Point, RRect, Rect};
use crate::log_once::log_once;
use crate::matrix::Matrix;
use crate::paint::Paint;
use crate::path::{Path, Stroke, dashed, polylines, stroke};
use crate::raster::{Polygons, Shape, TOLERANCE};

/// The inside or the stroke of an outline under a matrix.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure<'a> {
    pub(super) outline: Outline<'a>,
    pub(super) matrix: Matrix,
    /// The paint that it is stroked with.
    pub(super) stroke: Option<&'a Paint>,
    pub(super) is_smooth: bool,
}

/// An outline, the simple ones apart.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outline<'a> {
    Rounded(&'a RRect),
    Path(&'a tiny_skia_path::Path),
}

impl<'a> Outline<'a> {
    /// `None` for a path without any line.
    pub(super) fn new(path: &'a Path) -> Option<Self> {
        match path.shape() {
            Some(rounded) => Some(Self::Rounded(rounded)),
            None => path.outline().map(Self::Path),
        }
    }

    fn bounds(&self) -> Rect {
        match self {
            Self::Rounded(rounded) => *rounded.rect(),
            Self::Path(path) => {
                let bounds = path.bounds();
                Rect::new(bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
            }
        }
    }
}

/// A corner is pointed while its point is at most this many times the width long, else it is cut off.
pub(crate) const MITER_LIMIT: f32 = 4.0;

impl Figure<'_> {
    /// The upright rectangle that it is, if it is one: that takes no more to cover.
    pub(super) fn as_rect(&self) -> Option<Shape> {
        let Outline::Rounded(rounded) = self.outline else {
            return None;
        };
        let is_square = rounded.all_radii().iter().all(|radii| radii.x <= 0.0);
        (self.stroke.is_none() && is_square && is_upright(&self.matrix))
            .then(|| Shape::of_rounded(rounded, &self.matrix))
    }

    /// Pixels that are covered all over: the largest upright rectangle that is easily told.
    pub(super) fn inner_bounds(&self) -> Option<IRect> {
        match self.outline {
            Outline::Rounded(rounded) if self.stroke.is_none() && is_upright(&self.matrix) => {
                Shape::of_rounded(rounded, &self.matrix).inner_bounds()
            }
            _ => None,
        }
    }

    /// Pixels outside are not covered.
    pub(super) fn pixel_bounds(&self) -> IRect {
        let bounds = self.matrix.map_rect(self.outline.bounds()).0.round_out();
        let Some(paint) = self.stroke else {
            return bounds;
        };
        let reach = 0.5 * MITER_LIMIT * paint.stroke_width;
        let around = Rect::new(-reach, -reach, reach, reach);
        let linear = Matrix::new_all(
            self.matrix.scale_x(),
            self.matrix.skew_x(),
            0.0,
            self.matrix.skew_y(),
            self.matrix.scale_y(),
            0.0,
            0.0,
            0.0,
            1.0,
        );
        let around = linear.map_rect(around).0;
        // Lines without width are one pixel wide.
        let reach = |side: f32| (side.ceil() as i32).saturating_add(2);
        outset(bounds, reach(around.right), reach(around.bottom))
    }

    /// All that its coverage depends on, as numbers, with the places of its points taken from `origin`, or under
    /// the matrix as they are.
    pub(super) fn write_key(&self, origin: Option<(i32, i32)>, key: &mut Vec<u32>) {
        key.clear();
        let outline_kind = matches!(self.outline, Outline::Rounded(_));
        let kind = [
            outline_kind,
            self.is_smooth,
            self.stroke.is_some(),
            origin.is_some(),
        ];
        key.extend(kind.map(u32::from));
        if let Some(paint) = self.stroke {
            key.push(paint.stroke_width.to_bits());
            key.push(paint.stroke_cap as u32);
            if let Some(PathEffect { intervals, phase }) = &paint.path_effect {
                key.push(phase.to_bits());
                key.push(intervals.len() as u32);
                key.extend(intervals.iter().map(|length| length.to_bits()));
            }
        }
        let moved_by = match origin {
            Some((x, y)) => Point::new(
                self.matrix.translate_x() - x as f32,
                self.matrix.translate_y() - y as f32,
            ),
            None => {
                key.extend((0..6).map(|cell| self.matrix[cell].to_bits()));
                Point::default()
            }
        };
        self.write_points(moved_by, key);
    }

    fn write_points(&self, moved_by: Point, key: &mut Vec<u32>) {
        let mut push = |x: f32, y: f32| key.extend([x.to_bits(), y.to_bits()]);
        let mut place = |x: f32, y: f32| push(x + moved_by.x, y + moved_by.y);
        match self.outline {
            Outline::Rounded(rounded) => {
                let rect = rounded.rect();
                place(rect.left, rect.top);
                place(rect.right, rect.bottom);
                for radii in rounded.all_radii() {
                    push(radii.x, radii.y);
                }
            }
            Outline::Path(path) => {
                for point in path.points() {
                    place(point.x, point.y);
                }
                key.extend(path.verbs().iter().map(|verb| *verb as u32));
            }
        }
    }

    /// What is to be covered.
    pub(super) fn shape(&self) -> Option<Shape> {
        if self.matrix.has_perspective() {
            log_once!("perspective is not drawn");
        }
        match (self.stroke, self.outline) {
            (None, Outline::Rounded(rounded)) => Some(Shape::of_rounded(rounded, &self.matrix)),
            (None, Outline::Path(path)) => Some(Shape::Outline(path.clone(), self.matrix)),
            (Some(paint), _) => self.stroked(paint),
        }
    }

    fn stroked(&self, paint: &Paint) -> Option<Shape> {
        let width = paint.stroke_width;
        if !(width >= 0.0 && width.is_finite()) {
            return None;
        }
        // A line without width is one pixel wide whatever the matrix is.
        let (width, before, after) = match width > 0.0 {
            true => (width, Matrix::default(), self.matrix),
            false => (1.0, self.matrix, Matrix::default()),
        };
        let owned;
        let outline = match self.outline {
            Outline::Path(path) => path,
            Outline::Rounded(rounded) => {
                if paint.path_effect.is_none()
                    && before.is_identity()
                    && let Some(polygons) = frame(rounded, width)
                {
                    return Some(mapped(polygons, &after));
                }
                owned = Path::of_rounded(rounded);
                owned.outline()?
            }
        };
        let scale = scale_of(&after);
        let tolerance = if scale > 0.0 {
            TOLERANCE / scale
        } else {
            TOLERANCE
        };
        let mut lines = polylines(outline, &before, tolerance);
        if let Some(PathEffect { intervals, phase }) = &paint.path_effect {
            match dashed(&lines, intervals, *phase) {
                Some(pieces) => lines = pieces,
                None => log_once!("more dashes than can be told apart are drawn as a line"),
            }
        }
        let polygons = stroke(
            &lines,
            Stroke {
                width,
                cap: paint.stroke_cap,
            },
        );
        Some(mapped(polygons, &after))
    }
}

/// Whether rectangles stay upright and what is left stays left.
pub(super) fn is_upright(matrix: &Matrix) -> bool {
    matrix.is_scale_translate() && matrix.scale_x() > 0.0 && matrix.scale_y() > 0.0
}

/// How many pixels a unit has, along one axis where they differ.
pub(super) fn scale_of(matrix: &Matrix) -> f32 {
    let determinant = matrix.scale_x() * matrix.scale_y() - matrix.skew_x() * matrix.skew_y();
    determinant.abs().sqrt()
}

fn mapped(mut polygons: Polygons, matrix: &Matrix) -> Shape {
    polygons.map(matrix);
    Shape::Polygons(polygons)
}

/// The stroke of a rectangle whose corners are square or parts of circles: two of them.
fn frame(rounded: &RRect, width: f32) -> Option<Polygons> {
    let is_circular = |radii: &Point| radii.x == radii.y;
    if !rounded.all_radii().iter().all(is_circular) || rounded.rect().is_empty() {
        return None;
    }
    let by = 0.5 * width;
    let mut polygons = Polygons::default();
    polygons.push_rounded(&rounded.with_outset((by, by)), true);
    let inner = rounded.with_inset((by, by));
    if !inner.rect().is_empty() {
        polygons.push_rounded(&inner, false);
    }
    Some(polygons)
}
