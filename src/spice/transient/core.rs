//! Everything of a time step that can be computed before it.

use super::panels::Panels;
use crate::lanes::Lanes;
use crate::spice::dense::Lu;
use crate::spice::mna::{Equations, Unknown};
use crate::spice::reduction::Reduction;

/// gamma of TR-BDF2: both of its stages have the same matrix.
pub const GAMMA: f64 = 2.0 - std::f64::consts::SQRT_2;
/// Share of the first stage's change that goes on in the second: (1 - gamma)² / (gamma (2 - gamma)).
pub const CARRIED: f64 = (1.0 - GAMMA) * (1.0 - GAMMA) / (GAMMA * (2.0 - GAMMA));

/// The reduced equations D ds/dt + G s + M j = b + b_u u and what is heard of them, seen from rest: s and j are how far
/// states and port currents are from there, so that rounding is as small as they are. Matrices are stored row by row.
#[derive(Clone, Debug)]
pub struct System {
    /// Number of states.
    pub states: usize,
    /// Number of ports.
    pub ports: usize,
    /// D; zero for algebraic states.
    dynamics: Vec<f64>,
    /// G.
    conductance: Vec<f64>,
    /// States at rest, and the port currents there, without the shunts'.
    states_at_rest: Vec<f64>,
    /// b: nothing but rounding, unless controls have moved since rest was found.
    constant: Vec<f64>,
    /// b_u.
    input: Vec<f64>,
    /// M, state by port.
    injection: Vec<f64>,
    /// How port voltages, then the output, depend on states.
    heard_by_state: Vec<f64>,
    /// The same by port currents.
    heard_by_port: Vec<f64>,
    /// The same by the input.
    heard_by_input: Vec<f64>,
    /// The same where all else is zero, volt.
    heard_constant: Vec<f64>,
}

impl System {
    /// Room for a circuit of so many states and device ports.
    pub fn new(most_states: usize, ports: usize) -> Self {
        let (size, heard) = (most_states, ports + 1);
        let room = Vec::with_capacity;
        Self {
            states: 0,
            ports,
            dynamics: room(size),
            states_at_rest: room(size),
            conductance: room(size * size),
            constant: room(size),
            input: room(size),
            injection: room(size * ports),
            heard_by_state: room(size * heard),
            heard_by_port: room(ports * heard),
            heard_by_input: room(heard),
            heard_constant: room(heard),
        }
    }

    /// Takes over the reduced equations, seen from these unknowns and port currents. Does not allocate.
    pub fn load(
        &mut self,
        equations: &Equations,
        reduction: &Reduction,
        unknowns: &[f64],
        current: &[f64],
    ) {
        let (states, ports) = (reduction.state_count(), self.ports);
        self.states = states;
        fill(&mut self.dynamics, states, 1, |state, _| {
            reduction.dynamics(state)
        });
        fill(&mut self.conductance, states, states, |row, column| {
            reduction.conductance(row, column)
        });
        fill(&mut self.input, states, 1, |state, _| {
            reduction.input(state)
        });
        fill(&mut self.injection, states, ports, |state, port| {
            reduction.injection(state, port)
        });
        self.load_heard(equations, reduction);
        fill(&mut self.states_at_rest, states, 1, |state, _| {
            let factors = (0..unknowns.len()).map(|x| reduction.state_by_unknown(state, x));
            product(factors, unknowns)
        });
        let at_rest = &self.states_at_rest;
        fill(&mut self.constant, states, 1, |state, _| {
            reduction.constant(state)
                - product(row(&self.conductance, state, states), at_rest)
                - product(row(&self.injection, state, ports), current)
        });
        for (index, constant) in self.heard_constant.iter_mut().enumerate() {
            *constant += product(row(&self.heard_by_state, index, states), at_rest)
                + product(row(&self.heard_by_port, index, ports), current);
        }
    }

    /// Takes these to be the voltages of ports and output at rest and the circuit to stay there, whatever rounding, or the
    /// little by which a control has moved its operating point, says.
    pub fn rest_at(&mut self, port_volt: &[f64], output: f64) {
        self.constant.fill(0.0);
        let volts = port_volt.iter().chain(std::iter::once(&output));
        for (constant, volt) in self.heard_constant.iter_mut().zip(volts) {
            *constant = *volt;
        }
    }

    fn load_heard(&mut self, equations: &Equations, reduction: &Reduction) {
        let heard = |index: usize| {
            let port = equations.ports().get(index);
            port.map_or([equations.output(), None], |port| port.control)
        };
        let between = |[plus, minus]: [Unknown; 2], of: &dyn Fn(usize) -> f64| {
            plus.map_or(0.0, of) - minus.map_or(0.0, of)
        };
        let rows = self.ports + 1;
        fill(&mut self.heard_by_state, rows, self.states, |row, state| {
            between(heard(row), &|unknown| {
                reduction.unknown_by_state(unknown, state)
            })
        });
        fill(&mut self.heard_by_port, rows, self.ports, |row, port| {
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

    /// The trapezoidal rule takes what drives a state at both ends of the step; for an algebraic state only its end
    /// counts: 2 or 1.
    fn ends(&self, state: usize) -> f64 {
        f64::from(1 + u8::from(self.dynamics[state] != 0.0))
    }

    /// What states, a column of `sides`, add to a port's voltage or to the output.
    fn heard(&self, row: usize, sides: &Sides, column: usize) -> f64 {
        let factors = &self.heard_by_state[row * self.states..][..self.states];
        let states = factors.iter().enumerate();
        states.map(|(state, x)| x * sides.at(state, column)).sum()
    }
}

/// What a step starts from, column by column: states, port currents, the input at the beginning of its stages and at
/// its end, and one. Behind them: the port currents at the end of a stage.
#[derive(Clone, Copy, Debug)]
struct Columns {
    states: usize,
    ports: usize,
    inputs: usize,
}

impl Columns {
    fn port(self, port: usize) -> usize {
        self.states + port
    }

    fn input(self, place: usize) -> usize {
        self.states + self.ports + place
    }

    fn one(self) -> usize {
        self.input(self.inputs)
    }

    fn new_port(self, port: usize) -> usize {
        self.one() + 1 + port
    }

    fn count(self) -> usize {
        self.new_port(self.ports)
    }
}

/// Right-hand sides and their solutions, row by row, in [`Columns`].
#[derive(Clone, Debug)]
struct Sides {
    columns: usize,
    numbers: Vec<f64>,
}

impl Sides {
    fn clear(&mut self, rows: usize, columns: usize) {
        self.columns = columns;
        self.numbers.clear();
        self.numbers.resize(rows * columns, 0.0);
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.numbers[row * self.columns + column]
    }

    fn add(&mut self, row: usize, column: usize, number: f64) {
        self.numbers[row * self.columns + column] += number;
    }
}

/// What depends on the length of a step as well. Everything that is linear in what is known before the step is one
/// product: what [`foretell`](Self::foretell) gives. Behind it stand the port currents that Newton's method finds.
#[derive(Clone, Debug)]
pub struct Core<V: Lanes> {
    /// Two over the length of the trapezoidal part, 1/s.
    pub rate: f64,
    /// False until it fits the present equations.
    pub is_current: bool,
    stages: usize,
    /// Per stage the port voltages without that stage's currents, behind the last the output; then the change of states
    /// over the step.
    foretold: Panels<V>,
    foretold_constant: Vec<V>,
    /// TR-BDF2: what the first stage's currents add to all that follows its own port voltages.
    carry: Panels<V>,
    /// What the last stage's currents add to the change of states.
    spread: Panels<V>,
    /// K: how a port's current lowers the voltages of ports, then the output, row by row.
    pub impedance: Vec<V>,
}

/// Room to compute a [`Core`].
#[derive(Clone, Debug)]
pub struct Workspace {
    matrix: Vec<f64>,
    first: Sides,
    total: Sides,
    /// Of as many states as there are: the values of controls decide.
    factors: Lu,
}

/// The input at the ends of stages: three for TR-BDF2.
pub const MOST_INPUTS: usize = 3;

impl Workspace {
    /// Room for a circuit of so many states and device ports.
    pub fn new(most_states: usize, ports: usize) -> Self {
        let sides = || Sides {
            columns: 0,
            numbers: Vec::with_capacity(most_states * (most_states + 2 * ports + MOST_INPUTS + 1)),
        };
        Self {
            matrix: Vec::with_capacity(most_states * most_states),
            first: sides(),
            total: sides(),
            factors: Lu::new(most_states),
        }
    }
}

impl<V: Lanes> Core<V> {
    /// Room for the matrices of a circuit of so many states and device ports at one `rate`, for a rule of one or two stages.
    pub fn new(most_states: usize, ports: usize, rate: f64, stages: usize) -> Self {
        let rows = stages * ports + 1 + most_states;
        Self {
            rate,
            is_current: false,
            stages,
            foretold: Panels::new(rows, most_states + ports + MOST_INPUTS),
            foretold_constant: Vec::with_capacity(rows),
            carry: Panels::new(rows, ports),
            spread: Panels::new(most_states, ports),
            impedance: Vec::with_capacity((ports + 1) * ports),
        }
    }

    /// All that can be said of a step before Newton's method: per stage the port voltages without that stage's currents,
    /// the output likewise, the change of states. `inputs` are those at the ends of the stages.
    #[inline(always)]
    pub fn foretell(&self, foretold: &mut [V], states: &[V], current: &[V], inputs: &[V]) {
        foretold.copy_from_slice(&self.foretold_constant);
        self.foretold
            .add_product(foretold, [states, current, inputs]);
    }

    /// Adds what the first stage's currents do to what follows it.
    #[inline(always)]
    pub fn carry(&self, behind_first_stage: &mut [V], current: &[V]) {
        self.carry.add_product(behind_first_stage, [current]);
    }

    /// Adds what the last stage's currents do to the change of states.
    #[inline(always)]
    pub fn spread(&self, change: &mut [V], current: &[V]) {
        self.spread.add_product(change, [current]);
    }

    /// Computes the matrices. Does not allocate.
    ///
    /// # Errors
    /// The state that the equations do not determine.
    pub fn load(&mut self, system: &System, room: &mut Workspace) -> Result<(), usize> {
        let columns = Columns {
            states: system.states,
            ports: system.ports,
            inputs: self.stages + 1,
        };
        let Workspace {
            matrix,
            first,
            total,
            factors,
        } = room;
        let lu = factors;
        lu.set_size(system.states);
        lu.factor(self.stage_matrix(system, matrix))?;
        set_trapezoid(first, system, columns);
        lu.solve(&mut first.numbers, columns.count());
        if self.stages == 2 {
            let carried = self.rate * CARRIED;
            set_backward_difference(total, first, system, columns, carried);
            lu.solve(&mut total.numbers, columns.count());
            for (sum, change) in total.numbers.iter_mut().zip(&first.numbers) {
                *sum += change;
            }
        } else {
            total.numbers.clone_from(&first.numbers);
            total.columns = first.columns;
        }
        self.take(system, columns, first, total);
        self.is_current = true;
        Ok(())
    }

    /// A = rate D + G: the change of the states over a stage is A⁻¹ e.
    fn stage_matrix<'a>(&self, system: &System, matrix: &'a mut Vec<f64>) -> &'a [f64] {
        let states = system.states;
        matrix.clone_from(&system.conductance);
        for (state, dynamics) in system.dynamics.iter().enumerate() {
            matrix[state * (states + 1)] += self.rate * dynamics;
        }
        matrix
    }

    /// Takes over the change of states after the first stage and after all of them.
    fn take(&mut self, system: &System, columns: Columns, first: &Sides, total: &Sides) {
        let (states, ports, stages) = (system.states, system.ports, self.stages);
        let heard = ports + 1;
        // Voltage of a port, or the output, behind a stage that ends with `input`
        let voltage = |row: usize, sides: &Sides, input: usize, column: usize| {
            let mut volt = system.heard(row, sides, column);
            if column < states {
                volt += system.heard_by_state[row * states + column];
            }
            if column == columns.input(input) {
                volt += system.heard_by_input[row];
            }
            if column == columns.one() {
                volt += system.heard_constant[row];
            }
            volt
        };
        let behind_first = (stages - 1) * ports;
        let number = |row: usize, column: usize| {
            if row < behind_first {
                voltage(row, first, 1, column)
            } else if row < behind_first + heard {
                voltage(row - behind_first, total, stages, column)
            } else {
                total.at(row - behind_first - heard, column)
            }
        };
        let rows = behind_first + heard + states;
        self.foretold.load(rows, columns.one(), number);
        let constants = (0..rows).map(|row| V::splat(number(row, columns.one())));
        self.foretold_constant.clear();
        self.foretold_constant.extend(constants);
        self.carry.load(rows - behind_first, ports, |row, port| {
            number(behind_first + row, columns.new_port(port))
        });
        self.spread.load(states, ports, |state, port| {
            first.at(state, columns.new_port(port))
        });
        self.impedance.clear();
        for row in 0..heard {
            self.impedance.extend((0..ports).map(|port| {
                let direct = system.heard_by_port[row * ports + port];
                V::splat(-direct - system.heard(row, first, columns.new_port(port)))
            }));
        }
    }
}

/// e of the trapezoidal rule: twice b - G s, the input and M j at both ends; of algebraic states at the end alone.
fn set_trapezoid(sides: &mut Sides, system: &System, columns: Columns) {
    sides.clear(system.states, columns.count());
    for state in 0..system.states {
        let ends = system.ends(state);
        for other in 0..system.states {
            let siemens = system.conductance[state * system.states + other];
            sides.add(state, other, -ends * siemens);
        }
        for port in 0..system.ports {
            let injection = system.injection[state * system.ports + port];
            sides.add(state, columns.port(port), (1.0 - ends) * injection);
            sides.add(state, columns.new_port(port), -injection);
        }
        sides.add(state, columns.input(0), (ends - 1.0) * system.input[state]);
        sides.add(state, columns.input(1), system.input[state]);
        sides.add(state, columns.one(), ends * system.constant[state]);
    }
}

/// e of the backward differences: b - G s and the input at the end, and the first stage's change going on.
fn set_backward_difference(
    sides: &mut Sides,
    first: &Sides,
    system: &System,
    columns: Columns,
    carried: f64,
) {
    let states = system.states;
    sides.clear(states, columns.count());
    for state in 0..states {
        for other in 0..states {
            let siemens = system.conductance[state * states + other];
            sides.add(state, other, -siemens);
            for column in 0..columns.count() {
                sides.add(state, column, -siemens * first.at(other, column));
            }
        }
        for column in 0..columns.count() {
            let change = first.at(state, column);
            sides.add(state, column, carried * system.dynamics[state] * change);
        }
        sides.add(state, columns.input(2), system.input[state]);
        sides.add(state, columns.one(), system.constant[state]);
    }
}

fn row(matrix: &[f64], row: usize, columns: usize) -> impl Iterator<Item = f64> {
    matrix[row * columns..][..columns].iter().copied()
}

fn product(factors: impl Iterator<Item = f64>, vector: &[f64]) -> f64 {
    factors.zip(vector).map(|(factor, x)| factor * x).sum()
}

/// Fills a matrix row by row.
fn fill(matrix: &mut Vec<f64>, rows: usize, columns: usize, number: impl Fn(usize, usize) -> f64) {
    matrix.clear();
    for row in 0..rows {
        matrix.extend((0..columns).map(|column| number(row, column)));
    }
}
