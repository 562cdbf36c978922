//! Outlines of straight lines.

use crate::geometry::{IRect, Point, RRect, Rect};
use crate::matrix::Matrix;

/// Closed parts of straight lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Polygons {
    points: Vec<Point>,
    /// Where each part ends in `points`.
    ends: Vec<usize>,
}

/// How far a line may be from the curve that it stands for, in pixels.
pub(crate) const TOLERANCE: f32 = 0.005;

impl Polygons {
    /// Adds a corner to the part that is not ended yet.
    pub(crate) fn push(&mut self, point: Point) {
        self.points.push(point);
    }

    /// The corners of the part that is not ended yet.
    pub(crate) fn open_part(&mut self) -> &mut [Point] {
        let begin = self.ends.last().copied().unwrap_or(0);
        &mut self.points[begin..]
    }

    /// Ends a part.
    pub(crate) fn end(&mut self) {
        self.ends.push(self.points.len());
    }

    /// Adds a rectangle, clockwise.
    pub(crate) fn push_rect(&mut self, rect: &Rect) {
        for (x, y) in [
            (rect.left, rect.top),
            (rect.right, rect.top),
            (rect.right, rect.bottom),
            (rect.left, rect.bottom),
        ] {
            self.push(Point::new(x, y));
        }
        self.end();
    }

    /// Adds a rectangle with round corners, clockwise or not.
    pub(crate) fn push_rounded(&mut self, rounded: &RRect, is_clockwise: bool) {
        let rect = rounded.rect();
        let [upper_left, upper_right, lower_right, lower_left] = *rounded.all_radii();
        // The corners, each with the directions from its center to where its arc begins and ends.
        let corners = [
            (rect.left, rect.top, upper_left, (-1.0, 0.0), (0.0, -1.0)),
            (rect.right, rect.top, upper_right, (0.0, -1.0), (1.0, 0.0)),
            (rect.right, rect.bottom, lower_right, (1.0, 0.0), (0.0, 1.0)),
            (rect.left, rect.bottom, lower_left, (0.0, 1.0), (-1.0, 0.0)),
        ];
        for (x, y, radii, begin, end) in corners {
            let inwards = Point::new(-(begin.0 + end.0), -(begin.1 + end.1));
            let center = Point::new(x + inwards.x * radii.x, y + inwards.y * radii.y);
            self.push_quarter(center, radii, begin, end);
        }
        if !is_clockwise {
            self.open_part().reverse();
        }
        self.end();
    }

    fn push_quarter(&mut self, center: Point, radii: Point, begin: (f32, f32), end: (f32, f32)) {
        let count = match radii.x > 0.0 && radii.y > 0.0 {
            true => line_count(radii.x.max(radii.y), std::f32::consts::FRAC_PI_2),
            false => 0,
        };
        let at = |x: f32, y: f32| center + Point::new(radii.x * x, radii.y * y);
        let (mut x, mut y) = begin;
        if count > 0 {
            // From one point to the next, all turn by the same angle: towards `end`.
            let (sine, cosine) = (std::f32::consts::FRAC_PI_2 / count as f32).sin_cos();
            let sine = sine * (begin.0 * end.1 - begin.1 * end.0);
            for _ in 0..count {
                self.push(at(x, y));
                (x, y) = (x * cosine - y * sine, x * sine + y * cosine);
            }
        }
        self.push(at(end.0, end.1));
    }

    /// Every point mapped.
    pub(crate) fn map(&mut self, matrix: &Matrix) {
        if !matrix.is_identity() {
            for point in &mut self.points {
                *point = matrix.map_xy(point.x, point.y);
            }
        }
    }

    /// The smallest rectangle of whole pixels around all points.
    pub(crate) fn pixel_bounds(&self) -> IRect {
        let Some(first) = self.points.first() else {
            return IRect::default();
        };
        let first = Rect::new(first.x, first.y, first.x, first.y);
        let around = self.points.iter().fold(first, |around, point| {
            around.union(&Rect::new(point.x, point.y, point.x, point.y))
        });
        around.round_out()
    }

    /// All lines, from and to.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (Point, Point)> {
        let begins = std::iter::once(&0).chain(&self.ends);
        begins.zip(&self.ends).flat_map(|(&begin, &end)| {
            let part = &self.points[begin..end];
            let shifted = part.iter().cycle().skip(1);
            part.iter().copied().zip(shifted.copied())
        })
    }
}

/// How many lines stand for an arc.
pub(crate) fn line_count(radius: f32, angle_rad: f32) -> usize {
    // The middle of a line is `radius * angle^2 / 8` away from the arc.
    let step_rad = (8.0 * TOLERANCE / radius.max(TOLERANCE)).sqrt().min(1.0);
    (angle_rad.abs() / step_rad).ceil().clamp(1.0, 500.0) as usize
}
