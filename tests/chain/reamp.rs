//! The re-amp block: levels at the jack, what loads them, and what a box does not bring back.

mod virtual_pickup;

use std::f64::consts::TAU;

use num_complex::Complex64;
use preface::chain::Settings;
use preface::chain::parameter::Choice;
use preface::chain::reamp::Reamp;
use preface::chain::settings::{BoxImpedance, Input, Listen, ReampBox, ReampLoad, Source};

use crate::envelope::{Player, Tone, every_step, over_db};
use crate::player::noise;
use crate::signal::{self, db};

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
/// without a box with that of the line output. Read 6 dB below full scale: an active box clips at +21.5 dBu.
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
            let gain = response(&settings, 1e3, 0.5 * full_scale);
            let error_db = db(gain.norm() * full_scale / peak_volt(expected_dbu));
            println!(
                "{box:?}, line {line_out_dbu} dBu, send {send_cal_dbu} dBu: off by {error_db:.4} dB"
            );
            assert!(error_db.abs() < 0.01, "{box:?}: {error_db} dB");
            assert!(gain.arg().abs() < 0.05, "{box:?}: turned by {}", gain.arg());
        }
    }
}

/// 5 kHz against 100 Hz, dB.
fn tilt_db(response: impl Fn(f64) -> Complex64) -> f64 {
    db(response(5e3).norm() / response(100.0).norm())
}

/// A box is a resistance: into 8 kohm it keeps the top, whichever it is.
#[test]
fn a_box_does_not_bring_pickup_loading_back() {
    for r#box in (0..ReampBox::CHOICES.len()).map(ReampBox::from_index) {
        for box_z in [BoxImpedance::Ohm1k, BoxImpedance::Ohm10k] {
            let settings = Settings {
                r#box,
                box_z,
                reamp_load_ohm: 8e3,
                reamp_cable_m: 5.0,
                ..unloaded()
            };
            let tilt_db = tilt_db(|hz| response(&settings, hz, 0.1));
            println!("{box:?}, {box_z:?}, into 8 kohm: {tilt_db:.3} dB at 5 kHz against 100 Hz");
            assert!(tilt_db.abs() < 0.06, "{box:?}: {tilt_db} dB");
        }
    }
}

/// Every load takes its share of the level behind 10 kohm; its capacitance is nothing at 1 kHz.
#[test]
fn loads_are_as_heavy_as_they_say() {
    for (reamp_load, ohm) in [
        (ReampLoad::AmpHigh1M, 1e6),
        (ReampLoad::AmpLow136k, 136e3),
        (ReampLoad::BufferedPedal, 470e3),
        (ReampLoad::Wah, 69.5e3),
        (ReampLoad::Acoustic, 10e6),
        (ReampLoad::Custom, 3.3e3),
    ] {
        let settings = Settings {
            box_z: BoxImpedance::Ohm10k,
            reamp_load,
            reamp_load_ohm: 3.3e3,
            reamp_cable_m: 3.0,
            ..unloaded()
        };
        let loss_db = db(response(&settings, 1e3, 0.1).norm());
        let expected_db = db(ohm / (ohm + 10e3));
        println!("{reamp_load:?}: {loss_db:.3} dB, by its resistance {expected_db:.3} dB");
        assert!((loss_db - expected_db).abs() < 0.01);
    }
}

/// What a fuzz is for a small signal, ohm, from what it leaves of a voltage behind 10 kohm.
fn fuzz_ohm(reamp_load: ReampLoad, fuzz_pct: f64, hz: f64) -> f64 {
    let settings = Settings {
        box_z: BoxImpedance::Ohm10k,
        reamp_load,
        fuzz_pct,
        ..unloaded()
    };
    let jack = response(&settings, hz, 1e-4);
    (10e3 * jack / (1.0 - jack)).norm()
}

/// Small-signal impedances of the two-transistor fuzz, with hybrid-pi transistors of the usual current gains: a pot that is
/// turned down a little makes almost a short circuit of its input. Full up, they count where the capacitor at the emitter
/// is one, in germanium from 3 kHz on and in silicon from 10 kHz on.
#[test]
fn a_fuzz_loads_the_box_as_its_control_stands() {
    for (reamp_load, full_hz, expected) in [
        (ReampLoad::FuzzGermanium, 3e3, [7.3e3, 1.3e3, 540.0, 430.0]),
        (ReampLoad::FuzzSilicon, 10e3, [25e3, 860.0, 440.0, 390.0]),
    ] {
        for (fuzz_pct, expected) in [100.0, 90.0, 50.0, 0.0].into_iter().zip(expected) {
            let hz = if fuzz_pct == 100.0 { full_hz } else { 1e3 };
            let ohm = fuzz_ohm(reamp_load, fuzz_pct, hz);
            println!("{reamp_load:?} at {fuzz_pct} %: {ohm:.0} ohm, expected {expected} ohm");
            assert!((ohm / expected).ln().abs() < 0.1, "{ohm} ohm");
        }
    }
}

/// Behind the fuzz a note of 100 mV is a square wave; at its jack it is still a note, if a weak one.
#[test]
fn behind_the_fuzz_it_is_louder_and_has_other_harmonics() {
    for reamp_load in [ReampLoad::FuzzGermanium, ReampLoad::FuzzSilicon] {
        let [jack, fuzz] = [Listen::Jack, Listen::AfterFuzz].map(|listen| {
            let settings = Settings {
                reamp_load,
                listen,
                ..unloaded()
            };
            let mut volts = signal::sine(0.1, 220.0, RATE_HZ, 1.0, 0.1);
            reamp(&settings).process(&mut volts);
            let settled = volts.len() - (RATE_HZ / 22.0) as usize;
            signal::harmonics(&volts[settled..], 220.0, RATE_HZ, 9)
        });
        let thd = [&jack, &fuzz].map(|harmonics| 100.0 * signal::thd(harmonics));
        println!(
            "{reamp_load:?}: {:.1} mV with {:.1} % at the jack, {:.1} mV with {:.1} % behind the fuzz",
            1e3 * jack[0],
            thd[0],
            1e3 * fuzz[0],
            thd[1]
        );
        assert!(fuzz[0] > 2.0 * jack[0] && thd[1] > 20.0 && thd[1] > 1.5 * thd[0]);
    }
}

impl Player for Reamp<f64> {
    fn set(&mut self, settings: &Settings) {
        self.set(settings, 128);
    }

    fn play(&mut self, input: &[f64]) -> Vec<f64> {
        let mut output = input.to_vec();
        self.process(&mut output);
        output
    }
}

/// All choices of a list from `base` on, such that every step between two of them is taken.
fn every_step_of<C: Choice>(base: Settings, set: fn(&mut Settings, C)) -> Vec<Settings> {
    let at = |choice| {
        let mut settings = base;
        set(&mut settings, C::from_index(choice));
        settings
    };
    every_step(C::CHOICES.len()).into_iter().map(at).collect()
}

#[test]
fn switching_stays_within_both_envelopes() {
    let direct = Settings {
        reamp_on: true,
        ..Settings::default()
    };
    let pickup = Settings {
        source: Source::Humbucker,
        virtual_pickup: true,
        now_input: Input::HiZ220k,
        ..direct
    };
    let fuzz = Settings {
        reamp_load: ReampLoad::FuzzSilicon,
        ..pickup
    };
    let flip = |one: Settings, other: Settings| vec![one, other, one, other];
    let load = |settings: &mut Settings, load| settings.reamp_load = load;
    let r#box = |settings: &mut Settings, device| settings.r#box = device;
    let off = Settings {
        reamp_on: false,
        ..pickup
    };
    let by_itself = Settings {
        virtual_pickup: false,
        ..pickup
    };
    let behind = Settings {
        listen: Listen::AfterFuzz,
        ..fuzz
    };
    let mut failures = Vec::new();
    for (name, way) in [
        ("on and off", flip(off, pickup)),
        ("boxes", every_step_of(pickup, r#box)),
        ("boxes into a fuzz", every_step_of(behind, r#box)),
        (
            "impedances",
            every_step_of(pickup, |settings, impedance| settings.box_z = impedance),
        ),
        ("loads of a box", every_step_of(direct, load)),
        ("loads of a pickup", every_step_of(pickup, load)),
        (
            "sources",
            every_step_of(pickup, |settings, source| settings.source = source),
        ),
        ("virtual pickup", flip(by_itself, pickup)),
        ("listen", flip(fuzz, behind)),
    ] {
        let mut tone = Tone::new(1.121, RATE_HZ);
        let (over_db, step) = over_db(&mut reamp(&way[0]), &mut tone, &way);
        println!("{name}: {over_db:.2} dB over the settled envelopes, step {step}");
        // Line level charges a fuzz's input capacitor for longer than a fade.
        let bound_db = if name == "boxes into a fuzz" {
            2.5
        } else {
            1.0
        };
        if over_db > bound_db {
            let end = |place: usize| {
                let Settings {
                    r#box,
                    box_z,
                    reamp_load,
                    source,
                    listen,
                    ..
                } = &way[place];
                format!("{box:?} {box_z:?} {source:?} {reamp_load:?} {listen:?}")
            };
            failures.push(format!(
                "{name}: {over_db:.2} dB from {} to {}",
                end(step),
                end(step + 1)
            ));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
