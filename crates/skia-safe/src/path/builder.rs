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
    moved_by: Vector,
    /// The simple shape that the path is so far.
    shape: Option<RRect>,
}

impl PathBuilder {
    /// A builder without any point.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins another part at a point.
    pub fn move_to(&mut self, point: impl Into<Point>) -> &mut Self {
        let point = point.into();
        self.steps.move_to(point.x, point.y);
        self
    }

    /// A straight line.
    pub fn line_to(&mut self, point: impl Into<Point>) -> &mut Self {
        let point = point.into();
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
        let (towards, from, to) = (towards.into(), from.into(), to.into());
        self.steps
            .cubic_to(towards.x, towards.y, from.x, from.y, to.x, to.y);
        self
    }

    /// A part of an ellipse.
    pub fn arc_to(
        &mut self,
        _oval: impl AsRef<Rect>,
        _start_angle_deg: f32,
        _sweep_angle_deg: f32,
        _force_move_to: bool,
    ) -> &mut Self {
        self
    }

    /// An arc to a point given relative to the last.
    pub fn r_arc_to(
        &mut self,
        _radii: impl Into<Vector>,
        _x_axis_rotate_deg: f32,
        _size: path_builder::ArcSize,
        _direction: PathDirection,
        _by: impl Into<Vector>,
    ) -> &mut Self {
        self
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

    /// A rectangle with round corners.
    pub fn add_rrect(
        &mut self,
        _rect: impl AsRef<RRect>,
        _direction: impl Into<Option<PathDirection>>,
        _start_index: impl Into<Option<usize>>,
    ) -> &mut Self {
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
}
