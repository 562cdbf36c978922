//! Where silence ends.

use crate::lanes::Lanes;

/// Below this the solver's rounding speaks and not the circuit: silence in shall be silence out to the last bit.
const SILENCE_VOLT: f64 = 1e-11;

/// A circuit's voltage without what is nothing but rounding.
#[inline(always)]
pub fn without_rounding<V: Lanes>(volt: V) -> V {
    volt.map(|volt| if volt.abs() < SILENCE_VOLT { 0.0 } else { volt })
}
