//! True peak after ITU-R BS.1770, annex 2: the largest magnitude between the samples, at four times the rate.

use crate::lanes::Lanes;
use std::f64::consts::PI;

/// Points between two samples that are looked at.
const PHASES: usize = 4;

/// Taps of each phase, as many as in the annex.
const TAPS: usize = 12;

/// Looks between the samples.
#[derive(Clone, Debug)]
pub struct TruePeak<V> {
    /// Taps of each phase, newest sample first.
    phases: [[f64; TAPS]; PHASES],
    /// Newest sample first.
    history: [V; TAPS],
    peak: V,
}

impl<V: Lanes> Default for TruePeak<V> {
    fn default() -> Self {
        Self {
            phases: std::array::from_fn(|phase| interpolator(phase as f64 / PHASES as f64)),
            history: [V::default(); TAPS],
            peak: V::default(),
        }
    }
}

impl<V: Lanes> TruePeak<V> {
    /// Looks at frames.
    pub fn process(&mut self, frames: &[V]) {
        for &frame in frames {
            self.history.rotate_right(1);
            self.history[0] = frame;
            for taps in &self.phases {
                let mut sum = V::default();
                for (&held, &tap) in self.history.iter().zip(taps) {
                    sum += held * V::splat(tap);
                }
                self.peak = self.peak.max(sum.abs());
            }
        }
    }

    /// The largest magnitude since the last call; starts over.
    pub fn take_peak(&mut self) -> V {
        std::mem::take(&mut self.peak)
    }

    /// As new.
    pub fn reset(&mut self) {
        self.history = [V::default(); TAPS];
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
