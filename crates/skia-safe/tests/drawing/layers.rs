use skia_safe::canvas::SaveLayerRec;
use skia_safe::{BlendMode, Color, ImageFilter, Paint, Rect, SamplingOptions, surfaces};

use crate::picture::{Picture, assert_close, circle, white};

fn thin(alpha: f32) -> Paint {
    let mut paint = Paint::default();
    paint.set_alpha_f(alpha);
    paint
}

#[test]
fn what_overlaps_in_a_layer_is_thinned_out_once() {
    let paint = thin(0.5);
    let picture = Picture::of(30, 10, |canvas| {
        canvas.save_layer(&SaveLayerRec::default().paint(&paint));
        canvas.draw_rect(Rect::from_xywh(0.0, 0.0, 20.0, 10.0), &white());
        canvas.draw_rect(Rect::from_xywh(10.0, 0.0, 20.0, 10.0), &white());
        canvas.restore();
    });
    assert!(picture.argb.iter().all(|pixel| *pixel == 0x8080_8080));
}

#[test]
fn layers_in_layers_multiply() {
    let (outer, inner) = (thin(0.6), thin(0.5));
    let picture = Picture::of(4, 4, |canvas| {
        canvas.save_layer(&SaveLayerRec::default().paint(&outer));
        let count = canvas.save_layer(&SaveLayerRec::default().paint(&inner));
        canvas.save();
        canvas.draw_rect(Rect::from_wh(4.0, 4.0), &white());
        canvas.restore_to_count(count);
        canvas.draw_rect(Rect::from_wh(2.0, 4.0), &white());
        canvas.restore();
        assert_eq!(canvas.save_count(), 1);
    });
    assert_close(picture.alpha(0, 0).into(), 0.6, 1.0 / 255.0, "outer only");
    assert_close(picture.alpha(3, 0).into(), 0.3, 1.0 / 255.0, "both");
}

#[test]
fn a_layer_that_grows_keeps_what_it_has() {
    let centers = [
        (50.0, 50.0),
        (20.0, 80.0),
        (85.0, 15.0),
        (10.0, 10.0),
        (90.0, 90.0),
    ];
    let draw_all = |canvas: &skia_safe::Canvas| {
        for (x, y) in centers {
            canvas.draw_path(&circle(x, y, 7.3), &white());
        }
    };
    let plain = Picture::of(100, 100, draw_all);
    let layered = Picture::of(100, 100, |canvas| {
        canvas.save_layer(&SaveLayerRec::default());
        draw_all(canvas);
        canvas.restore();
    });
    assert_eq!(plain.argb, layered.argb);
}

#[test]
fn coloring_a_layer_leaves_its_alpha() {
    // How icons get the color of text.
    let picture = Picture::of(20, 20, |canvas| {
        canvas.save_layer(&SaveLayerRec::default());
        canvas.draw_path(&circle(10.0, 10.0, 6.0), &white());
        let mut paint = Paint::default();
        paint
            .set_color(Color::from_rgb(255, 0, 0))
            .set_blend_mode(BlendMode::SrcIn);
        canvas.draw_paint(&paint);
        canvas.restore();
    });
    assert_close(picture.area(), std::f64::consts::PI * 36.0, 0.3, "area");
    for pixel in &picture.argb {
        let [alpha, red, green, blue] = pixel.to_be_bytes();
        assert_eq!([red, green, blue], [alpha, 0, 0]);
    }
}

#[test]
fn a_layer_that_erases_does_so_where_it_is_empty_too() {
    let mut paint = Paint::default();
    paint.set_blend_mode(BlendMode::DstIn);
    let picture = Picture::of(10, 1, |canvas| {
        canvas.clear(Color::WHITE);
        canvas.clip_rect(Rect::from_wh(8.0, 1.0), None, None);
        canvas.save_layer(&SaveLayerRec::default().paint(&paint));
        canvas.draw_rect(Rect::from_xywh(2.0, 0.0, 3.0, 1.0), &white());
        canvas.restore();
    });
    let left: Vec<usize> = (0..10).filter(|x| picture.alpha(*x, 0) > 0.0).collect();
    assert_eq!(left, [2, 3, 4, 8, 9]);
}

#[test]
fn a_layer_over_a_blurred_backdrop_shows_it() {
    let filter = ImageFilter::crop(Rect::from_wh(40.0, 40.0), None, None);
    let filter = filter
        .and_then(|filter| filter.blur(None, (2.0, 2.0), None))
        .expect("a blur");
    let picture = Picture::of(40, 40, |canvas| {
        canvas.draw_rect(Rect::from_wh(40.0, 40.0), &{
            let mut black = white();
            black.set_color(Color::BLACK);
            black
        });
        canvas.draw_rect(Rect::from_xywh(20.0, 0.0, 20.0, 40.0), &white());
        canvas.save_layer(&SaveLayerRec::default().backdrop(&filter));
        canvas.restore();
    });
    // Half of what is blurred at the step is white; far from it nothing changes.
    let red = |x: usize| f64::from(picture.at(x, 20)[1]);
    assert_close(0.5 * (red(19) + red(20)), 127.5, 1.0, "step");
    assert!(
        red(19) > 80.0 && red(20) < 175.0,
        "{} and {}",
        red(19),
        red(20)
    );
    assert_close(red(12), 0.0, 1.0, "black side");
    assert_close(red(27), 255.0, 1.0, "white side");
}

#[test]
fn a_surface_is_drawn_onto_another() {
    let mut small = surfaces::raster_n32_premul((4, 4)).expect("a small surface");
    small.canvas().clear(Color::WHITE);
    let picture = Picture::of(10, 10, |canvas| {
        canvas.translate((1.0, 0.0));
        small.draw(canvas, (2, 8), SamplingOptions::default(), Some(&thin(0.5)));
    });
    assert_close(picture.area(), 8.0 * 128.0 / 255.0, 1e-6, "area");
    assert_eq!(picture.at(3, 8), [128; 4]);
}
