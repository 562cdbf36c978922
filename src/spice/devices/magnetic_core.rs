//! The core of a transformer: saturation and a loss that no slowness avoids.
//!
//! The field x (the magnetising current over that of the knee) follows the winding's flux φ, the integral of its voltage
//! v, along
//!
//! ```text
//! L I dx/dφ = (1 + q - loss x sgn v) / (1 + air q),   q = x² (1 + knee x²)
//! ```
//!
//! in time, with dφ = v dt and L I the flux at the knee:
//!
//! ```text
//! L I dx/dt = v + ((1 - air) v q - loss x |v|) / (1 + air q)
//! ```
//!
//! Without loss that is a saturation curve φ(x) whose slope falls from L to air L. The loss makes x depend on the way, a
//! differential equation of Duhem's kind (B. Coleman and M. Hodgdon, 1987, gave such a one for ferromagnets): no
//! derivative by time stands beside dφ, so loops are the same at any speed. Small ones are Rayleigh's, with an area that
//! grows as the cube of the amplitude; in saturation the loss dies out. The first term is linear, an element of the
//! netlist; the device is what is left, with |v| as sqrt(v² + eps²).

use crate::lanes::Lanes;
use crate::spice::elements::MagneticCoreModel;

/// A core without its linear part. Ports: its field's node to ground, and the winding, whose voltage it reads only.
#[derive(Clone, Debug)]
pub struct MagneticCore {
    model: MagneticCoreModel,
}

/// A core's current and its derivatives, ampere and siemens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MagneticCoreCurrent<V> {
    /// Out of the field's node: minus what drives the field beyond the linear part.
    pub field: V,
    /// d field / d field's voltage.
    pub by_field: V,
    /// d field / d winding's voltage.
    pub by_winding: V,
}

impl MagneticCore {
    /// The core of these parameters.
    pub fn new(model: &MagneticCoreModel) -> Self {
        Self { model: *model }
    }

    /// Current and derivatives where the field's node stands at `field` and the winding at `volt`.
    #[inline(always)]
    pub fn current<V: Lanes>(&self, field: V, volt: V) -> MagneticCoreCurrent<V> {
        let model = &self.model;
        let one = V::splat(1.0);
        let (loss, air) = (V::splat(model.loss), V::splat(model.air));
        let square = field * field;
        let bend = V::splat(model.knee) * square;
        let q = square * (one + bend);
        let q_by_field = field * (V::splat(2.0) + V::splat(4.0) * bend);
        let eps2 = V::splat(model.eps_volt * model.eps_volt);
        let speed = (volt * volt + eps2).sqrt();
        let core_share = one - air;
        let reciprocal = one / (one + air * q);
        let lost = loss * field;
        let field_ampere = (lost * speed - core_share * volt * q) * reciprocal;
        let by_q = core_share * volt + air * field_ampere;
        MagneticCoreCurrent {
            field: field_ampere,
            by_field: (loss * speed - by_q * q_by_field) * reciprocal,
            by_winding: (lost * volt / speed - core_share * q) * reciprocal,
        }
    }
}
