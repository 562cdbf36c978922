//! What settings do to a signal, in figures: gain, response, distortion, aliases, noise, latency and direct voltage.
//!
//! A [`Bench`] plays test signals through a [`Chain`] as a host would, mono, and measures what comes back. Everything
//! that is played repeats after a whole number of frames (its *period*), and is played until what comes out repeats as
//! well. Over one such period every harmonic stands in a bin of its own, and since the tone's bin shares no divisor with
//! the period, every alias stands in a bin where no harmonic is. So no window is needed; aliases are looked for through
//! one all the same, because a bias that creeps for seconds would spread below every harmonic.
//!
//! Each measurement starts from rest, so that the same settings give the same figures in any order.

mod bands;
mod compression;
mod distortion;
mod linear;
mod noise;
mod period;
mod report;
mod tone;

pub use bands::Bands;
pub use compression::Compression;
pub use distortion::{Alias, Distortion, SpectrumLine};
pub use linear::{Gain, Latency, ResponsePoint};
pub use noise::Noise;
pub use report::Report;
pub use tone::Tone;

use crate::chain::{Chain, Settings, Taps};
use crate::spice;

/// The highest frequency that is counted as heard, Hz.
pub const HIGHEST_HEARD_HZ: f64 = 20e3;

/// The lowest frequency that is counted as heard, Hz.
pub const LOWEST_HEARD_HZ: f64 = 20.0;

/// Output is settled when a period differs from the one before by no more than this, rms of the difference over rms.
const SETTLED_DB: f64 = -115.0;

/// After this time what comes out is measured as it is.
const LONGEST_WAIT_SECONDS: f64 = 4.0;

/// A path under test.
///
/// What would follow the test signals or cover them is off while they play: level matching always, noise except where it
/// is what is measured.
#[derive(Clone, Debug)]
pub struct Bench {
    chain: Chain<f64>,
    sample_rate_hz: f64,
    settings: Settings,
}

/// One settled period.
struct Settled {
    output: Vec<f32>,
    /// Levels at the nodes over this period.
    taps: Taps,
    /// Times that the converter went into clipping in this period.
    clips: u64,
}

impl Bench {
    /// Builds the path at `settings`, with their quality, for a host at `sample_rate_hz`.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(settings: &Settings, sample_rate_hz: f64) -> Result<Self, spice::Error> {
        let settings = Settings {
            match_level: false,
            ..*settings
        };
        Ok(Self {
            chain: Chain::new(sample_rate_hz, settings.quality, &settings)?,
            sample_rate_hz,
            settings,
        })
    }

    /// Goes on with other settings of the same quality. They take effect with the next measurement.
    pub fn set(&mut self, settings: &Settings) {
        self.settings = Settings {
            match_level: false,
            ..*settings
        };
    }

    /// The settings that are measured.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The host's rate, Hz.
    pub fn sample_rate_hz(&self) -> f64 {
        self.sample_rate_hz
    }

    /// The rate at which the circuits are solved, Hz.
    pub fn internal_rate_hz(&self) -> f64 {
        self.chain.internal_rate_hz()
    }

    /// Steps without a solution in all measurements of this bench so far.
    pub fn solver_failures(&self) -> u64 {
        self.chain.solver_failures()
    }

    /// The settings without noise.
    fn quiet_settings(&self) -> Settings {
        Settings {
            noise: false,
            ..self.settings
        }
    }

    /// Puts the path at rest at `settings`.
    fn start(&mut self, settings: &Settings) {
        self.chain.set(settings);
        self.chain.reset();
    }

    /// Plays one period again and again, from rest, until what comes out repeats itself too.
    fn settle(&mut self, settings: &Settings, period: &[f32]) -> Settled {
        self.start(settings);
        let most_periods = LONGEST_WAIT_SECONDS * self.sample_rate_hz / period.len() as f64;
        let mut settled = self.play(period);
        for _ in 1..(most_periods as usize).max(2) {
            let last = std::mem::replace(&mut settled, self.play(period));
            if repeats(&last.output, &settled.output, SETTLED_DB) {
                break;
            }
        }
        settled
    }

    fn play(&mut self, period: &[f32]) -> Settled {
        let clips = self.chain.clips();
        self.chain.take_taps();
        let mut output = period.to_vec();
        self.chain.process(&mut [&mut output]);
        Settled {
            output,
            taps: self.chain.take_taps(),
            clips: self.chain.clips() - clips,
        }
    }
}

/// Whether two periods differ by no more than `settled_db`, rms of the difference over rms.
fn repeats(last: &[f32], now: &[f32], settled_db: f64) -> bool {
    let power: f64 = now.iter().map(|sample| f64::from(*sample).powi(2)).sum();
    let pairs = last.iter().zip(now);
    let change: f64 = pairs
        .map(|(last, now)| (f64::from(*now) - f64::from(*last)).powi(2))
        .sum();
    change <= power * 10f64.powf(settled_db / 10.0)
}

/// An amplitude ratio in dB.
fn decibels(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// Decibels as an amplitude ratio.
fn ratio(decibels: f64) -> f64 {
    10f64.powf(decibels / 20.0)
}
