//! Glyphs as they are drawn: how much they cover, and where.

use skia_safe::textlayout::ParagraphStyle;
use skia_safe::{Canvas, Color, Paint, surfaces};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, Engine, HintingInstance, HintingOptions, OutlinePen};
use skrifa::outline::{SmoothMode, Target};
use skrifa::{FontRef, MetadataProvider};

use crate::{INTER, inter, paragraph_with, style};

const WIDTH: i32 = 64;
const HEIGHT: i32 = 48;

/// The area of an outline by Green's theorem, and its center from left to right.
#[derive(Default)]
struct Area {
    area: f64,
    moment_x: f64,
    first: (f64, f64),
    last: (f64, f64),
}

impl Area {
    fn line(&mut self, (x, y): (f64, f64)) {
        let cross = self.last.0 * y - x * self.last.1;
        self.area += cross / 2.0;
        self.moment_x += (self.last.0 + x) * cross / 6.0;
        self.last = (x, y);
    }

    /// A curve as many lines.
    fn curve(&mut self, at: impl Fn(f64) -> (f64, f64)) {
        for step in 1..=64 {
            self.line(at(f64::from(step) / 64.0));
        }
    }
}

impl OutlinePen for Area {
    fn move_to(&mut self, x: f32, y: f32) {
        self.first = (x.into(), y.into());
        self.last = self.first;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.line((x.into(), y.into()));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (from, towards) = (self.last, (f64::from(cx), f64::from(cy)));
        let to = (f64::from(x), f64::from(y));
        let mix = |a: f64, b: f64, c: f64, t: f64| {
            a * (1.0 - t) * (1.0 - t) + b * 2.0 * t * (1.0 - t) + c * t * t
        };
        self.curve(|t| {
            (
                mix(from.0, towards.0, to.0, t),
                mix(from.1, towards.1, to.1, t),
            )
        });
    }

    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        panic!("TrueType outlines have no cubic curves");
    }

    fn close(&mut self) {
        self.line(self.first);
    }
}

/// Area in square pixels and center in pixels of a glyph's outline, hinted up and down if it is small.
fn outline_area(char: char, size: f32) -> (f64, f64) {
    let font = FontRef::new(INTER).expect("it is a font");
    let outlines = font.outline_glyphs();
    let glyph = font.charmap().map(char).expect("the font has it");
    let outline = outlines.get(glyph).expect("it has an outline");
    let (size_px, location) = (Size::new(size), LocationRef::default());
    let options = HintingOptions {
        engine: Engine::Auto(None),
        target: Target::Smooth {
            mode: SmoothMode::Light,
            symmetric_rendering: true,
            preserve_linear_metrics: true,
        },
    };
    let hinting = HintingInstance::new(&outlines, size_px, location, options);
    let hinting = hinting.expect("it can be hinted");
    let settings = if size > 40.0 {
        DrawSettings::unhinted(size_px, location)
    } else {
        DrawSettings::hinted(&hinting, false)
    };
    let mut area = Area::default();
    outline.draw(settings, &mut area).expect("it can be drawn");
    (area.area.abs(), area.moment_x / area.area)
}

/// Coverage of each pixel, 0..=255.
fn draw(paint: impl FnOnce(&Canvas)) -> Vec<u8> {
    let mut surface = surfaces::raster_n32_premul((WIDTH, HEIGHT)).expect("the size is sane");
    paint(surface.canvas());
    surface
        .pixels()
        .iter()
        .map(|pixel| (pixel >> 24) as u8)
        .collect()
}

fn drawn_area_and_center(coverage: &[u8]) -> (f64, f64) {
    let (mut area, mut moment) = (0.0, 0.0);
    for (index, cover) in coverage.iter().enumerate() {
        let share = f64::from(*cover) / 255.0;
        area += share;
        moment += share * ((index % WIDTH as usize) as f64 + 0.5);
    }
    (area, moment / area)
}

fn letter(char: char, size: f32, x: f32) -> Vec<u8> {
    let style = style(size, 400);
    let text = char.to_string();
    let paragraph = paragraph_with(&inter(), &ParagraphStyle::new(), &[(&text, &style)]);
    draw(|canvas| paragraph.paint(canvas, (x, 4.0)))
}

#[test]
fn a_glyph_covers_the_area_of_its_outline_in_its_place() {
    // Letters without parts that lie upon each other, which the sum over edges would count twice.
    for char in ['o', 'z', 'S', '8', 'i', '−'] {
        for size in [11.0, 13.0, 24.0, 42.0] {
            let (area, center) = outline_area(char, size);
            // All places that are told apart, a quarter of a pixel each.
            for step in 0..8 {
                let x = 8.0 + step as f32 * 0.25;
                let (drawn, drawn_center) = drawn_area_and_center(&letter(char, size, x));
                let ratio = drawn / area;
                assert!(
                    (ratio - 1.0).abs() < 0.01,
                    "{char} {size} at {x}: {ratio} of its area"
                );
                // A pixel's coverage does not tell on which side of the pixel it lies. Where edges are straight that
                // adds up; along round ones it cancels.
                let off = drawn_center - center - f64::from(x);
                let tolerance = if "oS8".contains(char) { 0.02 } else { 0.13 };
                assert!(
                    off.abs() < tolerance,
                    "{char} {size} at {x}: {off} pixels beside its place"
                );
            }
        }
    }
}

#[test]
fn dots_stay_apart_from_what_is_below_them() {
    for (char, weight) in ['i', 'j', ':', '=']
        .into_iter()
        .flat_map(|char| [400, 500, 600].map(|weight| (char, weight)))
    {
        for size in 11..=20 {
            let style = style(size as f32, weight);
            let text = char.to_string();
            let paragraph = paragraph_with(&inter(), &ParagraphStyle::new(), &[(&text, &style)]);
            let drawn = draw(|canvas| paragraph.paint(canvas, (8.0, 4.0)));
            let rows: Vec<u32> = drawn
                .chunks(WIDTH as usize)
                .map(|row| row.iter().map(|cover| u32::from(*cover)).sum())
                .collect();
            let fullest = *rows.iter().max().expect("there are rows");
            let is_inked = |row: &u32| *row > fullest / 2;
            let first = rows.iter().position(is_inked).expect("something is drawn");
            let last = rows.iter().rposition(is_inked).expect("something is drawn");
            let emptiest = *rows[first..=last].iter().min().expect("not empty");
            assert!(
                emptiest < rows[first].min(rows[last]) / 2,
                "{char} at {size}, weight {weight}: {:?}",
                &rows[first..=last]
            );
        }
    }
}

#[test]
fn a_place_between_two_steps_is_rounded_to_the_nearer() {
    assert_eq!(letter('e', 13.0, 8.1), letter('e', 13.0, 8.0));
    assert_eq!(letter('e', 13.0, 8.15), letter('e', 13.0, 8.25));
    assert_ne!(letter('e', 13.0, 8.0), letter('e', 13.0, 8.25));
}

#[test]
fn a_baseline_stands_on_whole_pixels() {
    let style = style(13.0, 400);
    let paragraph = paragraph_with(&inter(), &ParagraphStyle::new(), &[("z", &style)]);
    let at = |y: f32| draw(|canvas| paragraph.paint(canvas, (8.0, y)));
    // The foot of a z is straight: no row is left half covered below it.
    let drawn = at(4.0);
    let row_sum = |row: i32| -> u32 {
        let start = (row * WIDTH) as usize;
        drawn[start..start + WIDTH as usize]
            .iter()
            .map(|cover| u32::from(*cover))
            .sum()
    };
    let baseline = 4 + (13.0f32 * 1984.0 / 2048.0).round() as i32;
    assert!(row_sum(baseline - 1) > 4 * 255, "{}", row_sum(baseline - 1));
    assert_eq!(row_sum(baseline), 0);
    assert_eq!(at(4.2), drawn);
}

#[test]
fn scaled_text_is_as_sharp_as_larger_text() {
    let (small, large) = (style(12.0, 500), style(24.0, 500));
    let paragraph = |style| paragraph_with(&inter(), &ParagraphStyle::new(), &[("Hz", style)]);
    let scaled = draw(|canvas| {
        canvas.scale((2.0, 2.0));
        paragraph(&small).paint(canvas, (2.0, 2.0));
    });
    let drawn_large = draw(|canvas| paragraph(&large).paint(canvas, (4.0, 4.0)));
    assert_eq!(scaled, drawn_large);
}

#[test]
fn turned_text_covers_as_much_as_upright_text() {
    let style = style(20.0, 400);
    let paragraph = paragraph_with(&inter(), &ParagraphStyle::new(), &[("ox", &style)]);
    let upright = draw(|canvas| paragraph.paint(canvas, (8.0, 8.0)));
    let turned = draw(|canvas| {
        canvas.translate((40.0, 4.0));
        canvas.concat(&skia_safe::Matrix::rotate_deg(90.0));
        paragraph.paint(canvas, (0.0, 0.0));
    });
    let (upright, turned) = (
        drawn_area_and_center(&upright).0,
        drawn_area_and_center(&turned).0,
    );
    assert!(
        (turned / upright - 1.0).abs() < 0.01,
        "{turned}, upright {upright}"
    );
}

#[test]
fn light_letters_are_drawn_fuller_than_dark_ones() {
    let area = |color: Color| {
        let mut style = style(12.0, 400);
        let mut paint = Paint::default();
        paint.set_color(color);
        style.set_foreground_paint(&paint);
        let paragraph = paragraph_with(&inter(), &ParagraphStyle::new(), &[("gain", &style)]);
        drawn_area_and_center(&draw(|canvas| paragraph.paint(canvas, (4.0, 4.0)))).0
    };
    let (dark, light) = (area(Color::BLACK), area(Color::WHITE));
    assert!(
        light > dark * 1.05 && light < dark * 1.2,
        "{light}, dark {dark}"
    );
}

#[test]
fn a_bold_font_is_made_where_there_is_none() {
    // Boxes have one weight only.
    let fonts = crate::collection(&[]);
    let area = |weight| {
        let style = style(20.0, weight);
        let paragraph = paragraph_with(&fonts, &ParagraphStyle::new(), &[("a", &style)]);
        drawn_area_and_center(&draw(|canvas| paragraph.paint(canvas, (4.0, 4.0)))).0
    };
    // A frame of 10 x 14 with walls of 1, and with walls that are a fourteenth of the size thicker.
    let frame = |wall: f64| (9.0 + wall) * (13.0 + wall) - (9.0 - wall) * (13.0 - wall);
    assert!((area(400) - frame(1.0)).abs() < 0.5, "{}", area(400));
    let bold = frame(1.0 + 20.0 / 14.0);
    assert!(
        (area(700) / bold - 1.0).abs() < 0.03,
        "{}, expected {bold}",
        area(700)
    );
}

#[test]
fn decorations_and_backgrounds_are_as_wide_as_their_text() {
    use skia_safe::textlayout::TextDecoration;
    let mut style = style(20.0, 400);
    style.set_decoration_type(TextDecoration::UNDERLINE);
    style.set_decoration_color(Color::BLACK);
    let paragraph = paragraph_with(&inter(), &ParagraphStyle::new(), &[("    ", &style)]);
    let drawn = draw(|canvas| paragraph.paint(canvas, (4.0, 4.0)));
    let width = f64::from(paragraph.max_intrinsic_width());
    // Inter's underline is 0.066 em thick: one pixel.
    assert!((drawn_area_and_center(&drawn).0 - width).abs() < 0.05);

    let mut style = crate::style(20.0, 400);
    style.set_background_paint(&Paint::default());
    let paragraph = paragraph_with(&inter(), &ParagraphStyle::new(), &[("    ", &style)]);
    let drawn = draw(|canvas| paragraph.paint(canvas, (4.0, 4.0)));
    let area = width * 20.0 * (1984.0 + 494.0) / 2048.0;
    let (drawn, _) = drawn_area_and_center(&drawn);
    assert!(
        (drawn / area - 1.0).abs() < 0.06,
        "{drawn}, expected {area}"
    );
}
