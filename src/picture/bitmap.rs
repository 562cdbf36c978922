//! Pictures of pixels: drawn finer than they become, so that edges are smooth, with letters where their metrics put them.

use std::fmt;

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use plotters::prelude::{BitMapBackend, DrawingBackend, IntoDrawingArea};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};

use super::{Area, INTER};

/// Fine pixels along each side of a pixel.
const FINE: i32 = 3;

/// Where letters stand in the height that they are given, of which capitals are 0.6: the base line below an anchor at the
/// top, in the middle and at the bottom.
const BASE_BELOW_TOP: f64 = 0.61;
const BASE_BELOW_CENTRE: f64 = 0.3;
const BASE_BELOW_BOTTOM: f64 = -0.2;

/// A picture of pixels under the pen.
pub struct Bitmap<'a> {
    fine: BitMapBackend<'a>,
    size: (u32, u32),
    font: Option<FontRef<'static>>,
}

/// Draws a picture and returns it as the contents of a PNG file.
///
/// # Errors
/// What `draw` says, in one line.
pub fn png<E: fmt::Display>(
    size: (u32, u32),
    draw: impl for<'a> FnOnce(&Area<Bitmap<'a>>) -> Result<(), E>,
) -> Result<Vec<u8>, String> {
    let fine_size = (size.0 * FINE as u32, size.1 * FINE as u32);
    let mut fine = vec![0; 3 * (fine_size.0 * fine_size.1) as usize];
    let bitmap = Bitmap {
        fine: BitMapBackend::with_buffer(&mut fine, fine_size),
        size,
        font: FontRef::try_from_slice(INTER).ok(),
    };
    draw(&bitmap.into_drawing_area()).map_err(|error| error.to_string())?;
    encode(size, &averages(size, &fine)).map_err(|error| error.to_string())
}

/// Each pixel's mean of its fine pixels.
fn averages((width, height): (u32, u32), fine: &[u8]) -> Vec<u8> {
    let side = FINE as usize;
    let row_bytes = 3 * side * width as usize;
    let mut pixels = Vec::with_capacity(3 * (width * height) as usize);
    for rows in fine.chunks_exact(row_bytes * side) {
        for column in 0..width as usize {
            for colour in 0..3 {
                let start = 3 * side * column + colour;
                let places = (0..side * side)
                    .map(|place| place / side * row_bytes + start + 3 * (place % side));
                let sum: usize = places.map(|place| usize::from(rows[place])).sum();
                pixels.push((sum / (side * side)) as u8);
            }
        }
    }
    pixels
}

fn encode((width, height): (u32, u32), pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

/// A stroke in fine pixels.
struct Stroke {
    colour: BackendColor,
    width: u32,
}

impl Stroke {
    fn of(style: &impl BackendStyle) -> Self {
        Self {
            colour: style.color(),
            width: style.stroke_width() * FINE as u32,
        }
    }
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.colour
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// The fine pixel in the middle of a pixel.
fn middle((x, y): BackendCoord) -> BackendCoord {
    (x * FINE + FINE / 2, y * FINE + FINE / 2)
}

impl<'a> DrawingBackend for Bitmap<'a> {
    type ErrorType = <BitMapBackend<'a> as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.fine.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.fine.present()
    }

    fn draw_pixel(
        &mut self,
        point: BackendCoord,
        colour: BackendColor,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.draw_rect(point, point, &colour, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        if !fill {
            let corners = [
                (left, top),
                (right, top),
                (right, bottom),
                (left, bottom),
                (left, top),
            ];
            return self.draw_path(corners, style);
        }
        let end = |pixel: i32| pixel * FINE + FINE - 1;
        let from = (left * FINE, top * FINE);
        self.fine
            .draw_rect(from, (end(right), end(bottom)), &style.color(), true)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let path: Vec<_> = path.into_iter().collect();
        // Upright and level lines fill whole pixels.
        if let [(x0, y0), (x1, y1)] = path[..]
            && (x0 == x1 || y0 == y1)
        {
            let before = (style.stroke_width() as i32 - 1) / 2;
            let behind = style.stroke_width() as i32 / 2;
            let (across_x, across_y) = if x0 == x1 { (1, 0) } else { (0, 1) };
            let from = (
                x0.min(x1) - across_x * before,
                y0.min(y1) - across_y * before,
            );
            let to = (
                x0.max(x1) + across_x * behind,
                y0.max(y1) + across_y * behind,
            );
            return self.draw_rect(from, to, &style.color(), true);
        }
        self.fine
            .draw_path(path.into_iter().map(middle), &Stroke::of(style))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let radius = radius * FINE as u32;
        self.fine
            .draw_circle(middle(centre), radius, &Stroke::of(style), fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.fine
            .fill_polygon(corners.into_iter().map(middle), &style.color())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        let Some(font) = self.font.clone() else {
            return Ok(()); // the font is embedded
        };
        let height = style.size() * f64::from(FINE);
        let font = font.as_scaled(PxScale::from(height as f32));
        let glyphs: Vec<_> = text.chars().map(|letter| font.glyph_id(letter)).collect();
        let mut right = 0.0;
        let mut places = Vec::with_capacity(glyphs.len());
        for (index, glyph) in glyphs.iter().enumerate() {
            if index > 0 {
                right += font.kern(glyphs[index - 1], *glyph);
            }
            places.push(right);
            right += font.h_advance(*glyph);
        }
        let left = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => -0.5 * right,
            HPos::Right => -right,
        };
        let base = match style.anchor().v_pos {
            VPos::Top => BASE_BELOW_TOP,
            VPos::Center => BASE_BELOW_CENTRE,
            VPos::Bottom => BASE_BELOW_BOTTOM,
        };
        let origin = (
            (x * FINE) as f32 + left,
            (y * FINE) as f32 + (base * height) as f32,
        );
        for (glyph, place) in glyphs.iter().zip(places) {
            let glyph =
                glyph.with_scale_and_position(font.scale(), point(origin.0 + place, origin.1));
            let Some(outline) = font.outline_glyph(glyph) else {
                continue; // a space
            };
            let corner = outline.px_bounds().min;
            let mut result = Ok(());
            outline.draw(|column, row, coverage| {
                let pixel = (
                    corner.x as i32 + column as i32,
                    corner.y as i32 + row as i32,
                );
                let colour = style.color().mix(f64::from(coverage.min(1.0)));
                if result.is_ok() {
                    result = self.fine.draw_pixel(pixel, colour);
                }
            });
            result?;
        }
        Ok(())
    }
}
