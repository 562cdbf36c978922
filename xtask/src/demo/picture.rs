//! The picture of before and after: waveforms, a close-up and spectra.

mod spectrum;

use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use plotters::prelude::*;
use preface::chain::Parameter;
use preface::picture::{
    self, BACKGROUND, Bitmap, GRID, LABEL_SIZE, QUIET_TEXT, TEXT, font, frequency_chart, heading,
    legend, panel, png, register_font,
};

use super::{Audio, levels::Levels};

const SIZE: (u32, u32) = (1920, 1200);

const BEFORE: RGBColor = RGBColor(0x5c, 0xb3, 0xff);
const AFTER: RGBColor = RGBColor(0xff, 0x9e, 0x3d);

/// Height of the title, pixels.
const TITLE_HEIGHT: u32 = 110;

/// Half of the close-up, seconds.
const CLOSE_UP_SECONDS: f64 = 0.008;

type Area<'a> = picture::Area<Bitmap<'a>>;

/// What is drawn of one side.
struct Side<'a> {
    name: &'static str,
    colour: RGBColor,
    audio: &'a Audio,
    /// Volt at full scale.
    volt: f64,
    levels: Levels,
    calibration_dbu: f64,
}

/// Draws the picture into a PNG file.
pub fn draw(file: &Path, dry: &Audio, wet: &Audio, settings: &str) -> Result<()> {
    register_font().map_err(anyhow::Error::msg)?;
    let sides = [
        Side::new("Before", BEFORE, dry, "in_cal_dbu"),
        Side::new("After", AFTER, wet, "out_cal_dbu"),
    ];
    let picture = png(SIZE, |root| draw_panels(root, &sides, settings));
    Ok(std::fs::write(file, picture.map_err(anyhow::Error::msg)?)?)
}

fn draw_panels(root: &Area<'_>, sides: &[Side<'_>; 2], settings: &str) -> Result<()> {
    root.fill(&BACKGROUND)?;
    let (title, panels) = root.split_vertically(TITLE_HEIGHT);
    draw_title(&title, settings)?;
    let (upper, lower) = panels.split_vertically(560);
    let (waves, close_up) = upper.split_horizontally(1240);
    let (before, after) = waves.split_vertically(280);
    let volts = sides.iter().map(Side::peak_volt).fold(0.1, f64::max) * 1.12;
    draw_waveform(&panel(&before)?, &sides[0], volts)?;
    draw_waveform(&panel(&after)?, &sides[1], volts)?;
    draw_close_up(&panel(&close_up)?, sides, volts)?;
    draw_spectra(&panel(&lower)?, sides)?;
    root.present()?;
    Ok(())
}

impl<'a> Side<'a> {
    fn new(name: &'static str, colour: RGBColor, audio: &'a Audio, calibration: &str) -> Self {
        let calibration_dbu = Parameter::find(calibration).map_or(0.0, Parameter::default_value);
        Self {
            name,
            colour,
            audio,
            // 0 dBu is the voltage of 1 mW in 600 ohm.
            volt: (2.0 * 0.6 * 10f64.powf(calibration_dbu / 10.0)).sqrt(),
            levels: Levels::of(audio),
            calibration_dbu,
        }
    }

    fn peak_volt(&self) -> f64 {
        self.volt * 10f64.powf(self.levels.peak_dbfs / 20.0)
    }

    fn caption(&self) -> String {
        format!(
            "peak {:.1} dBFS  {:.1} dBu    RMS {:.1} dBFS  {:.1} dBu",
            self.levels.peak_dbfs,
            self.levels.peak_dbfs + self.calibration_dbu,
            self.levels.rms_dbfs,
            self.levels.rms_dbfs + self.calibration_dbu,
        )
    }
}

fn draw_title(area: &Area<'_>, settings: &str) -> Result<()> {
    area.draw_text("PREFACE", &font(44, TEXT), (28, 22))?;
    area.draw_text("before and after", &font(28, QUIET_TEXT), (236, 35))?;
    area.draw_text(settings, &font(22, QUIET_TEXT), (30, 78))?;
    Ok(())
}

fn draw_waveform(area: &Area<'_>, side: &Side<'_>, volts: f64) -> Result<()> {
    heading(area, side.name, side.colour, &side.caption())?;
    let rate = f64::from(side.audio.sample_rate_hz);
    let samples = &side.audio.channels[0];
    let seconds = samples.len() as f64 / rate;
    let mut chart = ChartBuilder::on(area)
        .margin_top(48)
        .margin_right(20)
        .margin_bottom(6)
        .x_label_area_size(30)
        .y_label_area_size(78)
        .build_cartesian_2d(0.0..seconds, -volts..volts)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(GRID)
        .label_style(font(LABEL_SIZE, QUIET_TEXT))
        .x_labels(10)
        .y_labels(5)
        .x_label_formatter(&|seconds| format!("{seconds:.1} s"))
        .y_label_formatter(&|volt| format!("{volt:.1} V"))
        .draw()?;
    let (columns, _) = chart.plotting_area().dim_in_pixel();
    let mut upper = Vec::new();
    let mut lower = Vec::new();
    for column in 0..columns as usize {
        let place = |column: usize| column * samples.len() / columns as usize;
        let part = &samples[place(column)..place(column + 1).max(place(column) + 1)];
        let (low, high) = extremes(part);
        let x = seconds * column as f64 / f64::from(columns);
        upper.push((x, high * side.volt));
        lower.push((x, low * side.volt));
    }
    upper.extend(lower.into_iter().rev());
    let style = side.colour.filled();
    chart.draw_series(std::iter::once(Polygon::new(upper, style)))?;
    Ok(())
}

fn extremes(samples: &[f32]) -> (f64, f64) {
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    samples.iter().fold(start, |(low, high), &sample| {
        (low.min(f64::from(sample)), high.max(f64::from(sample)))
    })
}

/// Both sides around the loudest moment of the recording.
fn draw_close_up(area: &Area<'_>, sides: &[Side<'_>; 2], volts: f64) -> Result<()> {
    heading(area, "Close-up", TEXT, "the loudest 16 ms")?;
    let samples = &sides[0].audio.channels[0];
    let rate = f64::from(sides[0].audio.sample_rate_hz);
    let half = ((CLOSE_UP_SECONDS * rate) as usize).min(samples.len() / 2);
    let loudest = (half..samples.len() - half)
        .max_by(|&left, &right| samples[left].abs().total_cmp(&samples[right].abs()))
        .unwrap_or(half);
    let shown = loudest - half..loudest + half;
    let milliseconds = |index: usize| (index as f64 - loudest as f64) / rate * 1e3;
    let mut chart = ChartBuilder::on(area)
        .margin_top(48)
        .margin_right(20)
        .margin_bottom(6)
        .x_label_area_size(30)
        .y_label_area_size(66)
        .build_cartesian_2d(
            milliseconds(shown.start)..milliseconds(shown.end),
            -volts..volts,
        )?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(GRID)
        .label_style(font(LABEL_SIZE, QUIET_TEXT))
        .x_labels(8)
        .y_labels(9)
        .x_label_formatter(&|milliseconds| format!("{milliseconds:.0} ms"))
        .y_label_formatter(&|volt| format!("{volt:.1} V"))
        .draw()?;
    for side in sides {
        let samples = &side.audio.channels[0];
        let points = shown
            .clone()
            .map(|index| (milliseconds(index), f64::from(samples[index]) * side.volt));
        chart.draw_series(LineSeries::new(points, side.colour.stroke_width(2)))?;
    }
    Ok(())
}

fn draw_spectra(area: &Area<'_>, sides: &[Side<'_>; 2]) -> Result<()> {
    let shown = "power in bands of 1/24 octave, average of the whole length";
    heading(area, "Spectrum", TEXT, shown)?;
    let curves = [0, 1].map(|index| spectrum::bands(sides[index].audio));
    let top = curves.iter().flatten().map(|&(_, db)| db);
    let top = (top.fold(-60.0, f64::max) / 10.0).ceil() * 10.0;
    let range: Range<f64> = top - 100.0..top;
    let label = |db: &f64| format!("{db:.0} dBFS");
    let mut chart = frequency_chart(area, range.clone(), 10, &label)?;
    for (side, curve) in sides.iter().zip(&curves) {
        let visible = curve
            .iter()
            .map(|&(hz, db)| (hz, db.max(range.start)))
            .filter(|&(hz, _)| (20.0..=20_000.0).contains(&hz));
        chart.draw_series(LineSeries::new(visible, side.colour.stroke_width(2)))?;
    }
    let curves = sides.each_ref().map(|side| (side.name, side.colour));
    legend(area, 150, 110, &curves)?;
    Ok(())
}
