//! What `preface::measure` says of paths whose figures are known.

use std::f64::consts::PI;

use preface::chain::settings::{
    ConverterRoute, HighPass, Input, Listen, Polarity, Quality, ReampBox, ReampLoad, Source,
    WordLength,
};
use preface::chain::{Node, Settings};
use preface::measure::{Bench, Report};

const RATE_HZ: f64 = 48e3;

fn bench(settings: &Settings) -> Bench {
    Bench::new(settings, RATE_HZ).unwrap_or_else(|error| panic!("{error}"))
}

/// Amplitude of an odd harmonic of a sine that is cut off at `limit` times its peak: the integral of the cut sine times
/// sin(n x) over a quarter, 4/pi [ integral of sin x sin nx up to t, and of `limit` sin nx from there on ], t = asin limit.
fn clipped_harmonic(limit: f64, harmonic: u32) -> f64 {
    let turn = limit.asin();
    let n = f64::from(harmonic);
    let below = match harmonic {
        1 => 0.5 * turn - 0.25 * (2.0 * turn).sin(),
        _ => 0.5 * (((n - 1.0) * turn).sin() / (n - 1.0) - ((n + 1.0) * turn).sin() / (n + 1.0)),
    };
    4.0 / PI * (below + limit * (n * turn).cos() / n)
}

/// A clean path whose converter clips: the tone's gain is within 0.002 dB of the formula's and every harmonic within
/// -65 dB of the tone, which is how flat the converter's own band-limiting is.
#[test]
fn harmonics_of_a_clipped_sine_are_those_of_the_formula() {
    let mut bench = bench(&Settings::default());
    for level_dbfs in [1.0, 6.0, 12.0] {
        let limit = 10f64.powf(-level_dbfs / 20.0);
        let measured = bench.distortion(level_dbfs);
        let first = clipped_harmonic(limit, 1);
        let shares = (2..=9).map(|harmonic| match harmonic % 2 {
            0 => 0.0,
            _ => clipped_harmonic(limit, harmonic).abs() / first,
        });
        let mut power = 0.0;
        let mut worst = 0.0;
        for (share, found_db) in shares.zip(measured.harmonics_db) {
            power += share * share;
            worst = f64::max(worst, (10f64.powf(found_db / 20.0) - share).abs());
        }
        let thd_pct = 100.0 * power.sqrt();
        let gain_error_db = measured.gain_db - 20.0 * first.log10();
        println!(
            "clipped at {level_dbfs} dBFS: THD {:.4} % ({thd_pct:.4} % by the formula), tone off by {gain_error_db:.4} dB, \
             worst line by {:.1} dB",
            measured.thd_pct(),
            20.0 * worst.log10()
        );
        assert!(gain_error_db.abs() < 0.002);
        assert!(20.0 * worst.log10() < -65.0);
        assert!((measured.clips_per_second / 2.0 - measured.frequency_hz).abs() < 6.0);
        assert!(measured.direct_volt.abs() < 1e-5);
    }
}

/// Gain is lost where the formula says: a clipped sine has lost 1 dB when it is 2.0 dB over.
#[test]
fn compression_of_a_clip_is_found() {
    let lost_db = |over_db: f64| {
        let limit = 10f64.powf(-over_db / 20.0);
        -20.0 * clipped_harmonic(limit, 1).log10()
    };
    let over_db = (0..1000)
        .map(|step| 0.01 * f64::from(step))
        .find(|over_db| lost_db(*over_db) > 1.0);
    let expected_dbfs = over_db.expect("a level");
    let found = bench(&Settings::default()).compression().expect("a clip");
    println!(
        "1 dB is lost at {:.2} dBFS, {expected_dbfs:.2} by the formula",
        found.level_dbfs
    );
    assert!((found.level_dbfs - expected_dbfs).abs() < 0.1);
    assert!((found.input_dbu - found.level_dbfs - 12.2).abs() < 0.01);
    let off = Settings {
        converter_on: false,
        ..Settings::default()
    };
    let higher = bench(&off).compression();
    assert!(higher.is_none_or(|higher| higher.level_dbfs > found.level_dbfs + 3.0));
}

/// Gain, drive and volume are where they belong, and a Butterworth high-pass of 80 Hz is one.
#[test]
fn gain_and_response_are_those_that_were_set() {
    let settings = Settings {
        gain_db: 30.0,
        drive_db: 6.0,
        volume_db: -7.0,
        highpass: HighPass::Hz80,
        ..Settings::default()
    };
    let mut bench = bench(&settings);
    let gain = bench.gain();
    assert!((gain.frequency_hz - 1e3).abs() < 10.0);
    assert!((gain.path_db - 23.0).abs() < 0.02, "{}", gain.path_db);
    assert!((gain.preamp_db - 30.0).abs() < 0.02, "{}", gain.preamp_db);
    let plain = Settings {
        highpass: HighPass::Off,
        ..settings
    };
    let without = self::bench(&plain).response(61);
    let with = bench.response(61);
    assert_eq!(with[0].frequency_hz, 20.0);
    assert_eq!(with[with.len() - 1].frequency_hz, 20e3);
    for (with, without) in with.iter().zip(&without) {
        let ratio = (with.frequency_hz / 80.0).powi(4);
        let expected_db = 10.0 * (ratio / (1.0 + ratio)).log10();
        let error_db = with.gain_db - without.gain_db - expected_db;
        assert!(
            error_db.abs() < 0.01,
            "{} Hz: {error_db} dB",
            with.frequency_hz
        );
    }
}

/// Gain and response of a fuzz are those of a small signal: one that is 10 or 20 dB smaller comes out as much smaller,
/// within 0.05 dB, also behind a pickup, behind gain, and where words are short.
#[test]
fn a_fuzz_is_measured_where_it_is_linear() {
    // Where the test signal would be the same, the jack of the fuzz gets less of it.
    let sent = |settings: Settings| {
        let quieter = Settings {
            send_cal_dbu: settings.send_cal_dbu - 20.0,
            line_out_dbu: settings.line_out_dbu - 20.0,
            ..settings
        };
        (settings, quieter, -20.0)
    };
    let germanium = Settings {
        reamp_on: true,
        reamp_load: ReampLoad::FuzzGermanium,
        listen: Listen::AfterFuzz,
        ..Settings::default()
    };
    let silicon = Settings {
        reamp_load: ReampLoad::FuzzSilicon,
        ..germanium
    };
    let behind_a_pickup = Settings {
        source: Source::SingleCoil,
        virtual_pickup: true,
        ..germanium
    };
    let hot = Settings {
        conv_link: false,
        conv_cal_dbu: 2.2,
        r#box: ReampBox::None,
        line_out_dbu: 12.2,
        conv_route: ConverterRoute::ComboJack,
        combo_gain_db: 30.0,
        bits: WordLength::Bits16,
        ..germanium
    };
    let as_an_input = |gain_db| Settings {
        source: Source::SingleCoil,
        now_input: Input::FuzzGermanium,
        gain_db,
        ..Settings::default()
    };
    for (name, (settings, quieter, change_db)) in [
        ("germanium", sent(germanium)),
        ("silicon", sent(silicon)),
        ("germanium behind a pickup", sent(behind_a_pickup)),
        ("germanium behind all gain", sent(hot)),
        // Behind more than 40 dB of gain the test signal is smaller.
        (
            "germanium as an input",
            (as_an_input(40.0), as_an_input(50.0), 10.0),
        ),
    ] {
        let [as_is, quieter] = [settings, quieter].map(|settings| bench(&settings).response(31));
        let worst_db = as_is
            .iter()
            .zip(&quieter)
            .fold(0.0, |worst, (as_is, quieter)| {
                f64::max(worst, (quieter.gain_db - as_is.gain_db - change_db).abs())
            });
        println!("{name}: a smaller signal changes the response by {worst_db:.4} dB");
        assert!(worst_db < 0.05, "{name}");
    }
}

/// Noise is what was asked for, less what a tube's loss at the top takes off; without it there is none.
#[test]
fn noise_is_what_was_set() {
    let quiet = bench(&Settings::default()).noise();
    assert_eq!((quiet.output_dbu, quiet.ein_dbu), (f64::NEG_INFINITY, None));
    for (ein_dbu, gain_db, character_pct) in [(-128.0, 40.0, 0.0), (-115.0, 20.0, 100.0)] {
        let settings = Settings {
            noise: true,
            ein_dbu,
            gain_db,
            character_pct,
            ..Settings::default()
        };
        let noise = bench(&settings).noise();
        println!("EIN {ein_dbu} dBu, gain {gain_db} dB: {noise:?}");
        assert!((noise.ein_dbu.expect("noise") - ein_dbu).abs() < 0.5);
        assert!((noise.output_dbu - ein_dbu - gain_db).abs() < 3.5);
    }
}

/// What the phase says is what was reported, within the half sample that rounding may leave, at any rate.
#[test]
fn latency_is_measured() {
    for quality in [Quality::Live, Quality::High] {
        for rate_hz in [8e3, 44.1e3, 96e3] {
            let settings = Settings {
                quality,
                ..Settings::default()
            };
            let mut bench = Bench::new(&settings, rate_hz).expect("solvable");
            let latency = bench.latency();
            println!("{quality:?} at {rate_hz} Hz: {latency:?}");
            assert!(latency.residual_samples().abs() <= 0.5);
            assert!(latency.measured_samples > 0.0);
        }
    }
}

/// The same settings give the same figures, whatever was measured before.
#[test]
fn figures_do_not_depend_on_what_was_measured_before() {
    let settings = Settings {
        character_pct: 100.0,
        ..Settings::default()
    };
    let mut one = bench(&settings);
    let first = one.distortion(-12.0);
    one.distortion(20.0);
    one.worst_alias(4999.0, 0.0);
    assert_eq!(one.distortion(-12.0), first);
    assert_eq!(bench(&settings).distortion(-12.0), first);
    let report = |levels: &[f64]| Report::new(&settings, RATE_HZ, levels).expect("solvable");
    let whole = report(&[-20.0, -12.0]);
    assert_eq!(whole, report(&[-20.0, -12.0]));
    assert_eq!(whole.levels[1], first);
    assert_eq!(whole.reference, first);
}

/// A tube that is driven, in front of a converter with room: what a tone has become at the output is what `distortion`
/// finds there, and at the preamp, which runs inside at a higher rate, it has become that already.
#[test]
fn a_tone_at_a_node_has_the_harmonics_that_leave_the_path() {
    let settings = Settings {
        gain_db: 30.0,
        character_pct: 100.0,
        conv_link: false,
        conv_cal_dbu: 30.0,
        ..Settings::default()
    };
    let mut bench = bench(&settings);
    let exact = bench.distortion(-24.0);
    for node in [Node::Preamp, Node::Converter, Node::Reamp, Node::Output] {
        let tone = bench
            .tone(node, -24.0, &|| true)
            .expect("nobody calls it off");
        let heard = exact.harmonics_db.iter().enumerate();
        let worst_db = heard
            .filter(|(_, level_db)| **level_db > -90.0)
            .map(|(place, level_db)| (tone.harmonic_db(place + 2) - level_db).abs())
            .fold(0.0, f64::max);
        println!(
            "{node:?}: THD {:.4} % ({:.4} %), harmonics within {worst_db:.3} dB",
            tone.thd_pct(),
            exact.thd_pct()
        );
        assert!(worst_db <= 0.1, "{node:?}: {worst_db} dB");
        assert!((tone.thd_pct() / exact.thd_pct() - 1.0).abs() < 1e-3);
        let gain_db = 20.0 * tone.gain().abs().log10();
        assert!((gain_db - exact.gain_db).abs() < 0.02, "{gain_db}");
    }
    let before = bench.tone(Node::Recorded, -24.0, &|| true).expect("heard");
    assert!(before.thd_pct() < 1e-4, "{}", before.thd_pct());
    assert!((before.gain() - 1.0).abs() < 1e-6);
}

/// A clean path turned upside down, 6 dB over its converter's end: a straight line downward that ends at both ends of the
/// scale.
#[test]
fn the_curve_of_a_tone_is_the_paths() {
    let settings = Settings {
        polarity: Polarity::Inverted,
        ..Settings::default()
    };
    let mut bench = bench(&settings);
    let full_scale_volt = preface::chain::recorded_full_scale_volt(&settings);
    for node in [Node::Converter, Node::Output] {
        let tone = bench
            .tone(node, 6.0, &|| true)
            .expect("nobody calls it off");
        let worst = (-20..=20)
            .map(|step| f64::from(step) / 20.0 * tone.input_volt)
            .map(|volt| (volt, -volt.clamp(-full_scale_volt, full_scale_volt)))
            // The tone's harmonics end before half the host's rate: an edge rounds and rings.
            .map(|(volt, exact)| (tone.output_volt(volt) - exact).abs() / full_scale_volt)
            .fold(0.0, f64::max);
        println!(
            "{node:?}: the curve is within {:.2} % of full scale",
            100.0 * worst
        );
        assert!(worst < if node == Node::Output { 0.06 } else { 0.03 });
    }
    let small = bench.small_tone(Node::Output, &|| true).expect("heard");
    assert!((small.gain() + 1.0).abs() < 5e-3, "{}", small.gain());
}

#[test]
fn a_tone_that_nobody_wants_any_more_is_called_off() {
    let mut bench = bench(&Settings::default());
    assert_eq!(bench.tone(Node::Output, -12.0, &|| false), None);
}
