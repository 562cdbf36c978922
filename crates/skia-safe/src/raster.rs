//! From outlines to coverage.
//!
//! Coverage comes as spans: rows from top to bottom, in each row from left to right, never twice the same pixel, all
//! inside of the bounds that were asked for.

mod cells;
mod coverage;
mod flatten;
mod lines;
mod polygons;
mod rectangle;
mod shape;

pub(crate) use cells::Cells;
pub(crate) use coverage::{Coverage, CoverageBuilder};
pub(crate) use flatten::{Step, closed_lines, flatten};
pub(crate) use lines::{aliased_line, smooth_line};
pub(crate) use polygons::{Polygons, TOLERANCE, line_count};
pub(crate) use rectangle::fill_rect;
pub(crate) use shape::Shape;

/// Takes coverage, 0..=255.
pub(crate) trait Spans {
    /// Pixels `left..right` of row `y` are all covered by the same.
    fn run(&mut self, y: i32, left: i32, right: i32, cover: u8);
    /// Pixels of row `y` from `left` on are covered by one number each.
    fn mask(&mut self, y: i32, left: i32, cover: &[u8]);
}
