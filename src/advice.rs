//! Advice: what an engineer who looks over your shoulder would say about these settings and these levels.
//!
//! A pure function: the command line prints what it says, the editor shows it.

use std::fmt;

use crate::calibration::Delivery;
use crate::chain::load::Power;
use crate::chain::settings::{
    BoxImpedance, ConverterRoute, Input, Pad, ReampBox, ReampLoad, Settings, Source,
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

/// Turns of the passive DI box's primary for one of its secondary.
const DI_TURNS: f64 = 12.0;

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

/// What the input of now is, seen by the source, ohm; none for a fuzz, which is meant as it is.
fn input_ohm(settings: &Settings) -> Option<f64> {
    Some(match settings.now_input {
        Input::HiZ1M => 1e6,
        Input::HiZ470k => 470e3,
        Input::HiZ220k | Input::ActiveDi220k => 220e3,
        Input::Line10k => 10e3,
        Input::Mic => settings.mic_z_ohm,
        Input::PassiveDi => DI_TURNS * DI_TURNS * settings.mic_z_ohm,
        Input::ActiveDi10M => 10e6,
        Input::FuzzGermanium | Input::FuzzSilicon => return None,
        Input::Custom => settings.now_custom_ohm,
    })
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
    let is_fuzz = matches!(
        settings.reamp_load,
        ReampLoad::FuzzGermanium | ReampLoad::FuzzSilicon
    );
    if settings.r#box == ReampBox::None {
        return Some(Advice::StraightIntoAmp(settings.line_out_dbu.round() as i32));
    }
    let is_pickup = settings.virtual_pickup && settings.load_on;
    (is_fuzz && !is_pickup).then(|| Advice::FuzzBehindBox(box_ohm(settings.box_z)))
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
mod tests {
    use super::*;
    use crate::chain::recorded_full_scale_volt;
    use crate::chain::settings::RecordedInput;

    /// Nothing was heard, and every repair is whole.
    fn said(settings: &Settings) -> Vec<Advice> {
        let taps = Taps::default();
        let heard = Heard {
            taps: &taps,
            repair_share: 1.0,
        };
        all(settings, &heard)
    }

    fn with(change: impl FnOnce(&mut Settings)) -> Settings {
        let mut settings = Settings::default();
        change(&mut settings);
        settings
    }

    /// A source in an input that it was not recorded through.
    fn plugged(source: Source, now_input: Input) -> Settings {
        with(|settings| (settings.source, settings.now_input) = (source, now_input))
    }

    /// Taps with this peak at one node, and a full scale of 1 V there.
    fn peak_at(node: Node, peak_volt: f64) -> Taps {
        Taps::of(|of| match of == node {
            true => Tap {
                peak_volt: [peak_volt, 0.0],
                sum_of_squares: [0.5 * peak_volt * peak_volt, 0.0],
                frames: 1,
                full_scale_volt: 1.0,
                ..Tap::default()
            },
            false => Tap::default(),
        })
    }

    #[test]
    fn there_is_nothing_to_say_about_what_is_as_it_should_be() {
        use Source::*;
        assert_eq!(said(&Settings::default()), []);
        for (source, input) in [
            (SingleCoil, Input::HiZ1M),
            (Humbucker, Input::ActiveDi10M),
            (HotHumbucker, Input::HiZ220k),
            (PBass, Input::FuzzSilicon),
            (Piezo, Input::ActiveDi10M),
            (ActivePickup, Input::PassiveDi),
            (Keyboard, Input::Line10k),
            (Keyboard, Input::PassiveDi),
            (DynamicMic, Input::Mic),
            (CondenserMic, Input::Mic),
        ] {
            assert_eq!(said(&plugged(source, input)), [], "{source:?} {input:?}");
        }
        // The recording was made so: nothing changes, and nothing is to be mended.
        let same = with(|settings| {
            settings.source = SingleCoil;
            settings.rec_input = RecordedInput::Line10k;
            settings.now_input = Input::Line10k;
        });
        assert_eq!(said(&same), []);
    }

    #[test]
    fn a_passive_pickup_in_a_passive_di_is_loaded_by_what_is_behind_it() {
        let settings = plugged(Source::Humbucker, Input::PassiveDi);
        let [advice] = said(&settings)[..] else {
            panic!("{:?}", said(&settings));
        };
        assert_eq!(advice.severity(), Severity::Note);
        assert_eq!(
            advice.to_string(),
            "Passive pickup into a passive DI: the 1.5 kohm mic input behind it loads it with 216 kohm; an active DI keeps the top."
        );
    }

    #[test]
    fn inputs_that_are_not_made_for_the_source_are_told() {
        use Source::*;
        let custom_2k = with(|settings| {
            settings.source = P90;
            settings.now_input = Input::Custom;
            settings.now_custom_ohm = 2e3;
        });
        let low_mic = with(|settings| {
            settings.source = RibbonMic;
            settings.now_input = Input::Mic;
            settings.mic_z_ohm = 300.0;
            settings.phantom = false;
        });
        for (settings, expected) in [
            (plugged(Keyboard, Input::Mic), Advice::LineIntoMic),
            (
                plugged(DynamicMic, Input::Line10k),
                Advice::MicIntoLine(DynamicMic),
            ),
            (
                plugged(SingleCoil, Input::Line10k),
                Advice::PickupIntoLowInput(10e3),
            ),
            (
                plugged(JBass, Input::Mic),
                Advice::PickupIntoLowInput(1.5e3),
            ),
            (custom_2k, Advice::PickupIntoLowInput(2e3)),
            (
                plugged(Piezo, Input::HiZ470k),
                Advice::PiezoIntoLowInput(470e3),
            ),
            (low_mic, Advice::MicInputTooLow(300.0)),
        ] {
            assert_eq!(said(&settings), [expected]);
            let off = Settings {
                load_on: false,
                ..settings
            };
            assert_eq!(said(&off), [], "{expected:?} while the block is off");
        }
        // The pad is there for that.
        let padded = Settings {
            pad: Pad::Minus20,
            ..plugged(Keyboard, Input::Mic)
        };
        assert_eq!(said(&padded), []);
    }

    #[test]
    fn what_needs_48_v_is_silent_without_it_and_a_ribbon_is_in_danger_with_it() {
        let off = |settings| Settings {
            phantom: false,
            ..settings
        };
        let condenser = plugged(Source::CondenserMic, Input::Mic);
        let box_10m = plugged(Source::AsRecorded, Input::ActiveDi10M);
        let ribbon = plugged(Source::RibbonMic, Input::Mic);
        let first = |settings: &Settings| {
            let taps = Taps::default();
            let heard = Heard {
                taps: &taps,
                repair_share: 1.0,
            };
            advice(settings, &heard)
        };
        assert_eq!(
            first(&off(condenser)),
            Some(Advice::NoPhantom(Fed::CondenserMic))
        );
        // However much else there is to say.
        assert_eq!(first(&off(box_10m)), Some(Advice::NoPhantom(Fed::ActiveDi)));
        assert_eq!(first(&condenser), None);
        assert_eq!(first(&ribbon), Some(Advice::RibbonWithPhantom));
        assert_eq!(first(&off(ribbon)), None);
        assert_eq!(Advice::NoPhantom(Fed::ActiveDi).severity(), Severity::Fault);
    }

    /// A guitar of 2.2 V is 6.8 dB above 1 V.
    #[test]
    fn a_recording_that_is_hotter_than_its_source_is_told_by_how_much() {
        let guitar = plugged(Source::Humbucker, Input::HiZ1M);
        let heard = |settings: &Settings, peak_volt| {
            let taps = peak_at(Node::Recorded, peak_volt);
            let heard = Heard {
                taps: &taps,
                repair_share: 1.0,
            };
            all(settings, &heard)
        };
        let [advice] = heard(&guitar, 2.2)[..] else {
            panic!("{:?}", heard(&guitar, 2.2));
        };
        assert_eq!(advice, Advice::TooHot(Delivery::Guitar, 7));
        assert!(
            advice
                .to_string()
                .starts_with("7 dB hotter than the target")
        );
        assert_eq!(heard(&guitar, 1.9), [], "a hard strum");
        assert_eq!(
            heard(&Settings::default(), 2.2),
            [],
            "nobody knows what it was"
        );
        // 0 dBFS at a fresh calibration, where nobody has said that there was gain.
        let vocal = plugged(Source::DynamicMic, Input::Mic);
        let full_scale = recorded_full_scale_volt(&vocal);
        assert_eq!(
            heard(&vocal, full_scale),
            [Advice::TooHot(Delivery::DynamicMic, 52)]
        );
    }

    #[test]
    fn clips_at_the_converter_are_told_with_the_gain_of_its_combo_jack() {
        let heard = |settings: &Settings, peak_volt| {
            let taps = peak_at(Node::Preamp, peak_volt);
            let heard = Heard {
                taps: &taps,
                repair_share: 1.0,
            };
            all(settings, &heard)
        };
        let line = Settings::default();
        let combo_jack = Settings {
            conv_route: ConverterRoute::ComboJack,
            combo_gain_db: 20.0,
            ..line
        };
        let off = Settings {
            converter_on: false,
            ..combo_jack
        };
        assert_eq!(heard(&line, 1.0), []);
        assert_eq!(heard(&line, 1.01), [Advice::ConverterClips(1)]);
        assert_eq!(heard(&line, 2.0), [Advice::ConverterClips(7)]);
        assert_eq!(heard(&combo_jack, 0.09), []);
        assert_eq!(heard(&combo_jack, 1.0), [Advice::ConverterClips(20)]);
        assert_eq!(heard(&off, 2.0), []);
    }

    #[test]
    fn the_limit_of_a_repair_is_told_with_what_is_done() {
        let settings = with(|settings| {
            settings.source = Source::SingleCoil;
            settings.rec_input = RecordedInput::Line10k;
            settings.repair_limit_db = 12.0;
        });
        let taps = Taps::default();
        let heard = |repair_share| Heard {
            taps: &taps,
            repair_share,
        };
        let expected = Advice::RepairLimit {
            done_pct: 61,
            limit_db: 12.0,
        };
        assert_eq!(all(&settings, &heard(0.612)), [expected]);
        assert_eq!(
            expected.to_string(),
            "The repair limit of 12 dB is reached: 61 % of the repair is done."
        );
        assert_eq!(all(&settings, &heard(1.0)), []);
    }

    #[test]
    fn as_recorded_there_is_nothing_to_load() {
        for settings in [
            with(|settings| settings.now_input = Input::HiZ220k),
            with(|settings| settings.now_cable_m = 12.0),
            with(|settings| settings.guitar_tone = 3.0),
            with(|settings| (settings.reamp_on, settings.virtual_pickup) = (true, true)),
        ] {
            assert_eq!(said(&settings), [Advice::NothingToLoad]);
        }
    }

    #[test]
    fn a_reamp_path_without_a_box_is_too_hot_and_a_fuzz_wants_a_pickup() {
        let reamp = |change: fn(&mut Settings)| {
            with(|settings| {
                settings.source = Source::SingleCoil;
                settings.reamp_on = true;
                change(settings);
            })
        };
        let without_box = reamp(|settings| settings.r#box = ReampBox::None);
        assert_eq!(said(&without_box), [Advice::StraightIntoAmp(18)]);
        let fuzz = reamp(|settings| {
            settings.reamp_load = ReampLoad::FuzzGermanium;
            settings.box_z = BoxImpedance::Ohm5k;
        });
        assert_eq!(said(&fuzz), [Advice::FuzzBehindBox(5e3)]);
        let mended = Settings {
            virtual_pickup: true,
            ..fuzz
        };
        assert_eq!(said(&mended), []);
        assert_eq!(said(&reamp(|_| ())), []);
        let off = Settings {
            reamp_on: false,
            ..without_box
        };
        assert_eq!(said(&off), []);
    }

    /// What matters more comes first, what comes first in the path otherwise; and each is one sentence.
    #[test]
    fn the_most_important_comes_first() {
        let settings = with(|settings| {
            settings.source = Source::CondenserMic;
            settings.now_input = Input::ActiveDi10M;
            settings.phantom = false;
            settings.reamp_on = true;
            settings.r#box = ReampBox::None;
        });
        let taps = peak_at(Node::Preamp, 2.0);
        let heard = Heard {
            taps: &taps,
            repair_share: 0.5,
        };
        let everything = all(&settings, &heard);
        assert!(everything.len() >= 5, "{everything:?}");
        assert_eq!(
            advice(&settings, &heard),
            Some(Advice::NoPhantom(Fed::CondenserMic))
        );
        let fed = Settings {
            phantom: true,
            ..settings
        };
        assert_eq!(
            advice(&fed, &heard),
            Some(Advice::MicIntoLine(Source::CondenserMic))
        );
        for advice in everything {
            let sentence = advice.to_string();
            assert!(
                sentence.ends_with('.') && !sentence.contains('\n'),
                "{sentence}"
            );
            assert!(
                sentence.len() < 150,
                "{} letters: {sentence}",
                sentence.len()
            );
        }
    }
}
