//! Sines as test recordings, and what became of each.

use std::f64::consts::{PI, TAU};

use num_complex::Complex;

/// Frequencies of the tones, Hz: below, at and around a kilohertz, where delay is measured, and high.
pub const TONES_HZ: [f64; 4] = [113.0, 950.0, 1050.0, 4999.0];

/// Four sines at -12 dBFS in all, fading in and out, so that nothing rings at the ends. The channels differ in level.
pub fn tones(frames: usize, sample_rate_hz: u32, channel: usize) -> Vec<f64> {
    let level = 1.0 / (16.0 + channel as f64);
    (0..frames)
        .map(|frame| {
            let seconds = frame as f64 / f64::from(sample_rate_hz);
            let fade = (PI * frame as f64 / frames as f64).sin().powi(2);
            let sum: f64 = TONES_HZ.iter().map(|hz| (TAU * hz * seconds).sin()).sum();
            fade * level * sum
        })
        .collect()
}

/// The share of one frequency in a recording.
pub fn share(samples: &[f64], sample_rate_hz: u32, frequency_hz: f64) -> Complex<f64> {
    let step = -TAU * frequency_hz / f64::from(sample_rate_hz);
    let samples = samples.iter().enumerate();
    samples
        .map(|(frame, sample)| Complex::from_polar(*sample, step * frame as f64))
        .sum()
}
