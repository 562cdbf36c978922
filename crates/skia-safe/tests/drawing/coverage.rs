use std::f64::consts::PI;

use skia_safe::{Color, Paint, PathBuilder, Point, RRect, Rect};

use crate::picture::{Picture, assert_close, circle, polygon, rounded, white};

/// Half a step of eight bits, and a little for single precision.
const HALF_STEP: f64 = 0.51 / 255.0;

/// How much of a pixel is inside of a rectangle.
fn inside(rect: &Rect, x: usize, y: usize) -> f64 {
    let overlap = |low: f32, high: f32, place: usize| {
        let place = place as f64;
        (f64::from(high).min(place + 1.0) - f64::from(low).max(place)).clamp(0.0, 1.0)
    };
    overlap(rect.left, rect.right, x) * overlap(rect.top, rect.bottom, y)
}

#[test]
fn each_pixel_of_a_rectangle_is_covered_by_what_is_inside() {
    let rects = [
        Rect::new(2.5, 3.5, 9.5, 8.5),
        Rect::new(2.25, 3.0, 9.0, 8.75),
        Rect::new(4.2, 4.3, 4.7, 4.9),
        Rect::new(-3.0, 5.1, 40.0, 5.6),
    ];
    for rect in rects {
        let corners = [
            (rect.left, rect.top),
            (rect.right, rect.top),
            (rect.right, rect.bottom),
            (rect.left, rect.bottom),
        ];
        let known = Picture::of(12, 12, |canvas| {
            canvas.draw_rect(rect, &white());
        });
        let by_points = Picture::of(12, 12, |canvas| {
            canvas.draw_path(&polygon(&corners), &white());
        });
        for (x, y) in (0..144).map(|index| (index % 12, index / 12)) {
            let wanted = inside(&rect, x, y);
            assert_close(known.alpha(x, y).into(), wanted, HALF_STEP, "rectangle");
            assert_close(by_points.alpha(x, y).into(), wanted, HALF_STEP, "polygon");
        }
    }
}

#[test]
fn a_slanted_edge_covers_pixels_by_their_exact_areas() {
    // The line goes from (0, 0) to (8, 4): two columns down one row.
    let picture = Picture::of(8, 4, |canvas| {
        let points = [(0.0, 0.0), (8.0, 4.0), (0.0, 4.0)];
        canvas.draw_path(&polygon(&points), &white());
    });
    for row in 0..4 {
        for column in 0..8 {
            let wanted = match column as i32 - 2 * row as i32 {
                ..0 => 1.0,
                0 => 0.75,
                1 => 0.25,
                _ => 0.0,
            };
            assert_close(
                picture.alpha(column, row).into(),
                wanted,
                HALF_STEP,
                "slanted edge",
            );
        }
    }
}

#[test]
fn circles_have_their_area() {
    for (x, y, radius) in [(32.0, 32.0, 28.0), (31.3, 32.6, 10.0), (30.5, 30.5, 2.5)] {
        let picture = Picture::of(64, 64, |canvas| {
            canvas.draw_path(&circle(x, y, radius), &white());
        });
        // The lines that stand for it leave it by at most 0.005 pixels.
        let (radius, tolerance) = (f64::from(radius), 0.005 * 2.0 * PI * f64::from(radius));
        assert_close(
            picture.area(),
            PI * radius * radius,
            tolerance,
            "area of a circle",
        );
    }
}

#[test]
fn each_corner_has_its_own_radii() {
    let radii = [(4.0, 8.0), (10.0, 5.0), (0.0, 0.0), (12.0, 12.0)];
    let radii = radii.map(|(x, y)| Point::new(x, y));
    let rounded = RRect::new_rect_radii(Rect::from_xywh(10.0, 10.0, 40.0, 30.0), &radii);
    let picture = Picture::of(64, 64, |canvas| {
        let path = PathBuilder::new().add_rrect(rounded, None, None).detach();
        canvas.draw_path(&path, &white());
    });
    // Each corner lacks what a quarter of its ellipse leaves of its box.
    let corner = |x: usize, y: usize, width: usize, height: usize| {
        let pixels = (0..width * height).map(|index| (x + index % width, y + index / width));
        let covered: f64 = pixels.map(|(x, y)| f64::from(picture.alpha(x, y))).sum();
        covered / (width * height) as f64
    };
    for (x, y, width, height) in [(10, 10, 4, 8), (40, 10, 10, 5), (10, 28, 12, 12)] {
        assert_close(corner(x, y, width, height), PI / 4.0, 0.003, "corner");
    }
    assert_close(corner(46, 36, 4, 4), 1.0, 0.0, "square corner");
    let lacking = (4.0 * 8.0 + 10.0 * 5.0 + 12.0 * 12.0) * (1.0 - PI / 4.0);
    assert_close(picture.area(), 40.0 * 30.0 - lacking, 0.3, "area");
}

#[test]
fn known_shapes_and_their_points_are_covered_alike() {
    // Scaling by a negative number keeps the area but not the shape.
    let path = rounded(Rect::from_xywh(5.3, 6.7, 30.2, 20.9), 7.0);
    let known = Picture::of(48, 40, |canvas| {
        canvas.draw_path(&path, &white());
    });
    let by_points = Picture::of(48, 40, |canvas| {
        canvas.translate((40.8, 0.0)).scale((-1.0, 1.0));
        canvas.draw_path(&path, &white());
    });
    for (known, other) in known.argb.iter().zip(&by_points.argb) {
        let difference = (known >> 24).abs_diff(other >> 24);
        assert!(difference <= 3, "{known:08x} and {other:08x}");
    }
}

#[test]
fn without_smooth_edges_a_pixel_is_what_its_center_is() {
    let mut paint = Paint::default();
    paint.set_color(Color::WHITE);
    let (center, radius) = (15.2f32, 11.3f32);
    let picture = Picture::of(32, 32, |canvas| {
        canvas.draw_path(&circle(center, center, radius), &paint);
        canvas.draw_rect(Rect::new(27.6, 2.4, 30.5, 4.6), &paint);
    });
    for (x, y) in (0..27 * 32).map(|index| (index % 27, index / 27)) {
        let distance = (x as f32 + 0.5 - center).hypot(y as f32 + 0.5 - center);
        // The circle is one of straight lines, which leave it by at most 0.005 pixels.
        if (distance - radius).abs() > 0.01 {
            let wanted = if distance < radius { 1.0 } else { 0.0 };
            assert_eq!(picture.alpha(x, y), wanted, "at {x}, {y}");
        }
    }
    let columns: Vec<usize> = (27..32).filter(|x| picture.alpha(*x, 3) > 0.0).collect();
    let rows: Vec<usize> = (0..8).filter(|y| picture.alpha(28, *y) > 0.0).collect();
    assert_eq!((columns, rows), (vec![28, 29, 30], vec![2, 3, 4]));
}

#[test]
fn where_parts_go_round_opposite_ways_there_is_a_hole() {
    let picture = Picture::of(20, 20, |canvas| {
        let mut path = PathBuilder::new();
        let outer = RRect::new_rect(Rect::from_wh(20.0, 20.0));
        let inner = RRect::new_rect(Rect::from_xywh(5.0, 5.0, 10.0, 10.0));
        path.add_rrect(outer, skia_safe::PathDirection::CW, None);
        path.add_rrect(inner, skia_safe::PathDirection::CCW, None);
        canvas.draw_path(&path.detach(), &white());
    });
    assert_close(picture.area(), 300.0, 0.0, "frame");
    assert_eq!(picture.alpha(10, 10), 0.0);
}
