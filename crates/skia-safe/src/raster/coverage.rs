//! Coverage that is kept: runs of equal pixels.

use super::Spans;
use crate::geometry::IRect;

/// Pixels up to `right`, from where the run before ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    right: i32,
    cover: u8,
}

/// How much of each pixel is covered, 0..=255; nothing outside of its bounds.
#[derive(Debug)]
pub(crate) struct Coverage {
    bounds: IRect,
    /// Where each row's runs begin. Rows that are equal share theirs.
    rows: Vec<u32>,
    /// The last run of a row reaches to the right of the bounds.
    runs: Vec<Run>,
}

impl Coverage {
    /// Nothing is covered outside.
    pub(crate) fn bounds(&self) -> IRect {
        self.bounds
    }

    /// The memory it takes.
    pub(crate) fn byte_count(&self) -> usize {
        size_of_val(&self.rows[..]) + size_of_val(&self.runs[..])
    }

    /// The runs of a row between two columns, with what is outside of the bounds: left, right and cover.
    pub(crate) fn row(&self, y: i32, left: i32, right: i32) -> RowRuns<'_> {
        let is_inside = y >= self.bounds.top && y < self.bounds.bottom;
        let runs = match is_inside {
            true => &self.runs[self.rows[(y - self.bounds.top) as usize] as usize..],
            false => &[],
        };
        RowRuns {
            runs,
            end: self.bounds.right,
            start: self.bounds.left,
            left,
            right,
        }
    }

    /// Whether two rows that follow each other inside of the bounds are equal.
    pub(crate) fn repeats(&self, y: i32) -> bool {
        let row = (y - self.bounds.top) as usize;
        self.rows[row] == self.rows[row + 1]
    }

    /// The columns where coverage changes, in no order and as often as it does.
    pub(crate) fn edges(&self) -> impl Iterator<Item = i32> {
        self.runs.iter().map(|run| run.right)
    }
}

/// The runs of a part of a row.
pub(crate) struct RowRuns<'a> {
    runs: &'a [Run],
    /// Where the runs begin and end, in columns.
    start: i32,
    end: i32,
    left: i32,
    right: i32,
}

impl Iterator for RowRuns<'_> {
    type Item = (i32, i32, u8);

    fn next(&mut self) -> Option<Self::Item> {
        if self.left >= self.right {
            return None;
        }
        let left = self.left;
        let (right, cover) = if self.runs.is_empty() || left >= self.end {
            (self.right, 0)
        } else if left < self.start {
            (self.start.min(self.right), 0)
        } else {
            while self.runs[0].right <= left {
                self.runs = &self.runs[1..];
            }
            (self.runs[0].right.min(self.right), self.runs[0].cover)
        };
        self.left = right;
        Some((left, right, cover))
    }
}

/// Takes spans and keeps them.
pub(crate) struct CoverageBuilder {
    coverage: Coverage,
    /// The row that spans come for; its runs are the last.
    y: i32,
    row_begin: usize,
    x: i32,
}

impl CoverageBuilder {
    /// For spans inside of some bounds, which must not be empty.
    pub(crate) fn new(bounds: IRect) -> Self {
        let coverage = Coverage {
            bounds,
            rows: Vec::with_capacity(bounds.height() as usize),
            runs: Vec::new(),
        };
        Self {
            coverage,
            y: bounds.top,
            row_begin: 0,
            x: bounds.left,
        }
    }

    /// What was covered.
    pub(crate) fn finish(mut self) -> Coverage {
        self.go_to_row(self.coverage.bounds.bottom);
        self.coverage
    }

    fn push(&mut self, right: i32, cover: u8) {
        let runs = &mut self.coverage.runs;
        let is_first = runs.len() == self.row_begin;
        match runs.last_mut() {
            Some(last) if !is_first && last.cover == cover => last.right = right,
            _ => runs.push(Run { right, cover }),
        }
        self.x = right;
    }

    fn go_to_row(&mut self, y: i32) {
        while self.y < y {
            if self.x < self.coverage.bounds.right {
                self.push(self.coverage.bounds.right, 0);
            }
            self.end_row();
        }
    }

    fn end_row(&mut self) {
        let Coverage { rows, runs, bounds } = &mut self.coverage;
        let before = rows.last().map(|begin| *begin as usize);
        match before {
            Some(before) if runs[before..self.row_begin] == runs[self.row_begin..] => {
                runs.truncate(self.row_begin);
                rows.push(before as u32);
            }
            _ => {
                rows.push(self.row_begin as u32);
                self.row_begin = runs.len();
            }
        }
        self.x = bounds.left;
        self.y += 1;
    }
}

impl Spans for CoverageBuilder {
    fn run(&mut self, y: i32, left: i32, right: i32, cover: u8) {
        self.go_to_row(y);
        if left > self.x {
            self.push(left, 0);
        }
        self.push(right, cover);
    }

    fn mask(&mut self, y: i32, left: i32, cover: &[u8]) {
        for (x, &cover) in (left..).zip(cover) {
            self.run(y, x, x + 1, cover);
        }
    }
}
