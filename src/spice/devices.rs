//! Nonlinear devices: one file per device, its equations with the current and its derivatives side by side.
//!
//! A device has ports: pairs of terminals with a controlling voltage between them and a current through them. A new
//! device is a file here, a variant of [`Device`] and a kind of [`Element`](super::elements::Element); everything else
//! knows devices by their ports alone.

mod clamp;
mod diode;
mod triode;

use crate::lanes::Lanes;
pub use clamp::Clamp;
pub use diode::{Diode, THERMAL_VOLT};
pub use triode::{Triode, TriodeCurrents};

/// A device in the circuit. Its ports stand in [`Equations::ports`](super::mna::Equations::ports).
#[derive(Clone, Debug)]
pub enum Device {
    /// One port: anode to cathode (inside of the series resistance).
    Diode(Diode),
    /// Two ports: grid to cathode, anode to cathode.
    Triode(Triode),
    /// One port.
    Clamp(Clamp),
}

/// Over such a step of the grid's or the anode's voltage a triode's currents bend noticeably, volt.
const TRIODE_SCALE_VOLT: [f64; 2] = [0.1, 5.0];

/// The longest step of Newton's method for a triode's grid and anode, volt.
const TRIODE_LONGEST_STEP_VOLT: [f64; 2] = [20.0, 200.0];

impl Device {
    /// Number of ports.
    pub fn port_count(&self) -> usize {
        match self {
            Self::Diode(_) | Self::Clamp(_) => 1,
            Self::Triode(_) => 2,
        }
    }

    /// True where the device stores charge.
    pub fn has_charge(&self) -> bool {
        match self {
            Self::Diode(diode) => diode.has_charge(),
            Self::Triode(_) | Self::Clamp(_) => false,
        }
    }

    /// True where its currents grow by orders of magnitude over the voltages of a step: the trapezoidal rule rings.
    pub fn is_stiff(&self) -> bool {
        match self {
            Self::Diode(_) | Self::Clamp(_) => true,
            Self::Triode(_) => false,
        }
    }

    /// Adds the ports' currents and their derivatives by the ports' voltages. `conductance` begins at the device's
    /// first port on the diagonal of a matrix with rows of `stride`.
    #[inline(always)]
    pub fn add_currents<V: Lanes>(
        &self,
        volt: &[V],
        current: &mut [V],
        conductance: &mut [V],
        stride: usize,
    ) {
        match self {
            Self::Diode(diode) => {
                let (ampere, siemens) = diode.current(volt[0]);
                current[0] += ampere;
                conductance[0] += siemens;
            }
            Self::Triode(triode) => {
                let currents = triode.currents(volt[0], volt[1]);
                current[0] += currents.grid;
                current[1] += currents.anode;
                conductance[0] += currents.grid_by_grid;
                conductance[stride] += currents.anode_by_grid;
                conductance[stride + 1] += currents.anode_by_anode;
            }
            Self::Clamp(clamp) => {
                let (ampere, siemens) = clamp.current(volt[0]);
                current[0] += ampere;
                conductance[0] += siemens;
            }
        }
    }

    /// Sets the charge of every port and its derivative by the port's own voltage.
    #[inline(always)]
    pub fn set_charges<V: Lanes>(&self, volt: &[V], charge: &mut [V], capacitance: &mut [V]) {
        match self {
            Self::Diode(diode) => (charge[0], capacitance[0]) = diode.charge(volt[0]),
            Self::Triode(_) | Self::Clamp(_) => {
                charge.fill(V::default());
                capacitance.fill(V::default());
            }
        }
    }

    /// Over such a step of the port's voltage the currents bend noticeably, volt.
    pub fn scale_volt(&self, port: usize) -> f64 {
        match self {
            Self::Diode(diode) => diode.emission_volt(),
            Self::Triode(_) => TRIODE_SCALE_VOLT[port],
            Self::Clamp(clamp) => clamp.width_volt(),
        }
    }

    /// Where the port's current and its slopes are zero for all that can be told: between minus and plus so many volts.
    /// `None` for a port that always counts.
    pub fn idle_within_volt(&self, _port: usize) -> Option<f64> {
        match self {
            Self::Clamp(clamp) => Some(clamp.idle_volt()),
            Self::Diode(_) | Self::Triode(_) => None,
        }
    }

    /// A step of Newton's method for one port that is at most this long needs no [`limited`](Self::limited).
    pub fn free_step_volt(&self, port: usize) -> f64 {
        match self {
            Self::Diode(diode) => 2.0 * diode.emission_volt(),
            Self::Triode(_) => TRIODE_LONGEST_STEP_VOLT[port],
            Self::Clamp(_) => f64::INFINITY,
        }
    }

    /// Where Newton's method takes a port's voltage instead of `to`, coming from `from`.
    pub fn limited(&self, port: usize, from: f64, to: f64) -> f64 {
        match self {
            Self::Diode(diode) => diode.limited(from, to),
            Self::Triode(_) => {
                let longest = TRIODE_LONGEST_STEP_VOLT[port];
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
