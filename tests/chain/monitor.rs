//! What is heard instead of the result: the difference that the plugin makes, and the recording at the same loudness.

use crate::player::{chain, noise, peak, play, sine};
use preface::chain::settings::Quality;
use preface::chain::{Chain, Monitor, Settings};
use preface::dsp::loudness::{WeightedPower, lkfs};

const RATE_HZ: f64 = 48e3;
const QUALITIES: [Quality; 3] = [Quality::Live, Quality::High, Quality::Render];

fn rms_db(signal: &[f32]) -> f64 {
    let sum: f64 = signal.iter().map(|&sample| f64::from(sample).powi(2)).sum();
    10.0 * (sum / signal.len() as f64).log10()
}

fn loudness_lkfs(signal: &[f32]) -> f64 {
    let mut power = WeightedPower::new(RATE_HZ);
    let frames: Vec<f64> = signal.iter().map(|&sample| sample.into()).collect();
    power.process(&frames);
    lkfs(power.take_mean_square())
}

/// A chain that has been listened to through `monitor` for long enough.
fn monitored(quality: Quality, settings: &Settings, monitor: Monitor) -> Chain<f64> {
    let mut chain = chain(RATE_HZ, quality, settings);
    chain.set_monitor(monitor);
    chain
}

/// What a fresh instance adds is what its preamp does, which reaches from 1 Hz to 300 kHz: -43 dB at 100 Hz, -66 dB at 1 kHz,
/// -54 dB at 10 kHz, -42 dB of white noise.
#[test]
fn a_fresh_instance_adds_next_to_nothing() {
    for quality in QUALITIES {
        for (name, signal, most_db) in [
            ("100 Hz", sine(RATE_HZ, 100.0, -6.0, 96_000), -42.0),
            ("1 kHz", sine(RATE_HZ, 1e3, -6.0, 96_000), -64.0),
            ("10 kHz", sine(RATE_HZ, 10e3, -6.0, 96_000), -53.0),
            ("noise", noise(7, 0.3, 96_000), -41.0),
        ] {
            let mut chain = monitored(quality, &Settings::default(), Monitor::Difference);
            let heard = play(&mut chain, &signal);
            let added_db = rms_db(&heard[48_000..]) - rms_db(&signal);
            println!("{quality:?}, {name}: {added_db:.1} dB");
            assert!(added_db < most_db, "{quality:?}, {name}: {added_db} dB");
        }
    }
}

/// Twice as loud is the recording once more; the wrong way round it is twice the recording; without the path it is nothing.
#[test]
fn the_difference_is_result_minus_recording() {
    let signal = sine(RATE_HZ, 500.0, -20.0, 48_000);
    let fresh = Settings::default();
    let polarity = preface::chain::settings::Polarity::Inverted;
    for (settings, expected_db) in [
        (
            Settings {
                volume_db: 6.0206,
                ..fresh
            },
            0.0,
        ),
        (Settings { polarity, ..fresh }, 6.02),
        (
            Settings {
                mix_pct: 50.0,
                polarity,
                ..fresh
            },
            0.0,
        ),
    ] {
        let mut chain = monitored(Quality::Live, &settings, Monitor::Difference);
        let heard = play(&mut chain, &signal);
        let found_db = rms_db(&heard[24_000..]) - rms_db(&signal);
        assert!((found_db - expected_db).abs() < 0.05, "{found_db} dB");
    }
    let without = Settings {
        mix_pct: 0.0,
        gain_db: 40.0,
        ..fresh
    };
    let mut chain = monitored(Quality::Live, &without, Monitor::Difference);
    assert_eq!(peak(&play(&mut chain, &signal)[4_800..]), 0.0);
}

/// The recording comes as loud as the result, at once when somebody has watched, and stays there in a pause.
#[test]
fn matched_dry_is_as_loud_as_the_result() {
    let signal = noise(2, 0.05, 6 * 48_000);
    for volume_db in [-30.0, 0.0, 18.0] {
        for character_pct in [0.0, 100.0] {
            let settings = Settings {
                volume_db,
                character_pct,
                gain_db: 10.0,
                ..Settings::default()
            };
            let mut chain = monitored(Quality::Live, &settings, Monitor::Result);
            chain.set_watched(true);
            let result = play(&mut chain, &signal);
            chain.set_monitor(Monitor::MatchedDry);
            let dry = play(&mut chain, &signal);
            let result_lkfs = loudness_lkfs(&result[3 * 48_000..]);
            let at_once_db = loudness_lkfs(&dry[480..48_000]) - result_lkfs;
            let later_db = loudness_lkfs(&dry[3 * 48_000..]) - result_lkfs;
            println!("{volume_db} dB, {character_pct} %: {at_once_db:.3} dB, {later_db:.3} dB");
            assert!(at_once_db.abs() < 0.2 && later_db.abs() < 0.2);
            play(&mut chain, &vec![0.0; 5 * 48_000]);
            let after_pause = play(&mut chain, &signal[..48_000]);
            let after_db = loudness_lkfs(&after_pause[480..]) - result_lkfs;
            assert!(after_db.abs() < 0.2, "{after_db} dB after a pause");
        }
    }
}

/// It is the recording and nothing else: what is left beside it is the ripple of the filters, -80 dB.
#[test]
fn matched_dry_is_the_recording() {
    let settings = Settings {
        gain_db: 40.0,
        volume_db: -30.0,
        character_pct: 100.0,
        ..Settings::default()
    };
    let mut path = monitored(Quality::High, &settings, Monitor::MatchedDry);
    path.set_watched(true);
    let signal = sine(RATE_HZ, 1e3, -6.0, 6 * 48_000);
    let heard = play(&mut path, &signal);
    let latency = path.latency_samples() as usize;
    let (heard, input) = (&heard[5 * 48_000..], &signal[5 * 48_000 - latency..]);
    let gain = 10f64.powf((rms_db(heard) - rms_db(&signal)) / 20.0) as f32;
    let differences: Vec<f32> = (heard.iter().zip(input))
        .map(|(heard, input)| heard - gain * input)
        .collect();
    let error_db = rms_db(&differences) - rms_db(heard);
    assert!(error_db < -80.0, "{error_db} dB");
}

/// From one to another within 10 ms, without a click.
#[test]
fn monitors_fade() {
    let polarity = preface::chain::settings::Polarity::Inverted;
    let settings = Settings {
        polarity,
        ..Settings::default()
    };
    let mut chain = monitored(Quality::Live, &settings, Monitor::Result);
    let signal = sine(RATE_HZ, 250.0, -12.0, 48_000);
    let order = [
        Monitor::Result,
        Monitor::Difference,
        Monitor::MatchedDry,
        Monitor::Result,
        Monitor::MatchedDry,
        Monitor::Difference,
    ];
    let mut output = Vec::new();
    for (index, part) in signal.chunks(4_800).enumerate() {
        chain.set_monitor(order[index % order.len()]);
        output.extend(play(&mut chain, part));
    }
    let step = |signal: &[f32]| {
        signal
            .windows(2)
            .fold(0f32, |most, pair| most.max((pair[1] - pair[0]).abs()))
    };
    // The difference to the inverted one is twice the recording.
    assert!(step(&output[100..]) < 1.1 * 2.0 * step(&signal));
    // The fourth part is the result again, 10 ms and the filters' tails after its start.
    let mut plain = monitored(Quality::Live, &settings, Monitor::Result);
    let result = play(&mut plain, &signal);
    let again = 3 * 4_800 + 540..4 * 4_800;
    let differences: Vec<f32> = (output[again.clone()].iter().zip(&result[again]))
        .map(|(heard, result)| heard - result)
        .collect();
    assert!(
        peak(&differences) < 1e-6,
        "{} off the result",
        peak(&differences)
    );
}

/// Bypass is the input bit for bit whatever is monitored, and nothing moves the latency.
#[test]
fn bypass_has_precedence() {
    let settings = Settings {
        gain_db: 10.0,
        bypass: true,
        ..Settings::default()
    };
    let signal = noise(5, 1.0, 9_600);
    for monitor in [Monitor::Difference, Monitor::MatchedDry] {
        let mut chain = monitored(Quality::Live, &settings, monitor);
        chain.set_watched(true);
        let latency = chain.latency_samples() as usize;
        let output = play(&mut chain, &signal);
        assert!(output[latency..] == signal[..signal.len() - latency]);
    }
}

/// Cut into blocks of any size, the result is the same bit for bit.
#[test]
fn monitors_do_not_depend_on_blocks() {
    let signal = noise(3, 0.2, 48_000);
    let heard = |length: usize| {
        let mut chain = chain::<f64>(RATE_HZ, Quality::Live, &Settings::default());
        chain.set_watched(true);
        let mut output = signal.clone();
        for (index, part) in output.chunks_mut(9_600).enumerate() {
            let monitors = [Monitor::Result, Monitor::MatchedDry, Monitor::Difference];
            chain.set_monitor(monitors[index % 3]);
            for block in part.chunks_mut(length) {
                chain.process(&mut [block]);
            }
        }
        output
    };
    let whole = heard(9_600);
    for length in [1, 31, 100] {
        assert!(heard(length) == whole, "blocks of {length}");
    }
}
