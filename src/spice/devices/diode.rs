//! Junction diode with ngspice's equations at 27 degrees.

use crate::lanes::Lanes;
use crate::spice::elements::DiodeModel;

/// Boltzmann's constant and the elementary charge as ngspice has them (CODATA 2014), and 27 degrees.
const BOLTZMANN: f64 = 1.380_648_52e-23;
const ELEMENTARY_CHARGE: f64 = 1.602_176_620_8e-19;
const KELVIN: f64 = 300.15;
/// kT/q, volt.
pub const THERMAL_VOLT: f64 = BOLTZMANN * KELVIN / ELEMENTARY_CHARGE;

/// What ngspice puts in parallel with every junction, siemens.
const GMIN_SIEMENS: f64 = 1e-12;

/// A junction diode without its series resistance, which is an element of its own. Port: anode to cathode.
#[derive(Clone, Debug)]
pub struct Diode {
    model: DiodeModel,
    /// n kT/q
    emission_volt: f64,
    /// Where the exponential of breakdown begins, which reaches IBV at BV; infinite without breakdown.
    knee_volt: f64,
    /// Where limiting of Newton's steps begins.
    critical_volt: f64,
}

impl Diode {
    /// The diode of a model card.
    pub fn new(model: &DiodeModel) -> Self {
        let emission_volt = model.emission_coefficient * THERMAL_VOLT;
        let saturation = model.saturation_current_ampere;
        Self {
            model: *model,
            emission_volt,
            knee_volt: knee_volt(model),
            critical_volt: emission_volt
                * (emission_volt / (std::f64::consts::SQRT_2 * saturation)).ln(),
        }
    }

    /// The voltage over which the current changes e times.
    pub fn emission_volt(&self) -> f64 {
        self.emission_volt
    }

    /// True where charge is stored in the junction.
    pub fn has_charge(&self) -> bool {
        self.model.junction_capacitance_farad != 0.0 || self.model.transit_time_seconds != 0.0
    }

    /// Current, ampere, and its derivative, siemens.
    #[inline(always)]
    pub fn current<V: Lanes>(&self, volt: V) -> (V, V) {
        let (current, conductance) = self.junction_current(volt);
        let gmin = V::splat(GMIN_SIEMENS);
        (current + gmin * volt, conductance + gmin)
    }

    #[inline(always)]
    fn junction_current<V: Lanes>(&self, volt: V) -> (V, V) {
        let saturation = V::splat(self.model.saturation_current_ampere);
        let emission = V::splat(self.emission_volt);
        let one = V::splat(1.0);
        let grown = saturation * (volt / emission).exp();
        // Below -3 n kT/q: -IS (1 + (3 n kT/q / (v e))³), which dies away more slowly than the exponential
        let edge = V::splat(-3.0 * self.emission_volt);
        let reverse_volt = volt.smaller(edge);
        let arm = emission * V::splat(3.0 / std::f64::consts::E) / reverse_volt;
        let cube = arm * arm * arm;
        let reverse = -saturation * (one + cube);
        let reverse_slope = saturation * V::splat(3.0) * cube / reverse_volt;
        let inside = volt - edge;
        let mut current = inside.where_positive(grown - saturation, reverse);
        let mut slope = inside.where_positive(grown / emission, reverse_slope);
        if self.knee_volt.is_finite() {
            let beyond = -volt - V::splat(self.knee_volt);
            let broken = saturation * (beyond / emission).exp();
            current = beyond.where_positive(-broken, current);
            slope = beyond.where_positive(broken / emission, slope);
        }
        (current, slope)
    }

    /// Stored charge, coulomb, and its derivative, farad: depletion and diffusion.
    #[inline(always)]
    pub fn charge<V: Lanes>(&self, volt: V) -> (V, V) {
        let model = &self.model;
        let (vj, m, fc) = (
            model.junction_potential_volt,
            model.grading_coefficient,
            model.forward_bias_coefficient,
        );
        let one = V::splat(1.0);
        let corner_volt = fc * vj;
        // Below fc vj: q = CJO vj (1 - (1 - v/vj)^(1-m)) / (1 - m)
        let below = volt.smaller(V::splat(corner_volt));
        let room = one - below * V::splat(1.0 / vj);
        let farad = V::splat(model.junction_capacitance_farad) * (room.ln() * V::splat(-m)).exp();
        let unscaled = V::splat(model.junction_capacitance_farad) - room * farad;
        let charge = unscaled * V::splat(vj / (1.0 - m));
        // Above: the capacitance goes on along its tangent
        let above = (volt - V::splat(corner_volt)).larger(V::default());
        let corner = model.junction_capacitance_farad * (1.0 - fc).powf(-m);
        let rise = corner * m / (vj * (1.0 - fc));
        let (corner, rise) = (V::splat(corner), V::splat(rise));
        let charge = charge + above * (corner + V::splat(0.5) * rise * above);
        let farad = farad + rise * above;
        let transit = V::splat(model.transit_time_seconds);
        let (current, conductance) = self.junction_current(volt);
        (charge + transit * current, farad + transit * conductance)
    }

    /// Where Newton's method goes instead of `to`, coming from `from`: along the current's scale, not along the
    /// voltage's, once the exponential has taken over.
    pub fn limited(&self, from: f64, to: f64) -> f64 {
        let knee = self.knee_volt;
        if to < (10.0 * self.emission_volt - knee).min(0.0) {
            return -knee - self.forward_limited(-knee - from, -knee - to);
        }
        self.forward_limited(from, to)
    }

    fn forward_limited(&self, from: f64, to: f64) -> f64 {
        let scale = self.emission_volt;
        if to <= self.critical_volt || (to - from).abs() <= 2.0 * scale {
            return to;
        }
        if from > 0.0 {
            let growth = 1.0 + (to - from) / scale;
            if growth > 0.0 {
                from + scale * growth.ln()
            } else {
                self.critical_volt
            }
        } else {
            scale * (to / scale).ln()
        }
    }
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
