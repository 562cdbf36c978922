//! Linear circuits in time, each step one precomputed update of the state.
//!
//! Over a step of length h the input is taken as the polynomial through its six newest samples, and the circuit
//! answers by numerical inversion of its Laplace transform with the Padé approximant of e^z that has numerator degree 3
//! and denominator degree 4 (J. Vlach and K. Singhal, *Computer Methods for Circuit Analysis and Design*):
//!
//! ```text
//! x(t + h) = -1/h sum over poles z of residue(z) X(z/h),   X(s) = (G + s C)^-1 (C x(t) + b_input U(s))
//! ```
//!
//! where x is the distance from rest: constant sources have no share in it, and silence stays exactly at rest.
//! Equations with algebraic parts, loops of capacitors among them, need no special care. This approximant never exceeds
//! 1 where e^z decays, so a stable circuit stays stable at any step. What is left is the error of the input's
//! polynomial, for a low-pass at 176.4 kHz 0.0006 dB at 12 kHz and 0.005 dB at 20 kHz, where the trapezoidal rule has
//! 0.16 dB: the input has to be band-limited to about a tenth of the rate.

mod inversion;

use inversion::{Drive, Inversion, TAPS};

use super::mna::Equations;
use super::{Control, Error, ErrorKind, Netlist};
use crate::lanes::Lanes;

/// Up to so many rows the update runs in registers.
const MOST_UNROLLED_ROWS: usize = 10;

/// A linear circuit that answers a band-limited input sample by sample.
#[derive(Clone, Debug)]
pub struct LinearTransient<V: Lanes> {
    equations: Equations,
    controls: Vec<Control>,
    values: Vec<f64>,
    sample_rate_hz: f64,
    inversion: Inversion,
    /// Unknowns that the circuit remembers: voltages at capacitors and currents of inductors.
    remembered: Vec<usize>,
    /// Column by column: what each remembered unknown, then each tap, adds to each remembered unknown and the output.
    update: Vec<f64>,
    /// Where constant sources hold the same rows while the input is at 0 V.
    rest: Vec<f64>,
    /// Distance of the remembered unknowns from rest.
    state: Vec<V>,
    next: Vec<V>,
    taps: [V; TAPS],
    failures: u64,
}

impl<V: Lanes> LinearTransient<V> {
    /// The circuit at rest, with its controls at their defaults.
    ///
    /// # Errors
    /// A circuit with nonlinear devices, or without a unique solution.
    pub fn new(netlist: &Netlist, sample_rate_hz: f64) -> Result<Self, Error> {
        let equations = Equations::new(netlist)?;
        if !equations.devices().is_empty() {
            return Err(equations.error(ErrorKind::Nonlinear(
                "the circuit has nonlinear devices; expected R, L, C, K and linear sources only"
                    .to_owned(),
            )));
        }
        let remembered = equations.dynamic_unknowns();
        let rows = remembered.len() + 1;
        let mut circuit = Self {
            inversion: Inversion::new(equations.size(), remembered.len()),
            values: netlist
                .controls
                .iter()
                .map(|control| control.default)
                .collect(),
            controls: netlist.controls.clone(),
            sample_rate_hz,
            update: vec![0.0; rows * (remembered.len() + TAPS)],
            rest: vec![0.0; rows],
            state: vec![V::default(); remembered.len()],
            next: vec![V::default(); rows],
            taps: [V::default(); TAPS],
            failures: 0,
            remembered,
            equations,
        };
        circuit
            .recompute()
            .map_err(|unknown| circuit.equations.singular(unknown))?;
        circuit.reset();
        Ok(circuit)
    }

    /// Place of the control with this name.
    pub fn control(&self, name: &str) -> Option<usize> {
        self.controls
            .iter()
            .position(|control| control.name == name)
    }

    /// Moves a control; [`update`](Self::update) makes it heard.
    pub fn set_control(&mut self, control: usize, value: f64) {
        if let Some(place) = self.values.get_mut(control) {
            *place = value;
        }
    }

    /// Brings the coefficients to where the controls stand; the state goes on. Does not allocate. Values without a
    /// solution keep the coefficients as they are and count as a failure.
    pub fn update(&mut self) {
        if self.recompute().is_err() {
            self.failures += 1;
        }
    }

    /// The output's voltage one sample later, when the input has come to `input` volt.
    #[inline]
    pub fn step(&mut self, input: V) -> V {
        let mut frame = [input];
        self.process(&mut frame);
        frame[0]
    }

    /// Runs `frames` through in place.
    pub fn process(&mut self, frames: &mut [V]) {
        match self.next.len() {
            2 => self.run::<2>(frames),
            3 => self.run::<3>(frames),
            4 => self.run::<4>(frames),
            5 => self.run::<5>(frames),
            6 => self.run::<6>(frames),
            7 => self.run::<7>(frames),
            8 => self.run::<8>(frames),
            9 => self.run::<9>(frames),
            MOST_UNROLLED_ROWS => self.run::<MOST_UNROLLED_ROWS>(frames),
            _ => self.run_any(frames),
        }
    }

    /// Back to rest where the controls stand now, as if it were new. Does not allocate.
    pub fn reset(&mut self) {
        self.taps = [V::default(); TAPS];
        self.state.fill(V::default());
    }

    /// The output's voltage while the input rests at 0 V.
    pub fn output_at_rest(&self) -> f64 {
        self.rest[self.remembered.len()]
    }

    /// As if `input` volt had stood at the input for ever, as far as the circuit then comes to rest; else back to rest
    /// at 0 V. Does not allocate.
    pub fn settle_at(&mut self, input: V) {
        self.reset();
        if let Ok(per_volt) = self.inversion.at_rest(&self.equations, Drive::Input) {
            self.taps = [input; TAPS];
            for (state, &unknown) in self.state.iter_mut().zip(&self.remembered) {
                *state = V::splat(per_volt[unknown].re) * input;
            }
        }
    }

    /// Goes on from where `other`, a circuit of the same netlist, is.
    pub fn copy_state_from(&mut self, other: &Self) {
        self.taps = other.taps;
        self.state.copy_from_slice(&other.state);
    }

    /// Number of updates without a solution since it was built.
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// For a known number of rows, one of which is the output: the state stays in registers.
    #[inline]
    fn run<const ROWS: usize>(&mut self, frames: &mut [V]) {
        let remembered = ROWS - 1;
        let (columns, _) = self.update.as_chunks::<ROWS>();
        let (by_state, by_tap) = columns.split_at(remembered);
        let rest = V::splat(self.rest[remembered]);
        let mut state = [V::default(); ROWS];
        state[..remembered].copy_from_slice(&self.state);
        let mut taps = self.taps;
        for frame in frames {
            taps.copy_within(..TAPS - 1, 1);
            taps[0] = *frame;
            let mut sums = [V::default(); ROWS];
            let by_state = by_state.iter().zip(&state);
            for (column, &number) in by_state.chain(by_tap.iter().zip(&taps)) {
                for (sum, &coefficient) in sums.iter_mut().zip(column) {
                    *sum += V::splat(coefficient) * number;
                }
            }
            state = sums;
            *frame = sums[remembered] + rest;
        }
        self.state.copy_from_slice(&state[..remembered]);
        self.taps = taps;
    }

    fn run_any(&mut self, frames: &mut [V]) {
        let remembered = self.state.len();
        for frame in frames {
            self.taps.copy_within(..TAPS - 1, 1);
            self.taps[0] = *frame;
            self.next.fill(V::default());
            let columns = self.update.chunks_exact(self.next.len());
            for (column, &number) in columns.zip(self.state.iter().chain(&self.taps)) {
                for (sum, &coefficient) in self.next.iter_mut().zip(column) {
                    *sum += V::splat(coefficient) * number;
                }
            }
            self.state.copy_from_slice(&self.next[..remembered]);
            *frame = self.next[remembered] + V::splat(self.rest[remembered]);
        }
    }

    /// Stamps the controls and computes all coefficients; an error names the unknown without a solution.
    fn recompute(&mut self) -> Result<(), usize> {
        self.equations.stamp(&self.values);
        self.inversion
            .solve(&self.equations, &self.remembered, self.sample_rate_hz)?;
        let rows = self.remembered.len() + 1;
        let heard = self.equations.output();
        let unknowns = self.remembered.iter().copied().map(Some).chain([heard]);
        for (row, unknown) in unknowns.enumerate() {
            let numbers = unknown.map_or(&[][..], |unknown| self.inversion.row(unknown));
            for (column, &number) in numbers.iter().enumerate() {
                self.update[column * rows + row] = number;
            }
        }
        if self
            .equations
            .constant()
            .iter()
            .any(|&constant| constant != 0.0)
        {
            self.move_rest()?;
        }
        Ok(())
    }

    /// Finds the new rest and keeps all voltages and currents where they are.
    fn move_rest(&mut self) -> Result<(), usize> {
        let unknowns = self
            .inversion
            .at_rest(&self.equations, Drive::ConstantSources)?;
        for ((state, rest), &unknown) in self
            .state
            .iter_mut()
            .zip(&mut self.rest)
            .zip(&self.remembered)
        {
            let moved = unknowns[unknown].re;
            *state += V::splat(*rest - moved);
            *rest = moved;
        }
        let heard = self.equations.output();
        self.rest[self.remembered.len()] = heard.map_or(0.0, |unknown| unknowns[unknown].re);
        Ok(())
    }
}
