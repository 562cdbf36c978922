//! Our solver beside ngspice on one netlist.

use std::path::Path;

use preface::spice::{Method, Netlist, Transient};

use super::{ngspice, signal};

/// Four and eight times 48 kHz.
pub const RATES_HZ: [f64; 2] = [192_000.0, 384_000.0];

/// The same circuit, driven by the same signal, by us and by ngspice.
pub struct Comparison {
    /// Rate of both outputs.
    pub rate_hz: f64,
    /// Output voltages as ngspice has them, volt above where it has them at rest.
    pub reference: Vec<f64>,
    /// The same as we have them.
    pub ours: Vec<f64>,
    /// Steps of ours that did not converge.
    pub failures: u64,
}

impl Comparison {
    /// Error-to-signal ratio, dB.
    pub fn esr_db(&self) -> f64 {
        signal::esr_db(&self.ours, &self.reference)
    }

    /// Both outputs from `start` to `end`, seconds.
    pub fn between(&self, start: f64, end: f64) -> Self {
        let place = |seconds: f64| (seconds * self.rate_hz).round() as usize;
        let range = place(start)..place(end);
        Self {
            rate_hz: self.rate_hz,
            reference: self.reference[range.clone()].to_vec(),
            ours: self.ours[range].to_vec(),
            failures: self.failures,
        }
    }
}

/// A netlist with values of its `.param`s that differ from its own.
pub fn read(path: impl AsRef<Path>, overrides: ngspice::Overrides<'_>) -> Netlist {
    let overrides: Vec<(String, f64)> = overrides
        .iter()
        .map(|(name, value)| ((*name).to_owned(), *value))
        .collect();
    Netlist::read(path.as_ref(), &overrides).unwrap_or_else(|error| panic!("{error}"))
}

/// Drives a netlist with `input`, sampled at the higher of [`RATES_HZ`]: ngspice runs once, we at both rates, each time
/// with the samples of that rate.
pub fn compare(
    path: &Path,
    overrides: ngspice::Overrides<'_>,
    input: &[f64],
) -> [Comparison; RATES_HZ.len()] {
    let [_, fast_hz] = RATES_HZ;
    let reference = ngspice::transient(path, overrides, input, fast_hz);
    let netlist = read(path, overrides);
    RATES_HZ.map(|rate_hz| {
        let every = (fast_hz / rate_hz) as usize;
        let mut circuit = Transient::<f64>::new(&netlist, rate_hz, Method::Auto)
            .unwrap_or_else(|error| panic!("{error}"));
        let input = input.iter().step_by(every);
        let volts = reference.iter().step_by(every);
        Comparison {
            rate_hz,
            reference: volts.map(|volt| volt - reference[0]).collect(),
            ours: input
                .map(|volt| circuit.step(*volt) - reference[0])
                .collect(),
            failures: circuit.failures(),
        }
    })
}
