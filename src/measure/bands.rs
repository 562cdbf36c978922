//! Levels of running audio in 24ths of an octave.

use std::f64::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex32;
use realfft::{RealFftPlanner, RealToComplex};

use super::{HIGHEST_HEARD_HZ, LOWEST_HEARD_HZ};

/// Bands in an octave.
const PER_OCTAVE: f64 = 24.0;

/// Bins that a sine spreads over behind a Hann window: a narrower band could not hold one.
const LEAST_BINS: f64 = 3.0;

/// Bins that a band reaches beyond its ends: a sine at an end loses 0.4 dB and not half of its power to the next band.
const BEYOND_BINS: f64 = 1.0;

/// Power of a sine in all of its bins over that in its middle one, behind a Hann window.
const NOISE_BINS: f64 = 1.5;

/// Mean squares in bands of a 24th of an octave from 20 Hz to 20 kHz, or wider where samples are too few to tell: a sine
/// reads its own mean square wherever it is; pink noise reads alike wherever a band holds many bins.
pub struct Bands {
    planner: RealFftPlanner<f32>,
    plan: Option<Plan>,
}

/// For one number of samples.
struct Plan {
    transform: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    frames: Vec<f32>,
    bins: Vec<Complex32>,
    scratch: Vec<Complex32>,
}

impl Default for Bands {
    fn default() -> Self {
        Self {
            planner: RealFftPlanner::new(),
            plan: None,
        }
    }
}

impl Bands {
    /// How many there are.
    pub fn count() -> usize {
        (PER_OCTAVE * (HIGHEST_HEARD_HZ / LOWEST_HEARD_HZ).log2()).floor() as usize + 1
    }

    /// The middle of a band, Hz.
    pub fn hz(band: usize) -> f64 {
        LOWEST_HEARD_HZ * (band as f64 / PER_OCTAVE).exp2()
    }

    /// The mean square of `samples` in every band; nothing above half of `rate_hz`.
    pub fn mean_squares(&mut self, samples: &[f32], rate_hz: f64) -> Vec<f32> {
        let is_planned = |plan: &Plan| plan.frames.len() == samples.len();
        if !self.plan.as_ref().is_some_and(is_planned) {
            self.plan = Some(Plan::new(self.planner.plan_fft_forward(samples.len())));
        }
        let Some(plan) = &mut self.plan else {
            return Vec::new();
        };
        plan.transform(samples);
        let hz_per_bin = rate_hz / samples.len() as f64;
        let last = plan.bins.len() - 1;
        let half = (0.5 / PER_OCTAVE).exp2();
        (0..Self::count())
            .map(|band| {
                let middle = Self::hz(band) / hz_per_bin;
                let reach = (middle * half - middle + BEYOND_BINS).max(0.5 * LEAST_BINS);
                plan.power((middle - reach).max(0.0), (middle + reach).min(last as f64))
            })
            .collect()
    }
}

impl Plan {
    fn new(transform: Arc<dyn RealToComplex<f32>>) -> Self {
        let count = transform.len();
        let window = (0..count).map(|frame| {
            let turn = TAU * frame as f64 / count as f64;
            (0.5 - 0.5 * turn.cos()) as f32
        });
        Self {
            window: window.collect(),
            frames: transform.make_input_vec(),
            bins: transform.make_output_vec(),
            scratch: transform.make_scratch_vec(),
            transform,
        }
    }

    fn transform(&mut self, samples: &[f32]) {
        let windowed = samples.iter().zip(&self.window);
        for (frame, (sample, window)) in self.frames.iter_mut().zip(windowed) {
            *frame = sample * window;
        }
        let (frames, bins, scratch) = (&mut self.frames, &mut self.bins, &mut self.scratch);
        let is_done = self.transform.process_with_scratch(frames, bins, scratch);
        debug_assert!(is_done.is_ok(), "the buffers have the lengths of the plan");
    }

    /// The mean square between two places among the bins, of which parts count as parts.
    fn power(&self, from: f64, to: f64) -> f32 {
        // Bin k stands for k - 1/2 to k + 1/2.
        let (from, to) = (from + 0.5, to + 0.5);
        let bins = self.bins.iter().enumerate().skip(from as usize);
        let sum: f64 = bins
            .take_while(|(bin, _)| (*bin as f64) < to)
            .map(|(bin, line)| {
                let inside = to.min(bin as f64 + 1.0) - from.max(bin as f64);
                inside * f64::from(line.norm_sqr())
            })
            .sum();
        // A window with a mean of 1/2 and two sides: a sine's middle bin is its peak times a quarter of the samples.
        let quarter = self.window.len() as f64 / 4.0;
        (0.5 * sum / (quarter * quarter) / NOISE_BINS) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(hertz: f64, rate_hz: f64, count: usize) -> Vec<f32> {
        let phase = |index: usize| TAU * (hertz * index as f64 / rate_hz).fract();
        (0..count).map(|index| phase(index).sin() as f32).collect()
    }

    /// Wherever it is, at whatever rate: within 0.5 dB of half a square volt, in the loudest band, which is the nearest.
    #[test]
    fn a_sine_reads_its_level() {
        let mut bands = Bands::default();
        for (rate_hz, count) in [(48e3, 8192), (192e3, 32768), (768e3, 32768)] {
            for hertz in [100.0, 440.0, 1000.0, 5013.0, 19e3] {
                let levels = bands.mean_squares(&sine(hertz, rate_hz, count), rate_hz);
                let (loudest, power) = (levels.iter().enumerate())
                    .max_by(|one, other| one.1.total_cmp(other.1))
                    .expect("there are bands");
                let error_db = 10.0 * (power / 0.5).log10();
                let distance = (Bands::hz(loudest) / hertz).log2().abs();
                let bin = rate_hz / count as f64;
                println!(
                    "{rate_hz} Hz: {hertz} Hz reads {error_db:+.2} dB at {:.0} Hz",
                    Bands::hz(loudest)
                );
                assert!(error_db.abs() < 0.5, "{hertz} Hz: {error_db} dB");
                assert!(distance < 1.0 / PER_OCTAVE + (1.0 + bin / hertz).log2());
            }
        }
    }

    #[test]
    fn silence_has_no_power_and_what_is_above_half_the_rate_neither() {
        let mut bands = Bands::default();
        assert!(
            bands
                .mean_squares(&[0.0; 4096], 48e3)
                .iter()
                .all(|power| *power == 0.0)
        );
        let levels = bands.mean_squares(&sine(1e3, 8e3, 4096), 8e3);
        let above = (0..Bands::count()).filter(|band| Bands::hz(*band) > 4.5e3);
        assert!(above.into_iter().all(|band| levels[band] == 0.0));
    }
}
