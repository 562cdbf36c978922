//! `preface measure`: settings in figures.

mod plot;
mod table;
mod tsv;

use std::path::PathBuf;

use super::{Failure, print};
use super::{picture_file, sound};
use crate::chain::Settings;
use crate::measure::Report;
use crate::render::SAMPLE_RATES_HZ;

/// Levels at which distortion is measured unless others are asked for, dBFS, less what the preamp amplifies.
const LEVELS_DBFS: [f64; 11] = [
    -60.0, -54.0, -48.0, -42.0, -36.0, -30.0, -24.0, -18.0, -12.0, -6.0, 0.0,
];

/// What `--level` takes, dBFS. The path cuts samples off above.
const LOWEST_DBFS: f64 = -120.0;
const HIGHEST_DBFS: f64 = 59.0;

/// Measure what settings do
///
/// Gain, response, distortion, aliases, noise, latency and direct voltage, as a table or as a picture.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Preset file, or the name of a factory preset
    #[arg(long, value_name = "FILE|NAME")]
    preset: Option<String>,

    /// What it was recorded with, after any preset; "preface interfaces" lists them
    #[arg(long, value_name = "NAME")]
    interface: Option<String>,

    /// Set a parameter, after any preset; "preface params" lists them
    #[arg(long, value_name = "ID=VALUE")]
    set: Vec<String>,

    /// Internal sample rate and filters: live, high or render
    #[arg(long, value_name = "QUALITY", default_value = "live")]
    quality: String,

    /// Sample rate of the host, Hz
    #[arg(long, value_name = "HZ", default_value = "48000")]
    rate: String,

    /// Peak level of the tone that distortion is measured with; may be given several times, and the highest one is also
    /// the level for aliases [default: -60 to 0 in steps of 6, less a gain above 0]
    #[arg(long, value_name = "DBFS", num_args = 1.., allow_negative_numbers = true)]
    level: Vec<String>,

    /// One figure per line, separated by tabs, for scripts
    #[arg(long)]
    tsv: bool,

    /// Draw a picture as well
    #[arg(long, value_name = "OUT.svg|OUT.png")]
    plot: Option<PathBuf>,

    /// Replace a picture that exists
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let settings = settings(arguments)?;
    let sample_rate_hz = sample_rate(&arguments.rate)?;
    let levels_dbfs = levels(&arguments.level, settings.gain_db)?;
    let plot = arguments.plot.as_deref();
    let plan = |path| Ok::<_, Failure>((path, picture_file::plan(path, arguments.force)?));
    let plot = plot.map(plan).transpose()?;
    let report = Report::new(&settings, sample_rate_hz, &levels_dbfs)?;
    if let Some((path, format)) = plot {
        plot::write(path, format, arguments.force, &report)?;
    }
    print(match arguments.tsv {
        true => tsv::text(&report),
        false => table::text(&report),
    })
}

fn settings(arguments: &Arguments) -> Result<Settings, Failure> {
    let mut settings = Settings::default();
    if let Some(name) = &arguments.preset {
        sound::find_preset(name)?.apply(&mut settings);
    }
    settings.quality = sound::quality(&arguments.quality)?;
    if let Some(name) = &arguments.interface {
        sound::interface(name)?.calibrate(&mut settings);
    }
    for assignment in &arguments.set {
        sound::set(&mut settings, assignment)?;
    }
    Ok(settings)
}

pub(super) fn sample_rate(text: &str) -> Result<f64, Failure> {
    let rate = text.parse().ok();
    let rate = rate.filter(|rate| SAMPLE_RATES_HZ.contains(rate));
    rate.map(f64::from).ok_or_else(|| {
        let (lowest, highest) = (SAMPLE_RATES_HZ.start(), SAMPLE_RATES_HZ.end());
        Failure::new(format!(
            "--rate: found \"{text}\", expected {lowest} to {highest} Hz"
        ))
    })
}

fn levels(texts: &[String], gain_db: f64) -> Result<Vec<f64>, Failure> {
    if texts.is_empty() {
        return Ok(LEVELS_DBFS.map(|level| level - gain_db.max(0.0)).to_vec());
    }
    let level = |text: &String| {
        let level = text.parse().ok();
        let level = level.filter(|level| (LOWEST_DBFS..=HIGHEST_DBFS).contains(level));
        level.ok_or_else(|| {
            Failure::new(format!(
                "--level: found \"{text}\", expected {LOWEST_DBFS} to {HIGHEST_DBFS} dBFS"
            ))
        })
    };
    let mut levels: Vec<_> = texts.iter().map(level).collect::<Result<_, _>>()?;
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    Ok(levels)
}
