//! The deck's admittances at one frequency: what it does to a signal, and the noise it makes.

use num_complex::Complex;
use std::f64::consts::TAU;

use super::values::{LoadValues, SourceValues};

/// The two-port between the pickup and the answer: tone and volume pot with the load behind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guitar {
    /// Tone pot as far as it is in series with its capacitor, ohm.
    pub tone_ohm: f64,
    /// Volume pot above its wiper, ohm.
    pub volume_upper_ohm: f64,
    /// Volume pot below its wiper, ohm.
    pub volume_lower_ohm: f64,
}

/// What stands at the jack and at the wiper of the volume pot.
#[derive(Clone, Copy, Debug, Default)]
pub struct Point {
    /// Source and recorded load.
    output: Complex<f64>,
    /// Tone pot now less recorded load: the change at the jack but for the volume pot.
    change_beside_volume: Complex<f64>,
    /// Volume pot above its wiper, ohm.
    upper_ohm: f64,
    /// Volume pot below its wiper, and the load of now.
    wiper: Complex<f64>,
}

impl Point {
    /// At a frequency.
    pub fn at(
        frequency_hz: f64,
        source: &SourceValues,
        guitar: &Guitar,
        recorded: &LoadValues,
        now: &LoadValues,
    ) -> Self {
        let s = Complex::new(0.0, TAU * frequency_hz);
        let conductance = |ohm: f64| Complex::from(1.0 / ohm);
        // The tone capacitor blocks direct current, where its impedance has no number.
        let tone = |ohm: f64| {
            let susceptance = s * source.tone_farad;
            susceptance / (susceptance * ohm + 1.0)
        };
        let coil = s * source.henry + source.ohm;
        let pickup = coil.inv() + s * source.farad + conductance(source.eddy_ohm);
        let recorded = tone(source.pot_ohm)
            + conductance(source.pot_ohm)
            + conductance(recorded.ohm)
            + s * recorded.farad;
        Self {
            output: pickup + recorded,
            change_beside_volume: tone(guitar.tone_ohm) - recorded,
            upper_ohm: guitar.volume_upper_ohm,
            wiper: conductance(guitar.volume_lower_ohm) + conductance(now.ohm) + s * now.farad,
        }
    }

    /// The answer per recorded volt where `share` of the change is made.
    pub fn response(&self, share: f64) -> Complex<f64> {
        self.transfer() * self.output * self.jack(share)
    }

    /// The resistance whose thermal noise the answer has beyond what the recording brings along, ohm; 0 where it has less.
    pub fn noise_ohm(&self, share: f64) -> f64 {
        let transfer = self.transfer();
        // With the jack at ground, what is left between the answer and ground; then what the jack adds, there and back.
        let behind_jack = (self.wiper + 1.0 / self.upper_ohm).inv();
        let answer = behind_jack + transfer * transfer * self.jack(share);
        let recorded = self.output.inv();
        (answer.re - self.response(share).norm_sqr() * recorded.re).max(0.0)
    }

    /// Voltage at the wiper per volt at the jack.
    fn transfer(&self) -> Complex<f64> {
        (self.wiper * self.upper_ohm + 1.0).inv()
    }

    /// Impedance between the jack and ground.
    fn jack(&self, share: f64) -> Complex<f64> {
        let change = self.change_beside_volume + self.wiper * self.transfer();
        (self.output + change * share).inv()
    }
}
