use std::f32::consts::{FRAC_PI_2, TAU};

use super::ellipse::Ellipse;
use super::{Path, PathDirection};
use crate::geometry::{Point, RRect, Rect, Vector};

/// Names around [`PathBuilder`].
pub mod path_builder {
    /// Which of the two arcs between two points.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum ArcSize {
        /// The shorter.
        #[default]
        Small,
        /// The longer.
        Large,
    }
}

/// Makes a [`Path`] step by step.
#[derive(Clone, Debug, Default)]
pub struct PathBuilder {
    steps: tiny_skia_path::PathBuilder,
    /// What all points in `steps` are still to be moved by.
    moved_by: Vector,
    /// The simple shape that the path is so far, not moved either.
    shape: Option<RRect>,
}

impl PathBuilder {
    /// A builder without any point.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins another part at a point.
    pub fn move_to(&mut self, point: impl Into<Point>) -> &mut Self {
        let point = self.unmoved(point);
        self.steps.move_to(point.x, point.y);
        self
    }

    /// A straight line.
    pub fn line_to(&mut self, point: impl Into<Point>) -> &mut Self {
        let point = self.unmoved(point);
        self.steps.line_to(point.x, point.y);
        self
    }

    /// A cubic Bézier curve.
    pub fn cubic_to(
        &mut self,
        towards: impl Into<Point>,
        from: impl Into<Point>,
        to: impl Into<Point>,
    ) -> &mut Self {
        let (towards, from, to) = (self.unmoved(towards), self.unmoved(from), self.unmoved(to));
        self.steps
            .cubic_to(towards.x, towards.y, from.x, from.y, to.x, to.y);
        self
    }

    /// A part of an ellipse, at most once around, after a line to where it begins, or (`force_move_to`) as another
    /// part. Angles in degrees, clockwise from the right.
    pub fn arc_to(
        &mut self,
        oval: impl AsRef<Rect>,
        start_angle_deg: f32,
        sweep_angle_deg: f32,
        force_move_to: bool,
    ) -> &mut Self {
        let oval = oval.as_ref();
        let ellipse = Ellipse {
            center: oval.center(),
            radii: Point::new(0.5 * oval.width(), 0.5 * oval.height()),
            rotation_rad: 0.0,
        };
        let start_rad = start_angle_deg.to_radians();
        let sweep_rad = sweep_angle_deg.to_radians().clamp(-TAU, TAU);
        let begin = ellipse.at(start_rad);
        match force_move_to || self.steps.is_empty() {
            true => self.move_to(begin),
            false => self.line_to(begin),
        };
        self.push_arc(&ellipse, start_rad, sweep_rad)
    }

    /// An arc to a point given relative to the last, as SVG has it: of the ellipses with these radii, turned by
    /// `x_axis_rotate_deg`, that go through both points.
    pub fn r_arc_to(
        &mut self,
        radii: impl Into<Vector>,
        x_axis_rotate_deg: f32,
        size: path_builder::ArcSize,
        direction: PathDirection,
        by: impl Into<Vector>,
    ) -> &mut Self {
        let last = self.steps.last_point();
        let last = last.map_or(Point::default(), |last| Point::new(last.x, last.y));
        let from = last + self.moved_by;
        let to = from + by.into();
        let rotation_rad = x_axis_rotate_deg.to_radians();
        let is_large = size == path_builder::ArcSize::Large;
        let is_clockwise = direction == PathDirection::CW;
        match Ellipse::through(from, to, radii.into(), rotation_rad, is_large, is_clockwise) {
            Some((ellipse, start_rad, sweep_rad)) => {
                self.push_arc(&ellipse, start_rad, sweep_rad);
                // Rounding must not leave a step to what follows.
                self.line_to(to)
            }
            None => self.line_to(to),
        }
    }

    /// A circle.
    pub fn add_circle(
        &mut self,
        center: impl Into<Point>,
        radius: f32,
        direction: impl Into<Option<PathDirection>>,
    ) -> &mut Self {
        let around = Rect::from_point_and_size(center, (0.0, 0.0)).with_outset((radius, radius));
        self.add_rrect(RRect::new_rect_xy(around, radius, radius), direction, None)
    }

    /// A rectangle with round corners. It begins at the lower end of the left side, whatever `start_index` says.
    pub fn add_rrect(
        &mut self,
        rect: impl AsRef<RRect>,
        direction: impl Into<Option<PathDirection>>,
        _start_index: impl Into<Option<usize>>,
    ) -> &mut Self {
        let rounded = rect.as_ref();
        let is_first = self.steps.is_empty();
        let mut corners = Corner::all(rounded);
        if direction.into() == Some(PathDirection::CCW) {
            corners.reverse();
            corners = corners.map(Corner::reversed);
        }
        self.move_to(corners[3].end);
        for corner in corners {
            self.line_to(corner.begin);
            if corner.begin != corner.end {
                let towards = |from: Point| from + (corner.point - from) * QUARTER_HANDLE;
                self.cubic_to(towards(corner.begin), towards(corner.end), corner.end);
            }
        }
        self.close();
        let is_shape = is_first && rounded.rect().is_finite() && !rounded.rect().is_empty();
        self.shape = is_shape.then(|| rounded.with_offset(-self.moved_by));
        self
    }

    /// Closes the current part with a straight line.
    pub fn close(&mut self) -> &mut Self {
        self.steps.close();
        self
    }

    /// Moves all points so far.
    pub fn offset(&mut self, by: impl Into<Vector>) -> &mut Self {
        self.moved_by = self.moved_by + by.into();
        self
    }

    /// The path so far; the builder is empty afterwards.
    pub fn detach(&mut self) -> Path {
        let taken = std::mem::take(self);
        Path::from_outline(taken.steps.finish(), taken.shape).make_offset(taken.moved_by)
    }

    /// A point as it is in `steps`, to which something is added now.
    fn unmoved(&mut self, point: impl Into<Point>) -> Point {
        self.shape = None;
        point.into() - self.moved_by
    }

    fn push_arc(&mut self, ellipse: &Ellipse, start_rad: f32, sweep_rad: f32) -> &mut Self {
        if !sweep_rad.is_finite() {
            return self;
        }
        let count = (sweep_rad.abs() / FRAC_PI_2 - 1e-3).ceil().max(1.0);
        let step = sweep_rad / count;
        // Where a cubic's handles have to end so that it is an arc, nearly.
        let handle = 4.0 / 3.0 * (0.25 * step).tan();
        for index in 0..count as i32 {
            let begin = start_rad + index as f32 * step;
            let end = begin + step;
            let towards = ellipse.at(begin) + ellipse.ahead(begin) * handle;
            let from = ellipse.at(end) - ellipse.ahead(end) * handle;
            self.cubic_to(towards, from, ellipse.at(end));
        }
        self
    }
}

/// How far the handles of a cubic reach to the corner that a quarter of an ellipse rounds: `4/3 tan(90 degrees / 4)`.
const QUARTER_HANDLE: f32 = 0.552_284_8;

/// A rounded corner.
#[derive(Clone, Copy)]
struct Corner {
    begin: Point,
    /// The corner if it were not round.
    point: Point,
    end: Point,
}

impl Corner {
    /// Clockwise from the upper left.
    fn all(rounded: &RRect) -> [Self; 4] {
        let rect = rounded.rect();
        let [upper_left, upper_right, lower_right, lower_left] = *rounded.all_radii();
        let corner = |x: f32, y: f32, before: (f32, f32), after: (f32, f32)| Self {
            begin: Point::new(x + before.0, y + before.1),
            point: Point::new(x, y),
            end: Point::new(x + after.0, y + after.1),
        };
        [
            corner(
                rect.left,
                rect.top,
                (0.0, upper_left.y),
                (upper_left.x, 0.0),
            ),
            corner(
                rect.right,
                rect.top,
                (-upper_right.x, 0.0),
                (0.0, upper_right.y),
            ),
            corner(
                rect.right,
                rect.bottom,
                (0.0, -lower_right.y),
                (-lower_right.x, 0.0),
            ),
            corner(
                rect.left,
                rect.bottom,
                (lower_left.x, 0.0),
                (0.0, -lower_left.y),
            ),
        ]
    }

    fn reversed(self) -> Self {
        Self {
            begin: self.end,
            end: self.begin,
            ..self
        }
    }
}
