//! Inputs that are circuits of their own, and equal sides.

use num_complex::Complex64;
use preface::chain::load::repair::frequency_hz;
use preface::chain::load::{Catalogue, Side, input_ohm};
use preface::chain::parameter::Choice;
use preface::chain::preamp::Preamp;
use preface::chain::settings::{Input, InputTransformer, Pad, RecordedInput, Source, ThruLoad};
use preface::chain::{Settings, load};
use std::f64::consts::TAU;

use super::{FREQUENCIES_HZ, LIVE_HZ, block, db, every, response_within, setup};

/// Whatever the source and the input: the recording already holds what that input did, nonlinear ones too.
#[test]
fn equal_sides_hand_the_recording_on_bit_for_bit() {
    let input: Vec<f64> = (0..4096)
        .map(|index| (0.37 * f64::from(index)).sin() * 1.1)
        .collect();
    for source in every::<Source>() {
        for rec_input in every::<RecordedInput>() {
            let settings = Settings {
                source,
                rec_input,
                now_input: rec_input.into(),
                rec_mic_z_ohm: 2400.0,
                mic_z_ohm: 2400.0,
                ..Settings::default()
            };
            let mut output = input.clone();
            block(&settings, LIVE_HZ).process(&mut output);
            assert_eq!(input, output, "{source:?} {rec_input:?}");
        }
    }
}

/// Without an impedance of the source no linear input does anything, but boxes do what they do from 0 ohm.
#[test]
fn as_recorded_acts_from_0_ohm() {
    let into = |now_input| Settings {
        now_input,
        now_cable_m: 20.0,
        guitar_volume: 5.0,
        ..Settings::default()
    };
    let at_1_khz = |settings: &Settings| db(response_within(settings, LIVE_HZ, 1.0, 1e-2)[4]);
    for now_input in every::<Input>() {
        let level_db = at_1_khz(&into(now_input));
        println!("{now_input:?}: {level_db:+.3} dB");
        let expected_db = match now_input {
            // 12:1 and windings, both of the microphone input's load; a follower's.
            Input::PassiveDi => -22.1,
            Input::ActiveDi10M | Input::ActiveDi220k => -1.4,
            _ => 0.0,
        };
        assert!((level_db - expected_db).abs() <= 0.1);
    }
    let thru = Settings {
        thru_load: ThruLoad::Amp136k,
        ..into(Input::PassiveDi)
    };
    assert!((at_1_khz(&thru) - at_1_khz(&into(Input::PassiveDi))).abs() < 1e-3);
}

/// Three elements stand for a recorded box: how near they come to what its netlist is for small signals.
#[test]
fn linear_equivalents_come_near_their_circuits() {
    let catalogue = Catalogue::get().unwrap();
    for (input, mic_z_ohm, bound) in [
        (Input::PassiveDi, 300.0, 0.15),
        (Input::PassiveDi, 1500.0, 0.15),
        (Input::PassiveDi, 10e3, 0.15),
        (Input::ActiveDi10M, 1500.0, 0.15),
        (Input::ActiveDi220k, 1500.0, 0.15),
    ] {
        let settings = Settings {
            now_input: input,
            mic_z_ohm,
            now_cable_m: 0.0,
            ..Settings::default()
        };
        let side = Side::now(&settings);
        let exact = side.curve(catalogue).unwrap();
        let equivalent = side.linear(catalogue);
        let mut worst = 0.0_f64;
        for (place, admittance) in exact.admittances.iter().enumerate() {
            let hertz = frequency_hz(place);
            if (50.0..=10e3).contains(&hertz) {
                let s = Complex64::new(0.0, TAU * hertz);
                let error = (equivalent.admittance(s) - admittance).norm() / admittance.norm();
                worst = worst.max(error);
            }
        }
        println!(
            "{input:?} with {mic_z_ohm} ohm behind it: {:.1} kohm, {:.0} pF, {:.0} H; at most {:.1} % off from 50 Hz to 10 kHz",
            equivalent.ohm / 1e3,
            equivalent.farad * 1e12,
            equivalent.primary.henry,
            100.0 * worst
        );
        assert!(worst <= bound, "{worst}");
    }
}

/// A guitar is plugged into a DI box, and the recording of that is plugged back into 1 Mohm.
#[test]
fn what_a_box_took_comes_back() {
    for source in [
        Source::SingleCoil,
        Source::Humbucker,
        Source::HotHumbucker,
        Source::JBass,
    ] {
        for (now_input, rec_input) in [
            (Input::PassiveDi, RecordedInput::PassiveDi),
            (Input::ActiveDi10M, RecordedInput::ActiveDi10M),
            (Input::ActiveDi220k, RecordedInput::ActiveDi220k),
        ] {
            let there = Settings {
                source,
                now_input,
                ..Settings::default()
            };
            let back = Settings {
                source,
                rec_input,
                ..Settings::default()
            };
            let [there, back] =
                [there, back].map(|settings| response_within(&settings, LIVE_HZ, 2.0, 1e-3));
            let errors = there
                .iter()
                .zip(&back)
                .map(|(there, back)| db(there * back));
            let worst_db = (FREQUENCIES_HZ.iter().zip(errors))
                .filter(|(hz, _)| (50.0..=8e3).contains(*hz))
                .map(|(_, error_db)| error_db.abs())
                .fold(0.0, f64::max);
            println!("{source:?} {now_input:?} and back: {worst_db:.3} dB from 50 Hz to 8 kHz");
            assert!(worst_db <= 0.3);
        }
    }
}

/// *Gain* counts from the transformer's primary, wherever the transformer is: with a microphone input, behind a DI box,
/// and in the preamp behind the pad.
#[test]
fn gain_counts_from_the_primary() {
    for xfmr_in in [InputTransformer::OneToTen, InputTransformer::OneToFive] {
        for (now_input, primary_input, pad) in [
            (Input::Mic, Input::HiZ1M, Pad::Off),
            (Input::Mic, Input::HiZ1M, Pad::Minus20),
            (Input::PassiveDi, Input::PassiveDi, Pad::Off),
            (Input::ActiveDi10M, Input::ActiveDi10M, Pad::Off),
        ] {
            for (gain_db, mic_z_ohm) in [(30.0, 1500.0), (50.0, 600.0), (20.0, 6800.0)] {
                let settings = Settings {
                    now_input,
                    xfmr_in,
                    gain_db,
                    mic_z_ohm,
                    pad,
                    ..Settings::default()
                };
                let volt = 1e-4;
                let mut sine: Vec<f64> = (0..96_000)
                    .map(|index| volt * (TAU * 1e3 * f64::from(index) / LIVE_HZ).sin())
                    .collect();
                block(&settings, LIVE_HZ).process(&mut sine);
                let mut preamp = Preamp::<f64>::new(LIVE_HZ, &settings).unwrap();
                preamp.process(&mut sine);
                let settled = &sine[48_000..];
                let output = super::transform(settled, LIVE_HZ, 1e3) * 2.0 / settled.len() as f64;
                // What would be at the primary: the same without transformer.
                let plain = Settings {
                    now_input: primary_input,
                    xfmr_in: InputTransformer::Off,
                    ..settings
                };
                let primary = response_within(&plain, LIVE_HZ, 1.0, 1e-3)[4] * volt;
                let pad_db = if pad == Pad::Off { 0.0 } else { -20.0 };
                let found_db = db(output / primary) - pad_db;
                println!(
                    "{now_input:?} {xfmr_in:?} {mic_z_ohm} ohm, pad {pad_db} dB, gain {gain_db} dB: {found_db:.3} dB"
                );
                assert!((found_db - gain_db).abs() <= 0.1);
            }
        }
    }
}

/// A fuzz is a lower load the less fuzz it is set to, and an amp on the thru jack loads beside the box.
#[test]
fn fuzz_and_thru_load_the_source() {
    let guitar = Settings {
        source: Source::Humbucker,
        ..Settings::default()
    };
    let level_db = |settings: &Settings, place: usize| {
        db(response_within(settings, LIVE_HZ, 1.0, 1e-4)[place])
    };
    let fuzz = |fuzz_pct| Settings {
        now_input: Input::FuzzGermanium,
        fuzz_pct,
        ..guitar
    };
    let levels = [100.0, 90.0, 50.0].map(|fuzz_pct| {
        let settings = fuzz(fuzz_pct);
        let level_db = level_db(&settings, 4);
        println!(
            "fuzz at {fuzz_pct} %: {:.0} ohm, {level_db:.1} dB at 1 kHz",
            input_ohm(&settings).unwrap()
        );
        level_db
    });
    assert!(levels[0] < -8.0 && levels[1] < levels[0] - 6.0 && levels[2] < levels[1] - 3.0);
    let box_with = |thru_load| Settings {
        now_input: Input::ActiveDi10M,
        thru_load,
        ..guitar
    };
    let tops = [ThruLoad::Off, ThruLoad::Amp1M, ThruLoad::Amp136k]
        .map(|thru_load| level_db(&box_with(thru_load), 6));
    println!("active DI alone, with 1 Mohm, with 136 kohm on its thru: {tops:.2?} dB at 3.5 kHz");
    assert!(tops[1] < tops[0] - 0.2 && tops[2] < tops[1] - 3.0);
}

/// Nothing in, nothing out, to the last bit, through every box, also while the controls move.
#[test]
fn silence_stays_silence() {
    for now_input in every::<Input>() {
        for xfmr_in in every::<InputTransformer>() {
            let from = Settings {
                source: Source::PBass,
                rec_input: RecordedInput::PassiveDi,
                now_input,
                xfmr_in,
                ..Settings::default()
            };
            let mut load = block(&from, LIVE_HZ);
            let mut frames = vec![0.0; 2_000];
            load.process(&mut frames);
            let moved = Settings {
                guitar_volume: 3.0,
                mic_z_ohm: 400.0,
                fuzz_pct: 20.0,
                source: Source::Piezo,
                ..from
            };
            load.set(&moved, 128);
            load.process(&mut frames);
            let next = Settings {
                now_input: Input::from_index((now_input.index() + 1) % Input::CHOICES.len()),
                ..moved
            };
            load.set(&next, 128);
            load.process(&mut frames);
            assert!(frames.iter().all(|&volt| volt == 0.0), "{from:?}");
            assert_eq!(load.solver_failures(), 0);
        }
    }
}

/// The setup of equal settings is the same, and a state can be read of all of them.
#[test]
fn states_are_finite() {
    for source in every::<Source>() {
        for rec_input in every::<RecordedInput>() {
            for now_input in every::<Input>() {
                let settings = Settings {
                    source,
                    rec_input,
                    now_input,
                    ..Settings::default()
                };
                let state = load::State::of(&settings).unwrap();
                assert!((0.0..=1.0).contains(&state.kept), "{settings:?}");
                assert!(setup(&settings).values.before.is_finite());
                assert!(input_ohm(&settings).unwrap() > 100.0);
            }
        }
    }
}
