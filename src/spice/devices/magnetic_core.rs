//! The core of a transformer: saturation by flux, and a loss that no slowness avoids.
//!
//! With y the flux over that of the knee, v the winding's voltage, L the inductance at rest and I the current L would
//! take at the knee:
//!
//! ```text
//! i         = I y (1 + q) / (1 + air q),               q = y⁴
//! L I dy/dt = v - loss |v| y / (1 + q)²
//! ```
//!
//! Without the loss y is the integral of the voltage, and i a curve whose slope rises from 1/L towards 1/(air L). With it
//! y falls behind on its way out and returns faster than it went: a differential equation of Duhem's kind (B. Coleman
//! and M. Hodgdon, 1987, gave such a one for ferromagnets). v dt is the only measure of time in it, so loops are the same
//! at any speed; small ones are Rayleigh's, with an area that grows as the cube of the amplitude; in saturation the loss
//! dies out. What is linear stands in the netlist. The device is the rest, with |v| as sqrt(v² + eps²).

use crate::lanes::Lanes;
use crate::spice::elements::MagneticCoreModel;

use super::TwoPorts;

/// A core without its linear part. Ports: the flux's node takes the winding's current, the winding's voltage takes the
/// flux back.
#[derive(Clone, Debug)]
pub struct MagneticCore {
    model: MagneticCoreModel,
}

impl MagneticCore {
    /// The core of these parameters.
    pub fn new(model: &MagneticCoreModel) -> Self {
        Self { model: *model }
    }

    /// The winding's current beyond its linear part and the loss of flux, where flux and winding stand at `volt`.
    #[inline(always)]
    pub fn currents<V: Lanes>(&self, volt: [V; 2]) -> TwoPorts<V> {
        let model = &self.model;
        let [flux, winding] = volt;
        let one = V::splat(1.0);
        let air = V::splat(model.air);
        let square = flux * flux;
        let q = square * square;
        // One division for both reciprocals, 1 / (1 + air q) and 1 / (1 + q)
        let (air_room, core_room) = (one + air * q, one + q);
        let reciprocal = one / (air_room * core_room);
        let (share, core_share) = (core_room * reciprocal, air_room * reciprocal);
        // d (y q / (1 + air q)) / dy = q (5 + air q) / (1 + air q)²
        let bent = V::splat(model.knee_ampere * (1.0 - model.air)) * q * share;
        let saturation = bent * flux;
        let saturation_by_flux = bent * (V::splat(5.0) + air * q) * share;
        // d (y / (1 + q)²) / dy = (1 - 7 q) / (1 + q)³
        let speed2 = winding * winding + V::splat(model.eps_volt * model.eps_volt);
        let speed = speed2.sqrt();
        let slowed = V::splat(model.loss) * core_share * core_share;
        let loss_per_speed = slowed * flux;
        let loss = loss_per_speed * speed;
        let loss_by_flux = slowed * speed * (one - V::splat(7.0) * q) * core_share;
        let loss_by_winding = loss_per_speed * winding / speed;
        TwoPorts {
            value: [saturation, loss],
            slope: [
                [saturation_by_flux, V::default()],
                [loss_by_flux, loss_by_winding],
            ],
        }
    }
}
