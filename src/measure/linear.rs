//! What a small signal meets: gain, response and delay.

use std::f64::consts::TAU;

use num_complex::Complex64;

use super::period::Period;
use super::{Bench, HIGHEST_HEARD_HZ, LOWEST_HEARD_HZ, decibels, ratio};
use crate::chain::reamp::unloaded_full_scale_volt;
use crate::chain::settings::{ConverterRoute, WordLength};
use crate::chain::{Node, Settings, full_scale_volt};

/// Where gain and delay are stated, Hz.
const STATED_HZ: f64 = 1e3;

/// Tones to either side of it, Hz, between which the phase turns with the delay.
const EITHER_SIDE_HZ: f64 = 50.0;

/// Level that small signals have at the preamp's input, or less where the preamp amplifies: 0.8 mV. A triode's grid
/// leaves -120 dB of harmonics of it.
const SMALL_DBU: f64 = -60.0;

/// The same in front of a fuzz, which amplifies by up to 60 dB and whose transistors bend at a few hundred microvolt.
const SMALL_IN_FUZZ_DBU: f64 = -100.0;

/// Highest frequency over the host's rate that is asked for: the filters' pass-band ends below half of it.
const HIGHEST_SHARE_OF_RATE: f64 = 0.45;

/// Gain of a small signal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// Where it was measured: the frequency nearest to 1 kHz that suits the method.
    pub frequency_hz: f64,
    /// From samples in to samples out, dB.
    pub path_db: f64,
    /// From the volts that the preamp gets to the volts that it hands on, dB.
    pub preamp_db: f64,
}

/// The response at one frequency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResponsePoint {
    /// The frequency.
    pub frequency_hz: f64,
    /// Gain from samples in to samples out, dB.
    pub gain_db: f64,
}

/// Delay of the path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Latency {
    /// What hosts are told, in samples of the host's rate.
    pub reported_samples: u32,
    /// The delay by the slope of the phase around 1 kHz, the circuits' own included.
    pub measured_samples: f64,
}

impl Latency {
    /// What is left when the host has made up for what it was told.
    pub fn residual_samples(&self) -> f64 {
        self.measured_samples - f64::from(self.reported_samples)
    }
}

impl Bench {
    /// Gain of a small signal at 1 kHz.
    pub fn gain(&mut self) -> Gain {
        let period = self.short_period();
        let bin = period.bin_without_divisor(STATED_HZ);
        let peak = ratio(self.small_signal_dbfs());
        let settled = self.settle(&self.linear_settings(), &period.sine(bin, peak));
        let output = period.lines(&settled.output).at(bin).norm();
        let power = |node| settled.taps.at(node).mean_square(0);
        Gain {
            frequency_hz: period.hz(bin),
            path_db: decibels(output / peak),
            preamp_db: 10.0 * (power(Node::Preamp) / power(Node::Input)).log10(),
        }
    }

    /// Response to small signals at about so many frequencies, in equal ratios from 20 Hz to 20 kHz or to the end of what
    /// the host's rate allows. All of them sound at once.
    pub fn response(&mut self, points: usize) -> Vec<ResponsePoint> {
        let period = Period::new(self.sample_rate_hz, 1.0);
        let highest_hz = HIGHEST_HEARD_HZ.min(HIGHEST_SHARE_OF_RATE * self.sample_rate_hz);
        let octaves = (highest_hz / LOWEST_HEARD_HZ).log2();
        let steps = points.max(2) - 1;
        let mut bins: Vec<_> = (0..=steps)
            .map(|step| octaves * step as f64 / steps as f64)
            .map(|octave| period.bin(LOWEST_HEARD_HZ * octave.exp2()))
            .collect();
        bins.dedup();
        // The tones add up to the rms of a single one.
        let peak = ratio(self.small_signal_dbfs()) / (bins.len() as f64).sqrt();
        let settled = self.settle(&self.linear_settings(), &period.chord(&bins, peak));
        let lines = period.lines(&settled.output);
        bins.iter()
            .map(|bin| ResponsePoint {
                frequency_hz: period.hz(*bin),
                gain_db: decibels(lines.at(*bin).norm() / peak),
            })
            .collect()
    }

    /// Delay of a small signal at 1 kHz.
    pub fn latency(&mut self) -> Latency {
        let period = self.short_period();
        let bins = [-EITHER_SIDE_HZ, EITHER_SIDE_HZ].map(|side| period.bin(STATED_HZ + side));
        let input = period.chord(&bins, ratio(self.small_signal_dbfs()));
        let settled = self.settle(&self.linear_settings(), &input);
        let [sent, received] = [&input, &settled.output].map(|samples| period.lines(samples));
        let reported_samples = self.chain.latency_samples();
        // With what was reported taken off, the turn between the tones is far below one revolution.
        let turn = |bin: usize| -> Complex64 {
            let reported = f64::from(reported_samples) / self.sample_rate_hz;
            let back = Complex64::from_polar(1.0, TAU * period.hz(bin) * reported);
            received.at(bin) / sent.at(bin) * back
        };
        let slope = -(turn(bins[1]) * turn(bins[0]).conj()).arg();
        let seconds = slope / (TAU * (period.hz(bins[1]) - period.hz(bins[0])));
        Latency {
            reported_samples,
            measured_samples: f64::from(reported_samples) + seconds * self.sample_rate_hz,
        }
    }

    /// The settings without what would cover a small signal: noise, and the dither of a word length, which turns no phase
    /// and has no gain.
    fn linear_settings(&self) -> Settings {
        Settings {
            bits: WordLength::Off,
            ..self.quiet_settings()
        }
    }

    /// Peak of a sine that leaves every circuit linear, dBFS.
    pub(super) fn small_signal_dbfs(&self) -> f64 {
        let settings = &self.settings;
        let full_scale_dbu = settings.in_cal_dbu - settings.rec_gain_db;
        let amplified_db = (settings.gain_db + settings.drive_db).max(0.0);
        let small_dbu = if settings.reamp_on && settings.reamp_load.is_fuzz() {
            SMALL_IN_FUZZ_DBU - amplified_db - gain_behind_preamp_db(settings).max(0.0)
        } else if settings.load_on && settings.now_input.is_fuzz() {
            (SMALL_DBU - amplified_db).min(SMALL_IN_FUZZ_DBU)
        } else {
            SMALL_DBU - amplified_db
        };
        small_dbu - full_scale_dbu
    }

    /// A fifth of a second: 5 Hz between bins.
    pub(super) fn short_period(&self) -> Period {
        Period::new(self.sample_rate_hz, 0.2)
    }
}

/// From the preamp's output to the jack that is re-amped into, with nothing plugged in there, dB.
fn gain_behind_preamp_db(settings: &Settings) -> f64 {
    let has_combo_jack = settings.converter_on && settings.conv_route == ConverterRoute::ComboJack;
    let combo_db = if has_combo_jack {
        settings.combo_gain_db
    } else {
        0.0
    };
    let sent = unloaded_full_scale_volt(settings) / full_scale_volt(settings.conv_cal_dbu);
    combo_db + decibels(sent)
}
