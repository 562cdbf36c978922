//! What is played through every combination.

use std::f64::consts::TAU;

use super::RATE_HZ;
use crate::player::noise;
use crate::signal;

/// Ten seconds of what comes to an input: a plucked string, a bass note that swells to full scale, a sweep, drum hits,
/// hiss, a plug that is pulled, and rests in which circuits recover.
pub fn programme() -> Vec<f32> {
    let string = signal::plucked_string(0.9, RATE_HZ, 2.0);
    let count = 10 * RATE_HZ as usize;
    let mut volts: Vec<f64> = string.iter().cycle().take(count).copied().collect();
    let hiss = noise(99, 1.0, count);
    for (index, volt) in volts.iter_mut().enumerate() {
        let time = index as f64 / RATE_HZ;
        let part = time % 1.0;
        let sine = |hz: f64| (TAU * hz * part).sin();
        let hit = (-(part % 0.25) / 0.03).exp();
        *volt = match time as usize {
            0 | 1 => *volt,
            2 => part * sine(41.2),
            // From 20 Hz to 20 kHz: the integral of a frequency that rises by equal ratios.
            3 => 0.5 * (TAU * 20.0 * (1000f64.powf(part) - 1.0) / 1000f64.ln()).sin(),
            4 => f64::from(hiss[index]) * hit,
            5 => 0.3 * sine(82.4) + 0.3 * sine(1318.5) + 0.2 * sine(5274.0),
            6 => 0.0,
            7 if part < 0.01 => 1.0,
            7 => 0.1 * f64::from(hiss[index]),
            8 => sine(1000.0) * hit,
            _ => 0.001 * sine(440.0),
        };
    }
    volts.iter().map(|volt| *volt as f32).collect()
}
