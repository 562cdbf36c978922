//! Junction diode with ngspice's equations at 27 degrees.

use super::junction::{Depletion, GMIN_SIEMENS, Junction, THERMAL_VOLT};
use crate::lanes::Lanes;
use crate::spice::elements::DiodeModel;

/// A junction diode without its series resistance, which is an element of its own. Port: anode to cathode.
#[derive(Clone, Debug)]
pub struct Diode {
    junction: Junction,
    depletion: Depletion,
    transit_seconds: f64,
    /// Where the exponential of breakdown begins, which reaches IBV at BV; infinite without breakdown.
    knee_volt: f64,
}

impl Diode {
    /// The diode of a model card.
    pub fn new(model: &DiodeModel) -> Self {
        Self {
            junction: Junction::new(model.saturation_current_ampere, model.emission_coefficient),
            depletion: Depletion::new(
                model.junction_capacitance_farad,
                model.junction_potential_volt,
                model.grading_coefficient,
                model.forward_bias_coefficient,
            ),
            transit_seconds: model.transit_time_seconds,
            knee_volt: knee_volt(model),
        }
    }

    /// The voltage over which the current changes e times.
    pub fn emission_volt(&self) -> f64 {
        self.junction.emission_volt()
    }

    /// True where charge is stored in the junction.
    pub fn has_charge(&self) -> bool {
        !self.depletion.is_empty() || self.transit_seconds != 0.0
    }

    /// Current, ampere, and its derivative, siemens.
    #[inline(always)]
    pub fn current<V: Lanes>(&self, volt: V) -> (V, V) {
        leaking(volt, self.junction_current(volt))
    }

    /// Stored charge, coulomb, and its derivative, farad: depletion and diffusion.
    #[inline(always)]
    pub fn charge<V: Lanes>(&self, volt: V) -> (V, V) {
        self.charge_with(volt, self.junction_current(volt))
    }

    /// [`current`](Self::current) and [`charge`](Self::charge) at the price of one.
    #[inline(always)]
    pub fn current_and_charge<V: Lanes>(&self, volt: V) -> ((V, V), (V, V)) {
        let junction = self.junction_current(volt);
        (leaking(volt, junction), self.charge_with(volt, junction))
    }

    #[inline(always)]
    fn junction_current<V: Lanes>(&self, volt: V) -> (V, V) {
        let (mut current, mut slope) = self.junction.current(volt);
        let beyond = -volt - V::splat(self.knee_volt);
        if !beyond.is_at_most(0.0) {
            let (broken, broken_slope) = self.junction.exponential(beyond);
            current = beyond.where_positive(-broken, current);
            slope = beyond.where_positive(broken_slope, slope);
        }
        (current, slope)
    }

    #[inline(always)]
    fn charge_with<V: Lanes>(&self, volt: V, (current, slope): (V, V)) -> (V, V) {
        let (charge, farad) = self.depletion.charge(volt);
        let transit = V::splat(self.transit_seconds);
        (charge + transit * current, farad + transit * slope)
    }

    /// Where Newton's method goes instead of `to`, coming from `from`: along the current's scale, not along the
    /// voltage's, once the exponential has taken over.
    pub fn limited(&self, from: f64, to: f64, source_ohm: Option<f64>) -> f64 {
        let knee = self.knee_volt;
        if to < (10.0 * self.emission_volt() - knee).min(0.0) {
            return -knee - self.junction.limited(-knee - from, -knee - to, source_ohm);
        }
        self.junction.limited(from, to, source_ohm)
    }
}

/// Adds what leaks in parallel.
#[inline(always)]
fn leaking<V: Lanes>(volt: V, (current, slope): (V, V)) -> (V, V) {
    let gmin = V::splat(GMIN_SIEMENS);
    (current + gmin * volt, slope + gmin)
}

/// The voltage at which an exponential that starts from the saturation current passes IBV at BV, found as ngspice finds
/// it: with the emission coefficient of the forward current, and what leaks before breakdown taken off IBV.
fn knee_volt(model: &DiodeModel) -> f64 {
    let breakdown = model.breakdown_volt;
    if !breakdown.is_finite() {
        return f64::INFINITY;
    }
    let emission_volt = model.emission_coefficient * THERMAL_VOLT;
    let saturation = model.saturation_current_ampere;
    let at_breakdown = model.breakdown_current_ampere;
    if at_breakdown < saturation * breakdown / THERMAL_VOLT {
        return breakdown;
    }
    let ratio = at_breakdown / saturation;
    let mut knee = breakdown - emission_volt * (1.0 + ratio).ln();
    // The knee hardly moves what leaks: a few rounds reach the last bit.
    for _ in 0..8 {
        knee = breakdown - emission_volt * (ratio + 1.0 - knee / THERMAL_VOLT).ln();
    }
    knee
}
