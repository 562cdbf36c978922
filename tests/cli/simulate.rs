//! `preface simulate`: volts in, volts out, against closed forms.

use std::f64::consts::{PI, TAU};
use std::fs;

use num_complex::Complex;

use crate::audio_files::{WavFormat, wav};
use crate::program::{fails, read_wav, succeeds};
use crate::scratch::Scratch;
use crate::tones::{TONES_HZ, share, tones};

const SAMPLE_RATE_HZ: u32 = 48_000;

/// 1 kohm into 100 nF, -3 dB at 1.59 kHz, on top of 4.5 V from a divider that does not load it.
const LOW_PASS: &str = "* low-pass\n\
    *@input in\n*@output out\n\
    .param ohms=1k\n\
    R1 in rc {ohms}\nC1 rc 0 100n\n\
    Vsupply supply 0 9\nRa supply half 10k\nRb half 0 10k\n\
    Eout out half rc 0 1\n.end\n";

/// What the low-pass does at `frequency_hz`.
fn low_pass(ohms: f64, frequency_hz: f64) -> Complex<f64> {
    1.0 / Complex::new(1.0, TAU * frequency_hz * ohms * 100e-9)
}

fn scratch_with(netlist: &str) -> Scratch {
    let scratch = Scratch::new();
    let frames = SAMPLE_RATE_HZ as usize / 2;
    let channels: Vec<_> = (0..2)
        .map(|channel| tones(frames, SAMPLE_RATE_HZ, channel))
        .collect();
    let file = wav(&channels, SAMPLE_RATE_HZ, WavFormat::Float(32));
    fs::write(scratch.path("in.wav"), file).expect("written");
    fs::write(scratch.path("test.cir"), netlist).expect("written");
    scratch
}

/// Runs the netlist with `options`; returns the largest error of a tone against `expected`, dB re the tone at the
/// input, and the channels.
fn worst_error_db(
    scratch: &Scratch,
    options: &[&str],
    expected: impl Fn(f64) -> Complex<f64>,
) -> (f64, Vec<Vec<f64>>) {
    let files = ["--in", "in.wav", "--out", "out.wav", "--force"];
    let arguments = ["simulate", "test.cir"].iter().chain(&files).chain(options);
    succeeds(scratch, arguments);
    let (recorded, _) = read_wav(&scratch.path("in.wav"));
    let (result, rate) = read_wav(&scratch.path("out.wav"));
    assert_eq!((rate, result.len()), (SAMPLE_RATE_HZ, 2));
    let mut worst: f64 = 0.0;
    for (result, recorded) in result.iter().zip(&recorded) {
        assert_eq!(result.len(), recorded.len());
        let swing: Vec<_> = result.iter().map(|volt| volt - 4.5).collect();
        for hz in TONES_HZ {
            let gain = share(&swing, rate, hz) / share(recorded, rate, hz);
            worst = worst.max((gain - expected(hz)).norm());
        }
    }
    let worst_db = 20.0 * worst.log10();
    println!("{options:?}: {worst_db:.1} dB");
    (worst_db, result)
}

/// Linear circuits are answered as the closed form has it, in level, phase and time: the filters' delay is gone.
#[test]
fn a_low_pass_is_the_closed_form() {
    let scratch = scratch_with(LOW_PASS);
    for factor in ["2", "8"] {
        let (error, _) =
            worst_error_db(&scratch, &["--oversample", factor], |hz| low_pass(1e3, hz));
        assert!(error < -90.0, "{error:.1} dB");
    }
    let options = ["--set", "ohms=4.7k"];
    let (error, _) = worst_error_db(&scratch, &options, |hz| low_pass(4700.0, hz));
    assert!(error < -90.0, "{error:.1} dB");
}

/// The plain solver's trapezoidal rule is the closed form read at the warped frequency.
#[test]
fn the_plain_trapezoidal_solver_warps_as_it_should() {
    let scratch = scratch_with(LOW_PASS);
    let rate_hz = f64::from(SAMPLE_RATE_HZ);
    let options = ["--oversample", "1", "--method", "trap"];
    let (error, _) = worst_error_db(&scratch, &options, |hz| {
        low_pass(1e3, rate_hz / PI * (PI * hz / rate_hz).tan())
    });
    assert!(error < -90.0, "{error:.1} dB");
}

/// Second order: eight times the rate leaves an error of about (2 pi f / rate)^2 / 12, 0.06 % at 5 kHz.
#[test]
fn both_methods_converge() {
    let scratch = scratch_with(LOW_PASS);
    for method in ["trap", "trbdf2"] {
        let options = ["--oversample", "8", "--method", method];
        let (error, _) = worst_error_db(&scratch, &options, |hz| low_pass(1e3, hz));
        assert!(error < -60.0, "{method}: {error:.1} dB");
    }
}

/// The output is the node's voltage as ngspice shows it: 4.5 V where nothing plays, without a click at either end.
#[test]
fn direct_voltage_is_kept() {
    let scratch = scratch_with(LOW_PASS);
    for factor in ["1", "8"] {
        let (_, result) = worst_error_db(&scratch, &["--oversample", factor], |_| 1.0.into());
        for channel in result {
            let ends = [channel[0], channel[channel.len() - 1]];
            assert!(
                ends.iter().all(|volt| (volt - 4.5).abs() < 1e-4),
                "{ends:?}"
            );
        }
    }
}

/// An impulse through a buffer comes out flat within one part in a million up to 20 kHz, and at the same sample: that is
/// the ripple of the filters, and their delay removed exactly.
#[test]
fn the_filters_are_flat_within_a_millionth() {
    let scratch = Scratch::new();
    let frames = 2048;
    let mut impulse = vec![0.0; frames];
    impulse[frames / 2] = 1.0;
    let file = wav(&[impulse], SAMPLE_RATE_HZ, WavFormat::Float(32));
    fs::write(scratch.path("in.wav"), file).expect("written");
    let buffer = "* buffer\n*@input in\n*@output out\nE1 out 0 in 0 1\nR1 out 0 1k\n";
    fs::write(scratch.path("test.cir"), buffer).expect("written");
    for factor in ["1", "2", "8", "128"] {
        let files = ["--in", "in.wav", "--out", "out.wav", "--force"];
        let arguments = ["simulate", "test.cir", "--oversample", factor];
        succeeds(&scratch, arguments.iter().chain(&files));
        let (result, rate) = read_wav(&scratch.path("out.wav"));
        let mut worst: f64 = 0.0;
        for hz in (0..=20_000).step_by(50).map(f64::from) {
            // One sample of time would be a phase of 2 pi f / rate.
            let in_time =
                Complex::from_polar(1.0, TAU * hz / f64::from(rate) * (frames / 2) as f64);
            worst = worst.max((share(&result[0], rate, hz) * in_time - 1.0).norm());
        }
        println!("{factor}x: {worst:.1e}");
        assert!(worst <= 1e-6);
    }
}

#[test]
fn the_operating_point_is_a_table_of_all_nodes() {
    let scratch = scratch_with(LOW_PASS);
    let text = succeeds(&scratch, ["simulate", "test.cir", "--op"]);
    let table: Vec<_> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .collect();
    let volt_of = |node: &str| -> f64 {
        let row = table.iter().find(|row| row[0] == node).expect(node);
        assert_eq!(row[2], "V");
        row[1].parse().expect("a number")
    };
    for (node, volt) in [
        ("in", 0.0),
        ("rc", 0.0),
        ("supply", 9.0),
        ("half", 4.5),
        ("out", 4.5),
    ] {
        assert!((volt_of(node) - volt).abs() < 1e-6, "{node}");
    }
    assert_eq!(scratch.names(), ["in.wav", "test.cir"]);
}

#[test]
fn bad_netlists_and_options_are_refused() {
    let scratch = scratch_with(LOW_PASS);
    for (name, text) in [
        (
            "element.cir",
            "* t\n*@input in\n*@output out\nR1 in out 1k\nZ1 out 0 5\n",
        ),
        (
            "card.cir",
            "* t\n*@input in\n*@output out\nR1 in out 1k\nR2 out 0 1k\n.tran 1u 1m\n",
        ),
        (
            "input.cir",
            "* t\n*@output out\nR1 in out 1k\nR2 out 0 1k\n",
        ),
        (
            "model.cir",
            "* t\n*@input in\n*@output out\nR1 in out 1k\nD1 out 0 nosuch\n",
        ),
    ] {
        fs::write(scratch.path(name), text).expect("written");
    }
    let files = ["--in", "in.wav", "--out", "out.wav"];
    for (netlist, options, start) in [
        ("missing.cir", vec![], "missing.cir: "),
        ("element.cir", vec![], "element.cir:5: "),
        ("card.cir", vec![], "card.cir:6: "),
        ("input.cir", vec![], "input.cir: "),
        ("model.cir", vec![], "model.cir:5: "),
        (
            "test.cir",
            vec!["--set", "ohms"],
            "--set ohms: found no \"=\", expected NAME=VALUE",
        ),
        (
            "test.cir",
            vec!["--set", "ohms=much"],
            "--set ohms=much: found no number, expected",
        ),
        ("test.cir", vec!["--set", "henry=3"], "test.cir"),
        (
            "test.cir",
            vec!["--oversample", "3"],
            "--oversample: found \"3\", expected 1, 2, 4",
        ),
        (
            "test.cir",
            vec!["--method", "euler"],
            "invalid value 'euler'",
        ),
    ] {
        let command = ["simulate", netlist];
        let line = fails(&scratch, command.iter().chain(&files).chain(&options));
        println!("{line}");
        assert!(line.starts_with(start), "{line}");
        assert!(line.contains("expected"), "{line}");
    }
    assert_eq!(
        fails(&scratch, ["simulate", "test.cir"]),
        "simulate: found nothing to do, expected --in IN.wav --out OUT.wav or --op"
    );
    let arguments = ["simulate", "test.cir", "--in", "in.wav", "--out", "in.wav"];
    assert_eq!(
        fails(&scratch, arguments),
        "in.wav: is an input, expected another name for the output"
    );
}
