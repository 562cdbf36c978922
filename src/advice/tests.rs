//! What is said of settings and levels, and what is not.

use super::*;
use crate::chain::recorded_full_scale_volt;
use crate::chain::settings::{ReampLoad, RecordedInput};

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
        "Passive pickup into a passive DI: the 1.5 kohm mic input behind it loads it with 197 kohm; an active DI keeps the top."
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
