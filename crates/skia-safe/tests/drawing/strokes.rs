use std::f64::consts::PI;

use skia_safe::path_builder::ArcSize;
use skia_safe::{Paint, PaintCap, Path, PathBuilder, PathDirection, PathEffect, Rect};

use crate::picture::{Picture, assert_close, circle, polygon, rounded, white_line};

fn line(from: (f32, f32), to: (f32, f32)) -> Path {
    PathBuilder::new().move_to(from).line_to(to).detach()
}

fn stroked(path: &Path, paint: &Paint) -> Picture {
    Picture::of(64, 64, |canvas| {
        canvas.draw_path(path, paint);
    })
}

#[test]
fn a_line_covers_half_its_width_on_both_sides() {
    let picture = stroked(&line((10.0, 20.0), (50.0, 20.0)), &white_line(1.0));
    for x in 10..50 {
        assert_close(picture.alpha(x, 19).into(), 0.5, 1.0 / 255.0, "above");
        assert_close(picture.alpha(x, 20).into(), 0.5, 1.0 / 255.0, "below");
    }
    assert_close(picture.area(), 40.0, 0.2, "area");
}

#[test]
fn caps_add_their_areas() {
    let (width, length) = (7.0, 30.0);
    let caps = [
        (PaintCap::Butt, 0.0),
        (PaintCap::Square, width * width),
        (PaintCap::Round, PI * width * width / 4.0),
    ];
    for (cap, added) in caps {
        let mut paint = white_line(width as f32);
        paint.set_stroke_cap(cap);
        let slanted = line((20.0, 20.0), (20.0 + 18.0, 20.0 + 24.0));
        let picture = stroked(&slanted, &paint);
        assert_close(
            picture.area(),
            width * length + added,
            0.5,
            &format!("{cap:?}"),
        );
        let dot = stroked(&line((30.5, 30.5), (30.5, 30.5)), &paint);
        assert_close(dot.area(), added, 0.3, &format!("dot with {cap:?}"));
    }
}

#[test]
fn rings_and_frames_have_their_area() {
    let ring = stroked(&circle(32.0, 31.5, 20.0), &white_line(5.0));
    assert_close(ring.area(), PI * 2.0 * 20.0 * 5.0, 0.8, "ring");
    let frame = stroked(
        &rounded(Rect::from_xywh(10.0, 10.0, 40.0, 30.0), 0.0),
        &white_line(4.0),
    );
    assert_close(frame.area(), 44.0 * 34.0 - 36.0 * 26.0, 0.0, "frame");
    // Corners of radius 8 turn four sides of 24 and 14, and a circle.
    let soft = stroked(
        &rounded(Rect::from_xywh(10.0, 10.0, 40.0, 30.0), 8.0),
        &white_line(3.0),
    );
    let length = 2.0 * 24.0 + 2.0 * 14.0 + PI * 16.0;
    assert_close(soft.area(), 3.0 * length, 0.5, "soft frame");
    // The same from its points.
    let points = [(10.0, 10.0), (50.0, 10.0), (50.0, 40.0), (10.0, 40.0)];
    assert_eq!(
        stroked(&polygon(&points), &white_line(4.0)).argb,
        frame.argb
    );
}

#[test]
fn corners_are_pointed_up_to_the_limit() {
    // Two lines of length 20 that meet at right angles: the corner adds a square of half the width.
    let corner = PathBuilder::new()
        .move_to((10.0, 30.0))
        .line_to((30.0, 30.0))
        .line_to((30.0, 10.0))
        .detach();
    let picture = stroked(&corner, &white_line(6.0));
    assert_close(picture.area(), 2.0 * 20.0 * 6.0, 0.1, "right angle");
    assert_eq!(picture.alpha(32, 32), 1.0);
    // At 20 degrees a point would be 5.8 widths long: it is cut off.
    let (x, y) = (
        30.0 * 20f32.to_radians().cos(),
        30.0 * 20f32.to_radians().sin(),
    );
    let sharp = PathBuilder::new()
        .move_to((50.0, 40.0))
        .line_to((20.0, 40.0))
        .line_to((20.0 + x, 40.0 - y))
        .detach();
    let picture = stroked(&sharp, &white_line(4.0));
    let leftmost = (0..64).find(|x| (0..64).any(|y| picture.alpha(*x, y) > 0.0));
    assert_eq!(leftmost, Some(19));
}

#[test]
fn arcs_are_as_long_as_their_angle() {
    let oval = Rect::from_xywh(12.0, 12.0, 40.0, 40.0);
    for sweep in [90.0, -200.0, 300.0, 360.0, 1000.0] {
        let picture = Picture::of(64, 64, |canvas| {
            canvas.draw_arc(oval, 130.0, sweep, false, &white_line(4.0));
        });
        let angle = f64::from(sweep).abs().min(360.0).to_radians();
        assert_close(picture.area(), angle * 20.0 * 4.0, 1.0, "arc");
    }
    let slice = Picture::of(64, 64, |canvas| {
        canvas.draw_arc(oval, 30.0, 120.0, true, &crate::picture::white());
    });
    assert_close(slice.area(), PI * 400.0 / 3.0, 0.8, "slice");
    let segment = Picture::of(64, 64, |canvas| {
        canvas.draw_arc(oval, 30.0, 90.0, false, &crate::picture::white());
    });
    assert_close(segment.area(), (PI / 4.0 - 0.5) * 400.0, 0.8, "segment");
}

#[test]
fn relative_arcs_choose_size_and_side() {
    // Half a turn of radius 15 about (30, 30), and what a chord of 15 leaves on either side of it.
    let segment = 225.0 * (PI / 6.0 - 3f64.sqrt() / 4.0);
    let circle = PI * 225.0;
    let cases = [
        (ArcSize::Small, 30.0, circle / 2.0),
        (ArcSize::Small, 15.0, segment),
        (ArcSize::Large, 15.0, circle - segment),
    ];
    for (size, chord, area) in cases {
        for (direction, side) in [(PathDirection::CW, -1.0), (PathDirection::CCW, 1.0)] {
            let path = PathBuilder::new()
                .move_to((32.0 - chord / 2.0, 32.0))
                .r_arc_to((15.0, 15.0), 0.0, size, direction, (chord, 0.0))
                .close()
                .detach();
            let picture = stroked(&path, &crate::picture::white());
            let is_above = |y: usize| if side < 0.0 { y < 32 } else { y >= 32 };
            let pixels = (0..4096).map(|index| (index % 64, index / 64));
            let there = pixels
                .filter(|(_, y)| is_above(*y))
                .map(|(x, y)| f64::from(picture.alpha(x, y)));
            assert_close(
                picture.area(),
                area,
                0.8,
                &format!("{size:?} {direction:?}"),
            );
            let there: f64 = there.sum();
            assert!(
                there > 0.5 * area,
                "{size:?} {direction:?}: {there} of {area} on its side"
            );
        }
    }
}

#[test]
fn dashes_have_their_lengths() {
    let mut paint = white_line(2.0);
    paint.set_path_effect(PathEffect::dash(&[6.0, 4.0], 0.0));
    let picture = stroked(&line((5.0, 10.0), (52.0, 10.0)), &paint);
    for x in 5..52 {
        let wanted = f32::from(u8::from((x - 5) % 10 < 6));
        assert_eq!(picture.alpha(x, 10), wanted, "at {x}");
    }
    paint.set_path_effect(PathEffect::dash(&[6.0, 4.0], 7.5));
    let shifted = stroked(&line((5.0, 10.0), (52.0, 10.0)), &paint);
    assert_eq!(shifted.alpha(6, 10), 0.0);
    assert_close(
        shifted.alpha(7, 10).into(),
        0.5,
        1.0 / 255.0,
        "begin of a dash",
    );
    assert_eq!(shifted.alpha(12, 10), 1.0);
    assert_close(
        shifted.alpha(13, 10).into(),
        0.5,
        1.0 / 255.0,
        "end of a dash",
    );
}

#[test]
fn dashes_go_around_curves_and_dots_are_round() {
    let mut paint = white_line(4.0);
    paint.set_path_effect(PathEffect::dash(&[3.0, 5.0], 0.0));
    let picture = stroked(&circle(32.0, 32.0, 20.0), &paint);
    let length = 2.0 * PI * 20.0;
    let dashed = (length / 8.0).floor() * 3.0 + (length % 8.0).min(3.0);
    assert_close(picture.area(), dashed * 4.0, 1.0, "dashes");
    paint.set_path_effect(PathEffect::dash(&[0.0, 8.0], 0.0));
    paint.set_stroke_cap(PaintCap::Round);
    let dots = stroked(&line((10.0, 32.0), (51.0, 32.0)), &paint);
    assert_close(dots.area(), 6.0 * PI * 4.0, 0.5, "dots");
}

#[test]
fn a_line_without_width_is_one_pixel_wide_at_any_scale() {
    let picture = Picture::of(64, 64, |canvas| {
        canvas.scale((8.0, 8.0));
        canvas.draw_path(&line((1.0, 2.0), (6.0, 2.0)), &white_line(0.0));
    });
    assert_close(picture.area(), 40.0, 0.2, "area");
}
