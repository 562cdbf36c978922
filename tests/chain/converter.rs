//! The converter: where it clips, how often, how cleanly, and what filters add to clipped peaks.

use crate::player::{chain, noise, peak, play, sine};
use crate::signal::{self, db};
use preface::chain::converter::Converter;
use preface::chain::settings::Quality;
use preface::chain::{Node, Settings};
use realfft::RealFftPlanner;
use std::f64::consts::TAU;

const RATE_HZ: f64 = 48e3;

/// Peak of 0 dBFS at the calibration of [`at_0_dbu`], V.
const FULL_SCALE_VOLT: f64 = 1.095_445_115_010_332_3;

fn at_0_dbu() -> Settings {
    Settings {
        conv_cal_dbu: 0.0,
        ..Settings::default()
    }
}

/// The converter's answer to a sine of whole hertz, one second of it, settled.
fn clipped_sine(internal_rate_hz: usize, hz: usize, over_db: f64) -> Vec<f64> {
    let peak = FULL_SCALE_VOLT * 10f64.powf(over_db / 20.0);
    let settle = 64;
    let mut frames: Vec<f64> = (0..internal_rate_hz + settle)
        .map(|index| {
            let periods = (index * hz % internal_rate_hz) as f64 / internal_rate_hz as f64;
            peak * (TAU * periods).sin()
        })
        .collect();
    Converter::new(internal_rate_hz as f64, &at_0_dbu()).process(&mut frames);
    frames.split_off(settle)
}

/// Amplitude of every whole hertz in one second.
fn spectrum(mut second: Vec<f64>) -> Vec<f64> {
    let length = second.len();
    let transform = RealFftPlanner::new().plan_fft_forward(length);
    let mut spectrum = transform.make_output_vec();
    transform.process(&mut second, &mut spectrum).unwrap();
    let amplitude = |line: &num_complex::Complex<f64>| 2.0 * line.norm() / length as f64;
    spectrum.iter().map(amplitude).collect()
}

/// Worst line up to 20 kHz that is no harmonic, against the fundamental. Without anti-aliasing 4x leaves -66 and -46 dB.
#[test]
fn aliases_of_clipping_are_inaudible() {
    for (factor, hz, bound_db) in [
        (4, 1_249, -100.0),
        (4, 4_999, -85.0),
        (8, 1_249, -125.0),
        (8, 4_999, -100.0),
        (16, 1_249, -150.0),
        (16, 4_999, -125.0),
    ] {
        let spectrum = spectrum(clipped_sine(factor * 48_000, hz, 20.0));
        let aliases = (0..=20_000).filter(|line| line % hz != 0);
        let worst = aliases.map(|line| spectrum[line]).fold(0.0, f64::max);
        let worst_db = db(worst / spectrum[hz]);
        println!("{hz} Hz 20 dB over at {factor}x: worst alias {worst_db:.1} dB");
        assert!(worst_db <= bound_db);
    }
}

/// Averaging alone would take 0.6 dB off at 18 kHz. What is left up to there is the straight line between samples: the
/// fundamental of a clipped sine has the level of the exact clip within 0.1 dB up to 10 kHz, all of it within 0.5 dB.
#[test]
fn droop_is_compensated() {
    for over_db in [1.0, 6.0, 20.0] {
        // One period of the exact clip.
        let peak = FULL_SCALE_VOLT * 10f64.powf(over_db / 20.0);
        let exact: Vec<f64> = (0..1 << 16)
            .map(|index| peak * (TAU * f64::from(index) / 65_536.0).sin())
            .map(|volt| volt.clamp(-FULL_SCALE_VOLT, FULL_SCALE_VOLT))
            .collect();
        let exact = signal::harmonics(&exact, 1.0, 65_536.0, 5);
        for hz in [100, 1_000, 3_600, 10_000, 18_000] {
            let found = spectrum(clipped_sine(176_400, hz, over_db));
            for harmonic in [1, 3, 5] {
                let line_hz = harmonic * hz;
                if line_hz <= 18_000 {
                    let error_db = db(found[line_hz] / exact[harmonic - 1]);
                    println!("{hz} Hz {over_db} dB over, H{harmonic}: {error_db:.3} dB");
                    let is_within = harmonic == 1 && hz <= 10_000;
                    assert!(error_db.abs() <= if is_within { 0.1 } else { 0.5 });
                }
            }
        }
    }
}

/// Below the clip the converter is a delay, to the last bit, and also while its calibration moves; and so it is when it is
/// off, whatever the level.
#[test]
fn below_the_clip_nothing_is_changed() {
    let delay = Converter::<f64>::DELAY_FRAMES;
    let input: Vec<f64> = noise(11, 1.0, 9_600).into_iter().map(f64::from).collect();
    let off = Settings {
        converter_on: false,
        ..at_0_dbu()
    };
    for (settings, full_scale) in [(at_0_dbu(), 0.999), (off, 50.0)] {
        let input: Vec<f64> = input
            .iter()
            .map(|volt| volt * full_scale * FULL_SCALE_VOLT)
            .collect();
        let mut converter = Converter::new(192e3, &settings);
        let mut output = input.clone();
        for (index, block) in output.chunks_mut(128).enumerate() {
            converter.set(
                &Settings {
                    conv_cal_dbu: (index % 7) as f64,
                    ..settings
                },
                128,
            );
            converter.process(block);
        }
        assert_eq!(output[delay..], input[..input.len() - delay]);
        assert_eq!(converter.clips(), 0);
    }
}

/// A loud sine while the converter is switched on and off, and while its calibration jumps: no step above that of
/// the sine itself, within the 3 dB that the clip's corners are good for.
#[test]
fn switching_does_not_click() {
    let rate_hz = 192e3;
    let sound = |off: Settings, on: Settings| {
        let mut converter = Converter::<f64>::new(rate_hz, &off);
        let mut frames: Vec<f64> = (0..96_000)
            .map(|index| 10.0 * FULL_SCALE_VOLT * (TAU * 100.0 * f64::from(index) / rate_hz).sin())
            .collect();
        for (index, block) in frames.chunks_mut(128).enumerate() {
            converter.set(if index / 100 % 2 == 0 { &off } else { &on }, 128);
            converter.process(block);
        }
        frames
            .windows(2)
            .fold(0f64, |most, pair| most.max((pair[1] - pair[0]).abs()))
    };
    let on = at_0_dbu();
    let off = Settings {
        converter_on: false,
        ..on
    };
    let lower = Settings {
        conv_cal_dbu: -6.0,
        ..on
    };
    let steepest = sound(off, off);
    for (before, after) in [(off, on), (on, lower)] {
        let step_db = db(sound(before, after) / steepest);
        println!("largest step {step_db:.2} dB above the unclipped sine's");
        assert!(step_db <= 3.0);
    }
}

/// At its 0 dBFS, exactly, whatever its calibration.
#[test]
fn clips_at_full_scale() {
    for (conv_link, conv_cal_dbu, expected_dbu) in [(true, 0.0, 12.2), (false, 4.0, 4.0)] {
        let settings = Settings {
            conv_link,
            conv_cal_dbu,
            ..Settings::default()
        };
        let mut chain = chain(RATE_HZ, Quality::Live, &settings);
        play(&mut chain, &sine(RATE_HZ, 1e3, 20.0, 4_800));
        let taps = chain.take_taps();
        let clipped_dbu = taps.at(Node::Converter).peak_dbu(0);
        assert!((clipped_dbu - expected_dbu).abs() < 1e-9, "{clipped_dbu}");
        assert!(taps.at(Node::Converter).peak_dbfs(0).abs() < 1e-9);
    }
}

/// The counter counts each time: twice a period above 0 dBFS, never below.
#[test]
fn clips_are_counted() {
    let mut chain = chain(RATE_HZ, Quality::Live, &Settings::default());
    play(&mut chain, &sine(RATE_HZ, 100.0, -0.5, 4_800));
    assert_eq!(chain.clips(), 0);
    play(&mut chain, &sine(RATE_HZ, 100.0, 6.0, 4_800));
    assert_eq!(chain.clips(), 20);
    chain.set(&Settings {
        converter_on: false,
        ..Settings::default()
    });
    // The preamp's coupling capacitor still carries some of the loud part.
    play(&mut chain, &sine(RATE_HZ, 100.0, -0.5, 4_800));
    play(&mut chain, &sine(RATE_HZ, 100.0, 6.0, 4_800));
    assert_eq!(chain.clips(), 20);
}

/// Band-limiting adds to the peaks of a clipped sine: 5 dB at most with the recursive filters, 3 dB with linear phase.
#[test]
fn overshoot_is_bounded() {
    for (quality, bound_db) in [
        (Quality::Live, 5.0),
        (Quality::High, 3.0),
        (Quality::Render, 3.0),
    ] {
        for rate_hz in [44.1e3, 48e3] {
            let mut worst_db = f64::NEG_INFINITY;
            let mut chain = chain(rate_hz, quality, &Settings::default());
            for over_db in [3.0, 10.0, 20.0] {
                for frequency_hz in [
                    61.7, 997.0, 2_311.0, 3_989.0, 5_003.0, 6_133.0, 7_919.0, 11_003.0, 15_101.0,
                    18_013.0,
                ] {
                    let output = play(&mut chain, &sine(rate_hz, frequency_hz, over_db, 9_600));
                    worst_db = worst_db.max(20.0 * f64::from(peak(&output[4_800..])).log10());
                }
            }
            println!("{quality:?} {rate_hz} Hz: overshoot {worst_db:.2} dB");
            assert!(worst_db <= bound_db);
        }
    }
}
