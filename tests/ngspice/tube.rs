//! Blocking: what a loud burst's grid current leaves on a coupling capacitor, and how a stage comes back from it.

use std::f64::consts::TAU;
use std::path::Path;

use super::compare::{RATES_HZ, compare};
use super::signal;

const BURST_SECONDS: f64 = 0.03;
const SECONDS: f64 = 0.13;
const QUIET_HZ: f64 = 1000.0;

/// 30 ms of a low note 34 dB above full scale, then a quiet tone.
fn burst_and_quiet(rate_hz: f64) -> Vec<f64> {
    let count = (SECONDS * rate_hz) as usize;
    (0..count)
        .map(|n| {
            let time = n as f64 / rate_hz;
            let fade = 0.5 - 0.5 * (TAU * (time / BURST_SECONDS).clamp(0.0, 1.0)).cos();
            200.0 * fade * (TAU * 100.0 * time).sin() + 0.2 * (TAU * QUIET_HZ * time).sin()
        })
        .collect()
}

/// Level of the quiet tone over five of its periods, dB re 1 V.
fn level_db(output: &[f64], rate_hz: f64, at_seconds: f64) -> f64 {
    let from = (at_seconds * rate_hz).round() as usize;
    let window = &output[from..from + (5.0 * rate_hz / QUIET_HZ) as usize];
    signal::db(signal::harmonics(window, QUIET_HZ, rate_hz, 1)[0])
}

#[test]
fn blocking_recovers_as_in_ngspice() {
    let [slow_hz, fast_hz] = RATES_HZ;
    let path = Path::new("circuits/preamp_12ax7.cir");
    let [slow, _] = compare(path, &[], &burst_and_quiet(fast_hz));
    assert_eq!(slow.failures, 0, "steps without a solution");
    let times = [0.031, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12];
    let levels = times.map(|time| {
        let expected = level_db(&slow.reference, slow_hz, time);
        let found = level_db(&slow.ours, slow_hz, time);
        println!(
            "{:.0} ms after the burst: quiet tone at {expected:.2} dB, ours off by {:+.4} dB",
            1e3 * (time - BURST_SECONDS),
            found - expected
        );
        assert!(
            (found - expected).abs() < 0.05,
            "{time} s: {found} dB, {expected} dB"
        );
        expected
    });
    let esr_db = slow.between(BURST_SECONDS, SECONDS - 0.001).esr_db();
    println!("after the burst: ESR {esr_db:.1} dB");
    assert!(esr_db < -80.0, "{esr_db} dB");
    let blocked_db = levels[levels.len() - 1] - levels[0];
    assert!(blocked_db > 6.0, "the burst takes {blocked_db} dB");
}
