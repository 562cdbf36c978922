//! The report as a picture.

use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::super::picture_file::{self, Format};
use super::super::sound;
use super::{Failure, table};
use crate::measure::{Distortion, Report, SpectrumLine};
use crate::picture::{
    Area, BACKGROUND, CAPTION_SIZE, Error, GRID, LABEL_SIZE, QUIET_TEXT, TEXT, font,
    frequency_chart, heading, legend, panel, png, register_font,
};

/// Size of the picture, pixels.
const WIDTH: u32 = 1600;
const HEIGHT: u32 = 1080;

/// Heights of the title, of the upper panels and, with the spectrum between them, of the line of figures, pixels.
const TITLE_HEIGHT: u32 = 104;
const UPPER_HEIGHT: u32 = 430;
const FIGURES_HEIGHT: u32 = 96;

/// Letters of the settings that find room beside each other.
const MOST_LETTERS: usize = 150;

const RESPONSE: RGBColor = RGBColor(0x5c, 0xb3, 0xff);
const THD: RGBColor = RGBColor(0x5a, 0x60, 0x6c);
const ALIAS: RGBColor = RGBColor(0xd0, 0x6a, 0x6a);

/// H2 to H5, the even ones warm and the odd ones cold, as they are said to sound.
const HARMONICS: [(&str, RGBColor); 4] = [
    ("H2", RGBColor(0xff, 0x9e, 0x3d)),
    ("H3", RGBColor(0x5c, 0xb3, 0xff)),
    ("H4", RGBColor(0xf2, 0xd0, 0x5c)),
    ("H5", RGBColor(0x7c, 0xd9, 0xb0)),
];

/// Lowest harmonic and lowest line of a spectrum that are shown, dB.
const HARMONICS_FLOOR_DB: f64 = -120.0;
const SPECTRUM_FLOOR_DBFS: f64 = -150.0;

/// Draws the report into a file, completely or not at all.
pub(super) fn write(
    path: &Path,
    format: Format,
    overwrite: bool,
    report: &Report,
) -> Result<(), Failure> {
    register_font().map_err(Failure::new)?;
    let picture = match format {
        Format::Svg => svg(report)?,
        Format::Png => png((WIDTH, HEIGHT), |root| draw(root, report)).map_err(Failure::new)?,
    };
    picture_file::save(path, overwrite, &picture)
}

fn svg(report: &Report) -> Result<Vec<u8>, Failure> {
    let mut text = String::new();
    draw(
        &SVGBackend::with_string(&mut text, (WIDTH, HEIGHT)).into_drawing_area(),
        report,
    )?;
    Ok(text.into_bytes())
}

fn draw<DB: DrawingBackend>(root: &Area<DB>, report: &Report) -> Result<(), Error<DB>> {
    root.fill(&BACKGROUND)?;
    let (title, rest) = root.split_vertically(TITLE_HEIGHT);
    draw_title(&title, report)?;
    let (panels, figures) = rest.split_vertically(HEIGHT - TITLE_HEIGHT - FIGURES_HEIGHT);
    let (upper, lower) = panels.split_vertically(UPPER_HEIGHT);
    let (left, right) = upper.split_horizontally(WIDTH / 2);
    draw_response(&panel(&left)?, report)?;
    draw_harmonics(&panel(&right)?, report)?;
    draw_spectrum(&panel(&lower)?, report)?;
    draw_figures(&panel(&figures)?, report)?;
    root.present()
}

fn draw_title<DB: DrawingBackend>(area: &Area<DB>, report: &Report) -> Result<(), Error<DB>> {
    let words = sound::in_words(&report.settings);
    let mut shown: String = words.chars().take(MOST_LETTERS).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    let how = format!(
        "quality {}, host {} kHz, circuits {} kHz",
        table::quality(report),
        report.sample_rate_hz / 1e3,
        report.internal_rate_hz / 1e3
    );
    area.draw_text("PREFACE", &font(40, TEXT), (27, 18))?;
    let circuits = sound::character(&report.settings);
    area.draw_text(&circuits, &font(26, QUIET_TEXT), (204, 30))?;
    area.draw_text(&shown, &font(21, TEXT), (28, 70))?;
    let right = Pos::new(HPos::Right, VPos::Top);
    let style = font(CAPTION_SIZE, QUIET_TEXT).pos(right);
    area.draw_text(&how, &style, (WIDTH as i32 - 28, 36))
}

fn draw_response<DB: DrawingBackend>(area: &Area<DB>, report: &Report) -> Result<(), Error<DB>> {
    heading(area, "Response", RESPONSE, "small signal")?;
    let gains = report.response.iter().map(|point| point.gain_db);
    let (low, high) = gains.fold(
        (f64::INFINITY, f64::NEG_INFINITY),
        |(low, high), gain_db| (low.min(gain_db), high.max(gain_db)),
    );
    // Never so near that a tenth of a decibel looks like something.
    let top = (high + 1.0).ceil().max(report.gain.path_db.round() + 3.0);
    let bottom = (low - 1.0).floor().min(report.gain.path_db.round() - 3.0);
    let bottom = bottom.max(top - 48.0);
    let label = |db: &f64| format!("{:+.0} dB", table::rounded(*db, 0));
    let mut chart = frequency_chart(area, bottom..top, 8, &label)?;
    let points = report.response.iter();
    let points = points.map(|point| (point.frequency_hz, point.gain_db.max(bottom)));
    chart.draw_series(LineSeries::new(points, RESPONSE.stroke_width(2)))?;
    Ok(())
}

fn draw_harmonics<DB: DrawingBackend>(area: &Area<DB>, report: &Report) -> Result<(), Error<DB>> {
    heading(
        area,
        "Harmonics",
        TEXT,
        &format!("{:.0} Hz against its level", report.reference.frequency_hz),
    )?;
    let mut curves = vec![("THD", THD)];
    curves.extend(HARMONICS);
    legend(area, 160, 72, &curves)?;
    let levels = report.levels.iter().map(|row| row.level_dbfs);
    let (lowest, highest) = levels
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), level| {
            (low.min(level), high.max(level))
        });
    // A single level still needs a width.
    let highest = highest.max(lowest + 1.0);
    let mut chart = ChartBuilder::on(area)
        .margin_top(48)
        .margin_right(20)
        .margin_bottom(6)
        .x_label_area_size(54)
        .y_label_area_size(70)
        .right_y_label_area_size(70)
        .build_cartesian_2d(lowest..highest, HARMONICS_FLOOR_DB..0.0)?
        .set_secondary_coord(lowest..highest, HARMONICS_FLOOR_DB..0.0);
    let labels = font(LABEL_SIZE, QUIET_TEXT);
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(GRID)
        .label_style(labels.clone())
        .x_labels(8)
        .y_labels(7)
        .x_label_formatter(&|level| format!("{level:.0} dBFS"))
        .y_label_formatter(&|db| format!("{db:.0} dB"))
        .draw()?;
    chart
        .configure_secondary_axes()
        .axis_style(GRID)
        .label_style(labels)
        .y_labels(7)
        .y_label_formatter(&|db| percent(*db))
        .draw()?;
    let thd: &dyn Fn(&Distortion) -> f64 = &|row| 20.0 * (row.thd_pct() / 100.0).log10();
    let mut draw_curve = |of: &dyn Fn(&Distortion) -> f64, style: ShapeStyle| {
        let rows = report.levels.iter();
        let points: Vec<_> = rows.map(|row| (row.level_dbfs, of(row).min(0.0))).collect();
        let ends = points.iter().filter(|point| is_above_floor(point));
        chart.draw_series(
            ends.map(|point| Circle::new(*point, style.stroke_width + 1, style.filled())),
        )?;
        chart.draw_series(above_floor(&points).map(|line| PathElement::new(line, style)))?;
        Ok(())
    };
    draw_curve(thd, THD.stroke_width(5))?;
    for (place, (_, colour)) in HARMONICS.iter().enumerate() {
        draw_curve(&|row| row.harmonics_db[place], colour.stroke_width(2))?;
    }
    if is_clean(report) {
        let (width, height) = area.dim_in_pixel();
        let style = font(CAPTION_SIZE, QUIET_TEXT).pos(Pos::new(HPos::Center, VPos::Center));
        let text = format!("nothing above {HARMONICS_FLOOR_DB} dB");
        area.draw_text(&text, &style, (width as i32 / 2, height as i32 / 2))?;
    }
    draw_input_levels(area, report)
}

/// True where no level has distortion that is shown.
fn is_clean(report: &Report) -> bool {
    let lowest_pct = 100.0 * 10f64.powf(HARMONICS_FLOOR_DB / 20.0);
    report.levels.iter().all(|row| row.thd_pct() < lowest_pct)
}

/// The straight pieces of a curve above the floor, each from where it leaves it.
fn above_floor(points: &[(f64, f64)]) -> impl Iterator<Item = [(f64, f64); 2]> {
    /// What is farther down is taken to be here.
    const LOWEST_DB: f64 = HARMONICS_FLOOR_DB - 60.0;
    let cut = |(level, db): (f64, f64), (other_level, other_db): (f64, f64)| {
        let (db, other_db) = (db.max(LOWEST_DB), other_db.max(LOWEST_DB));
        let share = ((HARMONICS_FLOOR_DB - db) / (other_db - db)).max(0.0);
        (
            level + share * (other_level - level),
            db.max(HARMONICS_FLOOR_DB),
        )
    };
    points
        .windows(2)
        .filter(|ends| ends.iter().any(is_above_floor))
        .map(
            move |ends| match (is_above_floor(&ends[0]), is_above_floor(&ends[1])) {
                (true, true) => [ends[0], ends[1]],
                (false, _) => [cut(ends[0], ends[1]), ends[1]],
                (true, false) => [ends[0], cut(ends[1], ends[0])],
            },
        )
}

fn is_above_floor((_, db): &(f64, f64)) -> bool {
    *db > HARMONICS_FLOOR_DB
}

/// Says what 0 dBFS is at the preamp's input, below the axis of levels.
fn draw_input_levels<DB: DrawingBackend>(
    area: &Area<DB>,
    report: &Report,
) -> Result<(), Error<DB>> {
    let Some(row) = report.levels.last() else {
        return Ok(());
    };
    let (width, height) = area.dim_in_pixel();
    let text = format!(
        "peak of the recorded tone; 0 dBFS is {:+.1} dBu at the preamp's input",
        row.input_dbu - row.level_dbfs
    );
    let style = font(LABEL_SIZE, QUIET_TEXT).pos(Pos::new(HPos::Center, VPos::Bottom));
    area.draw_text(&text, &style, (width as i32 / 2, height as i32 - 8))
}

/// A level of distortion in percent.
fn percent(db: f64) -> String {
    let percent = 100.0 * 10f64.powf(db / 20.0);
    format!("{} %", (percent * 1e6).round() / 1e6)
}

fn draw_spectrum<DB: DrawingBackend>(area: &Area<DB>, report: &Report) -> Result<(), Error<DB>> {
    let tone_hz = report.reference.frequency_hz;
    let level = format!("{tone_hz:.0} Hz at {} dBFS", report.reference.level_dbfs);
    heading(area, "Spectrum", TEXT, &level)?;
    legend(
        area,
        150,
        120,
        &[("harmonics", HARMONICS[0].1), ("others", ALIAS)],
    )?;
    let loudest = report.spectrum.iter().map(|line| line.level_dbfs);
    let top = (loudest.fold(0.0, f64::max) / 10.0).ceil() * 10.0 + 10.0;
    let label = |dbfs: &f64| format!("{dbfs:.0} dBFS");
    let mut chart = frequency_chart(area, SPECTRUM_FLOOR_DBFS..top, 9, &label)?;
    let shown = report.spectrum.iter().filter(|line| {
        (20.0..=20e3).contains(&line.frequency_hz) && line.level_dbfs > SPECTRUM_FLOOR_DBFS
    });
    let (harmonics, others): (Vec<_>, Vec<_>) = shown.partition(|line: &&SpectrumLine| {
        let order = line.frequency_hz / tone_hz;
        (order - order.round()).abs() < 1e-6
    });
    for (lines, colour, width) in [(&others, ALIAS, 1), (&harmonics, HARMONICS[0].1, 3)] {
        let style = colour.stroke_width(width);
        chart.draw_series(lines.iter().map(|line: &&SpectrumLine| {
            let hz = line.frequency_hz;
            PathElement::new([(hz, SPECTRUM_FLOOR_DBFS), (hz, line.level_dbfs)], style)
        }))?;
    }
    let (origin_x, origin_y) = area.get_base_pixel();
    let above = font(LABEL_SIZE, TEXT).pos(Pos::new(HPos::Center, VPos::Bottom));
    for line in harmonics
        .iter()
        .filter(|line| line.frequency_hz < 9.5 * tone_hz)
    {
        let (x, y) = chart.backend_coord(&(line.frequency_hz, line.level_dbfs));
        let name = format!("H{:.0}", line.frequency_hz / tone_hz);
        area.draw_text(&name, &above, (x - origin_x, y - origin_y - 4))?;
    }
    Ok(())
}

/// Single figures side by side.
fn draw_figures<DB: DrawingBackend>(area: &Area<DB>, report: &Report) -> Result<(), Error<DB>> {
    let decibels = |db: f64| match db < -140.0 {
        true => "< -140 dB".to_owned(),
        false => format!("{db:.1} dB"),
    };
    let reference = report.reference;
    let mut figures = vec![
        (
            "Gain at 1 kHz".to_owned(),
            format!("{:+.2} dB", table::rounded(report.gain.path_db, 2)),
        ),
        (
            format!("THD at {} dBFS", report.reference.level_dbfs),
            format!("{:.4} %", reference.thd_pct()),
        ),
        (
            "1 dB compression".to_owned(),
            report.compression.map_or_else(
                || "none".to_owned(),
                |found| format!("{:+.1} dBFS", found.level_dbfs),
            ),
        ),
        (
            "Noise (EIN)".to_owned(),
            report
                .noise
                .ein_dbu
                .map_or_else(|| "off".to_owned(), |ein_dbu| format!("{ein_dbu:.1} dBu")),
        ),
    ];
    for alias in &report.aliases {
        figures.push((
            format!(
                "Alias of {:.0} Hz, {:.0} dBFS",
                alias.tone_hz, alias.level_dbfs
            ),
            decibels(alias.alias_db),
        ));
    }
    figures.push((
        "Latency".to_owned(),
        format!("{} samples", report.latency.reported_samples),
    ));
    figures.push((
        "Direct voltage".to_owned(),
        table::volt(reference.direct_volt),
    ));
    let (width, _) = area.dim_in_pixel();
    let room = (width as i32 - 40) / figures.len() as i32;
    for (place, (name, figure)) in figures.iter().enumerate() {
        let x = 20 + room * place as i32;
        area.draw_text(name, &font(LABEL_SIZE, QUIET_TEXT), (x, 14))?;
        area.draw_text(figure, &font(24, TEXT), (x, 40))?;
    }
    Ok(())
}
