//! What a source is plugged into: cables, linear inputs, and the boxes that are circuits of their own.

use num_complex::Complex;
use std::f64::consts::TAU;

use super::catalogue::Catalogue;
use super::deck::{DeckValues, Element, OPEN_HENRY, OPEN_OHM};
use super::law::Curve;
use crate::chain::Settings;
use crate::chain::settings::{Cable, Input, InputTransformer, Pad, ThruLoad};

/// A linear input with its cable: a resistance, a capacitance and perhaps a transformer's primary, side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadValues {
    /// Input resistance, ohm.
    pub ohm: f64,
    /// Input and cable capacitance, farad.
    pub farad: f64,
    /// The primary, if there is one.
    pub primary: Primary,
}

/// The inductance of a transformer's primary, and its wire in series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Primary {
    /// Inductance, henry.
    pub henry: f64,
    /// Resistance of the wire, ohm.
    pub coil_ohm: f64,
}

impl Primary {
    /// None there.
    pub const NONE: Self = Self {
        henry: OPEN_HENRY,
        coil_ohm: 1e3,
    };
}

impl LoadValues {
    /// Nothing.
    pub const OPEN: Self = Self {
        ohm: OPEN_OHM,
        farad: 0.0,
        primary: Primary::NONE,
    };

    /// A resistance and a capacitance.
    pub fn linear(ohm: f64, picofarad: f64) -> Self {
        Self {
            ohm,
            farad: picofarad * 1e-12,
            primary: Primary::NONE,
        }
    }

    /// With a cable in front of it.
    pub fn behind(mut self, metres: f64, cable: Cable) -> Self {
        self.farad += metres * picofarad_per_metre(cable) * 1e-12;
        self
    }

    /// With a resistance and a capacitance beside it.
    pub fn beside(mut self, other: &Self) -> Self {
        self.ohm = self.ohm * other.ohm / (self.ohm + other.ohm);
        self.farad += other.farad;
        self
    }

    /// Admittance of all of it.
    pub fn admittance(&self, s: Complex<f64>) -> Complex<f64> {
        let Primary { henry, coil_ohm } = self.primary;
        let primary = match henry {
            OPEN_HENRY => Complex::default(),
            _ => (s * henry + coil_ohm).inv(),
        };
        primary + s * self.farad + 1.0 / self.ohm
    }

    /// The values with this as the recorded side.
    pub fn place_as_recorded(&self, values: DeckValues) -> DeckValues {
        values
            .with(Element::RecordedOhm, self.ohm)
            .with(Element::RecordedFarad, self.farad)
            .with(Element::RecordedHenry, self.primary.henry)
            .with(Element::RecordedCoilOhm, self.primary.coil_ohm)
    }
}

/// An input that is a circuit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputCircuit {
    /// Transformer 12:1.
    PassiveDi,
    /// Field-effect transistor, 10 Mohm.
    ActiveDi10M,
    /// The same with 220 kohm.
    ActiveDi220k,
    /// A microphone input with its transformer.
    Microphone(Ratio),
    /// Two germanium transistors.
    FuzzGermanium,
    /// Two silicon transistors.
    FuzzSilicon,
}

/// An input transformer that stands in the deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratio {
    /// 1:10.
    OneToTen,
    /// 1:5.
    OneToFive,
}

impl Ratio {
    /// The transformer at the microphone input of now, where the source feels it: with the pad in, it feels the pad, which
    /// drives the transformer behind it as 150 ohm.
    pub fn in_deck(settings: &Settings) -> Option<Self> {
        let has_microphone_input = matches!(
            settings.now_input,
            Input::Mic | Input::PassiveDi | Input::ActiveDi10M | Input::ActiveDi220k
        );
        if !settings.load_on || !has_microphone_input || settings.pad == Pad::Minus20 {
            return None;
        }
        match settings.xfmr_in {
            InputTransformer::Off => None,
            InputTransformer::OneToTen => Some(Self::OneToTen),
            InputTransformer::OneToFive => Some(Self::OneToFive),
        }
    }
}

impl InputCircuit {
    /// The box of an input; `None` for those that are linear loads.
    pub fn of(input: Input, ratio: Option<Ratio>) -> Option<Self> {
        match input {
            Input::PassiveDi => Some(Self::PassiveDi),
            Input::ActiveDi10M => Some(Self::ActiveDi10M),
            Input::ActiveDi220k => Some(Self::ActiveDi220k),
            Input::FuzzGermanium => Some(Self::FuzzGermanium),
            Input::FuzzSilicon => Some(Self::FuzzSilicon),
            Input::Mic => ratio.map(Self::Microphone),
            Input::HiZ1M | Input::HiZ470k | Input::HiZ220k | Input::Line10k | Input::Custom => None,
        }
    }

    /// Input resistance that an active box has, ohm.
    pub fn input_ohm(self) -> f64 {
        match self {
            Self::ActiveDi220k => 220e3,
            _ => 10e6,
        }
    }
}

/// One side of the jack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// The input.
    pub input: Input,
    /// Resistance and capacitance of a custom one, ohm and picofarad.
    custom: (f64, f64),
    /// The microphone input, alone or behind a box, ohm.
    pub mic_z_ohm: f64,
    /// Fuzz control, 0..1.
    pub fuzz: f64,
    metres: f64,
    cable: Cable,
}

impl Side {
    /// The side that the recording was made through.
    pub fn recorded(settings: &Settings) -> Self {
        Self {
            input: settings.rec_input.into(),
            custom: (settings.rec_custom_ohm, settings.rec_custom_pf),
            mic_z_ohm: settings.rec_mic_z_ohm,
            fuzz: 1.0,
            metres: settings.rec_cable_m,
            cable: settings.cable_type,
        }
    }

    /// The side that is heard now.
    pub fn now(settings: &Settings) -> Self {
        Self {
            input: settings.now_input,
            custom: (settings.now_custom_ohm, settings.now_custom_pf),
            mic_z_ohm: settings.mic_z_ohm,
            fuzz: settings.fuzz_pct / 100.0,
            metres: settings.now_cable_m,
            cable: settings.cable_type,
        }
    }

    /// The circuit's behaviour for small signals, where the input is one; a microphone's transformer counts as a resistance.
    pub fn curve(&self, catalogue: &Catalogue) -> Option<Curve> {
        let which = InputCircuit::of(self.input, None)?;
        Some(catalogue.law(which).curve(self.mic_z_ohm, self.fuzz))
    }

    /// Cable and input as linear elements: of a box, those that come nearest to its small-signal admittance.
    pub fn linear(&self, catalogue: &Catalogue) -> LoadValues {
        let load = match self.curve(catalogue) {
            Some(curve) => curve.equivalent(),
            None => self.resistance(),
        };
        load.behind(self.metres, self.cable)
    }

    /// The cable, with what hangs on the thru jack of a box.
    pub fn cable_and_thru(&self, thru: ThruLoad) -> LoadValues {
        self.thru(thru).behind(self.metres, self.cable)
    }

    /// What hangs on the thru jack of a box.
    pub fn thru(&self, thru: ThruLoad) -> LoadValues {
        match (self.input, thru) {
            (Input::PassiveDi | Input::ActiveDi10M | Input::ActiveDi220k, ThruLoad::Amp1M) => {
                // The high input of a tube amplifier: 1 Mohm, and the grid stopper's stage behind it.
                LoadValues::linear(1e6, 100.0)
            }
            (Input::PassiveDi | Input::ActiveDi10M | Input::ActiveDi220k, ThruLoad::Amp136k) => {
                // Its low input: two resistors of 68 kohm in series.
                LoadValues::linear(136e3, 50.0)
            }
            _ => LoadValues::OPEN,
        }
    }

    /// Impedance of the input at 1 kHz, ohm.
    pub fn ohm_at_1_khz(&self, catalogue: &Catalogue) -> f64 {
        let admittance = match self.curve(catalogue) {
            Some(curve) => curve.at(1e3).0,
            None => self.resistance().admittance(Complex::new(0.0, TAU * 1e3)),
        };
        1.0 / admittance.norm()
    }

    /// What the input loads with at 1 kHz beside its capacitance, ohm.
    pub fn resistance_at_1_khz(&self, catalogue: &Catalogue) -> f64 {
        match self.curve(catalogue) {
            Some(curve) => 1.0 / curve.at(1e3).0.re,
            None => self.resistance().ohm,
        }
    }

    /// An input that is no circuit.
    fn resistance(&self) -> LoadValues {
        let (ohm, picofarad) = match self.input {
            // 50 pF is what the radio-frequency filter of a Hi-Z jack and its stage come to.
            Input::HiZ1M => (1e6, 50.0),
            Input::HiZ470k => (470e3, 50.0),
            Input::HiZ220k => (220e3, 50.0),
            Input::Line10k => (10e3, 100.0),
            Input::Mic => (self.mic_z_ohm, 100.0),
            Input::Custom => self.custom,
            Input::PassiveDi
            | Input::ActiveDi10M
            | Input::ActiveDi220k
            | Input::FuzzGermanium
            | Input::FuzzSilicon => (OPEN_OHM, 0.0),
        };
        LoadValues::linear(ohm, picofarad)
    }

    /// True where both are the same load, to the last digit.
    pub fn is_same(&self, other: &Self, with_cable: bool) -> bool {
        let is_box = |side: &Self| InputCircuit::of(side.input, None).is_some();
        let is_same_input = if is_box(self) || is_box(other) {
            self.input == other.input && self.mic_z_ohm == other.mic_z_ohm
        } else {
            self.resistance() == other.resistance()
        };
        let cable_farad = |side: &Self| side.metres * picofarad_per_metre(side.cable);
        is_same_input && (!with_cable || cable_farad(self) == cable_farad(other))
    }
}

/// Capacitance of a cable, pF/m.
pub fn picofarad_per_metre(cable: Cable) -> f64 {
    match cable {
        // Below 10 pF per foot.
        Cable::Low => 33.0,
        // About 30 pF per foot.
        Cable::Standard => 100.0,
        // A coiled cord of 6 m measures 2.4 nF.
        Cable::Coiled => 400.0,
    }
}
