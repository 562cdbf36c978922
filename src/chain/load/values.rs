//! Element values of sources, cables and inputs.

use crate::chain::Settings;
use crate::chain::settings::{Cable, Input, Pots, Source};

/// Stands for "not there": at audio frequencies no current to speak of.
pub const OPEN_OHM: f64 = 1e12;

/// What a source is made of: an inductance in series with a resistance, both bridged by a capacitance and a loss, and the
/// pots that belong to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SourceValues {
    /// Inductance, henry.
    pub henry: f64,
    /// Resistance in series with it, ohm.
    pub ohm: f64,
    /// Capacitance across both, farad.
    pub farad: f64,
    /// Eddy-current loss across both, ohm.
    pub eddy_ohm: f64,
    /// Volume and tone pot, ohm each.
    pub pot_ohm: f64,
    /// Tone capacitor, farad.
    pub tone_farad: f64,
}

/// A linear input with its cable: a resistance and a capacitance to ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadValues {
    /// Input resistance, ohm.
    pub ohm: f64,
    /// Input and cable capacitance, farad.
    pub farad: f64,
}

impl SourceValues {
    /// The source of the settings; `None` for *As recorded*, which has no impedance.
    pub fn of(settings: &Settings) -> Option<Self> {
        let pickup = |henry, ohm, picofarad, eddy_ohm, pot_ohm, tone_nanofarad| Self {
            henry,
            ohm,
            farad: picofarad * 1e-12,
            eddy_ohm,
            pot_ohm,
            tone_farad: tone_nanofarad * 1e-9,
        };
        let plain = |henry, ohm, farad| Self {
            henry,
            ohm,
            farad,
            eddy_ohm: OPEN_OHM,
            pot_ohm: OPEN_OHM,
            tone_farad: 22e-9,
        };
        Some(match settings.source {
            Source::AsRecorded => return None,
            // Averages of published measurements of Stratocaster pickups (2.3..2.4 H, 5.76..6.37 kohm).
            Source::SingleCoil => pickup(2.3, 6e3, 110.0, 1e6, 250e3, 47.0),
            // PAF: 4.4 H, 8 kohm; 7.7 kHz and 319 kohm unloaded give capacitance and loss.
            Source::Humbucker => pickup(4.4, 8e3, 97.0, 319e3, 500e3, 22.0),
            Source::HotHumbucker => pickup(8.0, 14e3, 120.0, 400e3, 500e3, 22.0),
            // 10 000 turns, 8 kohm; the inductance is the middle of the usual 6..7 H.
            Source::P90 => pickup(6.5, 8e3, 100.0, 400e3, 500e3, 22.0),
            // Two coils of 5.5 kohm in series; 5..6 H.
            Source::PBass => pickup(5.5, 11e3, 150.0, 400e3, 250e3, 47.0),
            Source::JBass => pickup(3.25, 7.5e3, 150.0, 600e3, 250e3, 47.0),
            // An undersaddle strip is a capacitance of a few hundred picofarad and nothing else.
            Source::Piezo => plain(0.0, OPEN_OHM, 500e-12),
            // The buffer of an active pickup; its own pots are 25 kohm.
            Source::ActivePickup => Self {
                pot_ohm: 25e3,
                tone_farad: 100e-9,
                ..plain(0.0, 10e3, 10e-12)
            },
            Source::Keyboard => plain(0.0, 1e3, 100e-12),
            // Rated 150 ohm, in truth 300; the rise at the top is the voice coil's inductance.
            Source::DynamicMic => plain(2e-3, 300.0, 100e-12),
            Source::RibbonMic => plain(1e-3, 300.0, 100e-12),
            Source::CondenserMic => plain(0.0, 150.0, 100e-12),
            Source::Custom => Self {
                henry: settings.custom_l_h,
                ohm: settings.custom_r_ohm,
                farad: settings.custom_c_pf * 1e-12,
                eddy_ohm: settings.custom_eddy_ohm,
                pot_ohm: pot_ohm(settings.custom_pots),
                tone_farad: 22e-9,
            },
        })
    }
}

impl LoadValues {
    /// The side that the recording was made through.
    pub fn recorded(settings: &Settings) -> Self {
        let custom = (settings.rec_custom_ohm, settings.rec_custom_pf);
        Self::of(
            settings.rec_input.into(),
            custom,
            settings.rec_mic_z_ohm,
            settings.rec_cable_m,
            settings.cable_type,
        )
    }

    /// The side that is heard now.
    pub fn now(settings: &Settings) -> Self {
        let custom = (settings.now_custom_ohm, settings.now_custom_pf);
        Self::of(
            settings.now_input,
            custom,
            settings.mic_z_ohm,
            settings.now_cable_m,
            settings.cable_type,
        )
    }

    fn of(input: Input, custom: (f64, f64), mic_z_ohm: f64, cable_m: f64, cable: Cable) -> Self {
        let (ohm, picofarad) = match input {
            // 50 pF is what the radio-frequency filter of a Hi-Z jack and its stage come to.
            Input::HiZ1M => (1e6, 50.0),
            Input::HiZ470k => (470e3, 50.0),
            Input::HiZ220k => (220e3, 50.0),
            Input::Line10k => (10e3, 100.0),
            Input::Mic => (mic_z_ohm, 100.0),
            // 12:1, so that the microphone input behind it counts 144-fold.
            Input::PassiveDi => (144.0 * mic_z_ohm, 150.0),
            Input::ActiveDi10M => (10e6, 20.0),
            Input::ActiveDi220k => (220e3, 20.0),
            // The small-signal resistance of values of 70 and 300 at full fuzz.
            Input::FuzzGermanium => (7.3e3, 50.0),
            Input::FuzzSilicon => (25e3, 50.0),
            Input::Custom => custom,
        };
        Self {
            ohm,
            farad: (picofarad + cable_m * picofarad_per_metre(cable)) * 1e-12,
        }
    }
}

fn pot_ohm(pots: Pots) -> f64 {
    match pots {
        Pots::None => OPEN_OHM,
        Pots::Pots250k => 250e3,
        Pots::Pots500k => 500e3,
        Pots::Pots1M => 1e6,
    }
}

fn picofarad_per_metre(cable: Cable) -> f64 {
    match cable {
        // Below 10 pF per foot.
        Cable::Low => 33.0,
        // About 30 pF per foot.
        Cable::Standard => 100.0,
        // A coiled cord of 6 m measures 2.4 nF.
        Cable::Coiled => 400.0,
    }
}

/// The part of an audio-taper pot below its wiper, for a knob at 0..10: 10 % at half way, as pots marked "A" have it.
pub fn audio_taper(position: f64) -> f64 {
    const STEEPNESS: f64 = 81.0;
    (STEEPNESS.powf(position / 10.0) - 1.0) / (STEEPNESS - 1.0)
}
