//! All of it at once.

use std::panic::resume_unwind;
use std::thread::{self, Scope, ScopedJoinHandle};

use super::{
    Alias, Bench, Compression, Distortion, Gain, Latency, Noise, ResponsePoint, SpectrumLine,
};
use crate::chain::Settings;
use crate::spice;

/// Frequencies of the response: 12 an octave.
const RESPONSE_POINTS: usize = 121;

/// Tones whose aliases are looked for, Hz: primes, a low one and one with few harmonics below half a host's rate.
const ALIAS_TONES_HZ: [f64; 2] = [1249.0, 4999.0];

/// Drives at which distortion is measured beside the settings' own, dB.
const DRIVES_DB: [f64; 5] = [-24.0, -12.0, 0.0, 12.0, 24.0];

/// Where a level stands for programme, in front of the preamp's gain, dBFS.
const PROGRAMME_DBFS: f64 = -12.0;

/// Everything that is measured of one set of settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What was measured.
    pub settings: Settings,
    /// The host's rate, Hz.
    pub sample_rate_hz: f64,
    /// The rate of the circuits, Hz.
    pub internal_rate_hz: f64,
    /// Gain of a small signal.
    pub gain: Gain,
    /// Response to small signals, 20 Hz to 20 kHz.
    pub response: Vec<ResponsePoint>,
    /// Delay.
    pub latency: Latency,
    /// Where 1 dB of the gain is lost.
    pub compression: Option<Compression>,
    /// Distortion against level, in the order that was asked for.
    pub levels: Vec<Distortion>,
    /// Distortion against drive, at the level of `reference`.
    pub drives: Vec<Distortion>,
    /// The tone as loud as programme is: at -12 dBFS, or as much below as the preamp amplifies.
    pub reference: Distortion,
    /// Its spectrum.
    pub spectrum: Vec<SpectrumLine>,
    /// The loudest aliases of two tones at the highest level that was asked for.
    pub aliases: Vec<Alias>,
    /// What leaves the path in silence.
    pub noise: Noise,
    /// Steps of circuits that kept their last state because no solution was found, in all of these measurements.
    pub solver_failures: u64,
}

impl Report {
    /// Measures everything; distortion at these levels of a tone's peak, dBFS. Uses a few threads.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(
        settings: &Settings,
        sample_rate_hz: f64,
        levels_dbfs: &[f64],
    ) -> Result<Self, spice::Error> {
        let bench = Bench::new(settings, sample_rate_hz)?;
        let reference_dbfs = PROGRAMME_DBFS - settings.gain_db.max(0.0);
        let highest_dbfs = levels_dbfs
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max);
        Ok(thread::scope(|scope| {
            let linear = spawn(scope, &bench, |bench| {
                let response = bench.response(RESPONSE_POINTS);
                (bench.gain(), response, bench.latency(), bench.noise())
            });
            let levels = spawn(scope, &bench, |bench| -> Vec<_> {
                let levels = levels_dbfs.iter();
                levels.map(|level| bench.distortion(*level)).collect()
            });
            let loud = spawn(scope, &bench, move |bench| {
                let reference = bench.distortion(reference_dbfs);
                let spectrum = bench.spectrum(reference_dbfs);
                let drives =
                    DRIVES_DB.map(|drive_db| bench.distortion_at_drive(reference_dbfs, drive_db));
                (reference, spectrum, drives.to_vec(), bench.compression())
            });
            let aliases = ALIAS_TONES_HZ.map(|tone_hz| {
                spawn(scope, &bench, move |bench| {
                    bench.worst_alias(tone_hz, highest_dbfs)
                })
            });
            let mut solver_failures = 0;
            let ((gain, response, latency, noise), failures) = finish(linear);
            solver_failures += failures;
            let (levels, failures) = finish(levels);
            solver_failures += failures;
            let ((reference, spectrum, drives, compression), failures) = finish(loud);
            solver_failures += failures;
            let aliases = aliases.into_iter().map(|alias| {
                let (alias, failures) = finish(alias);
                solver_failures += failures;
                alias
            });
            Self {
                settings: *settings,
                sample_rate_hz,
                internal_rate_hz: bench.internal_rate_hz(),
                gain,
                response,
                latency,
                compression,
                levels,
                drives,
                reference,
                spectrum,
                aliases: aliases.collect(),
                noise,
                solver_failures,
            }
        }))
    }
}

/// Measures with a bench of its own; returns the steps without a solution as well.
fn spawn<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    bench: &Bench,
    measure: impl FnOnce(&mut Bench) -> T + Send + 'scope,
) -> ScopedJoinHandle<'scope, (T, u64)> {
    let mut bench = bench.clone();
    scope.spawn(move || {
        let result = measure(&mut bench);
        (result, bench.solver_failures())
    })
}

fn finish<T>(task: ScopedJoinHandle<'_, T>) -> T {
    task.join().unwrap_or_else(|panic| resume_unwind(panic))
}
