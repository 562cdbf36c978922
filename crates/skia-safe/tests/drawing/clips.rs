use std::f64::consts::PI;

use skia_safe::{ClipOp, Rect};

use crate::picture::{Picture, assert_close, circle, polygon, rounded, white};

#[test]
fn clips_thin_out_what_is_drawn() {
    let shape = rounded(Rect::new(3.5, 2.25, 26.5, 20.75), 6.0);
    let filled = Picture::of(32, 24, |canvas| {
        canvas.draw_path(&shape, &white());
    });
    let clipped = Picture::of(32, 24, |canvas| {
        canvas.clip_path(&shape, ClipOp::Intersect, true);
        canvas.draw_paint(&white());
    });
    let rest = Picture::of(32, 24, |canvas| {
        canvas.clip_path(&shape, ClipOp::Difference, true);
        canvas.draw_paint(&white());
    });
    assert_eq!(filled.argb, clipped.argb);
    let sums = filled
        .argb
        .iter()
        .zip(&rest.argb)
        .map(|(filled, rest)| filled + rest);
    assert!(sums.into_iter().all(|sum| sum == u32::MAX));
}

#[test]
fn nested_clips_multiply_and_restore() {
    let half = Rect::new(0.0, 0.0, 4.5, 8.0);
    let upper = Rect::new(0.0, 0.0, 8.0, 4.25);
    let picture = Picture::of(8, 8, |canvas| {
        canvas.save();
        canvas.clip_rect(half, ClipOp::Intersect, true);
        canvas.save();
        canvas.clip_rect(upper, ClipOp::Intersect, true);
        canvas.draw_paint(&white());
        canvas.restore();
        canvas.draw_rect(Rect::new(0.0, 6.0, 8.0, 7.0), &white());
        canvas.restore();
        canvas.draw_rect(Rect::new(0.0, 7.0, 8.0, 8.0), &white());
    });
    let area = 4.5 * 4.25 + 4.5 + 8.0;
    assert_close(picture.area(), area, 0.03, "area");
    assert_close(
        picture.alpha(4, 4).into(),
        0.5 * 0.25,
        1.0 / 255.0,
        "corner",
    );
}

#[test]
fn a_ring_between_two_circles() {
    let picture = Picture::of(64, 64, |canvas| {
        canvas.clip_path(&circle(32.0, 32.0, 25.0), ClipOp::Intersect, true);
        canvas.clip_path(&circle(32.0, 32.0, 15.0), ClipOp::Difference, true);
        canvas.draw_paint(&white());
    });
    let wanted = PI * (25.0 * 25.0 - 15.0 * 15.0);
    assert_close(picture.area(), wanted, 0.002 * wanted, "ring");
}

#[test]
fn masks_are_thinned_out_like_runs() {
    // A slanted shape inside of a slanted clip: neither is a rectangle, and rows are longer than 64 pixels.
    let shape = polygon(&[(0.0, 0.0), (300.0, 40.0), (0.0, 40.0)]);
    let clip = polygon(&[(0.0, 40.0), (300.0, 0.0), (300.0, 40.0)]);
    let drawn = |path: &skia_safe::Path| {
        Picture::of(300, 40, |canvas| {
            canvas.draw_path(path, &white());
        })
    };
    let (first, second) = (drawn(&shape), drawn(&clip));
    let both = Picture::of(300, 40, |canvas| {
        canvas.clip_path(&clip, ClipOp::Intersect, true);
        canvas.draw_path(&shape, &white());
    });
    for (x, y) in (0..12_000).map(|index| (index % 300, index / 300)) {
        let wanted = first.alpha(x, y) * second.alpha(x, y);
        assert_close(
            both.alpha(x, y).into(),
            wanted.into(),
            1.0 / 255.0,
            "product",
        );
    }
}

#[test]
fn without_smooth_edges_a_clip_takes_whole_pixels() {
    let picture = Picture::of(10, 10, |canvas| {
        canvas.clip_rect(Rect::new(1.4, 2.6, 7.6, 8.4), ClipOp::Intersect, false);
        assert_eq!(
            canvas.device_clip_bounds(),
            Some(skia_safe::IRect::new(1, 3, 8, 8))
        );
        canvas.draw_paint(&white());
    });
    assert_close(picture.area(), 7.0 * 5.0, 0.0, "area");
}

#[test]
fn nothing_is_left_of_clips_that_do_not_meet() {
    let picture = Picture::of(10, 10, |canvas| {
        canvas.clip_rect(Rect::from_wh(3.0, 3.0), None, true);
        canvas.clip_path(&circle(8.0, 8.0, 2.0), ClipOp::Intersect, true);
        assert_eq!(canvas.device_clip_bounds(), None);
        canvas.draw_paint(&white());
    });
    assert_close(picture.area(), 0.0, 0.0, "area");
}
