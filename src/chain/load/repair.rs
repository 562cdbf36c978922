//! How far a load may be undone: the repair limit.
//!
//! At the jack the recorded voltage stands behind the output admittance of source and recorded load, and a new load sees
//! it through H = Y_out / (Y_out + share (Y_now - Y_recorded)). Where the recorded load was heavy and the new one is not,
//! |H| has no bound of its own; the share of the change that stays below the limit is found here.

use num_complex::Complex;
use std::f64::consts::TAU;

use super::values::{LoadValues, SourceValues};

/// Frequencies that are looked at above direct current: three to an octave from 20 Hz to 20 kHz.
const FREQUENCIES: usize = 31;

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

/// Output admittance, change of load and transfer of the pots at one frequency.
#[derive(Clone, Copy, Debug, Default)]
struct Point {
    output: Complex<f64>,
    change: Complex<f64>,
    transfer: Complex<f64>,
}

impl Point {
    fn at(
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
        let wiper = conductance(guitar.volume_lower_ohm) + conductance(now.ohm) + s * now.farad;
        let transfer = (wiper * guitar.volume_upper_ohm + 1.0).inv();
        Self {
            output: pickup + recorded,
            change: tone(guitar.tone_ohm) + wiper * transfer - recorded,
            transfer,
        }
    }

    /// |H| where `share` of the change is made.
    fn gain(&self, share: f64) -> f64 {
        (self.transfer * self.output / (self.output + self.change * share)).norm()
    }
}

/// The largest share (1 - k, 0..1) of the change from recorded to new load for which no frequency up to 20 kHz is lifted
/// by more than `limit_db`; 1 where the whole change stays below. Does not allocate.
pub fn share(
    source: &SourceValues,
    guitar: &Guitar,
    recorded: &LoadValues,
    now: &LoadValues,
    limit_db: f64,
) -> f64 {
    let mut points = [Point::default(); FREQUENCIES + 1];
    for (index, point) in points.iter_mut().enumerate() {
        let frequency_hz = match index {
            0 => 0.0,
            _ => 20.0 * 1000.0_f64.powf((index - 1) as f64 / (FREQUENCIES - 1) as f64),
        };
        *point = Point::at(frequency_hz, source, guitar, recorded, now);
    }
    let limit = 10.0_f64.powf(limit_db / 20.0);
    let exceeds = |share: f64| points.iter().any(|point| point.gain(share) > limit);
    if !exceeds(1.0) {
        return 1.0;
    }
    let (mut below, mut above) = (0.0, 1.0);
    // 2^-30 of the change is far below what a limit in decibels can tell.
    for _ in 0..30 {
        let middle = 0.5 * (below + above);
        if exceeds(middle) {
            above = middle
        } else {
            below = middle
        }
    }
    below
}
