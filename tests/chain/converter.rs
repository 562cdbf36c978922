//! The converter: what stands before it, where it clips, how often, how cleanly, what filters add to clipped peaks, and how
//! finely it counts.

use crate::player::{chain, noise, peak, play, play_stereo, sine};
use crate::signal::{self, db};
use preface::chain::converter::Converter;
use preface::chain::settings::{ConverterRoute, Quality, WordLength};
use preface::chain::{Node, Settings};
use preface::lanes::Stereo;
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
    Converter::new(internal_rate_hz as f64, 4, &at_0_dbu()).process(&mut frames);
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
        let mut converter = Converter::new(192e3, 4, &settings);
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
        let mut converter = Converter::<f64>::new(rate_hz, 4, &off);
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
    let coarse = Settings {
        bits: WordLength::Bits16,
        ..on
    };
    let combo_jack = Settings {
        conv_route: ConverterRoute::ComboJack,
        combo_gain_db: 40.0,
        ..off
    };
    // Above full scale of nothing: gain comes in where nothing clips.
    let uncalibrated = Settings {
        conv_cal_dbu: 30.0,
        ..on
    };
    let amplified = Settings {
        converter_on: true,
        conv_cal_dbu: 30.0,
        combo_gain_db: 0.0,
        ..combo_jack
    };
    let steepest = sound(off, off);
    for (before, after) in [
        (off, on),
        (on, lower),
        (on, coarse),
        (off, combo_jack),
        (uncalibrated, amplified),
    ] {
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

/// The same at the level that data sheets of limiters and the ear agree to call hot: a sine of 1 kHz, 20 dB over, where
/// nothing but the converter clips.
#[test]
fn overshoot_of_a_kilohertz_is_small() {
    let settings = Settings {
        in_cal_dbu: -10.0,
        ..Settings::default()
    };
    for (quality, bound_db) in [
        (Quality::Live, 2.5),
        (Quality::High, 1.0),
        (Quality::Render, 1.0),
    ] {
        for rate_hz in [44.1e3, 48e3, 96e3] {
            let frames = (0.1 * rate_hz) as usize;
            // Off the grid of samples, so that every part of a period is seen.
            let input = sine(rate_hz, 1_000.7, 20.0, 2 * frames);
            let output = play(&mut chain(rate_hz, quality, &settings), &input);
            let overshoot_db = 20.0 * f64::from(peak(&output[frames..])).log10();
            println!("1 kHz, 20 dB over, {quality:?} {rate_hz} Hz: overshoot {overshoot_db:.2} dB");
            assert!(overshoot_db <= bound_db);
        }
    }
}

const ROUNDED: [(WordLength, i32); 2] = [(WordLength::Bits24, 24), (WordLength::Bits16, 16)];

/// What rounding adds to noise of -20 dBFS, left and right: the difference to the same path without it.
fn rounding_errors(rate_hz: f64, quality: Quality, bits: WordLength) -> [Vec<f64>; 2] {
    let frames = rate_hz as usize;
    let input = [noise(5, 0.1, frames), noise(6, 0.1, frames)];
    let through = |bits| {
        let settings = Settings {
            bits,
            ..Settings::default()
        };
        play_stereo(
            &mut chain::<Stereo>(rate_hz, quality, &settings),
            &input,
            &[480],
        )
    };
    let (exact, rounded) = (through(WordLength::Off), through(bits));
    [0, 1].map(|channel| {
        let pairs = rounded[channel]
            .iter()
            .zip(&exact[channel])
            .skip(frames / 2);
        pairs
            .map(|(rounded, exact)| f64::from(*rounded) - f64::from(*exact))
            .collect()
    })
}

/// Power between 20 Hz and 20 kHz of white noise's half second.
fn audible_power(noise: Vec<f64>, rate_hz: f64) -> f64 {
    let length = noise.len();
    let line_hz = rate_hz / length as f64;
    let lines = spectrum(noise).into_iter().enumerate();
    let audible = lines.filter(|(line, _)| (20.0..=20e3).contains(&(*line as f64 * line_hz)));
    audible
        .map(|(_, amplitude)| 0.5 * amplitude * amplitude)
        .sum()
}

/// In the audible band it is as loud as behind an ideal converter of that word length at the host's rate: a quarter of the
/// square of a step, spread evenly up to half the rate; and left knows nothing of right.
#[test]
fn rounding_makes_the_noise_of_its_word_length() {
    for (rate_hz, quality) in [
        (44.1e3, Quality::Live),
        (48e3, Quality::Live),
        (96e3, Quality::Live),
        (48e3, Quality::High),
        (48e3, Quality::Render),
    ] {
        for (bits, length) in ROUNDED {
            let step = 2f64.powi(1 - length);
            let ideal = 0.25 * step * step * (20e3 - 20.0) / (0.5 * rate_hz);
            let [left, right] = rounding_errors(rate_hz, quality, bits);
            let product: f64 = left
                .iter()
                .zip(&right)
                .map(|(left, right)| left * right)
                .sum();
            let power: f64 = left.iter().map(|error| error * error).sum();
            assert!((product / power).abs() < 0.03, "{}", product / power);
            for errors in [left, right] {
                let excess_db = 10.0 * (audible_power(errors, rate_hz) / ideal).log10();
                println!("{length} bit, {quality:?} {rate_hz} Hz: {excess_db:+.2} dB of the ideal");
                assert!(excess_db.abs() <= 0.5);
            }
        }
    }
}

/// Dither ends where the signal does, unless there is noise to go on with; and it is the same in every run.
#[test]
fn rounded_silence_is_silence() {
    let rate_hz = 192e3;
    for (bits, _) in ROUNDED {
        let settings = Settings { bits, ..at_0_dbu() };
        let play = |settings: &Settings| {
            let mut converter = Converter::<f64>::new(rate_hz, 4, settings);
            let sound = (0..19_200).map(|index| 0.1 * (TAU * f64::from(index) / 192.0).sin());
            let mut frames: Vec<f64> = sound.chain([0.0; 19_200]).collect();
            converter.process(&mut frames);
            frames
        };
        let quiet = play(&settings);
        assert_eq!(quiet, play(&settings));
        let last = quiet
            .iter()
            .rposition(|volt| *volt != 0.0)
            .expect("a sound");
        assert!((19_200..21_130).contains(&last), "{bits:?} ends at {last}");
        let noisy = play(&Settings {
            noise: true,
            ..settings
        });
        assert!(noisy[21_130..].iter().any(|volt| *volt != 0.0));

        let mut fresh = Converter::<f64>::new(rate_hz, 4, &settings);
        let mut silence = [0.0; 1_000];
        fresh.process(&mut silence);
        assert_eq!(silence, [0.0; 1_000]);
    }
}

/// The combo jack's preamp amplifies as it says, hisses as data sheets have it, and clips at +22 dBu, which is no clip of
/// the converter's where that could take more.
#[test]
fn a_combo_jack_has_gain_noise_and_an_end() {
    let rate_hz = 192e3;
    let through = |settings: &Settings, volt: f64| {
        let mut converter = Converter::<f64>::new(rate_hz, 4, settings);
        let frames = (0..192_000).map(|index| volt * (TAU * f64::from(index) / 192.0).sin());
        let mut frames: Vec<f64> = frames.collect();
        converter.process(&mut frames);
        (frames.split_off(19_200), converter.clips())
    };
    for combo_gain_db in [0.0, 20.0, 60.0] {
        let settings = Settings {
            conv_route: ConverterRoute::ComboJack,
            combo_gain_db,
            conv_cal_dbu: 30.0,
            ..Settings::default()
        };
        let (frames, clips) = through(&settings, 1e-3);
        let peak_volt = frames.iter().fold(0f64, |peak, volt| peak.max(volt.abs()));
        assert!((db(peak_volt / 1e-3) - combo_gain_db).abs() < 0.001);
        assert_eq!(clips, 0);

        let noisy = Settings {
            noise: true,
            ..settings
        };
        let (frames, _) = through(&noisy, 0.0);
        let power = audible_power(frames, rate_hz);
        let level_dbu = 10.0 * (power / 0.6).log10() - combo_gain_db;
        println!("combo jack at {combo_gain_db} dB: {level_dbu:.2} dBu at its input");
        // The 150 ohm at the input of a preamp that is measured, -130.9 dBu, are not the preamp's.
        assert!((level_dbu + 127.7).abs() < 0.3);

        // 6 dB over.
        let end_volt = 1.2f64.sqrt() * 10f64.powf(22.0 / 20.0);
        let input_volt = 2.0 * end_volt / 10f64.powf(combo_gain_db / 20.0);
        let (frames, clips) = through(&settings, input_volt);
        let mean = frames.iter().map(|volt| volt.abs()).sum::<f64>() / frames.len() as f64;
        // A sine clipped at half its height: (2 / pi) (2 - sqrt 3) + 2 / 3 of the height, on average.
        let expected =
            end_volt * ((2.0 - 3f64.sqrt()) * 2.0 / std::f64::consts::PI * 1.0 + 2.0 / 3.0);
        let error_db = db(mean / expected);
        assert!(error_db.abs() < 0.05, "{error_db} dB");
        assert_eq!(clips, 0, "the converter has room");
        let full = Settings {
            conv_cal_dbu: 12.0,
            ..settings
        };
        assert!(through(&full, input_volt).1 > 0);
    }
}
