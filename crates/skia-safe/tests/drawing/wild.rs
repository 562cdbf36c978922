//! Whatever numbers come, nothing fails, and what is drawn afterwards is what it always is.

use proptest::prelude::*;
use skia_safe::canvas::SaveLayerRec;
use skia_safe::gradient_shader::{Gradient, GradientColors, Interpolation};
use skia_safe::path_builder::ArcSize;
use skia_safe::{
    BlendMode, BlurStyle, Canvas, ClipOp, Color, Color4f, ImageFilter, M44, MaskFilter, Matrix,
    Paint, PaintCap, PaintStyle, Path, PathBuilder, PathDirection, PathEffect, Point, RRect, Rect,
    SamplingOptions, Shader, TileMode, shaders, surfaces,
};

/// Numbers for one operation; each takes what it needs.
type Numbers = [f32; 12];

fn number() -> impl Strategy<Value = f32> {
    prop_oneof![
        8 => -50f32..150.0,
        2 => (-20i32..100).prop_map(|whole| whole as f32),
        1 => prop::sample::select(vec![
            0.0, -0.0, 1.0, 0.5, 1e-6, 1e-30, f32::MIN_POSITIVE, 1e5, -1e5, 1e9, -1e9, 2147483647.0,
            -2147483648.0, 1e20, -1e30, f32::MAX, f32::MIN, f32::INFINITY, f32::NEG_INFINITY, f32::NAN,
        ]),
    ]
}

fn operations() -> impl Strategy<Value = Vec<(u8, u32, Numbers)>> {
    prop::collection::vec(
        (0u8..16, any::<u32>(), prop::array::uniform12(number())),
        1..40,
    )
}

fn rect(n: &Numbers) -> Rect {
    Rect::new(n[0], n[1], n[2], n[3])
}

fn path(choice: u32, n: &Numbers) -> Path {
    let mut path = PathBuilder::new();
    let direction = if choice & 64 == 0 {
        PathDirection::CW
    } else {
        PathDirection::CCW
    };
    let size = if choice & 128 == 0 {
        ArcSize::Small
    } else {
        ArcSize::Large
    };
    match choice % 6 {
        0 => path.add_circle((n[0], n[1]), n[2], direction),
        1 => {
            let radii = [(n[4], n[5]), (n[6], n[7]), (n[8], n[9]), (n[10], n[11])];
            let radii = radii.map(|(x, y)| Point::new(x, y));
            path.add_rrect(RRect::new_rect_radii(rect(n), &radii), direction, None)
        }
        2 => path
            .arc_to(rect(n), n[4], n[5], choice & 16 == 0)
            .line_to((n[6], n[7])),
        3 => path
            .move_to((n[0], n[1]))
            .r_arc_to((n[2], n[3]), n[4], size, direction, (n[5], n[6]))
            .cubic_to((n[7], n[8]), (n[9], n[10]), (n[11], n[0])),
        4 => path
            .line_to((n[0], n[1]))
            .line_to((n[2], n[3]))
            .close()
            .line_to((n[4], n[5])),
        _ => path.move_to((n[0], n[1])).close().offset((n[2], n[3])),
    };
    path.detach()
}

fn matrix(n: &Numbers) -> Matrix {
    match n[11] > 100.0 {
        true => Matrix::new_all(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]),
        false => Matrix::rotate_deg(n[0]) * Matrix::skew((0.02 * n[1], 0.02 * n[2])),
    }
}

fn shader(choice: u32, n: &Numbers) -> Option<Shader> {
    let colors = [
        Color4f::new(n[4], n[5], n[6], n[7]),
        Color4f::new(1.0, n[8], 0.5, 0.7),
    ];
    let places = [n[9], n[10]];
    let modes = [
        TileMode::Clamp,
        TileMode::Repeat,
        TileMode::Mirror,
        TileMode::Decal,
    ];
    let mode = modes[choice as usize % 4];
    let colors = GradientColors::new(&colors, (choice & 4 == 0).then_some(&places), mode, None);
    let gradient = Gradient::new(colors, Interpolation::default());
    match choice & 8 == 0 {
        true => shaders::linear_gradient(((n[0], n[1]), (n[2], n[3])), &gradient, &matrix(n)),
        false => shaders::radial_gradient(((n[0], n[1]), n[2]), &gradient, None),
    }
}

fn paint(choice: u32, n: &Numbers) -> Paint {
    let modes = [
        BlendMode::SrcOver,
        BlendMode::SrcIn,
        BlendMode::Src,
        BlendMode::DstATop,
        BlendMode::Luminosity,
        BlendMode::ColorBurn,
    ];
    let styles = [
        PaintStyle::Fill,
        PaintStyle::Stroke,
        PaintStyle::StrokeAndFill,
    ];
    let caps = [PaintCap::Butt, PaintCap::Round, PaintCap::Square];
    let mut paint = Paint::default();
    paint
        .set_color(choice.rotate_left(7) | 0x4000_0000)
        .set_anti_alias(choice & 1 == 0)
        .set_style(styles[choice as usize / 2 % 3])
        .set_stroke_width(n[6])
        .set_stroke_cap(caps[choice as usize / 6 % 3]);
    match choice >> 8 & 15 {
        0 => paint.set_blend_mode(modes[choice as usize / 18 % 6]),
        1 => paint.set_shader(shader(choice >> 4, n)),
        2 => paint.set_mask_filter(MaskFilter::blur(BlurStyle::Normal, n[7], choice & 2 == 0)),
        3 => paint.set_path_effect(PathEffect::dash(&[n[8], n[9]], n[10])),
        4 => paint.set_alpha_f(n[11]),
        5 => paint.set_image_filter(filter(n)),
        _ => &mut paint,
    };
    paint
}

fn filter(n: &Numbers) -> Option<ImageFilter> {
    ImageFilter::crop(rect(n), None, None)?.blur(None, (0.2 * n[4], 0.2 * n[5]), None)
}

fn apply(canvas: &Canvas, (operation, choice, n): &(u8, u32, Numbers)) {
    let op = if choice & 32 == 0 {
        ClipOp::Intersect
    } else {
        ClipOp::Difference
    };
    let smooth = choice & 1 == 0;
    let paint = paint(*choice, n);
    match operation {
        0..=3 => canvas.draw_path(&path(*choice, n), &paint),
        4 => canvas.draw_rect(rect(n), &paint),
        5 => canvas.draw_arc(rect(n), n[4], n[5], smooth, &paint),
        6 => canvas.draw_paint(&paint),
        7 => canvas.clip_rect(rect(n), op, smooth),
        8 => canvas.clip_path(&path(choice / 7, n), op, smooth),
        9 => {
            canvas.save();
            canvas.concat(&matrix(n))
        }
        10 => {
            canvas.save_layer(&SaveLayerRec::default().paint(&paint).bounds(&rect(n)));
            canvas
        }
        11 => {
            let backdrop = filter(n).unwrap_or_default();
            canvas.save_layer(&SaveLayerRec::default().backdrop(&backdrop));
            canvas.translate((n[6], n[7]))
        }
        12 => canvas.restore_to_count(*choice as usize % 8),
        13 => canvas.set_matrix(&M44::from(matrix(n))),
        14 => canvas.scale((n[0], n[1])),
        _ => canvas.restore(),
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_drawing_leaves_a_usable_surface(operations in operations()) {
        let mut surface = surfaces::raster_n32_premul((70, 50)).expect("a small surface");
        for operation in &operations {
            apply(surface.canvas(), operation);
        }
        surface.canvas().restore_to_count(0);
        prop_assert_eq!(surface.canvas().save_count(), 1);
        for pixel in surface.pixels() {
            let [alpha, red, green, blue] = pixel.to_be_bytes();
            prop_assert!(red.max(green).max(blue) <= alpha, "{:08x}", pixel);
        }
        // What was drawn goes where it is drawn again, and a fresh one is as good as any.
        let mut other = surfaces::raster_n32_premul((70, 50)).expect("a small surface");
        surface.draw(other.canvas(), (0, 0), SamplingOptions::default(), None);
        prop_assert_eq!(surface.pixels(), other.pixels());
        other.canvas().clear(Color::WHITE);
        prop_assert!(other.pixels().iter().all(|pixel| *pixel == u32::MAX));
    }
}
