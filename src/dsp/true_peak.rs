//! True peak after ITU-R BS.1770, annex 2: the largest magnitude between the samples, at four times the rate.

use crate::lanes::Lanes;
use std::f64::consts::PI;

/// Points between a sample and the next one that are looked at.
const BETWEEN: usize = 3;

/// Taps of each point, as many as in the annex.
const TAPS: usize = 12;

/// Frames that are looked at in one go.
const BLOCK_FRAMES: usize = 32;

/// What the frames before a block still weigh in it.
const HELD: usize = TAPS - 1;

/// Looks between the samples. About 110 instructions a stereo frame, and next to none for frames so quiet that nothing
/// between them can be above the peak that is held.
#[derive(Clone, Debug)]
pub struct TruePeak<V> {
    /// Taps of each point, oldest sample first.
    points: [[f64; TAPS]; BETWEEN],
    /// The most that a point can make of samples up to 1.
    largest_gain: f64,
    /// The last frames, oldest first.
    held: [V; HELD],
    peak: V,
}

impl<V: Lanes> Default for TruePeak<V> {
    fn default() -> Self {
        let points = std::array::from_fn(|point| interpolator((point + 1) as f64 / 4.0));
        let gain = |taps: &[f64; TAPS]| taps.iter().map(|tap| tap.abs()).sum();
        Self {
            largest_gain: points.iter().map(gain).fold(1.0, f64::max),
            points,
            held: [V::default(); HELD],
            peak: V::default(),
        }
    }
}

impl<V: Lanes> TruePeak<V> {
    /// Looks at frames.
    pub fn process(&mut self, frames: &[V]) {
        for block in frames.chunks(BLOCK_FRAMES) {
            self.look(block);
        }
    }

    fn look(&mut self, block: &[V]) {
        let mut line = [V::default(); HELD + BLOCK_FRAMES];
        let (line, _) = line.split_at_mut(HELD + block.len());
        let (before, now) = line.split_at_mut(HELD);
        before.copy_from_slice(&self.held);
        now.copy_from_slice(block);
        self.held.copy_from_slice(&line[block.len()..]);
        let zero = V::default();
        let largest = |frames: &[V]| {
            frames
                .iter()
                .fold(zero, |most, frame| most.max(frame.abs()))
        };
        let room = self.peak - largest(line) * V::splat(self.largest_gain);
        if (0..V::COUNT).all(|channel| room.lane(channel) >= 0.0) {
            return;
        }
        let mut peak = self.peak.max(largest(block));
        for taps in &self.points {
            for window in line.windows(TAPS) {
                let mut sum = zero;
                for (&held, &tap) in window.iter().zip(taps) {
                    sum += held * V::splat(tap);
                }
                peak = peak.max(sum.abs());
            }
        }
        self.peak = peak;
    }

    /// The largest magnitude since the last call; starts over.
    pub fn take_peak(&mut self) -> V {
        std::mem::take(&mut self.peak)
    }

    /// As new.
    pub fn reset(&mut self) {
        self.held = [V::default(); HELD];
        self.peak = V::default();
    }
}

/// A windowed sinc that reads `fraction` of a sample behind the middle of the taps, with a gain of one at rest.
fn interpolator(fraction: f64) -> [f64; TAPS] {
    let middle = (TAPS / 2) as f64 - fraction;
    let taps: [f64; TAPS] = std::array::from_fn(|tap| {
        let distance = tap as f64 - middle;
        let sinc = if distance == 0.0 {
            1.0
        } else {
            (PI * distance).sin() / (PI * distance)
        };
        sinc * (0.5 * PI * distance / (TAPS / 2) as f64).cos().powi(2)
    });
    let sum: f64 = taps.iter().sum();
    taps.map(|tap| tap / sum)
}
