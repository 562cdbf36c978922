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
    /// Bipolar transistor.
    Bipolar {
        /// Collector, base, emitter, substrate.
        nodes: [NodeIndex; 4],
        /// Model card with the area factor applied.
        model: Box<BipolarModel>,
    },
    /// Junction field-effect transistor.
    FieldEffect {
        /// Drain, gate, source.
        nodes: [NodeIndex; 3],
        /// Model card with the area factor applied.
        model: FieldEffectModel,
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
    /// What is not linear in a transformer's core; its magnetising current is an element of its own.
    MagneticCore {
        /// Plus and minus of the winding, and the node whose voltage is the flux.
        nodes: [NodeIndex; 3],
        /// Parameters of its subcircuit.
        model: MagneticCoreModel,
    },
}

impl Kind {
    /// True for a device with a curve: what small signals and superposition do not suffice for.
    pub fn is_nonlinear(&self) -> bool {
        matches!(
            self,
            Self::Diode { .. }
                | Self::Bipolar { .. }
                | Self::FieldEffect { .. }
                | Self::Triode { .. }
                | Self::Clamp { .. }
                | Self::MagneticCore { .. }
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

/// ngspice's Gummel-Poon transistor at 27 degrees, of constant base resistance. Defaults as in ngspice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BipolarModel {
    /// PNP: all voltages and currents of an NPN with their signs turned.
    pub is_pnp: bool,
    /// IS, saturation current, ampere.
    pub saturation_current_ampere: f64,
    /// IS of the reverse current, which ngspice gives the square of the area.
    pub reverse_saturation_ampere: f64,
    /// BF, current gain.
    pub forward_gain: f64,
    /// BR, reverse current gain.
    pub reverse_gain: f64,
    /// NF, emission coefficient of the base-emitter junction.
    pub forward_emission_coefficient: f64,
    /// NR, emission coefficient of the base-collector junction.
    pub reverse_emission_coefficient: f64,
    /// VAF, Early voltage, volt; infinite without.
    pub forward_early_volt: f64,
    /// VAR, reverse Early voltage, volt; infinite without.
    pub reverse_early_volt: f64,
    /// IKF, where the gain rolls off, ampere; infinite without.
    pub forward_knee_ampere: f64,
    /// IKR, where the reverse gain rolls off, ampere; infinite without.
    pub reverse_knee_ampere: f64,
    /// ISE, saturation current of the base-emitter leak, ampere.
    pub emitter_leak_ampere: f64,
    /// NE, its emission coefficient.
    pub emitter_leak_coefficient: f64,
    /// ISC, saturation current of the base-collector leak, ampere.
    pub collector_leak_ampere: f64,
    /// NC, its emission coefficient.
    pub collector_leak_coefficient: f64,
    /// RB, resistance of the base, ohm.
    pub base_resistance_ohm: f64,
    /// RC, resistance of the collector, ohm.
    pub collector_resistance_ohm: f64,
    /// RE, resistance of the emitter, ohm.
    pub emitter_resistance_ohm: f64,
    /// CJE, base-emitter capacitance at zero bias, farad.
    pub emitter_capacitance_farad: f64,
    /// VJE, its junction potential, volt.
    pub emitter_potential_volt: f64,
    /// MJE, its grading coefficient.
    pub emitter_grading_coefficient: f64,
    /// CJC, base-collector capacitance at zero bias, farad.
    pub collector_capacitance_farad: f64,
    /// VJC, its junction potential, volt.
    pub collector_potential_volt: f64,
    /// MJC, its grading coefficient.
    pub collector_grading_coefficient: f64,
    /// CJS, constant capacitance of the substrate, farad.
    pub substrate_capacitance_farad: f64,
    /// FC, where forward-bias capacitances go straight.
    pub forward_bias_coefficient: f64,
    /// TF, transit time, seconds.
    pub forward_transit_seconds: f64,
    /// TR, reverse transit time, seconds.
    pub reverse_transit_seconds: f64,
}

impl Default for BipolarModel {
    fn default() -> Self {
        Self {
            is_pnp: false,
            saturation_current_ampere: 1e-16,
            reverse_saturation_ampere: 1e-16,
            forward_gain: 100.0,
            reverse_gain: 1.0,
            forward_emission_coefficient: 1.0,
            reverse_emission_coefficient: 1.0,
            forward_early_volt: f64::INFINITY,
            reverse_early_volt: f64::INFINITY,
            forward_knee_ampere: f64::INFINITY,
            reverse_knee_ampere: f64::INFINITY,
            emitter_leak_ampere: 0.0,
            emitter_leak_coefficient: 1.5,
            collector_leak_ampere: 0.0,
            collector_leak_coefficient: 2.0,
            base_resistance_ohm: 0.0,
            collector_resistance_ohm: 0.0,
            emitter_resistance_ohm: 0.0,
            emitter_capacitance_farad: 0.0,
            emitter_potential_volt: 0.75,
            emitter_grading_coefficient: 0.33,
            collector_capacitance_farad: 0.0,
            collector_potential_volt: 0.75,
            collector_grading_coefficient: 0.33,
            substrate_capacitance_farad: 0.0,
            forward_bias_coefficient: 0.5,
            forward_transit_seconds: 0.0,
            reverse_transit_seconds: 0.0,
        }
    }
}

/// ngspice's junction field-effect transistor (level 1) at 27 degrees. Defaults as in ngspice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FieldEffectModel {
    /// P channel: all voltages and currents of an N channel with their signs turned.
    pub is_p_channel: bool,
    /// VTO, threshold voltage, volt: below zero for both channels.
    pub threshold_volt: f64,
    /// BETA, transconductance parameter, A/V^2.
    pub transconductance: f64,
    /// LAMBDA, channel length modulation, 1/V.
    pub channel_length_per_volt: f64,
    /// B, doping tail: 1 is the square law.
    pub doping_tail: f64,
    /// RD, resistance of the drain, ohm.
    pub drain_resistance_ohm: f64,
    /// RS, resistance of the source, ohm.
    pub source_resistance_ohm: f64,
    /// IS, saturation current of the gate's junctions, ampere.
    pub saturation_current_ampere: f64,
    /// CGS, gate-source capacitance at zero bias, farad.
    pub source_capacitance_farad: f64,
    /// CGD, gate-drain capacitance at zero bias, farad.
    pub drain_capacitance_farad: f64,
    /// PB, junction potential of the gate, volt.
    pub gate_potential_volt: f64,
    /// FC, where forward-bias capacitances go straight.
    pub forward_bias_coefficient: f64,
}

impl Default for FieldEffectModel {
    fn default() -> Self {
        Self {
            is_p_channel: false,
            threshold_volt: -2.0,
            transconductance: 1e-4,
            channel_length_per_volt: 0.0,
            doping_tail: 1.0,
            drain_resistance_ohm: 0.0,
            source_resistance_ohm: 0.0,
            saturation_current_ampere: 1e-14,
            source_capacitance_farad: 0.0,
            drain_capacitance_farad: 0.0,
            gate_potential_volt: 1.0,
            forward_bias_coefficient: 0.5,
        }
    }
}

/// A triode after Dempwolf and Zölzer (DAFx-11).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TriodeModel {
    /// MU, amplification factor.
    pub mu: f64,
    /// Current that leaves the cathode, over v_ak / mu + v_gk: GK, XK, CK.
    pub cathode: EmissionLaw,
    /// What of it the grid takes, over v_gk: GG, XG, CG.
    pub grid: EmissionLaw,
}

/// A current that follows a power of the voltage above 0 V and fades away exponentially below:
/// perveance (ln(1 + exp(knee v)) / knee)^exponent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EmissionLaw {
    /// A/V^exponent.
    pub perveance: f64,
    /// Of the voltage, where it is far above 0 V.
    pub exponent: f64,
    /// How sharp the knee at 0 V is, 1/V.
    pub knee: f64,
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

/// A core that saturates and loses energy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MagneticCoreModel {
    /// AMPERE, the current at the knee's flux of an inductance that stayed what it is at rest, ampere.
    pub knee_ampere: f64,
    /// LOSS, the share by which the flux falls behind the integral of the voltage, per knee of flux; below 2.12, where
    /// more voltage still makes more flux.
    pub loss: f64,
    /// AIR, inductance in saturation, as a share of that at rest.
    pub air: f64,
    /// EPS, the winding's voltage below which the loss fades, volt.
    pub eps_volt: f64,
}
