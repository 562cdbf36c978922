use skia_safe::gradient_shader::{Gradient, GradientColors, Interpolation};
use skia_safe::{Color4f, Paint, Rect, Shader, TileMode, shaders};

use crate::picture::{Picture, assert_close};

const BLACK: Color4f = Color4f::new(0.0, 0.0, 0.0, 1.0);
const WHITE: Color4f = Color4f::new(1.0, 1.0, 1.0, 1.0);

/// One step of eight bits, and what the table of colors leaves: half of one of 256 places.
const TOLERANCE: f64 = 1.5;

fn linear(from: (f32, f32), to: (f32, f32), stops: &[(f32, Color4f)], mode: TileMode) -> Shader {
    with_stops(stops, mode, |gradient| {
        shaders::linear_gradient((from, to), gradient, None)
    })
}

fn with_stops(
    stops: &[(f32, Color4f)],
    mode: TileMode,
    shader: impl FnOnce(&Gradient<'_>) -> Option<Shader>,
) -> Shader {
    let (places, colors): (Vec<f32>, Vec<Color4f>) = stops.iter().copied().unzip();
    let colors = GradientColors::new(&colors, Some(&places), mode, None);
    shader(&Gradient::new(colors, Interpolation::default())).expect("stops")
}

fn drawn(width: i32, height: i32, shader: Shader) -> Picture {
    let mut paint = Paint::default();
    paint.set_shader(shader);
    Picture::of(width, height, |canvas| {
        canvas.draw_rect(Rect::from_wh(width as f32, height as f32), &paint);
    })
}

#[track_caller]
fn assert_red(picture: &Picture, x: usize, y: usize, wanted: f64) {
    let red = picture.at(x, y)[1];
    assert_close(
        red.into(),
        wanted * 255.0,
        TOLERANCE,
        &format!("red at {x}, {y}"),
    );
}

#[test]
fn between_two_stops_colors_change_evenly() {
    let stops = [(0.0, BLACK), (1.0, WHITE)];
    let across = drawn(
        100,
        2,
        linear((0.0, 0.0), (100.0, 0.0), &stops, TileMode::Clamp),
    );
    let down = drawn(
        2,
        100,
        linear((0.0, 0.0), (0.0, 100.0), &stops, TileMode::Clamp),
    );
    let slanted = drawn(
        60,
        40,
        linear((0.0, 0.0), (60.0, 40.0), &stops, TileMode::Clamp),
    );
    for place in 0..100 {
        let wanted = (place as f64 + 0.5) / 100.0;
        assert_red(&across, place, 1, wanted);
        assert_red(&down, 1, place, wanted);
    }
    for (x, y) in (0..2400).map(|index| (index % 60, index / 60)) {
        let along = (x as f64 + 0.5) * 60.0 + (y as f64 + 0.5) * 40.0;
        assert_red(&slanted, x, y, along / (60.0 * 60.0 + 40.0 * 40.0));
    }
}

#[test]
fn stops_stand_where_they_are_put() {
    let grey = Color4f::new(0.5, 0.5, 0.5, 1.0);
    let stops = [
        (0.0, BLACK),
        (0.2, WHITE),
        (0.6, WHITE),
        (0.6, grey),
        (1.0, BLACK),
    ];
    let picture = drawn(
        200,
        1,
        linear((0.0, 0.0), (200.0, 0.0), &stops, TileMode::Clamp),
    );
    for x in 0..200 {
        let place = (x as f64 + 0.5) / 200.0;
        // The sharp stop between pixels 119 and 120 may be a quarter of a pixel off.
        let wanted = match place {
            ..0.2 => place / 0.2,
            ..0.6 => 1.0,
            _ => 0.5 * (1.0 - place) / 0.4,
        };
        assert_red(&picture, x, 0, wanted);
    }
}

#[test]
fn transparent_colors_are_mixed_before_they_are_multiplied() {
    let red = Color4f::new(1.0, 0.0, 0.0, 1.0);
    let clear_blue = Color4f::new(0.0, 0.0, 1.0, 0.0);
    let stops = [(0.0, red), (1.0, clear_blue)];
    let picture = drawn(
        100,
        1,
        linear((0.0, 0.0), (100.0, 0.0), &stops, TileMode::Clamp),
    );
    for x in 0..100 {
        let place = (x as f64 + 0.5) / 100.0;
        let [alpha, red, _, blue] = picture.at(x, 0).map(f64::from);
        assert_close(alpha, 255.0 * (1.0 - place), TOLERANCE, "alpha");
        assert_close(red, 255.0 * (1.0 - place) * (1.0 - place), TOLERANCE, "red");
        assert_close(blue, 255.0 * (1.0 - place) * place, TOLERANCE, "blue");
    }
}

#[test]
fn beyond_its_ends_a_gradient_does_what_its_tile_mode_says() {
    let stops = [(0.0, BLACK), (1.0, WHITE)];
    for mode in [
        TileMode::Clamp,
        TileMode::Repeat,
        TileMode::Mirror,
        TileMode::Decal,
    ] {
        let picture = drawn(200, 1, linear((60.0, 0.0), (100.0, 0.0), &stops, mode));
        for x in 0..200 {
            let place = (x as f64 + 0.5 - 60.0) / 40.0;
            let is_inside = (0.0..=1.0).contains(&place);
            let wanted = match mode {
                TileMode::Clamp => place.clamp(0.0, 1.0),
                TileMode::Repeat => place.rem_euclid(1.0),
                TileMode::Mirror => 1.0 - (place.rem_euclid(2.0) - 1.0).abs(),
                TileMode::Decal => place * f64::from(u8::from(is_inside)),
            };
            assert_red(&picture, x, 0, wanted);
            let is_drawn = is_inside || mode != TileMode::Decal;
            assert_eq!(picture.alpha(x, 0) > 0.0, is_drawn, "{mode:?} at {x}");
        }
    }
}

#[test]
fn a_radial_gradient_follows_the_distance() {
    let stops = [(0.0, WHITE), (0.5, BLACK), (1.0, WHITE)];
    let picture = drawn(
        80,
        60,
        with_stops(&stops, TileMode::Clamp, |gradient| {
            shaders::radial_gradient(((35.0, 28.0), 25.0), gradient, None)
        }),
    );
    for (x, y) in (0..4800).map(|index| (index % 80, index / 80)) {
        let distance = (x as f64 + 0.5 - 35.0).hypot(y as f64 + 0.5 - 28.0) / 25.0;
        assert_red(&picture, x, y, (2.0 * distance.min(1.0) - 1.0).abs());
    }
}

#[test]
fn the_alpha_of_the_paint_thins_a_gradient_out() {
    let stops = [(0.0, WHITE), (1.0, WHITE)];
    let mut paint = Paint::default();
    paint.set_shader(linear((0.0, 0.0), (9.0, 0.0), &stops, TileMode::Clamp));
    paint.set_alpha_f(0.25);
    let picture = Picture::of(9, 1, |canvas| {
        canvas.draw_paint(&paint);
    });
    assert_eq!(picture.at(4, 0), [64; 4]);
}
