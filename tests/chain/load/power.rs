//! 48 V.

use std::f64::consts::TAU;

use preface::chain::Settings;
use preface::chain::load::{Power, State};
use preface::chain::settings::{Input, Quality, Source};

use super::{LIVE_HZ, block, every};
use crate::player::{chain, peak, play, sine};

/// Who needs 48 V and has none is silent, who has it sounds, and the reason can be read.
#[test]
fn without_48_volt_condensers_and_active_boxes_are_silent() {
    let cases = [
        (
            Source::CondenserMic,
            Input::Mic,
            Power::MissingForMicrophone,
        ),
        (
            Source::CondenserMic,
            Input::ActiveDi10M,
            Power::MissingForMicrophone,
        ),
        (Source::Humbucker, Input::ActiveDi10M, Power::MissingForDi),
        (Source::AsRecorded, Input::ActiveDi220k, Power::MissingForDi),
        (Source::Humbucker, Input::PassiveDi, Power::Enough),
        (Source::DynamicMic, Input::Mic, Power::Enough),
        (Source::RibbonMic, Input::Mic, Power::Enough),
    ];
    let tone = sine(48e3, 440.0, -12.0, 9_600);
    for (source, now_input, without) in cases {
        let settings = Settings {
            source,
            now_input,
            phantom: false,
            ..Settings::default()
        };
        let mut chain = chain::<f64>(48e3, Quality::Live, &settings);
        let output = play(&mut chain, &tone);
        println!(
            "{source:?} into {now_input:?}: {:?}",
            chain.load_state().power
        );
        assert_eq!(chain.load_state().power, without);
        assert_eq!(State::of(&settings).unwrap().power, without);
        assert_eq!(without.is_silent(), peak(&output) == 0.0);
        let powered = Settings {
            phantom: true,
            ..settings
        };
        chain.set(&powered);
        assert!(peak(&play(&mut chain, &tone)) > 0.003);
        let expected = match source {
            Source::RibbonMic => Power::OnRibbon,
            _ => Power::Enough,
        };
        assert_eq!(chain.load_state().power, expected);
    }
}

/// The ribbon microphone sounds with 48 V as it does without: what might become of it is a warning.
#[test]
fn a_ribbon_with_48_volt_is_a_warning_and_no_more() {
    for now_input in every::<Input>() {
        let settings = Settings {
            source: Source::RibbonMic,
            now_input,
            ..Settings::default()
        };
        let has_warning = State::of(&settings).unwrap().power == Power::OnRibbon;
        assert_eq!(has_warning, now_input == Input::Mic, "{now_input:?}");
    }
}

/// Going and coming take 10 ms, without a step.
#[test]
fn power_fades() {
    let on = Settings {
        source: Source::CondenserMic,
        now_input: Input::Mic,
        ..Settings::default()
    };
    let off = Settings {
        phantom: false,
        ..on
    };
    let mut load = block(&on, LIVE_HZ);
    let mut frame = 0;
    let mut sound = |load: &mut preface::chain::load::Load<f64>, seconds: f64| {
        let frames = (seconds * LIVE_HZ) as usize;
        let sine = |index: usize| (TAU * 100.0 * (frame + index) as f64 / LIVE_HZ).sin();
        let mut frames: Vec<f64> = (0..frames).map(sine).collect();
        frame += frames.len();
        load.process(&mut frames);
        frames
    };
    sound(&mut load, 0.1);
    for (settings, is_on) in [(&off, false), (&on, true)] {
        load.set(settings, 128);
        let fading = sound(&mut load, 0.0101);
        let settled = sound(&mut load, 0.05);
        let largest = |signal: &[f64]| {
            signal
                .iter()
                .fold(0.0_f64, |most, volt| most.max(volt.abs()))
        };
        let step = fading
            .windows(2)
            .fold(0.0_f64, |step, pair| step.max((pair[1] - pair[0]).abs()));
        // A sine of 100 Hz, and 1/100 of its peak per sample of the fade.
        let steepest = TAU * 100.0 / LIVE_HZ + 1.0 / (0.01 * LIVE_HZ);
        assert!(step <= steepest, "{step} of {steepest}");
        assert_eq!(largest(&settled) > 0.9, is_on);
        assert!(is_on || largest(&settled) == 0.0);
    }
}
