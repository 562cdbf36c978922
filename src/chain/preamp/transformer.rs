//! Transformers in front of the circuits and behind them.

use super::gain_law::{GAIN_HZ, annotation};
use super::selector::Voice;
use crate::chain::rounding::without_rounding;
use crate::dsp::chebyshev::{Places, mean};
use crate::dsp::smoothing::Ramp;
use crate::lanes::Lanes;
use crate::spice::{ControlIndex, Error, Method, Netlist, SmallSignal, Transient};

/// The control of a transformer that can be driven by several sources: their impedance, ohm.
const SOURCE: &str = "source_ohm";

/// Source impedances at which the gain is known; between them it is a polynomial of their logarithm.
const SOURCES: usize = 6;

/// How often the source's impedance is set while it moves.
const REFRESH_HZ: f64 = 3e3;

/// A transformer's netlist and its gain.
#[derive(Debug)]
pub struct TransformerLaw {
    netlist: Netlist,
    /// Logarithms of source impedances, where the source can change.
    log_sources: Option<Places<SOURCES>>,
    /// Gain at 1 kHz at each of them, negative where it inverts.
    gains: [f64; SOURCES],
}

impl TransformerLaw {
    /// Reads the gain off the circuit's small-signal response. Allocates.
    ///
    /// # Errors
    /// A control without end stops, or a circuit that cannot be solved.
    pub fn new(netlist: Netlist) -> Result<Self, Error> {
        let defaults = netlist.controls.iter().map(|control| control.default);
        let mut controls: Vec<f64> = defaults.collect();
        let mut circuit = SmallSignal::new(&netlist, &controls)?;
        let mut law = Self {
            log_sources: None,
            gains: [gain(&circuit); SOURCES],
            netlist,
        };
        if let Ok(place) = law.netlist.control_named(SOURCE) {
            let (_, from, to) = annotation(&law.netlist, "travel", Some(SOURCE))?;
            let log_sources = Places::new(from.ln(), to.ln());
            for (known, log_source) in law.gains.iter_mut().zip(log_sources.places()) {
                controls[place] = log_source.exp();
                circuit.set_controls(&controls)?;
                *known = gain(&circuit);
            }
            law.log_sources = Some(log_sources);
        }
        Ok(law)
    }

    /// What it does to the level at 1 kHz, dB.
    pub fn step_up_db(&self) -> f64 {
        20.0 * self.gains[0].abs().log10()
    }

    /// The nearest source that it can have, as a logarithm.
    fn within_range(&self, log_source: f64) -> f64 {
        (self.log_sources).map_or(log_source, |places| {
            log_source.clamp(places.low(), places.high())
        })
    }

    fn gain(&self, log_source: f64) -> f64 {
        match &self.log_sources {
            Some(places) => mean(&places.shares(log_source), &self.gains),
            None => self.gains[0],
        }
    }
}

/// Gain at 1 kHz, negative where it inverts.
fn gain(circuit: &SmallSignal) -> f64 {
    let response = circuit.response(GAIN_HZ);
    response.norm().copysign(response.re)
}

/// A transformer whose gain at 1 kHz is taken out, or a wire.
#[derive(Clone, Debug)]
pub enum Transformer<V: Lanes> {
    /// Passes everything on.
    Wire,
    /// Iron.
    Core(Box<Core<V>>),
}

/// A transformer whose gain at 1 kHz is taken out.
#[derive(Clone, Debug)]
pub struct Core<V: Lanes> {
    circuit: Transient<V>,
    law: &'static TransformerLaw,
    source: Option<ControlIndex>,
    /// Logarithm of the source's impedance.
    log_source: Ramp,
    refresh_frames: usize,
    /// Frames until the circuit follows `log_source` again.
    refresh_in: usize,
    factor: f64,
}

impl<V: Lanes> Transformer<V> {
    /// At rest, driven by `source_ohm` if it can be driven by several sources. Allocates.
    ///
    /// # Errors
    /// A circuit that cannot be solved.
    pub fn new(
        law: &'static TransformerLaw,
        internal_rate_hz: f64,
        source_ohm: f64,
    ) -> Result<Self, Error> {
        let circuit = Transient::new(&law.netlist, internal_rate_hz, Method::Auto)?;
        let mut core = Core {
            source: circuit.control(SOURCE),
            circuit,
            law,
            log_source: Ramp::new(law.within_range(source_ohm.ln())),
            refresh_frames: ((internal_rate_hz / REFRESH_HZ) as usize).max(1),
            refresh_in: 0,
            factor: 1.0,
        };
        core.reset();
        Ok(Self::Core(Box::new(core)))
    }

    /// Be driven by `source_ohm` after `frames`; at once for 0.
    pub fn set_source(&mut self, source_ohm: f64, frames: usize) {
        if let Self::Core(core) = self {
            let log_source = core.law.within_range(source_ohm.ln());
            core.log_source.set(log_source, frames);
        }
    }
}

impl<V: Lanes> Core<V> {
    fn process(&mut self, mut frames: &mut [V]) {
        while !frames.is_empty() {
            let is_moving = self.refresh_in > 0 || self.log_source.settled().is_none();
            if is_moving && self.refresh_in == 0 {
                self.turn();
                self.refresh_in = self.refresh_frames;
            }
            let count = if is_moving {
                self.refresh_in.min(frames.len())
            } else {
                frames.len()
            };
            let (now, later) = std::mem::take(&mut frames).split_at_mut(count);
            self.run(now);
            self.log_source.advance_by(count);
            self.refresh_in = self.refresh_in.saturating_sub(count);
            if is_moving && self.refresh_in == 0 && self.log_source.settled().is_some() {
                self.turn();
            }
            frames = later;
        }
    }

    fn run(&mut self, frames: &mut [V]) {
        let (rest, factor) = (
            V::splat(self.circuit.output_at_rest()),
            V::splat(self.factor),
        );
        self.circuit.process(frames);
        for frame in frames {
            *frame = without_rounding(*frame - rest) * factor;
        }
    }

    /// Brings the circuit to its source.
    fn turn(&mut self) {
        let log_source = self.log_source.value();
        self.factor = 1.0 / self.law.gain(log_source);
        if let Some(source) = self.source {
            self.circuit.set_control(source, log_source.exp());
            self.circuit.update_keeping_rest();
        }
    }

    fn stand(&mut self) {
        self.log_source.advance_by(usize::MAX);
        self.refresh_in = 0;
        self.turn();
    }

    fn wake(&mut self) {
        self.stand();
        self.circuit.settle();
    }

    fn reset(&mut self) {
        self.stand();
        self.circuit.reset();
    }
}

impl<V: Lanes> Voice<V> for Transformer<V> {
    fn process(&mut self, frames: &mut [V]) {
        if let Self::Core(core) = self {
            core.process(frames);
        }
    }

    /// It starts from rest, and where its source then is.
    fn sleep(&mut self, _frames: usize) {}

    fn wake(&mut self) {
        if let Self::Core(core) = self {
            core.wake();
        }
    }

    fn reset(&mut self) {
        if let Self::Core(core) = self {
            core.reset();
        }
    }

    fn solver_failures(&self) -> u64 {
        match self {
            Self::Wire => 0,
            Self::Core(core) => core.circuit.failures(),
        }
    }
}
