//! Recordings through the chain, offline: same length, latency trimmed to the sample.

use std::path::{Path, PathBuf};

use crate::audio_file::{Error, Recording, WavOutput};
use crate::chain::{Chain, Settings};
use crate::lanes::{Lanes, Stereo};

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

/// Level of a file over all its channels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Level {
    /// Largest sample, 1.0 is full scale.
    pub peak: f64,
    square_sum: f64,
    count: u64,
}

impl Level {
    fn add(&mut self, sample: f32) {
        let sample = f64::from(sample);
        self.peak = self.peak.max(sample.abs());
        self.square_sum += sample * sample;
        self.count += 1;
    }

    /// Peak in dBFS; minus infinity in silence.
    pub fn peak_dbfs(&self) -> f64 {
        20.0 * self.peak.log10()
    }

    /// Mean power in dBFS, where a full-scale sine is 0 dBFS; minus infinity in silence.
    pub fn rms_dbfs(&self) -> f64 {
        let mean_square = self.square_sum / self.count.max(1) as f64;
        10.0 * (2.0 * mean_square).log10()
    }
}

/// What a job did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Level of the recording.
    pub input: Level,
    /// Level of the result.
    pub output: Level,
    /// Frames of both.
    pub frames: u64,
}

/// Runs one job. `progress` is told how many frames were read, block by block.
///
/// # Errors
/// The recording is damaged or the output cannot be written. No output is left then.
pub fn render(job: &Job, progress: impl Fn(u64)) -> Result<Summary, Error> {
    let recording = Recording::open(&job.input)?;
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
    let output = WavOutput::create(&job.output, V::COUNT, sample_rate_hz)?;
    let mut trimmed = Trimmed::new(output, chain.latency_samples() as usize);
    let mut input_level = Level::default();
    let mut channels = Vec::new();
    let mut frames = 0;
    while recording.read_block(&mut channels)? {
        let block_frames = channels.first().map_or(0, Vec::len);
        frames += block_frames as u64;
        channels
            .iter()
            .flatten()
            .for_each(|sample| input_level.add(*sample));
        process(&mut chain, &mut channels);
        trimmed.write(&channels)?;
        progress(block_frames as u64);
    }
    // What still is in the chain comes out behind as much silence as it holds back.
    for channel in &mut channels {
        channel.clear();
        channel.resize(chain.latency_samples() as usize, 0.0);
    }
    process(&mut chain, &mut channels);
    trimmed.write(&channels)?;
    let summary = Summary {
        input: input_level,
        output: trimmed.level,
        frames,
    };
    trimmed.output.finish(job.overwrite)?;
    Ok(summary)
}

fn process<V: Lanes>(chain: &mut Chain<V>, channels: &mut [Vec<f32>]) {
    match channels {
        [one] => chain.process(&mut [one]),
        [left, right] => chain.process(&mut [left, right]),
        _ => {}
    }
}

/// An output that leaves the first frames out.
struct Trimmed {
    output: WavOutput,
    frames_to_skip: usize,
    level: Level,
}

impl Trimmed {
    fn new(output: WavOutput, frames_to_skip: usize) -> Self {
        Self {
            output,
            frames_to_skip,
            level: Level::default(),
        }
    }

    fn write(&mut self, channels: &[Vec<f32>]) -> Result<(), Error> {
        let frames = channels.first().map_or(0, Vec::len);
        let first = frames.min(self.frames_to_skip);
        self.frames_to_skip -= first;
        for frame in first..frames {
            let samples = channels
                .iter()
                .filter_map(|channel| channel.get(frame).copied());
            for sample in samples.clone() {
                self.level.add(sample);
            }
            self.output.write_frame(samples)?;
        }
        Ok(())
    }
}

/// True if both paths name the same existing file.
pub fn is_same_file(first: &Path, second: &Path) -> bool {
    match (first.canonicalize(), second.canonicalize()) {
        (Ok(first), Ok(second)) => first == second,
        _ => false,
    }
}
