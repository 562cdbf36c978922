//! Cost of circuits: nanoseconds per stereo step, by method and level.

use criterion::{Criterion, Throughput};
use preface::lanes::Stereo;
use preface::spice::netlist::Embedded;
use preface::spice::{Method, Netlist, Transient};
use std::f64::consts::TAU;
use std::hint::black_box;

const RATE_HZ: f64 = 192_000.0;

/// Steps of one measurement: a tenth of a second.
const STEPS: usize = 19_200;

const TRIODE_STAGE: &str = include_str!("../tests/ngspice/netlists/triode_stage.cir");
const DIODE_CLIPPER: &str = include_str!("../tests/ngspice/netlists/diode_clipper.cir");

/// Two different chords.
fn signal(peak_volt: f64) -> Vec<Stereo> {
    let chord = |root_hz: f64, seconds: f64| {
        let tones = [1.0, 2.01, 3.02].map(|ratio| (TAU * root_hz * ratio * seconds).sin());
        peak_volt / 3.0 * tones.iter().sum::<f64>()
    };
    (0..STEPS)
        .map(|step| step as f64 / RATE_HZ)
        .map(|seconds| Stereo::new([chord(110.0, seconds), chord(164.8, seconds)]))
        .collect()
}

fn circuit(text: &str) -> Transient<Stereo> {
    let netlist = Netlist::parse("bench.cir", text, &Embedded, &[]).expect("a circuit of ours");
    Transient::new(&netlist, RATE_HZ, Method::Auto).expect("a circuit of ours")
}

fn run(circuit: &mut Transient<Stereo>, input: &[Stereo]) -> Stereo {
    input
        .iter()
        .fold(Stereo::default(), |sum, &volt| sum + circuit.step(volt))
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("stereo steps");
    group.throughput(Throughput::Elements(STEPS as u64));
    for (name, text, peak_volt) in [
        ("12AX7 stage, 0.5 V", TRIODE_STAGE, 0.5),
        ("12AX7 stage, 5 V", TRIODE_STAGE, 5.0),
        ("12AX7 stage, 50 V", TRIODE_STAGE, 50.0),
        ("diode clipper, 0.5 V", DIODE_CLIPPER, 0.5),
        ("diode clipper, 5 V", DIODE_CLIPPER, 5.0),
    ] {
        let input = signal(peak_volt);
        let mut circuit = circuit(text);
        let steps_before = circuit.substeps();
        run(&mut circuit, &input);
        println!(
            "{name}: {} refined parts in {STEPS} steps, {} failures",
            circuit.substeps() - steps_before,
            circuit.failures()
        );
        group.bench_function(name, |bencher| {
            bencher.iter(|| run(&mut circuit, black_box(&input)));
        });
    }
    group.finish();
    criterion.final_summary();
}
