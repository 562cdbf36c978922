//! Recordings through any netlist, offline: 1.0 in a file is 1 volt.

use std::path::{Path, PathBuf};

use crate::audio_file::{Error, Level, Recording, WavOutput};
use crate::dsp::oversampling::{Filter, Oversampler};
use crate::lanes::{Lanes, Stereo};
use crate::spice::Netlist;
use crate::spice::transient::{Method, Transient};

/// Most host frames that go through the filters at once.
const BLOCK_FRAMES: usize = 1024;

/// Each filter's ripple is 1e-7; up and down through all stages they stay below one part in a million.
const STOP_BAND_DB: f64 = 140.0;

/// One recording through one circuit into one file.
#[derive(Clone, Debug)]
pub struct Job {
    /// The circuit.
    pub netlist: Netlist,
    /// WAV or FLAC: volts at the input node.
    pub input: PathBuf,
    /// 32-bit float WAV: volts of the output node, its voltage at rest included, as ngspice shows it.
    pub output: PathBuf,
    /// Rate of the solver over the file's rate, a power of two. At 1 there are no filters.
    pub oversample: usize,
    /// How the circuit is integrated.
    pub method: Method,
    /// Replace an existing output.
    pub overwrite: bool,
}

/// What a job did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Volts at the input node.
    pub input: Level,
    /// Volts at the output node.
    pub output: Level,
    /// Where the output node rests, volt.
    pub rest_volt: f64,
    /// Steps that kept the last state because no solution was found.
    pub failures: u64,
}

/// Runs one job. `progress` is told how many frames were read, block by block.
///
/// # Errors
/// A circuit that cannot be solved, a damaged recording, an output that cannot be written. No output is left then.
pub fn simulate(job: &Job, progress: impl Fn(u64)) -> Result<Summary, Error> {
    let recording = Recording::open(&job.input)?;
    match recording.channel_count() {
        1 => simulate_lanes::<f64>(job, recording, progress),
        _ => simulate_lanes::<Stereo>(job, recording, progress),
    }
}

fn simulate_lanes<V: Lanes>(
    job: &Job,
    mut recording: Recording,
    progress: impl Fn(u64),
) -> Result<Summary, Error> {
    let file_rate_hz = f64::from(recording.sample_rate_hz());
    let mut bench = Bench::<V>::new(job, file_rate_hz)?;
    let mut output = WavOutput::create(&job.output, &recording, bench.delay_frames())?;
    let mut input_level = Level::default();
    let mut channels = Vec::new();
    while recording.read_block(&mut channels)? {
        for channel in &channels {
            input_level.add(channel);
        }
        progress(channels.first().map_or(0, Vec::len) as u64);
        bench.process(&mut channels);
        output.write(&channels)?;
    }
    for channel in &mut channels {
        channel.clear();
        channel.resize(bench.delay_frames(), 0.0);
    }
    bench.process(&mut channels);
    output.write(&channels)?;
    let summary = Summary {
        input: input_level,
        output: output.level(),
        rest_volt: bench.circuit.output_at_rest(),
        failures: bench.circuit.failures(),
    };
    output.finish(job.overwrite)?;
    Ok(summary)
}

/// A circuit between filters.
struct Bench<V: Lanes> {
    circuit: Transient<V>,
    oversampler: Oversampler<V>,
    frames: Vec<V>,
}

impl<V: Lanes> Bench<V> {
    fn new(job: &Job, file_rate_hz: f64) -> Result<Self, Error> {
        let filter = Filter::LinearPhase {
            stop_band_db: STOP_BAND_DB,
        };
        let oversampler = Oversampler::new(file_rate_hz, job.oversample, filter, BLOCK_FRAMES);
        let rate_hz = file_rate_hz * oversampler.factor() as f64;
        // A file on its own may reach up to half its rate, which the exact update of linear circuits is not made for.
        let method = match (job.method, job.oversample) {
            (Method::Auto, 1) if job.netlist.is_linear() => Method::Trapezoidal,
            (method, _) => method,
        };
        let circuit = Transient::new(&job.netlist, rate_hz, method)
            .map_err(|error| Error::new(Path::new(&job.netlist.file), error.kind.message()))?;
        Ok(Self {
            circuit,
            oversampler,
            frames: Vec::new(),
        })
    }

    /// Delay of the filters: whole frames, as they are of linear phase.
    fn delay_frames(&self) -> usize {
        self.oversampler.delay_samples().round() as usize
    }

    fn process(&mut self, channels: &mut [Vec<f32>]) {
        let count = channels.first().map_or(0, Vec::len);
        let sample = |lane: usize, frame: usize| channels[lane][frame];
        self.frames.clear();
        self.frames
            .extend((0..count).map(|frame| V::from_fn(|lane| f64::from(sample(lane, frame)))));
        // The filters carry the distance from rest, so that they do not ring when a voltage at rest begins.
        let rest = V::splat(self.circuit.output_at_rest());
        let circuit = &mut self.circuit;
        self.oversampler.process(&mut self.frames, |internal| {
            circuit.process(internal);
            for frame in internal {
                *frame -= rest;
            }
        });
        for (lane, channel) in channels.iter_mut().enumerate() {
            for (sample, frame) in channel.iter_mut().zip(&self.frames) {
                *sample = (*frame + rest).lane(lane) as f32;
            }
        }
    }
}
