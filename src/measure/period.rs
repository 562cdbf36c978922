//! Signals that repeat after a whole number of frames, and their spectra.

use std::f64::consts::{FRAC_PI_2, PI};

use num_complex::Complex64;
use realfft::RealFftPlanner;

/// Why transforms do not fail here.
const BUFFERS_FIT: &str = "the buffers have the lengths of the plan";

/// Bins to either side of a harmonic that are counted as part of it where aliases are looked for.
const SKIRT_BINS: usize = 6;

/// The grid of times and frequencies of signals that repeat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    frames: usize,
    sample_rate_hz: f64,
}

impl Period {
    /// As near to `seconds` as whole frames come.
    pub(super) fn new(sample_rate_hz: f64, seconds: f64) -> Self {
        Self {
            frames: (sample_rate_hz * seconds).round().max(1.0) as usize,
            sample_rate_hz,
        }
    }

    /// Frequency of a bin, Hz.
    pub(super) fn hz(&self, bin: usize) -> f64 {
        bin as f64 * self.sample_rate_hz / self.frames as f64
    }

    /// The bin nearest to a frequency, below half the rate.
    pub(super) fn bin(&self, hz: f64) -> usize {
        let bin = (hz * self.frames as f64 / self.sample_rate_hz).round() as usize;
        bin.min((self.frames - 1) / 2)
    }

    /// The bin nearest to a frequency that shares no divisor with the period: harmonic m of it, folded at any multiple
    /// of the rate, falls on harmonic n only where m is n plus a multiple of the period's frames.
    pub(super) fn bin_without_divisor(&self, hz: f64) -> usize {
        let nearest = self.bin(hz).max(1);
        let is_free = |bin: &usize| greatest_common_divisor(*bin, self.frames) == 1;
        (0..nearest)
            .flat_map(|distance| [nearest - distance, nearest + distance])
            .find(is_free)
            .unwrap_or(1) // which divides nothing but itself
    }

    /// One period of a sine of this peak, from 0 upward.
    pub(super) fn sine(&self, bin: usize, peak: f64) -> Vec<f32> {
        self.sum(&[bin], peak, |_| 0.0)
    }

    /// One period of nothing.
    pub(super) fn silence(&self) -> Vec<f32> {
        vec![0.0; self.frames]
    }

    /// One period of equal sines in these bins, each of this peak, in phases that keep the sum's peak low (Newman 1965:
    /// pi k^2 / K).
    pub(super) fn chord(&self, bins: &[usize], peak: f64) -> Vec<f32> {
        let count = bins.len() as f64;
        self.sum(bins, peak, |index| PI * (index as f64).powi(2) / count)
    }

    fn sum(&self, bins: &[usize], peak: f64, phase: impl Fn(usize) -> f64) -> Vec<f32> {
        let transform = RealFftPlanner::<f64>::new().plan_fft_inverse(self.frames);
        let mut spectrum = transform.make_input_vec();
        for (index, bin) in bins.iter().enumerate() {
            // A sine is a cosine a quarter of a turn later; half of it stands at the negative frequency.
            spectrum[*bin] += Complex64::from_polar(0.5 * peak, phase(index) - FRAC_PI_2);
        }
        let mut frames = transform.make_output_vec();
        let is_done = transform.process(&mut spectrum, &mut frames).is_ok();
        debug_assert!(is_done, "{BUFFERS_FIT}");
        frames.iter().map(|frame| *frame as f32).collect()
    }

    /// The lines of one period.
    pub(super) fn lines(&self, samples: &[f32]) -> Lines {
        transform(samples.iter().map(|sample| f64::from(*sample)).collect())
    }

    /// The lines of one period that does not quite repeat, seen through sin^6: what repeats stays as large as it is but
    /// takes three bins to either side as well, and what creeps over the period fades 42 dB an octave away from there.
    pub(super) fn steady_lines(&self, samples: &[f32]) -> Lines {
        /// The window's mean: (1/2)(3/4)(5/6).
        const MEAN: f64 = 5.0 / 16.0;
        let count = samples.len() as f64;
        let frames = samples.iter().enumerate().map(|(frame, sample)| {
            let window = (PI * frame as f64 / count).sin().powi(6) / MEAN;
            window * f64::from(*sample)
        });
        transform(frames.collect())
    }
}

fn transform(mut frames: Vec<f64>) -> Lines {
    let transform = RealFftPlanner::<f64>::new().plan_fft_forward(frames.len());
    let mut bins = transform.make_output_vec();
    let is_done = transform.process(&mut frames, &mut bins).is_ok();
    debug_assert!(is_done, "{BUFFERS_FIT}");
    let scale = 2.0 / frames.len() as f64;
    for bin in &mut bins {
        *bin *= scale;
    }
    Lines { bins }
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    match b {
        0 => a,
        _ => greatest_common_divisor(b, a % b),
    }
}

/// The spectrum of one period: amplitudes (peak) and phases.
pub(super) struct Lines {
    bins: Vec<Complex64>,
}

impl Lines {
    /// Amplitude and phase in a bin; nothing above half the rate.
    pub(super) fn at(&self, bin: usize) -> Complex64 {
        self.bins.get(bin).copied().unwrap_or_default()
    }

    /// The mean of the samples.
    pub(super) fn mean(&self) -> f64 {
        0.5 * self.at(0).re
    }

    /// Amplitudes of all bins above 0.
    pub(super) fn amplitudes(&self) -> impl Iterator<Item = (usize, f64)> {
        let bins = self.bins.iter().map(|line| line.norm());
        bins.enumerate().skip(1)
    }

    /// The largest amplitude within `bins` that is neither a harmonic of `fundamental` nor its skirt.
    pub(super) fn largest_stranger(
        &self,
        fundamental: usize,
        bins: std::ops::RangeInclusive<usize>,
    ) -> Option<(usize, f64)> {
        self.amplitudes()
            .filter(|(bin, _)| bins.contains(bin))
            .filter(|(bin, _)| {
                let above = bin % fundamental;
                above.min(fundamental - above) > SKIRT_BINS
            })
            .max_by(|(_, one), (_, other)| one.total_cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line that no harmonic explains is found where it is and as large as it is: 1 % and 90 dB down, beside harmonics
    /// that are larger.
    #[test]
    fn aliases_are_told_from_harmonics() {
        let period = Period::new(48e3, 1.0);
        let tone = period.bin_without_divisor(1249.0);
        assert_eq!(tone, 1249);
        let mut samples = period.sine(tone, 0.5);
        for (bin, peak) in [
            (2 * tone, 0.1),
            (7 * tone, 0.02),
            (9001, 0.5 * 10f64.powf(-4.5)),
        ] {
            for (sum, sample) in samples.iter_mut().zip(period.sine(bin, peak)) {
                *sum += sample;
            }
        }
        let lines = period.steady_lines(&samples);
        let (bin, amplitude) = lines.largest_stranger(tone, 1..=20_000).expect("a line");
        assert_eq!(bin, 9001);
        let alias_db = 20.0 * (amplitude / lines.at(tone).norm()).log10();
        assert!((alias_db + 90.0).abs() < 0.01, "{alias_db}");
        assert!((lines.at(7 * tone).norm() - 0.02).abs() < 1e-6);
    }

    /// Whatever the rate, no alias of the first thousand harmonics falls on a harmonic below half the rate.
    #[test]
    fn tones_share_no_divisor_with_the_period() {
        for rate_hz in [8e3, 22.05e3, 44.1e3, 48e3, 96e3, 192e3] {
            for seconds in [0.2, 1.0] {
                let period = Period::new(rate_hz, seconds);
                let tone = period.bin_without_divisor(1e3);
                assert!((period.hz(tone) - 1e3).abs() < 30.0, "{}", period.hz(tone));
                let folded = |harmonic: usize| {
                    let bin = harmonic * tone % period.frames;
                    bin.min(period.frames - bin)
                };
                let heard = period.frames / 2 / tone;
                for harmonic in heard + 1..1000.min(period.frames - heard) {
                    let is_on_harmonic = folded(harmonic) % tone == 0;
                    let is_far = folded(harmonic) / tone > heard;
                    assert!(
                        !is_on_harmonic || is_far,
                        "{rate_hz} Hz, harmonic {harmonic}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_chord_has_the_peaks_that_were_asked_for() {
        let period = Period::new(48e3, 0.2);
        let bins = [4, 40, 199, 2000];
        let lines = period.lines(&period.chord(&bins, 0.1));
        for bin in bins {
            assert!((lines.at(bin).norm() - 0.1).abs() < 1e-7);
        }
        assert!(lines.mean().abs() < 1e-8);
    }
}
