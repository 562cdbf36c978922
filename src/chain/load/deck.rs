//! The load deck's netlist and where its controls stand.

use super::admittance::{Guitar, Point};
use super::repair;
use super::values::{LoadValues, OPEN_OHM, SourceValues, audio_taper};
use crate::chain::Settings;
use crate::lanes::Lanes;
use crate::spice::netlist::Embedded;
use crate::spice::{Error, LinearTransient, Netlist};

/// Names of the deck's controls; [`DeckValues`] holds their values in this order.
const CONTROLS: [&str; 14] = [
    "pickup_henry",
    "pickup_ohm",
    "pickup_farad",
    "eddy_ohm",
    "pot_ohm",
    "tone_farad",
    "recorded_farad",
    "recorded_ohm",
    "tone_ohm",
    "volume_upper_ohm",
    "volume_lower_ohm",
    "now_farad",
    "now_ohm",
    "share",
];

/// What is left between the end of a pot's track and its wiper, ohm.
const END_OHM: f64 = 1e-3;

/// Share of the change below which nothing of it is left to hear; the deck divides by it.
const SMALLEST_SHARE: f64 = 1e-9;

/// Values of the deck's controls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeckValues([f64; CONTROLS.len()]);

impl DeckValues {
    /// The deck of these settings; `None` where the answer is the recording itself: no source impedance, or two sides
    /// that are equal.
    pub fn of(settings: &Settings) -> Option<Self> {
        let source = SourceValues::of(settings).filter(|_| settings.load_on)?;
        let (recorded, now) = (LoadValues::recorded(settings), LoadValues::now(settings));
        let guitar = guitar(&source, settings);
        let untouched = guitar.tone_ohm == source.pot_ohm && guitar.volume_upper_ohm == END_OHM;
        if recorded == now && untouched {
            return None;
        }
        let share = repair::share(&source, &guitar, &recorded, &now, settings.repair_limit_db);
        Some(Self([
            source.henry,
            source.ohm,
            source.farad,
            source.eddy_ohm,
            source.pot_ohm,
            source.tone_farad,
            recorded.farad,
            recorded.ohm,
            guitar.tone_ohm,
            guitar.volume_upper_ohm,
            guitar.volume_lower_ohm,
            now.farad,
            now.ohm,
            share.max(SMALLEST_SHARE),
        ]))
    }

    /// The share of the change from recorded to new load that the repair limit lets be made, 0..1.
    pub fn share(&self) -> f64 {
        let [.., share] = self.0;
        share
    }

    /// The resistance whose thermal noise the answer has beyond what the recording brings along, ohm.
    pub fn noise_ohm(&self, frequency_hz: f64) -> f64 {
        let [
            henry,
            ohm,
            farad,
            eddy_ohm,
            pot_ohm,
            tone_farad,
            recorded_farad,
            recorded_ohm,
            tone_ohm,
            volume_upper_ohm,
            volume_lower_ohm,
            now_farad,
            now_ohm,
            share,
        ] = self.0;
        let source = SourceValues {
            henry,
            ohm,
            farad,
            eddy_ohm,
            pot_ohm,
            tone_farad,
        };
        let guitar = Guitar {
            tone_ohm,
            volume_upper_ohm,
            volume_lower_ohm,
        };
        let load = |ohm, farad| LoadValues { ohm, farad };
        let recorded = load(recorded_ohm, recorded_farad);
        let now = load(now_ohm, now_farad);
        Point::at(frequency_hz, &source, &guitar, &recorded, &now).noise_ohm(share)
    }

    /// Between this (0) and `goal` (1).
    pub fn towards(&self, goal: &Self, part: f64) -> Self {
        let mut values = *self;
        for (value, goal) in values.0.iter_mut().zip(&goal.0) {
            *value += (goal - *value) * part;
        }
        values
    }

    /// The largest change of any value on the way to `goal`, as a share of the larger of both.
    pub fn largest_change(&self, goal: &Self) -> f64 {
        let pairs = self.0.iter().zip(&goal.0).filter(|(from, to)| from != to);
        pairs
            .map(|(from, to)| (to - from).abs() / from.abs().max(to.abs()))
            .fold(0.0, f64::max)
    }

    /// Names and values of the deck's controls.
    pub fn controls(&self) -> impl Iterator<Item = (&'static str, f64)> {
        CONTROLS.into_iter().zip(self.0)
    }
}

/// The pots of the guitar as they stand now.
fn guitar(source: &SourceValues, settings: &Settings) -> Guitar {
    if source.pot_ohm == OPEN_OHM {
        return Guitar {
            tone_ohm: OPEN_OHM,
            volume_upper_ohm: END_OHM,
            volume_lower_ohm: OPEN_OHM,
        };
    }
    let below_wiper = source.pot_ohm * audio_taper(settings.guitar_volume);
    Guitar {
        tone_ohm: source.pot_ohm * audio_taper(settings.guitar_tone),
        volume_upper_ohm: source.pot_ohm - below_wiper + END_OHM,
        volume_lower_ohm: below_wiper + END_OHM,
    }
}

/// The deck as a circuit.
#[derive(Clone, Debug)]
pub struct Deck<V: Lanes> {
    circuit: LinearTransient<V>,
    controls: [usize; CONTROLS.len()],
}

impl<V: Lanes> Deck<V> {
    /// Reads and solves the netlist.
    ///
    /// # Errors
    /// A netlist that does not fit to this block.
    pub fn new(sample_rate_hz: f64) -> Result<Self, Error> {
        let text = include_str!("../../../circuits/load_deck.cir");
        let netlist = Netlist::parse("load_deck.cir", text, &Embedded, &[])?;
        let mut controls = [0; CONTROLS.len()];
        for (place, name) in controls.iter_mut().zip(CONTROLS) {
            *place = netlist.control_named(name)?;
        }
        Ok(Self {
            circuit: LinearTransient::new(&netlist, sample_rate_hz)?,
            controls,
        })
    }

    /// Moves all elements to `values`; voltages and currents go on.
    pub fn set(&mut self, values: &DeckValues) {
        for (&control, value) in self.controls.iter().zip(values.0) {
            self.circuit.set_control(control, value);
        }
        self.circuit.update();
    }

    /// As if `input` had stood at the recorded jack for ever.
    pub fn settle_at(&mut self, input: V) {
        self.circuit.settle_at(input);
    }

    /// Values without a solution since it was built.
    pub fn solver_failures(&self) -> u64 {
        self.circuit.failures()
    }

    /// Goes on from where `other` is.
    pub fn copy_state_from(&mut self, other: &Self) {
        self.circuit.copy_state_from(&other.circuit);
    }

    /// The answers to `frames`, in place.
    pub fn process(&mut self, frames: &mut [V]) {
        self.circuit.process(frames);
    }

    /// The answer to the next frame.
    #[inline]
    pub fn step(&mut self, input: V) -> V {
        self.circuit.step(input)
    }
}
