//! The re-amp block: levels at the jack, what loads them, and what a box does not bring back.

use std::f64::consts::TAU;

use num_complex::Complex64;
use preface::chain::Settings;
use preface::chain::parameter::Choice;
use preface::chain::reamp::Reamp;
use preface::chain::settings::{BoxImpedance, ReampBox, ReampLoad};

use crate::player::noise;
use crate::signal::db;

const RATE_HZ: f64 = 4.0 * 48e3;

/// Peak volts of a sine at so many dBu.
fn peak_volt(dbu: f64) -> f64 {
    1.2f64.sqrt() * 10f64.powf(dbu / 20.0)
}

fn reamp(settings: &Settings) -> Reamp<f64> {
    Reamp::new(RATE_HZ, settings).unwrap_or_else(|error| panic!("{error}"))
}

/// On, with a custom load of 10 Mohm and no cable: as good as nothing plugged in.
fn unloaded() -> Settings {
    Settings {
        reamp_on: true,
        reamp_load: ReampLoad::Custom,
        reamp_load_ohm: 10e6,
        reamp_cable_m: 0.0,
        ..Settings::default()
    }
}

/// Volts out per volt in, for a sine of `peak` that has settled.
fn response(settings: &Settings, hz: f64, peak: f64) -> Complex64 {
    const PERIODS: f64 = 10.0;
    let mut reamp = reamp(settings);
    let settle = (RATE_HZ * 0.5) as usize;
    let count = (RATE_HZ * PERIODS / hz).round() as usize;
    let angle = |index: usize| TAU * hz * index as f64 / RATE_HZ;
    let mut volts: Vec<f64> = (0..settle + count)
        .map(|index| {
            let fade = (index as f64 / (0.6 * settle as f64)).min(1.0);
            peak * fade * angle(index).sin()
        })
        .collect();
    reamp.process(&mut volts);
    let sum: Complex64 = (volts[settle..].iter().enumerate())
        .map(|(index, volt)| Complex64::from_polar(*volt, -angle(settle + index)))
        .sum();
    sum * Complex64::new(0.0, 2.0) / (count as f64 * peak)
}

#[test]
fn off_it_is_not_there() {
    let mut reamp = reamp(&Settings::default());
    let input: Vec<f64> = noise(5, 3.0, 20_000).into_iter().map(f64::from).collect();
    let mut output = input.clone();
    reamp.process(&mut output);
    assert!(output == input);
}

/// Full scale behind the converter comes out of the unloaded jack with the level of the send, whatever the other levels are;
/// without a box with that of the line output.
#[test]
fn the_unloaded_jack_has_the_level_of_the_send() {
    for r#box in (0..ReampBox::CHOICES.len()).map(ReampBox::from_index) {
        for (line_out_dbu, send_cal_dbu, conv_cal_dbu, box_z) in [
            (18.0, 12.2, 12.2, BoxImpedance::Ohm1k),
            (24.0, -10.0, 18.0, BoxImpedance::Ohm10k),
            (4.0, 12.2, 8.0, BoxImpedance::Ohm150),
        ] {
            let settings = Settings {
                r#box,
                line_out_dbu,
                send_cal_dbu,
                conv_cal_dbu,
                box_z,
                ..unloaded()
            };
            let expected_dbu = match r#box {
                ReampBox::None => line_out_dbu,
                _ => send_cal_dbu,
            };
            let full_scale = peak_volt(conv_cal_dbu);
            let gain = response(&settings, 1000.0, full_scale);
            let error_db = db(gain.norm() * full_scale / peak_volt(expected_dbu));
            println!(
                "{box:?}, line {line_out_dbu} dBu, send {send_cal_dbu} dBu: off by {error_db:.4} dB"
            );
            assert!(error_db.abs() < 0.01, "{box:?}: {error_db} dB");
            assert!(gain.arg().abs() < 0.05, "{box:?}: turned by {}", gain.arg());
        }
    }
}
