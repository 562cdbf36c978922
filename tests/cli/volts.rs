//! True volts: named interfaces, `preface calibrate`, and advice.

use std::f64::consts::TAU;
use std::fs;

use crate::audio_files::{WavFormat, wav};
use crate::program::{fails, succeeds};
use crate::scratch::Scratch;

/// A directory with a second of a 1 kHz sine in `in.wav`.
fn with_sine(peak_dbfs: f64) -> Scratch {
    let scratch = Scratch::new();
    let peak = 10f64.powf(peak_dbfs / 20.0);
    let sine = (0..48_000).map(|frame| peak * (TAU * f64::from(frame) / 48.0).sin());
    let file = wav(&[sine.collect()], 48_000, WavFormat::Float(32));
    fs::write(scratch.path("in.wav"), file).expect("written");
    scratch
}

/// -20 dBFS are -8 dBu at the Scarlett's +12 dBu, and -2 dBu at its line input's +22 dBu... as `render` prints them.
#[test]
fn an_interface_sets_what_0_dbfs_was() {
    let scratch = with_sine(-20.0);
    for (interface, dbu) in [("scarlett 2i2 instrument", "-8.0"), ("2i2 line", "+2.0")] {
        let printed = succeeds(
            &scratch,
            [
                "render",
                "in.wav",
                "--force",
                "--quality",
                "live",
                "--interface",
                interface,
            ],
        );
        let level = format!("peak -20.0 dBFS ({dbu} dBu)");
        assert!(printed.contains(&level), "{interface}: {printed}");
    }
    // What is set by hand comes last.
    let printed = succeeds(
        &scratch,
        [
            "render",
            "in.wav",
            "--force",
            "--interface",
            "2i2 line",
            "--set",
            "in_cal_dbu=4",
        ],
    );
    assert!(
        printed.contains("in peak -20.0 dBFS (-16.0 dBu)"),
        "{printed}"
    );
}

#[test]
fn interfaces_that_are_not_known_and_levels_out_of_range_are_refused() {
    let scratch = with_sine(-20.0);
    let refused = |arguments: &[&str]| {
        let arguments = ["render", "in.wav"].iter().chain(arguments);
        fails(&scratch, arguments.copied())
    };
    let several = refused(&["--interface", "helix"]);
    assert_eq!(
        several,
        "--interface: found \"helix\", expected one of: Line 6 Helix, instrument; Line 6 Helix, line; Line 6 Helix, microphone"
    );
    let none = refused(&["--interface", "theremin"]);
    assert!(none.starts_with("--interface: found \"theremin\", expected one of: Audient"));
    assert_eq!(
        refused(&["--set", "in_cal_dbu=31"]),
        "--set in_cal_dbu=31: 31 dBu is out of range, expected -10 dBu to 30 dBu"
    );
    assert_eq!(
        refused(&["--set", "now_custom_ohm=100"]),
        "--set now_custom_ohm=100: 100 ohm is out of range, expected 300 ohm to 20 Mohm"
    );
}

/// A guitar at -6 dBFS of +12.2 dBu peaks at +6.2 dBu; it delivers -0.8 dBu. What is printed can be pasted, and makes it so.
#[test]
fn calibrate_proposes_gains_that_make_the_level_true() {
    let scratch = with_sine(-6.0);
    let printed = succeeds(&scratch, ["calibrate", "in.wav", "--source", "guitar"]);
    assert_eq!(
        printed,
        "in.wav: +6.2 dBu, where a guitar delivers -0.8 dBu: recorded gain 7 dB, gain 7 dB\n--set rec_gain_db=7 --set gain_db=7\n"
    );
    let pasted = printed.lines().last().expect("a line").split(' ');
    let again = ["calibrate", "in.wav", "--set", "source=single_coil"].into_iter();
    let printed = succeeds(&scratch, again.chain(pasted));
    assert!(
        printed.contains("in.wav: -0.8 dBu, where a guitar delivers -0.8 dBu"),
        "{printed}"
    );
    let arguments = [
        "calibrate",
        "in.wav",
        "--source",
        "line",
        "--interface",
        "ebu",
    ];
    let printed = succeeds(&scratch, arguments);
    assert!(
        printed.contains("in.wav: +12.0 dBu, where a line output delivers +4.0 dBu"),
        "{printed}"
    );
}

#[test]
fn calibrate_asks_what_it_cannot_know_and_refuses_silence() {
    let scratch = with_sine(-80.0);
    let expected = "expected one of guitar, dynamic_mic, condenser_mic, line";
    assert_eq!(
        fails(&scratch, ["calibrate", "in.wav"]),
        format!("--source: found none, {expected}")
    );
    assert_eq!(
        fails(&scratch, ["calibrate", "in.wav", "--source", "kazoo"]),
        format!("--source: found \"kazoo\", {expected}")
    );
    assert_eq!(
        fails(&scratch, ["calibrate", "in.wav", "--source", "guitar"]),
        "in.wav: found silence, expected a recording to calibrate from"
    );
}

/// One line of advice where there is something to say, none where there is not.
#[test]
fn render_and_measure_print_advice() {
    let scratch = with_sine(-20.0);
    let set = |settings: &[&'static str]| -> Vec<&'static str> {
        settings
            .iter()
            .flat_map(|setting| ["--set", setting])
            .collect()
    };
    let said = "Passive pickup into a passive DI: the 1.5 kohm mic input behind it loads it with 197 kohm; an active DI keeps the top.";
    let mismatch = set(&["source=humbucker", "now_input=passive_di"]);
    let render = ["render", "in.wav", "--force", "--quality", "live"];
    let printed = succeeds(&scratch, render.iter().chain(&mismatch));
    assert_eq!(
        printed.lines().nth(1),
        Some(format!("  note: {said}").as_str())
    );
    let printed = succeeds(&scratch, ["measure", "--level=-20"].iter().chain(&mismatch));
    assert!(
        printed.contains(&format!("advice                 note: {said}\n")),
        "{printed}"
    );

    assert_eq!(succeeds(&scratch, render).lines().count(), 1);
    let clipping = set(&["gain_db=25.5"]);
    let printed = succeeds(&scratch, render.iter().chain(&clipping));
    assert!(
        printed.contains("  warning: The converter clips, by up to 6 dB"),
        "{printed}"
    );
}
