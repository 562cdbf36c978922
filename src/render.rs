//! Recordings through the chain, offline: same length, latency trimmed to the sample.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::audio_file::{Error, Level, Recording, WavOutput};
use crate::chain::{Chain, Settings, Taps};
use crate::lanes::{Lanes, Stereo};

/// Slowest and fastest rate that the chain is made for, Hz.
pub const SAMPLE_RATES_HZ: RangeInclusive<u32> = 8_000..=768_000;

/// One recording through one set of settings into one file.
#[derive(Clone, Debug)]
pub struct Job {
    /// WAV or FLAC.
    pub input: PathBuf,
    /// 32-bit float WAV.
    pub output: PathBuf,
    /// The whole path, quality included.
    pub settings: Settings,
    /// Replace an existing output.
    pub overwrite: bool,
}

/// What a job did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Level of the recording.
    pub input: Level,
    /// Level of the result.
    pub output: Level,
    /// Levels at every node.
    pub taps: Taps,
    /// Frames of both.
    pub frames: u64,
    /// Times that a channel went into clipping at the converter.
    pub clips: u64,
    /// Steps of circuits that kept their last state because no solution was found.
    pub solver_failures: u64,
}

/// Opens a recording that the chain can take.
///
/// # Errors
/// What [`Recording::open`] refuses, and sample rates that the chain is not made for.
pub fn open(path: &Path) -> Result<Recording, Error> {
    let recording = Recording::open(path)?;
    recording.check_sample_rate(&SAMPLE_RATES_HZ)?;
    Ok(recording)
}

/// Runs one job. `progress` is told how many frames were read, block by block.
///
/// # Errors
/// The recording is damaged or the output cannot be written. No output is left then.
pub fn render(job: &Job, progress: impl Fn(u64)) -> Result<Summary, Error> {
    let recording = open(&job.input)?;
    match recording.channel_count() {
        1 => render_lanes::<f64>(job, recording, progress),
        _ => render_lanes::<Stereo>(job, recording, progress),
    }
}

fn render_lanes<V: Lanes>(
    job: &Job,
    mut recording: Recording,
    progress: impl Fn(u64),
) -> Result<Summary, Error> {
    let sample_rate_hz = recording.sample_rate_hz();
    let mut chain = Chain::<V>::new(
        f64::from(sample_rate_hz),
        job.settings.quality,
        &job.settings,
    )
    .map_err(|error| Error::new(&job.input, error.to_string()))?;
    let latency = chain.latency_samples() as usize;
    let mut output = WavOutput::create(&job.output, &recording, latency)?;
    let mut input_level = Level::default();
    let mut channels = Vec::new();
    let mut frames = 0;
    while recording.read_block(&mut channels)? {
        let block_frames = channels.first().map_or(0, Vec::len);
        frames += block_frames as u64;
        for channel in &channels {
            input_level.add(channel);
        }
        process(&mut chain, &mut channels);
        output.write(&channels)?;
        progress(block_frames as u64);
    }
    // What still is in the chain comes out behind as much silence as it holds back.
    for channel in &mut channels {
        channel.clear();
        channel.resize(latency, 0.0);
    }
    process(&mut chain, &mut channels);
    output.write(&channels)?;
    let summary = Summary {
        input: input_level,
        output: output.level(),
        taps: chain.take_taps(),
        frames,
        clips: chain.clips(),
        solver_failures: chain.solver_failures(),
    };
    output.finish(job.overwrite)?;
    Ok(summary)
}

fn process<V: Lanes>(chain: &mut Chain<V>, channels: &mut [Vec<f32>]) {
    match channels {
        [one] => chain.process(&mut [one]),
        [left, right] => chain.process(&mut [left, right]),
        _ => {}
    }
}
