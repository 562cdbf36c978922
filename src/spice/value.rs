//! Numbers with suffixes and expressions of parameters.

/// An expression of controls in postfix form.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression;

impl Expression {
    /// The value where the controls stand at `controls`.
    pub fn at(&self, _controls: &[f64]) -> f64 {
        0.0
    }
}
