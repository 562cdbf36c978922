//! The chain without a host: what the plugin's output is compared with.

use preface::chain::settings::{Quality, Settings};
use preface::chain::{Chain, Parameter};
use preface::lanes::Stereo;

/// A sound that uses every block: a loaded pickup, the tube stage driven until it bends, clipping, mix.
pub const SOUND: [(&str, &str); 8] = [
    ("source", "Single-coil"),
    ("now_cable_m", "9 m"),
    ("cable_type", "Coiled"),
    ("highpass", "80 Hz"),
    ("gain_db", "9.5 dB"),
    ("drive_db", "12 dB"),
    ("character_pct", "75 %"),
    ("mix_pct", "90 %"),
];

/// The row of the contract with this id.
pub fn contract(id: &str) -> &'static Parameter {
    Parameter::find(id).unwrap_or_else(|| panic!("the contract has no {id}"))
}

/// Settings from texts.
pub fn settings(texts: &[(&str, &str)]) -> Settings {
    let mut settings = Settings::default();
    for (id, text) in texts {
        let value = contract(id).parse(text).expect("a value of the parameter");
        (contract(id).set)(&mut settings, value);
    }
    settings
}

/// Channels of noise with a few plucks in it, up to about -6 dBFS: different in each channel, always the same.
pub fn material(channels: usize, length: usize) -> Vec<Vec<f32>> {
    (1..=channels as u32)
        .map(|seed| {
            let mut state = seed.wrapping_mul(0x9e37_79b9) | 1;
            (0..length)
                .map(|index| {
                    // xorshift32, Marsaglia 2003
                    state ^= state << 13;
                    state ^= state >> 17;
                    state ^= state << 5;
                    let envelope = (-((index % 1500) as f32) / 300.0).exp();
                    (state as f32 / u32::MAX as f32 - 0.5) * envelope
                })
                .collect()
        })
        .collect()
}

/// The chain for one or two channels.
pub enum Direct {
    /// One channel.
    Mono(Box<Chain<f64>>),
    /// Two channels.
    Stereo(Box<Chain<Stereo>>),
}

impl Direct {
    /// Builds it.
    pub fn new(channels: usize, rate_hz: f64, quality: Quality, settings: &Settings) -> Self {
        match channels {
            1 => Self::Mono(Box::new(built(Chain::new(rate_hz, quality, settings)))),
            _ => Self::Stereo(Box::new(built(Chain::new(rate_hz, quality, settings)))),
        }
    }

    /// See [`Chain::set`].
    pub fn set(&mut self, settings: &Settings) {
        match self {
            Self::Mono(chain) => chain.set(settings),
            Self::Stereo(chain) => chain.set(settings),
        }
    }

    /// What comes out for `input`.
    pub fn process(&mut self, input: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let mut output = input.to_vec();
        let mut channels: Vec<&mut [f32]> = output.iter_mut().map(Vec::as_mut_slice).collect();
        match self {
            Self::Mono(chain) => chain.process(&mut channels),
            Self::Stereo(chain) => chain.process(&mut channels),
        }
        output
    }

    /// See [`Chain::latency_samples`].
    pub fn latency_samples(&self) -> u32 {
        match self {
            Self::Mono(chain) => chain.latency_samples(),
            Self::Stereo(chain) => chain.latency_samples(),
        }
    }
}

fn built<C>(chain: Result<C, preface::spice::Error>) -> C {
    chain.unwrap_or_else(|error| panic!("{error}"))
}

/// The largest difference of two recordings in dB below full scale; minus infinity where they are the same.
pub fn difference_db(left: &[Vec<f32>], right: &[Vec<f32>]) -> f64 {
    assert_eq!(left.len(), right.len());
    let mut largest = 0.0_f64;
    for (left, right) in left.iter().zip(right) {
        assert_eq!(left.len(), right.len());
        for (&left, &right) in left.iter().zip(right) {
            largest = largest.max((f64::from(left) - f64::from(right)).abs());
        }
    }
    20.0 * largest.log10()
}
