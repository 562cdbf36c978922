//! What is plugged in: an EMF behind an impedance.

use num_complex::Complex;

use super::deck::{DeckValues, Element, OPEN_OHM, WIRE_OHM};
use crate::chain::Settings;
use crate::chain::settings::{Pots, Source};

/// What a source is made of: an inductance with its eddy currents, a resistance and what moves in a field in series,
/// bridged by a capacitance, and the pots that belong to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SourceValues {
    /// Inductance, henry.
    pub henry: f64,
    /// Resistance in series with it, ohm.
    pub ohm: f64,
    /// What moves, in series with both.
    pub motion: Motion,
    /// Capacitance across all of it, farad.
    pub farad: f64,
    /// Eddy-current loss across the inductance, ohm.
    pub eddy_ohm: f64,
    /// Volume and tone pot, ohm each.
    pub pot_ohm: f64,
    /// Tone capacitor, farad.
    pub tone_farad: f64,
}

/// The motional impedance of a conductor that moves in a field: a mass, a spring and a loss show as a parallel resonance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// Impedance at the resonance, ohm.
    pub ohm: f64,
    /// Inductance, henry: the spring.
    pub henry: f64,
    /// Capacitance, farad: the mass.
    pub farad: f64,
}

impl Motion {
    /// Nothing that would act on the current.
    const NONE: Self = Self {
        ohm: WIRE_OHM,
        henry: 1e-3,
        farad: 1e-6,
    };

    /// A resonance by its frequency, its impedance there, and its quality.
    fn resonant(hertz: f64, ohm: f64, quality: f64) -> Self {
        let angular = std::f64::consts::TAU * hertz;
        Self {
            ohm,
            henry: ohm / (quality * angular),
            farad: quality / (ohm * angular),
        }
    }

    fn impedance(&self, s: Complex<f64>) -> Complex<f64> {
        s / (s / self.ohm + s * s * self.farad + 1.0 / self.henry)
    }
}

impl SourceValues {
    /// The source of the settings; `None` for *As recorded*, which has no impedance.
    pub fn of(settings: &Settings) -> Option<Self> {
        let pickup = |henry, ohm, picofarad, eddy_ohm, pot_ohm, tone_nanofarad| Self {
            henry,
            ohm,
            motion: Motion::NONE,
            farad: picofarad * 1e-12,
            eddy_ohm,
            pot_ohm,
            tone_farad: tone_nanofarad * 1e-9,
        };
        let plain = |henry, ohm, picofarad| pickup(henry, ohm, picofarad, OPEN_OHM, OPEN_OHM, 22.0);
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
            Source::Piezo => plain(0.0, OPEN_OHM, 500.0),
            // The buffer of an active pickup; its own pots are 25 kohm.
            Source::ActivePickup => pickup(0.0, 10e3, 10.0, OPEN_OHM, 25e3, 100.0),
            Source::Keyboard => plain(0.0, 1e3, 100.0),
            // Rated 150 ohm, in truth 300; the rise at the top is the inductance of coil and transformer.
            Source::DynamicMic => plain(2e-3, 300.0, 100.0),
            // A long ribbon behind its transformer: 270 ohm, at the ribbon's resonance 950. Quality and inductance are
            // ours: a ribbon is damped by little but the air, and its transformer leaks.
            Source::RibbonMic => Self {
                motion: Motion::resonant(16.5, 680.0, 2.0),
                ..plain(1e-3, 270.0, 100.0)
            },
            Source::CondenserMic => plain(0.0, 150.0, 100.0),
            Source::Custom => pickup(
                settings.custom_l_h,
                settings.custom_r_ohm,
                settings.custom_c_pf,
                settings.custom_eddy_ohm,
                pot_ohm(settings.custom_pots),
                22.0,
            ),
        })
    }

    /// Admittance without the pots.
    pub fn admittance(&self, s: Complex<f64>) -> Complex<f64> {
        let inductive = s * self.henry;
        let coil = inductive * self.eddy_ohm / (inductive + self.eddy_ohm);
        (coil + self.ohm + self.motion.impedance(s)).inv() + s * self.farad
    }

    /// Admittance between the EMF and the jack: what is in series with it. A strip without a winding has its EMF behind its
    /// capacitance.
    pub fn emf_admittance(&self, s: Complex<f64>) -> Complex<f64> {
        match self.ohm {
            OPEN_OHM => s * self.farad,
            _ => self.admittance(s) - s * self.farad,
        }
    }

    /// Admittance of a tone pot with so much of it in series with the capacitor.
    pub fn tone_admittance(&self, s: Complex<f64>, ohm: f64) -> Complex<f64> {
        // The capacitor blocks direct current, where its impedance has no number.
        let susceptance = s * self.tone_farad;
        susceptance / (susceptance * ohm + 1.0)
    }

    /// The values with this source and its pots in the deck.
    pub fn place_in(&self, values: DeckValues) -> DeckValues {
        values
            .with(Element::PickupHenry, self.henry)
            .with(Element::PickupOhm, self.ohm)
            .with(Element::MotionalHenry, self.motion.henry)
            .with(Element::MotionalOhm, self.motion.ohm)
            .with(Element::MotionalFarad, self.motion.farad)
            .with(Element::PickupFarad, self.farad)
            .with(Element::EddyOhm, self.eddy_ohm)
            .with(Element::PotOhm, self.pot_ohm)
            .with(Element::ToneFarad, self.tone_farad)
    }
}

/// True for sources that hang on a microphone cable.
pub fn is_microphone(source: Source) -> bool {
    matches!(
        source,
        Source::DynamicMic | Source::RibbonMic | Source::CondenserMic
    )
}

/// The pots of the guitar as they stand now: the two-port between pickup and cable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guitar {
    /// Tone pot as far as it is in series with its capacitor, ohm.
    pub tone_ohm: f64,
    /// Volume pot above its wiper, ohm.
    pub volume_upper_ohm: f64,
    /// Volume pot below its wiper, ohm.
    pub volume_lower_ohm: f64,
}

impl Guitar {
    /// The pots of a source at the settings.
    pub fn of(source: &SourceValues, settings: &Settings) -> Self {
        if source.pot_ohm == OPEN_OHM {
            return Self {
                tone_ohm: OPEN_OHM,
                volume_upper_ohm: WIRE_OHM,
                volume_lower_ohm: OPEN_OHM,
            };
        }
        let below_wiper = source.pot_ohm * audio_taper(settings.guitar_volume);
        Self {
            tone_ohm: source.pot_ohm * audio_taper(settings.guitar_tone),
            volume_upper_ohm: source.pot_ohm - below_wiper + WIRE_OHM,
            volume_lower_ohm: below_wiper + WIRE_OHM,
        }
    }

    /// True where both pots are at 10, as they were when the recording was made.
    pub fn is_untouched(&self, source: &SourceValues) -> bool {
        self.tone_ohm == source.pot_ohm && self.volume_upper_ohm == WIRE_OHM
    }

    /// The values with these pots in the deck.
    pub fn place_in(&self, values: DeckValues) -> DeckValues {
        values
            .with(Element::ToneOhm, self.tone_ohm)
            .with(Element::VolumeUpperOhm, self.volume_upper_ohm)
            .with(Element::VolumeLowerOhm, self.volume_lower_ohm)
    }
}

/// The part of an audio-taper pot below its wiper, for a knob at 0..10: 10 % at half way, as pots marked "A" have it.
pub fn audio_taper(position: f64) -> f64 {
    const STEEPNESS: f64 = 81.0;
    (STEEPNESS.powf(position / 10.0) - 1.0) / (STEEPNESS - 1.0)
}

fn pot_ohm(pots: Pots) -> f64 {
    match pots {
        Pots::None => OPEN_OHM,
        Pots::Pots250k => 250e3,
        Pots::Pots500k => 500e3,
        Pots::Pots1M => 1e6,
    }
}
