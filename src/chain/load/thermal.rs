//! The thermal noise that a new load makes and the recording does not hold yet.
//!
//! Between the terminals of anything passive stands noise of density 4 k T Re Z. A recording holds that of source and
//! recorded load; the deck hands it on like everything else. What is missing at the answer is
//!
//! ```text
//! 4 k T max(0, Re Z_answer - |H|^2 Re Z_recorded)
//! ```
//!
//! which is 4 k T |Z_now|^2 max(0, Re(Y_now - Y_recorded)) where the answer is the jack, and holds the noise of the pots
//! where it lies behind them. An input that is a circuit hands on what its jack has, by its gain for small signals; what
//! noise it makes itself counts to the preamp behind it. Linear circuits cannot make noise as it is, because noises do not
//! cancel; so it is made from its spectrum, which comes from the deck's admittances.

use super::setup::Change;
use crate::chain::noise::THERMAL_VOLT_SQUARED_PER_HZ_OHM;
use crate::dsp::noise::ShapedNoise;
use crate::lanes::Lanes;

/// Fine enough for thirds of an octave from 50 Hz up.
const RESOLUTION_HZ: f64 = 25.0;

/// Beyond hearing, and where any load is short-circuited by its cable.
const TOP_HZ: f64 = 24e3;

/// Any number that no other noise has.
const SEED: u64 = 0x082e_fa98_ec4e_6c89;

/// The noise between two loads.
#[derive(Clone, Debug)]
pub(super) struct ThermalNoise<V> {
    noise: ShapedNoise<V>,
    /// The change whose noise is heard, and the one whose noise shall be.
    heard: Option<Change>,
    wanted: Option<Change>,
}

impl<V: Lanes> ThermalNoise<V> {
    /// Silent. Allocates.
    pub(super) fn new(internal_rate_hz: f64) -> Self {
        Self {
            noise: ShapedNoise::new(internal_rate_hz, RESOLUTION_HZ, TOP_HZ, SEED),
            heard: None,
            wanted: None,
        }
    }

    /// The noise of a change, from the next piece on; of none: silence.
    pub(super) fn set(&mut self, change: Option<Change>) {
        self.wanted = change;
    }

    /// Adds it.
    pub(super) fn add(&mut self, frames: &mut [V]) {
        let (heard, wanted) = (&mut self.heard, self.wanted);
        self.noise.add(frames, |spectrum| {
            if *heard != wanted {
                *heard = wanted;
                match wanted {
                    None => spectrum.silence(),
                    Some(change) => spectrum.set_density(|frequency_hz| {
                        THERMAL_VOLT_SQUARED_PER_HZ_OHM * change.noise_ohm(frequency_hz)
                    }),
                }
            }
        });
    }

    /// As new with the change last set.
    pub(super) fn reset(&mut self) {
        self.noise.reset();
    }
}
