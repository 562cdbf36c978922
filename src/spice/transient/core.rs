//! Everything of a time step that can be computed before it.

use crate::lanes::Lanes;
use crate::spice::dense::Lu;
use crate::spice::mna::{Equations, Unknown};
use crate::spice::reduction::Reduction;

/// The reduced equations in the form that steps use, for any length of step.
///
/// Matrices are stored column by column, so that a product adds up columns: every sum runs on its own and none waits
/// for another. Numbers stand there once per channel.
#[derive(Clone, Debug)]
pub struct System<V: Lanes> {
    /// Number of states.
    pub states: usize,
    /// D; zero for algebraic states.
    pub dynamics: Vec<V>,
    /// -G.
    pub minus_conductance: Vec<V>,
    /// b.
    pub constant: Vec<V>,
    /// b_u.
    pub input: Vec<V>,
    /// M, state by port.
    pub injection: Vec<V>,
    /// The trapezoidal rule takes what drives a state at both ends of the step; for an algebraic state only its end
    /// counts: 2 or 1 for every state.
    pub ends: Vec<V>,
    /// [`ends`](Self::ends) times -G.
    pub minus_conductance_of_ends: Vec<V>,
    /// [`ends`](Self::ends) times b.
    pub constant_of_ends: Vec<V>,
    /// -M of the step's start, zero for algebraic states.
    pub minus_injection_before: Vec<V>,
    /// How port voltages, then the output, depend on states.
    pub heard_by_state: Vec<V>,
    /// The same by port currents.
    pub heard_by_port: Vec<V>,
    /// The same by the input.
    pub heard_by_input: Vec<V>,
    /// The same where all else is zero.
    pub heard_constant: Vec<V>,
}

impl<V: Lanes> System<V> {
    /// Room for as many states as a circuit may have.
    pub fn new(equations: &Equations) -> Self {
        let (size, ports) = (equations.size(), equations.ports().len());
        let heard = ports + 1;
        let room = Vec::with_capacity;
        Self {
            states: 0,
            dynamics: room(size),
            minus_conductance: room(size * size),
            constant: room(size),
            input: room(size),
            injection: room(size * ports),
            ends: room(size),
            minus_conductance_of_ends: room(size * size),
            constant_of_ends: room(size),
            minus_injection_before: room(size * ports),
            heard_by_state: room(size * heard),
            heard_by_port: room(ports * heard),
            heard_by_input: room(heard),
            heard_constant: room(heard),
        }
    }

    /// Takes over the reduced equations. Does not allocate.
    pub fn load(&mut self, equations: &Equations, reduction: &Reduction) {
        let (states, ports) = (reduction.state_count(), equations.ports().len());
        self.states = states;
        fill(&mut self.dynamics, states, 1, |state, _| {
            reduction.dynamics(state)
        });
        fill(
            &mut self.minus_conductance,
            states,
            states,
            |row, column| -reduction.conductance(row, column),
        );
        fill(&mut self.constant, states, 1, |state, _| {
            reduction.constant(state)
        });
        fill(&mut self.input, states, 1, |state, _| {
            reduction.input(state)
        });
        fill(&mut self.injection, states, ports, |state, port| {
            reduction.injection(state, port)
        });
        let ends = |state| f64::from(1 + u8::from(reduction.dynamics(state) != 0.0));
        fill(&mut self.ends, states, 1, |state, _| ends(state));
        let matrix = &mut self.minus_conductance_of_ends;
        fill(matrix, states, states, |row, column| {
            -ends(row) * reduction.conductance(row, column)
        });
        fill(&mut self.constant_of_ends, states, 1, |state, _| {
            ends(state) * reduction.constant(state)
        });
        let matrix = &mut self.minus_injection_before;
        fill(matrix, states, ports, |state, port| {
            (1.0 - ends(state)) * reduction.injection(state, port)
        });
        self.load_heard(equations, reduction);
    }

    fn load_heard(&mut self, equations: &Equations, reduction: &Reduction) {
        let (states, ports) = (reduction.state_count(), equations.ports().len());
        let heard = |index: usize| {
            let port = equations.ports().get(index);
            port.map_or([equations.output(), None], |port| port.control)
        };
        let between = |[plus, minus]: [Unknown; 2], of: &dyn Fn(usize) -> f64| {
            plus.map_or(0.0, of) - minus.map_or(0.0, of)
        };
        let rows = ports + 1;
        fill(&mut self.heard_by_state, rows, states, |row, state| {
            between(heard(row), &|unknown| {
                reduction.unknown_by_state(unknown, state)
            })
        });
        fill(&mut self.heard_by_port, rows, ports, |row, port| {
            between(heard(row), &|unknown| {
                reduction.unknown_by_port(unknown, port)
            })
        });
        fill(&mut self.heard_by_input, rows, 1, |row, _| {
            between(heard(row), &|unknown| reduction.unknown_by_input(unknown))
        });
        fill(&mut self.heard_constant, rows, 1, |row, _| {
            between(heard(row), &|unknown| reduction.unknown_constant(unknown))
        });
    }
}

/// What depends on the length of a step as well. With A = rate D + G, the change of the states over a stage is
/// A⁻¹ e - A⁻¹ M j.
#[derive(Clone, Debug)]
pub struct Core<V: Lanes> {
    /// Two over the length of the trapezoidal part, 1/s.
    pub rate: f64,
    /// A⁻¹, column by column.
    pub inverse: Vec<V>,
    /// -A⁻¹ M, column by column.
    pub minus_spread: Vec<V>,
    /// K: how a port's current lowers the voltages of ports, then the output, row by row.
    pub impedance: Vec<V>,
    /// False until it fits the present equations.
    pub is_current: bool,
}

/// Room to compute a [`Core`].
#[derive(Clone, Debug)]
pub struct Workspace {
    matrix: Vec<f64>,
    /// Right-hand sides and their solutions, row by row: one per state, then one per port.
    sides: Vec<f64>,
    /// One per number of states: which of them it is, the values of controls decide.
    factors: Vec<Lu>,
}

impl Workspace {
    /// Room for a circuit of so many unknowns and device ports.
    pub fn new(size: usize, ports: usize) -> Self {
        Self {
            matrix: vec![0.0; size * size],
            sides: vec![0.0; size * (size + ports)],
            factors: (0..=size).map(Lu::new).collect(),
        }
    }
}

impl<V: Lanes> Core<V> {
    /// Room for a circuit's matrices at one `rate`.
    pub fn new(equations: &Equations, rate: f64) -> Self {
        let (size, ports) = (equations.size(), equations.ports().len());
        Self {
            rate,
            inverse: Vec::with_capacity(size * size),
            minus_spread: Vec::with_capacity(size * ports),
            impedance: Vec::with_capacity((ports + 1) * ports),
            is_current: false,
        }
    }

    /// Computes the matrices. Does not allocate.
    ///
    /// # Errors
    /// The state that the equations do not determine.
    pub fn load(&mut self, system: &System<V>, room: &mut Workspace) -> Result<(), usize> {
        let states = system.states;
        let ports = system.injection.len().checked_div(states).unwrap_or(0);
        let matrix = &mut room.matrix[..states * states];
        for row in 0..states {
            for column in 0..states {
                matrix[row * states + column] =
                    -system.minus_conductance[column * states + row].lane(0);
            }
            matrix[row * states + row] += self.rate * system.dynamics[row].lane(0);
        }
        let lu = &mut room.factors[states];
        lu.factor(matrix)?;
        let count = states + ports;
        let sides = &mut room.sides[..states * count];
        sides.fill(0.0);
        for (row, sides) in sides.chunks_exact_mut(count.max(1)).enumerate() {
            sides[row] = 1.0;
            for (port, side) in sides[states..].iter_mut().enumerate() {
                *side = -system.injection[port * states + row].lane(0);
            }
        }
        lu.solve(sides, count);
        let solutions = |column: usize| sides.iter().skip(column).step_by(count.max(1));
        let lanes = |column: usize| solutions(column).map(|x| V::splat(*x));
        self.inverse.clear();
        self.inverse.extend((0..states).flat_map(lanes));
        self.minus_spread.clear();
        self.minus_spread.extend((states..count).flat_map(lanes));
        self.load_impedance(system);
        self.is_current = true;
        Ok(())
    }

    fn load_impedance(&mut self, system: &System<V>) {
        let (states, heard) = (system.states, system.heard_constant.len());
        let ports = heard - 1;
        self.impedance.clear();
        for row in 0..heard {
            for column in 0..ports {
                let mut volt = system.heard_by_port[column * heard + row];
                for state in 0..states {
                    let spread = self.minus_spread[column * states + state];
                    volt += system.heard_by_state[state * heard + row] * spread;
                }
                self.impedance.push(-volt);
            }
        }
    }
}

/// Fills a matrix of `rows` rows column by column.
fn fill<V: Lanes>(
    matrix: &mut Vec<V>,
    rows: usize,
    columns: usize,
    number: impl Fn(usize, usize) -> f64,
) {
    matrix.clear();
    for column in 0..columns {
        matrix.extend((0..rows).map(|row| V::splat(number(row, column))));
    }
}

/// Adds `matrix` (column by column) times `vector` to `sums`. Few sums run in registers.
#[inline(always)]
pub fn add_product<V: Lanes>(sums: &mut [V], matrix: &[V], vector: &[V]) {
    match sums.len() {
        1 => add_product_of::<V, 1>(sums, matrix, vector),
        2 => add_product_of::<V, 2>(sums, matrix, vector),
        3 => add_product_of::<V, 3>(sums, matrix, vector),
        4 => add_product_of::<V, 4>(sums, matrix, vector),
        5 => add_product_of::<V, 5>(sums, matrix, vector),
        6 => add_product_of::<V, 6>(sums, matrix, vector),
        7 => add_product_of::<V, 7>(sums, matrix, vector),
        8 => add_product_of::<V, 8>(sums, matrix, vector),
        9 => add_product_of::<V, 9>(sums, matrix, vector),
        10 => add_product_of::<V, 10>(sums, matrix, vector),
        rows => {
            for (column, x) in matrix.chunks_exact(rows.max(1)).zip(vector) {
                for (sum, factor) in sums.iter_mut().zip(column) {
                    *sum += *factor * *x;
                }
            }
        }
    }
}

#[inline(always)]
fn add_product_of<V: Lanes, const ROWS: usize>(sums: &mut [V], matrix: &[V], vector: &[V]) {
    let Some(sums) = sums.first_chunk_mut::<ROWS>() else {
        return;
    };
    let (columns, _) = matrix.as_chunks::<ROWS>();
    let mut local = *sums;
    for (column, x) in columns.iter().zip(vector) {
        for (sum, factor) in local.iter_mut().zip(column) {
            *sum += *factor * *x;
        }
    }
    *sums = local;
}
