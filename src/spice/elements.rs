//! The flat circuit: what remains of a netlist when files, subcircuits and parameters are resolved.

use std::sync::Arc;

/// A node by its place in [`Netlist::nodes`](super::Netlist); 0 is ground.
pub type NodeIndex = usize;

/// Where a line of the netlist stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// File as the user named it.
    pub file: Arc<str>,
    /// Line number from 1.
    pub line: usize,
}

/// A `.param` that can move at run time.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// Name in lower case.
    pub name: String,
    /// Value in the netlist.
    pub default: f64,
}

/// A number, or an expression of controls. Evaluating it does not allocate.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Does not depend on any control.
    Constant(f64),
    /// Depends on controls; see [`Expression`](super::value::Expression).
    Expression(super::value::Expression),
}

impl Value {
    /// The value where the controls of the netlist (in its order) stand at `controls`.
    pub fn at(&self, controls: &[f64]) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Expression(expression) => expression.at(controls),
        }
    }

    /// True if a control can move it.
    pub fn is_controlled(&self) -> bool {
        matches!(self, Self::Expression(_))
    }
}

/// One element with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Full name, lower case, with the path of its subcircuits: `x1.rload`.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
}

/// What an element is. Nodes come in the netlist's order; currents flow from the first node to the second inside the
/// element.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// v = R i.
    Resistor {
        /// Plus, minus.
        nodes: [NodeIndex; 2],
        /// Ohm; may be negative.
        ohm: Value,
    },
    /// i = C dv/dt.
    Capacitor {
        /// Plus, minus.
        nodes: [NodeIndex; 2],
        /// Farad; may be negative.
        farad: Value,
    },
    /// v = L di/dt.
    Inductor {
        /// Plus, minus.
        nodes: [NodeIndex; 2],
        /// Henry; may be negative.
        henry: Value,
    },
    /// M = k sqrt(L1 L2) between two inductors.
    Coupling {
        /// Places of the two inductors in the list of elements.
        inductors: [usize; 2],
        /// Coupling coefficient, -1..1.
        coefficient: Value,
    },
    /// Independent voltage source.
    VoltageSource {
        /// Plus, minus.
        nodes: [NodeIndex; 2],
        /// Volt.
        volt: Value,
    },
    /// Independent current source.
    CurrentSource {
        /// From, to (through the source).
        nodes: [NodeIndex; 2],
        /// Ampere.
        ampere: Value,
    },
    /// E: v = gain * v(control).
    VoltageControlledVoltage {
        /// Plus, minus.
        nodes: [NodeIndex; 2],
        /// Plus, minus of the controlling voltage.
        control: [NodeIndex; 2],
        /// Volt per volt.
        gain: Value,
    },
    /// G: i = siemens * v(control).
    VoltageControlledCurrent {
        /// From, to.
        nodes: [NodeIndex; 2],
        /// Plus, minus of the controlling voltage.
        control: [NodeIndex; 2],
        /// Ampere per volt.
        siemens: Value,
    },
    /// F: i = gain * i(source).
    CurrentControlledCurrent {
        /// From, to.
        nodes: [NodeIndex; 2],
        /// Place of the controlling voltage source in the list of elements.
        source: usize,
        /// Ampere per ampere.
        gain: Value,
    },
    /// H: v = ohm * i(source).
    CurrentControlledVoltage {
        /// Plus, minus.
        nodes: [NodeIndex; 2],
        /// Place of the controlling voltage source in the list of elements.
        source: usize,
        /// Volt per ampere.
        ohm: Value,
    },
    /// Junction diode.
    Diode {
        /// Anode, cathode.
        nodes: [NodeIndex; 2],
        /// Model card with the area factor applied.
        model: DiodeModel,
    },
    /// Triode: plate and grid current; its capacitances are elements of their own.
    Triode {
        /// Anode, grid, cathode.
        nodes: [NodeIndex; 3],
        /// Model card.
        model: TriodeModel,
    },
    /// Clamp: nothing within its dead band, a conductance beyond.
    Clamp {
        /// From, to.
        nodes: [NodeIndex; 2],
        /// Plus, minus of the controlling voltage.
        control: [NodeIndex; 2],
        /// What it is.
        model: ClampModel,
    },
}

impl Kind {
    /// True for a device with a curve: what small signals and superposition do not suffice for.
    pub fn is_nonlinear(&self) -> bool {
        matches!(
            self,
            Self::Diode { .. } | Self::Triode { .. } | Self::Clamp { .. }
        )
    }
}

/// ngspice's junction diode (level 1) at 27 degrees. Defaults as in ngspice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiodeModel {
    /// IS, saturation current, ampere.
    pub saturation_current_ampere: f64,
    /// N, emission coefficient.
    pub emission_coefficient: f64,
    /// RS, series resistance, ohm.
    pub series_resistance_ohm: f64,
    /// CJO, junction capacitance at zero bias, farad.
    pub junction_capacitance_farad: f64,
    /// VJ, junction potential, volt.
    pub junction_potential_volt: f64,
    /// M, grading coefficient.
    pub grading_coefficient: f64,
    /// FC, where the forward-bias capacitance goes straight.
    pub forward_bias_coefficient: f64,
    /// TT, transit time, seconds.
    pub transit_time_seconds: f64,
    /// BV, breakdown voltage, volt; infinite without breakdown.
    pub breakdown_volt: f64,
    /// IBV, current at breakdown, ampere.
    pub breakdown_current_ampere: f64,
}

impl Default for DiodeModel {
    fn default() -> Self {
        Self {
            saturation_current_ampere: 1e-14,
            emission_coefficient: 1.0,
            series_resistance_ohm: 0.0,
            junction_capacitance_farad: 0.0,
            junction_potential_volt: 1.0,
            grading_coefficient: 0.5,
            forward_bias_coefficient: 0.5,
            transit_time_seconds: 0.0,
            breakdown_volt: f64::INFINITY,
            breakdown_current_ampere: 1e-3,
        }
    }
}

/// Koren's triode with a smooth grid current after Dempwolf and Zölzer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TriodeModel {
    /// MU, amplification factor.
    pub mu: f64,
    /// EX, exponent.
    pub ex: f64,
    /// KG1, inverse perveance.
    pub kg1: f64,
    /// KP, knee.
    pub kp: f64,
    /// KVB, knee voltage squared, V^2.
    pub kvb: f64,
    /// Gg, grid perveance, A/V^xi.
    pub grid_perveance: f64,
    /// Xi, grid exponent.
    pub grid_exponent: f64,
    /// Cg, grid knee, 1/V.
    pub grid_knee: f64,
}

/// A clamp: a conductance that sets in softly where its controlling voltage leaves a dead band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClampModel {
    /// G, conductance beyond the dead band, siemens.
    pub siemens: f64,
    /// EDGE, half the dead band's width, volt.
    pub edge_volt: f64,
    /// WIDTH, over which the conductance sets in, volt.
    pub width_volt: f64,
}
