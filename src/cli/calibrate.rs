//! `preface calibrate`: the recorded gain that makes a recording's volts true.

use std::path::{Path, PathBuf};

use super::sound;
use super::{Failure, print};
use crate::audio_file::Recording;
use crate::calibration::{Delivery, Listener};
use crate::chain::{Settings, Tap, recorded_full_scale_volt};
use crate::render;

/// Propose the recorded gain of a recording
///
/// From what its source delivers: a guitar peaks at 1 V, a dynamic microphone on a voice makes -40 dBu, a condenser
/// microphone -20 dBu, a line output +4 dBu. Of a guitar the highest peak counts, of the others the loudest 300 ms.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Recording: WAV (16, 24, 32 bit or float) or FLAC, mono or stereo
    #[arg(value_name = "IN.wav")]
    input: PathBuf,

    /// What was recorded: guitar, dynamic_mic, condenser_mic or line [default: by the parameter "source"]
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,

    /// What it was recorded with; "preface interfaces" lists them
    #[arg(long, value_name = "NAME")]
    interface: Option<String>,

    /// Set a parameter; "preface params" lists them
    #[arg(long, value_name = "ID=VALUE")]
    set: Vec<String>,
}

/// How long a mean level lasts, seconds: the integration time of a VU meter.
const MEAN_SECONDS: f64 = 0.3;

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut settings = Settings::default();
    if let Some(name) = &arguments.interface {
        sound::interface(name)?.calibrate(&mut settings);
    }
    for assignment in &arguments.set {
        sound::set(&mut settings, assignment)?;
    }
    let delivery = delivery(arguments, &settings)?;
    let listener = listen(&arguments.input, &settings, Listener::new(delivery))?;
    let name = arguments.input.display();
    let (Some(loudest_dbu), Some(proposal)) =
        (listener.loudest_dbu(), listener.proposal(&settings))
    else {
        let silent = format!("{name}: found silence, expected a recording to calibrate from");
        return Err(Failure::new(silent));
    };
    let louder = match proposal.louder_db.abs() < 0.05 {
        true => String::new(),
        false => format!("; {:+.1} dB, out of gain's range", proposal.louder_db),
    };
    print(format_args!(
        "{name}: {loudest_dbu:+.1} dBu, where {} delivers {:+.1} dBu: {proposal}{louder}\n--set rec_gain_db={} --set gain_db={}\n",
        delivery.with_article(),
        delivery.level_dbu(),
        proposal.recorded_gain_db,
        (proposal.gain_db * 100.0).round() / 100.0,
    ))
}

fn delivery(arguments: &Arguments, settings: &Settings) -> Result<Delivery, Failure> {
    let ids = Delivery::ALL.map(Delivery::id).join(", ");
    let Some(text) = &arguments.source else {
        let missing = format!("--source: found none, expected one of {ids}");
        return Delivery::of(settings.source).ok_or_else(|| Failure::new(missing));
    };
    let found = Delivery::ALL
        .into_iter()
        .find(|delivery| delivery.id().eq_ignore_ascii_case(text));
    found.ok_or_else(|| Failure::new(format!("--source: found \"{text}\", expected one of {ids}")))
}

/// The whole recording, piece by piece.
fn listen(path: &Path, settings: &Settings, mut listener: Listener) -> Result<Listener, Failure> {
    let mut recording: Recording = render::open(path)?;
    let sample_rate_hz = f64::from(recording.sample_rate_hz());
    let piece_frames = (MEAN_SECONDS * sample_rate_hz).ceil() as u64;
    let volt = recorded_full_scale_volt(settings);
    let fresh = Tap {
        full_scale_volt: volt,
        ..Tap::default()
    };
    let mut tap = fresh;
    let mut channels = Vec::new();
    while recording.read_block(&mut channels)? {
        for frame in 0..channels.first().map_or(0, Vec::len) {
            for (channel, samples) in channels.iter().take(2).enumerate() {
                let level = volt * f64::from(samples[frame].abs());
                tap.peak_volt[channel] = tap.peak_volt[channel].max(level);
                tap.sum_of_squares[channel] += level * level;
            }
            tap.frames += 1;
            if tap.frames == piece_frames {
                listener.hear(&tap, MEAN_SECONDS);
                tap = fresh;
            }
        }
    }
    // The rest counts as if silence followed.
    tap.frames = piece_frames;
    listener.hear(&tap, MEAN_SECONDS);
    Ok(listener)
}
