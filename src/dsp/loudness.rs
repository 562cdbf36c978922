//! Loudness after ITU-R BS.1770: K-weighting and mean square.

use crate::lanes::Lanes;
use std::f64::consts::PI;

/// The weighting filters at 48 kHz as BS.1770-4 prints them, numerator and denominator: the head as a shelf, then the
/// RLB high-pass.
const AT_48_KHZ: [[[f64; 3]; 2]; 2] = [
    [
        [1.53512485958697, -2.69169618940638, 1.19839281085285],
        [1.0, -1.69065929318241, 0.73248077421585],
    ],
    [[1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621]],
];

/// BS.1770's constant: a sine of 997 Hz at 0 dBFS in one channel reads -3.01 LKFS.
const OFFSET_DB: f64 = -0.691;

/// Loudness of a K-weighted mean square that is summed over channels, LKFS.
pub fn lkfs(mean_square: f64) -> f64 {
    OFFSET_DB + 10.0 * mean_square.log10()
}

/// The mean square that has a loudness: the inverse of [`lkfs`].
pub fn mean_square_of(lkfs: f64) -> f64 {
    10f64.powf((lkfs - OFFSET_DB) / 10.0)
}

/// The frequency weighting.
#[derive(Clone, Debug)]
pub struct KWeighting<V> {
    sections: [Biquad<V>; 2],
}

impl<V: Lanes> KWeighting<V> {
    /// At any sample rate: the printed filters' analogue prototypes, transformed anew.
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            sections: AT_48_KHZ.map(|[numerator, denominator]| {
                Biquad::from_48_khz(numerator, denominator, sample_rate_hz)
            }),
        }
    }

    /// Weights one frame.
    #[inline]
    pub fn next(&mut self, frame: V) -> V {
        let [shelf, high_pass] = &mut self.sections;
        high_pass.next(shelf.next(frame))
    }

    /// Forgets what it heard.
    pub fn reset(&mut self) {
        for section in &mut self.sections {
            section.state = [V::default(); 2];
        }
    }
}

/// Mean square of the K-weighted signal, summed over channels (of equal weight: mono, left and right).
#[derive(Clone, Debug)]
pub struct WeightedPower<V> {
    weighting: KWeighting<V>,
    sum: V,
    frames: u64,
}

impl<V: Lanes> WeightedPower<V> {
    /// At any sample rate.
    pub fn new(sample_rate_hz: f64) -> Self {
        Self {
            weighting: KWeighting::new(sample_rate_hz),
            sum: V::default(),
            frames: 0,
        }
    }

    /// Adds frames.
    pub fn process(&mut self, frames: &[V]) {
        for &frame in frames {
            let weighted = self.weighting.next(frame);
            self.sum += weighted * weighted;
        }
        self.frames += frames.len() as u64;
    }

    /// Mean square since the last call; starts over. Filters go on.
    pub fn take_mean_square(&mut self) -> f64 {
        let sum: f64 = (0..V::COUNT).map(|channel| self.sum.lane(channel)).sum();
        let mean_square = sum / self.frames.max(1) as f64;
        self.sum = V::default();
        self.frames = 0;
        mean_square
    }

    /// As new.
    pub fn reset(&mut self) {
        self.weighting.reset();
        self.sum = V::default();
        self.frames = 0;
    }
}

/// Mean of the last values, up to `LENGTH` of them.
#[derive(Clone, Copy, Debug)]
pub struct SlidingMean<const LENGTH: usize> {
    values: [f64; LENGTH],
    count: usize,
}

impl<const LENGTH: usize> Default for SlidingMean<LENGTH> {
    fn default() -> Self {
        Self {
            values: [0.0; LENGTH],
            count: 0,
        }
    }
}

impl<const LENGTH: usize> SlidingMean<LENGTH> {
    /// Takes a value in; the oldest leaves.
    pub fn push(&mut self, value: f64) {
        self.values.rotate_right(1);
        if let Some(newest) = self.values.first_mut() {
            *newest = value;
        }
        self.count = (self.count + 1).min(LENGTH);
    }

    /// Their mean, as soon as there is one.
    pub fn mean(&self) -> Option<f64> {
        // Places that are not filled yet hold zero.
        (self.count > 0).then(|| self.values.iter().sum::<f64>() / self.count as f64)
    }
}

/// A second-order filter, transposed direct form II.
#[derive(Clone, Copy, Debug)]
struct Biquad<V> {
    numerator: [V; 3],
    denominator: [V; 2],
    state: [V; 2],
}

impl<V: Lanes> Biquad<V> {
    /// Undoes the bilinear transform at 48 kHz and applies it at `sample_rate_hz`, both matched at the corner.
    fn from_48_khz(numerator: [f64; 3], denominator: [f64; 3], sample_rate_hz: f64) -> Self {
        // z^-1 = (1 - s) / (1 + s), with s = j tan(pi f / rate): coefficients of 1, s and s^2.
        let to_analogue = |[c0, c1, c2]: [f64; 3]| [c0 + c1 + c2, 2.0 * (c0 - c2), c0 - c1 + c2];
        let (above, below) = (to_analogue(numerator), to_analogue(denominator));
        let corner = (below[0] / below[2]).sqrt(); // tan(pi f / 48 kHz)
        let corner_hz = corner.atan() / PI * 48e3;
        let here = (PI * corner_hz / sample_rate_hz).tan();
        let stretch = corner / here;
        let to_digital = |[c0, c1, c2]: [f64; 3]| {
            let (c1, c2) = (c1 * stretch, c2 * stretch * stretch);
            [c0 + c1 + c2, 2.0 * (c0 - c2), c0 - c1 + c2]
        };
        let (numerator, [scale, first, second]) = (to_digital(above), to_digital(below));
        Self {
            numerator: numerator.map(|coefficient| V::splat(coefficient / scale)),
            denominator: [V::splat(first / scale), V::splat(second / scale)],
            state: [V::default(); 2],
        }
    }

    #[inline(always)]
    fn next(&mut self, input: V) -> V {
        let [b0, b1, b2] = self.numerator;
        let [a1, a2] = self.denominator;
        let output = b0 * input + self.state[0];
        self.state[0] = b1 * input - a1 * output + self.state[1];
        self.state[1] = b2 * input - a2 * output;
        output
    }
}
