//! How good the reference itself is.

use std::f64::consts::{PI, TAU};
use std::path::Path;

use num_complex::Complex64;

use super::{ngspice, signal};

const RATE_HZ: f64 = 192_000.0;
const OHM: f64 = 15.915_494e3;

fn rc() -> &'static Path {
    Path::new("tests/ngspice/netlists/rc.cir")
}

#[test]
fn a_sine_through_rc_is_the_closed_form_within_110_db() {
    let input: Vec<f64> = (0..1920)
        .map(|n| (TAU * 1000.0 * f64::from(n) / RATE_HZ).sin())
        .collect();
    let output = ngspice::transient(rc(), &[], &input, RATE_HZ);
    // sin(wt - phase) |H| plus what switching the sine on leaves behind.
    let tau = OHM * 10e-9;
    let w = TAU * 1000.0;
    let magnitude = 1.0 / (1.0 + (w * tau).powi(2)).sqrt();
    let phase = (w * tau).atan();
    let expected = |n: usize| {
        let t = n as f64 / RATE_HZ;
        magnitude * ((w * t - phase).sin() + phase.sin() * (-t / tau).exp())
    };
    let expected: Vec<f64> = (0..output.len()).map(expected).collect();
    let esr_db = signal::esr_db(&output, &expected);
    println!("reference against the closed form of an RC: {esr_db:.1} dB");
    assert!(esr_db < -110.0, "{esr_db} dB");
}

#[test]
fn ac_and_overrides_give_the_closed_form() {
    for farad in [10e-9, 33e-9] {
        let frequencies_hz = [10.0, 1000.0, 20_000.0];
        let response = ngspice::ac(rc(), &[("c", farad)], &frequencies_hz);
        for (hz, value) in frequencies_hz.iter().zip(response) {
            let expected = 1.0 / Complex64::new(1.0, 2.0 * PI * hz * OHM * farad);
            assert!(
                (value - expected).norm() < 1e-9 * expected.norm(),
                "{hz} Hz: {value}"
            );
        }
    }
}

#[test]
fn the_operating_point_names_every_node() {
    let volts = ngspice::operating_point(rc(), &[], 0.25);
    assert_eq!(volts["in"], 0.25);
    assert!((volts["out"] - 0.25).abs() < 1e-9);
}

/// Halving the step of a method of the second order takes three quarters of its error away.
#[test]
fn halving_the_step_moves_the_tube_stage_by_less_than_102_db() {
    let tube = Path::new("circuits/preamp_12ax7.cir");
    let signals = [
        (
            "0.5 V 110 Hz",
            signal::sine(0.5, 110.0, RATE_HZ, 0.02, 0.005),
        ),
        ("5 V 1 kHz", signal::sine(5.0, 1000.0, RATE_HZ, 0.01, 0.005)),
        (
            "plucked string, 50 V",
            signal::plucked_string(50.0, RATE_HZ, 0.01),
        ),
    ];
    for (name, input) in signals {
        let at = |steps_per_second| {
            ngspice::transient_with_steps(tube, &[], &input, RATE_HZ, steps_per_second)
        };
        let coarse = at(ngspice::STEPS_PER_SECOND);
        let esr_db = signal::esr_db(&coarse, &at(2.0 * ngspice::STEPS_PER_SECOND));
        println!("reference against itself at half the step, {name}: {esr_db:.1} dB");
        assert!(esr_db < -102.0, "{name}: {esr_db} dB");
    }
}
