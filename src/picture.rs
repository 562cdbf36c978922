//! What pictures of measurements and recordings have in common: colours, lettering, panels and the axis of frequency.

mod bitmap;

pub use bitmap::{Bitmap, png};

use std::ops::Range;

use plotters::coord::Shift;
use plotters::coord::combinators::LogCoord;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::register_font as register;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Behind everything.
pub const BACKGROUND: RGBColor = RGBColor(0x12, 0x14, 0x18);
/// Behind a panel.
pub const PANEL: RGBColor = RGBColor(0x1a, 0x1d, 0x23);
/// Lines of a grid.
pub const GRID: RGBColor = RGBColor(0x2c, 0x30, 0x39);
/// What is read first.
pub const TEXT: RGBColor = RGBColor(0xe4, 0xe7, 0xec);
/// What explains.
pub const QUIET_TEXT: RGBColor = RGBColor(0x97, 0x9e, 0xab);

/// Sizes of letters, pixels: a panel's heading, what stands beside it, labels of axes.
pub const HEADING_SIZE: u32 = 23;
/// What stands beside a heading.
pub const CAPTION_SIZE: u32 = 18;
/// Labels of axes.
pub const LABEL_SIZE: u32 = 16;

/// The embedded font's name. Where a picture is drawn by someone else (SVG) who has no Inter, his own takes its place.
const FONT: &str = "Inter, sans-serif";

/// The embedded font.
const INTER: &[u8] = include_bytes!("../assets/fonts/Inter.ttf");

/// Side of the gaps between panels, pixels.
const GAP: u32 = 14;

/// Frequencies with a line and a label, Hz.
const MARKED_HZ: [f64; 10] = [20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 10e3, 20e3];

/// The part of a picture that `DB` draws.
pub type Area<DB> = DrawingArea<DB, Shift>;

/// Why something cannot be drawn.
pub type Error<DB> = DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>;

/// A chart over frequency, 20 Hz to 20 kHz.
pub type FrequencyChart<'a, DB> = ChartContext<'a, DB, Cartesian2d<LogCoord<f64>, RangedCoordf64>>;

/// Makes the embedded font known; before anything is drawn.
///
/// # Errors
/// The font cannot be read.
pub fn register_font() -> Result<(), &'static str> {
    register(FONT, FontStyle::Normal, INTER).map_err(|_| "the embedded font cannot be read")
}

/// Letters of this size, in pixels.
pub fn font(size: u32, colour: RGBColor) -> TextStyle<'static> {
    (FONT, size).into_font().color(&colour)
}

/// Fills a panel and leaves gaps around it.
///
/// # Errors
/// The backend cannot draw.
pub fn panel<DB: DrawingBackend>(area: &Area<DB>) -> Result<Area<DB>, Error<DB>> {
    let gap = GAP / 2;
    let panel = area.margin(gap, gap, gap, gap);
    panel.fill(&PANEL)?;
    Ok(panel)
}

/// Writes a panel's heading and, to the right, what it shows.
///
/// # Errors
/// The backend cannot draw.
pub fn heading<DB: DrawingBackend>(
    area: &Area<DB>,
    text: &str,
    colour: RGBColor,
    right: &str,
) -> Result<(), Error<DB>> {
    area.draw_text(text, &font(HEADING_SIZE, colour), (20, 12))?;
    let style = font(CAPTION_SIZE, QUIET_TEXT).pos(Pos::new(HPos::Right, VPos::Top));
    let (width, _) = area.dim_in_pixel();
    area.draw_text(right, &style, (width as i32 - 20, 15))
}

/// The grid of a chart over frequency below a panel's heading, `lines` of it about across.
///
/// # Errors
/// The backend cannot draw.
pub fn frequency_chart<'a, DB: DrawingBackend>(
    area: &'a Area<DB>,
    range: Range<f64>,
    lines: usize,
    label: &dyn Fn(&f64) -> String,
) -> Result<FrequencyChart<'a, DB>, Error<DB>> {
    let mut chart = ChartBuilder::on(area)
        .margin_top(48)
        .margin_right(36)
        .margin_bottom(6)
        .x_label_area_size(34)
        .y_label_area_size(86)
        .build_cartesian_2d((20.0..20_000.0).log_scale(), range.clone())?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(GRID)
        .label_style(font(LABEL_SIZE, QUIET_TEXT))
        .x_label_formatter(&|_| String::new())
        .y_labels(lines)
        .y_label_formatter(label)
        .draw()?;
    // The chart's own labels stand at decades only.
    let (origin_x, origin_y) = area.get_base_pixel();
    let below = font(LABEL_SIZE, QUIET_TEXT).pos(Pos::new(HPos::Center, VPos::Top));
    for hz in MARKED_HZ {
        let line = PathElement::new([(hz, range.start), (hz, range.end)], GRID);
        chart.draw_series(std::iter::once(line))?;
        let (x, y) = chart.backend_coord(&(hz, range.start));
        area.draw_text(&hertz(hz), &below, (x - origin_x, y - origin_y + 8))?;
    }
    Ok(chart)
}

/// A frequency as labels show it.
pub fn hertz(hz: f64) -> String {
    match hz >= 1000.0 {
        true => format!("{:.0} kHz", hz / 1000.0),
        false => format!("{hz:.0} Hz"),
    }
}

/// Colours and names of curves, to the right of a panel's heading that is `start` pixels long. Every name has as much
/// room.
///
/// # Errors
/// The backend cannot draw.
pub fn legend<DB: DrawingBackend>(
    area: &Area<DB>,
    start: i32,
    room: i32,
    curves: &[(&str, RGBColor)],
) -> Result<(), Error<DB>> {
    for (place, (name, colour)) in curves.iter().enumerate() {
        let x = start + room * place as i32;
        area.draw(&Rectangle::new([(x, 18), (x + 18, 23)], colour.filled()))?;
        area.draw_text(name, &font(CAPTION_SIZE, *colour), (x + 26, 15))?;
    }
    Ok(())
}
