//! Koren's triode with a smooth grid current.
//!
//! ```text
//! e  = v_ak / kp · ln(1 + exp(kp (1/mu + v_gk / sqrt(kvb + v_ak²))))
//! ia = 2 max(e, 0)^ex / kg1                      (Koren 1996: (1 + sgn e) e^ex / kg1)
//! ig = gg (ln(1 + exp(cg v_gk)) / cg)^xi         (Dempwolf and Zölzer, DAFx-11)
//! ```

use super::soft_plus;
use crate::lanes::Lanes;
use crate::spice::elements::TriodeModel;

/// A triode without its capacitances, which are elements of their own. Ports: grid to cathode, anode to cathode.
#[derive(Clone, Debug)]
pub struct Triode {
    model: TriodeModel,
}

/// A triode's currents and their derivatives by its voltages, ampere and siemens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TriodeCurrents<V> {
    /// Into the grid.
    pub grid: V,
    /// Into the anode.
    pub anode: V,
    /// d grid / d v_gk. The grid current does not depend on the anode.
    pub grid_by_grid: V,
    /// d anode / d v_gk.
    pub anode_by_grid: V,
    /// d anode / d v_ak.
    pub anode_by_anode: V,
}

/// Stands for zero where a logarithm follows.
const TINY: f64 = 1e-300;

impl Triode {
    /// The triode of a model card.
    pub fn new(model: &TriodeModel) -> Self {
        Self { model: *model }
    }

    /// Currents and derivatives where the grid and the anode stand at these voltages above the cathode.
    #[inline(always)]
    pub fn currents<V: Lanes>(&self, grid_volt: V, anode_volt: V) -> TriodeCurrents<V> {
        let (grid, grid_by_grid) = self.grid_current(grid_volt);
        let (anode, anode_by_grid, anode_by_anode) = self.anode_current(grid_volt, anode_volt);
        TriodeCurrents {
            grid,
            anode,
            grid_by_grid,
            anode_by_grid,
            anode_by_anode,
        }
    }

    #[inline(always)]
    fn grid_current<V: Lanes>(&self, grid_volt: V) -> (V, V) {
        let model = &self.model;
        let knee = V::splat(model.grid_knee);
        let (soft, slope) = soft_plus(knee * grid_volt);
        let drive = (soft * V::splat(1.0 / model.grid_knee)).larger(V::splat(TINY));
        // drive^(xi - 1) serves current and derivative
        let power = (drive.ln() * V::splat(model.grid_exponent - 1.0)).exp()
            * V::splat(model.grid_perveance);
        let exponent = V::splat(model.grid_exponent);
        (power * drive, exponent * power * slope)
    }

    #[inline(always)]
    fn anode_current<V: Lanes>(&self, grid_volt: V, anode_volt: V) -> (V, V, V) {
        let model = &self.model;
        let kp = V::splat(model.kp);
        let distance2 = V::splat(model.kvb) + anode_volt * anode_volt;
        let reciprocal = V::splat(1.0) / distance2.sqrt();
        let ratio = grid_volt * reciprocal;
        let (soft, slope) = soft_plus(kp * (V::splat(1.0 / model.mu) + ratio));
        let soft = soft * V::splat(1.0 / model.kp);
        let e = (anode_volt * soft).larger(V::splat(TINY));
        let power = (e.ln() * V::splat(model.ex - 1.0)).exp() * V::splat(2.0 / model.kg1);
        let by_e = power * V::splat(model.ex);
        // de/dv_gk = v_ak s'/d;  de/dv_ak = soft - v_ak² s' v_gk / d³
        let e_by_grid = anode_volt * slope * reciprocal;
        let e_by_anode = soft - e_by_grid * ratio * anode_volt * reciprocal;
        (power * e, by_e * e_by_grid, by_e * e_by_anode)
    }
}
