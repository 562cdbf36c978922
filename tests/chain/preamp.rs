//! The preamp alone, in volts: gain law, distortion, response and clicks.

use num_complex::Complex64;
use preface::chain::Settings;
use preface::chain::preamp::Preamp;
use preface::chain::settings::{HighPass, Pad, Polarity};
use realfft::RealFftPlanner;

use super::signal::{self, db};
use super::tone;

const RATE_HZ: f64 = 4.0 * 48e3;

/// Peak of -12 dBFS where 0 dBFS is +12.2 dBu.
const MINUS_12_DBFS_VOLT: f64 = 1.121;

/// Internal frames of one interval of the smoothing grid.
const GRID_FRAMES: usize = 128;

fn preamp(settings: &Settings) -> Preamp<f64> {
    Preamp::new(RATE_HZ, settings).unwrap_or_else(|error| panic!("{error}"))
}

fn with_character(character_pct: f64) -> Settings {
    Settings {
        character_pct,
        ..Settings::default()
    }
}

/// Settled response to a sine of `peak` volts.
fn response(settings: &Settings, hz: f64, peak: f64) -> Complex64 {
    let mut preamp = preamp(settings);
    tone::response(RATE_HZ, hz, 0.2, |volt| {
        let mut frame = [peak * volt];
        preamp.process(&mut frame);
        frame[0] / peak
    })
}

fn play(preamp: &mut Preamp<f64>, input: &[f64]) -> Vec<f64> {
    let mut output = input.to_vec();
    preamp.process(&mut output);
    output
}

/// H1..H6 of a settled 1 kHz sine.
fn harmonics(settings: &Settings, peak: f64) -> Vec<f64> {
    let input = signal::sine(peak, 1000.0, RATE_HZ, 0.25, 0.02);
    let output = play(&mut preamp(settings), &input);
    signal::harmonics(
        &output[output.len() - RATE_HZ as usize / 50..],
        1000.0,
        RATE_HZ,
        6,
    )
}

#[test]
fn gain_is_the_small_signal_gain_at_1_khz_for_any_character() {
    for character_pct in [0.0, 25.0, 50.0, 100.0] {
        for gain_db in [-20.0, -7.3, 0.0, 6.0, 15.9, 16.0, 30.0, 40.1, 70.0] {
            for drive_db in [-24.0, 0.0, 24.0] {
                let settings = Settings {
                    gain_db,
                    drive_db,
                    ..with_character(character_pct)
                };
                // The smaller of 1 mV at the input and at the circuit.
                let peak = 1e-3 * 10f64.powf(-f64::max(gain_db + drive_db, 0.0) / 20.0);
                let response = response(&settings, 1000.0, peak);
                let error_db = db(response.norm()) - gain_db;
                let name = format!("character {character_pct}, gain {gain_db}, drive {drive_db}");
                assert!(error_db.abs() < 0.1, "{name}: off by {error_db:.3} dB");
                assert!(
                    response.arg().abs() < 0.1,
                    "{name}: phase {:.3}",
                    response.arg()
                );
            }
        }
    }
}

#[test]
fn clean_is_clean_and_the_tube_sings_in_the_second_harmonic() {
    let clean = signal::thd(&harmonics(&with_character(0.0), MINUS_12_DBFS_VOLT));
    println!("clean, -12 dBFS: THD {:.5} %", 100.0 * clean);
    assert!(clean < 1e-4, "clean: THD {clean}");
    let tube = harmonics(&with_character(100.0), MINUS_12_DBFS_VOLT);
    let thd = signal::thd(&tube);
    let lead_db = db(tube[1] / tube[2]);
    println!(
        "12AX7, -12 dBFS: THD {:.2} %, H2 {lead_db:.1} dB above H3",
        100.0 * thd
    );
    assert!((0.005..0.02).contains(&thd), "tube: THD {thd}");
    assert!(lead_db > 10.0, "H2 leads by {lead_db} dB");
}

#[test]
fn gain_and_drive_drive_the_tube() {
    let thd = |gain_db, drive_db| {
        let settings = Settings {
            gain_db,
            drive_db,
            ..with_character(100.0)
        };
        signal::thd(&harmonics(&settings, MINUS_12_DBFS_VOLT))
    };
    let by_gain = [-12.0, 0.0, 12.0, 24.0].map(|gain_db| thd(gain_db, 0.0));
    let by_drive = [-12.0, 0.0, 12.0, 24.0].map(|drive_db| thd(0.0, drive_db));
    for thd in [by_gain, by_drive] {
        println!("12AX7 at -12, 0, 12, 24 dB of gain or drive: THD {thd:.4?}");
        assert!(
            thd.is_sorted() && thd[1] > 2.0 * thd[0] && thd[2] > 2.0 * thd[1],
            "{thd:?}"
        );
    }
}

#[test]
fn halfway_sounds_like_both_ends_in_frequency() {
    for gain_db in [-20.0, 0.0, 10.0, 16.0, 40.0] {
        let peak = 1e-3 * 10f64.powf(-gain_db / 20.0);
        for hz in [50.0, 100.0, 1000.0, 4000.0, 10_000.0] {
            let [clean, half, tube] = [0.0, 50.0, 100.0].map(|character_pct| {
                let settings = Settings {
                    gain_db,
                    ..with_character(character_pct)
                };
                db(response(&settings, hz, peak).norm())
            });
            let apart = f64::max((half - clean).abs(), (half - tube).abs());
            assert!(
                apart < 0.5,
                "gain {gain_db}, {hz} Hz: {clean:.2} {half:.2} {tube:.2} dB"
            );
        }
    }
}

#[test]
fn a_fresh_preamp_is_at_unity() {
    for hz in [20.0, 100.0, 1e3, 10e3, 18e3] {
        let gain_db = db(response(&Settings::default(), hz, 1.0).norm());
        println!("fresh preamp at {hz} Hz: {gain_db:.4} dB");
        assert!(gain_db.abs() < 0.05, "{hz} Hz: {gain_db} dB");
    }
}

/// |H|^2 = (f/c)^4 / (1 + (f/c)^4).
#[test]
fn high_pass_is_a_butterworth_of_second_order() {
    let choices = [
        (HighPass::Hz40, 40.0),
        (HighPass::Hz80, 80.0),
        (HighPass::Hz120, 120.0),
    ];
    for (highpass, corner_hz) in choices {
        let settings = Settings {
            highpass,
            ..Settings::default()
        };
        for hz in [20.0, 40.0, 80.0, 120.0, 500.0] {
            let ratio = f64::powi(hz / corner_hz, 4);
            let expected_db = 10.0 * (ratio / (1.0 + ratio)).log10();
            let with_db = db(response(&settings, hz, 1.0).norm());
            let without_db = db(response(&Settings::default(), hz, 1.0).norm());
            let error_db = with_db - without_db - expected_db;
            assert!(
                error_db.abs() < 0.01,
                "{corner_hz} at {hz} Hz: off by {error_db:.4} dB"
            );
        }
    }
}

#[test]
fn pad_and_polarity_are_exact() {
    let input = signal::sine(1.0, 1000.0, RATE_HZ, 0.02, 0.005);
    let normal = play(&mut preamp(&Settings::default()), &input);
    let inverted = Settings {
        polarity: Polarity::Inverted,
        ..Settings::default()
    };
    let inverted = play(&mut preamp(&inverted), &input);
    assert!(normal.iter().zip(&inverted).all(|(a, b)| *a == -*b));
    let padded = play(
        &mut preamp(&Settings {
            pad: Pad::Minus20,
            ..Settings::default()
        }),
        &input,
    );
    let error = normal
        .iter()
        .zip(&padded)
        .map(|(a, b)| (a - 10.0 * b).abs());
    assert!(error.fold(0.0, f64::max) < 1e-12);
}

/// Energy from 6 to 20 kHz against all energy, dB.
fn splatter_db(output: &[f64]) -> f64 {
    let count = output.len() as f64;
    let mut windowed: Vec<f64> = output
        .iter()
        .enumerate()
        .map(|(n, volt)| {
            volt * (std::f64::consts::PI * (n as f64 + 0.5) / count)
                .sin()
                .powi(4)
        })
        .collect();
    let transform = RealFftPlanner::new().plan_fft_forward(windowed.len());
    let mut spectrum = transform.make_output_vec();
    transform
        .process(&mut windowed, &mut spectrum)
        .expect("lengths that fit");
    let bin = |hz: f64| (hz / RATE_HZ * count) as usize;
    let power = |bins: &[Complex64]| bins.iter().map(Complex64::norm_sqr).sum::<f64>();
    10.0 * (power(&spectrum[bin(6e3)..bin(20e3)]) / power(&spectrum)).log10()
}

/// A tone during which `from` becomes `to`, number by number as the chain's smoothing does it.
fn while_moving(from: &Settings, to: &Settings, seconds: f64) -> f64 {
    let input = signal::sine(0.1, 110.0, RATE_HZ, 0.6, 0.05);
    let mut preamp = preamp(from);
    let mut output = Vec::new();
    let steps = (seconds * RATE_HZ) as usize / GRID_FRAMES;
    for (index, piece) in input.chunks(GRID_FRAMES).enumerate() {
        let start = input.len() / GRID_FRAMES / 2;
        if (start..start + steps).contains(&index) {
            let share = (index - start + 1) as f64 / steps as f64;
            let between = |from: f64, to: f64| from + share * (to - from);
            let settings = Settings {
                gain_db: between(from.gain_db, to.gain_db),
                drive_db: between(from.drive_db, to.drive_db),
                character_pct: between(from.character_pct, to.character_pct),
                ..*to
            };
            preamp.set(&settings, GRID_FRAMES);
        }
        let mut frames = piece.to_vec();
        preamp.process(&mut frames);
        output.extend(frames);
    }
    splatter_db(&output)
}

#[test]
fn nothing_clicks() {
    let clean = with_character(0.0);
    let tube = with_character(100.0);
    let moves = [
        (
            "pad",
            clean,
            Settings {
                pad: Pad::Minus20,
                ..clean
            },
        ),
        (
            "polarity",
            clean,
            Settings {
                polarity: Polarity::Inverted,
                ..clean
            },
        ),
        (
            "high-pass on",
            clean,
            Settings {
                highpass: HighPass::Hz80,
                ..clean
            },
        ),
        (
            "high-pass 40 to 120",
            Settings {
                highpass: HighPass::Hz40,
                ..clean
            },
            Settings {
                highpass: HighPass::Hz120,
                ..clean
            },
        ),
        (
            "clean gain",
            clean,
            Settings {
                gain_db: 20.0,
                ..clean
            },
        ),
        (
            "clean gain over the end of its range",
            clean,
            Settings {
                gain_db: 50.0,
                ..clean
            },
        ),
        (
            "tube gain",
            tube,
            Settings {
                gain_db: 15.0,
                ..tube
            },
        ),
        (
            "tube gain over the end of its range",
            tube,
            Settings {
                gain_db: 30.0,
                ..tube
            },
        ),
        (
            "tube drive",
            tube,
            Settings {
                drive_db: 12.0,
                ..tube
            },
        ),
        ("the tube wakes", clean, tube),
        ("the clean circuit wakes", tube, clean),
    ];
    let mut clicks = Vec::new();
    for (name, from, to) in moves {
        let still_db = f64::max(while_moving(&from, &from, 0.0), while_moving(&to, &to, 0.0));
        let moving_db = f64::max(
            while_moving(&from, &to, 0.05),
            while_moving(&from, &to, 0.25),
        );
        println!("{name}: {moving_db:.1} dB in 6..20 kHz (standing still {still_db:.1} dB)");
        if moving_db > f64::max(-90.0, still_db + 6.0) {
            clicks.push(name);
        }
    }
    assert!(clicks.is_empty(), "clicks: {clicks:?}");
}

#[test]
fn silence_stays_silence() {
    let mut preamp = preamp(&with_character(50.0));
    for (index, character_pct) in [0.0, 100.0, 30.0, 0.0].into_iter().enumerate() {
        let settings = Settings {
            gain_db: 20.0 * index as f64,
            ..with_character(character_pct)
        };
        preamp.set(&settings, GRID_FRAMES);
        let output = play(&mut preamp, &[0.0; 20_000]);
        assert!(output.iter().all(|volt| *volt == 0.0), "{settings:?}");
    }
}

/// The output for `input` when the settings change behind its first frames and the rest comes in blocks of these lengths,
/// again and again.
pub fn play_in_blocks(
    preamp: &mut Preamp<f64>,
    input: &[f64],
    first: usize,
    then: &Settings,
    lengths: &[usize],
) -> Vec<f64> {
    let mut output = input.to_vec();
    let (start, mut rest) = output.split_at_mut(first);
    preamp.process(start);
    preamp.set(then, 777);
    let mut lengths = lengths.iter().cycle();
    while !rest.is_empty() {
        let length = lengths.next().expect("lengths without end");
        let (now, later) = rest.split_at_mut(rest.len().min(*length));
        preamp.process(now);
        rest = later;
    }
    output
}

#[test]
fn the_cut_into_blocks_changes_nothing_and_reset_is_new() {
    let input = signal::plucked_string(2.0, RATE_HZ, 0.1);
    let from = with_character(20.0);
    let to = Settings {
        gain_db: 17.3,
        highpass: HighPass::Hz80,
        ..with_character(100.0)
    };
    let run = |preamp: &mut Preamp<f64>, lengths: &[usize]| {
        play_in_blocks(preamp, &input, 4000, &to, lengths)
    };
    let mut one = preamp(&from);
    let whole = run(&mut one, &[usize::MAX]);
    assert!(whole == run(&mut preamp(&from), &[1, 7, 64, 13, 500]));
    one.reset();
    let again = play(&mut one, &input);
    assert!(
        again == play(&mut preamp(&to), &input),
        "reset differs from new"
    );
}
