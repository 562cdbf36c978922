//! A conductance with a soft dead band: what limits the current of a slewing input stage, and holds an output between
//! its rails.
//!
//! ```text
//! i = sgn(v) g width ln(1 + exp((|v| - edge) / width))
//! ```
//!
//! Its slope has a bound, so that a step of Newton's method can be no wild guess; but two clamps in one loop, each on its
//! straight parts, can send it round in circles. As Katzenelson's method for circuits of straight parts (1965) does, a step
//! ends where the first clamp leaves the part that it is on.

use super::soft_plus;
use crate::lanes::Lanes;
use crate::spice::elements::ClampModel;

/// So many widths inside of the edge the current is below 2.1e-9 of the conductance times the width: idle.
const IDLE_WIDTHS: f64 = 20.0;

/// So many widths from its edge a clamp is on a straight part, but for 2 % of its slope.
const STRAIGHT_WIDTHS: f64 = 4.0;

/// A clamp. One port, whose current may flow elsewhere than where its voltage is taken.
#[derive(Clone, Debug)]
pub struct Clamp {
    model: ClampModel,
}

impl Clamp {
    /// The clamp of a model.
    pub fn new(model: &ClampModel) -> Self {
        Self { model: *model }
    }

    /// The voltage over which the current bends.
    pub fn width_volt(&self) -> f64 {
        self.model.width_volt
    }

    /// The share of a step of Newton's method after which it has come from one straight part to the next; 1 where it stays.
    pub fn straight_share(&self, from: f64, to: f64) -> f64 {
        let way = to - from;
        let margin_volt = STRAIGHT_WIDTHS * self.model.width_volt;
        // As if the way led up: out of the lower part, then into the upper one.
        let (begin, end) = if way < 0.0 { (-from, -to) } else { (from, to) };
        let ends = [-1.0, 1.0].map(|side| side * self.model.edge_volt + margin_volt);
        let first = ends.into_iter().find(|&place| place > begin + margin_volt);
        match first {
            Some(place) if place < end => (place - begin) / (end - begin),
            _ => 1.0,
        }
    }

    /// Within so many volts to either side there is no current.
    pub fn idle_volt(&self) -> f64 {
        self.model.edge_volt - IDLE_WIDTHS * self.model.width_volt
    }

    /// Current, ampere, and its derivative, siemens.
    #[inline(always)]
    pub fn current<V: Lanes>(&self, volt: V) -> (V, V) {
        let model = &self.model;
        let beyond = volt.abs() - V::splat(model.edge_volt);
        let (soft, slope) = soft_plus(beyond * V::splat(1.0 / model.width_volt));
        let ampere = soft * V::splat(model.siemens * model.width_volt);
        (
            volt.where_positive(ampere, -ampere),
            slope * V::splat(model.siemens),
        )
    }
}
