//! Circuits that are none of ours, at eight times 48 kHz, with the method that the solver chooses.

use std::f64::consts::{PI, TAU};
use std::path::Path;

use preface::spice::Netlist;
use preface::spice::transient::{Method, Transient};

use super::{ngspice, signal};

const RATE_HZ: f64 = 8.0 * 48_000.0;

/// Partials from 100 Hz to 8 kHz that fall by 6 dB per octave, as those of a stroke on a snare about do; it fades in and
/// out from exact silence.
fn noise_burst(peak_volt: f64) -> Vec<f64> {
    const SECONDS: f64 = 0.02;
    let mut burst: Vec<f64> = (0..(SECONDS * RATE_HZ) as usize)
        .map(|n| {
            let time = n as f64 / RATE_HZ;
            let fade = (PI * time / SECONDS).sin().powi(2);
            let noise: f64 = (1..=80)
                .map(|k| {
                    let k = f64::from(k);
                    // Phases that follow no pattern: multiples of the golden ratio, squared.
                    let phase = (k * k * 0.618_033_988_749_895).fract();
                    (TAU * (100.0 * k * time + phase)).sin() / k
                })
                .sum();
            fade * noise
        })
        .collect();
    let largest = burst
        .iter()
        .fold(0.0, |largest: f64, volt| largest.max(volt.abs()));
    burst
        .iter_mut()
        .for_each(|volt| *volt *= peak_volt / largest);
    burst
}

/// Error-to-signal ratio of a sine, a plucked string and a burst of noise, each of `peak_volt`, is at most `bound_db`.
fn agrees(netlist: &str, peak_volt: f64, bound_db: f64) {
    let path = Path::new("tests").join(netlist);
    let circuit = Netlist::read(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
    let mut circuit = Transient::<f64>::new(&circuit, RATE_HZ, Method::Auto)
        .unwrap_or_else(|error| panic!("{error}"));
    for (name, input) in [
        ("sine", signal::sine(peak_volt, 1000.0, RATE_HZ, 0.02, 5e-3)),
        ("string", signal::plucked_string(peak_volt, RATE_HZ, 0.03)),
        ("noise", noise_burst(peak_volt)),
    ] {
        let reference = ngspice::transient(&path, &[], &input, RATE_HZ);
        circuit.reset();
        let output: Vec<f64> = input.iter().map(|volt| circuit.step(*volt)).collect();
        let esr_db = signal::esr_db(&output, &reference);
        println!("{netlist}, {name} of {peak_volt} V: {esr_db:.1} dB");
        assert!(esr_db <= bound_db, "{netlist}, {name}: {esr_db:.1} dB");
        assert_eq!(circuit.failures(), 0, "{netlist}, {name}");
    }
}

#[test]
fn linear_circuits_agree_within_110_db() {
    agrees("cli/netlists/baxandall.cir", 1.0, -110.0);
    agrees("cli/netlists/three_windings.cir", 1.0, -110.0);
    agrees("ngspice/netlists/gyrator_equaliser.cir", 1.0, -110.0);
}

#[test]
fn diodes_in_clipping_agree_within_65_db() {
    agrees("cli/netlists/diode_clipper.cir", 10.0, -65.0);
    agrees("ngspice/netlists/feedback_clipper.cir", 1.0, -65.0);
    agrees("ngspice/netlists/zener_limiter.cir", 20.0, -65.0);
    agrees("ngspice/netlists/octave_rectifier.cir", 5.0, -65.0);
    agrees("ngspice/netlists/current_controlled.cir", 10.0, -65.0);
}

#[test]
fn tubes_in_clipping_agree_within_65_db() {
    agrees("cli/netlists/cathode_follower.cir", 200.0, -65.0);
    agrees("ngspice/netlists/direct_coupled.cir", 20.0, -65.0);
}
