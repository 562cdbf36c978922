//! Responses in one chart.

use plotters::prelude::*;

use super::{Failure, Response};
use crate::cli::picture_file::Format;
use crate::picture::{
    Area, BACKGROUND, CAPTION_SIZE, Error, TEXT, font, frequency_chart, heading, panel, png,
    register_font,
};

/// Size of the picture, pixels.
const WIDTH: u32 = 1000;
const HEIGHT: u32 = 480;

/// Height of the names below the chart, pixels, and where they begin.
const NAMES_HEIGHT: u32 = 40;
const NAMES_LEFT: i32 = 86;

/// What lies farther below the highest gain is cut off, dB.
const DEEPEST_DB: f64 = 48.0;

/// Curves far apart in hue, as bright as each other.
const COLOURS: [RGBColor; 6] = [
    RGBColor(0x5c, 0xb3, 0xff),
    RGBColor(0xff, 0x9e, 0x3d),
    RGBColor(0x7c, 0xd9, 0xb0),
    RGBColor(0xe8, 0x7a, 0xb0),
    RGBColor(0xf2, 0xd0, 0x5c),
    RGBColor(0xb0, 0x9a, 0xff),
];

/// The picture as a file's content.
pub(super) fn picture(format: Format, responses: &[Response]) -> Result<Vec<u8>, Failure> {
    register_font().map_err(Failure::new)?;
    match format {
        Format::Svg => {
            let mut text = String::new();
            let size = (WIDTH, HEIGHT);
            let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
            draw(&area, responses)?;
            drop(area);
            Ok(text.into_bytes())
        }
        Format::Png => png((WIDTH, HEIGHT), |area| draw(area, responses)).map_err(Failure::new),
    }
}

fn draw<DB: DrawingBackend>(root: &Area<DB>, responses: &[Response]) -> Result<(), Error<DB>> {
    root.fill(&BACKGROUND)?;
    let panel = panel(root)?;
    let (_, height) = panel.dim_in_pixel();
    let (area, names) = panel.split_vertically(height - NAMES_HEIGHT);
    heading(&area, "Response", TEXT, "small signal")?;
    let gains = responses.iter().flat_map(|response| &response.points);
    let (low, high) = gains.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| {
        (low.min(point.gain_db), high.max(point.gain_db))
    });
    let top = (high + 1.0).ceil();
    let bottom = (low - 1.0).floor().min(top - 6.0).max(top - DEEPEST_DB);
    let label = |db: &f64| format!("{:+.0} dB", db.round() + 0.0);
    let mut chart = frequency_chart(&area, bottom..top, 9, &label)?;
    for (response, colour) in responses.iter().zip(COLOURS.iter().cycle()) {
        let points = response.points.iter();
        let points = points.map(|point| (point.frequency_hz, point.gain_db.max(bottom)));
        chart.draw_series(LineSeries::new(points, colour.stroke_width(2)))?;
    }
    let (width, _) = names.dim_in_pixel();
    let room = (width as i32 - NAMES_LEFT) / responses.len().max(1) as i32;
    for (place, (response, colour)) in responses.iter().zip(COLOURS.iter().cycle()).enumerate() {
        let x = NAMES_LEFT + room * place as i32;
        names.draw(&Rectangle::new([(x, 12), (x + 18, 16)], colour.filled()))?;
        let style = font(CAPTION_SIZE, *colour);
        names.draw_text(&response.label, &style, (x + 26, 5))?;
    }
    root.present()
}
