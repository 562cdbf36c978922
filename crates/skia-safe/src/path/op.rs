use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::single::SingleFloatOverlay;

use super::{Path, PathBuilder, PathDirection, PathOp};
use crate::geometry::{Point, RRect, Rect, rrect::Corner};
use crate::matrix::Matrix;
use crate::raster::{Step, flatten};

/// By how much lines may leave the curves that they stand for.
const TOLERANCE: f32 = 0.01;

/// By how much a shape may reach out of another and still count as inside: less than a pixel's coverage can tell.
const SLACK: f32 = 1.0e-3;

/// The area that two paths make together.
pub(super) fn combine(first: &Path, second: &Path, op: PathOp) -> Path {
    match op {
        PathOp::ReverseDifference => combine(second, first, PathOp::Difference),
        _ if first.is_empty() || second.is_empty() => with_empty(first, second, op),
        _ if !touch(first.bounds(), second.bounds()) => apart(first, second, op),
        _ => shapes(first, second, op).unwrap_or_else(|| polygons(first, second, op)),
    }
}

/// Two paths of which one at least has no area.
fn with_empty(first: &Path, second: &Path, op: PathOp) -> Path {
    match op {
        PathOp::Intersect => Path::new(),
        PathOp::Union | PathOp::XOR if first.is_empty() => second.clone(),
        _ => first.clone(),
    }
}

fn touch(first: &Rect, second: &Rect) -> bool {
    first.left < second.right
        && second.left < first.right
        && first.top < second.bottom
        && second.top < first.bottom
}

/// Two paths that have nothing in common.
fn apart(first: &Path, second: &Path, op: PathOp) -> Path {
    match op {
        PathOp::Intersect => Path::new(),
        PathOp::Union | PathOp::XOR => {
            let mut both = tiny_skia_path::PathBuilder::new();
            for outline in [first, second].into_iter().filter_map(Path::outline) {
                both.push_path(outline);
            }
            Path::from_outline(both.finish(), None)
        }
        PathOp::Difference | PathOp::ReverseDifference => first.clone(),
    }
}

/// Two rectangles with or without round corners, where one contains the other or they make a third.
fn shapes(first: &Path, second: &Path, op: PathOp) -> Option<Path> {
    let (a, b) = (first.shape()?, second.shape()?);
    let a_has_b = contains(a, b);
    let b_has_a = contains(b, a);
    match op {
        PathOp::Intersect if a_has_b => Some(second.clone()),
        PathOp::Intersect if b_has_a => Some(first.clone()),
        PathOp::Intersect => common_shape(a, b).map(|common| of_shape(&common)),
        PathOp::Union if a_has_b => Some(first.clone()),
        PathOp::Union if b_has_a => Some(second.clone()),
        PathOp::Difference | PathOp::XOR if a_has_b && b_has_a => Some(Path::new()),
        PathOp::Difference if b_has_a => Some(Path::new()),
        PathOp::Difference | PathOp::XOR if a_has_b => Some(frame(a, b)),
        PathOp::XOR if b_has_a => Some(frame(b, a)),
        _ => None,
    }
}

fn of_shape(shape: &RRect) -> Path {
    PathBuilder::new().add_rrect(shape, None, None).detach()
}

/// What lies between two shapes: the inner one goes the other way round, so that its inside is outside.
fn frame(outer: &RRect, inner: &RRect) -> Path {
    let mut builder = PathBuilder::new();
    builder.add_rrect(outer, PathDirection::CW, None);
    builder.add_rrect(inner, PathDirection::CCW, None);
    builder.detach()
}

const CORNERS: [Corner; 4] = [
    Corner::UpperLeft,
    Corner::UpperRight,
    Corner::LowerRight,
    Corner::LowerLeft,
];

/// The corner of a rectangle and the direction from there to its middle.
fn corner_of(rect: &Rect, corner: Corner) -> (Point, Point) {
    let (x, inwards_x) = match corner {
        Corner::UpperLeft | Corner::LowerLeft => (rect.left, 1.0),
        Corner::UpperRight | Corner::LowerRight => (rect.right, -1.0),
    };
    let (y, inwards_y) = match corner {
        Corner::UpperLeft | Corner::UpperRight => (rect.top, 1.0),
        Corner::LowerLeft | Corner::LowerRight => (rect.bottom, -1.0),
    };
    (Point::new(x, y), Point::new(inwards_x, inwards_y))
}

fn is_inside(rect: &Rect, point: Point) -> bool {
    point.x >= rect.left - SLACK
        && point.x <= rect.right + SLACK
        && point.y >= rect.top - SLACK
        && point.y <= rect.bottom + SLACK
}

/// Whether a shape has all of another. Both are convex: it is enough to ask for points along the inner one's corners.
fn contains(outer: &RRect, inner: &RRect) -> bool {
    const STEPS: u8 = 16;
    CORNERS.into_iter().all(|corner| {
        let (place, inwards) = corner_of(inner.rect(), corner);
        let radii = inner.radii(corner);
        (0..=STEPS).all(|step| {
            let angle = f32::from(step) / f32::from(STEPS) * std::f32::consts::FRAC_PI_2;
            let along_x = radii.x * (1.0 - angle.sin());
            let along_y = radii.y * (1.0 - angle.cos());
            let point = Point::new(place.x + inwards.x * along_x, place.y + inwards.y * along_y);
            has_point(outer, corner, point)
        })
    })
}

/// Whether a shape has a point, of which it is known which corner it is nearest to.
fn has_point(shape: &RRect, corner: Corner, point: Point) -> bool {
    let (place, inwards) = corner_of(shape.rect(), corner);
    let radii = shape.radii(corner);
    // How far the point lies beyond the center of the corner's ellipse, in radii.
    let beyond_x = radii.x - (point.x - place.x) * inwards.x;
    let beyond_y = radii.y - (point.y - place.y) * inwards.y;
    if !is_inside(shape.rect(), point) {
        return false;
    }
    if beyond_x <= 0.0 || beyond_y <= 0.0 {
        return true;
    }
    let (x, y) = (beyond_x / (radii.x + SLACK), beyond_y / (radii.y + SLACK));
    x * x + y * y <= 1.0
}

/// What a rectangle cuts out of a shape, if it cuts through none of the shape's corners.
fn common_shape(a: &RRect, b: &RRect) -> Option<RRect> {
    let is_square = |shape: &RRect| CORNERS.iter().all(|corner| shape.radii(*corner).x == 0.0);
    let (shape, cut) = match (is_square(a), is_square(b)) {
        (_, true) => (a, b.rect()),
        (true, false) => (b, a.rect()),
        (false, false) => return None,
    };
    let common = shape.rect().intersection(cut)?;
    let mut radii = [Point::default(); 4];
    for (corner, kept) in CORNERS.into_iter().zip(&mut radii) {
        let (place, inwards) = corner_of(shape.rect(), corner);
        let radius = shape.radii(corner);
        let end = Point::new(
            place.x + inwards.x * radius.x,
            place.y + inwards.y * radius.y,
        );
        let around = Rect::new(
            place.x.min(end.x),
            place.y.min(end.y),
            place.x.max(end.x),
            place.y.max(end.y),
        );
        if is_inside(&common, place) && is_inside(&common, end) {
            *kept = radius;
        } else if touch(&around, &common) {
            return None;
        }
    }
    Some(RRect::new_rect_radii(common, &radii))
}

type Contour = Vec<[f64; 2]>;

/// Any two paths, with lines for their curves.
fn polygons(first: &Path, second: &Path, op: PathOp) -> Path {
    let rule = match op {
        PathOp::Difference => OverlayRule::Difference,
        PathOp::Intersect => OverlayRule::Intersect,
        PathOp::Union => OverlayRule::Union,
        PathOp::XOR => OverlayRule::Xor,
        PathOp::ReverseDifference => OverlayRule::InverseDifference,
    };
    let areas = contours(first).overlay(&contours(second), rule, FillRule::NonZero);
    let mut outline = tiny_skia_path::PathBuilder::new();
    for contour in areas.iter().flatten() {
        let mut points = contour.iter().map(|[x, y]| (*x as f32, *y as f32));
        if let Some((x, y)) = points.next() {
            outline.move_to(x, y);
            points.for_each(|(x, y)| outline.line_to(x, y));
            outline.close();
        }
    }
    Path::from_outline(outline.finish(), None)
}

fn contours(path: &Path) -> Vec<Contour> {
    let mut contours: Vec<Contour> = Vec::new();
    let place = |point: Point| [f64::from(point.x), f64::from(point.y)];
    if let Some(outline) = path.outline() {
        let unchanged = Matrix::new_identity();
        flatten(outline, &unchanged, TOLERANCE, |step| match step {
            Step::Move(to) => contours.push(vec![place(to)]),
            Step::Line(to) => {
                if let Some(contour) = contours.last_mut() {
                    contour.push(place(to));
                }
            }
            // A part that goes on behind its end begins where the one before began.
            Step::Close => {
                let begin = contours.last().and_then(|contour| contour.first().copied());
                contours.extend(begin.map(|begin| vec![begin]));
            }
        });
    }
    contours.retain(|contour| contour.len() > 2);
    contours
}
