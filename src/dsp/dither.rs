//! Rounding to steps, with dither.
//!
//! Two uniform random numbers of a step's width each are added before rounding, their sum being triangular: mean and
//! variance of the error no longer depend on the signal (R. A. Wannamaker, S. P. Lipshitz, J. Vanderkooy, J. N. Wright:
//! *A theory of nonsubtractive dither*, IEEE Transactions on Signal Processing 48, 2000). The error is white; its mean
//! square is a quarter of the step's.

use super::noise::SplitMix;
use crate::lanes::Lanes;

/// Rounds to steps, left and right with dither of their own.
#[derive(Clone, Debug)]
pub struct Quantiser {
    seeds: [u64; 2],
    channels: [SplitMix; 2],
}

impl Quantiser {
    /// The same dither for the same seeds.
    pub const fn new(seeds: [u64; 2]) -> Self {
        let [left, right] = seeds;
        Self {
            seeds,
            channels: [SplitMix::new(left), SplitMix::new(right)],
        }
    }

    /// The multiple of `step` (above 0) that is near the frame.
    #[inline]
    pub fn next<V: Lanes>(&mut self, frame: V, step: f64) -> V {
        V::from_fn(|channel| {
            let steps = frame.lane(channel) / step;
            (steps + self.channels[channel].triangular()).round_ties_even() * step
        })
    }

    /// As new.
    pub fn reset(&mut self) {
        *self = Self::new(self.seeds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::Stereo;

    const STEP: f64 = 0.25;
    const FRAMES: usize = 200_000;

    fn errors(volt: f64) -> [Vec<f64>; 2] {
        let mut quantiser = Quantiser::new([1, 2]);
        let frame = Stereo::from_fn(|_| volt);
        let rounded: Vec<_> = (0..FRAMES).map(|_| quantiser.next(frame, STEP)).collect();
        [0, 1].map(|channel| {
            let error = |frame: &Stereo| frame.lane(channel) - volt;
            rounded.iter().map(error).collect()
        })
    }

    fn mean(numbers: impl ExactSizeIterator<Item = f64>) -> f64 {
        let count = numbers.len() as f64;
        numbers.sum::<f64>() / count
    }

    /// Wherever the signal stands between two steps: on average it is there, with a quarter of a square step around it.
    #[test]
    fn the_error_does_not_depend_on_the_signal() {
        for part in [0.0, 0.1, 0.25, 0.5, 0.77] {
            for errors in errors(part * STEP) {
                let bias = mean(errors.iter().copied()) / STEP;
                let variance = mean(errors.iter().map(|error| error * error)) / (STEP * STEP);
                assert!(bias.abs() < 0.005, "{bias} steps at {part}");
                let error_db = 10.0 * (variance / 0.25).log10();
                assert!(error_db.abs() < 0.1, "{error_db} dB at {part}");
            }
        }
    }

    #[test]
    fn left_and_right_have_errors_of_their_own_and_every_multiple_is_kept_on_steps() {
        let [left, right] = errors(0.1);
        let product = mean(left.iter().zip(&right).map(|(left, right)| left * right));
        let power = mean(left.iter().map(|error| error * error));
        assert!((product / power).abs() < 0.01, "{}", product / power);
        for error in left {
            let steps = (0.1 + error) / STEP;
            assert!((steps - steps.round()).abs() < 1e-12, "{steps} steps");
        }
    }

    #[test]
    fn reset_starts_over() {
        let mut quantiser = Quantiser::new([3, 4]);
        let mut second = || -> Vec<f64> {
            let frames = (0..100).map(|index| quantiser.next(0.01 * f64::from(index), STEP));
            let frames = frames.collect();
            quantiser.reset();
            frames
        };
        assert_eq!(second(), second());
    }
}
