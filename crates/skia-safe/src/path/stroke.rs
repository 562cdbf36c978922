//! Outlines of lines with a width.

use crate::canvas::MITER_LIMIT;
use crate::geometry::Point;
use crate::matrix::Matrix;
use crate::paint::PaintCap;
use crate::raster::{Polygons, Step, flatten, line_count};

/// One part of a path as straight lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Polyline {
    /// Never twice the same in a row.
    pub(crate) points: Vec<Point>,
    pub(crate) is_closed: bool,
}

/// The parts of a path under a matrix. Parts without any line are left out, those of zero length are not.
pub(crate) fn polylines(
    path: &tiny_skia_path::Path,
    matrix: &Matrix,
    tolerance: f32,
) -> Vec<Polyline> {
    let mut parts: Vec<Polyline> = Vec::new();
    let mut open = Polyline::default();
    let mut has_line = false;
    let mut end = |open: &mut Polyline, has_line: &mut bool, is_closed: bool, next: Point| {
        let ended = std::mem::take(open);
        if *has_line {
            let mut part = Polyline { is_closed, ..ended };
            part.forget_repeated();
            parts.push(part);
        }
        *has_line = false;
        open.points.push(next);
    };
    flatten(path, matrix, tolerance, |step| match step {
        Step::Move(to) => end(&mut open, &mut has_line, false, to),
        Step::Line(to) => {
            has_line = true;
            open.points.push(to);
        }
        Step::Close => {
            let first = open.points.first().copied().unwrap_or_default();
            end(&mut open, &mut has_line, true, first);
        }
    });
    end(&mut open, &mut has_line, false, Point::default());
    parts
}

impl Polyline {
    fn forget_repeated(&mut self) {
        self.points.dedup();
        if self.is_closed {
            while self.points.len() > 1 && self.points.first() == self.points.last() {
                self.points.pop();
            }
        }
    }
}

/// How a line is widened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stroke {
    pub(crate) width: f32,
    pub(crate) cap: PaintCap,
}

/// What is within half the width of the lines.
pub(crate) fn stroke(lines: &[Polyline], stroke: Stroke) -> Polygons {
    let mut stroker = Stroker {
        radius: 0.5 * stroke.width,
        cap: stroke.cap,
        out: Polygons::default(),
    };
    for line in lines {
        match line.points.len() {
            0 => {}
            1 => stroker.dot(line.points[0]),
            2 => stroker.open(&line.points),
            _ if line.is_closed => stroker.closed(&line.points),
            _ => stroker.open(&line.points),
        }
    }
    stroker.out
}

struct Stroker {
    radius: f32,
    cap: PaintCap,
    out: Polygons,
}

impl Stroker {
    /// One side, its end, the other side back, and its beginning.
    fn open(&mut self, points: &[Point]) {
        let last = points.len() - 1;
        for side in [false, true] {
            let at = |index: usize| points[if side { last - index } else { index }];
            let beside = self.beside(at(0), at(1));
            self.out.push(at(0) + beside);
            for index in 1..last {
                self.corner(at(index - 1), at(index), at(index + 1));
            }
            let beside = self.beside(at(last - 1), at(last));
            self.out.push(at(last) + beside);
            self.end_cap(at(last), beside);
        }
        self.out.end();
    }

    /// One side all around, and the other side back.
    fn closed(&mut self, points: &[Point]) {
        let count = points.len();
        for side in [false, true] {
            let at = |index: usize| {
                points[if side {
                    (2 * count - index) % count
                } else {
                    index % count
                }]
            };
            for index in 0..count {
                self.corner(at(index + count - 1), at(index), at(index + 1));
            }
            self.out.end();
        }
    }

    /// A line without length: its caps, drawn to the right.
    fn dot(&mut self, point: Point) {
        if self.cap != PaintCap::Butt {
            let beside = Point::new(0.0, -self.radius);
            for beside in [beside, -beside] {
                self.out.push(point + beside);
                self.end_cap(point, beside);
            }
            self.out.end();
        }
    }

    /// From a line's middle to its left edge.
    fn beside(&self, from: Point, to: Point) -> Point {
        let along = to - from;
        let factor = self.radius / along.length();
        Point::new(along.y * factor, -along.x * factor)
    }

    /// The left edge around a corner.
    fn corner(&mut self, before: Point, corner: Point, after: Point) {
        let (first, second) = (self.beside(before, corner), self.beside(corner, after));
        let square = self.radius * self.radius;
        let cosine = (first.x * second.x + first.y * second.y) / square;
        let turn = first.x * second.y - first.y * second.x;
        // From the corner to where both edges meet; half the angle's cosine says how far that is.
        let half_cosine_squared = 0.5 * (1.0 + cosine);
        let miter = (first + second) * (0.5 / half_cosine_squared);
        let is_inner = turn < 0.0;
        let meets = match is_inner {
            // The edges meet before they end.
            true => {
                let shorter = (corner - before).length().min((after - corner).length());
                let cut_squared = square * (1.0 - half_cosine_squared) / half_cosine_squared;
                cut_squared <= shorter * shorter
            }
            false => half_cosine_squared * MITER_LIMIT * MITER_LIMIT >= 1.0,
        };
        if meets {
            self.out.push(corner + miter);
        } else if is_inner {
            // Through the corner, so that each line keeps all of its left half.
            for point in [corner + first, corner, corner + second] {
                self.out.push(point);
            }
        } else {
            self.out.push(corner + first);
            self.out.push(corner + second);
        }
    }

    /// From the left edge around the end to the right edge, which follows.
    fn end_cap(&mut self, end: Point, beside: Point) {
        let ahead = Point::new(-beside.y, beside.x);
        match self.cap {
            PaintCap::Butt => {}
            PaintCap::Square => {
                self.out.push(end + beside + ahead);
                self.out.push(end - beside + ahead);
            }
            PaintCap::Round => {
                let count = line_count(self.radius, std::f32::consts::PI);
                for index in 1..count {
                    let angle_rad = std::f32::consts::PI * index as f32 / count as f32;
                    let (sine, cosine) = angle_rad.sin_cos();
                    self.out.push(end + beside * cosine + ahead * sine);
                }
            }
        }
    }
}
