//! The load block against ngspice: what every input does to every source.

use std::f64::consts::TAU;
use std::path::Path;
use std::thread;

use num_complex::Complex64;
use preface::chain::Chain;
use preface::chain::load::{DeckValues, Load};
use preface::chain::parameter::Choice;
use preface::chain::settings::{Input, Quality, RecordedInput, Settings, Source};

use crate::ngspice;

const FREQUENCIES_HZ: [f64; 12] = [
    20.0, 50.0, 100.0, 300.0, 1e3, 2e3, 3.5e3, 5e3, 8e3, 12e3, 16e3, 20e3,
];

/// Response of the settled block, from its impulse response.
fn response(settings: &Settings, internal_rate_hz: f64) -> Vec<Complex64> {
    let mut load = Load::<f64>::new(internal_rate_hz, settings).unwrap();
    let mut impulse = vec![0.0; (0.6 * internal_rate_hz) as usize];
    impulse[0] = 1.0;
    load.process(&mut impulse);
    let transform = |frequency_hz: f64| {
        let step = Complex64::from_polar(1.0, -TAU * frequency_hz / internal_rate_hz);
        impulse
            .iter()
            .rev()
            .fold(Complex64::new(0.0, 0.0), |sum, &sample| sum * step + sample)
    };
    FREQUENCIES_HZ.map(transform).to_vec()
}

fn reference(settings: &Settings) -> Vec<Complex64> {
    let Some(values) = DeckValues::of(settings) else {
        return vec![Complex64::new(1.0, 0.0); FREQUENCIES_HZ.len()];
    };
    let overrides: Vec<(&str, f64)> = values.controls().collect();
    let netlist = Path::new(env!("CARGO_MANIFEST_DIR")).join("circuits/load_deck.cir");
    ngspice::ac(&netlist, &overrides, &FREQUENCIES_HZ)
}

/// Largest difference of level in dB up to 8, 12 and 20 kHz.
fn deviation(response: &[Complex64], reference: &[Complex64]) -> [f64; 3] {
    [8e3, 12e3, 20e3].map(|limit_hz| {
        FREQUENCIES_HZ
            .iter()
            .zip(response.iter().zip(reference))
            .filter(|(frequency_hz, _)| **frequency_hz <= limit_hz)
            .map(|(_, (gain, exact))| (20.0 * (gain / exact).norm().log10()).abs())
            .fold(0.0, f64::max)
    })
}

fn every<C: Choice>() -> impl Iterator<Item = C> {
    (0..C::CHOICES.len()).map(C::from_index)
}

/// All pairs of inputs for one source; prints and returns the worst deviation.
fn check_source(source: Source) -> [f64; 3] {
    let mut worst = [0.0_f64; 3];
    for rec_input in every::<RecordedInput>() {
        for now_input in every::<Input>().filter(|&now_input| now_input != rec_input.into()) {
            let settings = Settings {
                source,
                rec_input,
                now_input,
                ..Settings::default()
            };
            let exact = reference(&settings);
            // Live at 44.1, 48 and 96 kHz runs at the first two rates; render at 44.1 kHz at the third.
            for internal_rate_hz in [176_400.0, 192_000.0] {
                let found = deviation(&response(&settings, internal_rate_hz), &exact);
                for (worst, found) in worst.iter_mut().zip(found) {
                    *worst = worst.max(found);
                }
            }
        }
    }
    println!(
        "{:14} to 8 kHz {:.4} dB, to 12 kHz {:.4} dB, to 20 kHz {:.4} dB",
        Source::CHOICES[source.index()].1,
        worst[0],
        worst[1],
        worst[2]
    );
    worst
}

#[test]
fn every_source_into_every_input_is_what_ngspice_says() {
    let sources: Vec<Source> = every().collect();
    let half = sources.len().div_ceil(2);
    thread::scope(|scope| {
        let workers: Vec<_> = sources
            .chunks(half)
            .map(|sources| {
                scope.spawn(|| {
                    sources
                        .iter()
                        .map(|&source| check_source(source))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        for worst in workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
        {
            assert!(
                worst[0] <= 0.001 && worst[1] <= 0.002 && worst[2] <= 0.05,
                "{worst:?} dB"
            );
        }
    });
}

/// Response of the whole path from host to host, filters included.
fn response_of_chain(settings: &Settings, rate_hz: f64, quality: Quality) -> Vec<Complex64> {
    let mut chain = Chain::<f64>::new(rate_hz, quality, settings).unwrap();
    let mut impulse = vec![0.0_f32; (0.5 * rate_hz) as usize];
    impulse[0] = 0.5;
    chain.process(&mut [&mut impulse]);
    let transform = |frequency_hz: f64| {
        let step = Complex64::from_polar(1.0, -TAU * frequency_hz / rate_hz);
        let sum = |sum: Complex64, &sample: &f32| sum * step + f64::from(sample);
        impulse.iter().rev().fold(Complex64::new(0.0, 0.0), sum) / 0.5
    };
    FREQUENCIES_HZ.map(transform).to_vec()
}

#[test]
fn the_whole_path_answers_as_ngspice_says_at_every_rate() {
    let settings = Settings {
        source: Source::Custom,
        now_input: Input::Line10k,
        ..Settings::default()
    };
    let exact = reference(&settings);
    for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
        for quality in every::<Quality>() {
            let found = deviation(&response_of_chain(&settings, rate_hz, quality), &exact);
            println!("{rate_hz} Hz, {quality:?}: {found:.4?} dB to 8, 12 and 20 kHz");
            let bounds = match quality {
                Quality::Live => [0.1, 0.2, 0.45],
                Quality::High | Quality::Render => [0.05; 3],
            };
            assert!(
                found
                    .iter()
                    .zip(bounds)
                    .all(|(found, bound)| *found <= bound)
            );
        }
    }
}

#[test]
fn at_render_quality_the_deck_is_exact_to_a_thousandth_of_a_decibel() {
    let settings = Settings {
        source: Source::HotHumbucker,
        now_cable_m: 12.0,
        ..Settings::default()
    };
    let [.., worst] = deviation(&response(&settings, 705_600.0), &reference(&settings));
    println!("hot humbucker, 12 m of cable, 705.6 kHz: {worst:.6} dB to 20 kHz");
    assert!(worst <= 0.001, "{worst} dB");
}

#[test]
fn equal_sides_hand_the_recording_on_bit_for_bit() {
    let settings = Settings {
        source: Source::SingleCoil,
        ..Settings::default()
    };
    let mut load = Load::<f64>::new(192_000.0, &settings).unwrap();
    let input: Vec<f64> = (0..4096)
        .map(|index| (0.37 * f64::from(index)).sin() * 1.1)
        .collect();
    let mut output = input.clone();
    load.process(&mut output);
    assert_eq!(input, output);
}

#[test]
fn the_sound_changes_with_the_load_as_on_the_bench() {
    // Values of a Stratocaster pickup with 300 pF of cable: 4.35 kHz into 1 Mohm, where 10 kohm leaves a low-pass.
    let into_line = Settings {
        source: Source::SingleCoil,
        now_input: Input::Line10k,
        ..Settings::default()
    };
    let gains = response(&into_line, 192_000.0);
    let decibels = |index: usize| 20.0 * gains[index].norm().log10();
    println!(
        "single-coil into 10 kohm line: {:.1} dB at 100 Hz, {:.1} dB at 5 kHz",
        decibels(2),
        decibels(7)
    );
    assert!((-5.0..-3.5).contains(&decibels(2)), "{} dB", decibels(2));
    assert!(decibels(7) < -15.0, "{} dB", decibels(7));
}

#[test]
fn a_repair_stays_below_its_limit() {
    for limit_db in [0.0, 6.0, 12.0, 24.0] {
        for source in [Source::SingleCoil, Source::HotHumbucker, Source::Piezo] {
            let settings = Settings {
                source,
                rec_input: RecordedInput::Line10k,
                repair_limit_db: limit_db,
                ..Settings::default()
            };
            let gains = response(&settings, 192_000.0);
            let most = gains
                .iter()
                .map(|gain| 20.0 * gain.norm().log10())
                .fold(f64::MIN, f64::max);
            println!("{source:?}, limit {limit_db} dB: lifts by {most:.2} dB");
            assert!(most <= limit_db + 0.3, "{most} dB");
        }
    }
}

#[test]
fn a_line_recording_repaired_is_the_hi_z_recording() {
    // Into 10 kohm and back: the product of both responses is 1 where the limit does not act.
    let there = Settings {
        source: Source::SingleCoil,
        now_input: Input::Line10k,
        ..Settings::default()
    };
    let back = Settings {
        source: Source::SingleCoil,
        rec_input: RecordedInput::Line10k,
        repair_limit_db: 40.0,
        ..Settings::default()
    };
    for (there, back) in response(&there, 705_600.0)
        .iter()
        .zip(response(&back, 705_600.0))
    {
        let error_db = 20.0 * (there * back).norm().log10();
        assert!(error_db.abs() < 0.01, "{error_db} dB");
    }
}

/// 100 Hz at -12 dBFS of 12.2 dBu.
const SWITCH_VOLT: f64 = 1.12;

#[test]
fn switching_stays_within_both_settled_sounds_and_a_decibel() {
    let rate_hz = 192_000.0;
    let through = Settings {
        source: Source::Humbucker,
        ..Settings::default()
    };
    let cases = [
        (
            "input",
            Settings {
                now_input: Input::Line10k,
                ..through
            },
            Settings {
                now_input: Input::HiZ220k,
                ..through
            },
        ),
        (
            "to a load",
            through,
            Settings {
                now_input: Input::Line10k,
                ..through
            },
        ),
        (
            "from a load",
            Settings {
                now_input: Input::Line10k,
                ..through
            },
            through,
        ),
        (
            "source",
            Settings {
                now_cable_m: 9.0,
                ..through
            },
            Settings {
                now_cable_m: 9.0,
                source: Source::PBass,
                ..through
            },
        ),
    ];
    for (name, before, after) in cases {
        let mut load = Load::<f64>::new(rate_hz, &before).unwrap();
        let mut sound = |frames: usize, start: usize| {
            let sine =
                |index: usize| SWITCH_VOLT * (TAU * 100.0 * (start + index) as f64 / rate_hz).sin();
            let mut frames: Vec<f64> = (0..frames).map(sine).collect();
            load.process(&mut frames);
            let peak = frames
                .iter()
                .fold(0.0_f64, |peak, frame| peak.max(frame.abs()));
            let step = frames
                .windows(2)
                .fold(0.0_f64, |step, pair| step.max((pair[1] - pair[0]).abs()));
            load.set(&after, 128);
            (peak, step)
        };
        // The first call ends with the switch; the second holds the cross-fade.
        let settled_before = sound(96_000, 0);
        let switched = sound(9_600, 96_000);
        sound(96_000, 105_600);
        let settled_after = sound(9_600, 201_600);
        let most = settled_before.0.max(settled_after.0) * 10.0_f64.powf(1.0 / 20.0);
        let steepest = settled_before.1.max(settled_after.1) * 10.0_f64.powf(3.0 / 20.0);
        println!(
            "{name}: peak {:.4} of {most:.4} V, step {:.6} of {steepest:.6} V",
            switched.0, switched.1
        );
        assert!(switched.0 <= most && switched.1 <= steepest, "{name}");
    }
}
