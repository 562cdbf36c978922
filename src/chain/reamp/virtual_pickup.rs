//! The source of block 2 once more, between box and load.
//!
//! What comes back from the recorder is the voltage that stood at block 2's jack, at the wiper of the guitar's volume pot:
//! source, pots, cable and load as they are there. Seen from that jack it stands behind the admittance of all of them, and
//! another load acts on it as on the source itself. It is no second resonant circuit: the recording already holds the
//! pickup's own resonance.

use num_complex::Complex;
use std::f64::consts::TAU;

use crate::chain::Settings;
use crate::chain::load::{
    Catalogue, Curve, DeckValues, Element, Guitar, LoadValues, Point, Primary, Side, SourceValues,
    is_microphone, repair,
};

/// A source, and what it was heard through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VirtualPickup {
    source: SourceValues,
    /// Its pots as they stand.
    guitar: Guitar,
    /// The side of block 2 that is heard: cable and input as linear elements.
    recorded: LoadValues,
    is_microphone: bool,
}

impl VirtualPickup {
    /// The one of the settings; `None` where it is off or the source has no impedance.
    pub fn of(settings: &Settings, inputs: &Catalogue) -> Option<Self> {
        let source = SourceValues::of(settings).filter(|_| settings.virtual_pickup)?;
        Some(Self {
            source,
            guitar: Guitar::of(&source, settings),
            recorded: heard_through(settings, inputs),
            is_microphone: is_microphone(settings.source),
        })
    }

    /// True for an instrument that was heard through a resistance and a capacitance.
    pub fn is_simple(&self) -> bool {
        !self.is_microphone && self.recorded.primary == Primary::NONE
    }

    /// The values of a deck from `series_ohm` on with this source in it. As in block 2, no frequency is lifted by more than
    /// the repair limit. A fuzz counts with its small-signal admittance.
    pub fn place_in(
        &self,
        values: DeckValues,
        series_ohm: f64,
        now: &LoadValues,
        fuzz: Option<&Curve>,
        limit_db: f64,
    ) -> DeckValues {
        let points = std::array::from_fn(|place| {
            let s = Complex::new(0.0, TAU * repair::frequency_hz(place));
            let fuzz = fuzz.map_or(Complex::default(), |curve| curve.admittances[place]);
            let recorded = self.recorded.admittance(s);
            Point::new(
                self.admittance(s) + recorded,
                -recorded,
                series_ohm,
                now.admittance(s) + fuzz,
            )
        });
        let values = self.guitar.place_in(self.source.place_in(values));
        (self.recorded.place_as_recorded(values)).with(
            Element::Share,
            repair::share(&points, limit_db).max(repair::SMALLEST_SHARE),
        )
    }

    /// Admittance of the source with its pots, seen from the wiper of the volume pot.
    fn admittance(&self, s: Complex<f64>) -> Complex<f64> {
        let (source, guitar) = (&self.source, &self.guitar);
        let coil = source.admittance(s) + source.tone_admittance(s, guitar.tone_ohm);
        (coil.inv() + guitar.volume_upper_ohm).inv() + 1.0 / guitar.volume_lower_ohm
    }
}

/// The load whose voltage comes back: that of now, or the recorded one where block 2 hands the recording on.
fn heard_through(settings: &Settings, inputs: &Catalogue) -> LoadValues {
    if !settings.load_on {
        return Side::recorded(settings).linear(inputs);
    }
    let side = Side::now(settings);
    side.linear(inputs).beside(&side.thru(settings.thru_load))
}
