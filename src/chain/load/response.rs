//! What the recorded input and the one of now make of the source, for small signals: what a plot of the load shows.
//!
//! Both sides are given from the source's EMF: to the recording, and to what is handed on to the preamp. Their ratio is
//! what the deck does, read off the deck's own netlist at its operating point.

use num_complex::Complex;
use std::f64::consts::TAU;

use super::catalogue::Catalogue;
use super::deck::{DeckValues, Element};
use super::input::{InputCircuit, LoadValues, Side};
use super::power::Power;
use super::setup::Setup;
use super::source::SourceValues;
use crate::chain::Settings;
use crate::spice::{Error, SmallSignal};

/// A maximum counts as a resonance when it stands out by so much on both sides, dB.
const LEAST_PROMINENCE_DB: f64 = 0.5;

/// A repair limit that takes less than this off any frequency does not show, dB.
const LEAST_LIMITED_DB: f64 = 0.05;

/// What the block does on the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is switched off.
    Off,
    /// The source has no impedance, and nothing of what was plugged in is a circuit of its own.
    NoSource,
    /// The input of now is the recorded one.
    SameInput,
    /// Nothing comes out for want of 48 V.
    Silent,
    /// The input of now makes something else of the source.
    Changed,
}

/// Response of the source into both inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// What the block does on the whole.
    pub effect: Effect,
    /// By rising frequency.
    pub points: Vec<ResponsePoint>,
    /// The recorded side's resonance.
    pub recorded_peak: Option<Peak>,
    /// The resonance of what is handed on.
    pub now_peak: Option<Peak>,
    /// The repair limit, dB, where it takes something off.
    pub limit_db: Option<f64>,
}

/// Response at one frequency, dB: volts over the source's EMF.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResponsePoint {
    /// The frequency, Hz.
    pub frequency_hz: f64,
    /// In the recording.
    pub recorded_db: f64,
    /// As it is handed on to the preamp.
    pub now_db: f64,
    /// As it would be without a repair limit.
    pub unlimited_db: f64,
}

impl ResponsePoint {
    /// What the block does to the recording, dB.
    pub fn change_db(&self) -> f64 {
        self.now_db - self.recorded_db
    }
}

/// A resonance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// Where it is, Hz.
    pub frequency_hz: f64,
    /// How high, dB over the source's EMF.
    pub level_db: f64,
}

impl Response {
    /// At these settings, at so many frequencies from 20 Hz to 20 kHz in equal ratios. Allocates.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn of(settings: &Settings, points: usize) -> Result<Self, Error> {
        let catalogue = Catalogue::get()?;
        let setup = Setup::of(settings, catalogue);
        let recorded = Recorded::of(settings, catalogue);
        let limited = Answer::of(&setup.values, catalogue)?;
        let share = setup.change.map_or(1.0, |change| change.share());
        let unlimited = match share < 1.0 {
            true => Some(Answer::of(
                &setup.values.with(Element::Share, 1.0),
                catalogue,
            )?),
            false => None,
        };
        let steps = points.max(2) - 1;
        let points: Vec<_> = (0..=steps)
            .map(|step| 20.0 * 1000f64.powf(step as f64 / steps as f64))
            .map(|frequency_hz| {
                let recorded_db = recorded.decibels(frequency_hz);
                let now_db = recorded_db + limited.decibels(frequency_hz);
                let without_limit = |answer: &Answer| recorded_db + answer.decibels(frequency_hz);
                ResponsePoint {
                    frequency_hz,
                    recorded_db,
                    now_db,
                    unlimited_db: unlimited.as_ref().map_or(now_db, without_limit),
                }
            })
            .collect();
        let is_limited = points
            .iter()
            .any(|point| (point.unlimited_db - point.now_db).abs() > LEAST_LIMITED_DB);
        Ok(Self {
            effect: effect(settings, &setup),
            recorded_peak: peak(&points, |point| point.recorded_db),
            now_peak: peak(&points, |point| point.now_db),
            limit_db: is_limited.then_some(settings.repair_limit_db),
            points,
        })
    }
}

fn effect(settings: &Settings, setup: &Setup) -> Effect {
    let is_nothing = setup.values == DeckValues::wire(1.0);
    if !settings.load_on {
        Effect::Off
    } else if Power::of(settings).is_silent() {
        Effect::Silent
    } else if !is_nothing {
        Effect::Changed
    } else if SourceValues::of(settings).is_none() {
        Effect::NoSource
    } else {
        Effect::SameInput
    }
}

/// From the source's EMF to the recording.
struct Recorded {
    /// The source, and what it was plugged into; none without an impedance.
    loaded: Option<(SourceValues, LoadValues)>,
    /// What a box handed on of the voltage at its jack.
    gain: f64,
}

impl Recorded {
    fn of(settings: &Settings, catalogue: &Catalogue) -> Self {
        let side = Side::recorded(settings);
        let gain = InputCircuit::of(side.input, None).map_or(1.0, |circuit| {
            catalogue.law(circuit).gain(side.mic_z_ohm, 1.0)
        });
        Self {
            loaded: SourceValues::of(settings).map(|source| (source, side.linear(catalogue))),
            gain,
        }
    }

    fn decibels(&self, hertz: f64) -> f64 {
        let s = Complex::new(0.0, TAU * hertz);
        let divided = self.loaded.as_ref().map_or(1.0, |(source, load)| {
            let pots = source.tone_admittance(s, source.pot_ohm) + 1.0 / source.pot_ohm;
            let all = source.admittance(s) + pots + load.admittance(s);
            (source.emf_admittance(s) / all).norm()
        });
        20.0 * (divided * self.gain).log10()
    }
}

/// From the recording to what is handed on.
struct Answer {
    deck: Option<SmallSignal>,
    gain: f64,
}

impl Answer {
    fn of(values: &DeckValues, catalogue: &Catalogue) -> Result<Self, Error> {
        let deck = values.plan.map(|plan| {
            let plan = &catalogue.plans()[plan];
            let controls = plan.controls(values);
            let controls: Vec<f64> = controls.iter().map(|(_, value)| *value).collect();
            SmallSignal::new(plan.netlist(), &controls)
        });
        Ok(Self {
            deck: deck.transpose()?,
            gain: values.before * values.behind,
        })
    }

    fn decibels(&self, hertz: f64) -> f64 {
        let deck = self
            .deck
            .as_ref()
            .map_or(1.0, |deck| deck.response(hertz).norm());
        20.0 * (deck * self.gain).log10()
    }
}

/// The highest of all points if it is none of the ends and stands out, between its neighbours by a parabola.
fn peak(points: &[ResponsePoint], level: fn(&ResponsePoint) -> f64) -> Option<Peak> {
    let levels: Vec<f64> = points.iter().map(level).collect();
    let (place, top) = (levels.iter().enumerate()).max_by(|one, other| one.1.total_cmp(other.1))?;
    let (before, behind) = levels.split_at(place);
    let lowest = |levels: &[f64]| levels.iter().copied().fold(f64::INFINITY, f64::min);
    let is_end = place == 0 || place + 1 == levels.len();
    if is_end || top - lowest(before).max(lowest(behind)) < LEAST_PROMINENCE_DB {
        return None;
    }
    let [before, top, behind] = [levels[place - 1], levels[place], levels[place + 1]];
    // Above this level the parabola through the three has its top, this part of a step further up.
    let part = 0.5 * (before - behind) / (before - 2.0 * top + behind);
    let ratio = points[place + 1].frequency_hz / points[place].frequency_hz;
    Some(Peak {
        frequency_hz: points[place].frequency_hz * ratio.powf(part),
        level_db: top - 0.25 * (before - behind) * part,
    })
}
