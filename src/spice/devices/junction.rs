//! What all junctions have in common: the exponential current, the charge of the depletion layer, and the limits of
//! Newton's steps, with ngspice's equations at 27 degrees.

use crate::lanes::Lanes;

/// Boltzmann's constant and the elementary charge as ngspice has them (CODATA 2014), and 27 degrees.
const BOLTZMANN: f64 = 1.380_648_52e-23;
const ELEMENTARY_CHARGE: f64 = 1.602_176_620_8e-19;
const KELVIN: f64 = 300.15;
/// kT/q, volt.
pub const THERMAL_VOLT: f64 = BOLTZMANN * KELVIN / ELEMENTARY_CHARGE;

/// What ngspice puts in parallel with every junction, siemens.
pub const GMIN_SIEMENS: f64 = 1e-12;

/// The exponential of a junction: IS (e^(v / (n kT/q)) - 1).
#[derive(Clone, Copy, Debug)]
pub struct Junction {
    saturation_ampere: f64,
    /// n kT/q
    emission_volt: f64,
    per_emission_volt: f64,
    /// Where limiting of Newton's steps begins.
    critical_volt: f64,
}

impl Junction {
    /// A junction of saturation current `saturation_ampere` and emission coefficient n.
    pub fn new(saturation_ampere: f64, emission_coefficient: f64) -> Self {
        let emission_volt = emission_coefficient * THERMAL_VOLT;
        Self {
            saturation_ampere,
            emission_volt,
            per_emission_volt: 1.0 / emission_volt,
            critical_volt: emission_volt
                * (emission_volt / (std::f64::consts::SQRT_2 * saturation_ampere)).ln(),
        }
    }

    /// The voltage over which the current changes e times.
    pub fn emission_volt(&self) -> f64 {
        self.emission_volt
    }

    /// Current, ampere, and its derivative, siemens. A junction that is blocked in all channels costs no exponential,
    /// one that is open in all no division.
    #[inline(always)]
    pub fn current<V: Lanes>(&self, volt: V) -> (V, V) {
        let edge_volt = -3.0 * self.emission_volt;
        if volt.is_at_most(edge_volt) {
            return self.blocked(volt);
        }
        let (grown, slope) = self.exponential(volt);
        let open = (grown - V::splat(self.saturation_ampere), slope);
        if (-volt).is_at_most(-edge_volt) {
            return open;
        }
        let edge = V::splat(edge_volt);
        let blocked = self.blocked(volt.smaller(edge));
        let inside = volt - edge;
        (
            inside.where_positive(open.0, blocked.0),
            inside.where_positive(open.1, blocked.1),
        )
    }

    /// Below -3 n kT/q: -IS (1 + (3 n kT/q / (v e))³), which dies away more slowly than the exponential.
    #[inline(always)]
    fn blocked<V: Lanes>(&self, volt: V) -> (V, V) {
        let saturation = V::splat(self.saturation_ampere);
        let per_volt = V::splat(1.0) / volt;
        let arm = V::splat(3.0 / std::f64::consts::E * self.emission_volt) * per_volt;
        let cube = saturation * arm * arm * arm;
        (-cube - saturation, V::splat(3.0) * cube * per_volt)
    }

    /// Forward current alone, ampere and siemens: far beyond zero volts, where -1 is nothing beside the exponential.
    #[inline(always)]
    pub fn exponential<V: Lanes>(&self, volt: V) -> (V, V) {
        let per_emission = V::splat(self.per_emission_volt);
        let grown = V::splat(self.saturation_ampere) * (volt * per_emission).exp();
        (grown, grown * per_emission)
    }

    /// Where Newton's method goes instead of `to`, coming from `from`: along the current's scale, not along the
    /// voltage's, once the exponential has taken over.
    pub fn limited(&self, from: f64, to: f64, source_ohm: Option<f64>) -> f64 {
        let scale = self.emission_volt;
        if let Some(ohm) = source_ohm.filter(|&ohm| ohm > 0.0) {
            return self.reached_behind(ohm, from, to);
        }
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

    /// Where a junction behind `ohm` gets to from `from` if all other voltages stayed. `to` lies on the tangent there,
    /// which says nothing of where a junction that is off turns on, and comes down from too much current by no more than
    /// n kT/q.
    fn reached_behind(&self, ohm: f64, from: f64, to: f64) -> f64 {
        // v + knee e^(v / scale) = open; the tangent comes from these two terms as well.
        let (scale, knee_volt) = (self.emission_volt, ohm * self.saturation_ampere);
        let grown = |volt: f64| knee_volt * (volt * self.per_emission_volt).exp();
        let slope = |grown: f64| 1.0 + grown * self.per_emission_volt;
        let before = grown(from);
        let open_volt = from + before + (to - from) * slope(before);
        if !open_volt.is_finite() || open_volt <= knee_volt {
            return to;
        }
        // Either term alone would take the voltage further; from there on tangents come down quickly.
        let mut volt = (scale * (open_volt / knee_volt).ln()).min(open_volt);
        for _ in 0..2 {
            let grown = grown(volt);
            volt -= (volt + grown - open_volt) / slope(grown);
        }
        if to > from {
            volt.clamp(from, to)
        } else {
            volt.min(to)
        }
    }
}

/// The charge of a depletion layer, CJ0 vj (1 - (1 - v/vj)^(1-m)) / (1 - m); from fc vj on its capacitance goes on
/// along its tangent.
#[derive(Clone, Copy, Debug)]
pub struct Depletion {
    farad: f64,
    law: Law,
    potential_volt: f64,
    per_potential: f64,
    /// m, and one over 1 - m.
    grading: f64,
    per_remainder: f64,
    corner_volt: f64,
    corner_farad: f64,
    /// Farad per volt beyond the corner.
    rise: f64,
}

/// What power the capacitance is of the voltage.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Law {
    /// There is none.
    Empty,
    /// m = 0.
    Constant,
    /// m = 1/2.
    Root,
    Power,
}

impl Depletion {
    /// A layer of `farad` at 0 V with potential vj, volt, grading coefficient m and forward-bias coefficient fc.
    pub fn new(farad: f64, potential_volt: f64, grading: f64, forward_bias: f64) -> Self {
        let corner_farad = farad * (1.0 - forward_bias).powf(-grading);
        let law = if farad == 0.0 {
            Law::Empty
        } else if grading == 0.0 {
            Law::Constant
        } else if grading == 0.5 {
            Law::Root
        } else {
            Law::Power
        };
        Self {
            farad,
            law,
            potential_volt,
            per_potential: 1.0 / potential_volt,
            grading,
            per_remainder: 1.0 / (1.0 - grading),
            corner_volt: forward_bias * potential_volt,
            corner_farad,
            rise: corner_farad * grading / (potential_volt * (1.0 - forward_bias)),
        }
    }

    /// True where the layer stores nothing.
    pub fn is_empty(&self) -> bool {
        self.law == Law::Empty
    }

    /// Charge, coulomb, and its derivative, farad.
    #[inline(always)]
    pub fn charge<V: Lanes>(&self, volt: V) -> (V, V) {
        let at_rest = V::splat(self.farad);
        match self.law {
            Law::Empty => return (V::default(), V::default()),
            Law::Constant => return (at_rest * volt, at_rest),
            Law::Root | Law::Power => {}
        }
        let corner_volt = V::splat(self.corner_volt);
        let below = volt.smaller(corner_volt);
        let room = V::splat(1.0) - below * V::splat(self.per_potential);
        // farad = CJ0 room^-m, remaining = CJ0 room^(1-m)
        let (farad, remaining) = if self.law == Law::Root {
            let root = room.sqrt();
            (at_rest / root, at_rest * root)
        } else {
            let farad = at_rest * (room.ln() * V::splat(-self.grading)).exp();
            (farad, room * farad)
        };
        let charge = (at_rest - remaining) * V::splat(self.potential_volt * self.per_remainder);
        let above = (volt - corner_volt).larger(V::default());
        let rise = V::splat(self.rise) * above;
        let charge = charge + above * (V::splat(self.corner_farad) + V::splat(0.5) * rise);
        (charge, farad + rise)
    }
}
