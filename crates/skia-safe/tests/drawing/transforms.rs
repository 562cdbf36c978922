use skia_safe::{Color, M44, Matrix, Rect};

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

#[test]
fn what_is_moved_by_whole_pixels_looks_the_same() {
    // Whether it is drawn for the first time, again, or across the edge of the surface.
    let shape = rounded(Rect::from_xywh(1.3, 2.6, 17.0, 12.5), 4.0);
    let ring = circle(11.2, 9.1, 6.0);
    let last_of = |places: &[(f32, f32)]| {
        Picture::of(60, 50, |canvas| {
            for place in places {
                canvas.clear(Color::TRANSPARENT);
                canvas.save();
                canvas.translate(*place);
                canvas.draw_path(&shape, &white());
                canvas.restore();
                let ring = ring.make_offset((place.0, place.1 + 20.0));
                canvas.draw_path(&ring, &white_line(1.7));
            }
        })
    };
    let first = last_of(&[(0.0, 0.0)]);
    for (x, y) in [(30.0, 3.0), (48.0, -8.0), (0.0, 0.0), (-7.0, 25.0)] {
        let picture = last_of(&[(0.0, 0.0), (x, y)]);
        for (column, row) in (0..24 * 40).map(|index| (index % 24, index / 24)) {
            let (moved_x, moved_y) = (column as i32 + x as i32, row as i32 + y as i32);
            if (0..60).contains(&moved_x) && (0..50).contains(&moved_y) {
                let found = picture.alpha(moved_x as usize, moved_y as usize);
                let difference = (found - first.alpha(column, row)).abs();
                let what = format!("{difference} at {column}, {row}");
                assert!(difference <= 1.0 / 255.0, "{what}, moved by {x}, {y}");
            }
        }
    }
}
