//! Symmetric half-band filter: every second tap is zero except the middle one.
//!
//! One phase of the higher rate is a plain delay (the middle tap), the other a symmetric filter at the lower rate.

use crate::lanes::Lanes;
use std::f64::consts::PI;

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
        // The empirical formula is good to a decibel or so.
        let target_db = stop_band_db.max(60.0) + 2.0;
        let beta = 0.1102 * (target_db - 8.7);
        let transition = 2.0 * PI * (0.5 - 2.0 * pass_band);
        let order = (target_db - 7.95) / (2.285 * transition);
        // 4 half - 1 taps in all, of which 2 half are not zero beside the middle one.
        let half = ((order + 2.0) / 4.0).ceil().max(1.0) as usize;
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
        Self {
            filtered: vec![V::default(); 2 * half - 1 + max_frames],
            delayed: vec![V::default(); half + max_frames],
            taps,
        }
    }

    /// Doubles the rate: the second half of `frames` holds the input, all of it the output.
    pub(super) fn up(&mut self, frames: &mut [V]) {
        let inputs = frames.len() / 2;
        let kept = 2 * self.taps.len() - 1;
        push(&mut self.filtered, kept, frames[inputs..].iter().copied());
        let windows = self.filtered.windows(kept + 1);
        for (window, pair) in windows.zip(frames.chunks_exact_mut(2)) {
            pair[0] = symmetric(window, &self.taps);
            pair[1] = window[self.taps.len()];
        }
        self.filtered.copy_within(inputs..inputs + kept, 0);
    }

    /// Halves the rate: the first half of `frames` becomes the output.
    pub(super) fn down(&mut self, frames: &mut [V]) {
        let outputs = frames.len() / 2;
        let half = self.taps.len();
        let kept = 2 * half - 1;
        push(&mut self.filtered, kept, frames.iter().copied().step_by(2));
        push(
            &mut self.delayed,
            half,
            frames.iter().copied().skip(1).step_by(2),
        );
        let windows = self.filtered.windows(kept + 1);
        for ((output, window), &middle) in frames
            .iter_mut()
            .zip(windows)
            .zip(&self.delayed)
            .take(outputs)
        {
            *output = (symmetric(window, &self.taps) + middle) * V::splat(0.5);
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

/// Writes frames behind the `kept` ones of `history`.
fn push<V: Copy>(history: &mut [V], kept: usize, frames: impl Iterator<Item = V>) {
    for (place, frame) in history.iter_mut().skip(kept).zip(frames) {
        *place = frame;
    }
}

/// Sum of a window with mirrored taps, from both ends inwards.
#[inline(always)]
fn symmetric<V: Lanes>(window: &[V], taps: &[f64]) -> V {
    // Two sums: a single one would wait for itself at every tap.
    let mut sums = [V::default(); 2];
    let pairs = window.iter().zip(window.iter().rev()).zip(taps);
    for (index, ((&early, &late), &tap)) in pairs.enumerate() {
        sums[index % 2] += (early + late) * V::splat(tap);
    }
    sums[0] + sums[1]
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
