//! Advice: what an engineer who looks over your shoulder would say about these settings and these levels.
//!
//! A pure function: the command line prints what it says, the editor shows it.

use std::fmt;

use crate::calibration::Delivery;
use crate::chain::load::{Power, input_resistance_ohm};
use crate::chain::settings::{
    BoxImpedance, ConverterRoute, Input, Pad, ReampBox, Settings, Source,
};
use crate::chain::{Node, Parameter, Tap, Taps};

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; it may be meant so.
    Note,
    /// It costs sound.
    Warning,
    /// Nothing is heard.
    Fault,
}

impl Severity {
    /// In front of a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }
}

/// One thing to say, in the numbers that are shown. Its text is one sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Advice {
    /// What needs 48 V has none.
    NoPhantom(Fed),
    /// Above 0 dBFS at the converter, dB.
    ConverterClips(i32),
    /// A line output in a microphone input.
    LineIntoMic,
    /// A microphone in an input for more level.
    MicIntoLine(Source),
    /// The line output without a box, dBu.
    StraightIntoAmp(i32),
    /// Hotter at the recorded jack than the source delivers, dB.
    TooHot(Delivery, i32),
    /// 48 V on a ribbon.
    RibbonWithPhantom,
    /// The repair stops at its limit.
    RepairLimit {
        /// How much of it is done, percent.
        done_pct: i32,
        /// The limit, dB.
        limit_db: f64,
    },
    /// A passive pickup in a passive DI box.
    PickupIntoPassiveDi {
        /// The microphone input behind the box.
        mic_ohm: f64,
        /// What the pickup sees of it.
        ohm: f64,
    },
    /// A passive pickup in an input that is not made for it, ohm.
    PickupIntoLowInput(f64),
    /// A piezo in an input of this many ohm.
    PiezoIntoLowInput(f64),
    /// A microphone input of this many ohm takes a good part of the level.
    MicInputTooLow(f64),
    /// A fuzz behind a box of this many ohm, where no pickup is.
    FuzzBehindBox(f64),
    /// Inputs and cables are set, and there is no impedance that they could load.
    NothingToLoad,
}

/// What is fed by 48 V.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fed {
    /// A condenser microphone.
    CondenserMic,
    /// An active DI box.
    ActiveDi,
}

/// What was heard, and what the load block made of the settings.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'a> {
    /// Levels at the nodes.
    pub taps: &'a Taps,
    /// How much of the change of input is made, 0..1; less than 1 at the repair limit.
    pub repair_share: f64,
}

/// Hotter than this is no hard strum any more: from one to the next they differ by 6 dB.
const TOO_HOT_DB: f64 = 6.0;

/// Loads that are lighter than this leave a pickup's resonance alone, ohm.
const LIGHT_OHM: f64 = 150e3;

/// Loads that are lighter than this leave a piezo its bass, ohm: 500 pF and 3 m of cable roll off below 100 Hz with 2 Mohm.
const LIGHT_FOR_PIEZO_OHM: f64 = 2e6;

/// A microphone input below this takes more than 3 dB off a dynamic or ribbon microphone of 300 ohm.
const LEAST_MIC_OHM: f64 = 700.0;

/// The most important thing to say; none where all is well.
pub fn advice(settings: &Settings, heard: &Heard<'_>) -> Option<Advice> {
    all(settings, heard)
        .into_iter()
        .rev()
        .max_by_key(Advice::severity)
}

/// Everything there is to say, in signal order.
pub fn all(settings: &Settings, heard: &Heard<'_>) -> Vec<Advice> {
    let level = too_hot(settings, heard);
    let converter = clip(settings, heard);
    let load = settings.load_on.then(|| of_load(settings, heard));
    let reamp = settings.reamp_on.then(|| of_reamp(settings));
    let around = [level, nothing_to_load(settings)];
    (around.into_iter().flatten())
        .chain(load.into_iter().flatten())
        .chain(converter)
        .chain(reamp.into_iter().flatten())
        .collect()
}

fn too_hot(settings: &Settings, heard: &Heard<'_>) -> Option<Advice> {
    let delivery = Delivery::of(settings.source)?;
    let level_dbu = delivery.level_of(heard.taps.at(Node::Recorded));
    let over_db = level_dbu - delivery.level_dbu();
    (over_db >= TOO_HOT_DB).then(|| Advice::TooHot(delivery, over_db.round() as i32))
}

/// With no impedance at the source, resistances, cables and pots load nothing.
fn nothing_to_load(settings: &Settings) -> Option<Advice> {
    let fresh = Settings::default();
    let is_set = settings.load_on
        && (Input::from(settings.rec_input) != settings.now_input
            || settings.rec_cable_m != settings.now_cable_m
            || settings.guitar_volume != fresh.guitar_volume
            || settings.guitar_tone != fresh.guitar_tone)
        || settings.reamp_on && settings.virtual_pickup;
    (settings.source == Source::AsRecorded && is_set).then_some(Advice::NothingToLoad)
}

fn of_load(settings: &Settings, heard: &Heard<'_>) -> Vec<Advice> {
    let mut said = Vec::new();
    said.extend(phantom(settings));
    said.extend(mismatch(settings));
    // A little less than all of it is nothing that could be heard.
    if settings.source != Source::AsRecorded && heard.repair_share < 0.995 {
        said.push(Advice::RepairLimit {
            done_pct: (100.0 * heard.repair_share).round() as i32,
            limit_db: settings.repair_limit_db,
        });
    }
    said
}

/// What 48 V does, or the want of it.
fn phantom(settings: &Settings) -> Option<Advice> {
    match Power::of(settings) {
        Power::Enough => None,
        Power::MissingForMicrophone => Some(Advice::NoPhantom(Fed::CondenserMic)),
        Power::MissingForDi => Some(Advice::NoPhantom(Fed::ActiveDi)),
        Power::OnRibbon => Some(Advice::RibbonWithPhantom),
    }
}

/// A source in an input that was not made for it. What was recorded through the same input is past advice.
fn mismatch(settings: &Settings) -> Option<Advice> {
    use Source::*;
    let has_same_load = Input::from(settings.rec_input) == settings.now_input;
    let ohm = input_ohm(settings);
    match settings.source {
        Keyboard => {
            let is_meant = settings.pad == Pad::Minus20;
            (settings.now_input == Input::Mic && !is_meant).then_some(Advice::LineIntoMic)
        }
        DynamicMic | RibbonMic | CondenserMic => match (settings.now_input, ohm?) {
            (Input::Mic, ohm) => (settings.source != CondenserMic && ohm < LEAST_MIC_OHM)
                .then_some(Advice::MicInputTooLow(ohm)),
            (_, ohm) => (ohm >= 10e3).then_some(Advice::MicIntoLine(settings.source)),
        },
        SingleCoil | Humbucker | HotHumbucker | P90 | PBass | JBass | Custom if !has_same_load => {
            match (settings.now_input, ohm?) {
                (Input::PassiveDi, ohm) => Some(Advice::PickupIntoPassiveDi {
                    mic_ohm: settings.mic_z_ohm,
                    ohm,
                }),
                (_, ohm) => (ohm < LIGHT_OHM).then_some(Advice::PickupIntoLowInput(ohm)),
            }
        }
        Piezo if !has_same_load => {
            let ohm = ohm?;
            (ohm < LIGHT_FOR_PIEZO_OHM).then_some(Advice::PiezoIntoLowInput(ohm))
        }
        _ => None,
    }
}

/// What the input of now loads the source with, ohm; none for a fuzz, which is meant as it is.
fn input_ohm(settings: &Settings) -> Option<f64> {
    match settings.now_input {
        Input::FuzzGermanium | Input::FuzzSilicon => None,
        _ => input_resistance_ohm(settings).ok(),
    }
}

/// What the converter is handed above its full scale.
fn clip(settings: &Settings, heard: &Heard<'_>) -> Option<Advice> {
    if !settings.converter_on {
        return None;
    }
    let combo_db = match settings.conv_route {
        ConverterRoute::Line => 0.0,
        ConverterRoute::ComboJack => settings.combo_gain_db,
    };
    let over_db = peak_dbfs(heard.taps.at(Node::Preamp)) + combo_db;
    // In whole decibels, and never none at all.
    (over_db > 0.0).then(|| Advice::ConverterClips(over_db.ceil() as i32))
}

fn of_reamp(settings: &Settings) -> Option<Advice> {
    if settings.r#box == ReampBox::None {
        return Some(Advice::StraightIntoAmp(settings.line_out_dbu.round() as i32));
    }
    let is_pickup = settings.virtual_pickup && settings.load_on;
    (settings.reamp_load.is_fuzz() && !is_pickup)
        .then(|| Advice::FuzzBehindBox(box_ohm(settings.box_z)))
}

fn box_ohm(impedance: BoxImpedance) -> f64 {
    match impedance {
        BoxImpedance::Ohm150 => 150.0,
        BoxImpedance::Ohm1k => 1e3,
        BoxImpedance::Ohm5k => 5e3,
        BoxImpedance::Ohm10k => 10e3,
    }
}

/// The louder channel's, of a node that has been heard.
fn peak_dbfs(tap: &Tap) -> f64 {
    tap.peak_dbfs(0).max(tap.peak_dbfs(1))
}

impl Advice {
    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::NoPhantom(_) => Severity::Fault,
            Self::ConverterClips(_)
            | Self::LineIntoMic
            | Self::MicIntoLine(_)
            | Self::StraightIntoAmp(_)
            | Self::TooHot(..)
            | Self::RibbonWithPhantom => Severity::Warning,
            Self::RepairLimit { .. }
            | Self::PickupIntoPassiveDi { .. }
            | Self::PickupIntoLowInput(_)
            | Self::PiezoIntoLowInput(_)
            | Self::MicInputTooLow(_)
            | Self::FuzzBehindBox(_)
            | Self::NothingToLoad => Severity::Note,
        }
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let say = &mut *formatter;
        match *self {
            Self::NoPhantom(Fed::CondenserMic) => {
                write!(say, "No 48 V: a condenser microphone is silent without it.")
            }
            Self::NoPhantom(Fed::ActiveDi) => {
                write!(say, "No 48 V: an active DI box is silent without it.")
            }
            Self::ConverterClips(over_db) => write!(
                say,
                "The converter clips, by up to {over_db} dB: take that much off the gain before it."
            ),
            Self::LineIntoMic => write!(
                say,
                "Line into a microphone input: +4 dBu overloads what is made for -40 dBu; a line input takes it, or the pad."
            ),
            Self::MicIntoLine(source) => write!(
                say,
                "{} into an input for line level: it needs some 40 dB more gain, and the hiss comes up with it.",
                source_name(source)
            ),
            Self::StraightIntoAmp(line_dbu) => write!(
                say,
                "Line output straight into the amp: up to {line_dbu:+} dBu where a guitar makes about 0; a re-amp box takes it down."
            ),
            Self::TooHot(delivery, over_db) => write!(
                say,
                "{over_db} dB hotter than the target, what {} delivers: calibrate, or set the recorded gain.",
                delivery.with_article()
            ),
            Self::RibbonWithPhantom => write!(
                say,
                "48 V on a ribbon microphone: a faulty cable is enough to tear the ribbon; switch it off."
            ),
            Self::RepairLimit { done_pct, limit_db } => write!(
                say,
                "The repair limit of {limit_db:.0} dB is reached: {done_pct} % of the repair is done."
            ),
            Self::PickupIntoPassiveDi { mic_ohm, ohm } => write!(
                say,
                "Passive pickup into a passive DI: the {} mic input behind it loads it with {}; an active DI keeps the top.",
                ohms(mic_ohm),
                ohms(ohm)
            ),
            Self::PickupIntoLowInput(ohm) => write!(
                say,
                "Passive pickup into {}: the input takes level and top off; a Hi-Z input or an active DI keeps them.",
                ohms(ohm)
            ),
            Self::PiezoIntoLowInput(ohm) => write!(
                say,
                "Piezo into {}: its small capacitance loses the bass; an active DI of 10 Mohm keeps it.",
                ohms(ohm)
            ),
            Self::MicInputTooLow(ohm) => write!(
                say,
                "Microphone input of {}: it takes level and damps the microphone; five times the microphone's 300 ohm is usual.",
                ohms(ohm)
            ),
            Self::FuzzBehindBox(ohm) => write!(
                say,
                "A fuzz behind a re-amp box sees {} and no pickup: it is brighter and harder than played; virtual pickup mends that.",
                ohms(ohm)
            ),
            Self::NothingToLoad => write!(
                say,
                "As recorded is a source without impedance, which no input, cable or pot can load: choose what was played."
            ),
        }
    }
}

/// Ohms as everywhere else.
fn ohms(ohm: f64) -> String {
    let shown = Parameter::find("reamp_load_ohm").map(|row| row.format(ohm));
    shown.unwrap_or_default()
}

fn source_name(source: Source) -> &'static str {
    use crate::chain::parameter::Choice;
    Source::CHOICES[source.index()].1
}

#[cfg(test)]
mod tests;
