//! Noise: white, and with any spectrum. The same numbers for the same seed, always.

use num_complex::Complex;
use rustfft::{Fft, FftPlanner};
use std::f64::consts::PI;
use std::sync::Arc;

use crate::lanes::Lanes;

/// Random bits: SplitMix64 (G. Steele, D. Lea, C. Flood: *Fast splittable pseudorandom number generators*, OOPSLA 2014), a
/// counter, scrambled. It needs no state but the counter, and streams of far-apart seeds do not meet.
#[derive(Clone, Debug)]
pub struct SplitMix {
    counter: u64,
}

impl SplitMix {
    /// A stream of its own for every seed.
    pub const fn new(seed: u64) -> Self {
        Self { counter: seed }
    }

    /// The next 64 bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.counter = self.counter.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let bits = self.counter;
        let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number between -1 and 1, the sum of two uniform ones: triangular, of variance 1/6.
    #[inline]
    pub fn triangular(&mut self) -> f64 {
        const PER_UNIT: f64 = 1.0 / 4_294_967_296.0; // 2^-32
        let bits = self.bits();
        let (high, low) = ((bits >> 32) as f64, (bits & 0xffff_ffff) as f64);
        // The halves differ by whole numbers, as often up as down.
        (high - low) * PER_UNIT
    }
}

/// Random numbers of mean 0 and variance 1 that are as good as normally distributed: sums of four uniform ones, never
/// beyond +-3.46, kurtosis 2.7 (3 would be Gaussian), and much nearer to it behind any filter.
///
/// The uniform ones are the four quarters of what [`SplitMix`] gives.
#[derive(Clone, Debug)]
pub struct Gaussian {
    random: SplitMix,
}

impl Gaussian {
    /// A stream of its own for every seed.
    pub const fn new(seed: u64) -> Self {
        Self {
            random: SplitMix::new(seed),
        }
    }

    /// The next number.
    #[inline]
    pub fn draw(&mut self) -> f64 {
        /// Of the sum of four uniform whole numbers below 2^16.
        const MEAN: f64 = 2.0 * 65_535.0;
        /// Its variance is (2^32 - 1) / 3.
        const PER_DEVIATION: f64 = 1.0 / 37_837.227_237_206_48;
        let bits = self.random.bits();
        let quarter = |place: u32| (bits >> (16 * place)) & 0xffff;
        let sum = quarter(0) + quarter(1) + quarter(2) + quarter(3);
        (sum as f64 - MEAN) * PER_DEVIATION
    }
}

/// A power spectrum, line by line.
#[derive(Clone, Debug)]
pub struct Spectrum {
    /// Deviation of real and imaginary part of every line from 0 Hz up.
    deviations: Vec<f64>,
    line_hz: f64,
    is_silent: bool,
}

impl Spectrum {
    /// Has this power per hertz, one-sided, at a frequency.
    pub fn set_density(&mut self, density_at_hz: impl Fn(f64) -> f64) {
        self.is_silent = true;
        for (line, deviation) in self.deviations.iter_mut().enumerate() {
            // Lines at plus and minus this frequency share its power.
            let density = density_at_hz(line as f64 * self.line_hz);
            *deviation = (0.5 * density * self.line_hz).sqrt();
            self.is_silent &= *deviation == 0.0;
        }
    }

    /// Has no power.
    pub fn silence(&mut self) {
        self.is_silent = true;
    }
}

/// Noise of any power spectrum, independent in both channels.
///
/// Pieces are made from the spectrum: a random complex number for every line, weighted, transformed back, and faded into
/// each other over half their length so that the power stays the same. A new spectrum therefore comes and goes without a
/// click, and none at all costs nothing.
#[derive(Clone)]
pub struct ShapedNoise<V> {
    spectrum: Spectrum,
    transform: Arc<dyn Fft<f64>>,
    scratch: Vec<Complex<f64>>,
    piece: Vec<Complex<f64>>,
    /// Fades a piece in over its first half; its mirror fades it out.
    fade_in: Vec<f64>,
    seed: u64,
    random: Gaussian,
    /// What is heard next, from `position` on.
    ready: Vec<V>,
    position: usize,
    /// The second half of the newest piece.
    tail: Vec<V>,
    has_tail: bool,
}

impl<V> std::fmt::Debug for ShapedNoise<V> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ShapedNoise")
            .field("spectrum", &self.spectrum)
            .finish_non_exhaustive()
    }
}

impl<V: Lanes> ShapedNoise<V> {
    /// Silent. Resolves `resolution_hz` or less and reaches up to `top_hz`. Allocates.
    pub fn new(sample_rate_hz: f64, resolution_hz: f64, top_hz: f64, seed: u64) -> Self {
        let length = (sample_rate_hz / resolution_hz).ceil().max(4.0) as usize;
        let length = length.next_power_of_two();
        let half = length / 2;
        let line_hz = sample_rate_hz / length as f64;
        let lines = ((top_hz / line_hz) as usize).min(half - 1) + 1;
        let transform = FftPlanner::new().plan_fft_inverse(length);
        let angle = |index: usize| PI * (index as f64 + 0.5) / length as f64;
        Self {
            spectrum: Spectrum {
                deviations: vec![0.0; lines],
                line_hz,
                is_silent: true,
            },
            scratch: vec![Complex::default(); transform.get_inplace_scratch_len()],
            transform,
            piece: vec![Complex::default(); length],
            fade_in: (0..half).map(|index| angle(index).sin()).collect(),
            seed,
            random: Gaussian::new(seed),
            ready: vec![V::default(); half],
            position: half,
            tail: vec![V::default(); half],
            has_tail: false,
        }
    }

    /// Adds noise to frames. Where a piece begins, `tune` may change the spectrum.
    pub fn add(&mut self, frames: &mut [V], mut tune: impl FnMut(&mut Spectrum)) {
        let mut frames = frames;
        while !frames.is_empty() {
            if self.position == self.ready.len() {
                tune(&mut self.spectrum);
                if self.spectrum.is_silent && !self.has_tail {
                    return;
                }
                self.begin_piece();
            }
            let (_, ready) = self.ready.split_at(self.position);
            let count = ready.len().min(frames.len());
            let (now, later) = frames.split_at_mut(count);
            now.iter_mut()
                .zip(ready)
                .for_each(|(frame, &noise)| *frame += noise);
            self.position += count;
            frames = later;
        }
    }

    /// As new with the spectrum last set.
    pub fn reset(&mut self) {
        self.random = Gaussian::new(self.seed);
        self.position = self.ready.len();
        self.tail.fill(V::default());
        self.has_tail = false;
    }

    /// Fades the tail of the last piece into the next one.
    fn begin_piece(&mut self) {
        self.position = 0;
        self.ready.copy_from_slice(&self.tail);
        self.has_tail = !self.spectrum.is_silent;
        if self.spectrum.is_silent {
            self.tail.fill(V::default());
            return;
        }
        self.draw();
        let (first, second) = self.piece.split_at(self.ready.len());
        // Real and imaginary part are the channels: independent, because lines at plus and minus a frequency are.
        let frame = |number: &Complex<f64>, fade: f64| {
            let channels = [number.re, number.im];
            V::from_fn(|channel| channels[channel] * fade)
        };
        for ((ready, number), &fade) in self.ready.iter_mut().zip(first).zip(&self.fade_in) {
            *ready += frame(number, fade);
        }
        let fade_out = self.fade_in.iter().rev();
        for ((tail, number), &fade) in self.tail.iter_mut().zip(second).zip(fade_out) {
            *tail = frame(number, fade);
        }
    }

    /// A piece without its fades.
    fn draw(&mut self) {
        self.piece.fill(Complex::default());
        let deviations = &self.spectrum.deviations;
        let random = &mut self.random;
        let mut line = |deviation: f64| {
            let (real, imaginary) = (random.draw(), random.draw());
            Complex::new(deviation * real, deviation * imaginary)
        };
        for (place, &deviation) in self.piece.iter_mut().zip(deviations) {
            *place = line(deviation);
        }
        let negative = self.piece.iter_mut().rev();
        for (place, &deviation) in negative.zip(deviations.iter().skip(1)) {
            *place = line(deviation);
        }
        self.transform
            .process_with_scratch(&mut self.piece, &mut self.scratch);
    }
}
