//! Circuits in time, sample by sample.

mod core;
mod panels;
mod stepped;

use self::stepped::Stepped;
use super::{Control, Error, LinearTransient, Netlist};
use crate::lanes::{Lanes, fused};

/// How a circuit is integrated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// The exact update of [`LinearTransient`] for linear circuits, TR-BDF2 where there are junctions, else
    /// trapezoidal.
    #[default]
    Auto,
    /// Second order and exact for slow circuits, but rings where a junction switches.
    Trapezoidal,
    /// Second order, damps what is faster than the step.
    TrBdf2,
}

/// A control of a circuit, looked up by name once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ControlIndex(usize);

/// A circuit in time for one or two channels. Built once; nothing else allocates.
#[derive(Clone, Debug)]
pub struct Transient<V: Lanes> {
    controls: Vec<Control>,
    engine: Engine<V>,
}

#[derive(Clone, Debug)]
enum Engine<V: Lanes> {
    Linear(Box<LinearTransient<V>>),
    Stepped(Box<Stepped<V>>),
    /// The same on machines that multiply and add in one instruction.
    Fused(Box<Stepped<V::Fused>>),
}

impl<V: Lanes> Transient<V> {
    /// The circuit at its operating point for an input of 0 V, controls at their defaults.
    ///
    /// # Errors
    /// A circuit without a unique solution or without an operating point.
    pub fn new(netlist: &Netlist, sample_rate_hz: f64, method: Method) -> Result<Self, Error> {
        let engine = if method == Method::Auto && netlist.is_linear() {
            Engine::Linear(Box::new(LinearTransient::new(netlist, sample_rate_hz)?))
        } else if fused::is_fast() {
            Engine::Fused(Box::new(Stepped::new(netlist, sample_rate_hz, method)?))
        } else {
            Engine::Stepped(Box::new(Stepped::new(netlist, sample_rate_hz, method)?))
        };
        Ok(Self {
            controls: netlist.controls.clone(),
            engine,
        })
    }

    /// The control of this name, in lower case.
    pub fn control(&self, name: &str) -> Option<ControlIndex> {
        let position = self.controls.iter().position(|c| c.name == name);
        position.map(ControlIndex)
    }

    /// Moves a control; [`update`](Self::update) makes it heard.
    pub fn set_control(&mut self, control: ControlIndex, value: f64) {
        match &mut self.engine {
            Engine::Linear(circuit) => circuit.set_control(control.0, value),
            Engine::Stepped(circuit) => circuit.set_control(control.0, value),
            Engine::Fused(circuit) => circuit.set_control(control.0, value),
        }
    }

    /// Brings the circuit to where its controls stand; its state goes on. Values without a solution leave it as it is
    /// and count as a failure.
    pub fn update(&mut self) {
        match &mut self.engine {
            Engine::Linear(circuit) => circuit.update(),
            Engine::Stepped(circuit) => circuit.update(),
            Engine::Fused(circuit) => circuit.update(),
        }
    }

    /// As [`update`](Self::update), for controls that hardly move the operating point: it is taken to stay where it is, so
    /// that what rests goes on to rest.
    pub fn update_keeping_rest(&mut self) {
        match &mut self.engine {
            Engine::Linear(circuit) => circuit.update(),
            Engine::Stepped(circuit) => circuit.update_keeping_rest(),
            Engine::Fused(circuit) => circuit.update_keeping_rest(),
        }
    }

    /// As [`update`](Self::update), and where the controls move the operating point, the state moves with it: what the
    /// circuit remembers of its signal stays, and at rest it is at rest. Costs more: the operating point is looked for.
    pub fn update_with_rest(&mut self) {
        match &mut self.engine {
            Engine::Linear(circuit) => circuit.update(),
            Engine::Stepped(circuit) => circuit.update_with_rest(),
            Engine::Fused(circuit) => circuit.update_with_rest(),
        }
    }

    /// The output node's voltage, volt, one sample later, when the input has come to `input` volt.
    pub fn step(&mut self, input: V) -> V {
        let mut frame = [input];
        self.process(&mut frame);
        frame[0]
    }

    /// Runs `frames` through in place.
    pub fn process(&mut self, frames: &mut [V]) {
        match &mut self.engine {
            Engine::Linear(circuit) => circuit.process(frames),
            Engine::Stepped(circuit) => circuit.process(frames, |x| x, |x| x),
            Engine::Fused(circuit) => circuit.process(frames, V::to_fused, V::from_fused),
        }
    }

    /// The output node's voltage at the last operating point, volt: where silence leaves it.
    pub fn output_at_rest(&self) -> f64 {
        match &self.engine {
            Engine::Linear(circuit) => circuit.output_at_rest(),
            Engine::Stepped(circuit) => circuit.output_at_rest(),
            Engine::Fused(circuit) => circuit.output_at_rest(),
        }
    }

    /// To the operating point where the controls stand, as if new.
    pub fn reset(&mut self) {
        match &mut self.engine {
            Engine::Linear(circuit) => circuit.reset(),
            Engine::Stepped(circuit) => circuit.reset(),
            Engine::Fused(circuit) => circuit.reset(),
        }
    }

    /// As [`reset`](Self::reset) but for the last digits: the operating point is looked for from the last one, in little
    /// time.
    pub fn settle(&mut self) {
        match &mut self.engine {
            Engine::Linear(circuit) => circuit.reset(),
            Engine::Stepped(circuit) => circuit.settle(),
            Engine::Fused(circuit) => circuit.settle(),
        }
    }

    /// To rest where the controls stand, for controls that do not move the operating point: it is taken to stay where it
    /// is, and nothing is looked for.
    pub fn start_from_rest(&mut self) {
        match &mut self.engine {
            Engine::Linear(circuit) => {
                circuit.update();
                circuit.reset();
            }
            Engine::Stepped(circuit) => circuit.start_from_rest(),
            Engine::Fused(circuit) => circuit.start_from_rest(),
        }
    }

    /// As if `input` volt had stood at a linear circuit's input for ever. A nonlinear circuit stays as it is.
    pub fn settle_at(&mut self, input: V) {
        if let Engine::Linear(circuit) = &mut self.engine {
            circuit.settle_at(input);
        }
    }

    /// Goes on from where `other` is: the same netlist, at whatever rate, its controls wherever they stand.
    pub fn copy_state_from(&mut self, other: &Self) {
        match (&mut self.engine, &other.engine) {
            (Engine::Linear(circuit), Engine::Linear(other)) => circuit.copy_state_from(other),
            (Engine::Stepped(circuit), Engine::Stepped(other)) => circuit.copy_state_from(other),
            (Engine::Fused(circuit), Engine::Fused(other)) => circuit.copy_state_from(other),
            _ => {}
        }
    }

    /// How often a step kept the last state or fell back to the operating point, or an update found no solution.
    pub fn failures(&self) -> u64 {
        match &self.engine {
            Engine::Linear(circuit) => circuit.failures(),
            Engine::Stepped(circuit) => circuit.failures(),
            Engine::Fused(circuit) => circuit.failures(),
        }
    }

    /// Parts of steps taken where whole ones did not converge or were too coarse.
    pub fn substeps(&self) -> u64 {
        match &self.engine {
            Engine::Linear(_) => 0,
            Engine::Stepped(circuit) => circuit.substeps(),
            Engine::Fused(circuit) => circuit.substeps(),
        }
    }
}
