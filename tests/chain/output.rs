//! Volume, mix, level match, bypass.

use crate::player::{chain, noise, peak, play, sine};
use crate::tone;
use preface::chain::Settings;
use preface::chain::settings::{Polarity, Quality};

const RATE_HZ: f64 = 48e3;
const QUALITIES: [Quality; 3] = [Quality::Live, Quality::High, Quality::Render];

fn rms_db(signal: &[f32]) -> f64 {
    let sum: f64 = signal.iter().map(|&sample| f64::from(sample).powi(2)).sum();
    10.0 * (sum / signal.len() as f64).log10()
}

/// Bypass is the input, later by the latency, bit for bit once the cross-fade of 10 ms is over.
#[test]
fn bypass_is_exact() {
    for quality in QUALITIES {
        let mut chain = chain(
            RATE_HZ,
            quality,
            &Settings {
                gain_db: 10.0,
                ..Settings::default()
            },
        );
        let mut signal = noise(5, 1.0, 9_600);
        signal[2_000] = 1e-42; // denormal numbers are finite samples too
        signal[3_000] = 1e30;
        let latency = chain.latency_samples() as usize;
        let start = 320; // on the grid
        let mut output = play(&mut chain, &signal[..start]);
        chain.set(&Settings {
            gain_db: 10.0,
            bypass: true,
            ..Settings::default()
        });
        output.extend(play(&mut chain, &signal[start..]));
        let exact = start + 480;
        for index in exact..signal.len() {
            assert_eq!(
                output[index].to_bits(),
                signal[index - latency].to_bits(),
                "{index}"
            );
        }
        assert_ne!(output[start + 100], signal[start + 100 - latency]);
    }
}

/// Bypass moves without clicks, there and back.
#[test]
fn bypass_fades() {
    let settings = Settings {
        polarity: Polarity::Inverted,
        ..Settings::default()
    };
    let mut chain = chain(RATE_HZ, Quality::Live, &settings);
    let signal = sine(RATE_HZ, 250.0, -6.0, 48_000);
    let mut output = Vec::new();
    for (index, part) in signal.chunks(4_800).enumerate() {
        chain.set(&Settings {
            bypass: index % 2 == 1,
            ..settings
        });
        output.extend(play(&mut chain, part));
    }
    let step = |signal: &[f32]| {
        signal
            .windows(2)
            .fold(0f32, |most, pair| most.max((pair[1] - pair[0]).abs()))
    };
    assert!(step(&output[100..]) < 1.41 * step(&signal));
}

/// Half of the path and half of the recording are in time: what they differ by is the 0.5 us of the preamp's 300 kHz.
/// One internal sample apart at 4x would be -14 dB.
#[test]
fn mix_is_in_time() {
    for quality in QUALITIES {
        let wet = Settings::default();
        let signal = noise(9, 0.1, 24_000);
        let all = play(&mut chain(RATE_HZ, quality, &wet), &signal);
        let half = play(
            &mut chain(
                RATE_HZ,
                quality,
                &Settings {
                    mix_pct: 50.0,
                    ..wet
                },
            ),
            &signal,
        );
        let differences: Vec<f32> = half
            .iter()
            .zip(&all)
            .map(|(half, all)| half - all)
            .collect();
        let error_db = rms_db(&differences[4_800..]) - rms_db(&all[4_800..]);
        println!("{quality:?}: {error_db:.1} dB");
        assert!(error_db < -30.0);
    }
}

/// So a half-mixed fresh instance is as flat as any other: 0.05 dB to 18 kHz.
#[test]
fn mix_is_flat() {
    for quality in QUALITIES {
        let settings = Settings {
            mix_pct: 50.0,
            ..Settings::default()
        };
        for rate_hz in [44.1e3, 96e3] {
            let mut chain = chain::<f64>(rate_hz, quality, &settings);
            for frequency_hz in [100.0, 1e3, 8e3, 18e3] {
                let gain = tone::response(rate_hz, frequency_hz, 0.05, |input| {
                    let mut frame = [0.5 * input as f32];
                    chain.process(&mut [&mut frame]);
                    2.0 * f64::from(frame[0])
                });
                assert!(tone::decibels(gain).abs() < 0.05);
            }
        }
    }
}

/// Nothing of the path is left at 0 %.
#[test]
fn mix_of_zero_is_the_recording() {
    let settings = Settings {
        mix_pct: 0.0,
        gain_db: 40.0,
        ..Settings::default()
    };
    let mut path = chain(RATE_HZ, Quality::High, &settings);
    let signal = sine(RATE_HZ, 1e3, -6.0, 9_600);
    let output = play(&mut path, &signal);
    let latency = path.latency_samples() as usize;
    let error = output[2_000..].iter().zip(&signal[2_000 - latency..]);
    let differences: Vec<f32> = error.map(|(output, input)| output - input).collect();
    assert!(20.0 * (peak(&differences) / 0.5).log10() < -80.0);
}

/// Volume is a gain behind everything: it drives nothing.
#[test]
fn volume_is_a_gain() {
    let signal = sine(RATE_HZ, 1e3, -12.0, 24_000);
    let level = |volume_db| {
        let settings = Settings {
            volume_db,
            ..Settings::default()
        };
        rms_db(&play(&mut chain(RATE_HZ, Quality::Live, &settings), &signal)[4_800..])
    };
    let unity_db = level(0.0);
    for volume_db in [-60.0, -6.0, 12.0, 24.0] {
        assert!((level(volume_db) - unity_db - volume_db).abs() < 0.001);
    }
}

/// A matched result is as loud as the recording; in a pause the gain stays; switched off it is gone.
#[test]
fn level_is_matched() {
    for gain_db in [-16.0, 12.0] {
        let settings = Settings {
            out_link: false,
            out_cal_dbu: 12.2 - gain_db,
            match_level: true,
            ..Settings::default()
        };
        let mut chain = chain(RATE_HZ, Quality::Live, &settings);
        let signal = noise(2, 0.05, 5 * 48_000);
        let recorded_db = rms_db(&signal);
        let matched = play(&mut chain, &signal);
        let error_db = rms_db(&matched[4 * 48_000..]) - recorded_db;
        println!("gain {gain_db} dB: matched within {error_db:.2} dB");
        assert!(error_db.abs() < 0.3);
        play(&mut chain, &vec![0.0; 5 * 48_000]);
        let after_pause = play(&mut chain, &signal[..9_600]);
        assert!((rms_db(&after_pause[4_800..]) - recorded_db).abs() < 0.5);
        chain.set(&Settings {
            match_level: false,
            ..settings
        });
        let unmatched = play(&mut chain, &signal);
        assert!((rms_db(&unmatched[4 * 48_000..]) - recorded_db - gain_db).abs() < 0.3);
    }
}
