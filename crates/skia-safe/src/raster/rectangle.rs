//! Coverage of upright rectangles.

use super::Spans;
use crate::geometry::{IRect, Rect};

/// Covers a rectangle inside of some bounds; without smooth edges, its sides go to the nearest lines between pixels.
pub(crate) fn fill_rect(rect: &Rect, is_smooth: bool, bounds: &IRect, spans: &mut impl Spans) {
    if !is_smooth {
        if let Some(inside) = rect.round().intersection(bounds) {
            for y in inside.top..inside.bottom {
                spans.run(y, inside.left, inside.right, 255);
            }
        }
        return;
    }
    let Some(inside) = rect.round_out().intersection(bounds) else {
        return;
    };
    // How much of a row or column lies between two places.
    let share =
        |index: i32, low: f32, high: f32| ((index + 1) as f32).min(high) - (index as f32).max(low);
    let left = share(inside.left, rect.left, rect.right);
    let right = share(inside.right - 1, rect.left, rect.right);
    for y in inside.top..inside.bottom {
        let row = share(y, rect.top, rect.bottom);
        let (mut run_left, mut run_right) = (inside.left, inside.right);
        if left < 1.0 {
            spans.run(y, run_left, run_left + 1, byte(row * left));
            run_left += 1;
        }
        let has_right = right < 1.0 && run_left < run_right;
        run_right -= i32::from(has_right);
        if run_left < run_right {
            spans.run(y, run_left, run_right, byte(row));
        }
        if has_right {
            spans.run(y, run_right, run_right + 1, byte(row * right));
        }
    }
}

fn byte(share: f32) -> u8 {
    (share * 255.0 + 0.5) as u8
}
