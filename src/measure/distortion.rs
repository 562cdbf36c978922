//! What a loud tone comes back with: harmonics, aliases, direct voltage.

use super::period::Period;
use super::{Bench, HIGHEST_HEARD_HZ, decibels, ratio};
use crate::chain::{Node, Settings};

/// Where distortion is measured, about, Hz.
const TONE_HZ: f64 = 1e3;

/// The highest harmonic that is measured.
const HIGHEST_HARMONIC: usize = 9;

/// A settled tone of about 1 kHz at one level and drive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distortion {
    /// Frequency of the tone.
    pub frequency_hz: f64,
    /// Peak of the tone that goes in, dBFS.
    pub level_dbfs: f64,
    /// Drive that it was measured with, dB.
    pub drive_db: f64,
    /// Level that the preamp gets, dBu.
    pub input_dbu: f64,
    /// Level that the preamp hands on, dBu.
    pub preamp_dbu: f64,
    /// Gain of the tone itself from samples in to samples out, dB.
    pub gain_db: f64,
    /// H2 to H9 over the tone at the output, dB; minus infinity above half the host's rate.
    pub harmonics_db: [f64; HIGHEST_HARMONIC - 1],
    /// Mean voltage at the output.
    pub direct_volt: f64,
    /// Times per second that the converter went into clipping.
    pub clips_per_second: f64,
}

impl Distortion {
    /// Total harmonic distortion, H2 to H9: their rms over the tone's, in percent.
    pub fn thd_pct(&self) -> f64 {
        let power: f64 = self.harmonics_db.iter().map(|db| ratio(2.0 * db)).sum();
        100.0 * power.sqrt()
    }
}

/// The loudest line up to 20 kHz that is no harmonic of the tone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alias {
    /// Frequency of the tone.
    pub tone_hz: f64,
    /// Peak of the tone that goes in, dBFS.
    pub level_dbfs: f64,
    /// Where the line is, Hz.
    pub frequency_hz: f64,
    /// The line over the tone at the output, dB; minus infinity where there is none.
    pub alias_db: f64,
}

/// One line of a spectrum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpectrumLine {
    /// Its frequency.
    pub frequency_hz: f64,
    /// Its peak, dBFS.
    pub level_dbfs: f64,
}

impl Bench {
    /// Distortion of a tone of about 1 kHz whose peak is `level_dbfs`, with the settings' own drive.
    pub fn distortion(&mut self, level_dbfs: f64) -> Distortion {
        self.distortion_at_drive(level_dbfs, self.settings.drive_db)
    }

    /// The same with another drive.
    pub fn distortion_at_drive(&mut self, level_dbfs: f64, drive_db: f64) -> Distortion {
        let settings = Settings {
            drive_db,
            ..self.quiet_settings()
        };
        let period = self.short_period();
        let tone = period.bin_without_divisor(TONE_HZ);
        let settled = self.settle(&settings, &period.sine(tone, ratio(level_dbfs)));
        let lines = period.lines(&settled.output);
        let amplitude = lines.at(tone).norm();
        let seconds = settled.output.len() as f64 / self.sample_rate_hz;
        Distortion {
            frequency_hz: period.hz(tone),
            level_dbfs,
            drive_db,
            input_dbu: settled.taps.at(Node::Input).rms_dbu(0),
            preamp_dbu: settled.taps.at(Node::Preamp).rms_dbu(0),
            gain_db: decibels(amplitude) - level_dbfs,
            harmonics_db: std::array::from_fn(|index| {
                decibels(lines.at((index + 2) * tone).norm() / amplitude)
            }),
            direct_volt: lines.mean() * settled.taps.at(Node::Output).full_scale_volt,
            clips_per_second: settled.clips as f64 / seconds,
        }
    }

    /// The loudest alias of a tone whose peak is `level_dbfs`, up to 20 kHz; what stands within 6 Hz of a harmonic is counted
    /// as part of it.
    pub fn worst_alias(&mut self, tone_hz: f64, level_dbfs: f64) -> Alias {
        let period = Period::new(self.sample_rate_hz, 1.0);
        let tone = period.bin_without_divisor(tone_hz);
        let settings = self.quiet_settings();
        let settled = self.settle(&settings, &period.sine(tone, ratio(level_dbfs)));
        let lines = period.steady_lines(&settled.output);
        let heard = 1..=period.bin(HIGHEST_HEARD_HZ);
        let (bin, amplitude) = lines.largest_stranger(tone, heard).unwrap_or((0, 0.0));
        Alias {
            tone_hz: period.hz(tone),
            level_dbfs,
            frequency_hz: period.hz(bin),
            alias_db: decibels(amplitude / lines.at(tone).norm()),
        }
    }

    /// What a tone of about 1 kHz whose peak is `level_dbfs` comes back as, up to half the host's rate, in steps of 5 Hz.
    pub fn spectrum(&mut self, level_dbfs: f64) -> Vec<SpectrumLine> {
        let period = self.short_period();
        let tone = period.bin_without_divisor(TONE_HZ);
        let settings = self.quiet_settings();
        let settled = self.settle(&settings, &period.sine(tone, ratio(level_dbfs)));
        let lines = period.lines(&settled.output);
        lines
            .amplitudes()
            .map(|(bin, amplitude)| SpectrumLine {
                frequency_hz: period.hz(bin),
                level_dbfs: decibels(amplitude),
            })
            .collect()
    }
}
