//! Transistor circuits driven far beyond what anybody plugs in.

use std::f64::consts::TAU;
use std::path::Path;

use preface::lanes::{Lanes, Stereo};
use preface::spice::{Method, Netlist, Transient};

/// +40 dBu as a peak, volt.
const PEAK_VOLT: f64 = 109.5;
const SECONDS: f64 = 0.015;

/// A channel's input at a time, volt.
type Signal = Box<dyn FnMut(f64) -> f64>;
/// Makes one, as every run begins anew.
type Maker = fn() -> Signal;

fn sine(hz: f64) -> Signal {
    Box::new(move |seconds| (TAU * hz * seconds).sin())
}

/// Partials that die away the faster the higher they are.
fn string(hz: f64) -> Signal {
    Box::new(move |seconds| {
        let partial = |n: i32| {
            let n = f64::from(n);
            let decay = (-seconds * (4.0 + 0.5 * n * n)).exp();
            decay * (TAU * hz * n * seconds).sin() / n
        };
        0.7 * (1..=30).map(partial).sum::<f64>()
    })
}

/// White noise that comes and goes every few milliseconds, without anything between its samples.
fn bursts(mut state: u64) -> Signal {
    Box::new(move |seconds| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let white = (state >> 33) as f64 / f64::from(1u32 << 30) - 1.0;
        let is_on = (seconds * 150.0).fract() < 0.4;
        if is_on { white } else { 0.0 }
    })
}

fn signals() -> [(&'static str, Maker); 6] {
    [
        ("100 Hz", || sine(100.0)),
        ("1 kHz", || sine(1e3)),
        ("5 kHz", || sine(5e3)),
        ("15 kHz", || sine(15e3)),
        ("plucked string", || string(98.0)),
        ("noise bursts", || bursts(3)),
    ]
}

/// Failures and parts of steps of one run.
fn run<V: Lanes>(netlist: &Netlist, rate_hz: f64, volt: f64, mut signals: [Signal; 2]) -> [u64; 2] {
    let mut circuit = Transient::<V>::new(netlist, rate_hz, Method::Auto).unwrap();
    for n in 0..(SECONDS * rate_hz) as usize {
        let seconds = n as f64 / rate_hz;
        let input = V::from_fn(|channel| volt * signals[channel](seconds));
        assert!(circuit.step(input).is_finite());
    }
    [circuit.failures(), circuit.substeps()]
}

fn check(file: &str, volts: &[f64], rates_hz: &[f64]) {
    let path = format!("tests/ngspice/netlists/{file}.cir");
    let netlist = Netlist::read(Path::new(&path), &[]).unwrap();
    let signals = signals();
    for volt in volts {
        for (place, (what, signal)) in signals.iter().enumerate() {
            let (_, other) = signals[(place + 1) % signals.len()];
            for rate_hz in rates_hz.iter().copied() {
                let mono = run::<f64>(&netlist, rate_hz, *volt, [signal(), other()]);
                let stereo = run::<Stereo>(&netlist, rate_hz, *volt, [signal(), other()]);
                println!(
                    "{file}, {volt} V, {what}, {rate_hz} Hz: parts per step {:.2} mono, {:.2} stereo",
                    mono[1] as f64 / (SECONDS * rate_hz),
                    stereo[1] as f64 / (SECONDS * rate_hz),
                );
                assert_eq!(
                    mono[0] + stereo[0],
                    0,
                    "{file}, {volt} V, {what}, {rate_hz} Hz"
                );
            }
        }
    }
}

#[test]
fn no_step_of_class_a_fails_up_to_40_dbu() {
    check(
        "class_a_three",
        &[0.3, 3.0, 30.0, PEAK_VOLT],
        &[192e3, 384e3],
    );
}

#[test]
fn no_step_of_other_circuits_fails_at_40_dbu() {
    for file in [
        "bipolar_stage",
        "fuzz_silicon",
        "fuzz_germanium",
        "field_effect_stage",
    ] {
        check(file, &[PEAK_VOLT], &[192e3]);
    }
}
