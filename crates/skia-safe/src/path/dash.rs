//! Lines in pieces.

use super::stroke::Polyline;
use crate::geometry::Point;

/// The most pieces of one drawing: more than any window has pixels along its lines.
const MOST_PIECES: f32 = 20_000.0;

/// Cuts lines into pieces: the first interval is drawn, the second is not, and so on. `phase` is how far along the
/// intervals each line begins. `None` for more pieces than could be told apart.
pub(crate) fn dashed(lines: &[Polyline], intervals: &[f32], phase: f32) -> Option<Vec<Polyline>> {
    let period: f32 = intervals.iter().sum();
    let length: f32 = lines.iter().map(Polyline::length).sum();
    let piece_count = length / period * intervals.len() as f32;
    if !(period > 0.0 && piece_count < MOST_PIECES && phase.is_finite()) {
        return None;
    }
    let mut pieces = Vec::new();
    for line in lines {
        let mut dasher = Dasher::new(intervals, phase.rem_euclid(period));
        let closing = line.points.first().filter(|_| line.is_closed);
        let mut points = line.points.iter().chain(closing);
        let Some(mut from) = points.next().copied() else {
            continue;
        };
        dasher.begin(from);
        for &to in points {
            dasher.go(from, to);
            from = to;
        }
        dasher.end(line.is_closed, &mut pieces);
    }
    Some(pieces)
}

impl Polyline {
    /// From end to end, and back to the beginning if it is closed.
    fn length(&self) -> f32 {
        let steps = self
            .points
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).length());
        let closing = match (self.points.first(), self.points.last()) {
            (Some(first), Some(last)) if self.is_closed => (*first - *last).length(),
            _ => 0.0,
        };
        steps.sum::<f32>() + closing
    }
}

/// Goes along a line.
struct Dasher<'a> {
    intervals: &'a [f32],
    index: usize,
    /// What is left of the interval.
    left: f32,
    piece: Vec<Point>,
    pieces: Vec<Polyline>,
    /// Whether the first piece starts where the line does.
    begins_drawn: bool,
}

/// The length that pieces of length zero get, so that they have a direction.
const DOT_LENGTH: f32 = 1e-3;

impl<'a> Dasher<'a> {
    fn new(intervals: &'a [f32], mut phase: f32) -> Self {
        let mut index = 0;
        while index + 1 < intervals.len() && phase >= intervals[index] && intervals[index] > 0.0 {
            phase -= intervals[index];
            index += 1;
        }
        let left = (intervals[index] - phase).max(0.0);
        let begins_drawn = index % 2 == 0;
        Self {
            intervals,
            index,
            left,
            piece: Vec::new(),
            pieces: Vec::new(),
            begins_drawn,
        }
    }

    fn is_drawn(&self) -> bool {
        self.index.is_multiple_of(2)
    }

    fn begin(&mut self, at: Point) {
        if self.is_drawn() {
            self.piece.push(at);
        }
    }

    fn go(&mut self, from: Point, to: Point) {
        let length = (to - from).length();
        let direction = (to - from) * length.recip();
        let mut done = 0.0;
        while length - done > self.left {
            done += self.left;
            self.switch(from + direction * done, direction);
        }
        self.left -= length - done;
        if self.is_drawn() {
            self.piece.push(to);
        }
    }

    /// To the next interval.
    fn switch(&mut self, at: Point, direction: Point) {
        if self.is_drawn() {
            let is_dot = self.piece.iter().all(|point| *point == at);
            let length = if is_dot { DOT_LENGTH } else { 0.0 };
            self.piece.push(at + direction * length);
            self.end_piece();
        }
        self.index = (self.index + 1) % self.intervals.len();
        self.left = self.intervals[self.index];
        if self.is_drawn() {
            self.piece.push(at);
        }
    }

    fn end_piece(&mut self) {
        let mut points = std::mem::take(&mut self.piece);
        points.dedup();
        self.pieces.push(Polyline {
            points,
            is_closed: false,
        });
    }

    /// The last piece of a closed line goes on in its first.
    fn end(mut self, is_closed: bool, pieces: &mut Vec<Polyline>) {
        let is_drawn = self.is_drawn() && self.piece.len() > 1;
        if is_closed && is_drawn && self.begins_drawn && !self.pieces.is_empty() {
            self.piece.append(&mut self.pieces[0].points);
            self.piece.dedup();
            std::mem::swap(&mut self.piece, &mut self.pieces[0].points);
        } else if is_drawn {
            self.end_piece();
        }
        pieces.append(&mut self.pieces);
    }
}
