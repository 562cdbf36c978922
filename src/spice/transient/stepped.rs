//! Implicit integration of a nonlinear circuit, sample by sample.
//!
//! The trapezoidal rule and TR-BDF2 (R. Bank et al. 1985; M. Hosea and L. Shampine 1996) in terms of the change of the
//! states, not of the states: what is small is computed from what is small, and nothing drifts. TR-BDF2 is a
//! trapezoidal stage over gamma h and a stage of second-order backward differences over the rest; with
//! gamma = 2 - sqrt 2 both stages have the same matrix.

use super::Method;
use super::core::{Core, System, Workspace, add_product};
use crate::lanes::Lanes;
use crate::spice::mna::Equations;
use crate::spice::newton::{Newton, Stage};
use crate::spice::operating_point::Solver;
use crate::spice::reduction::Reduction;
use crate::spice::{Error, Netlist};

const GAMMA: f64 = 2.0 - std::f64::consts::SQRT_2;
/// Share of the first stage's change that goes on in the second: (1 - gamma)² / (gamma (2 - gamma)).
const CARRIED: f64 = (1.0 - GAMMA) * (1.0 - GAMMA) / (GAMMA * (2.0 - GAMMA));

/// What every port has of its conductance in the linear part: it keeps equations regular where a node has nothing but
/// devices. The devices give it back, so that its value does not matter.
const PORT_SIEMENS: f64 = 1e-6;

/// Adding and subtracting it takes what has decayed below any meaning to zero, before it gets denormal and slow.
const DENORMAL_GUARD: f64 = 1e-200;

/// A step is tried whole, then in so many parts.
const PARTS: [u32; 4] = [1, 2, 8, 64];
/// Newton iterations before a step is tried in more parts.
const MOST_ITERATIONS: [usize; PARTS.len()] = [8, 12, 16, 40];

/// Where the parabola through the last three points misses a port's voltage by this share of the voltage over which its
/// device's currents bend, the trapezoidal rule goes the step in parts: grid and plate turn sharp corners.
const COARSE: f64 = 0.02;
/// In which parts.
const FINER: usize = 1;
/// Refined steps cost several: no more than one in so many on average, and so many in a row.
const REFINEMENTS_PER_STEP: f64 = 1.0 / 6.0;
const MOST_REFINEMENTS: f64 = 16.0;

/// After so many held steps on end a circuit starts again from its operating point: what it remembers led nowhere.
const MOST_HELD_STEPS: u32 = 16;

/// A nonlinear circuit in time.
#[derive(Clone, Debug)]
pub struct Stepped<V: Lanes> {
    is_tr_bdf2: bool,
    equations: Equations,
    /// Where the controls shall stand, and where the matrices have them.
    controls: Vec<f64>,
    applied: Vec<f64>,
    reduction: Reduction,
    system: System<V>,
    cores: [Core<V>; PARTS.len()],
    workspace: Workspace,
    solver: Solver,
    rest: Rest,
    newton: Newton<V>,
    state: State<V>,
    held: State<V>,
    scratch: Scratch<V>,
    last_output: V,
    /// How many steps may be refined now.
    refinements: f64,
    /// Steps that were held since the last one that was not.
    held_steps: u32,
    failures: u64,
    substeps: u64,
}

/// What a circuit remembers from one step to the next.
#[derive(Clone, Debug)]
struct State<V> {
    states: Vec<V>,
    /// Port currents j, with what charges add and without the shunts'.
    current: Vec<V>,
    charge: Vec<V>,
    /// dq/dt
    charge_current: Vec<V>,
    /// Port voltages now and at the two steps before.
    volt: Vec<V>,
    volt_before: [Vec<V>; 2],
    /// Input now and one step before.
    input: V,
    input_before: V,
}

/// The input between two samples: the parabola through them and the one before, from place 0 to place 1.
struct Segment<V> {
    start: V,
    slope: V,
    bend: V,
}

impl<V: Lanes> Segment<V> {
    fn new(before: V, start: V, end: V) -> Self {
        let half = V::splat(0.5);
        Self {
            start,
            slope: half * (end - before),
            bend: half * (end - start) - half * (start - before),
        }
    }

    fn at(&self, place: f64) -> V {
        let place = V::splat(place);
        self.start + place * (self.slope + place * self.bend)
    }
}

#[derive(Clone, Debug)]
struct Scratch<V> {
    /// Right side e of a stage.
    drive: Vec<V>,
    /// Change of the states over a stage, and over the one before it.
    change: Vec<V>,
    first_change: Vec<V>,
    /// Port voltages and output without port currents.
    open: Vec<V>,
    /// Port voltages that an iteration started from.
    foreseen: Vec<V>,
    /// Change of port voltages over a part of a step.
    trend: Vec<V>,
    charge_offset: Vec<V>,
    charge_start: Vec<V>,
    unknowns: Vec<V>,
}

impl<V: Lanes> State<V> {
    fn new(size: usize, ports: usize) -> Self {
        let zeros = || vec![V::default(); ports];
        Self {
            states: Vec::with_capacity(size),
            current: zeros(),
            charge: zeros(),
            charge_current: zeros(),
            volt: zeros(),
            volt_before: [zeros(), zeros()],
            input: V::default(),
            input_before: V::default(),
        }
    }

    /// Does not allocate: there is room for all states.
    fn copy_from(&mut self, other: &Self) {
        self.states.clear();
        self.states.extend_from_slice(&other.states);
        self.copy_ports_from(other);
    }

    fn copy_ports_from(&mut self, other: &Self) {
        self.current.copy_from_slice(&other.current);
        self.charge.copy_from_slice(&other.charge);
        self.charge_current.copy_from_slice(&other.charge_current);
        self.volt.copy_from_slice(&other.volt);
        for (own, others) in self.volt_before.iter_mut().zip(&other.volt_before) {
            own.copy_from_slice(others);
        }
        self.input = other.input;
        self.input_before = other.input_before;
    }
}

impl<V: Lanes> Stepped<V> {
    /// The circuit at rest, with its controls at their defaults.
    ///
    /// # Errors
    /// Equations without a solution, no operating point.
    pub fn new(netlist: &Netlist, sample_rate_hz: f64, method: Method) -> Result<Self, Error> {
        let equations = Equations::new(netlist)?;
        let is_tr_bdf2 = match method {
            Method::Trapezoidal => false,
            Method::TrBdf2 => true,
            Method::Auto => equations.devices().iter().any(|device| device.is_stiff()),
        };
        let (size, ports) = (equations.size(), equations.ports().len());
        let share = if is_tr_bdf2 { GAMMA } else { 1.0 };
        let rate = 2.0 * sample_rate_hz / share;
        let controls: Vec<f64> = netlist.controls.iter().map(|c| c.default).collect();
        let mut solver = Solver::new(&equations);
        solver.solve(&equations)?;
        let zeros = |count: usize| vec![V::default(); count];
        let mut circuit = Self {
            is_tr_bdf2,
            rest: Rest::new(&solver, &equations, &controls),
            solver,
            applied: controls.clone(),
            controls,
            reduction: Reduction::new(&equations, PORT_SIEMENS),
            system: System::new(&equations),
            cores: PARTS.map(|parts| Core::new(&equations, rate * f64::from(parts))),
            workspace: Workspace::new(size),
            newton: Newton::new(equations.devices(), PORT_SIEMENS),
            state: State::new(size, ports),
            held: State::new(size, ports),
            scratch: Scratch {
                drive: zeros(size),
                change: zeros(size),
                first_change: zeros(size),
                open: zeros(ports + 1),
                foreseen: zeros(ports),
                trend: zeros(ports),
                charge_offset: zeros(ports),
                charge_start: zeros(ports),
                unknowns: zeros(size),
            },
            last_output: V::default(),
            refinements: 0.0,
            held_steps: 0,
            failures: 0,
            substeps: 0,
            equations,
        };
        circuit.load_matrices().map_err(|state| {
            let unknown = circuit.reduction.name_of_state(state);
            circuit.equations.singular(unknown)
        })?;
        circuit.fall_back_to_rest();
        Ok(circuit)
    }

    /// Moves a control for the next [`update`](Self::update).
    pub fn set_control(&mut self, control: usize, value: f64) {
        if let Some(place) = self.controls.get_mut(control) {
            *place = value;
        }
    }

    /// Brings the matrices to where the controls stand; the state goes on. Does not allocate.
    pub fn update(&mut self) {
        self.remember_unknowns();
        if !self.restamp() {
            self.failures += 1;
        }
        self.recall_states();
    }

    /// To the operating point where the controls stand now. Does not allocate.
    pub fn reset(&mut self) {
        if !self.restamp() || !self.find_rest() {
            self.failures += 1;
        }
        self.fall_back_to_rest();
    }

    /// Output volts where the input rests at 0 V.
    pub fn output_at_rest(&self) -> f64 {
        self.rest.output
    }

    /// Steps that were held or reset, and updates without a solution.
    pub fn failures(&self) -> u64 {
        self.failures
    }

    /// Parts of steps that did not succeed as a whole.
    pub fn substeps(&self) -> u64 {
        self.substeps
    }

    /// Goes on from where `other`, a circuit of the same netlist, is. Does not allocate.
    pub fn copy_state_from(&mut self, other: &Self) {
        other.write_unknowns(&mut self.scratch.unknowns);
        self.state.copy_ports_from(&other.state);
        self.refinements = other.refinements;
        self.last_output = other.last_output;
        self.recall_states();
    }

    /// One sample.
    #[inline]
    pub fn step(&mut self, input: V) -> V {
        let input = if input.is_finite() {
            input
        } else {
            self.failures += 1;
            self.state.input
        };
        let segment = Segment::new(self.state.input_before, self.state.input, input);
        self.refinements = (self.refinements + REFINEMENTS_PER_STEP).min(MOST_REFINEMENTS);
        let is_done = if self.is_tr_bdf2 {
            self.held.copy_from(&self.state);
            self.tr_bdf2(0, &segment, [0.0, 1.0])
        } else {
            self.trapezoidal(&segment)
        };
        if is_done {
            self.held_steps = 0;
        } else {
            self.rescue(&segment);
        }
        self.state.input_before = self.state.input;
        self.state.input = input;
        if !self.last_output.is_finite() || !sum(&self.state.states).is_finite() {
            self.failures += 1;
            self.fall_back_to_rest();
        }
        self.last_output
    }

    /// A whole step by the trapezoidal rule, or in parts where that would be too coarse. The state stays where it was
    /// if it fails.
    #[inline]
    fn trapezoidal(&mut self, segment: &Segment<V>) -> bool {
        let State {
            volt,
            volt_before: [first, second],
            ..
        } = &self.state;
        let three = V::splat(3.0);
        for (port, start) in self.newton.volt_mut().iter_mut().enumerate() {
            *start = three * (volt[port] - first[port]) + second[port];
            self.scratch.foreseen[port] = *start;
        }
        self.newton.limit_start(volt);
        self.drive_trapezoid(segment.at(0.0), segment.at(1.0));
        if !self.solve_stage(0, segment.at(1.0)) {
            return false;
        }
        // What the parabola through the last three points missed is twelve times the rule's own error.
        let is_fine = self.newton.is_near(&self.scratch.foreseen, COARSE);
        if !is_fine && self.refinements >= 1.0 && self.ready(FINER) {
            self.refinements -= 1.0;
            self.held.copy_from(&self.state);
            let share = V::splat(1.0 / f64::from(PARTS[FINER]));
            for (port, trend) in self.scratch.trend.iter_mut().enumerate() {
                *trend = (self.newton.volt()[port] - self.state.volt[port]) * share;
            }
            let is_done = self.step_in_parts(FINER, segment);
            if !is_done {
                self.state.copy_from(&self.held);
            }
            return is_done;
        }
        self.take_stage(0);
        true
    }

    /// Goes the step in ever more parts; holds the last state where nothing helps.
    #[cold]
    fn rescue(&mut self, segment: &Segment<V>) {
        if !self.is_tr_bdf2 {
            self.held.copy_from(&self.state);
        }
        self.scratch.trend.fill(V::default());
        for level in 1..PARTS.len() {
            self.state.copy_from(&self.held);
            if self.ready(level) && self.step_in_parts(level, segment) {
                self.held_steps = 0;
                return;
            }
        }
        self.state.copy_from(&self.held);
        self.forget_trend();
        self.failures += 1;
        self.held_steps += 1;
        if self.held_steps > MOST_HELD_STEPS {
            self.fall_back_to_rest();
        }
    }

    /// The whole step in parts, from where it is held; every part's iteration starts along the trend.
    fn step_in_parts(&mut self, level: usize, segment: &Segment<V>) -> bool {
        let share = 1.0 / f64::from(PARTS[level]);
        for part in 0..PARTS[level] {
            let ends = [part, part + 1].map(|end| f64::from(end) * share);
            self.substeps += 1;
            let is_done = if self.is_tr_bdf2 {
                self.forget_trend();
                self.tr_bdf2(level, segment, ends)
            } else {
                self.drive_trapezoid(segment.at(ends[0]), segment.at(ends[1]));
                let starts = self.state.volt.iter().zip(&self.scratch.trend);
                for (start, (volt, trend)) in self.newton.volt_mut().iter_mut().zip(starts) {
                    *start = *volt + *trend;
                }
                self.newton.limit_start(&self.state.volt);
                self.solve_and_take(level, segment.at(ends[1]))
            };
            if !is_done {
                return false;
            }
        }
        let [first, second] = &mut self.state.volt_before;
        first.copy_from_slice(&self.held.volt);
        second.copy_from_slice(&self.held.volt_before[0]);
        true
    }

    fn ready(&mut self, level: usize) -> bool {
        let core = &mut self.cores[level];
        core.is_current || core.load(&self.system, &mut self.workspace).is_ok()
    }

    /// Iterations start from here, not from where the last steps lead to.
    fn forget_trend(&mut self) {
        let State {
            volt, volt_before, ..
        } = &mut self.state;
        for before in volt_before {
            before.copy_from_slice(volt);
        }
    }

    /// Two stages between two places of the segment; the states are to be restored where it fails.
    fn tr_bdf2(&mut self, level: usize, segment: &Segment<V>, ends: [f64; 2]) -> bool {
        let [start, end] = ends;
        let between = segment.at(start + GAMMA * (end - start));
        let (start, end) = (segment.at(start), segment.at(end));
        self.drive_trapezoid(start, between);
        let gamma = V::splat(GAMMA);
        let State {
            volt, volt_before, ..
        } = &self.state;
        for (port, start) in self.newton.volt_mut().iter_mut().enumerate() {
            *start = volt[port] + (volt[port] - volt_before[0][port]) * gamma;
        }
        self.newton.limit_start(volt);
        self.scratch
            .charge_start
            .copy_from_slice(&self.state.charge);
        if !self.solve_and_take(level, between) {
            return false;
        }
        std::mem::swap(&mut self.scratch.change, &mut self.scratch.first_change);
        self.drive_backward_difference(level, end);
        let rest = V::splat((1.0 - GAMMA) / GAMMA);
        let State {
            volt, volt_before, ..
        } = &mut self.state;
        for (port, start) in self.newton.volt_mut().iter_mut().enumerate() {
            *start = volt[port] + (volt[port] - volt_before[0][port]) * rest;
        }
        self.newton.limit_start(volt);
        // The point in between is no step: the trend is that from start to end.
        let [start, older] = volt_before;
        volt.copy_from_slice(start);
        start.copy_from_slice(older);
        self.solve_and_take(level, end)
    }

    #[inline]
    fn solve_and_take(&mut self, level: usize, input: V) -> bool {
        let is_solved = self.solve_stage(level, input);
        if is_solved {
            self.take_stage(level);
        }
        is_solved
    }

    /// e of the trapezoidal rule: twice b - G s, the input and M j at both ends; of algebraic states at the end alone.
    #[inline]
    fn drive_trapezoid(&mut self, before: V, input: V) {
        let System {
            states,
            constant_of_ends,
            input: input_gain,
            minus_injection_before,
            ends,
            minus_conductance_of_ends,
            ..
        } = &self.system;
        let drive = &mut self.scratch.drive[..*states];
        let one = V::splat(1.0);
        for (state, sum) in drive.iter_mut().enumerate() {
            let starts = ends[state] - one;
            let volt = input + starts * before;
            *sum = constant_of_ends[state] + input_gain[state] * volt;
        }
        add_product(drive, minus_injection_before, &self.state.current);
        add_product(drive, minus_conductance_of_ends, &self.state.states);
        if self.newton.has_charge() {
            let offsets = self.scratch.charge_offset.iter_mut();
            for (offset, current) in offsets.zip(&self.state.charge_current) {
                *offset = -*current;
            }
        }
    }

    /// e of the backward differences: b - G s and the input at the end, and the first stage's change going on.
    fn drive_backward_difference(&mut self, level: usize, input: V) {
        let rate = V::splat(self.cores[level].rate);
        let carried = rate * V::splat(CARRIED);
        let System {
            states,
            dynamics,
            constant,
            input: input_gain,
            minus_conductance,
            ..
        } = &self.system;
        let Scratch {
            drive,
            first_change,
            charge_offset,
            charge_start,
            ..
        } = &mut self.scratch;
        let drive = &mut drive[..*states];
        for (state, sum) in drive.iter_mut().enumerate() {
            *sum = constant[state]
                + input_gain[state] * input
                + carried * dynamics[state] * first_change[state];
        }
        add_product(drive, minus_conductance, &self.state.states);
        for (port, offset) in charge_offset.iter_mut().enumerate() {
            *offset = -carried * (self.state.charge[port] - charge_start[port]);
        }
    }

    /// Solves one stage for its e. Nothing is taken over yet.
    #[inline]
    fn solve_stage(&mut self, level: usize, input: V) -> bool {
        let (system, core) = (&self.system, &self.cores[level]);
        let Scratch {
            drive,
            change,
            open,
            charge_offset,
            ..
        } = &mut self.scratch;
        let ports = self.newton.port_count();
        let change = &mut change[..system.states];
        change.fill(V::default());
        add_product(change, &core.inverse, &drive[..system.states]);
        for (row, volt) in open.iter_mut().enumerate() {
            *volt = system.heard_constant[row] + system.heard_by_input[row] * input;
        }
        add_product(open, &system.heard_by_state, &self.state.states);
        add_product(open, &system.heard_by_state, change);
        let stage = Stage {
            open_volt: &open[..ports],
            impedance: &core.impedance,
            rate: V::splat(core.rate),
            charge: &self.state.charge,
            charge_current: charge_offset,
        };
        self.newton.solve(&stage, MOST_ITERATIONS[level])
    }

    /// Takes over what [`solve_stage`](Self::solve_stage) found.
    #[inline]
    fn take_stage(&mut self, level: usize) {
        let core = &self.cores[level];
        let Scratch {
            change,
            open,
            charge_offset,
            ..
        } = &mut self.scratch;
        let state = &mut self.state;
        let ports = self.newton.port_count();
        let current = self.newton.current();
        let change = &mut change[..self.system.states];
        add_product(change, &core.minus_spread, current);
        for (x, step) in state.states.iter_mut().zip(change) {
            *x = (*x + *step + V::splat(DENORMAL_GUARD)) - V::splat(DENORMAL_GUARD);
        }
        let mut output = open[ports];
        for (ohm, ampere) in core.impedance[ports * ports..].iter().zip(current) {
            output -= *ohm * *ampere;
        }
        self.last_output = output;
        if self.newton.has_charge() {
            for (port, charge) in self.newton.charge().iter().enumerate() {
                let moved = V::splat(core.rate) * (*charge - state.charge[port]);
                state.charge_current[port] = moved + charge_offset[port];
                state.charge[port] = *charge;
            }
        }
        state.current.copy_from_slice(current);
        state.volt_before.swap(0, 1);
        std::mem::swap(&mut state.volt_before[0], &mut state.volt);
        state.volt.copy_from_slice(self.newton.volt());
    }

    /// Matrices for where the controls stand; where these have no solution, back to those before.
    fn restamp(&mut self) -> bool {
        if self.applied == self.controls {
            return true;
        }
        self.equations.stamp(&self.controls);
        if self.load_matrices().is_ok() {
            self.applied.copy_from_slice(&self.controls);
            return true;
        }
        self.equations.stamp(&self.applied);
        // These did have a solution before.
        let _ = self.load_matrices();
        false
    }

    fn load_matrices(&mut self) -> Result<(), usize> {
        self.reduction.reduce(&self.equations, PORT_SIEMENS);
        self.system.load(&self.equations, &self.reduction);
        for core in &mut self.cores {
            core.is_current = false;
        }
        self.cores[0].load(&self.system, &mut self.workspace)
    }

    /// Finds the operating point of the matrices as they are.
    fn find_rest(&mut self) -> bool {
        self.rest.controls == self.applied || {
            let is_found = self.solver.try_solve(&self.equations);
            if is_found {
                self.rest.take(&self.solver, &self.equations, &self.applied);
            }
            is_found
        }
    }

    fn fall_back_to_rest(&mut self) {
        let Self {
            rest,
            state,
            scratch,
            newton,
            ..
        } = self;
        for (x, at_rest) in scratch.unknowns.iter_mut().zip(&rest.unknowns) {
            *x = V::splat(*at_rest);
        }
        for (volt, at_rest) in newton.volt_mut().iter_mut().zip(&rest.port_volt) {
            *volt = V::splat(*at_rest);
        }
        newton.evaluate();
        state.volt.copy_from_slice(newton.volt());
        state.current.copy_from_slice(newton.current());
        state.charge.copy_from_slice(newton.charge());
        state.charge_current.fill(V::default());
        self.refinements = 0.0;
        self.held_steps = 0;
        state.input = V::default();
        state.input_before = V::default();
        self.last_output = V::splat(self.rest.output);
        self.recall_states();
        self.forget_trend();
    }

    /// Notes all unknowns of the circuit before its states change their meaning.
    fn remember_unknowns(&mut self) {
        let mut unknowns = std::mem::take(&mut self.scratch.unknowns);
        self.write_unknowns(&mut unknowns);
        self.scratch.unknowns = unknowns;
    }

    fn write_unknowns(&self, unknowns: &mut [V]) {
        for (unknown, x) in unknowns.iter_mut().enumerate() {
            *x = V::splat(self.reduction.unknown_constant(unknown))
                + V::splat(self.reduction.unknown_by_input(unknown)) * self.state.input;
            for (index, state) in self.state.states.iter().enumerate() {
                *x += V::splat(self.reduction.unknown_by_state(unknown, index)) * *state;
            }
            for (port, current) in self.state.current.iter().enumerate() {
                *x += V::splat(self.reduction.unknown_by_port(unknown, port)) * *current;
            }
        }
    }

    fn recall_states(&mut self) {
        let Self {
            reduction,
            state,
            scratch,
            ..
        } = self;
        state.states.clear();
        for index in 0..reduction.state_count() {
            let mut sum = V::default();
            for (unknown, x) in scratch.unknowns.iter().enumerate() {
                sum += V::splat(reduction.state_by_unknown(index, unknown)) * *x;
            }
            state.states.push(sum);
        }
    }
}

/// Where the circuit comes to rest.
#[derive(Clone, Debug)]
struct Rest {
    controls: Vec<f64>,
    unknowns: Vec<f64>,
    port_volt: Vec<f64>,
    output: f64,
}

impl Rest {
    fn new(solver: &Solver, equations: &Equations, controls: &[f64]) -> Self {
        let mut rest = Self {
            controls: controls.to_vec(),
            unknowns: solver.unknowns().to_vec(),
            port_volt: solver.port_volt().to_vec(),
            output: 0.0,
        };
        rest.take(solver, equations, controls);
        rest
    }

    fn take(&mut self, solver: &Solver, equations: &Equations, controls: &[f64]) {
        self.controls.copy_from_slice(controls);
        self.unknowns.copy_from_slice(solver.unknowns());
        self.port_volt.copy_from_slice(solver.port_volt());
        self.output = equations.output().map_or(0.0, |index| self.unknowns[index]);
    }
}

fn sum<V: Lanes>(numbers: &[V]) -> V {
    numbers.iter().fold(V::default(), |sum, x| sum + *x)
}
