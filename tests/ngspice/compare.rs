//! Our solver beside ngspice on one netlist.

use std::path::Path;

use preface::spice::{Method, Netlist, Transient};

use super::ngspice;

/// The rate that oversampling factors refer to.
pub const HOST_RATE_HZ: f64 = 48_000.0;

/// What comes first does not count: the sine's start holds frequencies that no sampled signal holds.
const SETTLING_SECONDS: f64 = 0.02;
/// Nor does what comes last: nobody knows how the signal between the samples goes on behind its end.
const TAIL_SAMPLES: usize = 64;

/// Error-to-signal ratio of our solver against ngspice, dB, settled: the distance over the output's swing around where
/// ngspice has it at rest. The input is sampled at the circuit's own rate of `factor` times 48 kHz.
pub fn esr_db(path: &str, factor: u32, volt: impl Fn(f64) -> f64, seconds: f64) -> f64 {
    let path = Path::new(path);
    let rate_hz = HOST_RATE_HZ * f64::from(factor);
    let input: Vec<f64> = (0..(seconds * rate_hz) as usize)
        .map(|n| volt(n as f64 / rate_hz))
        .collect();
    let reference = ngspice::transient(path, &[], &input, rate_hz);
    let netlist = Netlist::read(path, &[]).unwrap();
    let mut circuit = Transient::<f64>::new(&netlist, rate_hz, Method::Auto).unwrap();
    let output: Vec<f64> = input.iter().map(|&volt| circuit.step(volt)).collect();
    assert_eq!(circuit.failures(), 0, "steps that did not converge");
    let counted = (SETTLING_SECONDS * rate_hz) as usize..input.len() - TAIL_SAMPLES;
    let pairs = || {
        output[counted.clone()]
            .iter()
            .zip(&reference[counted.clone()])
    };
    let error: f64 = pairs().map(|(a, b)| (a - b).powi(2)).sum();
    let signal: f64 = pairs().map(|(_, b)| (b - reference[0]).powi(2)).sum();
    10.0 * (error / signal).log10()
}
