use skia_safe::{M44, Matrix, Rect};

use crate::picture::{Picture, assert_close, circle, rounded, white, white_line};

#[test]
fn matrices_apply_from_the_last_to_the_first() {
    let picture = Picture::of(40, 40, |canvas| {
        canvas
            .translate((10.0, 5.0))
            .scale((2.0, 3.0))
            .translate((1.0, 2.0));
        canvas.draw_rect(Rect::from_wh(4.0, 5.0), &white());
    });
    let wanted = Picture::of(40, 40, |canvas| {
        canvas.draw_rect(Rect::from_xywh(12.0, 11.0, 8.0, 15.0), &white());
    });
    assert_eq!(picture.argb, wanted.argb);
}

#[test]
fn turning_and_slanting_keep_areas() {
    let turned = Picture::of(64, 64, |canvas| {
        canvas
            .translate((32.0, 32.0))
            .concat(&Matrix::rotate_deg(33.0));
        canvas.draw_rect(Rect::from_xywh(-15.0, -10.0, 30.0, 20.0), &white());
    });
    assert_close(turned.area(), 600.0, 0.5, "turned");
    let slanted = Picture::of(64, 64, |canvas| {
        canvas.concat(&Matrix::skew((0.5, 0.0)));
        canvas.draw_path(
            &rounded(Rect::from_xywh(8.0, 10.0, 24.0, 30.0), 6.0),
            &white(),
        );
    });
    let wanted = 24.0 * 30.0 - (4.0 - std::f64::consts::PI) * 36.0;
    assert_close(slanted.area(), wanted, 0.005 * wanted, "slanted");
}

#[test]
fn a_quarter_turn_moves_pixels() {
    let shape = rounded(Rect::from_xywh(5.0, 5.0, 20.0, 10.0), 4.0);
    let upright = Picture::of(32, 32, |canvas| {
        canvas.draw_path(&shape, &white());
    });
    let turned = Picture::of(32, 32, |canvas| {
        canvas.set_matrix(&M44::from(&Matrix::new_all(
            0.0, -1.0, 32.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0,
        )));
        canvas.draw_path(&shape, &white());
    });
    for (x, y) in (0..1024).map(|index| (index % 32, index / 32)) {
        let difference = (upright.alpha(x, y) - turned.alpha(31 - y, x)).abs();
        assert!(difference <= 1.5 / 255.0, "{difference} at {x}, {y}");
    }
}

#[test]
fn lines_are_scaled_with_what_they_go_around() {
    let picture = Picture::of(64, 64, |canvas| {
        canvas.translate((32.0, 32.0)).scale((3.0, 1.5));
        canvas.draw_path(&circle(0.0, 0.0, 8.0), &white_line(2.0));
    });
    let wanted = std::f64::consts::PI * 2.0 * 8.0 * 2.0 * 3.0 * 1.5;
    assert_close(picture.area(), wanted, 0.005 * wanted, "ellipse");
}
