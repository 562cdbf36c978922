//! What was drawn.

use skia_safe::{Canvas, Color, Paint, PaintStyle, Path, PathBuilder, RRect, Rect, surfaces};

/// Pixels, premultiplied 0xAARRGGBB.
pub struct Picture {
    width: usize,
    pub argb: Vec<u32>,
}

impl Picture {
    /// What is drawn onto nothing.
    pub fn of(width: i32, height: i32, draw: impl FnOnce(&Canvas)) -> Self {
        let mut surface = surfaces::raster_n32_premul((width, height)).expect("a small surface");
        draw(surface.canvas());
        Self {
            width: width as usize,
            argb: surface.pixels().to_vec(),
        }
    }

    /// Alpha, red, green and blue, premultiplied, 0..=255.
    pub fn at(&self, x: usize, y: usize) -> [u8; 4] {
        self.argb[y * self.width + x].to_be_bytes()
    }

    /// Alpha as a share.
    pub fn alpha(&self, x: usize, y: usize) -> f32 {
        f32::from(self.at(x, y)[0]) / 255.0
    }

    /// The sum of all alphas: the area that is covered, in pixels.
    pub fn area(&self) -> f64 {
        let sum: u64 = self.argb.iter().map(|pixel| u64::from(pixel >> 24)).sum();
        sum as f64 / 255.0
    }
}

/// Opaque white with smooth edges.
pub fn white() -> Paint {
    let mut paint = Paint::default();
    paint.set_color(Color::WHITE).set_anti_alias(true);
    paint
}

/// A line of opaque white with smooth edges.
pub fn white_line(width: f32) -> Paint {
    let mut paint = white();
    paint.set_style(PaintStyle::Stroke).set_stroke_width(width);
    paint
}

pub fn circle(x: f32, y: f32, radius: f32) -> Path {
    PathBuilder::new().add_circle((x, y), radius, None).detach()
}

pub fn rounded(rect: Rect, radius: f32) -> Path {
    let rounded = RRect::new_rect_xy(rect, radius, radius);
    PathBuilder::new().add_rrect(rounded, None, None).detach()
}

/// A path that is known by its points only.
pub fn polygon(points: &[(f32, f32)]) -> Path {
    let mut path = PathBuilder::new();
    path.move_to(points[0]);
    for point in &points[1..] {
        path.line_to(*point);
    }
    path.close().detach()
}

/// Checks that two numbers are no further apart than `tolerance`.
#[track_caller]
pub fn assert_close(found: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!(
        (found - wanted).abs() <= tolerance,
        "{what}: {found} instead of {wanted} +- {tolerance}"
    );
}
