//! A conductance with a soft dead band: what limits the current of a slewing input stage, and holds an output between
//! its rails.
//!
//! ```text
//! i = sgn(v) g width ln(1 + exp((|v| - edge) / width))
//! ```
//!
//! Its slope has a bound, so that Newton's method needs no limit on its steps.

use super::soft_plus;
use crate::lanes::Lanes;
use crate::spice::elements::ClampModel;

/// So many widths inside of the edge the current is below 2.1e-9 of the conductance times the width: idle.
const IDLE_WIDTHS: f64 = 20.0;

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
