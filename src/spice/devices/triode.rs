//! The triode after K. Dempwolf and U. Zölzer, "A physically-motivated triode model for circuit simulations" (DAFx-11).
//!
//! ```text
//! ik = gk (ln(1 + exp(ck u)) / ck)^xk,  u = v_ak / mu + v_gk
//! ig = gg (ln(1 + exp(cg v_gk)) / cg)^xg
//! ia = ik - ig
//! ```
//!
//! Currents of two voltages that are each a function of one, smooth everywhere.

use super::soft_plus;
use crate::lanes::Lanes;
use crate::spice::elements::{EmissionLaw, TriodeModel};

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
        let per_mu = V::splat(1.0 / self.model.mu);
        let (cathode, cathode_by_grid) =
            emission(&self.model.cathode, anode_volt * per_mu + grid_volt);
        let (grid, grid_by_grid) = emission(&self.model.grid, grid_volt);
        TriodeCurrents {
            grid,
            anode: cathode - grid,
            grid_by_grid,
            anode_by_grid: cathode_by_grid - grid_by_grid,
            anode_by_anode: cathode_by_grid * per_mu,
        }
    }
}

/// Current at a voltage and its derivative.
#[inline(always)]
fn emission<V: Lanes>(law: &EmissionLaw, volt: V) -> (V, V) {
    let (soft, slope) = soft_plus(V::splat(law.knee) * volt);
    let drive = (soft * V::splat(1.0 / law.knee)).larger(V::splat(TINY));
    // drive^(exponent - 1) serves current and derivative
    let power = (drive.ln() * V::splat(law.exponent - 1.0)).exp() * V::splat(law.perveance);
    (power * drive, V::splat(law.exponent) * power * slope)
}
