//! *Gain* is the gain, and *Character* keeps the response, whatever is chosen.

use std::f64::consts::TAU;

use num_complex::Complex64;
use preface::chain::Settings;
use preface::chain::preamp::Preamp;
use preface::chain::settings::{InputTransformer, SolidState, Tube};

use super::{RATE_HZ, all, alone, preamp};
use crate::signal::db;

/// Response to a small sine, from rest: what coupling capacitors still do meanwhile is no sine.
fn response(preamp: &mut Preamp<f64>, hz: f64, peak: f64) -> Complex64 {
    const PERIODS: f64 = 20.0;
    let settle = (RATE_HZ * 10.0 / hz) as usize;
    let length = (RATE_HZ * PERIODS / hz).round() as usize;
    let angle = |index: usize| TAU * hz * index as f64 / RATE_HZ;
    let mut volts: Vec<f64> = (0..settle + length)
        .map(|index| peak * angle(index).sin())
        .collect();
    preamp.process(&mut volts);
    let (mut gain, mut weight) = (Complex64::new(0.0, 0.0), 0.0);
    for (index, volt) in volts[settle..].iter().enumerate() {
        let window = 1.0 - (TAU * (index as f64 + 0.5) / length as f64).cos();
        gain += Complex64::from_polar(window * volt, -angle(settle + index));
        weight += window;
    }
    gain * Complex64::new(0.0, 2.0) / (weight * peak)
}

/// The smaller of 1 mV at the input and at the circuit.
fn small_peak(settings: &Settings) -> f64 {
    1e-3 * 10f64.powf(-f64::max(settings.gain_db + settings.drive_db, 0.0) / 20.0)
}

/// Off every place at which the law was read, and at every end.
#[test]
fn gain_is_the_gain_at_any_bias_feedback_and_transformer() {
    let mut worst = (0.0, String::new());
    for (name, circuit) in alone() {
        let mut preamp = preamp(&circuit);
        let is_tube = circuit.character_pct > 0.0;
        let feedbacks = if is_tube {
            &[0.0, 3.7, 20.0][..]
        } else {
            &[0.0]
        };
        let biases = if is_tube || circuit.solid_state != SolidState::Clean {
            &[-100.0, -43.0, 0.0, 71.0, 100.0][..]
        } else {
            &[0.0]
        };
        let mut gains = [-20.0, -3.3, 13.0, 30.0, 45.7, 70.0].iter().cycle();
        for bias_pct in biases {
            for tube_feedback_db in feedbacks {
                for (xfmr_in, xfmr_out) in [
                    (InputTransformer::Off, false),
                    (InputTransformer::OneToTen, true),
                    (InputTransformer::OneToFive, false),
                    (InputTransformer::Off, true),
                ] {
                    let settings = Settings {
                        bias_pct: *bias_pct,
                        tube_feedback_db: *tube_feedback_db,
                        xfmr_in,
                        xfmr_out,
                        gain_db: *gains.next().unwrap(),
                        ..circuit
                    };
                    preamp.set(&settings, 0);
                    let response = response(&mut preamp, 1000.0, small_peak(&settings));
                    let error_db = (db(response.norm()) - settings.gain_db).abs();
                    let at = format!(
                        "{name}, bias {bias_pct} %, feedback {tube_feedback_db} dB, {xfmr_in:?}, {xfmr_out}, gain {} dB",
                        settings.gain_db
                    );
                    assert!(error_db < 0.1, "{at}: off by {error_db:.3} dB");
                    assert!(
                        response.arg().abs() < 0.2,
                        "{at}: phase {:.3}",
                        response.arg()
                    );
                    if error_db > worst.0 {
                        worst = (error_db, at);
                    }
                }
            }
        }
    }
    println!("gain is off by {:.4} dB at most: {}", worst.0, worst.1);
}

/// Halfway between two circuits nothing cancels.
#[test]
fn halfway_sounds_like_both_ends_in_frequency() {
    let mut failures = Vec::new();
    let mut preamp = preamp(&Settings::default());
    for solid_state in all::<SolidState>() {
        for tube in all::<Tube>() {
            let mut worst = (0.0, 0.0, 0.0);
            for gain_db in [0.0, 16.0, 40.0] {
                for hz in [100.0, 1000.0, 10_000.0] {
                    let [solid, half, tube] = [0.0, 50.0, 100.0].map(|character_pct| {
                        let settings = Settings {
                            solid_state,
                            tube,
                            gain_db,
                            character_pct,
                            ..Settings::default()
                        };
                        preamp.set(&settings, 0);
                        db(response(&mut preamp, hz, small_peak(&settings)).norm())
                    });
                    let apart = f64::max((half - solid).abs(), (half - tube).abs());
                    if apart > worst.0 {
                        worst = (apart, gain_db, hz);
                    }
                }
            }
            let (apart, gain_db, hz) = worst;
            let text = format!(
                "{solid_state:?} and {tube:?}: halfway {apart:.2} dB off an end, at {gain_db} dB and {hz} Hz"
            );
            println!("{text}");
            if apart >= 0.5 {
                failures.push(text);
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
