//! The 12AX7 stage against ngspice, its input sampled at the circuit's own rate.

use std::f64::consts::TAU;
use std::path::Path;

use preface::spice::{Netlist, OperatingPoint, SmallSignal};

use super::compare::esr_db;
use super::ngspice;

const STAGE: &str = "tests/ngspice/netlists/triode_stage.cir";
const FOLLOWER: &str = "tests/ngspice/netlists/cathode_follower.cir";

fn check(path: &str, what: &str, bounds_db: [f64; 2], volt: impl Fn(f64) -> f64, seconds: f64) {
    let found_db = esr_db(path, volt, seconds);
    println!("{path}, {what}: {found_db:.1?} dB at 4x and 8x");
    for (found, bound) in found_db.iter().zip(bounds_db) {
        assert!(
            *found <= bound,
            "{what}: {found_db:.1?} dB, not {bounds_db:?}"
        );
    }
}

fn sine(peak_volt: f64, hz: f64) -> impl Fn(f64) -> f64 {
    move |seconds| peak_volt * (TAU * hz * seconds).sin()
}

/// A string plucked at a fifth of its length: harmonics that fall off as 1/n² and die away faster the higher they are.
fn pluck(peak_volt: f64) -> impl Fn(f64) -> f64 {
    let partials: Vec<(f64, f64)> = (1..=40)
        .map(|n| {
            let n = f64::from(n);
            (n, (TAU * n / 10.0).sin() / (n * n))
        })
        .collect();
    let raw = move |seconds: f64| -> f64 {
        let attack = (seconds / 0.002).min(1.0);
        let swell = attack * attack * (3.0 - 2.0 * attack);
        let ring = |&(n, amplitude): &(f64, f64)| {
            amplitude * (-seconds * (3.0 + 0.2 * n * n)).exp() * (TAU * 110.0 * n * seconds).sin()
        };
        swell * partials.iter().map(ring).sum::<f64>()
    };
    let largest = (0..19_200)
        .map(|n| raw(f64::from(n) / 192_000.0).abs())
        .fold(0.0, f64::max);
    move |seconds| peak_volt / largest * raw(seconds)
}

#[test]
fn small_sines_are_within_100_db_at_4x_and_110_db_at_8x() {
    let bounds_db = [-100.0, -110.0];
    check(STAGE, "0.5 V 110 Hz", bounds_db, sine(0.5, 110.0), 0.05);
    check(STAGE, "0.5 V 1 kHz", bounds_db, sine(0.5, 1000.0), 0.03);
}

#[test]
fn an_overdriven_sine_is_within_80_db_at_4x_and_90_db_at_8x() {
    check(STAGE, "5 V 1 kHz", [-80.0, -90.0], sine(5.0, 1000.0), 0.04);
}

#[test]
fn a_plucked_string_of_50_v_is_within_70_db_at_4x_and_85_db_at_8x() {
    let bounds_db = [-70.0, -85.0];
    check(
        STAGE,
        "plucked string, 50 V peak",
        bounds_db,
        pluck(50.0),
        0.06,
    );
}

#[test]
fn a_cathode_follower_is_within_80_db() {
    let bounds_db = [-80.0, -90.0];
    check(FOLLOWER, "3 V 440 Hz", bounds_db, sine(3.0, 440.0), 0.04);
}

#[test]
fn operating_points_are_within_a_microvolt() {
    for path in [STAGE, FOLLOWER] {
        let reference = ngspice::operating_point(Path::new(path), &[], 0.0);
        let netlist = Netlist::read(Path::new(path), &[]).unwrap();
        let ours = OperatingPoint::solve(&netlist, &[]).unwrap();
        for (node, volt) in ours.node_volts().skip(1) {
            let error = volt - reference[node];
            println!("{path} {node}: {volt:.9} V, {error:+.1e} V");
            assert!(error.abs() < 1e-6, "{path} {node}");
        }
    }
}

#[test]
fn small_signals_are_within_a_hundred_thousandth() {
    let frequencies_hz = [10.0, 100.0, 1e3, 1e4, 1e5];
    for path in [STAGE, FOLLOWER] {
        let reference = ngspice::ac(Path::new(path), &[], &frequencies_hz);
        let netlist = Netlist::read(Path::new(path), &[]).unwrap();
        let ours = SmallSignal::new(&netlist, &[]).unwrap();
        for (hz, gain) in frequencies_hz.into_iter().zip(reference) {
            let error = (ours.response(hz) - gain).norm() / gain.norm();
            println!("{path} {hz} Hz: {error:.1e} of {:.6}", gain.norm());
            assert!(error < 1e-5, "{path} {hz} Hz: {error:e}");
        }
    }
}
