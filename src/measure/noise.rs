//! What leaves the path when nothing comes in.

use super::period::Period;
use super::{Bench, HIGHEST_HEARD_HZ, LOWEST_HEARD_HZ, decibels, ratio};
use crate::chain::noise::THERMAL_VOLT_SQUARED_PER_HZ_OHM;
use crate::chain::{Node, Settings};

/// Filters and coupling capacitors fill for this time before anything counts.
const FILL_SECONDS: f64 = 0.5;

/// Length of what counts: the power of 40 000 independent samples of noise up to 20 kHz a second, so that another second
/// would read the same within 0.02 dB.
const COUNTED_SECONDS: f64 = 3.0;

/// 0 dBu is one milliwatt in 600 ohm: the square of its volts rms.
const DBU_VOLT_SQUARED: f64 = 0.6;

/// The resistor that data sheets of microphone inputs are measured with, ohm.
const SHEET_OHM: f64 = 150.0;

/// The output while the input is silent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// Noise at the output from 20 Hz to 20 kHz, dBu; minus infinity in silence.
    pub output_dbu: f64,
    /// Equivalent input noise as data sheets state it: what leaves the path with the load off, over its gain at 1 kHz,
    /// together with the thermal noise of 150 ohm, which the recording would hold. dBu, 20 Hz to 20 kHz; none in silence.
    pub ein_dbu: Option<f64>,
    /// Mean voltage at the output.
    pub direct_volt: f64,
}

impl Bench {
    /// What the settings leave at the output when nothing comes in.
    pub fn noise(&mut self) -> Noise {
        let settings = self.settings;
        let (power, direct_volt) = self.silence(&settings);
        let unloaded = Settings {
            load_on: false,
            ..settings
        };
        let (stage_power, _) = self.silence(&unloaded);
        Noise {
            output_dbu: dbu(power),
            ein_dbu: (stage_power > 0.0).then(|| {
                let gain = ratio(self.voltage_gain_db(&unloaded));
                dbu(stage_power / gain.powi(2) + thermal_power(SHEET_OHM))
            }),
            direct_volt,
        }
    }

    /// Mean square from 20 Hz to 20 kHz and mean at the output, volts, after silence at the input.
    fn silence(&mut self, settings: &Settings) -> (f64, f64) {
        let fill = Period::new(self.sample_rate_hz, FILL_SECONDS);
        let counted = Period::new(self.sample_rate_hz, COUNTED_SECONDS);
        self.start(settings);
        self.play(&fill.silence());
        let played = self.play(&counted.silence());
        let lines = counted.lines(&played.output);
        let volt = played.taps.at(Node::Output).full_scale_volt;
        let heard = counted.bin(LOWEST_HEARD_HZ)..=counted.bin(HIGHEST_HEARD_HZ);
        let power: f64 = lines
            .amplitudes()
            .filter(|(bin, _)| heard.contains(bin))
            .map(|(_, peak)| 0.5 * (peak * volt).powi(2))
            .sum();
        (power, lines.mean() * volt)
    }

    /// Gain of a small signal at 1 kHz from the recorded jack to the output, both in volts, dB.
    fn voltage_gain_db(&mut self, settings: &Settings) -> f64 {
        let mut bench = self.clone();
        bench.settings = *settings;
        let path_db = bench.gain().path_db;
        let taps = bench.chain.take_taps();
        let volt = |node| taps.at(node).full_scale_volt;
        path_db + decibels(volt(Node::Output) / volt(Node::Recorded))
    }
}

/// A mean square in dBu.
fn dbu(volt_squared: f64) -> f64 {
    10.0 * (volt_squared / DBU_VOLT_SQUARED).log10()
}

/// Mean square of the thermal noise of a resistor from 20 Hz to 20 kHz: 4 k T R df (Nyquist).
fn thermal_power(ohm: f64) -> f64 {
    THERMAL_VOLT_SQUARED_PER_HZ_OHM * ohm * (HIGHEST_HEARD_HZ - LOWEST_HEARD_HZ)
}
