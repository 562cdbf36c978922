//! What a plot of the load shows is what the chain does.

use std::f64::consts::TAU;

use num_complex::Complex64;
use preface::chain::Settings;
use preface::chain::load::{Effect, Response, ResponsePoint};
use preface::chain::settings::{Input, InputTransformer, Pots, RecordedInput, Source, ThruLoad};
use preface::measure::Bench;

const RATE_HZ: f64 = 48e3;

/// Points of the responses that are compared: 48 to an octave.
const POINTS: usize = 481;

fn response(settings: &Settings) -> Response {
    Response::of(settings, POINTS).unwrap_or_else(|error| panic!("{error}"))
}

/// What the chain does to a small signal with the load on over what it does with the load off.
fn measured(settings: &Settings) -> Vec<(f64, f64)> {
    let measure = |settings: &Settings| {
        let bench = Bench::new(settings, RATE_HZ);
        bench.unwrap_or_else(|error| panic!("{error}")).response(61)
    };
    let loaded = measure(settings);
    let plain = measure(&Settings {
        load_on: false,
        ..*settings
    });
    let pairs = loaded.iter().zip(&plain);
    pairs
        .map(|(loaded, plain)| (loaded.frequency_hz, loaded.gain_db - plain.gain_db))
        .collect()
}

/// A figure of the response at any frequency of its range.
fn at(response: &Response, hertz: f64, figure: fn(&ResponsePoint) -> f64) -> f64 {
    let behind = response
        .points
        .partition_point(|point| point.frequency_hz < hertz)
        .clamp(1, POINTS - 1);
    let [before, behind] = [&response.points[behind - 1], &response.points[behind]];
    let part =
        (hertz / before.frequency_hz).ln() / (behind.frequency_hz / before.frequency_hz).ln();
    figure(before) + (figure(behind) - figure(before)) * part
}

fn guitar(rec_input: RecordedInput, now_input: Input) -> Settings {
    Settings {
        source: Source::SingleCoil,
        rec_input,
        now_input,
        ..Settings::default()
    }
}

#[test]
fn the_change_is_what_the_chain_does_to_a_tenth_of_a_decibel() {
    let hi_z = |now_input| guitar(RecordedInput::HiZ1M, now_input);
    let repaired = guitar(RecordedInput::Line10k, Input::HiZ1M);
    for (name, settings) in [
        ("line", hi_z(Input::Line10k)),
        ("passive DI", hi_z(Input::PassiveDi)),
        (
            "active DI with an amplifier",
            Settings {
                thru_load: ThruLoad::Amp136k,
                ..hi_z(Input::ActiveDi10M)
            },
        ),
        (
            // With gain behind it, small signals are 20 dB smaller: to a fuzz, 0.8 mV are not small.
            "fuzz",
            Settings {
                gain_db: 20.0,
                ..hi_z(Input::FuzzGermanium)
            },
        ),
        ("repair", repaired),
        (
            "limited repair",
            Settings {
                repair_limit_db: 9.0,
                ..repaired
            },
        ),
        (
            "pots",
            Settings {
                guitar_volume: 6.0,
                guitar_tone: 3.0,
                ..hi_z(Input::HiZ470k)
            },
        ),
        (
            "from a passive DI",
            guitar(RecordedInput::PassiveDi, Input::HiZ1M),
        ),
        (
            "custom",
            Settings {
                source: Source::Custom,
                now_custom_ohm: 33e3,
                now_custom_pf: 900.0,
                ..hi_z(Input::Custom)
            },
        ),
        (
            "microphone",
            Settings {
                source: Source::RibbonMic,
                mic_z_ohm: 600.0,
                ..guitar(RecordedInput::Mic, Input::Mic)
            },
        ),
        (
            "microphone with a transformer",
            Settings {
                source: Source::DynamicMic,
                xfmr_in: InputTransformer::OneToTen,
                ..guitar(RecordedInput::Mic, Input::Mic)
            },
        ),
    ] {
        let shown = response(&settings);
        assert_eq!(shown.effect, Effect::Changed, "{name}");
        let worst_db = measured(&settings)
            .into_iter()
            .filter(|(hertz, _)| *hertz <= 10e3)
            .map(|(hertz, gain_db)| (at(&shown, hertz, ResponsePoint::change_db) - gain_db).abs())
            .fold(0.0, f64::max);
        println!("{name}: within {worst_db:.3} dB up to 10 kHz");
        assert!(worst_db <= 0.1, "{name}: {worst_db} dB");
    }
}

/// A series circuit of L and R across C || R has a resonance that can be written down.
#[test]
fn the_recorded_resonance_is_the_circuits() {
    let settings = Settings {
        source: Source::Custom,
        custom_l_h: 4.0,
        custom_r_ohm: 8e3,
        custom_c_pf: 100.0,
        custom_eddy_ohm: 1e6,
        custom_pots: Pots::None,
        ..Settings::default()
    };
    let shown = response(&settings);
    assert_eq!(shown.effect, Effect::SameInput);
    let exact = |hertz: f64| {
        let s = Complex64::new(0.0, TAU * hertz);
        let coil = s * 4.0 * 1e6 / (s * 4.0 + 1e6) + 8e3;
        let load = s * (100e-12 + 350e-12) + 1e-6;
        20.0 * (1.0 / (coil * load + 1.0)).norm().log10()
    };
    let peak = shown.recorded_peak.expect("it resonates");
    let (best_hz, best_db) = (1..20_000)
        .map(|hertz| (f64::from(hertz), exact(f64::from(hertz))))
        .max_by(|one, other| one.1.total_cmp(&other.1))
        .expect("not empty");
    println!("{peak:?}, by the formula {best_hz} Hz, {best_db:.3} dB");
    assert!((peak.frequency_hz / best_hz - 1.0).abs() < 2e-3);
    assert!((peak.level_db - best_db).abs() < 0.01);
    for point in &shown.points {
        assert!((point.recorded_db - exact(point.frequency_hz)).abs() < 1e-5);
        assert_eq!(point.change_db(), 0.0);
    }
    assert_eq!(shown.now_peak, shown.recorded_peak);
}

#[test]
fn the_limit_is_named_where_it_acts_and_nowhere_else() {
    let repaired = guitar(RecordedInput::Line10k, Input::HiZ1M);
    let limited = Settings {
        repair_limit_db: 9.0,
        ..repaired
    };
    let generous = Settings {
        repair_limit_db: 40.0,
        ..repaired
    };
    assert_eq!(response(&limited).limit_db, Some(9.0));
    assert_eq!(response(&generous).limit_db, None);
    let most = |figure: fn(&ResponsePoint) -> f64| {
        let points = response(&limited).points;
        points.iter().map(figure).fold(f64::MIN, f64::max)
    };
    let made_db = most(ResponsePoint::change_db);
    let asked_db = most(|point| point.unlimited_db - point.recorded_db);
    println!("asked for {asked_db:.2} dB, made {made_db:.2} dB");
    assert!((made_db - 9.0).abs() < 0.3 && asked_db > 15.0);
}

#[test]
fn what_changes_nothing_says_why() {
    let effect = |settings: Settings| response(&settings).effect;
    assert_eq!(effect(Settings::default()), Effect::NoSource);
    let same = guitar(RecordedInput::HiZ1M, Input::HiZ1M);
    assert_eq!(effect(same), Effect::SameInput);
    let off = Settings {
        load_on: false,
        ..guitar(RecordedInput::HiZ1M, Input::Line10k)
    };
    assert_eq!(effect(off), Effect::Off);
    let unfed = Settings {
        phantom: false,
        ..guitar(RecordedInput::HiZ1M, Input::ActiveDi10M)
    };
    assert_eq!(effect(unfed), Effect::Silent);
    let boxed = Settings {
        source: Source::AsRecorded,
        ..guitar(RecordedInput::HiZ1M, Input::PassiveDi)
    };
    assert_eq!(effect(boxed), Effect::Changed);
}
