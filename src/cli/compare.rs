//! `preface compare`: the responses of several sounds beside each other.

mod plot;

use std::path::PathBuf;

use rayon::prelude::*;

use super::measure::sample_rate;
use super::sound::{self, Sound};
use super::{Failure, picture_file, print};
use crate::measure::{Bench, ResponsePoint};

/// Compare what presets do to small signals
///
/// The response of each, where it peaks and where it has lost 3 dB, both against 100 Hz, and how the others differ from the
/// first.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    sound: sound::Wanted,

    /// Sample rate of the host, Hz
    #[arg(long, value_name = "HZ", default_value = "48000")]
    rate: String,

    /// Draw a picture as well
    #[arg(long, value_name = "OUT.svg|OUT.png")]
    plot: Option<PathBuf>,

    /// Replace a picture that exists
    #[arg(long)]
    force: bool,
}

/// Frequencies of a response: 24 an octave, so that a peak's height is within a tenth of a decibel.
const RESPONSE_POINTS: usize = 240;

/// Frequencies that are printed, Hz.
const PRINTED_HZ: [f64; 7] = [50.0, 100.0, 1e3, 2e3, 3e3, 5e3, 10e3];

/// What peaks and losses are counted from, Hz.
const REFERENCE_HZ: f64 = 100.0;

/// What is less of a peak than this is none, dB.
const LEAST_PEAK_DB: f64 = 0.1;

/// A sound's response.
pub(super) struct Response {
    label: String,
    points: Vec<ResponsePoint>,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let sounds = sound::sounds(&arguments.sound)?;
    let sample_rate_hz = sample_rate(&arguments.rate)?;
    let plot = arguments.plot.as_deref();
    let plan = |path| Ok::<_, Failure>((path, picture_file::plan(path, arguments.force)?));
    let plot = plot.map(plan).transpose()?;
    let responses: Vec<_> = sounds
        .into_par_iter()
        .map(|sound| respond(sound, sample_rate_hz))
        .collect::<Result<_, _>>()?;
    if let Some((path, format)) = plot {
        let picture = plot::picture(format, &responses)?;
        picture_file::save(path, arguments.force, &picture)?;
    }
    print(table(&responses))
}

fn respond(sound: Sound, sample_rate_hz: f64) -> Result<Response, Failure> {
    let mut bench = Bench::new(&sound.settings, sample_rate_hz)?;
    Ok(Response {
        label: sound.label,
        points: bench.response(RESPONSE_POINTS),
    })
}

impl Response {
    /// Gain at the measured frequency nearest to this one, dB.
    fn gain_db(&self, hz: f64) -> f64 {
        let distance = |point: &ResponsePoint| (point.frequency_hz / hz).ln().abs();
        let nearest =
            (self.points.iter()).min_by(|one, other| distance(one).total_cmp(&distance(other)));
        nearest.map_or(f64::NAN, |point| point.gain_db)
    }

    /// Frequencies above the reference, with gains against it.
    fn above_reference(&self) -> impl Iterator<Item = (f64, f64)> {
        let reference_db = self.gain_db(REFERENCE_HZ);
        let above = |point: &&ResponsePoint| point.frequency_hz > REFERENCE_HZ;
        (self.points.iter().filter(above))
            .map(move |point| (point.frequency_hz, point.gain_db - reference_db))
    }

    /// Where it is highest, and by how much; none where nothing stands out.
    fn peak(&self) -> Option<(f64, f64)> {
        let highest = self
            .above_reference()
            .max_by(|one, other| one.1.total_cmp(&other.1));
        highest.filter(|(_, height_db)| *height_db > LEAST_PEAK_DB)
    }

    /// The last frequency at which 3 dB are not lost yet, where they are lost at all.
    fn end_hz(&self) -> Option<f64> {
        let points: Vec<_> = self.above_reference().collect();
        let last = points.iter().rposition(|(_, db)| *db > -3.0)?;
        let [(hz, db), (next_hz, next_db)] = [points[last], *points.get(last + 1)?];
        // A straight line over the logarithm of frequency.
        Some(hz * (next_hz / hz).powf((db + 3.0) / (db - next_db)))
    }
}

fn table(responses: &[Response]) -> String {
    let width = responses
        .iter()
        .map(|response| response.label.chars().count());
    let width = width.max().unwrap_or(0).max("gain, dB".len());
    let mut text = format!("{:<width$}", "gain, dB");
    for hz in PRINTED_HZ {
        text.push_str(&format!("{:>9}", format!("{hz:.0} Hz")));
    }
    text.push_str("      peak re 100 Hz     -3 dB\n");
    for response in responses {
        text.push_str(&format!("{:<width$}", response.label));
        for hz in PRINTED_HZ {
            text.push_str(&signed(response.gain_db(hz)));
        }
        let peak = response.peak().map_or_else(
            || "none".to_owned(),
            |(hz, height_db)| format!("{height_db:+.2} dB, {hz:.0} Hz"),
        );
        let end = response.end_hz();
        let end = end.map_or_else(|| "none".to_owned(), |hz| format!("{hz:.0} Hz"));
        text.push_str(&format!("{peak:>20}{end:>10}\n"));
    }
    let Some((first, others)) = responses
        .split_first()
        .filter(|(_, others)| !others.is_empty())
    else {
        return text;
    };
    text.push_str(&format!("less \"{}\"\n", first.label));
    for other in others {
        text.push_str(&format!("{:<width$}", other.label));
        for hz in PRINTED_HZ {
            text.push_str(&signed(other.gain_db(hz) - first.gain_db(hz)));
        }
        text.push('\n');
    }
    text
}

/// A number of decibels in a column, without a sign where it rounds to zero.
fn signed(db: f64) -> String {
    let rounded = (db * 100.0).round() / 100.0 + 0.0;
    format!("{:>9}", format!("{rounded:+.2}"))
}
