//! Several steps of a linear circuit at once.
//!
//! Where x is the state, y the output and u the input, steps compose to one product with a constant matrix:
//!
//! ```text
//! x(k + n)                   [ A^n       ... ] [ x(k)                    ]
//! y(k + 1) .. y(k + n)   =   [ c A^(i-1) ... ] [ u(k - 4) .. u(k + n)    ]
//! ```
//!
//! A leap costs hardly more than a step, and the state is only waited for once.

use super::inversion::TAPS;
use crate::lanes::{Lanes, Work, fused::Fused};

/// Numbers side by side in a register of the machines that have the widest ones.
const WIDTH: usize = 4;

type Vector = [f64; WIDTH];

/// Steps of a leap: their outputs fill one vector.
pub const LEAP_STEPS: usize = WIDTH;

/// Inputs before the step that count.
pub const PAST: usize = TAPS - 1;

/// Up to so many states the sums stay in registers, or near them.
pub const MOST_STATES: usize = 4 * WIDTH;

/// What brings a circuit some steps on, column by column: first the states' columns, padded with zeros to whole vectors,
/// then those of the inputs from the oldest on. A column holds the new states, padded likewise, then one vector of outputs.
#[derive(Clone, Debug)]
pub struct Leap {
    states: usize,
    steps: usize,
    columns: Vec<Vector>,
}

/// What a circuit remembers between two leaps.
#[derive(Clone, Debug, Default)]
pub struct Memory<V> {
    /// Distance of the remembered unknowns from rest.
    pub states: Vec<V>,
    /// The last inputs, the oldest first.
    pub inputs: [V; PAST],
}

impl<V: Copy> Memory<V> {
    /// Takes over what `other`, of as many states, remembers. Does not allocate.
    pub fn copy_from(&mut self, other: &Self) {
        self.states.copy_from_slice(&other.states);
        self.inputs = other.inputs;
    }
}

impl Leap {
    /// Room for leaps over so many steps, of which all numbers are zero.
    pub fn new(states: usize, steps: usize) -> Self {
        let mut leap = Self {
            states,
            steps,
            columns: Vec::new(),
        };
        let columns = leap.padded_states() + leap.inputs();
        leap.columns = vec![[0.0; WIDTH]; columns * leap.vectors()];
        leap
    }

    /// Vectors of states in a column; there is one even where there are no states.
    fn state_vectors(&self) -> usize {
        self.states.div_ceil(WIDTH).max(1)
    }

    fn padded_states(&self) -> usize {
        self.state_vectors() * WIDTH
    }

    fn vectors(&self) -> usize {
        self.state_vectors() + 1
    }

    fn inputs(&self) -> usize {
        PAST + self.steps
    }

    fn place(&self, row: usize, column: usize) -> (usize, usize) {
        (column * self.vectors() + row / WIDTH, row % WIDTH)
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        let (vector, place) = self.place(row, column);
        self.columns[vector][place]
    }

    fn set(&mut self, row: usize, column: usize, number: f64) {
        let (vector, place) = self.place(row, column);
        self.columns[vector][place] = number;
    }

    /// Sets a row of a single step, a state's or behind them the output's: what each state adds to it, then each tap from
    /// the newest on.
    pub fn set_row(&mut self, row: usize, by_state_then_tap: &[f64]) {
        let row = self.row(row);
        let (by_state, by_tap) = by_state_then_tap.split_at(self.states);
        for (column, &number) in by_state.iter().enumerate() {
            self.set(row, column, number);
        }
        for (column, &number) in (self.padded_states()..).zip(by_tap.iter().rev()) {
            self.set(row, column, number);
        }
    }

    /// Where a state, or one of the outputs behind the states, stands in a column.
    fn row(&self, row: usize) -> usize {
        if row < self.states {
            row
        } else {
            self.padded_states() + row - self.states
        }
    }

    /// Takes over as many steps of `single`. `room` is of the same size. Does not allocate.
    pub fn compose(&mut self, single: &Self, room: &mut Self) {
        let padded = self.padded_states();
        self.columns.fill([0.0; WIDTH]);
        for state in 0..self.states {
            self.set(state, state, 1.0);
        }
        for step in 0..self.steps {
            room.columns.clone_from(&self.columns);
            let (known_inputs, output) = (PAST + step, padded + step);
            for row in (0..self.states).chain([output]) {
                let from = if row == output { padded } else { row };
                for column in (0..self.states).chain(padded..padded + known_inputs) {
                    let by_states = (0..self.states)
                        .map(|state| single.at(from, state) * room.at(state, column));
                    self.set(row, column, by_states.sum());
                }
                for input in 0..TAPS {
                    let column = padded + step + input;
                    let sum = self.at(row, column) + single.at(from, padded + input);
                    self.set(row, column, sum);
                }
            }
        }
    }

    /// Goes over `frames`, as many as whole leaps take: the input comes in, the output plus `rest` comes out. `is_fused` on
    /// machines that multiply and add in one instruction.
    pub fn run<V: Lanes, const STEPS: usize>(
        &self,
        is_fused: bool,
        memory: &mut Memory<V>,
        frames: &mut [V],
        rest: f64,
    ) {
        let (leaps, _) = frames.as_chunks_mut::<STEPS>();
        match self.state_vectors() {
            1 => self.run_sized::<V, STEPS, 2>(is_fused, memory, leaps, rest),
            2 => self.run_sized::<V, STEPS, 3>(is_fused, memory, leaps, rest),
            3 => self.run_sized::<V, STEPS, 4>(is_fused, memory, leaps, rest),
            _ => self.run_sized::<V, STEPS, 5>(is_fused, memory, leaps, rest),
        }
    }

    fn run_sized<V: Lanes, const STEPS: usize, const VECTORS: usize>(
        &self,
        is_fused: bool,
        memory: &mut Memory<V>,
        leaps: &mut [[V; STEPS]],
        rest: f64,
    ) {
        let (columns, _) = self.columns.as_chunks::<VECTORS>();
        let run = Run {
            columns,
            memory,
            leaps,
            rest,
        };
        if is_fused {
            Fused::<f64>::boosted(OnNumbers::<_, Fused<f64>>::of(run));
        } else {
            f64::boosted(OnNumbers::<_, f64>::of(run));
        }
    }

    /// Goes over `frames` in single steps, for any number of states. `next` is a number per state, in which to compute.
    pub fn walk<V: Lanes>(
        &self,
        memory: &mut Memory<V>,
        next: &mut [V],
        frames: &mut [V],
        rest: f64,
    ) {
        let padded = self.padded_states();
        for frame in frames {
            let Memory { states, inputs } = memory;
            let sum = |row: usize| {
                let inputs = inputs.iter().chain([&*frame]);
                let columns = (0..states.len()).chain(padded..);
                let numbers = columns.zip(states.iter().chain(inputs));
                numbers.fold(V::default(), |sum, (column, x)| {
                    sum + V::splat(self.at(row, column)) * *x
                })
            };
            for (row, next) in next.iter_mut().enumerate() {
                *next = sum(row);
            }
            let output = sum(padded) + V::splat(rest);
            states.copy_from_slice(next);
            remember(inputs, &[*frame]);
            *frame = output;
        }
    }
}

/// The newest inputs come in, the oldest go.
#[inline(always)]
fn remember<V: Copy, const STEPS: usize>(inputs: &mut [V; PAST], newest: &[V; STEPS]) {
    inputs.copy_within(STEPS.., 0);
    inputs[PAST - STEPS..].copy_from_slice(newest);
}

struct Run<'a, V, const STEPS: usize, const VECTORS: usize> {
    columns: &'a [[Vector; VECTORS]],
    memory: &'a mut Memory<V>,
    leaps: &'a mut [[V; STEPS]],
    rest: f64,
}

/// A run that computes with numbers of a kind.
struct OnNumbers<R, S>(R, std::marker::PhantomData<S>);

impl<R, S> OnNumbers<R, S> {
    fn of(run: R) -> Self {
        Self(run, std::marker::PhantomData)
    }
}

/// A column of sums per channel.
type Sums<S, const VECTORS: usize> = [[[S; WIDTH]; VECTORS]; 2];

impl<V: Lanes, S: Lanes, const STEPS: usize, const VECTORS: usize> Work
    for OnNumbers<Run<'_, V, STEPS, VECTORS>, S>
{
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Run {
            columns,
            memory,
            leaps,
            rest,
        } = self.0;
        let padded = (VECTORS - 1) * WIDTH;
        let (by_state, by_input) = columns.split_at(padded);
        let (by_past, by_new) = by_input.split_at(PAST);
        let mut last: Sums<S, VECTORS> = [[[S::default(); WIDTH]; VECTORS]; 2];
        for (index, state) in memory.states.iter().enumerate() {
            for (channel, last) in last.iter_mut().enumerate().take(V::COUNT) {
                last[index / WIDTH][index % WIDTH] = S::splat(state.lane(channel));
            }
        }
        let mut past = memory.inputs;
        for frames in leaps {
            let mut sums: Sums<S, VECTORS> = [[[S::default(); WIDTH]; VECTORS]; 2];
            // The inputs first: they do not wait for the state.
            for (column, input) in by_past.iter().zip(&past).chain(by_new.iter().zip(&*frames)) {
                for (channel, sums) in sums.iter_mut().enumerate().take(V::COUNT) {
                    add(sums, column, S::splat(input.lane(channel)));
                }
            }
            for (index, column) in by_state.iter().enumerate() {
                for (sums, last) in sums.iter_mut().zip(&last).take(V::COUNT) {
                    add(sums, column, last[index / WIDTH][index % WIDTH]);
                }
            }
            remember(&mut past, frames);
            for (step, frame) in frames.iter_mut().enumerate() {
                *frame = V::from_fn(|channel| sums[channel][VECTORS - 1][step].lane(0) + rest);
            }
            last = sums;
        }
        for (index, state) in memory.states.iter_mut().enumerate() {
            *state = V::from_fn(|channel| last[channel][index / WIDTH][index % WIDTH].lane(0));
        }
        memory.inputs = past;
    }
}

/// Adds a column times `x`.
#[inline(always)]
fn add<S: Lanes, const VECTORS: usize>(
    sums: &mut [[S; WIDTH]; VECTORS],
    column: &[Vector; VECTORS],
    x: S,
) {
    for (sums, numbers) in sums.iter_mut().zip(column) {
        for (sum, number) in sums.iter_mut().zip(numbers) {
            *sum = S::splat(*number).times_plus(x, *sum);
        }
    }
}
