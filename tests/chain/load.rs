//! The load block: what every input does to every source.

mod bench;
mod inputs;
mod pairs;
mod power;
mod repair;
mod switching;

use std::f64::consts::TAU;
use std::path::{Path, PathBuf};

use num_complex::Complex64;
use preface::chain::Settings;
use preface::chain::load::{Catalogue, DeckValues, Load, Setup};
use preface::chain::parameter::Choice;

use crate::ngspice;

const FREQUENCIES_HZ: [f64; 12] = [
    20.0, 50.0, 100.0, 300.0, 1e3, 2e3, 3.5e3, 5e3, 8e3, 12e3, 16e3, 20e3,
];

/// The internal rate of live quality at 48 kHz.
const LIVE_HZ: f64 = 192e3;

/// The internal rate of render quality at 44.1 kHz.
const RENDER_HZ: f64 = 705.6e3;

fn every<C: Choice>() -> impl Iterator<Item = C> {
    (0..C::CHOICES.len()).map(C::from_index)
}

fn setup(settings: &Settings) -> Setup {
    let catalogue = Catalogue::get().unwrap_or_else(|error| panic!("{error}"));
    Setup::of(settings, catalogue)
}

fn block(settings: &Settings, internal_rate_hz: f64) -> Load<f64> {
    Load::new(internal_rate_hz, settings).unwrap_or_else(|error| panic!("{error}"))
}

/// Discrete Fourier transform of a signal at one frequency.
fn transform(signal: &[f64], rate_hz: f64, frequency_hz: f64) -> Complex64 {
    let step = Complex64::from_polar(1.0, -TAU * frequency_hz / rate_hz);
    let sum = |sum: Complex64, &sample: &f64| sum * step + sample;
    signal.iter().rev().fold(Complex64::new(0.0, 0.0), sum)
}

/// Response of the settled block, from its answer to an impulse of `volt` within `seconds`.
fn response_within(
    settings: &Settings,
    internal_rate_hz: f64,
    seconds: f64,
    volt: f64,
) -> Vec<Complex64> {
    let mut impulse = vec![0.0; (seconds * internal_rate_hz) as usize];
    impulse[0] = volt;
    block(settings, internal_rate_hz).process(&mut impulse);
    FREQUENCIES_HZ
        .map(|hz| transform(&impulse, internal_rate_hz, hz) / volt)
        .to_vec()
}

/// Response of the settled block where everything dies away within half a second.
fn response(settings: &Settings, internal_rate_hz: f64) -> Vec<Complex64> {
    response_within(settings, internal_rate_hz, 0.6, 1.0)
}

/// The netlist of a deck, and where its controls stand.
fn circuit(values: &DeckValues) -> Option<(PathBuf, Vec<(&'static str, f64)>)> {
    let plan = &Catalogue::get().unwrap().plans()[values.plan?];
    let circuits = Path::new(env!("CARGO_MANIFEST_DIR")).join("circuits");
    Some((circuits.join(&plan.netlist().file), plan.controls(values)))
}

/// What ngspice says.
fn reference(settings: &Settings, frequencies_hz: &[f64]) -> Vec<Complex64> {
    let values = setup(settings).values;
    let gain = values.before * values.behind;
    let answers = match circuit(&values) {
        Some((netlist, controls)) => ngspice::ac(&netlist, &controls, frequencies_hz),
        None => vec![Complex64::new(1.0, 0.0); frequencies_hz.len()],
    };
    answers.into_iter().map(|answer| answer * gain).collect()
}

/// Largest difference of level in dB up to 8, 12 and 20 kHz.
fn deviation(response: &[Complex64], reference: &[Complex64]) -> [f64; 3] {
    [8e3, 12e3, 20e3].map(|limit_hz| {
        FREQUENCIES_HZ
            .iter()
            .zip(response.iter().zip(reference))
            .filter(|(frequency_hz, _)| **frequency_hz <= limit_hz)
            .map(|(_, (gain, exact))| db(gain / exact).abs())
            .fold(0.0, f64::max)
    })
}

fn db(ratio: Complex64) -> f64 {
    20.0 * ratio.norm().log10()
}
