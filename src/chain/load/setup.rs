//! Which deck the settings ask for, and what stands in it.

use num_complex::Complex;
use std::f64::consts::TAU;

use super::admittance::Point;
use super::catalogue::{Catalogue, LinearDeck};
use super::deck::{DeckValues, Element};
use super::input::{InputCircuit, LoadValues, Ratio, Side};
use super::law::Curve;
use super::repair;
use super::source::{Guitar, SourceValues, is_microphone};
use crate::chain::Settings;
use crate::chain::settings::{Input, ThruLoad};

/// What block 2 does at some settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup {
    /// The deck and what stands in it.
    pub values: DeckValues,
    /// What stands around the jack, where the source has an impedance and something changes.
    pub change: Option<Change>,
}

/// The way from the recorded load to the one of now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    source: SourceValues,
    guitar: Guitar,
    recorded: LoadValues,
    /// At the far end of the pots: cable, linear input, and what hangs on a thru jack.
    now: LoadValues,
    /// An input that is a circuit, beside them.
    circuit: Option<Curve>,
    /// Gain behind the circuit.
    behind: f64,
    /// How much of the change is made, 0..1.
    share: f64,
}

impl Setup {
    /// At these settings. Does not allocate.
    pub fn of(settings: &Settings, catalogue: &Catalogue) -> Self {
        let (recorded, now) = (Side::recorded(settings), Side::now(settings));
        let ratio = Ratio::in_deck(settings);
        let source = SourceValues::of(settings);
        let wire = |gain| Self {
            values: DeckValues::wire(gain),
            change: None,
        };
        if !settings.load_on || is_unchanged(settings, &recorded, &now) {
            return wire(1.0);
        }
        let loss = InputCircuit::of(recorded.input, None).map_or(1.0, |circuit| {
            catalogue.law(circuit).gain(recorded.mic_z_ohm, 1.0)
        });
        let circuit = InputCircuit::of(now.input, ratio);
        let plan = match (circuit, source) {
            (None, None) => return wire(1.0 / loss),
            (None, Some(_)) => Catalogue::linear(linear_deck(settings, &recorded)),
            (Some(circuit), _) => Catalogue::nonlinear(circuit, ratio),
        };
        let mut values = DeckValues::plan(plan)
            .with(Element::MicZOhm, now.mic_z_ohm)
            .with(Element::Fuzz, now.fuzz);
        values.before = 1.0 / loss;
        values.behind = step_up(settings, catalogue).map_or(1.0, f64::recip);
        if let Some(circuit) = circuit {
            values = values.with(Element::InputOhm, circuit.input_ohm());
        }
        let change = source.map(|source| Change {
            source,
            guitar: Guitar::of(&source, settings),
            recorded: recorded.linear(catalogue),
            now: match circuit {
                Some(_) => now.cable_and_thru(settings.thru_load),
                None => now.linear(catalogue),
            },
            circuit: circuit.map(|circuit| catalogue.law(circuit).curve(now.mic_z_ohm, now.fuzz)),
            behind: values.behind,
            share: 1.0,
        });
        let change = change.map(|change| change.limited(settings.repair_limit_db));
        Self {
            values: change.map_or(values, |change| change.place_in(values)),
            change,
        }
    }
}

impl Change {
    /// With as much of it as lifts no frequency by more than `limit_db`.
    fn limited(mut self, limit_db: f64) -> Self {
        let points = std::array::from_fn(|place| {
            let circuit = self.circuit.map(|curve| curve.admittances[place]);
            self.point(repair::frequency_hz(place), circuit)
        });
        self.share = repair::share(&points, limit_db).max(repair::SMALLEST_SHARE);
        self
    }

    /// How much of it is made.
    pub fn share(&self) -> f64 {
        self.share
    }

    fn place_in(&self, values: DeckValues) -> DeckValues {
        let values = self.guitar.place_in(self.source.place_in(values));
        (self.recorded.place_as_recorded(values))
            .with(Element::NowFarad, self.now.farad)
            .with(Element::NowOhm, self.now.ohm)
            .with(Element::Share, self.share)
    }

    /// What stands around the jack at a frequency, with the admittance of an input that is a circuit.
    fn point(&self, hertz: f64, circuit: Option<Complex<f64>>) -> Point {
        let s = Complex::new(0.0, TAU * hertz);
        let (source, guitar) = (&self.source, &self.guitar);
        let recorded = source.tone_admittance(s, source.pot_ohm)
            + 1.0 / source.pot_ohm
            + self.recorded.admittance(s);
        Point::new(
            source.admittance(s) + recorded,
            source.tone_admittance(s, guitar.tone_ohm) - recorded,
            guitar.volume_upper_ohm,
            1.0 / guitar.volume_lower_ohm + self.now.admittance(s) + circuit.unwrap_or_default(),
        )
    }

    /// The resistance whose thermal noise the answer has beyond what the recording brings along, ohm.
    pub fn noise_ohm(&self, hertz: f64) -> f64 {
        let circuit = self.circuit.as_ref().map(|curve| curve.at(hertz));
        let (admittance, gain_squared) = circuit.unzip();
        let noise_ohm = self.point(hertz, admittance).noise_ohm(self.share);
        noise_ohm * gain_squared.unwrap_or(1.0) * self.behind.powi(2)
    }
}

/// Gain at 1 kHz of the transformer that stands in the deck, from its primary to its secondary.
pub fn step_up(settings: &Settings, catalogue: &Catalogue) -> Option<f64> {
    let law = catalogue.law(InputCircuit::Microphone(Ratio::in_deck(settings)?));
    Some(law.gain(settings.mic_z_ohm, 1.0))
}

/// True where the recording holds already all that the input of now does.
fn is_unchanged(settings: &Settings, recorded: &Side, now: &Side) -> bool {
    if Ratio::in_deck(settings).is_some() {
        return false;
    }
    match SourceValues::of(settings) {
        None => now.is_same(recorded, false),
        Some(source) => {
            let guitar = Guitar::of(&source, settings);
            let has_thru =
                now.cable_and_thru(settings.thru_load) != now.cable_and_thru(ThruLoad::Off);
            now.is_same(recorded, true) && guitar.is_untouched(&source) && !has_thru
        }
    }
}

/// The deck for a linear input.
fn linear_deck(settings: &Settings, recorded: &Side) -> LinearDeck {
    if is_microphone(settings.source) {
        LinearDeck::Microphone
    } else if recorded.input == Input::PassiveDi {
        LinearDeck::Inductive
    } else {
        LinearDeck::Instrument
    }
}
