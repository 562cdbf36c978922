//! Reported latency is what a signal takes.

use crate::player::{chain, play};
use num_complex::Complex;
use preface::chain::Settings;
use preface::chain::settings::Quality;
use std::f64::consts::TAU;

const QUALITIES: [Quality; 3] = [Quality::Live, Quality::High, Quality::Render];
const RATES_HZ: [f64; 5] = [44.1e3, 48e3, 88.2e3, 96e3, 192e3];

/// What the clean preamp's 300 kHz and its input capacitor delay at 1 kHz, at most. A circuit's own delay is part of
/// its sound and not reported.
const PREAMP_SECONDS: f64 = 0.7e-6;

/// By the slope of the phase at 1 kHz: half a sample at most, nothing but the preamp's own with linear phase.
#[test]
fn latency_is_the_delay_at_1_khz() {
    for quality in QUALITIES {
        for rate_hz in RATES_HZ {
            let mut chain = chain::<f64>(rate_hz, quality, &Settings::default());
            let mut impulse = vec![0.0; 4096];
            impulse[0] = 0.5;
            let mut response = play(&mut chain, &impulse);
            fade_out(&mut response);
            let at = |frequency_hz: f64| -> Complex<f64> {
                let angle = -TAU * frequency_hz / rate_hz;
                let frames = response.iter().enumerate();
                frames
                    .map(|(index, &sample)| {
                        Complex::from_polar(f64::from(sample), angle * index as f64)
                    })
                    .sum()
            };
            let turn = at(1050.0) * at(950.0).conj();
            let delay = -turn.arg() / (TAU * 100.0) * rate_hz;
            let residual = delay - f64::from(chain.latency_samples());
            println!(
                "{quality:?} {rate_hz} Hz: {} + {residual:.4} samples",
                chain.latency_samples()
            );
            let bound = match quality {
                Quality::Live => 0.5,
                _ => 1e-3 + PREAMP_SECONDS * rate_hz,
            };
            assert!(residual.abs() <= bound);
        }
    }
}

/// Fades the second half out: the slow tail of a coupling capacitor, cut off, would turn the phase.
fn fade_out(response: &mut [f32]) {
    let half = response.len() / 2;
    for (index, sample) in response[half..].iter_mut().enumerate() {
        let angle = std::f64::consts::PI * index as f64 / half as f64;
        *sample *= (0.5 + 0.5 * angle.cos()) as f32;
    }
}

/// By an impulse: with linear phase its peak comes out exactly where it is announced, otherwise within a sample or two.
#[test]
fn impulse_comes_out_where_it_is_announced() {
    for quality in QUALITIES {
        for rate_hz in RATES_HZ {
            let mut chain = chain::<f64>(rate_hz, quality, &Settings::default());
            let mut impulse = vec![0.0; 1024];
            impulse[100] = 0.5;
            let response = play(&mut chain, &impulse);
            let peak = (0..response.len())
                .max_by(|&one, &other| response[one].abs().total_cmp(&response[other].abs()))
                .unwrap();
            let late = peak as i64 - 100 - i64::from(chain.latency_samples());
            println!("{quality:?} {rate_hz} Hz: peak {late} samples late");
            assert!(late.abs() <= if quality == Quality::Live { 2 } else { 0 });
        }
    }
}

/// Nothing that can be automated changes it.
#[test]
fn latency_does_not_depend_on_settings() {
    let fresh = chain::<f64>(48e3, Quality::Live, &Settings::default()).latency_samples();
    let settings = Settings {
        converter_on: false,
        character_pct: 100.0,
        gain_db: 20.0,
        reamp_on: true,
        ..Settings::default()
    };
    assert_eq!(
        chain::<f64>(48e3, Quality::Live, &settings).latency_samples(),
        fresh
    );
}
