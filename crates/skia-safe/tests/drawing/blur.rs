use skia_safe::canvas::SaveLayerRec;
use skia_safe::{BlurStyle, ClipOp, ImageFilter, MaskFilter, Paint, Path, PathOp, Rect};

use crate::picture::{Picture, assert_close, polygon, rounded, white};

/// The error function, by Abramowitz and Stegun's 7.1.26: within 1.5e-7.
fn erf(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.3275911 * x.abs());
    let series = [
        1.061405429,
        -1.453152027,
        1.421413741,
        -0.284496736,
        0.254829592,
    ];
    let sum = series.iter().fold(0.0, |sum, factor| sum * t + factor) * t;
    (1.0 - sum * (-x * x).exp()).copysign(x)
}

/// What a Gaussian leaves of an interval, averaged over the pixel at `place`.
fn blurred_interval(low: f64, high: f64, sigma: f64, place: usize) -> f64 {
    // The integral of the normal distribution.
    let integral = |x: f64| {
        let gauss =
            (-0.5 * (x / sigma).powi(2)).exp() * sigma / (2.0 * std::f64::consts::PI).sqrt();
        0.5 * x * (1.0 + erf(x / sigma / 2f64.sqrt())) + gauss
    };
    let over_pixel =
        |edge: f64| integral(place as f64 + 1.0 - edge) - integral(place as f64 - edge);
    over_pixel(low) - over_pixel(high)
}

fn shadow(path: &Path, sigma: f32) -> Picture {
    let mut paint = white();
    paint.set_mask_filter(MaskFilter::blur(BlurStyle::Normal, sigma, false));
    Picture::of(160, 120, |canvas| {
        canvas.draw_path(path, &paint);
    })
}

/// Gaussians are cut off at three standard deviations, beyond which is 0.3 % of them; and two roundings.
const TOLERANCE: f64 = 1.6 / 255.0 + 0.001;

#[test]
fn the_shadow_of_a_box_is_gaussian() {
    // Masks are blurred: where in a pixel an edge lies is lost, which small deviations tell.
    for (sigma, part) in [(1.0, 0.0), (2.0, 0.0), (4.0, 0.5), (8.0, 0.3), (20.0, 0.5)] {
        let (left, top, right, bottom) = (40.0, 35.0 + part, 117.0 - part, 80.0);
        let picture = shadow(&rounded(Rect::new(left, top, right, bottom), 0.0), sigma);
        for (x, y) in (0..160 * 120).map(|index| (index % 160, index / 160)) {
            let across = blurred_interval(left.into(), right.into(), sigma.into(), x);
            let down = blurred_interval(top.into(), bottom.into(), sigma.into(), y);
            let what = format!("sigma {sigma} at {x}, {y}");
            assert_close(picture.alpha(x, y).into(), across * down, TOLERANCE, &what);
        }
    }
}

#[test]
fn boxes_of_all_sizes_have_the_same_shadow_around_their_corners() {
    let small = shadow(&rounded(Rect::from_xywh(20.0, 20.0, 60.0, 50.0), 9.0), 4.0);
    let large = shadow(&rounded(Rect::from_xywh(20.0, 20.0, 120.0, 80.0), 9.0), 4.0);
    for (x, y) in (0..50 * 45).map(|index| (index % 50, index / 50)) {
        assert_eq!(small.at(x, y), large.at(x, y), "at {x}, {y}");
    }
}

#[test]
fn any_shape_has_a_shadow() {
    // The blur keeps the area.
    let path = polygon(&[(40.0, 40.0), (120.0, 50.0), (70.0, 85.0)]);
    let sharp = Picture::of(160, 120, |canvas| {
        canvas.draw_path(&path, &white());
    });
    let blurred = shadow(&path, 6.0);
    assert_close(blurred.area(), sharp.area(), 0.01 * sharp.area(), "area");
    assert!(blurred.alpha(40, 40) < 0.5 && blurred.alpha(36, 42) > 0.02);
}

#[test]
fn a_shadow_is_the_same_through_any_clip() {
    let path = rounded(Rect::from_xywh(30.0, 30.0, 90.0, 50.0), 12.0);
    let whole = shadow(&path, 5.0);
    let mut paint = white();
    paint.set_mask_filter(MaskFilter::blur(BlurStyle::Normal, 5.0, false));
    let part = Picture::of(160, 120, |canvas| {
        canvas.clip_rect(Rect::from_xywh(70.0, 20.0, 10.0, 30.0), None, None);
        canvas.draw_path(&path, &paint);
    });
    for (x, y) in (0..160 * 120).map(|index| (index % 160, index / 160)) {
        let is_inside = (70..80).contains(&x) && (20..50).contains(&y);
        let wanted = if is_inside { whole.at(x, y) } else { [0; 4] };
        assert_eq!(part.at(x, y), wanted, "at {x}, {y}");
    }
}

#[test]
fn an_inset_shadow_is_the_blurred_rest() {
    let (sigma, offset) = (4.0, 6.0);
    let path = rounded(Rect::from_xywh(40.0, 30.0, 80.0, 60.0), 0.0);
    let moved = path.make_offset((offset, 0.0));
    let rest = path.op(&moved, PathOp::Difference).expect("a strip");
    let mut paint = white();
    paint.set_mask_filter(MaskFilter::blur(BlurStyle::Normal, sigma, false));
    let picture = Picture::of(160, 120, |canvas| {
        canvas.clip_path(&path, ClipOp::Intersect, true);
        canvas.draw_path(&rest, &paint);
    });
    for x in 0..160 {
        let blurred = blurred_interval(40.0, 46.0, sigma.into(), x);
        let wanted = if (40..120).contains(&x) { blurred } else { 0.0 };
        assert_close(
            picture.alpha(x, 60).into(),
            wanted,
            TOLERANCE,
            &format!("at {x}"),
        );
    }
}

#[test]
fn styles_choose_a_side_of_the_edge() {
    let path = rounded(Rect::from_xywh(40.0, 30.0, 80.0, 60.0), 0.0);
    let at = |style: BlurStyle, x: usize| {
        let mut paint = white();
        paint.set_mask_filter(MaskFilter::blur(style, 4.0, false));
        let picture = Picture::of(160, 120, |canvas| {
            canvas.draw_path(&path, &paint);
        });
        f64::from(picture.alpha(x, 60))
    };
    let blurred = |x: usize| blurred_interval(40.0, 120.0, 4.0, x);
    let cases = [
        (BlurStyle::Normal, blurred(38), blurred(42)),
        (BlurStyle::Solid, blurred(38), 1.0),
        (BlurStyle::Outer, blurred(38), 0.0),
        (BlurStyle::Inner, 0.0, blurred(42)),
    ];
    for (style, outside, inside) in cases {
        assert_close(
            at(style, 38),
            outside,
            TOLERANCE,
            &format!("{style:?} outside"),
        );
        assert_close(
            at(style, 42),
            inside,
            TOLERANCE,
            &format!("{style:?} inside"),
        );
    }
}

#[test]
fn sigma_follows_the_matrix_if_it_should() {
    let path = rounded(Rect::from_xywh(20.0, 15.0, 40.0, 30.0), 0.0);
    let mut paint = white();
    paint.set_mask_filter(MaskFilter::blur(BlurStyle::Normal, 2.0, true));
    let picture = Picture::of(160, 120, |canvas| {
        canvas.scale((2.0, 2.0));
        canvas.draw_path(&path, &paint);
    });
    for x in 0..80 {
        let wanted = blurred_interval(40.0, 120.0, 4.0, x);
        assert_close(
            picture.alpha(x, 60).into(),
            wanted,
            TOLERANCE,
            &format!("at {x}"),
        );
    }
}

#[test]
fn a_blurred_layer_is_gaussian() {
    let sigma = 3.0;
    let filter = ImageFilter::crop(Rect::from_xywh(0.0, 0.0, 160.0, 120.0), None, None);
    let filter = filter.and_then(|filter| filter.blur(None, (sigma, sigma), None));
    let mut paint = Paint::default();
    paint.set_image_filter(filter);
    let picture = Picture::of(160, 120, |canvas| {
        canvas.save_layer(&SaveLayerRec::default().paint(&paint));
        canvas.draw_rect(Rect::new(50.0, 30.0, 110.0, 90.0), &white());
        canvas.restore();
    });
    for (x, y) in (0..160 * 120).map(|index| (index % 160, index / 160)) {
        let across = blurred_interval(50.0, 110.0, sigma.into(), x);
        let down = blurred_interval(30.0, 90.0, sigma.into(), y);
        let [alpha, red, green, blue] = picture.at(x, y);
        assert_close(
            f64::from(alpha) / 255.0,
            across * down,
            TOLERANCE,
            &format!("at {x}, {y}"),
        );
        assert!(red == alpha && green == alpha && blue == alpha);
    }
}
