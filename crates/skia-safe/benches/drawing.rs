//! What single operations cost on a surface of 900 x 560 pixels.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use skia_safe::canvas::SaveLayerRec;
use skia_safe::gradient_shader::{Gradient, GradientColors, Interpolation};
use skia_safe::{
    BlurStyle, Canvas, ClipOp, Color, Color4f, MaskFilter, Paint, PaintCap, PaintStyle, Path,
    PathBuilder, RRect, Rect, Surface, TileMode, shaders, surfaces,
};

fn surface() -> Surface {
    surfaces::raster_n32_premul((900, 560)).expect("a window's surface")
}

fn smooth(color: u32) -> Paint {
    let mut paint = Paint::default();
    paint.set_color(color).set_anti_alias(true);
    paint
}

fn stroke(color: u32, width: f32) -> Paint {
    let mut paint = smooth(color);
    paint
        .set_style(PaintStyle::Stroke)
        .set_stroke_width(width)
        .set_stroke_cap(PaintCap::Round);
    paint
}

fn card(x: f32, y: f32, width: f32, height: f32, radius: f32) -> Path {
    let rect = Rect::from_xywh(x, y, width, height);
    let rounded = RRect::new_rect_xy(rect, radius, radius);
    PathBuilder::new().add_rrect(rounded, None, None).detach()
}

/// Three colors, from left to right, from top to bottom, or from the center.
fn gradients() -> [(&'static str, Paint); 3] {
    let colors =
        [0xff20_2830u32, 0xff60_8090, 0xff10_1418].map(|argb| Color4f::from(Color::new(argb)));
    let colors = GradientColors::new(&colors, None, TileMode::Clamp, None);
    let gradient = Gradient::new(colors, Interpolation::default());
    let linear = |to: (f32, f32)| shaders::linear_gradient(((0.0, 0.0), to), &gradient, None);
    let shaders = [
        ("gradient across the window", linear((900.0, 0.0))),
        ("gradient down the window", linear((0.0, 560.0))),
        (
            "radial gradient in the window",
            shaders::radial_gradient(((450.0, 280.0), 500.0), &gradient, None),
        ),
    ];
    shaders.map(|(name, shader)| {
        let mut paint = Paint::default();
        paint.set_shader(shader);
        (name, paint)
    })
}

fn measure(criterion: &mut Criterion, name: &str, mut draw: impl FnMut(&Canvas)) {
    let mut surface = surface();
    criterion.bench_function(name, |bencher| {
        bencher.iter(|| draw(black_box(surface.canvas())));
    });
}

fn fills(criterion: &mut Criterion) {
    let window = Rect::from_wh(900.0, 560.0);
    measure(criterion, "clear the window", |canvas| {
        canvas.clear(Color::BLACK);
    });
    let thin = smooth(0x8040_80c0);
    measure(criterion, "translucent window", |canvas| {
        canvas.draw_rect(window, &thin);
    });
    for (name, paint) in gradients() {
        measure(criterion, name, |canvas| {
            canvas.draw_rect(window, &paint);
        });
    }
    let (fill, border) = (smooth(0xff28_2a2e), stroke(0xff3a_3d41, 1.0));
    measure(criterion, "card with border, 200 x 180", |canvas| {
        canvas.draw_path(&card(20.0, 30.0, 200.0, 180.0, 6.0), &fill);
        canvas.draw_path(&card(20.5, 30.5, 199.0, 179.0, 5.5), &border);
    });
}

fn strokes(criterion: &mut Criterion) {
    let paint = stroke(0xff7f_c87f, 4.0);
    let arc = |canvas: &Canvas, sweep_deg: f32| {
        let path = PathBuilder::new()
            .arc_to(
                Rect::from_xywh(100.0, 100.0, 36.0, 36.0),
                120.0,
                sweep_deg,
                true,
            )
            .detach();
        canvas.draw_path(&path, &paint);
    };
    measure(criterion, "arc of a knob that rests", |canvas| {
        arc(canvas, 200.0)
    });
    let mut sweep_deg = 0.0;
    measure(criterion, "arc of a knob that moves", |canvas| {
        sweep_deg = (sweep_deg + 0.37f32) % 300.0;
        arc(canvas, sweep_deg);
    });
}

fn effects(criterion: &mut Criterion) {
    let mut shadow = smooth(0x8000_0000);
    shadow.set_mask_filter(MaskFilter::blur(BlurStyle::Normal, 6.0, false));
    measure(criterion, "shadow around a card, 200 x 180", |canvas| {
        let shape = card(20.0, 30.0, 200.0, 180.0, 6.0);
        canvas.save();
        canvas.clip_path(&shape, ClipOp::Difference, true);
        canvas.draw_path(&shape.make_offset((0.0, 2.0)), &shadow);
        canvas.restore();
    });
    let fill = smooth(0xff60_8090);
    let mut thin = Paint::default();
    thin.set_alpha_f(0.5);
    measure(
        criterion,
        "layer of a translucent card, 200 x 180",
        |canvas| {
            canvas.save_layer(&SaveLayerRec::default().paint(&thin));
            canvas.draw_path(&card(20.0, 30.0, 200.0, 180.0, 6.0), &fill);
            canvas.restore();
        },
    );
    measure(criterion, "window through a soft clip", |canvas| {
        canvas.save();
        canvas.clip_path(&card(4.5, 4.5, 891.0, 551.0, 20.0), ClipOp::Intersect, true);
        canvas.draw_paint(&fill);
        canvas.restore();
    });
}

criterion_group!(benches, fills, strokes, effects);
criterion_main!(benches);
