//! The load block: what every input does to every source.

mod bench;
mod inputs;
mod pairs;
mod power;
mod repair;
mod small_signal;
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

/// All of [`FREQUENCIES_HZ`] are multiples of its inverse.
const PERIOD_SECONDS: f64 = 0.1;

/// Response of a settled block to sines of all frequencies at once, of `volt` together: what it is after `seconds`.
fn response_of(load: &mut Load<f64>, rate_hz: f64, seconds: f64, volt: f64) -> Vec<Complex64> {
    let peak = volt / FREQUENCIES_HZ.len() as f64;
    let period = (PERIOD_SECONDS * rate_hz).round() as usize;
    let one: Vec<f64> = (0..period)
        .map(|index| {
            let turns = index as f64 / rate_hz;
            let sines = FREQUENCIES_HZ.map(|hz| (TAU * (hz * turns).fract()).sin());
            peak * sines.iter().sum::<f64>()
        })
        .collect();
    let mut periods = (seconds / PERIOD_SECONDS).ceil() as usize;
    let mut answer = Vec::new();
    while periods > 0 {
        answer = one.clone();
        load.process(&mut answer);
        periods -= 1;
    }
    FREQUENCIES_HZ
        .map(|hz| transform(&answer, rate_hz, hz) / transform(&one, rate_hz, hz))
        .to_vec()
}

/// [`response_of`] a new block.
fn response_within(settings: &Settings, rate_hz: f64, seconds: f64, volt: f64) -> Vec<Complex64> {
    response_of(&mut block(settings, rate_hz), rate_hz, seconds, volt)
}

/// Response of the settled block where what it remembers is gone within half a second.
fn response(settings: &Settings, rate_hz: f64) -> Vec<Complex64> {
    response_within(settings, rate_hz, 0.6, 1.0)
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
