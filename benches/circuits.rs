//! Cost of circuits: nanoseconds per step, and of one tube stage with the filters around it.
//!
//! Criterion times the cases by name. Beside it a table of every file of `circuits/` is printed, mono and stereo, what
//! linear circuits cost by their number of states, and what one common-cathode stage costs per sample of the host, 4 times
//! oversampled, at a drive 20 dB above 1 dB of compression. Callgrind counts instructions: with `--callgrind CASE FRAMES` one case plays so many frames within
//! [`play_counted`] and does nothing else; cases are `stage` and the paths of netlists, which run in stereo.

use criterion::{Criterion, Throughput};
use preface::dsp::oversampling::{Filter, Oversampler};
use preface::lanes::{Lanes, Stereo};
use preface::spice::netlist::Embedded;
use preface::spice::{LinearTransient, Method, Netlist, Transient};
use std::f64::consts::TAU;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

const HOST_RATE_HZ: f64 = 48e3;
const FACTOR: usize = 4;
const RATE_HZ: f64 = HOST_RATE_HZ * FACTOR as f64;
/// As the chain has them live.
const FILTER: Filter = Filter::Recursive {
    stop_band_db: 104.0,
};
const BLOCK_FRAMES: usize = 64;

/// A tenth of a second at the internal rate.
const STEPS: usize = 19_200;

const TRIODE_STAGE: &str = "tests/ngspice/netlists/triode_stage.cir";
const DIODE_CLIPPER: &str = "tests/ngspice/netlists/diode_clipper.cir";

/// Peak at the input of every file of `circuits/`: -12 dBFS of a +12.2 dBu interface.
const FILE_VOLT: f64 = 0.8;

/// Two different chords.
fn signal<V: Lanes>(peak_volt: f64, rate_hz: f64) -> Vec<V> {
    let chord = |root_hz: f64, seconds: f64| {
        let tones = [1.0, 2.01, 3.02].map(|ratio| (TAU * root_hz * ratio * seconds).sin());
        peak_volt / 3.0 * tones.iter().sum::<f64>()
    };
    (0..(STEPS as f64 * rate_hz / RATE_HZ) as usize)
        .map(|step| step as f64 / rate_hz)
        .map(|seconds| V::from_fn(|lane| chord([110.0, 164.8][lane], seconds)))
        .collect()
}

fn circuit<V: Lanes>(path: &Path) -> Transient<V> {
    let netlist = Netlist::read(path, &[]).unwrap_or_else(|error| panic!("{error}"));
    Transient::new(&netlist, RATE_HZ, Method::Auto).unwrap_or_else(|error| panic!("{error}"))
}

/// Runs blocks of a signal through a circuit at its own rate.
fn run<V: Lanes>(circuit: &mut Transient<V>, input: &[V]) {
    let mut block = [V::default(); BLOCK_FRAMES * FACTOR];
    for input in input.chunks(block.len()) {
        let block = &mut block[..input.len()];
        block.copy_from_slice(input);
        circuit.process(block);
        black_box(&*block);
    }
}

/// One common-cathode stage between the filters that lift it to 4 times the host's rate.
struct OversampledStage {
    circuit: Transient<f64>,
    oversampler: Oversampler<f64>,
    input: Vec<f64>,
}

impl OversampledStage {
    fn new() -> Self {
        let drive_volt = 10.0 * compression_volt();
        let mut stage = Self {
            circuit: circuit(Path::new(TRIODE_STAGE)),
            oversampler: Oversampler::new(HOST_RATE_HZ, FACTOR, FILTER, BLOCK_FRAMES),
            input: signal(drive_volt, HOST_RATE_HZ),
        };
        stage.play(4800);
        let substeps_before = stage.circuit.substeps();
        stage.play(48_000);
        println!(
            "one common-cathode stage at {drive_volt:.1} V peak: {} parts of refined steps in {} steps, {} failures",
            stage.circuit.substeps() - substeps_before,
            48_000 * FACTOR,
            stage.circuit.failures()
        );
        stage
    }

    fn play(&mut self, frames: usize) {
        let mut block = [0.0; BLOCK_FRAMES];
        let blocks = self.input.chunks_exact(BLOCK_FRAMES).cycle();
        for input in blocks.take(frames / BLOCK_FRAMES) {
            block.copy_from_slice(input);
            let circuit = &mut self.circuit;
            self.oversampler
                .process(&mut block, |frames| circuit.process(frames));
            black_box(&block);
        }
    }
}

/// Peak of a 1 kHz sine at which the stage's gain is 1 dB below that for small signals, volt.
fn compression_volt() -> f64 {
    let gain_db = |peak_volt: f64| {
        let mut circuit = circuit::<f64>(Path::new(TRIODE_STAGE));
        let (mut sine, mut cosine) = (0.0, 0.0);
        let periods = 40.0;
        let steps_per_period = RATE_HZ / 1e3;
        for step in 0..(2.0 * periods * steps_per_period) as usize {
            let phase = TAU * step as f64 / steps_per_period;
            let output = circuit.step(peak_volt * phase.sin());
            if step as f64 >= periods * steps_per_period {
                sine += output * phase.sin();
                cosine += output * phase.cos();
            }
        }
        20.0 * (sine.hypot(cosine) / peak_volt).log10()
    };
    let small_db = gain_db(1e-3);
    let (mut low, mut high) = (0.01_f64, 100.0_f64);
    for _ in 0..20 {
        let middle = (low * high).sqrt();
        if gain_db(middle) > small_db - 1.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Shortest time of many runs, because other programs only ever add.
fn shortest_seconds(mut work: impl FnMut()) -> f64 {
    let times = (0..100).map(|_| {
        let begin = Instant::now();
        work();
        begin.elapsed()
    });
    times.min().unwrap_or_default().as_secs_f64()
}

fn step_ns<V: Lanes>(path: &Path) -> f64 {
    let mut circuit = circuit::<V>(path);
    let input = signal(FILE_VOLT, RATE_HZ);
    let input = &input[..STEPS / 10];
    1e9 * shortest_seconds(|| run(&mut circuit, input)) / input.len() as f64
}

fn print_files() {
    let mut files: Vec<PathBuf> = std::fs::read_dir("circuits")
        .expect("a directory")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "cir"))
        .collect();
    files.sort();
    println!("circuit, {FILE_VOLT} V peak | ns per step, mono | stereo");
    for file in files {
        let mono = step_ns::<f64>(&file);
        let stereo = step_ns::<Stereo>(&file);
        println!("{} | {mono:.0} | {stereo:.0}", file.display());
    }
}

/// A ladder of low-passes, each of which is a state.
fn ladder(states: usize) -> Netlist {
    let sections = (0..states).map(|section| {
        let next = section + 1;
        format!("R{next} n{section} n{next} 3k\nC{next} n{next} 0 {next}n\n")
    });
    let sections: String = sections.collect();
    let text = format!("* ladder\n*@input n0\n*@output n{states}\n{sections}");
    Netlist::parse("ladder.cir", &text, &Embedded, &[]).unwrap_or_else(|error| panic!("{error}"))
}

/// Nanoseconds per frame of the host that a linear circuit which has settled takes, filters excluded.
fn linear_frame_ns(mut circuit: LinearTransient<Stereo>) -> f64 {
    let input = signal::<Stereo>(FILE_VOLT, RATE_HZ);
    let mut block = [Stereo::default(); BLOCK_FRAMES * FACTOR];
    let mut play = || {
        for input in input.chunks_exact(block.len()) {
            block.copy_from_slice(input);
            circuit.process(&mut block);
            black_box(&block);
        }
    };
    play();
    let seconds = shortest_seconds(play);
    1e9 * seconds / (input.len() / block.len() * BLOCK_FRAMES) as f64
}

fn print_linear() {
    println!(
        "states of a linear circuit | ns per stereo frame of the host, fused | plain arithmetic"
    );
    for states in 3..=9 {
        let circuit = LinearTransient::new(&ladder(states), RATE_HZ);
        let circuit = circuit.unwrap_or_else(|error| panic!("{error}"));
        let plain = linear_frame_ns(circuit.clone().without_fused_arithmetic());
        println!("{states} | {:.0} | {plain:.0}", linear_frame_ns(circuit));
    }
}

/// What callgrind counts, by this name.
#[inline(never)]
fn play_counted(mut play: impl FnMut()) {
    play();
}

fn count(case: &str, frames: usize) {
    if case == "stage" {
        let mut stage = OversampledStage::new();
        play_counted(|| stage.play(frames));
    } else {
        let mut circuit = circuit::<Stereo>(Path::new(case));
        let input = signal(FILE_VOLT, RATE_HZ);
        run(&mut circuit, &input);
        play_counted(|| run(&mut circuit, &input[..frames.min(STEPS)]));
    }
}

fn bench_steps(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stereo steps");
    group.throughput(Throughput::Elements(STEPS as u64));
    for (name, path, peak_volt) in [
        ("12AX7 stage, 0.5 V", TRIODE_STAGE, 0.5),
        ("12AX7 stage, 5 V", TRIODE_STAGE, 5.0),
        ("12AX7 stage, 50 V", TRIODE_STAGE, 50.0),
        ("diode clipper, 0.5 V", DIODE_CLIPPER, 0.5),
        ("diode clipper, 5 V", DIODE_CLIPPER, 5.0),
    ] {
        let input = signal::<Stereo>(peak_volt, RATE_HZ);
        let mut circuit = circuit(Path::new(path));
        let substeps_before = circuit.substeps();
        run(&mut circuit, &input);
        println!(
            "{name}: {} parts of refined steps in {STEPS} steps, {} failures",
            circuit.substeps() - substeps_before,
            circuit.failures()
        );
        group.bench_function(name, |bencher| {
            bencher.iter(|| run(&mut circuit, &input));
        });
    }
    group.finish();
}

fn bench_stage(criterion: &mut Criterion) {
    const FRAMES: usize = 4800;
    let mut group = criterion.benchmark_group("oversampled");
    group.throughput(Throughput::Elements(FRAMES as u64));
    let mut stage = OversampledStage::new();
    let name = "one common-cathode stage, mono, 4x with filters";
    group.bench_function(name, |bencher| bencher.iter(|| stage.play(FRAMES)));
    let seconds = shortest_seconds(|| stage.play(FRAMES / 10));
    println!(
        "{name}: {:.0} ns per sample",
        1e10 * seconds / FRAMES as f64
    );
    group.finish();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, case, frames, ..] = &arguments[..]
        && flag == "--callgrind"
    {
        count(case, frames.parse().expect("a number of frames"));
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    bench_stage(&mut criterion);
    print_linear();
    print_files();
    bench_steps(&mut criterion);
    criterion.final_summary();
}
