//! Ellipses, and which of them an arc is a part of.

use std::f32::consts::TAU;

use crate::geometry::Point;

/// An ellipse whose points are told by angles, clockwise from where its x radius ends.
pub(super) struct Ellipse {
    pub(super) center: Point,
    pub(super) radii: Point,
    pub(super) rotation_rad: f32,
}

impl Ellipse {
    /// The point at an angle.
    pub(super) fn at(&self, angle_rad: f32) -> Point {
        let (sine, cosine) = angle_rad.sin_cos();
        self.center + self.turned(cosine, sine)
    }

    /// How the point moves per radian.
    pub(super) fn ahead(&self, angle_rad: f32) -> Point {
        let (sine, cosine) = angle_rad.sin_cos();
        self.turned(-sine, cosine)
    }

    fn turned(&self, x: f32, y: f32) -> Point {
        turned(
            Point::new(x * self.radii.x, y * self.radii.y),
            self.rotation_rad,
        )
    }

    /// The ellipse of an SVG arc, and the angles where it begins and that it sweeps. `None` where it is a line.
    pub(super) fn through(
        from: Point,
        to: Point,
        radii: Point,
        rotation_rad: f32,
        is_large: bool,
        is_clockwise: bool,
    ) -> Option<(Self, f32, f32)> {
        let radii = Point::new(radii.x.abs(), radii.y.abs());
        // In units of the radii, all ellipses are circles of radius 1.
        let unit = |point: Point| {
            let point = turned(point, -rotation_rad);
            Point::new(point.x / radii.x, point.y / radii.y)
        };
        let half_chord = unit(to - from) * 0.5;
        let half_length = half_chord.length();
        if !(half_length > 0.0 && half_length.is_finite()) {
            return None;
        }
        // Radii that are too small grow until they reach.
        let growth = half_length.max(1.0);
        let half_chord = half_chord * growth.recip();
        let half_length = half_length / growth;
        let height = (1.0 - half_length * half_length).max(0.0).sqrt();
        let side = if is_large == is_clockwise { -1.0 } else { 1.0 };
        let across = Point::new(-half_chord.y, half_chord.x) * (side * height / half_length);
        let angle = |point: Point| point.y.atan2(point.x);
        let start_rad = angle(-half_chord - across);
        let end_rad = angle(half_chord - across);
        let sweep_rad = match is_clockwise {
            true => (end_rad - start_rad).rem_euclid(TAU),
            false => -(start_rad - end_rad).rem_euclid(TAU),
        };
        let radii = radii * growth;
        let offset = half_chord + across;
        let offset = turned(
            Point::new(offset.x * radii.x, offset.y * radii.y),
            rotation_rad,
        );
        let ellipse = Self {
            center: from + offset,
            radii,
            rotation_rad,
        };
        Some((ellipse, start_rad, sweep_rad))
    }
}

/// A vector turned clockwise.
fn turned(vector: Point, angle_rad: f32) -> Point {
    let (sine, cosine) = angle_rad.sin_cos();
    Point::new(
        vector.x * cosine - vector.y * sine,
        vector.x * sine + vector.y * cosine,
    )
}
