use skia_safe::{Color, Data, Image, Matrix, Paint, Rect, SamplingOptions, TileMode};

use crate::picture::{Picture, assert_close};

/// Two columns, white and black.
fn columns() -> Image {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[255, 0]).expect("two pixels");
    writer.finish().expect("a file");
    Image::from_encoded(Data::new_copy(&bytes)).expect("an image")
}

fn drawn(modes: (TileMode, TileMode), matrix: &Matrix) -> Picture {
    let mut paint = Paint::default();
    paint.set_shader(columns().to_shader(modes, SamplingOptions::default(), matrix));
    Picture::of(12, 2, |canvas| {
        canvas.clear(Color::TRANSPARENT);
        canvas.draw_rect(Rect::from_wh(12.0, 2.0), &paint);
    })
}

fn reds(picture: &Picture) -> Vec<u8> {
    (0..12).map(|x| picture.at(x, 0)[1]).collect()
}

#[test]
fn in_its_own_size_an_image_is_what_it_is() {
    let at = Matrix::translate((4.0, 0.0));
    let with = |mode: TileMode| reds(&drawn((mode, TileMode::Clamp), &at));
    assert_eq!(
        with(TileMode::Clamp),
        [255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0]
    );
    assert_eq!(with(TileMode::Repeat), [255, 0].repeat(6));
    assert_eq!(with(TileMode::Mirror), [255, 0, 0, 255].repeat(3));
    assert_eq!(
        with(TileMode::Decal),
        [0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0]
    );
}

#[test]
fn a_larger_image_changes_evenly_from_center_to_center() {
    // Each column of the image is four wide, so its centers are at 2 and 6.
    let picture = drawn(
        (TileMode::Clamp, TileMode::Clamp),
        &Matrix::scale((4.0, 4.0)),
    );
    for x in 0..12 {
        let place = (x as f64 + 0.5 - 2.0) / 4.0;
        let wanted = 255.0 * (1.0 - place.clamp(0.0, 1.0));
        assert_close(picture.at(x, 0)[1].into(), wanted, 1.0, &format!("at {x}"));
    }
}

#[test]
fn a_much_smaller_image_is_averaged() {
    let picture = drawn(
        (TileMode::Repeat, TileMode::Repeat),
        &Matrix::scale((0.0625, 0.25)),
    );
    for x in 0..12 {
        assert_close(picture.at(x, 0)[1].into(), 127.5, 2.0, &format!("at {x}"));
    }
}
