//! The triode after K. Dempwolf and U. Zölzer, "A physically-motivated triode model for circuit simulations" (DAFx-11).
//!
//! ```text
//! ik = gk (ln(1 + exp(ck u)) / ck)^xk,  u = v_ak / mu + v_gk
//! ig = gg (ln(1 + exp(cg v_gk)) / cg)^xg
//! ia = ik - ig
//! ```
//!
//! Currents of two voltages that are each a function of one, smooth everywhere. These functions are tables within 1e-7
//! of the formula, -140 dB, which cost a fraction of it.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::table::EvenTable;
use crate::lanes::Lanes;
use crate::spice::elements::{EmissionLaw, TriodeModel};

/// A triode without its capacitances, which are elements of their own. Ports: grid to cathode, anode to cathode.
#[derive(Clone, Debug)]
pub struct Triode {
    per_mu: f64,
    cathode: Emission,
    grid: Emission,
}

/// A law of emission, most of it as a table.
#[derive(Clone, Debug)]
struct Emission {
    law: EmissionLaw,
    /// Current by the voltage in units of the knee.
    table: Arc<EvenTable>,
}

/// Where the tables begin, in units of the knee: there is no current left.
const TABLE_START: f64 = -36.0;
/// Where they end and the formula begins, far above what a tube stands for long.
const TABLE_END: f64 = 60.0;
/// Intervals to every unit of the knee.
const TABLE_INTERVALS: f64 = 24.0;

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

impl Triode {
    /// The triode of a model card.
    pub fn new(model: &TriodeModel) -> Self {
        let emission = |law: &EmissionLaw| Emission {
            law: *law,
            table: table_of(law),
        };
        Self {
            per_mu: 1.0 / model.mu,
            cathode: emission(&model.cathode),
            grid: emission(&model.grid),
        }
    }

    /// Currents and derivatives where the grid and the anode stand at these voltages above the cathode.
    #[inline(always)]
    pub fn currents<V: Lanes>(&self, grid_volt: V, anode_volt: V) -> TriodeCurrents<V> {
        let per_mu = V::splat(self.per_mu);
        let cathode_volt = anode_volt.times_plus(per_mu, grid_volt);
        let (cathode, cathode_by_grid) = self.cathode.at(cathode_volt);
        let (grid, grid_by_grid) = self.grid.at(grid_volt);
        TriodeCurrents {
            grid,
            anode: cathode - grid,
            grid_by_grid,
            anode_by_grid: cathode_by_grid - grid_by_grid,
            anode_by_anode: cathode_by_grid * per_mu,
        }
    }
}

/// The table of a law, one for all triodes that have it. Allocates.
fn table_of(law: &EmissionLaw) -> Arc<EvenTable> {
    static TABLES: Mutex<Vec<(EmissionLaw, Weak<EvenTable>)>> = Mutex::new(Vec::new());
    let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
    tables.retain(|(_, table)| table.strong_count() > 0);
    let known = tables.iter().find(|(known, _)| known == law);
    known
        .and_then(|(_, table)| table.upgrade())
        .unwrap_or_else(|| {
            let of_law = |y| emission(law, y);
            let table = EvenTable::new(TABLE_START, TABLE_END, TABLE_INTERVALS, of_law);
            let table = Arc::new(table);
            tables.push((*law, Arc::downgrade(&table)));
            table
        })
}

impl Emission {
    /// Current at a voltage and its derivative.
    #[inline(always)]
    fn at<V: Lanes>(&self, volt: V) -> (V, V) {
        let knee = V::splat(self.law.knee);
        let y = knee * volt;
        let (current, by_y) = if y.is_at_most(TABLE_END) {
            self.table.at(y)
        } else {
            self.beyond(y)
        };
        (current, by_y * knee)
    }

    #[cold]
    fn beyond<V: Lanes>(&self, y: V) -> (V, V) {
        let of = |lane: usize| emission(&self.law, y.lane(lane));
        (V::from_fn(|lane| of(lane).0), V::from_fn(|lane| of(lane).1))
    }
}

/// Current at y, the voltage in units of the knee, and its derivative.
fn emission(law: &EmissionLaw, y: f64) -> (f64, f64) {
    let t = (-y.abs()).exp();
    let soft = y.max(0.0) + t.ln_1p();
    let slope = if y > 0.0 { 1.0 } else { t } / (1.0 + t);
    let drive = soft / law.knee;
    // drive^(exponent - 1) serves current and derivative
    let power = law.perveance * drive.powf(law.exponent - 1.0);
    (power * drive, law.exponent * power * slope / law.knee)
}
