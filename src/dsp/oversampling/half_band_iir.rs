//! Half-band filter of two all-pass branches: H(z) = (A0(z^2) + z^-1 A1(z^2)) / 2.
//!
//! Where both branches have the same phase, below a quarter of the rate, they add to one; above it they cancel. Each
//! branch runs at the lower rate, so that nothing is computed that decimation throws away.

use crate::lanes::Lanes;
use std::f64::consts::PI;

/// More sections than any design of ours needs: 12 give 156 dB at the steepest transition.
const MAX_SECTIONS: usize = 16;

/// Below this magnitude (-600 dB) a state is forgotten.
const DENORMAL: f64 = 1e-30;

/// One half-band filter, for one direction.
#[derive(Clone, Debug)]
pub(super) struct HalfBandIir<V> {
    /// Of all-pass sections (c + z^-2) / (1 + c z^-2), ascending; even places form A0, odd places A1.
    coefficients: Vec<f64>,
    branches: [Branch<V>; 2],
}

/// A cascade of first-order all-passes at the lower rate.
#[derive(Clone, Debug)]
struct Branch<V> {
    coefficients: [V; MAX_SECTIONS / 2],
    /// Last input of every section; behind the last section its output, which is nobody's input.
    last: [V; MAX_SECTIONS / 2 + 1],
}

impl<V: Lanes> HalfBandIir<V> {
    /// The elliptic half-band filter of least order that keeps 0..`pass_band` (a fraction of the higher rate, below
    /// 0.25) and attenuates everything above 0.5 - `pass_band` by at least `stop_band_db`.
    ///
    /// Orders and coefficients follow from the nome q of the filter's modulus as in R. A. Valenzuela and A. G.
    /// Constantinides, "Digital signal processing schemes for efficient interpolation and decimation", IEE
    /// Proceedings 130 G (1983).
    pub(super) fn design(pass_band: f64, stop_band_db: f64) -> Self {
        // Modulus of the elliptic functions: ratio of the warped band edges.
        let modulus = (PI * pass_band).tan().powi(2);
        let nome = nome(modulus);
        let sections = (1..MAX_SECTIONS)
            .find(|&sections| attenuation_db(nome, sections) >= stop_band_db)
            .unwrap_or(MAX_SECTIONS);
        let order = (2 * sections + 1) as f64;
        let coefficients: Vec<f64> = (1..=sections)
            .map(|index| {
                let sine = elliptic_sine(nome, index as f64 / order);
                let square = sine * sine;
                let root = ((1.0 - square * modulus) * (1.0 - square / modulus)).sqrt();
                let pole = root / (1.0 + square);
                (1.0 - pole) / (1.0 + pole)
            })
            .collect();
        Self {
            branches: [Branch::new(&coefficients, 0), Branch::new(&coefficients, 1)],
            coefficients,
        }
    }

    /// Doubles the rate: the second half of `frames` holds the input, all of it the output.
    pub(super) fn up(&mut self, frames: &mut [V]) {
        self.dispatch(Up(frames));
    }

    /// Halves the rate: the first half of `frames` becomes the output.
    pub(super) fn down(&mut self, frames: &mut [V]) {
        self.dispatch(Down(frames));
    }

    /// Group delay of [`Self::up`] and [`Self::down`] together at `frequency`, a fraction of the higher rate, in
    /// frames of the higher rate.
    pub(super) fn round_trip_frames(&self, frequency: f64) -> f64 {
        let cosine = (4.0 * PI * frequency).cos();
        // The sum of two phasors of equal length has the mean of their phases.
        let all_passes: f64 = self
            .coefficients
            .iter()
            .map(|c| (1.0 - c * c) / (1.0 + c * c + 2.0 * c * cosine))
            .sum();
        let filter_frames = all_passes + 0.5;
        // Decimation keeps the later frame of each pair, for the time of the earlier one.
        2.0 * filter_frames - 1.0
    }

    pub(super) fn reset(&mut self) {
        for branch in &mut self.branches {
            branch.last.fill(V::default());
        }
    }

    pub(super) fn flush_denormals(&mut self) {
        for state in self.branches.iter_mut().flat_map(|branch| &mut branch.last) {
            if state.abs().largest() < DENORMAL {
                *state = V::default();
            }
        }
    }

    /// Chooses the loop that is compiled for this number of sections: with a known length it stays in registers.
    fn dispatch(&mut self, direction: impl Direction<V>) {
        let branches = &mut self.branches;
        match self.coefficients.len() {
            1 => direction.run::<1, 0>(branches),
            2 => direction.run::<1, 1>(branches),
            3 => direction.run::<2, 1>(branches),
            4 => direction.run::<2, 2>(branches),
            5 => direction.run::<3, 2>(branches),
            6 => direction.run::<3, 3>(branches),
            7 => direction.run::<4, 3>(branches),
            8 => direction.run::<4, 4>(branches),
            9 => direction.run::<5, 4>(branches),
            10 => direction.run::<5, 5>(branches),
            11 => direction.run::<6, 5>(branches),
            12 => direction.run::<6, 6>(branches),
            _ => direction.run::<8, 8>(branches),
        }
    }
}

/// A loop over frames with `A` sections in the first branch and `B` in the second.
trait Direction<V> {
    fn run<const A: usize, const B: usize>(self, branches: &mut [Branch<V>; 2]);
}

struct Up<'a, V>(&'a mut [V]);

impl<V: Lanes> Direction<V> for Up<'_, V> {
    #[inline(always)]
    fn run<const A: usize, const B: usize>(self, [first, second]: &mut [Branch<V>; 2]) {
        let frames = self.0;
        let inputs = frames.len() / 2;
        for index in 0..inputs {
            let input = frames[inputs + index];
            frames[2 * index] = first.next::<A>(input);
            frames[2 * index + 1] = second.next::<B>(input);
        }
    }
}

struct Down<'a, V>(&'a mut [V]);

impl<V: Lanes> Direction<V> for Down<'_, V> {
    #[inline(always)]
    fn run<const A: usize, const B: usize>(self, [first, second]: &mut [Branch<V>; 2]) {
        let frames = self.0;
        for index in 0..frames.len() / 2 {
            let sum = first.next::<A>(frames[2 * index + 1]) + second.next::<B>(frames[2 * index]);
            frames[index] = sum * V::splat(0.5);
        }
    }
}

impl<V: Lanes> Branch<V> {
    /// Every second one of all coefficients.
    fn new(coefficients: &[f64], first: usize) -> Self {
        let mut own = [V::default(); MAX_SECTIONS / 2];
        for (own, &c) in own
            .iter_mut()
            .zip(coefficients.iter().skip(first).step_by(2))
        {
            *own = V::splat(c);
        }
        Self {
            coefficients: own,
            last: [V::default(); MAX_SECTIONS / 2 + 1],
        }
    }

    #[inline(always)]
    fn next<const SECTIONS: usize>(&mut self, input: V) -> V {
        let mut frame = input;
        for section in 0..SECTIONS {
            let last_input = self.last[section];
            let last_output = self.last[section + 1];
            self.last[section] = frame;
            frame = self.coefficients[section] * (frame - last_output) + last_input;
        }
        self.last[SECTIONS] = frame;
        frame
    }
}

/// The nome of an elliptic modulus, by its series in e = (1 - sqrt k') / (1 + sqrt k') / 2 (Abramowitz and Stegun
/// 17.3.21).
fn nome(modulus: f64) -> f64 {
    let root = (1.0 - modulus * modulus).sqrt().sqrt();
    let e = 0.5 * (1.0 - root) / (1.0 + root);
    e + 2.0 * e.powi(5) + 15.0 * e.powi(9) + 150.0 * e.powi(13)
}

/// Attenuation of the stop band with `sections` all-passes in all.
fn attenuation_db(nome: f64, sections: usize) -> f64 {
    // Selectivity of the filter, from the nome of its order; power complement of the pass band.
    let selectivity = 4.0 * nome.powf((2 * sections + 1) as f64 / 2.0);
    -10.0 * (selectivity / (1.0 + selectivity)).log10()
}

/// sqrt(k) sn(2 K x) by theta functions, which converge within a few terms because q is small.
fn elliptic_sine(nome: f64, x: f64) -> f64 {
    let mut above = 0.0;
    let mut below = 0.5;
    for term in 0..12 {
        let sign = if term % 2 == 0 { 1.0 } else { -1.0 };
        above += sign * nome.powi(term * (term + 1)) * (f64::from(2 * term + 1) * PI * x).sin();
        below -= sign * nome.powi((term + 1).pow(2)) * (f64::from(2 * (term + 1)) * PI * x).cos();
    }
    nome.powf(0.25) * above / below
}
