//! Gaps between the parts of a glyph that stand one above the other.

use tiny_skia_path::{Path, PathBuilder, PathSegment};

/// How much of a gap hinting must leave.
const LEAST_KEPT: f32 = 0.75;

/// On its way to whole pixels the dot of an i can end up on its stem, where it is no dot any more. Moves such parts
/// up, to where there is a gap of whole pixels as before.
pub(super) fn keep_apart(hinted: Path, unhinted: &Path) -> Option<Path> {
    let (before, after) = (reaches(unhinted), reaches(&hinted));
    if before.len() < 2 || before.len() != after.len() {
        return Some(hinted);
    }
    let moves = moves(&before, &after);
    if moves.iter().all(|by| *by == 0.0) {
        return Some(hinted);
    }
    let mut moved = PathBuilder::new();
    let mut moves = moves.into_iter();
    let mut by = 0.0;
    for segment in hinted.segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                by = moves.next().unwrap_or(by);
                moved.move_to(to.x, to.y + by);
            }
            PathSegment::LineTo(to) => moved.line_to(to.x, to.y + by),
            PathSegment::QuadTo(towards, to) => {
                moved.quad_to(towards.x, towards.y + by, to.x, to.y + by);
            }
            PathSegment::CubicTo(towards, from, to) => {
                let (towards_y, from_y) = (towards.y + by, from.y + by);
                moved.cubic_to(towards.x, towards_y, from.x, from_y, to.x, to.y + by);
            }
            PathSegment::Close => moved.close(),
        }
    }
    moved.finish()
}

/// From where to where a part of an outline reaches, y pointing down.
#[derive(Clone, Copy, Debug)]
struct Reach {
    top: f32,
    bottom: f32,
}

/// By how much each part has to be moved, from how far the parts reached before they were hinted and reach afterwards.
fn moves(before: &[Reach], after: &[Reach]) -> Vec<f32> {
    let mut upwards: Vec<usize> = (0..before.len()).collect();
    upwards.sort_by(|one, other| before[*other].bottom.total_cmp(&before[*one].bottom));
    let mut moves = vec![0.0; before.len()];
    // The top of all parts so far, and what all parts from here on are moved by.
    let (mut top_before, mut top_after) = (before[upwards[0]].top, after[upwards[0]].top);
    let mut by = 0.0;
    for &part in &upwards[1..] {
        let gap = top_before - before[part].bottom;
        let left = top_after - (after[part].bottom + by);
        if gap > 0.0 && left < gap * LEAST_KEPT {
            by -= gap.round().max(1.0) - left;
        }
        moves[part] = by;
        top_before = top_before.min(before[part].top);
        top_after = top_after.min(after[part].top + by);
    }
    moves
}

/// How far each part of an outline reaches, with the points that its curves bend towards.
fn reaches(outline: &Path) -> Vec<Reach> {
    let mut parts: Vec<Reach> = Vec::new();
    for segment in outline.segments() {
        let ys = match segment {
            PathSegment::MoveTo(to) => {
                parts.push(Reach {
                    top: to.y,
                    bottom: to.y,
                });
                [to.y; 3]
            }
            PathSegment::LineTo(to) => [to.y; 3],
            PathSegment::QuadTo(towards, to) => [towards.y, to.y, to.y],
            PathSegment::CubicTo(towards, from, to) => [towards.y, from.y, to.y],
            PathSegment::Close => continue,
        };
        if let Some(part) = parts.last_mut() {
            for y in ys {
                part.top = part.top.min(y);
                part.bottom = part.bottom.max(y);
            }
        }
    }
    parts
}
