//! Host rates from 8 kHz to 768 kHz, and the fresh instance at unity.

use crate::player::{chain, noise, peak, play, sine};
use crate::tone;
use preface::chain::Settings;
use preface::chain::settings::Quality;

/// A fresh instance is at unity: 0.05 dB from 20 Hz to 18 kHz, sines at -1 dBFS.
#[test]
fn fresh_instance_is_at_unity() {
    for quality in [Quality::Live, Quality::High, Quality::Render] {
        for rate_hz in [44.1e3, 48e3, 96e3, 192e3] {
            let mut chain = chain::<f64>(rate_hz, quality, &Settings::default());
            let peak = 10f64.powf(-1.0 / 20.0);
            // The lowest one takes ten seconds of signal, and the path below 100 Hz does not depend on the rate.
            let lowest_hz = if rate_hz == 44.1e3 { 20.0 } else { 100.0 };
            let worst = [lowest_hz, 1e3, 5e3, 10e3, 15e3, 18e3]
                .map(|frequency_hz| {
                    let gain = tone::response(rate_hz, frequency_hz, 0.05, |input| {
                        let mut frame = [(peak * input) as f32];
                        chain.process(&mut [&mut frame]);
                        f64::from(frame[0]) / peak
                    });
                    tone::decibels(gain).abs()
                })
                .into_iter()
                .fold(0.0, f64::max);
            println!("{quality:?} {rate_hz} Hz: {worst:.4} dB from unity");
            assert!(worst <= 0.05);
        }
    }
}

/// Every rate runs: the internal rate is what the quality promises and a signal comes through at its level.
#[test]
fn rates_from_8_to_768_khz() {
    for rate_hz in [
        8e3, 11.025e3, 16e3, 22.05e3, 32e3, 44.1e3, 88.2e3, 176.4e3, 384e3, 768e3,
    ] {
        for (quality, least_hz) in [(Quality::Live, 176.4e3), (Quality::Render, 705.6e3)] {
            let mut chain = chain::<f64>(rate_hz, quality, &Settings::default());
            assert!(chain.internal_rate_hz() >= least_hz);
            let frames = (0.1 * rate_hz) as usize;
            let output = play(&mut chain, &sine(rate_hz, 440.0, -6.0, frames));
            let level_db = 20.0 * peak(&output[frames / 2..]).log10();
            assert!(
                (level_db + 6.0).abs() < 0.1,
                "{rate_hz} Hz {quality:?}: {level_db} dBFS"
            );
            let output = play(&mut chain, &noise(1, 1.0, frames));
            assert!(output.iter().all(|sample| sample.is_finite()));
        }
    }
}
