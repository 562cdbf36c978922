//! Symmetric half-band filter: every second tap is zero except the middle one.
//!
//! One phase of the higher rate is a plain delay (the middle tap), the other a symmetric filter at the lower rate.

use crate::lanes::Lanes;
use std::f64::consts::PI;

/// The window is shaped for this much more attenuation than is asked for; its formula is good to a decibel or so.
const SHAPE_MARGIN_DB: f64 = 2.0;

/// Outputs that are computed side by side: one sum alone would wait for itself at every tap.
const GROUP: usize = 4;

/// One half-band filter, for one direction.
#[derive(Clone, Debug)]
pub(super) struct HalfBandFir<V> {
    /// First half of the taps of the filtering phase, for a gain of one; the second half mirrors it.
    taps: Vec<f64>,
    /// Last inputs of the filtering phase: taps - 1 of them, then room for a block.
    filtered: Vec<V>,
    /// Last inputs of the delayed phase: as many as [`Self::down`] needs, then room for a block.
    delayed: Vec<V>,
}

impl<V: Lanes> HalfBandFir<V> {
    /// A Kaiser-windowed sinc that keeps 0..`pass_band` (a fraction of the higher rate, below 0.25) and attenuates
    /// everything above 0.5 - `pass_band` by at least `stop_band_db`; ripple is as small in the pass band. For blocks
    /// of up to `max_frames` at the lower rate.
    ///
    /// Length and shape of the window: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window
    /// function" (1974).
    pub(super) fn design(pass_band: f64, stop_band_db: f64, max_frames: usize) -> Self {
        let target_db = stop_band_db.clamp(60.0, 180.0); // in f64 there is no more
        let beta = 0.1102 * (target_db + SHAPE_MARGIN_DB - 8.7);
        let transition = 2.0 * PI * (0.5 - 2.0 * pass_band);
        let order = (target_db - 7.95) / (2.285 * transition);
        // 4 half - 1 taps in all, of which 2 half are not zero beside the middle one. The formula is empirical, and short
        // filters need more.
        let mut half = ((order + 2.0) / 4.0).max(1.0) as usize;
        let mut taps = windowed_sinc(half, beta);
        while stop_band_peak_db(&taps, pass_band) > -target_db {
            half += 1;
            taps = windowed_sinc(half, beta);
        }
        let room = max_frames.next_multiple_of(GROUP);
        Self {
            filtered: vec![V::default(); 2 * half - 1 + room],
            delayed: vec![V::default(); half + room],
            taps,
        }
    }

    /// Doubles the rate: the second half of `frames` holds the input, all of it the output.
    pub(super) fn up(&mut self, frames: &mut [V]) {
        let inputs = frames.len() / 2;
        let half = self.taps.len();
        let kept = 2 * half - 1;
        push(&mut self.filtered, kept, frames[inputs..].iter().copied());
        for (group, pairs) in frames.chunks_mut(2 * GROUP).enumerate() {
            let window = &self.filtered[group * GROUP..];
            let sums = symmetric(window, &self.taps);
            for ((pair, sum), &middle) in pairs.chunks_exact_mut(2).zip(sums).zip(&window[half..]) {
                pair[0] = sum;
                pair[1] = middle;
            }
        }
        self.filtered.copy_within(inputs..inputs + kept, 0);
    }

    /// Halves the rate: the first half of `frames` becomes the output.
    pub(super) fn down(&mut self, frames: &mut [V]) {
        let outputs = frames.len() / 2;
        let half = self.taps.len();
        let kept = 2 * half - 1;
        push(&mut self.filtered, kept, frames.iter().copied().step_by(2));
        let odd = frames.iter().copied().skip(1).step_by(2);
        push(&mut self.delayed, half, odd);
        let (output_frames, _) = frames.split_at_mut(outputs);
        for (group, output) in output_frames.chunks_mut(GROUP).enumerate() {
            let sums = symmetric(&self.filtered[group * GROUP..], &self.taps);
            let delayed = &self.delayed[group * GROUP..];
            for ((output, sum), &middle) in output.iter_mut().zip(sums).zip(delayed) {
                *output = (sum + middle) * V::splat(0.5);
            }
        }
        self.filtered.copy_within(outputs..outputs + kept, 0);
        self.delayed.copy_within(outputs..outputs + half, 0);
    }

    /// Delay of [`Self::up`] and [`Self::down`] together in frames of the higher rate.
    pub(super) fn round_trip_frames(&self) -> f64 {
        let middle = 2 * self.taps.len() - 1;
        (2 * middle) as f64
    }

    pub(super) fn reset(&mut self) {
        self.filtered.fill(V::default());
        self.delayed.fill(V::default());
    }
}

/// First half of the taps of the filtering phase, for a gain of one.
fn windowed_sinc(half: usize, beta: f64) -> Vec<f64> {
    let mut taps: Vec<f64> = (0..half)
        .map(|index| {
            let from_middle = (2 * (half - index) - 1) as f64;
            let sinc = (0.5 * PI * from_middle).sin() / (PI * from_middle);
            let edge = from_middle / (2 * half) as f64;
            sinc * bessel_i0(beta * (1.0 - edge * edge).sqrt()) / bessel_i0(beta)
        })
        .collect();
    // Both phases pass direct current alike, or it would come out as a tone at half the rate.
    let scale = 0.5 / taps.iter().sum::<f64>();
    taps.iter_mut().for_each(|tap| *tap *= scale);
    taps
}

/// Highest gain between 0.5 - `pass_band` and half the higher rate, dB.
fn stop_band_peak_db(taps: &[f64], pass_band: f64) -> f64 {
    // More points than the response has ripples.
    let points = 8 * taps.len() + 8;
    let peak = (0..=points)
        .map(|point| {
            let frequency = 0.5 - pass_band * point as f64 / points as f64;
            let phase = taps.iter().enumerate().map(|(index, tap)| {
                let from_middle = (2 * (taps.len() - index) - 1) as f64;
                tap * (2.0 * PI * frequency * from_middle).cos()
            });
            (0.5 + phase.sum::<f64>()).abs()
        })
        .fold(0.0, f64::max);
    20.0 * peak.log10()
}

/// Writes frames behind the `kept` ones of `history`.
fn push<V: Copy>(history: &mut [V], kept: usize, frames: impl Iterator<Item = V>) {
    for (place, frame) in history.iter_mut().skip(kept).zip(frames) {
        *place = frame;
    }
}

/// Sums of [`GROUP`] windows, each one frame on, with mirrored taps: from both ends inwards.
#[inline(always)]
fn symmetric<V: Lanes>(frames: &[V], taps: &[f64]) -> [V; GROUP] {
    let mut sums = [V::default(); GROUP];
    let early = frames.windows(GROUP);
    let late = frames[taps.len()..].windows(GROUP).take(taps.len()).rev();
    for ((early, late), &tap) in early.zip(late).zip(taps) {
        let tap = V::splat(tap);
        for (index, sum) in sums.iter_mut().enumerate() {
            *sum += (early[index] + late[index]) * tap;
        }
    }
    sums
}

/// Modified Bessel function of the first kind and order zero, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let quarter_square = 0.25 * x * x;
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut index = 1.0;
    while term > 1e-17 * sum {
        term *= quarter_square / (index * index);
        sum += term;
        index += 1.0;
    }
    sum
}
