//! Switching while it sounds.

use std::f64::consts::TAU;

use preface::chain::Settings;
use preface::chain::settings::{Input, InputTransformer, RecordedInput, Source, ThruLoad};

use super::block;

/// 100 Hz at -12 dBFS of 12.2 dBu.
const SWITCH_VOLT: f64 = 1.12;

#[test]
fn switching_stays_within_both_settled_sounds_and_a_decibel() {
    let rate_hz = 192_000.0;
    let through = Settings {
        source: Source::Humbucker,
        ..Settings::default()
    };
    let cases = [
        (
            "input",
            Settings {
                now_input: Input::Line10k,
                ..through
            },
            Settings {
                now_input: Input::HiZ220k,
                ..through
            },
        ),
        (
            "to a load",
            through,
            Settings {
                now_input: Input::Line10k,
                ..through
            },
        ),
        (
            "from a load",
            Settings {
                now_input: Input::Line10k,
                ..through
            },
            through,
        ),
        (
            "source",
            Settings {
                now_cable_m: 9.0,
                ..through
            },
            Settings {
                now_cable_m: 9.0,
                source: Source::PBass,
                ..through
            },
        ),
        (
            "to a passive DI",
            through,
            Settings {
                now_input: Input::PassiveDi,
                ..through
            },
        ),
        (
            "from an active DI to a fuzz",
            Settings {
                now_input: Input::ActiveDi10M,
                ..through
            },
            Settings {
                now_input: Input::FuzzSilicon,
                ..through
            },
        ),
        (
            "transformer",
            Settings {
                now_input: Input::Mic,
                ..through
            },
            Settings {
                now_input: Input::Mic,
                xfmr_in: InputTransformer::OneToTen,
                ..through
            },
        ),
        (
            "recorded box",
            Settings {
                rec_input: RecordedInput::PassiveDi,
                ..through
            },
            Settings {
                rec_input: RecordedInput::Line10k,
                ..through
            },
        ),
        (
            "thru",
            Settings {
                now_input: Input::ActiveDi220k,
                ..through
            },
            Settings {
                now_input: Input::ActiveDi220k,
                thru_load: ThruLoad::Amp136k,
                ..through
            },
        ),
        (
            "source in front of a fuzz",
            Settings {
                now_input: Input::FuzzGermanium,
                ..through
            },
            Settings {
                now_input: Input::FuzzGermanium,
                source: Source::DynamicMic,
                ..through
            },
        ),
    ];
    for (name, before, after) in cases {
        let mut load = block(&before, rate_hz);
        let mut sound = |frames: usize, start: usize| {
            let sine =
                |index: usize| SWITCH_VOLT * (TAU * 100.0 * (start + index) as f64 / rate_hz).sin();
            let mut frames: Vec<f64> = (0..frames).map(sine).collect();
            load.process(&mut frames);
            let peak = frames
                .iter()
                .fold(0.0_f64, |peak, frame| peak.max(frame.abs()));
            let step = frames
                .windows(2)
                .fold(0.0_f64, |step, pair| step.max((pair[1] - pair[0]).abs()));
            load.set(&after, 128);
            (peak, step)
        };
        // The first call ends with the switch; the second holds the cross-fade.
        let settled_before = sound(96_000, 0);
        let switched = sound(9_600, 96_000);
        sound(96_000, 105_600);
        let settled_after = sound(9_600, 201_600);
        let most = settled_before.0.max(settled_after.0) * 10.0_f64.powf(1.0 / 20.0);
        let steepest = settled_before.1.max(settled_after.1) * 10.0_f64.powf(3.0 / 20.0);
        println!(
            "{name}: peak {:.4} of {most:.4} V, step {:.6} of {steepest:.6} V",
            switched.0, switched.1
        );
        assert!(switched.0 <= most && switched.1 <= steepest, "{name}");
    }
}
