//! Draws the picture of the front page: one card for each kind of drawing. Run it in this crate's folder:
//! `cargo run --example gallery` writes `docs/gallery.png`, and the same in Base64 for the documentation.

use std::fs;

use skia_safe::canvas::SaveLayerRec;
use skia_safe::font_style::{Slant, Weight, Width};
use skia_safe::gradient_shader::{Gradient, GradientColors, Interpolation};
use skia_safe::textlayout::{
    FontCollection, ParagraphBuilder, ParagraphStyle, TextStyle, TypefaceFontProvider,
};
use skia_safe::{
    BlendMode, BlurStyle, Canvas, ClipOp, Color, Color4f, FontMgr, FontStyle, ImageFilter,
    MaskFilter, Matrix, Paint, PaintCap, PaintStyle, Path, PathBuilder, PathEffect, PathOp, RRect,
    Rect, Shader, Surface, TileMode, shaders, surfaces, svg,
};

const CARD: (f32, f32) = (178.0, 132.0);
const GAP: f32 = 14.0;
const COLUMNS: usize = 4;

const ORANGE: u32 = 0xffe0_8a4b;
const BLUE: u32 = 0xff5b_a7d9;
const GREEN: u32 = 0xff7f_c87f;
const WHITE: u32 = 0xfff0_f0f0;

/// A name, and what is drawn below it.
type Card = (&'static str, fn(&Canvas, &FontCollection));

const CARDS: [Card; 12] = [
    ("Strokes and caps", strokes),
    ("Dashes", dashes),
    ("Gradients", gradients),
    ("Shadows", shadows),
    ("Layers and alpha", layers),
    ("Blend modes", blend_modes),
    ("Clips", clips),
    ("Blur", blur),
    ("Path operations", path_operations),
    ("Transforms", transforms),
    ("Text", text),
    ("SVG", svg_picture),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fonts = fonts();
    let rows = CARDS.len().div_ceil(COLUMNS);
    let size = |count: usize, length: f32| (count as f32 * (length + GAP) + GAP) as i32;
    let size = (size(COLUMNS, CARD.0), size(rows, CARD.1));
    let mut surface = surfaces::raster_n32_premul(size).ok_or("no surface")?;
    let canvas = surface.canvas();
    canvas.clear(Color::new(0xff1d_1f21));
    for (index, (name, draw)) in CARDS.iter().enumerate() {
        let (column, row) = (index % COLUMNS, index / COLUMNS);
        let place = |index: usize, length: f32| GAP + index as f32 * (length + GAP);
        canvas.save();
        canvas.translate((place(column, CARD.0), place(row, CARD.1)));
        let card = rounded(Rect::from_wh(CARD.0, CARD.1), 8.0);
        canvas.draw_path(&card, &fill(0xff28_2a2e));
        write(canvas, &fonts, name, (12.0, 8.0), 12.0, Weight::MEDIUM);
        canvas.translate((0.0, 30.0));
        draw(canvas, &fonts);
        canvas.restore();
    }
    let png = encode(&mut surface)?;
    fs::write("docs/gallery.base64", base64(&png))?;
    fs::write("docs/gallery.png", png)?;
    Ok(())
}

fn fill(argb: u32) -> Paint {
    let mut paint = Paint::default();
    paint.set_color(argb).set_anti_alias(true);
    paint
}

fn line(argb: u32, width: f32) -> Paint {
    let mut paint = fill(argb);
    paint
        .set_style(PaintStyle::Stroke)
        .set_stroke_width(width)
        .set_stroke_cap(PaintCap::Round);
    paint
}

fn rounded(rect: Rect, radius: f32) -> Path {
    PathBuilder::new()
        .add_rrect(RRect::new_rect_xy(rect, radius, radius), None, None)
        .detach()
}

fn circle(x: f32, y: f32, radius: f32) -> Path {
    PathBuilder::new().add_circle((x, y), radius, None).detach()
}

/// One period of a wave.
fn wave(y: f32) -> Path {
    PathBuilder::new()
        .move_to((92.0, y))
        .cubic_to((112.0, y - 24.0), (142.0, y + 24.0), (162.0, y))
        .detach()
}

fn strokes(canvas: &Canvas, _: &FontCollection) {
    let oval = Rect::from_xywh(20.0, 16.0, 56.0, 56.0);
    canvas.draw_arc(oval, 135.0, 270.0, false, &line(0xff3a_3d41, 7.0));
    canvas.draw_arc(oval, 135.0, 180.0, false, &line(ORANGE, 7.0));
    let caps = [PaintCap::Butt, PaintCap::Round, PaintCap::Square];
    for (cap, y) in caps.into_iter().zip([20.0, 46.0, 72.0]) {
        let mut paint = line(BLUE, 8.0);
        paint.set_stroke_cap(cap);
        canvas.draw_path(&wave(y), &paint);
    }
}

fn dashes(canvas: &Canvas, _: &FontCollection) {
    let mut paint = line(GREEN, 2.0);
    paint
        .set_stroke_cap(PaintCap::Butt)
        .set_path_effect(PathEffect::dash(&[8.0, 5.0], 0.0));
    canvas.draw_path(
        &rounded(Rect::from_xywh(14.0, 10.0, 68.0, 76.0), 16.0),
        &paint,
    );
    let mut paint = line(WHITE, 4.0);
    paint.set_path_effect(PathEffect::dash(&[0.0, 8.0], 0.0));
    canvas.draw_path(&circle(128.0, 48.0, 36.0), &paint);
}

/// Orange, green, blue.
fn three_colors(shader: impl FnOnce(&Gradient<'_>) -> Option<Shader>) -> Paint {
    let colors = [ORANGE, GREEN, BLUE].map(|argb| Color4f::from(Color::new(argb)));
    let colors = GradientColors::new(&colors, None, TileMode::Clamp, None);
    let mut paint = fill(WHITE);
    paint.set_shader(shader(&Gradient::new(colors, Interpolation::default())));
    paint
}

fn gradients(canvas: &Canvas, _: &FontCollection) {
    let linear = three_colors(|gradient| {
        shaders::linear_gradient(((14.0, 10.0), (82.0, 86.0)), gradient, None)
    });
    canvas.draw_path(
        &rounded(Rect::from_xywh(14.0, 10.0, 68.0, 76.0), 8.0),
        &linear,
    );
    let radial =
        three_colors(|gradient| shaders::radial_gradient(((120.0, 40.0), 48.0), gradient, None));
    canvas.draw_path(&circle(128.0, 48.0, 38.0), &radial);
}

fn shadows(canvas: &Canvas, _: &FontCollection) {
    let mut shadow = fill(0xc000_0000);
    shadow.set_mask_filter(MaskFilter::blur(BlurStyle::Normal, 6.0, false));
    let outer = rounded(Rect::from_xywh(20.0, 18.0, 58.0, 58.0), 10.0);
    canvas.draw_path(&outer.make_offset((0.0, 4.0)), &shadow);
    canvas.draw_path(&outer, &fill(0xff3a_3d41));
    // An inset shadow is that of everything but the shape, moved and seen inside of it only.
    let inner = outer.make_offset((78.0, 0.0));
    canvas.draw_path(&inner, &fill(0xff3a_3d41));
    canvas.save();
    canvas.clip_path(&inner, ClipOp::Intersect, true);
    if let Some(rest) = inner.op(&inner.make_offset((4.0, 6.0)), PathOp::Difference) {
        canvas.draw_path(&rest, &shadow);
    }
    canvas.restore();
}

fn two_circles(canvas: &Canvas, x: f32) {
    canvas.draw_path(&circle(x + 30.0, 38.0, 24.0), &fill(ORANGE));
    canvas.draw_path(&circle(x + 50.0, 58.0, 24.0), &fill(BLUE));
}

fn layers(canvas: &Canvas, _: &FontCollection) {
    two_circles(canvas, 6.0);
    let mut paint = Paint::default();
    paint.set_alpha_f(0.4);
    canvas.save_layer(&SaveLayerRec::default().paint(&paint));
    two_circles(canvas, 92.0);
    canvas.restore();
}

fn blend_modes(canvas: &Canvas, _: &FontCollection) {
    let modes = [
        BlendMode::SrcOver,
        BlendMode::Plus,
        BlendMode::Multiply,
        BlendMode::Screen,
        BlendMode::Overlay,
        BlendMode::Difference,
        BlendMode::ColorDodge,
        BlendMode::ColorBurn,
        BlendMode::Hue,
        BlendMode::Luminosity,
        BlendMode::Xor,
        BlendMode::SrcATop,
    ];
    for (index, mode) in modes.into_iter().enumerate() {
        let (x, y) = (
            (index % 4) as f32 * 41.0 + 14.0,
            (index / 4) as f32 * 31.0 + 2.0,
        );
        canvas.save_layer(&SaveLayerRec::default());
        canvas.draw_rect(Rect::from_xywh(x, y, 20.0, 20.0), &fill(ORANGE));
        let mut paint = fill(0xff4b_6ee0);
        paint.set_blend_mode(mode);
        canvas.draw_rect(Rect::from_xywh(x + 8.0, y + 7.0, 20.0, 20.0), &paint);
        canvas.restore();
    }
}

fn clips(canvas: &Canvas, _: &FontCollection) {
    canvas.save();
    canvas.clip_path(&circle(89.0, 48.0, 42.0), ClipOp::Intersect, true);
    canvas.clip_path(&circle(89.0, 48.0, 18.0), ClipOp::Difference, true);
    let paint = three_colors(|gradient| {
        shaders::linear_gradient(((47.0, 0.0), (131.0, 0.0)), gradient, None)
    });
    for index in 0..9 {
        let y = index as f32 * 11.0;
        canvas.draw_rect(Rect::from_xywh(20.0, y, 140.0, 7.0), &paint);
    }
    canvas.restore();
}

fn blur(canvas: &Canvas, _: &FontCollection) {
    let blurred = |rect: Rect| {
        let filter = ImageFilter::crop(rect, None, None);
        filter.and_then(|filter| filter.blur(None, (4.0, 4.0), None))
    };
    let mut paint = Paint::default();
    paint.set_image_filter(blurred(Rect::from_wh(90.0, 96.0)));
    canvas.save_layer(&SaveLayerRec::default().paint(&paint));
    two_circles(canvas, 6.0);
    canvas.restore();
    // Glass: what is below is blurred.
    two_circles(canvas, 92.0);
    let glass = Rect::from_xywh(100.0, 18.0, 66.0, 60.0);
    if let Some(backdrop) = blurred(glass) {
        canvas.save();
        canvas.clip_rect(glass, None, None);
        canvas.save_layer(&SaveLayerRec::default().backdrop(&backdrop));
        canvas.draw_rect(glass, &fill(0x40ff_ffff));
        canvas.restore_to_count(canvas.save_count() - 2);
    }
}

fn path_operations(canvas: &Canvas, _: &FontCollection) {
    let operations = [
        PathOp::Union,
        PathOp::Intersect,
        PathOp::Difference,
        PathOp::XOR,
    ];
    for (index, operation) in operations.into_iter().enumerate() {
        let (x, y) = ((index % 2) as f32 * 80.0 + 18.0, (index / 2) as f32 * 46.0);
        let square = rounded(Rect::from_xywh(x, y + 4.0, 34.0, 34.0), 5.0);
        let round = circle(x + 38.0, y + 24.0, 17.0);
        if let Some(both) = square.op(&round, operation) {
            canvas.draw_path(&both, &fill(GREEN));
        }
        canvas.draw_path(&square, &line(0x60ff_ffff, 1.0));
        canvas.draw_path(&round, &line(0x60ff_ffff, 1.0));
    }
}

fn transforms(canvas: &Canvas, _: &FontCollection) {
    let square = rounded(Rect::from_xywh(-20.0, -20.0, 40.0, 40.0), 6.0);
    let matrices = [
        Matrix::translate((46.0, 46.0)) * Matrix::rotate_deg(24.0),
        Matrix::translate((128.0, 46.0)) * Matrix::skew((-0.5, 0.0)) * Matrix::scale((1.0, 1.4)),
    ];
    for (matrix, color) in matrices.iter().zip([ORANGE, BLUE]) {
        canvas.save();
        canvas.concat(matrix);
        canvas.draw_path(&square, &fill(color));
        canvas.draw_path(&square, &line(WHITE, 3.0));
        canvas.restore();
    }
}

fn text(canvas: &Canvas, fonts: &FontCollection) {
    let lines = [
        ("Volts in, volts out", 17.0, Weight::NORMAL),
        ("-12.4 dBu", 22.0, Weight::MEDIUM),
        ("20 Hz ... 18 kHz, +-0.05 dB", 11.0, Weight::NORMAL),
    ];
    for ((line, size, weight), y) in lines.into_iter().zip([4.0, 32.0, 70.0]) {
        write(canvas, fonts, line, (12.0, y), size, weight);
    }
}

const PICTURE: &[u8] = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">
    <defs><linearGradient id="sky" x2="0" y2="1">
        <stop stop-color="#5ba7d9"/><stop offset="1" stop-color="#e08a4b"/>
    </linearGradient></defs>
    <rect width="48" height="48" rx="10" fill="url(#sky)"/>
    <path d="M4 30q5-22 10 0t10 0 10 0 10 0" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>
</svg>"##;

fn svg_picture(canvas: &Canvas, _: &FontCollection) {
    let Ok(mut picture) = svg::Dom::from_bytes(PICTURE, FontMgr::default()) else {
        return;
    };
    for (x, size) in [(16.0, 80.0), (106.0, 40.0), (152.0, 16.0)] {
        picture.set_container_size((size, size));
        canvas.save();
        canvas.translate((x, 8.0));
        picture.render(canvas);
        canvas.restore();
    }
}

/// Inter, which the editors of this workspace are set in.
fn fonts() -> FontCollection {
    const INTER: &[u8] = include_bytes!("../../../assets/fonts/Inter.ttf");
    let mut provider = TypefaceFontProvider::new();
    provider.register_typeface(
        FontMgr::default()
            .new_from_data(INTER, None)
            .expect("a font"),
        None,
    );
    let mut fonts = FontCollection::new();
    fonts.set_asset_font_manager(FontMgr::from(provider));
    fonts
}

fn write(
    canvas: &Canvas,
    fonts: &FontCollection,
    text: &str,
    at: (f32, f32),
    size: f32,
    weight: Weight,
) {
    let mut style = TextStyle::new();
    style.set_font_families(&["Inter"]);
    style.set_font_size(size);
    style.set_font_style(FontStyle::new(weight, Width::NORMAL, Slant::Upright));
    style.set_foreground_paint(&fill(WHITE));
    let mut builder = ParagraphBuilder::new(&ParagraphStyle::default(), fonts);
    builder.push_style(&style);
    builder.add_text(text);
    let mut paragraph = builder.build();
    paragraph.layout(CARD.0);
    paragraph.paint(canvas, at);
}

fn encode(surface: &mut Surface) -> Result<Vec<u8>, png::EncodingError> {
    let (width, height) = (surface.width() as u32, surface.height() as u32);
    let rgb = surface.pixels().iter().flat_map(|pixel| {
        let [_, red, green, blue] = pixel.to_be_bytes();
        [red, green, blue]
    });
    let rgb: Vec<u8> = rgb.collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(&rgb)?;
    Ok(file)
}

/// How pictures stand in web pages.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks(3).flat_map(|group| {
        let byte = |index: usize| group.get(index).map_or(0, |byte| u32::from(*byte));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let digit =
            move |index: usize| char::from(DIGITS[(bits >> (18 - 6 * index) & 63) as usize]);
        let count = group.len() + 1;
        (0..4).map(move |index| if index < count { digit(index) } else { '=' })
    });
    groups.collect()
}
