//! Straight lines into cells.

use super::cells::Cells;
use crate::geometry::Point;

/// A line of an outline whose edges are smooth.
pub(crate) fn smooth_line(cells: &mut Cells, from: Point, to: Point) {
    let Some((from, to, sign)) = downwards(cells, from, to) else {
        return;
    };
    let slope = (to.x - from.x) / (to.y - from.y);
    let bounds = cells.bounds();
    let top = from.y.max(bounds.top as f32);
    let bottom = to.y.min(bounds.bottom as f32);
    if top >= bottom {
        return;
    }
    let x_at = |y: f32| {
        let (low, high) = (from.x.min(to.x), from.x.max(to.x));
        (from.x + (y - from.y) * slope).clamp(low, high)
    };
    let (mut y, mut x) = (top, x_at(top));
    let mut row = top.floor() as i32;
    while y < bottom && row < bounds.bottom {
        let next_y = bottom.min((row + 1) as f32);
        let next_x = if next_y == to.y { to.x } else { x_at(next_y) };
        across_row(cells, row, x, next_x, (next_y - y) * sign);
        (y, x) = (next_y, next_x);
        row += 1;
    }
}

/// A piece of a line inside of one row, which goes down by `down`.
fn across_row(cells: &mut Cells, row: i32, from_x: f32, to_x: f32, down: f32) {
    let bounds = cells.bounds();
    let (low, high) = (from_x.min(to_x), from_x.max(to_x));
    let (left, right) = (bounds.left as f32, bounds.right as f32);
    if low >= right {
        return;
    }
    if high <= left {
        cells.add(row, bounds.left - 1, down, down);
        return;
    }
    let first = low.floor() as i32;
    if high <= (first + 1) as f32 {
        let middle = 0.5 * (low + high) - first as f32;
        cells.add(row, first, down, down * (1.0 - middle));
        return;
    }
    // The piece goes through several pixels: each gets its share of the way down.
    let per_pixel = down / (high - low);
    let mut x = low.max(left);
    if low < left {
        cells.add(row, bounds.left - 1, per_pixel * (left - low), 0.0);
    }
    let end = high.min(right);
    let mut column = x.floor() as i32;
    while x < end {
        let next = end.min((column + 1) as f32);
        let part = per_pixel * (next - x);
        let middle = 0.5 * (x + next) - column as f32;
        cells.add(row, column, part, part * (1.0 - middle));
        x = next;
        column += 1;
    }
}

/// A line of an outline without smooth edges: a pixel is covered or not as its center is.
pub(crate) fn aliased_line(cells: &mut Cells, from: Point, to: Point) {
    let Some((from, to, sign)) = downwards(cells, from, to) else {
        return;
    };
    let bounds = cells.bounds();
    // The first row or column whose center is not before a place.
    let center_from = |place: f32| (place - 0.5).ceil();
    let slope = (to.x - from.x) / (to.y - from.y);
    let first = center_from(from.y.max(bounds.top as f32)) as i32;
    let last = center_from(to.y.min(bounds.bottom as f32)) as i32;
    for row in first..last {
        let x = from.x + (row as f32 + 0.5 - from.y) * slope;
        cells.add(row, center_from(x) as i32, sign, sign);
    }
}

/// The line from its upper to its lower end, and the direction it had. None for what covers nothing.
fn downwards(cells: &mut Cells, from: Point, to: Point) -> Option<(Point, Point, f32)> {
    if ![from.x, from.y, to.x, to.y]
        .iter()
        .all(|part| part.is_finite())
    {
        cells.break_off();
        return None;
    }
    match from.y < to.y {
        _ if from.y == to.y => None,
        true => Some((from, to, 1.0)),
        false => Some((to, from, -1.0)),
    }
}
