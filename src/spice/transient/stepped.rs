//! Implicit integration of a nonlinear circuit, sample by sample.
//!
//! The trapezoidal rule and TR-BDF2 (R. Bank et al. 1985; M. Hosea and L. Shampine 1996) in terms of the change of the
//! states, not of the states: what is small is computed from what is small, and nothing drifts. TR-BDF2 is a
//! trapezoidal stage over gamma h and a stage of second-order backward differences over the rest; with
//! gamma = 2 - sqrt 2 both stages have the same matrix.

mod stage;
mod state;

use self::state::{Rest, Scratch, Segment, State};
use super::Method;
use super::core::{Core, GAMMA, System, Workspace};
use crate::lanes::Lanes;
use crate::spice::devices::Device;
use crate::spice::mna::Equations;
use crate::spice::newton::Newton;
use crate::spice::operating_point::Solver;
use crate::spice::reduction::Reduction;
use crate::spice::{Error, Netlist};

/// What every port across one pair of nodes has of its conductance in the linear part: it keeps equations regular where a node has nothing but
/// devices. The devices give it back, so that its value does not matter.
const PORT_SIEMENS: f64 = 1e-6;

/// Adding and subtracting it takes what has decayed below any meaning to zero, before it gets denormal and slow.
const DENORMAL_GUARD: f64 = 1e-200;

/// Room for more states than there are where the controls stand at first: an element whose value is zero there is none.
const SPARE_STATES: usize = 4;

/// A step is tried whole, then in so many parts.
const PARTS: [u32; 4] = [1, 2, 8, 64];
/// Newton iterations before a step is tried in more parts.
const MOST_ITERATIONS: [usize; PARTS.len()] = [30, 12, 16, 40];

/// Where the parabola through the last three points misses a port's voltage by this share of the voltage over which its
/// device's currents bend, the trapezoidal rule goes the step in parts: grid and plate turn sharp corners.
const COARSE: f64 = 0.02;
/// In which parts.
const FINER: usize = 1;

/// Where the port currents bend so sharply within a step of TR-BDF2 that its error at the output may be this share of
/// what was lately heard, the step is gone in parts: transistors switch between two samples.
const SHARP: f64 = 3e-3;
/// In which parts, by the level of parts that is too coarse.
const SHARPER: [Option<usize>; PARTS.len()] = [Some(2), Some(2), Some(3), None];
/// What was heard is forgotten so fast, per step.
const FORGETTING: f64 = 1.0 / 4096.0;

/// How many parts may be gone for the sake of accuracy, per step on average and at once.
struct Allowance {
    per_step: f64,
    most: f64,
}
const TRAPEZOIDAL_ALLOWANCE: Allowance = Allowance {
    per_step: 1.0 / 3.0,
    most: 32.0,
};
const TR_BDF2_ALLOWANCE: Allowance = Allowance {
    per_step: 0.5,
    most: 128.0,
};

/// After so many held steps on end a circuit starts again from its operating point: what it remembers led nowhere.
const MOST_HELD_STEPS: u32 = 16;

/// A nonlinear circuit in time.
#[derive(Clone, Debug)]
pub struct Stepped<V: Lanes> {
    is_tr_bdf2: bool,
    /// A device may switch between two samples.
    is_switching: bool,
    equations: Equations,
    /// Where the controls shall stand, and where the matrices have them.
    controls: Vec<f64>,
    applied: Vec<f64>,
    reduction: Reduction,
    system: System,
    cores: [Core<V>; PARTS.len()],
    workspace: Workspace,
    solver: Solver,
    rest: Rest,
    newton: Newton<V>,
    state: State<V>,
    held: State<V>,
    scratch: Scratch<V>,
    /// Numbers that are known of a step before Newton's method.
    known: usize,
    last_output: V,
    /// The largest distance of the output from rest lately.
    loudness: V,
    /// How many parts may be gone for the sake of accuracy now.
    allowance: f64,
    /// Steps that were held since the last one that was not.
    held_steps: u32,
    failures: u64,
    substeps: u64,
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
        let port_siemens = port_siemens(&equations);
        let (stages, share) = if is_tr_bdf2 { (2, GAMMA) } else { (1, 1.0) };
        let rate = 2.0 * sample_rate_hz / share;
        let controls: Vec<f64> = netlist.controls.iter().map(|c| c.default).collect();
        let mut solver = Solver::new(&equations);
        solver.solve(&equations)?;
        let zeros = |count: usize| vec![V::default(); count];
        let reduction = Reduction::new(&equations, port_siemens);
        let most_states = size.min(reduction.state_count() + SPARE_STATES);
        let core = |parts| Core::new(most_states, ports, rate * f64::from(parts), stages);
        let mut circuit = Self {
            is_tr_bdf2,
            is_switching: equations.devices().iter().any(Device::is_switching),
            rest: Rest::new(&solver, &equations, &controls),
            solver,
            applied: controls.clone(),
            controls,
            reduction,
            system: System::new(most_states, ports),
            cores: PARTS.map(core),
            workspace: Workspace::new(most_states, ports),
            newton: Newton::new(equations.devices(), equations.ports(), port_siemens),
            state: State::new(size, ports),
            held: State::new(size, ports),
            scratch: Scratch {
                foretold: zeros(stages * ports + 1 + size),
                foreseen: zeros(ports),
                trend: zeros(ports),
                charge_offset: zeros(ports),
                middle_charge: zeros(ports),
                middle_volt: zeros(ports),
                middle_current: zeros(ports),
                unknowns: zeros(size),
            },
            known: 0,
            last_output: V::default(),
            loudness: V::default(),
            allowance: 0.0,
            held_steps: 0,
            failures: 0,
            substeps: 0,
            equations,
        };
        circuit.load_matrices(true).map_err(|state| {
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
        self.remember_distances();
        if !self.restamp(false) {
            self.failures += 1;
        }
        self.recall_states();
    }

    /// As [`update`](Self::update), for controls that hardly move the operating point: it is taken to stay where it is, so
    /// that what rests goes on to rest. Does not allocate.
    pub fn update_keeping_rest(&mut self) {
        self.remember_distances();
        if !self.restamp(true) {
            self.failures += 1;
        }
        self.recall_states();
    }

    /// As [`update`](Self::update), and where the controls move the operating point, the state moves with it: what the
    /// circuit remembers of its signal stays, and at rest it is at rest. Does not allocate.
    pub fn update_with_rest(&mut self) {
        self.remember_distances();
        self.leave_rest();
        if !self.restamp(true) || !self.find_rest_again() {
            self.failures += 1;
        }
        self.return_to_rest();
        self.recall_states();
    }

    /// To the operating point where the controls stand now, as [`reset`](Self::reset) but for the last digits: it is
    /// looked for from the last one, in little time. Does not allocate.
    pub fn settle(&mut self) {
        if !self.restamp(true) || !self.find_rest_again() {
            self.failures += 1;
        }
        self.fall_back_to_rest();
    }

    /// To the operating point where the controls stand now. Does not allocate.
    pub fn reset(&mut self) {
        if !self.restamp(true) || !self.find_rest() {
            self.failures += 1;
        }
        self.fall_back_to_rest();
    }

    /// To rest where the controls stand now, for controls that do not move the operating point. Does not allocate.
    pub fn start_from_rest(&mut self) {
        if !self.restamp(true) {
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

    /// Parts of steps that did not succeed as a whole, or in which a device turned a sharp corner.
    pub fn substeps(&self) -> u64 {
        self.substeps
    }

    /// Goes on from where `other`, a circuit of the same netlist, is. Does not allocate.
    pub fn copy_state_from(&mut self, other: &Self) {
        other.write_distances(&mut self.scratch.unknowns);
        let rests = other.rest.unknowns.iter().zip(&self.rest.unknowns);
        for (x, (from, to)) in self.scratch.unknowns.iter_mut().zip(rests) {
            *x += V::splat(from - to);
        }
        self.state.copy_ports_from(&other.state);
        self.allowance = other.allowance;
        self.last_output = other.last_output;
        self.loudness = other.loudness;
        self.recall_states();
    }

    /// Frames of some kind, in place.
    pub fn process<F: Copy>(
        &mut self,
        frames: &mut [F],
        to_lanes: impl Fn(F) -> V,
        from_lanes: impl Fn(V) -> F,
    ) {
        for frame in frames {
            *frame = from_lanes(self.step(to_lanes(*frame)));
        }
    }

    #[inline(always)]
    fn step(&mut self, input: V) -> V {
        let input = if input.is_finite() {
            input
        } else {
            self.failures += 1;
            self.state.input
        };
        let segment = Segment::new(self.state.input_before, self.state.input, input);
        let Allowance { per_step, most } = self.full_allowance();
        self.allowance = (self.allowance + per_step).min(most);
        let is_done = if self.newton.is_idle(&self.state.volt) && self.take_idle_step(&segment) {
            true
        } else if self.is_tr_bdf2 {
            self.tr_bdf2(&segment)
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

    fn full_allowance(&self) -> Allowance {
        if self.is_tr_bdf2 {
            TR_BDF2_ALLOWANCE
        } else {
            TRAPEZOIDAL_ALLOWANCE
        }
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

    /// Matrices for where the controls stand; where these have no solution, back to those before.
    fn restamp(&mut self, is_at_rest: bool) -> bool {
        if self.applied == self.controls {
            return true;
        }
        self.equations.stamp(&self.controls);
        if self.load_matrices(is_at_rest).is_ok() {
            self.applied.copy_from_slice(&self.controls);
            return true;
        }
        self.equations.stamp(&self.applied);
        // These did have a solution before.
        let _ = self.load_matrices(is_at_rest);
        false
    }

    fn load_matrices(&mut self, is_at_rest: bool) -> Result<(), usize> {
        self.reduction
            .reduce(&self.equations, port_siemens(&self.equations));
        self.see_from_rest(is_at_rest)
    }

    /// Computes the matrices for distances from rest, at which the circuit either is to stay or stays as far as it does.
    fn see_from_rest(&mut self, is_at_rest: bool) -> Result<(), usize> {
        self.newton
            .see_from(&self.rest.port_volt, &mut self.rest.port_current);
        self.system.load(
            &self.equations,
            &self.reduction,
            &self.rest.unknowns,
            &self.rest.port_current,
        );
        if is_at_rest {
            self.system.rest_at(&self.rest.port_volt, self.rest.output);
        }
        let stages = 1 + usize::from(self.is_tr_bdf2);
        self.known = stages * self.system.ports + 1 + self.system.states;
        for core in &mut self.cores {
            core.is_current = false;
        }
        self.cores[0].load(&self.system, &mut self.workspace)
    }

    /// Finds the operating point of the matrices as they are.
    fn find_rest(&mut self) -> bool {
        if self.rest.is_original && self.rest.controls == self.applied {
            return true;
        }
        let is_found = self.solver.try_solve(&self.equations);
        self.take_rest(is_found, true)
    }

    /// The same from the last operating point.
    fn find_rest_again(&mut self) -> bool {
        if self.rest.controls == self.applied {
            return true;
        }
        let is_found = self.solver.try_solve_again(&self.equations);
        self.take_rest(is_found, false)
    }

    fn take_rest(&mut self, is_found: bool, is_original: bool) -> bool {
        if is_found {
            let Self {
                rest,
                solver,
                equations,
                applied,
                ..
            } = self;
            rest.take(solver, equations, applied, is_original);
        }
        is_found && self.see_from_rest(true).is_ok()
    }

    /// Leaves of the ports' voltages what is not the operating point.
    fn leave_rest(&mut self) {
        for volts in self.state.volts_mut() {
            for (volt, at_rest) in volts.iter_mut().zip(&self.rest.port_volt) {
                *volt -= V::splat(*at_rest);
            }
        }
    }

    /// The way back; the devices follow.
    fn return_to_rest(&mut self) {
        for volts in self.state.volts_mut() {
            for (volt, at_rest) in volts.iter_mut().zip(&self.rest.port_volt) {
                *volt += V::splat(*at_rest);
            }
        }
        let Self { state, newton, .. } = self;
        newton.volt_mut().copy_from_slice(&state.volt);
        newton.evaluate();
        let charging = state.charge_current.iter();
        for (current, (ampere, charging)) in
            (state.current.iter_mut()).zip(newton.current().iter().zip(charging))
        {
            *current = *ampere + *charging;
        }
        state.charge.copy_from_slice(newton.charge());
    }

    fn fall_back_to_rest(&mut self) {
        self.allowance = self.full_allowance().most;
        self.loudness = V::default();
        let Self {
            rest,
            state,
            scratch,
            newton,
            ..
        } = self;
        scratch.unknowns.fill(V::default());
        for (volt, at_rest) in newton.volt_mut().iter_mut().zip(&rest.port_volt) {
            *volt = V::splat(*at_rest);
        }
        newton.evaluate();
        state.volt.copy_from_slice(newton.volt());
        state.current.copy_from_slice(newton.current());
        state.charge.copy_from_slice(newton.charge());
        state.charge_current.fill(V::default());
        self.held_steps = 0;
        state.input = V::default();
        state.input_before = V::default();
        self.last_output = V::splat(self.rest.output);
        self.recall_states();
        self.forget_trend();
    }

    /// Notes how far all unknowns of the circuit are from rest before its states change their meaning.
    fn remember_distances(&mut self) {
        let mut distances = std::mem::take(&mut self.scratch.unknowns);
        self.write_distances(&mut distances);
        self.scratch.unknowns = distances;
    }

    fn write_distances(&self, unknowns: &mut [V]) {
        for (unknown, x) in unknowns.iter_mut().enumerate() {
            *x = V::splat(self.reduction.unknown_by_input(unknown)) * self.state.input;
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

/// Devices that may idle leave a circuit regular without them.
fn port_siemens(equations: &Equations) -> f64 {
    let may_idle = |device: &Device| {
        (0..device.port_count()).all(|port| device.idle_within_volt(port).is_some())
    };
    if equations.devices().iter().all(may_idle) {
        0.0
    } else {
        PORT_SIEMENS
    }
}

fn sum<V: Lanes>(numbers: &[V]) -> V {
    numbers.iter().fold(V::default(), |sum, x| sum + *x)
}
