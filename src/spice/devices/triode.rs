//! Koren's triode with a smooth grid current.

use crate::spice::elements::TriodeModel;

/// A triode without its capacitances, which are elements of their own.
#[derive(Clone, Debug)]
pub struct Triode {
    model: TriodeModel,
}

impl Triode {
    /// The triode of a model card.
    pub fn new(model: &TriodeModel) -> Self {
        Self { model: *model }
    }
}
