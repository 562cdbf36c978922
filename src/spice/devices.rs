//! Nonlinear devices: one file per device, its equations with the current and its derivatives side by side.
//!
//! A device has ports: pairs of terminals with a controlling voltage between them and a current through them. A new
//! device is a file here, a variant of [`Device`] and a kind of [`Element`](super::elements::Element); everything else
//! knows devices by their ports alone.

mod bipolar;
mod clamp;
mod diode;
mod field_effect;
mod junction;
mod magnetic_core;
mod table;
mod triode;

use crate::lanes::Lanes;
pub use bipolar::Bipolar;
pub use clamp::Clamp;
pub use diode::Diode;
pub use field_effect::FieldEffect;
pub use junction::{GMIN_SIEMENS, THERMAL_VOLT};
pub use magnetic_core::MagneticCore;
pub use triode::{Triode, TriodeCurrents};

/// A device in the circuit. Its ports stand in [`Equations::ports`](super::mna::Equations::ports).
#[derive(Clone, Debug)]
pub enum Device {
    /// One port: anode to cathode (inside of the series resistance).
    Diode(Diode),
    /// Two ports: base to emitter, base to collector (inside of the resistances; turned round for a PNP).
    Bipolar(Bipolar),
    /// Two ports: gate to source, gate to drain (inside of the resistances; turned round for a P channel).
    FieldEffect(FieldEffect),
    /// Two ports: grid to cathode, anode to cathode.
    Triode(Triode),
    /// One port.
    Clamp(Clamp),
    /// Two ports, both transconductances: flux to the winding's current, the winding's voltage to the flux's node.
    MagneticCore(MagneticCore),
}

/// Currents or charges of a device with two ports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoPorts<V> {
    /// Ampere or coulomb.
    pub value: [V; 2],
    /// Derivatives by both voltages, siemens or farad, port by port.
    pub slope: [[V; 2]; 2],
}

/// Where a device writes what it carries, from its first port on; matrices from there on their diagonal, with rows of
/// `stride`.
#[derive(Debug)]
pub struct Carried<'a, V> {
    /// Ampere; devices add to it.
    pub current: &'a mut [V],
    /// d current / d volt; devices add to it.
    pub conductance: &'a mut [V],
    /// Coulomb; set by devices that have a charge.
    pub charge: &'a mut [V],
    /// d charge / d volt; set likewise.
    pub capacitance: &'a mut [V],
    /// Length of a row of the matrices.
    pub stride: usize,
}

impl<V: Lanes> Carried<'_, V> {
    #[inline(always)]
    fn add_currents(&mut self, of: &TwoPorts<V>) {
        for (row, slopes) in of.slope.iter().enumerate() {
            self.current[row] += of.value[row];
            for (column, siemens) in slopes.iter().enumerate() {
                self.conductance[row * self.stride + column] += *siemens;
            }
        }
    }

    #[inline(always)]
    fn set_charges(&mut self, of: &TwoPorts<V>) {
        for (row, slopes) in of.slope.iter().enumerate() {
            self.charge[row] = of.value[row];
            for (column, farad) in slopes.iter().enumerate() {
                self.capacitance[row * self.stride + column] = *farad;
            }
        }
    }
}

/// Over such a step of the grid's or the anode's voltage a triode's currents bend noticeably, volt.
const TRIODE_SCALE_VOLT: [f64; 2] = [0.1, 5.0];

/// The longest step of Newton's method for a triode's grid and anode, volt.
const TRIODE_LONGEST_STEP_VOLT: [f64; 2] = [20.0, 200.0];

/// Over such a step of the flux (in knees) or of the winding's voltage a core's currents bend noticeably, volt.
const CORE_SCALE_VOLT: [f64; 2] = [0.2, 1.0];

/// The longest step of Newton's method for a core's flux; the loss is linear in the winding's voltage but for its sign.
const CORE_LONGEST_STEP_VOLT: [f64; 2] = [1.0, f64::INFINITY];

impl Device {
    /// Number of ports.
    pub fn port_count(&self) -> usize {
        match self {
            Self::Diode(_) | Self::Clamp(_) => 1,
            Self::Bipolar(_) | Self::FieldEffect(_) | Self::Triode(_) | Self::MagneticCore(_) => 2,
        }
    }

    /// True where the device stores charge.
    pub fn has_charge(&self) -> bool {
        match self {
            Self::Diode(diode) => diode.has_charge(),
            Self::Bipolar(transistor) => transistor.has_charge(),
            Self::FieldEffect(transistor) => transistor.has_charge(),
            Self::Triode(_) | Self::Clamp(_) | Self::MagneticCore(_) => false,
        }
    }

    /// True where its currents grow by orders of magnitude over the voltages of a step: the trapezoidal rule rings. A
    /// field-effect transistor's do so only where its gate conducts, which the trapezoidal rule gets over.
    pub fn is_stiff(&self) -> bool {
        match self {
            Self::Diode(_) | Self::Bipolar(_) | Self::Clamp(_) => true,
            Self::FieldEffect(_) | Self::Triode(_) | Self::MagneticCore(_) => false,
        }
    }

    /// True where it amplifies so much, and saturates so sharply, that its circuit may go from one end of its range to
    /// the other between two samples.
    pub fn is_switching(&self) -> bool {
        matches!(self, Self::Bipolar(_))
    }

    /// Evaluates the device at the voltages of its ports.
    #[inline(always)]
    pub fn evaluate<V: Lanes>(&self, volt: &[V], mut at: Carried<'_, V>) {
        match self {
            Self::Diode(diode) => {
                if diode.has_charge() {
                    let ((ampere, siemens), charge) = diode.current_and_charge(volt[0]);
                    at.current[0] += ampere;
                    at.conductance[0] += siemens;
                    (at.charge[0], at.capacitance[0]) = charge;
                } else {
                    let (ampere, siemens) = diode.current(volt[0]);
                    at.current[0] += ampere;
                    at.conductance[0] += siemens;
                }
            }
            Self::Bipolar(transistor) => {
                let volt = [volt[0], volt[1]];
                if transistor.has_charge() {
                    let (currents, charges) = transistor.currents_and_charges(volt);
                    at.add_currents(&currents);
                    at.set_charges(&charges);
                } else {
                    at.add_currents(&transistor.currents(volt));
                }
            }
            Self::FieldEffect(transistor) => {
                let volt = [volt[0], volt[1]];
                at.add_currents(&transistor.currents(volt));
                if transistor.has_charge() {
                    at.set_charges(&transistor.charges(volt));
                }
            }
            Self::Triode(triode) => {
                let currents = triode.currents(volt[0], volt[1]);
                at.current[0] += currents.grid;
                at.current[1] += currents.anode;
                at.conductance[0] += currents.grid_by_grid;
                at.conductance[at.stride] += currents.anode_by_grid;
                at.conductance[at.stride + 1] += currents.anode_by_anode;
            }
            Self::Clamp(clamp) => {
                let (ampere, siemens) = clamp.current(volt[0]);
                at.current[0] += ampere;
                at.conductance[0] += siemens;
            }
            Self::MagneticCore(core) => at.add_currents(&core.currents([volt[0], volt[1]])),
        }
    }

    /// Over such a step of the port's voltage the currents bend noticeably, volt.
    pub fn scale_volt(&self, port: usize) -> f64 {
        match self {
            Self::Diode(diode) => diode.emission_volt(),
            Self::Bipolar(transistor) => transistor.emission_volt(port),
            Self::FieldEffect(transistor) => transistor.emission_volt(),
            Self::Triode(_) => TRIODE_SCALE_VOLT[port],
            Self::MagneticCore(_) => CORE_SCALE_VOLT[port],
            Self::Clamp(clamp) => clamp.width_volt(),
        }
    }

    /// Where the port's current and its slopes are zero for all that can be told: between minus and plus so many volts.
    /// `None` for a port that always counts.
    pub fn idle_within_volt(&self, _port: usize) -> Option<f64> {
        match self {
            Self::Clamp(clamp) => Some(clamp.idle_volt()),
            Self::Diode(_)
            | Self::Bipolar(_)
            | Self::FieldEffect(_)
            | Self::Triode(_)
            | Self::MagneticCore(_) => None,
        }
    }

    /// A step of Newton's method for one port that is at most this long needs no [`limited`](Self::limited).
    pub fn free_step_volt(&self, port: usize) -> f64 {
        match self {
            Self::Diode(_) | Self::Bipolar(_) | Self::FieldEffect(_) => 0.5 * self.scale_volt(port),
            Self::Triode(_) => TRIODE_LONGEST_STEP_VOLT[port],
            Self::Clamp(_) => f64::INFINITY,
            Self::MagneticCore(_) => CORE_LONGEST_STEP_VOLT[port],
        }
    }

    /// The share of a step of Newton's method after which all ports shall stop, because this device then carries its
    /// current after another law; 1 for most.
    pub fn straight_share(&self, from: f64, to: f64) -> f64 {
        match self {
            Self::Clamp(clamp) => clamp.straight_share(from, to),
            _ => 1.0,
        }
    }

    /// True where [`straight_share`](Self::straight_share) may be less than 1.
    pub fn has_straight_parts(&self) -> bool {
        matches!(self, Self::Clamp(_))
    }

    /// Where Newton's method takes a port's voltage instead of `to`, coming from `from`. `source_ohm` is the resistance that
    /// the port sees, where that is known.
    pub fn limited(&self, port: usize, from: f64, to: f64, source_ohm: Option<f64>) -> f64 {
        match self {
            Self::Diode(diode) => diode.limited(from, to, source_ohm),
            Self::Bipolar(transistor) => transistor.limited(port, from, to, source_ohm),
            Self::FieldEffect(transistor) => transistor.limited(from, to, source_ohm),
            Self::Triode(_) | Self::MagneticCore(_) => {
                let longest = self.free_step_volt(port);
                from + (to - from).clamp(-longest, longest)
            }
            Self::Clamp(_) => to,
        }
    }
}

/// ln(1 + e^x) without overflow, and its derivative.
#[inline(always)]
fn soft_plus<V: Lanes>(x: V) -> (V, V) {
    let one = V::splat(1.0);
    let t = (-x.abs()).exp();
    let sum = one + t;
    let soft = x.larger(V::default()) + sum.ln();
    let slope = x.where_positive(one, t) / sum;
    (soft, slope)
}
