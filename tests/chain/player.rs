//! Signals and a host that plays them.

use preface::chain::settings::Quality;
use preface::chain::{Chain, Settings};
use preface::lanes::{Lanes, Stereo};
use std::f64::consts::TAU;

/// A chain, or why it cannot be built.
pub fn chain<V: Lanes>(sample_rate_hz: f64, quality: Quality, settings: &Settings) -> Chain<V> {
    Chain::new(sample_rate_hz, quality, settings).unwrap_or_else(|error| panic!("{error}"))
}

/// Plays a mono signal in blocks of 64.
pub fn play(chain: &mut Chain<f64>, signal: &[f32]) -> Vec<f32> {
    let mut output = signal.to_vec();
    for block in output.chunks_mut(64) {
        chain.process(&mut [block]);
    }
    output
}

/// Plays a stereo signal in blocks of the given lengths, the last one again and again.
pub fn play_stereo(
    chain: &mut Chain<Stereo>,
    signal: &[Vec<f32>; 2],
    lengths: &[usize],
) -> [Vec<f32>; 2] {
    let [mut left, mut right] = signal.clone();
    let mut lengths = lengths
        .iter()
        .chain(std::iter::repeat(&lengths[lengths.len() - 1]));
    let mut start = 0;
    while start < left.len() {
        let end = (start + lengths.next().unwrap()).min(left.len());
        chain.process(&mut [&mut left[start..end], &mut right[start..end]]);
        start = end;
    }
    [left, right]
}

/// A sine of `peak_dbfs`.
pub fn sine(sample_rate_hz: f64, frequency_hz: f64, peak_dbfs: f64, frames: usize) -> Vec<f32> {
    let peak = 10f64.powf(peak_dbfs / 20.0);
    (0..frames)
        .map(|index| (peak * (TAU * frequency_hz * index as f64 / sample_rate_hz).sin()) as f32)
        .collect()
}

/// White noise of the given peak, the same for the same seed.
pub fn noise(seed: u64, peak: f32, frames: usize) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..frames)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            peak * ((state >> 40) as f32 / (1u64 << 23) as f32 - 1.0)
        })
        .collect()
}

/// Largest magnitude.
pub fn peak(signal: &[f32]) -> f32 {
    signal
        .iter()
        .fold(0.0, |peak, sample| sample.abs().max(peak))
}
