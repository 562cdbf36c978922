//! Signals to test with and figures to judge them by.
#![allow(dead_code)] // Every test target uses its own part of this.

use std::f64::consts::{PI, TAU};

/// A sine of `peak` volts that comes up within `fade_seconds`, from exact zero.
pub fn sine(peak: f64, hz: f64, rate_hz: f64, seconds: f64, fade_seconds: f64) -> Vec<f64> {
    let count = (seconds * rate_hz).round() as usize;
    (0..count)
        .map(|n| {
            let time = n as f64 / rate_hz;
            let fade = (time / fade_seconds).min(1.0);
            // A raised cosine: no kink for a filter to ring on.
            let envelope = 0.5 - 0.5 * (PI * fade).cos();
            peak * envelope * (TAU * hz * time).sin()
        })
        .collect()
}

/// The transient of a string of 110 Hz, plucked at a fifth of its length: partials up to 5 kHz, the higher the sooner
/// gone, all from rest.
pub fn plucked_string(peak: f64, rate_hz: f64, seconds: f64) -> Vec<f64> {
    let count = (seconds * rate_hz).round() as usize;
    let mut signal: Vec<f64> = (0..count)
        .map(|n| {
            let time = n as f64 / rate_hz;
            let attack = 1.0 - (-time / 0.5e-3).exp();
            let string: f64 = (1..=45)
                .map(|k| {
                    let k = f64::from(k);
                    let level = (PI * k / 5.0).sin() / k;
                    level * (-time * (6.0 + 3.0 * k)).exp() * (TAU * 110.0 * k * time).sin()
                })
                .sum();
            attack * string
        })
        .collect();
    let largest = signal
        .iter()
        .fold(0.0, |largest: f64, volt| largest.max(volt.abs()));
    signal.iter_mut().for_each(|volt| *volt *= peak / largest);
    signal
}

/// Error-to-signal ratio in dB.
pub fn esr_db(signal: &[f64], reference: &[f64]) -> f64 {
    assert_eq!(signal.len(), reference.len());
    let error: f64 = signal
        .iter()
        .zip(reference)
        .map(|(a, b)| (a - b).powi(2))
        .sum();
    let power: f64 = reference.iter().map(|volt| volt * volt).sum();
    10.0 * (error / power).log10()
}

/// Peak amplitudes of the harmonics 1..=`count` of `hz` in whole periods of it.
pub fn harmonics(signal: &[f64], hz: f64, rate_hz: f64, count: usize) -> Vec<f64> {
    (1..=count)
        .map(|harmonic| {
            let step = TAU * hz * harmonic as f64 / rate_hz;
            let (mut re, mut im) = (0.0, 0.0);
            for (n, volt) in signal.iter().enumerate() {
                let (sin, cos) = (step * n as f64).sin_cos();
                re += volt * cos;
                im += volt * sin;
            }
            2.0 * re.hypot(im) / signal.len() as f64
        })
        .collect()
}

/// Total harmonic distortion of amplitudes as [`harmonics`] gives them, as a share of the first.
pub fn thd(harmonics: &[f64]) -> f64 {
    harmonics[1..]
        .iter()
        .map(|volt| volt * volt)
        .sum::<f64>()
        .sqrt()
        / harmonics[0]
}

/// An amplitude ratio in dB.
pub fn db(ratio: f64) -> f64 {
    20.0 * ratio.abs().log10()
}
