//! Sines in, what comes out measured.

use num_complex::Complex;
use std::f64::consts::TAU;

/// Gain of a settled `process` at `frequency_hz`, by correlation over whole periods (as near as the rate allows, weighted
/// by a Hann window).
pub fn response(
    sample_rate_hz: f64,
    frequency_hz: f64,
    settle_seconds: f64,
    mut process: impl FnMut(f64) -> f64,
) -> Complex<f64> {
    let angle = |index: usize| TAU * frequency_hz * index as f64 / sample_rate_hz;
    let settle = (settle_seconds * sample_rate_hz) as usize;
    let length = ((200.0 / frequency_hz).max(0.02) * sample_rate_hz) as usize;
    for index in 0..settle {
        process(angle(index).sin());
    }
    let (mut gain, mut weight) = (Complex::new(0.0, 0.0), 0.0);
    for index in 0..length {
        let output = process(angle(settle + index).sin());
        let window = 1.0 - (TAU * (index as f64 + 0.5) / length as f64).cos();
        gain += Complex::from_polar(window * output, -angle(settle + index));
        weight += window;
    }
    gain * Complex::new(0.0, 2.0) / weight
}

/// A gain in decibels.
pub fn decibels(gain: Complex<f64>) -> f64 {
    20.0 * gain.norm().log10()
}
