//! The demo's guitar: plucked strings in front of a pickup, synthesised, so that it is ours and always the same.
//!
//! Each string is an extended Karplus-Strong loop (Jaffe and Smith, *Extensions of the Karplus-Strong plucked-string
//! algorithm*, Computer Music Journal 7(2), 1983): a delay of one period, a loss filter and a fractional delay that tunes
//! it. Three things make it a DI of an electric guitar:
//!
//! - A string plucked at a fraction p of its length moves past any point with a rectangular velocity, high for p of the
//!   period; a pickup senses velocity. The plectrum's width rounds the edges.
//! - The pickup sits at a fraction q of the length: a comb that takes out harmonics with a node there.
//! - The pickup's inductance resonates with the cable: a single-coil of 2.3 H and 6 kohm with 300 pF at 1 Mohm peaks by
//!   2.6 dB at 4.35 kHz.
//!
//! The loudest peak is 1 V, what a hard strum of a passive guitar delivers: -13 dBFS at an input where 0 dBFS is
//! +12.2 dBu.

use std::f64::consts::{SQRT_2, TAU};

use super::Audio;

const SAMPLE_RATE_HZ: f64 = 48_000.0;
const SECONDS: f64 = 8.0;

/// Peak of a sine at 0 dBFS, volt: +12.2 dBu, where 0 dBu is 0.7746 V rms.
const FULL_SCALE_VOLT: f64 = 0.774_596_669 * 4.073_802_778 * SQRT_2; // 10^(12.2 / 20)

/// The loudest peak, volt.
const PEAK_VOLT: f64 = 1.0;

/// Where the string is plucked and where the pickup sits, from the bridge.
const PLUCK_POSITION: f64 = 0.13;
const PICKUP_POSITION: f64 = 0.21;

/// Seconds in which the fundamental and a partial at 5 kHz fall by 60 dB.
const DECAY_SECONDS: f64 = 7.0;
const DECAY_SECONDS_AT_5_KHZ: f64 = 0.9;

/// A note: start in seconds, length in seconds, frequency, strength of the pluck 0..1.
struct Note(f64, f64, f64, f64);

/// E minor, picked softly, strummed hard, and two low notes that ring.
const NOTES: [Note; 21] = [
    Note(0.05, 2.40, 82.41, 0.45),
    Note(0.35, 2.10, 123.47, 0.35),
    Note(0.65, 1.80, 164.81, 0.40),
    Note(0.95, 1.50, 196.00, 0.45),
    Note(1.25, 1.20, 246.94, 0.50),
    Note(1.55, 0.90, 329.63, 0.55),
    Note(1.85, 0.60, 246.94, 0.40),
    Note(2.15, 0.35, 196.00, 0.35),
    Note(2.500, 2.10, 82.41, 0.95),
    Note(2.512, 2.09, 123.47, 0.95),
    Note(2.523, 2.08, 164.81, 0.90),
    Note(2.533, 2.07, 196.00, 0.90),
    Note(2.542, 2.06, 246.94, 0.85),
    Note(2.550, 2.05, 329.63, 0.85),
    Note(4.700, 0.22, 82.41, 0.80),
    Note(4.950, 0.22, 82.41, 0.60),
    Note(5.200, 0.45, 98.00, 0.85),
    Note(5.700, 0.22, 82.41, 0.80),
    Note(5.950, 0.30, 110.00, 0.85),
    Note(6.300, 1.60, 82.41, 1.00),
    Note(6.310, 1.59, 123.47, 0.95),
];

/// The riff as a mono recording.
pub fn riff() -> Audio {
    let mut volts = vec![0.0; (SECONDS * SAMPLE_RATE_HZ) as usize];
    for note in &NOTES {
        pluck(note, &mut volts);
    }
    resonate(&mut volts);
    let peak = volts
        .iter()
        .fold(0.0_f64, |peak, volt| peak.max(volt.abs()));
    let scale = PEAK_VOLT / peak / FULL_SCALE_VOLT;
    Audio {
        sample_rate_hz: SAMPLE_RATE_HZ as u32,
        channels: vec![volts.iter().map(|volt| (volt * scale) as f32).collect()],
    }
}

/// Adds a note.
fn pluck(&Note(start, length, frequency_hz, strength): &Note, volts: &mut [f64]) {
    let period = SAMPLE_RATE_HZ / frequency_hz;
    let loss = Loss::new(frequency_hz);
    // The loop's delay besides the line: the loss filter's and the tuning all-pass's (0.5..1.5 samples).
    let line_length = (period - loss.delay - 0.5).floor();
    let tuning = period - loss.delay - line_length;
    let all_pass = (1.0 - tuning) / (1.0 + tuning);

    let mut line = vec![0.0; line_length as usize];
    // A harder pluck has sharper edges.
    let rounding = 1.0 - (-TAU * (1500.0 + 5000.0 * strength) / SAMPLE_RATE_HZ).exp();
    let pickup_delay = (PICKUP_POSITION * period) as usize;
    let mut sensed = vec![0.0; pickup_delay.max(1)];
    let (mut edge, mut damped, mut tuned_in, mut tuned_out) = (0.0, 0.0, 0.0, 0.0);
    let first = (start * SAMPLE_RATE_HZ) as usize;
    let last = ((start + length) * SAMPLE_RATE_HZ) as usize;
    let fade = 0.02 * SAMPLE_RATE_HZ; // the finger that stops the string
    for (index, volt) in volts.iter_mut().take(last).skip(first).enumerate() {
        let velocity = match index as f64 / period {
            phase if phase < PLUCK_POSITION => 1.0 - PLUCK_POSITION,
            phase if phase < 1.0 => -PLUCK_POSITION,
            _ => 0.0,
        };
        edge += rounding * (strength * velocity - edge);

        let delayed = line[index % line.len()];
        let (now, before) = (delayed, std::mem::replace(&mut damped, delayed));
        let lost = loss.gain * ((1.0 - loss.share) * now + loss.share * before);
        tuned_out = all_pass * (lost - tuned_out) + tuned_in;
        tuned_in = lost;
        let string = edge + tuned_out;
        let place = index % line.len();
        line[place] = string;

        let place = index % sensed.len();
        let other_way = std::mem::replace(&mut sensed[place], string);
        let to_go = (last - first - index) as f64;
        *volt += (string - other_way) * (to_go / fade).min(1.0);
    }
}

/// The loss of one period: `gain * ((1 - share) + share z^-1)`.
struct Loss {
    gain: f64,
    share: f64,
    /// Phase delay at low frequencies, samples.
    delay: f64,
}

impl Loss {
    fn new(frequency_hz: f64) -> Self {
        let gain_of = |seconds: f64| 10f64.powf(-3.0 / (frequency_hz * seconds));
        let gain = gain_of(DECAY_SECONDS);
        // |1 - share + share e^-jw|^2 = 1 - 2 share (1 - share) (1 - cos w), solved for the share.
        let wanted = (gain_of(DECAY_SECONDS_AT_5_KHZ) / gain).powi(2);
        let product = (1.0 - wanted) / (2.0 * (1.0 - (TAU * 5000.0 / SAMPLE_RATE_HZ).cos()));
        let share = 0.5 - (0.25 - product.min(0.25)).sqrt();
        Self {
            gain,
            share,
            delay: share,
        }
    }
}

/// The resonance of pickup and cable: a second-order low-pass, bilinear.
fn resonate(volts: &mut [f64]) {
    const RESONANCE_HZ: f64 = 4350.0;
    const QUALITY: f64 = 1.24; // peak Q / sqrt(1 - 1 / (4 Q^2)) = 2.6 dB
    let warped = (TAU / 2.0 * RESONANCE_HZ / SAMPLE_RATE_HZ).tan();
    let norm = 1.0 / (1.0 + warped / QUALITY + warped * warped);
    let forward = warped * warped * norm;
    let back = [
        2.0 * (warped * warped - 1.0) * norm,
        (1.0 - warped / QUALITY + warped * warped) * norm,
    ];
    let mut state = [0.0; 2];
    for volt in volts {
        let input = *volt;
        let output = forward * input + state[0];
        state[0] = 2.0 * forward * input - back[0] * output + state[1];
        state[1] = forward * input - back[1] * output;
        *volt = output;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_riff_peaks_at_one_volt() {
        let peak = riff().channels[0]
            .iter()
            .fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        let dbfs = 20.0 * f64::from(peak).log10();
        assert!((dbfs + 12.99).abs() < 0.01, "{dbfs} dBFS");
    }
}
