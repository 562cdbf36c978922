//! Paths combined: their areas against what geometry says, and which pixels they cover.

use std::f64::consts::PI;

use skia_safe::{
    Color, Paint, Path, PathBuilder, PathDirection, PathOp, Point, RRect, Rect, surfaces,
};

const ALL: [PathOp; 5] = [
    PathOp::Difference,
    PathOp::Intersect,
    PathOp::Union,
    PathOp::XOR,
    PathOp::ReverseDifference,
];

/// The pixels that a path covers, with parts of them.
fn drawn_area(path: &Path) -> f64 {
    let mut surface = surfaces::raster_n32_premul((128, 128)).expect("the size is sane");
    let mut paint = Paint::default();
    paint.set_color(Color::BLACK);
    paint.set_anti_alias(true);
    surface.canvas().draw_path(path, &paint);
    let alphas = surface.pixels().iter().map(|pixel| pixel >> 24);
    f64::from(alphas.sum::<u32>()) / 255.0
}

fn rounded(rect: Rect, radius: f32) -> Path {
    let shape = RRect::new_rect_xy(rect, radius, radius);
    PathBuilder::new().add_rrect(shape, None, None).detach()
}

fn rect(left: f32, top: f32, right: f32, bottom: f32) -> Path {
    rounded(Rect::new(left, top, right, bottom), 0.0)
}

fn circle(x: f32, y: f32, radius: f32) -> Path {
    PathBuilder::new().add_circle((x, y), radius, None).detach()
}

/// What no shape is known of: a rectangle as a polygon.
fn polygon(left: f32, top: f32, right: f32, bottom: f32) -> Path {
    let mut builder = PathBuilder::new();
    builder.move_to((left, top)).line_to((right, top));
    builder
        .line_to((right, bottom))
        .line_to((left, bottom))
        .close();
    builder.detach()
}

/// From the areas of two shapes and of what they have in common.
fn expected_area(op: PathOp, first: f64, second: f64, common: f64) -> f64 {
    match op {
        PathOp::Difference => first - common,
        PathOp::Intersect => common,
        PathOp::Union => first + second - common,
        PathOp::XOR => first + second - 2.0 * common,
        PathOp::ReverseDifference => second - common,
    }
}

/// All five operations, both ways round.
fn check(first: &Path, second: &Path, areas: (f64, f64, f64), tolerance: f64) {
    for op in ALL {
        for (a, b, area_a, area_b) in [
            (first, second, areas.0, areas.1),
            (second, first, areas.1, areas.0),
        ] {
            let drawn = drawn_area(&a.op(b, op).expect("there is always an answer"));
            let expected = expected_area(op, area_a, area_b, areas.2);
            assert!(
                (drawn - expected).abs() <= tolerance,
                "{op:?}: {drawn}, expected {expected}"
            );
        }
    }
}

#[test]
fn rectangles_that_overlap() {
    let areas = (60.0 * 40.0, 50.0 * 50.0, 40.0 * 30.0);
    let overlapping = [
        (rect(10.0, 10.0, 70.0, 50.0), rect(30.0, 20.0, 80.0, 70.0)),
        (
            polygon(10.0, 10.0, 70.0, 50.0),
            rect(30.0, 20.0, 80.0, 70.0),
        ),
        (
            polygon(10.0, 10.0, 70.0, 50.0),
            polygon(30.0, 20.0, 80.0, 70.0),
        ),
    ];
    for (first, second) in overlapping {
        check(&first, &second, areas, 0.01);
    }
}

#[test]
fn a_rectangle_inside_of_another() {
    let areas = (100.0 * 80.0, 40.5 * 20.25, 40.5 * 20.25);
    let inner = rect(20.0, 20.0, 60.5, 40.25);
    // Partly covered pixels are rounded to one in 255.
    check(&rect(10.0, 10.0, 110.0, 90.0), &inner, areas, 0.2);
    check(&polygon(10.0, 10.0, 110.0, 90.0), &inner, areas, 0.2);
}

#[test]
fn rectangles_apart_and_alike() {
    let first = rect(10.0, 10.0, 20.0, 20.0);
    check(
        &first,
        &rect(30.0, 10.0, 50.0, 20.0),
        (100.0, 200.0, 0.0),
        0.0,
    );
    check(
        &first,
        &rect(20.0, 10.0, 40.0, 20.0),
        (100.0, 200.0, 0.0),
        0.0,
    );
    check(&first, &first, (100.0, 100.0, 100.0), 0.0);
    check(
        &polygon(10.0, 10.0, 20.0, 20.0),
        &first,
        (100.0, 100.0, 100.0),
        0.0,
    );
}

#[test]
fn nothing_is_an_area_too() {
    let first = rect(10.0, 10.0, 20.0, 20.0);
    check(&first, &Path::new(), (100.0, 0.0, 0.0), 0.0);
    check(&Path::new(), &Path::new(), (0.0, 0.0, 0.0), 0.0);
}

#[test]
fn circles_that_overlap() {
    // Two circles of radius r, d apart, share 2 r² acos(d/2r) − d/2 sqrt(4r² − d²).
    let (radius, apart) = (30.0f64, 25.0f64);
    let lens = 2.0 * radius * radius * (apart / (2.0 * radius)).acos()
        - apart / 2.0 * (4.0 * radius * radius - apart * apart).sqrt();
    let area = PI * radius * radius;
    let (first, second) = (circle(50.0, 60.0, 30.0), circle(75.0, 60.0, 30.0));
    check(&first, &second, (area, area, lens), 1.0);
}

#[test]
fn an_inset_shadow_is_a_frame() {
    // What vizia does: a shape without the same shape, smaller or moved.
    let area = |width: f64, height: f64, radius: f64| width * height - (4.0 - PI) * radius * radius;
    let outer = rounded(Rect::new(10.0, 10.0, 110.0, 90.0), 12.0);
    let inner = rounded(Rect::new(15.0, 15.0, 105.0, 85.0), 7.0);
    let (outer_area, inner_area) = (area(100.0, 80.0, 12.0), area(90.0, 70.0, 7.0));
    check(&outer, &inner, (outer_area, inner_area, inner_area), 0.5);
    let frame = outer
        .op(&inner, PathOp::Difference)
        .expect("there is always an answer");
    assert_eq!(frame.bounds(), &Rect::new(10.0, 10.0, 110.0, 90.0));
    // Moved by less than its corners are round, a part reaches out.
    let moved = outer.make_offset((0.0, 4.0));
    let difference = outer
        .op(&moved, PathOp::Difference)
        .expect("there is always an answer");
    // Every column loses what the shape was moved by.
    assert!(
        (drawn_area(&difference) - 4.0 * 100.0).abs() < 1.0,
        "{}",
        drawn_area(&difference)
    );
}

#[test]
fn a_rectangle_cuts_a_round_one() {
    let round = rounded(Rect::new(20.0, 20.0, 80.0, 60.0), 10.0);
    let corner = (4.0 - PI) / 4.0 * 100.0;
    // Through straight sides: two corners are left.
    let cut = rect(0.0, 0.0, 50.0, 100.0);
    let area = 60.0 * 40.0 - 4.0 * corner;
    check(
        &round,
        &cut,
        (area, 5000.0, 30.0 * 40.0 - 2.0 * corner),
        0.5,
    );
    // Through corners, where a circle's segment is left.
    let cut = rect(0.0, 0.0, 25.0, 100.0);
    // Over 0..5 of a corner of radius 10, the height lacks 10 − sqrt(100 − (10 − x)²).
    let integral = |x: f64| (x * (100.0 - x * x).sqrt() + 100.0 * (x / 10.0).asin()) / 2.0;
    let missing = 50.0 - (integral(10.0) - integral(5.0));
    check(
        &round,
        &cut,
        (area, 2500.0, 5.0 * 40.0 - 2.0 * missing),
        0.5,
    );
}

#[test]
fn radii_of_their_own_stay() {
    let radii = [(0.0, 0.0), (20.0, 20.0), (0.0, 0.0), (20.0, 10.0)];
    let radii = radii.map(|(x, y)| Point::new(x, y));
    let shape = RRect::new_rect_radii(Rect::new(20.0, 20.0, 100.0, 80.0), &radii);
    let path = PathBuilder::new()
        .add_rrect(shape, PathDirection::CCW, None)
        .detach();
    let area = 80.0 * 60.0 - (1.0 - PI / 4.0) * (20.0 * 20.0 + 20.0 * 10.0);
    let around = rect(10.0, 10.0, 120.0, 100.0);
    check(&path, &around, (area, 110.0 * 90.0, area), 0.5);
}

#[test]
fn parts_that_go_round_twice_count_once() {
    // Both parts of the first path wind the same way: what they share is inside.
    let mut builder = PathBuilder::new();
    for left in [10.0, 30.0] {
        let shape = RRect::new_rect(Rect::new(left, 10.0, left + 40.0, 50.0));
        builder.add_rrect(shape, None, None);
    }
    let both = builder.detach();
    check(
        &both,
        &rect(0.0, 30.0, 100.0, 100.0),
        (60.0 * 40.0, 7000.0, 60.0 * 20.0),
        0.01,
    );
}

#[test]
fn what_is_no_number_is_no_area() {
    for odd in [f32::NAN, f32::INFINITY, f32::MAX] {
        let strange = polygon(0.0, 0.0, odd, 10.0);
        for op in ALL {
            assert!(strange.op(&circle(5.0, 5.0, 3.0), op).is_some());
            assert!(circle(5.0, 5.0, 3.0).op(&strange, op).is_some());
        }
    }
}
