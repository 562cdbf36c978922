//! Exact areas of what an outline covers of each pixel.
//!
//! Every piece of the outline inside of one pixel leaves two numbers in that pixel's cell: how far it goes down, and how
//! much area lies to its right inside of the pixel. Summed from the left, they give each pixel's signed area; between
//! cells it does not change, so large shapes cost what their edges cost.

use super::Spans;
use crate::geometry::IRect;

/// What the outline leaves in one pixel.
#[derive(Clone, Copy, Debug)]
struct Cell {
    y: i32,
    x: i32,
    /// How far the outline goes down in this pixel, 1 for all of it; negative upwards.
    down: f32,
    /// The area to the right of it in this pixel, with the sign of `down`.
    area: f32,
}

/// Collects cells inside of some bounds. Keeps its memory from one use to the next.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    bounds: IRect,
    cells: Vec<Cell>,
    sorted: Vec<Cell>,
    /// Where each row's cells end in `sorted`.
    row_ends: Vec<usize>,
    mask: Vec<u8>,
    is_broken: bool,
}

/// The cells' memory that is kept: enough for the outlines of a large window.
const KEPT_CELLS: usize = 1 << 14;

/// Gaps shorter than this are cheaper as a part of a mask than as a run.
const SHORT_GAP: i32 = 8;

impl Cells {
    /// Forgets all cells and takes new ones for these bounds.
    pub(crate) fn begin(&mut self, bounds: IRect) {
        self.bounds = bounds;
        self.is_broken = false;
        self.cells.clear();
        self.cells.shrink_to(KEPT_CELLS);
        self.sorted.shrink_to(KEPT_CELLS);
    }

    /// What cells are taken for.
    pub(crate) fn bounds(&self) -> IRect {
        self.bounds
    }

    /// Nothing can be told of this outline: it covers nothing.
    pub(crate) fn break_off(&mut self) {
        self.is_broken = true;
    }

    /// Adds to a cell. Left of the bounds counts as their first column, right of them is dropped; the row must be inside.
    pub(crate) fn add(&mut self, y: i32, x: i32, down: f32, area: f32) {
        if x >= self.bounds.right || down == 0.0 {
            return;
        }
        let (x, area) = match x < self.bounds.left {
            true => (self.bounds.left, down),
            false => (x, area),
        };
        match self.cells.last_mut() {
            Some(last) if last.x == x && last.y == y => {
                last.down += down;
                last.area += area;
            }
            _ => self.cells.push(Cell { y, x, down, area }),
        }
    }

    /// Gives the coverage: the absolute signed area, at most 1.
    pub(crate) fn sweep(&mut self, spans: &mut impl Spans) {
        if self.is_broken || self.cells.is_empty() {
            return;
        }
        self.sort_into_rows();
        let mut begin = 0;
        let mut mask = std::mem::take(&mut self.mask);
        for (row, &end) in self.row_ends.iter().enumerate() {
            let cells = &mut self.sorted[begin..end];
            begin = end;
            if !cells.is_empty() {
                cells.sort_unstable_by_key(|cell| cell.x);
                let y = self.bounds.top + row as i32;
                sweep_row(y, cells, self.bounds.right, &mut mask, spans);
            }
        }
        self.mask = mask;
    }

    /// Counting sort by rows.
    fn sort_into_rows(&mut self) {
        let row = |cell: &Cell| (cell.y - self.bounds.top) as usize;
        self.row_ends.clear();
        self.row_ends.resize(self.bounds.height() as usize, 0);
        for cell in &self.cells {
            self.row_ends[row(cell)] += 1;
        }
        let mut begin = 0;
        for end in &mut self.row_ends {
            begin += std::mem::replace(end, begin);
        }
        let empty = Cell {
            y: 0,
            x: 0,
            down: 0.0,
            area: 0.0,
        };
        self.sorted.clear();
        self.sorted.resize(self.cells.len(), empty);
        // Each row's end stands at its begin and moves to its end while its cells come in.
        for cell in &self.cells {
            let place = &mut self.row_ends[row(cell)];
            self.sorted[*place] = *cell;
            *place += 1;
        }
    }
}

fn sweep_row(y: i32, cells: &[Cell], end: i32, mask: &mut Vec<u8>, spans: &mut impl Spans) {
    let mut depth = 0.0f32;
    let mut mask_left = cells[0].x;
    let mut index = 0;
    mask.clear();
    while index < cells.len() {
        let x = cells[index].x;
        let (mut down, mut area) = (0.0, 0.0);
        while index < cells.len() && cells[index].x == x {
            down += cells[index].down;
            area += cells[index].area;
            index += 1;
        }
        mask.push(byte(depth + area));
        depth += down;
        let next = cells.get(index).map_or(end, |cell| cell.x);
        let gap = next - x - 1;
        let cover = byte(depth);
        if index < cells.len() && gap < SHORT_GAP {
            mask.resize(mask.len() + gap as usize, cover);
        } else {
            spans.mask(y, mask_left, mask);
            mask.clear();
            mask_left = next;
            if cover > 0 && gap > 0 {
                spans.run(y, x + 1, next, cover);
            }
        }
    }
}

fn byte(area: f32) -> u8 {
    (area.abs() * 255.0 + 0.5) as u8
}
