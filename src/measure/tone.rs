//! What becomes of a sine on its way, at any node: harmonics, and volts out against volts in.

use std::sync::Arc;

use num_complex::Complex64;

use super::period::Period;
use super::{Bench, decibels, ratio, repeats};
use crate::chain::scope::{Scope, Trace};
use crate::chain::{Node, recorded_full_scale_volt};

/// The sine is about here, Hz.
const TONE_HZ: f64 = 1e3;

/// One period of what is played: 25 Hz between bins, and at the highest internal rate as much as a scope holds.
const PERIOD_SECONDS: f64 = 0.04;

/// What creeps by less than this from one period to the next is as good as settled for a picture, dB.
const SETTLED_DB: f64 = -90.0;

/// After this time what is there is measured as it is.
const LONGEST_WAIT_SECONDS: f64 = 2.0;

/// Harmonics that are kept, the tone itself included: enough for a curve with a sharp bend.
const HARMONICS: usize = 64;

/// A settled sine of about 1 kHz as a node has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tone {
    /// Where it was measured.
    pub node: Node,
    /// Frequency of the tone, Hz.
    pub frequency_hz: f64,
    /// Peak of the sine that goes in, dBFS.
    pub level_dbfs: f64,
    /// Its peak at the recorded jack, volts.
    pub input_volt: f64,
    /// Mean voltage at the node.
    pub direct_volt: f64,
    /// Peaks of the tone and its harmonics at the node, volts. The tone's phase is 0 or half a turn, where the path turns
    /// it upside down; those of the harmonics are relative to it.
    harmonics: Vec<Complex64>,
}

impl Tone {
    /// Peak of a harmonic, volts; the first one is the tone itself. Nothing beyond what the node's rate allows.
    pub fn harmonic_volt(&self, number: usize) -> f64 {
        let harmonic = number
            .checked_sub(1)
            .and_then(|place| self.harmonics.get(place));
        harmonic.map_or(0.0, |harmonic| harmonic.norm())
    }

    /// A harmonic over the tone, dB.
    pub fn harmonic_db(&self, number: usize) -> f64 {
        decibels(self.harmonic_volt(number) / self.harmonic_volt(1))
    }

    /// Total harmonic distortion, H2 to H9: their rms over the tone's, percent.
    pub fn thd_pct(&self) -> f64 {
        let power: f64 = (2..=9)
            .map(|number| self.harmonic_volt(number).powi(2))
            .sum();
        100.0 * power.sqrt() / self.harmonic_volt(1)
    }

    /// Gain of the tone from the recorded jack to the node, both in volts; below zero where it is turned upside down.
    pub fn gain(&self) -> f64 {
        self.harmonics.first().map_or(0.0, |first| first.re) / self.input_volt
    }

    /// The voltage at the node while `input_volt` is at the recorded jack, without the delay in between: the mean of the
    /// way up and the way down.
    ///
    /// A function f of a cosine A cos x has harmonics a_n cos nx with f(v) = sum over n of a_n T_n(v/A), where T_n are
    /// Chebyshev's polynomials, T_n(cos x) = cos nx. What is left, a_n sin nx, opens a loop around this curve.
    pub fn output_volt(&self, input_volt: f64) -> f64 {
        let turn = (input_volt / self.input_volt).clamp(-1.0, 1.0).acos();
        let waves = self.harmonics.iter().enumerate();
        let sum: f64 = waves
            .map(|(place, harmonic)| harmonic.re * ((place + 1) as f64 * turn).cos())
            .sum();
        self.direct_volt + sum
    }
}

impl Bench {
    /// Plays a sine of about 1 kHz whose peak is `level_dbfs`, from rest, and listens to it at a node. None if it was
    /// called off: `is_wanted` is asked every 40 ms of the signal.
    ///
    /// Other than [`distortion`](Self::distortion) it takes what is settled to a hundredth of a percent for settled: it
    /// is for pictures.
    pub fn tone(
        &mut self,
        node: Node,
        level_dbfs: f64,
        is_wanted: &dyn Fn() -> bool,
    ) -> Option<Tone> {
        let period = Period::new(self.sample_rate_hz, PERIOD_SECONDS);
        let bin = period.bin_without_divisor(TONE_HZ);
        let played = period.sine(bin, ratio(level_dbfs));
        let factor = self.internal_rate_hz() / self.sample_rate_hz;
        // What runs inside is compared with what runs inside, which is in time with it.
        let (reference, factor) = match node.runs_inside() {
            true => (Node::Input, factor.round() as usize),
            false => (Node::Recorded, 1),
        };
        let samples = played.len() * factor;
        let [probe, reference] = [node, reference].map(|node| Probe {
            scope: Arc::new(Scope::default()),
            node,
            samples,
        });
        self.start(&self.quiet_settings());
        self.attach(&probe);
        let heard = self.settle_at(&probe, &played, is_wanted)?;
        self.attach(&reference);
        self.play(&played);
        let before = self.hear(&reference, &played);
        let delay_seconds = match node {
            Node::Output => f64::from(self.chain.latency_samples()) / self.sample_rate_hz,
            _ => 0.0,
        };
        let late = std::f64::consts::TAU * period.hz(bin) * delay_seconds;
        let [heard, before] = [heard, before].map(|samples| period.lines(&samples));
        let first = heard.at(bin);
        let is_turned = (first / before.at(bin) * Complex64::from_polar(1.0, late)).re < 0.0;
        let sign = if is_turned { -1.0 } else { 1.0 };
        let phase = (first * sign).arg();
        let harmonics = (1..=HARMONICS).map(|number| {
            let back = Complex64::from_polar(1.0, -phase * number as f64);
            heard.at(number * bin) * back
        });
        let recorded_volt = recorded_full_scale_volt(&self.settings);
        Some(Tone {
            node,
            frequency_hz: period.hz(bin),
            level_dbfs,
            input_volt: ratio(level_dbfs) * recorded_volt,
            direct_volt: heard.mean(),
            harmonics: harmonics.collect(),
        })
    }

    /// A sine that leaves every circuit linear, at a node: its gain is that of small signals.
    pub fn small_tone(&mut self, node: Node, is_wanted: &dyn Fn() -> bool) -> Option<Tone> {
        self.tone(node, self.small_signal_dbfs(), is_wanted)
    }

    fn attach(&mut self, probe: &Probe) {
        probe.scope.ask(Some(probe.node));
        self.chain.set_scope(probe.scope.clone());
    }

    /// Plays a period until what a node hears of it repeats, and returns that.
    fn settle_at(
        &mut self,
        probe: &Probe,
        played: &[f32],
        is_wanted: &dyn Fn() -> bool,
    ) -> Option<Vec<f32>> {
        let most_periods = LONGEST_WAIT_SECONDS / PERIOD_SECONDS;
        let mut heard = self.hear(probe, played);
        for _ in 1..most_periods as usize {
            if !is_wanted() {
                return None;
            }
            let last = std::mem::replace(&mut heard, self.hear(probe, played));
            if repeats(&last, &heard, SETTLED_DB) {
                break;
            }
        }
        Some(heard)
    }

    /// Plays one period and returns what a node hears of it.
    fn hear(&mut self, probe: &Probe, played: &[f32]) -> Vec<f32> {
        self.play(played);
        let mut heard = vec![0.0; probe.samples];
        // A probe that has just been moved hears from the next point of the chain's grid on: then this stays silent.
        let _origin = probe.scope.read(Trace::Probe, &mut heard);
        heard
    }
}

/// A scope at a node of the chain under test.
struct Probe {
    scope: Arc<Scope>,
    node: Node,
    /// In one period.
    samples: usize,
}
