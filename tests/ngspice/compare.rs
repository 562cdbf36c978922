//! Our solver beside ngspice on one netlist.

use std::path::Path;

use preface::spice::{Method, Netlist, Transient};

use super::ngspice;

/// Four and eight times 48 kHz.
const RATES_HZ: [f64; 2] = [192_000.0, 384_000.0];

/// What comes first does not count: the sine's start holds frequencies that no sampled signal holds.
const SETTLING_SECONDS: f64 = 0.02;
/// Nor does what comes last: nobody knows how the signal between the samples goes on behind its end.
const TAIL_SECONDS: f64 = 0.0005;

/// Error-to-signal ratios of our solver against ngspice, dB, at 4 and 8 times 48 kHz, settled: the distance over the
/// output's swing around where ngspice has it at rest. The input is sampled at the circuit's own rate.
pub fn esr_db(path: &str, volt: impl Fn(f64) -> f64, seconds: f64) -> [f64; 2] {
    let path = Path::new(path);
    let [_, fast_hz] = RATES_HZ;
    let input: Vec<f64> = (0..(seconds * fast_hz) as usize)
        .map(|n| volt(n as f64 / fast_hz))
        .collect();
    let reference = ngspice::transient(path, &[], &input, fast_hz);
    let netlist = Netlist::read(path, &[]).unwrap();
    RATES_HZ.map(|rate_hz| {
        let every = (fast_hz / rate_hz) as usize;
        let mut circuit = Transient::<f64>::new(&netlist, rate_hz, Method::Auto).unwrap();
        let input = input.iter().step_by(every);
        let output: Vec<f64> = input.map(|&volt| circuit.step(volt)).collect();
        assert_eq!(circuit.failures(), 0, "steps that did not converge");
        let counted = |seconds: f64| (seconds * rate_hz) as usize;
        let skipped = counted(SETTLING_SECONDS);
        let judged = counted(seconds - TAIL_SECONDS) - skipped;
        let thinned = reference.iter().step_by(every);
        let pairs = || {
            output
                .iter()
                .zip(thinned.clone())
                .skip(skipped)
                .take(judged)
        };
        let error: f64 = pairs().map(|(a, b)| (a - b).powi(2)).sum();
        let signal: f64 = pairs().map(|(_, b)| (b - reference[0]).powi(2)).sum();
        10.0 * (error / signal).log10()
    })
}
