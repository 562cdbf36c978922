//! What a nonlinear circuit remembers, and where its steps compute.

use crate::lanes::Lanes;
use crate::spice::mna::Equations;
use crate::spice::operating_point::Solver;

/// What a circuit remembers from one step to the next.
#[derive(Clone, Debug)]
pub struct State<V> {
    /// Distance of the states from rest.
    pub states: Vec<V>,
    /// Distance of the port currents j from rest, with what charges add and without the shunts'.
    pub current: Vec<V>,
    pub charge: Vec<V>,
    /// dq/dt
    pub charge_current: Vec<V>,
    /// Port voltages now and at the two steps before.
    pub volt: Vec<V>,
    pub volt_before: [Vec<V>; 2],
    /// Input now and one step before.
    pub input: V,
    pub input_before: V,
}

/// The input between two samples: the parabola through them and the one before, from place 0 to place 1.
pub struct Segment<V> {
    pub start: V,
    pub slope: V,
    pub bend: V,
    pub end: V,
}

impl<V: Lanes> Segment<V> {
    pub fn new(before: V, start: V, end: V) -> Self {
        let half = V::splat(0.5);
        Self {
            start,
            slope: half * (end - before),
            bend: half * (end - start) - half * (start - before),
            end,
        }
    }

    pub fn at(&self, place: f64) -> V {
        if place >= 1.0 {
            return self.end;
        }
        let place = V::splat(place);
        self.start + place * (self.slope + place * self.bend)
    }
}

#[derive(Clone, Debug)]
pub struct Scratch<V> {
    /// What [`Core::foretell`](super::super::core::Core::foretell) gives.
    pub foretold: Vec<V>,
    /// Port voltages that an iteration started from.
    pub foreseen: Vec<V>,
    /// Change of port voltages over a part of a step.
    pub trend: Vec<V>,
    pub charge_offset: Vec<V>,
    /// Charges, port currents and port voltages between the stages of TR-BDF2.
    pub middle_charge: Vec<V>,
    pub middle_current: Vec<V>,
    pub middle_volt: Vec<V>,
    pub unknowns: Vec<V>,
}

impl<V: Lanes> State<V> {
    pub fn new(size: usize, ports: usize) -> Self {
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
    pub fn copy_from(&mut self, other: &Self) {
        self.states.clear();
        self.states.extend_from_slice(&other.states);
        self.copy_ports_from(other);
    }

    /// Port voltages of every step that is remembered.
    pub fn volts_mut(&mut self) -> impl Iterator<Item = &mut Vec<V>> {
        std::iter::once(&mut self.volt).chain(&mut self.volt_before)
    }

    pub fn copy_ports_from(&mut self, other: &Self) {
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

/// Where the circuit comes to rest.
#[derive(Clone, Debug)]
pub struct Rest {
    pub controls: Vec<f64>,
    pub unknowns: Vec<f64>,
    pub port_volt: Vec<f64>,
    /// Without the shunts'.
    pub port_current: Vec<f64>,
    pub output: f64,
    /// Found from nothing, and not from another operating point: the same to the last digit whatever was before.
    pub is_original: bool,
}

impl Rest {
    pub fn new(solver: &Solver, equations: &Equations, controls: &[f64]) -> Self {
        let mut rest = Self {
            controls: controls.to_vec(),
            unknowns: solver.unknowns().to_vec(),
            port_volt: solver.port_volt().to_vec(),
            port_current: vec![0.0; solver.port_volt().len()],
            output: 0.0,
            is_original: true,
        };
        rest.take(solver, equations, controls, true);
        rest
    }

    pub fn take(
        &mut self,
        solver: &Solver,
        equations: &Equations,
        controls: &[f64],
        is_original: bool,
    ) {
        self.is_original = is_original;
        self.controls.copy_from_slice(controls);
        self.unknowns.copy_from_slice(solver.unknowns());
        self.port_volt.copy_from_slice(solver.port_volt());
        self.output = equations.output().map_or(0.0, |index| self.unknowns[index]);
    }
}
