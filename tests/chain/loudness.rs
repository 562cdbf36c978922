//! Loudness and true peak against the standard's own figures and against another implementation.

use crate::player::{noise, sine};
use ebur128::{EbuR128, Mode};
use preface::dsp::loudness::{WeightedPower, lkfs};
use preface::dsp::true_peak::TruePeak;
use preface::lanes::{Lanes, Stereo};

fn loudness<V: Lanes>(sample_rate_hz: f64, frames: &[V]) -> f64 {
    let mut power = WeightedPower::new(sample_rate_hz);
    let (settle, measured) = frames.split_at(frames.len() / 2);
    power.process(settle);
    power.take_mean_square();
    power.process(measured);
    lkfs(power.take_mean_square())
}

fn wide(signal: &[f32]) -> Vec<f64> {
    signal.iter().map(|&sample| f64::from(sample)).collect()
}

/// 997 Hz at 0 dBFS in one channel is -3.01 LKFS; at 8 kHz the head's shelf bends a little, because it ends at 4 kHz.
#[test]
fn sine_of_full_scale_reads_minus_3_01() {
    for rate_hz in [8e3, 44.1e3, 48e3, 96e3, 192e3, 705.6e3] {
        let frames = wide(&sine(rate_hz, 997.0, 0.0, 2 * rate_hz as usize));
        let mono = loudness(rate_hz, &frames);
        println!("{rate_hz} Hz: {mono:.3} LKFS");
        let tolerance_db = if rate_hz < 44.1e3 { 0.25 } else { 0.02 };
        assert!((mono + 3.01).abs() < tolerance_db, "{rate_hz} Hz: {mono}");
        let both: Vec<_> = frames.iter().map(|&frame| Stereo::splat(frame)).collect();
        assert!((loudness(rate_hz, &both) - mono - 3.0103).abs() < 0.01);
    }
}

/// Noise and low and high tones agree with the crate `ebur128`.
#[test]
fn loudness_agrees_with_ebur128() {
    for rate_hz in [44_100u32, 48_000, 96_000, 192_000] {
        let rate = f64::from(rate_hz);
        let frames = 6 * rate_hz as usize;
        for (name, signal) in [
            ("40 Hz", sine(rate, 40.0, -20.0, frames)),
            ("3 kHz", sine(rate, 3e3, -20.0, frames)),
            ("noise", noise(4, 0.1, frames)),
        ] {
            let mut reference = EbuR128::new(1, rate_hz, Mode::S).unwrap();
            reference.add_frames_f32(&signal).unwrap();
            let expected = reference.loudness_shortterm().unwrap();
            let measured = loudness(rate, &wide(&signal));
            println!("{rate_hz} Hz {name}: {measured:.3}, ebur128 {expected:.3}");
            assert!((measured - expected).abs() < 0.06);
        }
    }
}

/// A sine between the samples: the largest sample misses its peak by 3 dB, the true peak by less than 0.6 dB (annex 2
/// of BS.1770 for four times the rate).
#[test]
fn true_peak_sees_between_samples() {
    let rate_hz = 48e3;
    for (frequency_hz, phase) in [(rate_hz / 4.0, 0.125), (rate_hz / 6.0, 0.0), (997.0, 0.3)] {
        let frames: Vec<f64> = (0..4_800)
            .map(|index| {
                (std::f64::consts::TAU * (frequency_hz * f64::from(index) / rate_hz + phase)).sin()
            })
            .collect();
        let mut true_peak = TruePeak::default();
        // Windowed at its ends, so that it does not begin with a jump.
        let faded: Vec<f64> = frames
            .iter()
            .enumerate()
            .map(|(index, frame)| frame * (index as f64 / 480.0).min(1.0))
            .collect();
        true_peak.process(&faded);
        let peak_db = 20.0 * true_peak.take_peak().log10();
        println!("{frequency_hz} Hz: {peak_db:.2} dBTP");
        assert!(peak_db.abs() < 0.6);
    }
}
