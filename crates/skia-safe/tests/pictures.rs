//! Pictures: PNG and SVG.

use skia_safe::svg::Dom;
use skia_safe::wrapper::PointerWrapper;
use skia_safe::{
    Canvas, Data, FontMgr, Image, Matrix, Paint, Rect, SamplingOptions, TileMode, surfaces,
};

/// Premultiplied 0xAARRGGBB, row by row.
fn draw(width: i32, height: i32, paint: impl FnOnce(&Canvas)) -> Vec<u32> {
    let mut surface = surfaces::raster_n32_premul((width, height)).expect("the size is sane");
    paint(surface.canvas());
    surface.pixels().to_vec()
}

/// The pixels of an image, as a canvas draws them.
fn pixels_of(image: &Image) -> Vec<u32> {
    let mut paint = Paint::default();
    let modes = (TileMode::Clamp, TileMode::Clamp);
    paint.set_shader(image.to_shader(modes, SamplingOptions::default(), None));
    draw(image.width(), image.height(), |canvas| {
        canvas.draw_paint(&paint);
    })
}

fn encode(
    (width, height): (u32, u32),
    color: png::ColorType,
    depth: png::BitDepth,
    palette: Option<(&[u8], &[u8])>,
    samples: &[u8],
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if let Some((colors, alphas)) = palette {
        encoder.set_palette(colors);
        encoder.set_trns(alphas);
    }
    let mut writer = encoder.write_header().expect("the header is right");
    writer
        .write_image_data(samples)
        .expect("the samples are as many as pixels");
    writer.finish().expect("it is whole");
    bytes
}

fn decode(bytes: &[u8]) -> Option<Image> {
    Image::from_encoded(Data::new_copy(bytes))
}

fn decoded_pixels(bytes: &[u8]) -> Vec<u32> {
    pixels_of(&decode(bytes).expect("it is a PNG"))
}

#[test]
fn png_of_every_color_type() {
    use png::BitDepth::{Eight, One, Sixteen, Two};
    use png::ColorType::{Grayscale, GrayscaleAlpha, Indexed, Rgb, Rgba};
    let size = (2, 1);
    let cases: [(Vec<u8>, [u32; 2]); 8] = [
        (
            encode(size, Grayscale, Eight, None, &[0, 200]),
            [0xff00_0000, 0xffc8_c8c8],
        ),
        (
            encode(size, Grayscale, One, None, &[0b0100_0000]),
            [0xff00_0000, 0xffff_ffff],
        ),
        (
            encode(size, GrayscaleAlpha, Eight, None, &[255, 51, 100, 255]),
            [0x3333_3333, 0xff64_6464],
        ),
        (
            encode(size, Rgb, Eight, None, &[1, 2, 3, 250, 251, 252]),
            [0xff01_0203, 0xfffa_fbfc],
        ),
        (
            encode(size, Rgba, Eight, None, &[255, 0, 128, 128, 9, 9, 9, 0]),
            [0x8080_0040, 0],
        ),
        (
            encode(
                size,
                Rgb,
                Sixteen,
                None,
                &[1, 255, 2, 255, 3, 0, 250, 0, 251, 0, 252, 0],
            ),
            [0xff01_0203, 0xfffa_fbfc],
        ),
        (
            encode(
                size,
                Indexed,
                Two,
                Some((&[9, 9, 9, 255, 0, 0, 0, 0, 255], &[0, 255, 51])),
                &[0b0110_0000],
            ),
            [0xffff_0000, 0x3300_0033],
        ),
        (
            encode(
                size,
                Rgba,
                Sixteen,
                None,
                &[255, 255, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 51, 0],
            ),
            [0xffff_0000, 0x3300_0000],
        ),
    ];
    for (bytes, expected) in cases {
        let pixels = decoded_pixels(&bytes);
        for (pixel, expected) in pixels.iter().zip(expected) {
            let channels = pixel.to_be_bytes().into_iter().zip(expected.to_be_bytes());
            let is_near = channels
                .clone()
                .all(|(channel, expected)| channel.abs_diff(expected) <= 1);
            assert!(is_near, "{pixel:08x}, expected {expected:08x}");
        }
    }
}

#[test]
fn a_png_goes_round() {
    let (width, height) = (37, 23);
    let argb = |index: u32| 0xff00_0000 | index.wrapping_mul(0x9E_3779) & 0xff_ffff;
    let samples = (0..width * height).flat_map(|index| {
        let [_, red, green, blue] = argb(index).to_be_bytes();
        [red, green, blue, 255]
    });
    let samples: Vec<u8> = samples.collect();
    let bytes = encode(
        (width, height),
        png::ColorType::Rgba,
        png::BitDepth::Eight,
        None,
        &samples,
    );
    let image = decode(&bytes).expect("it is a PNG");
    assert_eq!((image.width(), image.height()), (37, 23));
    assert_eq!(
        pixels_of(&image),
        (0..width * height).map(argb).collect::<Vec<_>>()
    );
}

#[test]
fn what_is_no_picture_is_none() {
    let whole = encode(
        (8, 8),
        png::ColorType::Rgb,
        png::BitDepth::Eight,
        None,
        &[7; 192],
    );
    assert!(decode(&whole).is_some());
    for end in 0..whole.len() - 16 {
        assert!(
            decode(&whole[..end]).is_none(),
            "{end} bytes of {}",
            whole.len()
        );
    }
    assert!(decode(b"\xff\xd8\xff\xe0 a JPEG").is_none());
    // A header that claims four billion pixels.
    let mut bomb = whole;
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    assert!(decode(&bomb).is_none());
}

fn svg(text: &str) -> Dom {
    Dom::from_bytes(text.as_bytes(), FontMgr::default()).expect("it is an SVG")
}

const RECTANGLE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6" viewBox="0 0 8 6">
    <rect x="2" y="1" width="4" height="3" fill="#ff8000"/></svg>"##;

fn filled(width: i32, height: i32, rect: Rect) -> Vec<u32> {
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let color = |(x, y): (i32, i32)| {
        let is_inside = rect.contains((x as f32 + 0.5, y as f32 + 0.5));
        if is_inside { 0xffff_8000 } else { 0 }
    };
    pixels.map(color).collect()
}

#[test]
fn a_rectangle_of_an_svg_is_exact() {
    let dom = svg(RECTANGLE);
    assert_eq!(
        (
            dom.inner().fContainerSize.fWidth,
            dom.inner().fContainerSize.fHeight
        ),
        (8.0, 6.0)
    );
    for (scale, x, y) in [
        (1.0, 0.0, 0.0),
        (1.0, 3.0, 2.0),
        (2.0, 1.0, 0.0),
        (3.0, -2.0, -1.0),
    ] {
        let drawn = draw(24, 20, |canvas| {
            canvas.translate((x, y));
            canvas.scale((scale, scale));
            dom.render(canvas);
        });
        let (left, top) = (x + 2.0 * scale, y + scale);
        let rect = Rect::new(left, top, left + 4.0 * scale, top + 3.0 * scale);
        assert_eq!(drawn, filled(24, 20, rect), "{scale} at {x}, {y}");
    }
}

#[test]
fn an_svg_turned_by_a_quarter_is_exact() {
    let dom = svg(RECTANGLE);
    let drawn = draw(20, 20, |canvas| {
        canvas.translate((16.0, 2.0));
        canvas.concat(&Matrix::rotate_deg(90.0));
        dom.render(canvas);
    });
    // Down is left of where it was.
    let expected = filled(20, 20, Rect::new(12.0, 4.0, 15.0, 8.0));
    let wrong = drawn.iter().zip(&expected).filter(|(drawn, expected)| {
        let channels = drawn.to_be_bytes().into_iter().zip(expected.to_be_bytes());
        channels
            .clone()
            .any(|(drawn, expected)| drawn.abs_diff(expected) > 2)
    });
    assert_eq!(wrong.count(), 0);
}

#[test]
fn an_svg_without_a_size_fills_its_container() {
    let dom = svg(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2" fill="#ff8000"/></svg>"##,
    );
    assert_eq!(dom.inner().fContainerSize.fWidth, 0.0);
    // As vizia does: the container of a clone.
    dom.clone().set_container_size((12.0, 10.0));
    let drawn = draw(14, 12, |canvas| dom.render(canvas));
    // As large as it can be without being stretched, in the middle.
    assert_eq!(drawn, filled(14, 12, Rect::new(0.0, 2.0, 12.0, 8.0)));
}

#[test]
fn half_a_pixel_covers_a_half() {
    let dom = svg(RECTANGLE);
    let drawn = draw(10, 8, |canvas| {
        canvas.translate((0.5, 0.0));
        dom.render(canvas);
    });
    let alpha = |x: usize| drawn[2 * 10 + x] >> 24;
    assert!(alpha(2).abs_diff(128) <= 1 && alpha(6).abs_diff(128) <= 1);
    assert_eq!((alpha(1), alpha(3), alpha(7)), (0, 255, 0));
}

#[test]
fn an_enormous_svg_is_drawn_from_fewer_pixels() {
    let dom = svg(RECTANGLE);
    let drawn = draw(16, 16, |canvas| {
        canvas.translate((-3000.0, -2000.0));
        canvas.scale((1000.0, 1000.0));
        dom.render(canvas);
    });
    // Inside of the rectangle.
    assert_eq!(drawn, vec![0xffff_8000; 256]);
}

#[test]
fn what_is_no_svg_is_an_error() {
    for text in [
        "",
        "<svg",
        "<html/>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='-1' height='2'/>",
    ] {
        assert!(
            Dom::from_bytes(text.as_bytes(), FontMgr::default()).is_err(),
            "{text:?}"
        );
    }
    assert!(Dom::from_bytes(&[0xff, 0xfe, 0], FontMgr::default()).is_err());
}
