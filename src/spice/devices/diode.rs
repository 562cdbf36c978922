//! Junction diode with ngspice's equations.

use crate::spice::elements::DiodeModel;

/// A junction diode without its series resistance, which is an element of its own.
#[derive(Clone, Debug)]
pub struct Diode {
    model: DiodeModel,
}

impl Diode {
    /// The diode of a model card.
    pub fn new(model: &DiodeModel) -> Self {
        Self { model: *model }
    }
}
