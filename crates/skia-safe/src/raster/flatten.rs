//! Outlines into straight lines.

use tiny_skia_path::{Path, PathSegment};

use crate::geometry::Point;
use crate::matrix::Matrix;

/// One step along an outline.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// Begins another part.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A straight line to where the part began.
    Close,
}

/// The most lines that one curve becomes.
const MOST_LINES: f32 = 200.0;

/// Maps an outline and replaces its curves by lines that leave them by `tolerance` at most.
pub(crate) fn flatten(path: &Path, matrix: &Matrix, tolerance: f32, mut step: impl FnMut(Step)) {
    let map = |point: tiny_skia_path::Point| {
        Point::new(
            matrix.scale_x() * point.x + matrix.skew_x() * point.y + matrix.translate_x(),
            matrix.skew_y() * point.x + matrix.scale_y() * point.y + matrix.translate_y(),
        )
    };
    let mut last = Point::default();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                last = map(to);
                step(Step::Move(last));
            }
            PathSegment::LineTo(to) => {
                last = map(to);
                step(Step::Line(last));
            }
            PathSegment::QuadTo(control, to) => {
                let (from, control, to) = (last, map(control), map(to));
                quad([from, control, to], tolerance, &mut step);
                last = to;
            }
            PathSegment::CubicTo(first, second, to) => {
                let (from, first, second, to) = (last, map(first), map(second), map(to));
                cubic([from, first, second, to], tolerance, &mut step);
                last = to;
            }
            PathSegment::Close => step(Step::Close),
        }
    }
}

/// A line between two points of a curve, `1/n` of its parameter apart, leaves it by at most an eighth of its second
/// derivative over `n` squared.
fn line_count(second_derivative: f32, tolerance: f32) -> i32 {
    let count = (0.125 * second_derivative / tolerance).sqrt().ceil();
    count.clamp(1.0, MOST_LINES) as i32
}

fn quad([from, control, to]: [Point; 3], tolerance: f32, step: &mut impl FnMut(Step)) {
    let bend = from + to - control * 2.0;
    let count = line_count(2.0 * bend.length(), tolerance);
    let direction = (control - from) * 2.0;
    for index in 1..count {
        let t = index as f32 / count as f32;
        step(Step::Line(from + (direction + bend * t) * t));
    }
    step(Step::Line(to));
}

fn cubic([from, first, second, to]: [Point; 4], tolerance: f32, step: &mut impl FnMut(Step)) {
    let bends = [from + second - first * 2.0, first + to - second * 2.0];
    let bend = bends[0].length().max(bends[1].length());
    let count = line_count(6.0 * bend, tolerance);
    let direction = (first - from) * 3.0;
    let quadratic = bends[0] * 3.0;
    let cubic = to - from + (first - second) * 3.0;
    for index in 1..count {
        let t = index as f32 / count as f32;
        step(Step::Line(
            from + (direction + (quadratic + cubic * t) * t) * t,
        ));
    }
    step(Step::Line(to));
}

/// The lines around an outline's inside: every part is closed.
pub(crate) fn closed_lines(
    path: &Path,
    matrix: &Matrix,
    tolerance: f32,
    mut line: impl FnMut(Point, Point),
) {
    let (mut begin, mut last) = (Point::default(), Point::default());
    flatten(path, matrix, tolerance, |step| match step {
        Step::Move(to) => {
            line(last, begin);
            (begin, last) = (to, to);
        }
        Step::Line(to) => {
            line(last, to);
            last = to;
        }
        Step::Close => {
            line(last, begin);
            last = begin;
        }
    });
    line(last, begin);
}
