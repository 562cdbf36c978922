//! What a re-amp box is plugged into.

use crate::chain::Settings;
use crate::chain::load::{InputCircuit, LoadValues};
use crate::chain::settings::ReampLoad;

/// An amp or a pedal, behind its cable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amp {
    /// Cable, and an input that is a resistance and a capacitance.
    pub linear: LoadValues,
    /// An input that is a circuit.
    pub fuzz: Option<InputCircuit>,
}

impl Amp {
    /// The one of the settings.
    pub fn of(settings: &Settings) -> Self {
        let (ohm, picofarad) = match settings.reamp_load {
            // 1 Mohm at the jack; the grid's 1.6 pF and 61 times 1.7 pF (12AX7), behind two stoppers of 68 kohm side by side.
            ReampLoad::AmpHigh1M => (1e6, 105.0),
            // One stopper divides with the other now: at half the voltage a quarter of the capacitance counts.
            ReampLoad::AmpLow136k => (136e3, 26.0),
            // 470 kohm at the base of a follower (Boss GE-7), and a capacitor against radio as most pedals have it.
            ReampLoad::BufferedPedal => (470e3, 50.0),
            // Vox V847. Of its 69.5 kohm, 68 are a resistor at the jack: what is behind it does not count.
            ReampLoad::Wah => (69.5e3, 10.0),
            // Inputs for piezos have 10 Mohm (Countryman Type 85, LR Baggs Para DI) and the gate of a transistor.
            ReampLoad::Acoustic => (10e6, 20.0),
            ReampLoad::Custom => (settings.reamp_load_ohm, 50.0),
            ReampLoad::FuzzGermanium => return Self::fuzz(InputCircuit::FuzzGermanium, settings),
            ReampLoad::FuzzSilicon => return Self::fuzz(InputCircuit::FuzzSilicon, settings),
        };
        let linear = LoadValues::linear(ohm, picofarad);
        Self {
            linear: linear.behind(settings.reamp_cable_m, settings.cable_type),
            fuzz: None,
        }
    }

    fn fuzz(fuzz: InputCircuit, settings: &Settings) -> Self {
        Self {
            linear: LoadValues::OPEN.behind(settings.reamp_cable_m, settings.cable_type),
            fuzz: Some(fuzz),
        }
    }
}
