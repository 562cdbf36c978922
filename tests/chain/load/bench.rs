//! Wrong pairings, as on the bench.

use preface::chain::settings::{Input, InputTransformer, Quality, RecordedInput, Source};
use preface::chain::{Chain, Node, Settings};

use super::pairs::{Shape, deck_response, from_emf, sweep_hz};
use super::{LIVE_HZ, db, setup};
use crate::player::{chain, play, sine};
use crate::signal;

const RATE_HZ: f64 = 48e3;

/// Level at the preamp's output of a sine of 1 kHz, once it has settled, dBu.
fn output_dbu(chain: &mut Chain<f64>, tone_dbfs: f64) -> f64 {
    let tone = sine(RATE_HZ, 1e3, tone_dbfs, 24_000);
    play(chain, &tone);
    chain.take_taps();
    play(chain, &tone);
    chain.take_taps().at(Node::Preamp).rms_dbu(0)
}

/// A dynamic microphone of -40 dBu, recorded with 40 dB of gain through a microphone input, and a keyboard of 0 dBu that
/// needs none: both into a line input, brought to the same level. The microphone needs 40 dB more, less what the lighter
/// load gives back, and its hiss is that much higher.
#[test]
fn a_dynamic_microphone_in_a_line_input_is_weak_and_noisy() {
    let calibrated = Settings {
        in_cal_dbu: 18.0,
        now_input: Input::Line10k,
        noise: true,
        converter_on: false,
        ..Settings::default()
    };
    let keyboard = Settings {
        source: Source::Keyboard,
        rec_input: RecordedInput::Line10k,
        ..calibrated
    };
    let microphone = Settings {
        source: Source::DynamicMic,
        rec_input: RecordedInput::Mic,
        rec_gain_db: 40.0,
        ..calibrated
    };
    // Both recordings read -18 dBFS: 0 dBu with what the interface added.
    let chain_of = |settings: &Settings| chain::<f64>(RATE_HZ, Quality::Live, settings);
    let keyboard_dbu = output_dbu(&mut chain_of(&keyboard), -18.0);
    let weak_dbu = output_dbu(&mut chain_of(&microphone), -18.0);
    let needed_db = keyboard_dbu - weak_dbu;
    let lifted_db = db(setup_response(&microphone));
    let turned_up = Settings {
        gain_db: needed_db,
        ..microphone
    };
    let raised_dbu = output_dbu(&mut chain_of(&turned_up), -18.0);
    println!(
        "keyboard {keyboard_dbu:.2} dBu, microphone {weak_dbu:.2} dBu (load {lifted_db:+.2} dB): {needed_db:.2} dB more gain"
    );
    assert!((needed_db - (40.0 - lifted_db)).abs() <= 0.1);
    assert!((raised_dbu - keyboard_dbu).abs() <= 0.1);
    // What the stage adds to a recording: its equivalent input noise without the 150 ohm it is measured with, which is
    // given for 20 Hz..20 kHz; the tap hears all that the preamp passes.
    let figure = |ein_dbu: f64, gain_db: f64| {
        let stage = 10f64.powf(ein_dbu / 10.0) - 10f64.powf(-130.92 / 10.0);
        10.0 * stage.log10() + gain_db
    };
    let noises = [&keyboard, &turned_up].map(|settings| {
        let quiet = hiss_in_band_dbu(&mut chain_of(settings));
        let expected = figure(settings.ein_dbu, settings.gain_db);
        println!(
            "gain {:5.2} dB: hiss {quiet:.2} dBu, figures {expected:.2} dBu",
            settings.gain_db
        );
        assert!((quiet - expected).abs() <= 1.0);
        quiet
    });
    assert!((noises[1] - noises[0] - needed_db).abs() <= 1.0);
}

/// Gain at 1 kHz that the load makes.
fn setup_response(settings: &Settings) -> num_complex::Complex64 {
    super::reference(settings, &[1e3])[0]
}

/// Noise at the output from 20 Hz to 20 kHz, dBu.
fn hiss_in_band_dbu(chain: &mut Chain<f64>) -> f64 {
    let full_scale_volt = 10f64.powf((18.0) / 20.0) * 1.2f64.sqrt();
    let silence = vec![0.0; 1 << 17];
    play(chain, &silence);
    let hiss = play(chain, &silence);
    let power: f64 = hiss.iter().map(|&sample| f64::from(sample).powi(2)).sum();
    // White up to half the host's rate, as far as the filters let it: 20 kHz of 24 kHz.
    let mean = power / hiss.len() as f64 * full_scale_volt.powi(2) * 20.0 / 23.2;
    10.0 * (mean / 0.6).log10()
}

/// A line output of +4 dBu into a microphone input that is set up for a microphone: it clips hard, with the transformer
/// and without; into the line input the same is clean.
#[test]
fn a_line_output_in_a_microphone_input_is_distorted() {
    let line = Settings {
        in_cal_dbu: 18.0,
        source: Source::Keyboard,
        rec_input: RecordedInput::Line10k,
        now_input: Input::Line10k,
        out_link: false,
        out_cal_dbu: 26.0,
        converter_on: false,
        ..Settings::default()
    };
    let into_microphone = Settings {
        now_input: Input::Mic,
        gain_db: 40.0,
        ..line
    };
    let with_transformer = Settings {
        xfmr_in: InputTransformer::OneToTen,
        ..into_microphone
    };
    let distortion = |settings: &Settings| {
        let tone = sine(RATE_HZ, 1e3, -14.0, 48_000);
        let mut chain = chain::<f64>(RATE_HZ, Quality::Live, settings);
        let output = play(&mut chain, &tone);
        let settled: Vec<f64> = output[24_000..].iter().copied().map(f64::from).collect();
        100.0 * signal::thd(&signal::harmonics(&settled, 1e3, RATE_HZ, 15))
    };
    let [clean, driven, iron] = [&line, &into_microphone, &with_transformer].map(distortion);
    println!(
        "+4 dBu: {clean:.4} % into line, {driven:.1} % into a microphone input at 40 dB, {iron:.1} % with its transformer"
    );
    assert!(clean < 0.01 && driven > 20.0 && iron > 20.0);
    let mut chain = chain::<f64>(
        RATE_HZ,
        Quality::Live,
        &Settings {
            converter_on: true,
            ..into_microphone
        },
    );
    play(&mut chain, &sine(RATE_HZ, 1e3, -14.0, 9_600));
    assert!(chain.clips() > 0);
}

/// Section 5.1 of the values that the model is built on: guitars with 3 m of cable and both pots at 10. Level at 100 Hz,
/// resonance, its height and the corner where the table gives them.
#[test]
fn a_guitar_in_a_line_input_is_dull_and_quiet() {
    const NONE: f64 = f64::NAN;
    /// Input, level at 100 Hz, peak frequency and height, corner.
    type Row = (f64, f64, f64, f64, f64);
    let table: [(Source, [Row; 4]); 3] = [
        (
            Source::SingleCoil,
            [
                (10e6, NONE, 4.50e3, 3.2, NONE),
                (1e6, NONE, 4.35e3, 2.6, NONE),
                (10e3, -4.4, NONE, NONE, 1.06e3),
                (6e3, -6.3, NONE, NONE, 0.82e3),
            ],
        ),
        (
            Source::Humbucker,
            [
                (10e6, NONE, 3.17e3, 2.8, NONE),
                (1e6, NONE, 3.01e3, 2.1, NONE),
                (10e3, -5.4, NONE, NONE, 0.62e3),
                (6e3, -7.7, NONE, NONE, 0.50e3),
            ],
        ),
        (
            Source::HotHumbucker,
            [
                (10e6, NONE, 2.07e3, 1.6, NONE),
                (1e6, NONE, 1.85e3, 0.9, NONE),
                (10e3, -8.0, NONE, NONE, 0.47e3),
                (6e3, -10.9, NONE, NONE, 0.40e3),
            ],
        ),
    ];
    for (source, rows) in table {
        for (ohm, level_db, peak_hz, peak_db, corner_hz) in rows {
            let shape = Shape::of(&deck_response(&from_emf(source, ohm, 0.0), LIVE_HZ));
            println!("{source:?} into {ohm} ohm: {shape:.2?}");
            let is_near = |found: f64, expected: f64, tolerance: f64| {
                expected.is_nan() || (found - expected).abs() <= tolerance
            };
            assert!(is_near(shape.level_db, level_db, 0.2));
            assert!(is_near(shape.peak_db, peak_db, 0.2));
            assert!(is_near(shape.peak_hz, peak_hz, 0.02 * peak_hz));
            assert!(is_near(shape.corner_hz, corner_hz, 0.02 * corner_hz));
        }
    }
}

/// What the block does is the ratio of two columns of that table: from one input to another.
#[test]
fn the_block_is_the_ratio_of_two_columns() {
    for source in [Source::SingleCoil, Source::Humbucker, Source::HotHumbucker] {
        for (recorded, now) in [(1e6, 10e3), (10e3, 1e6), (10e6, 6e3)] {
            let settings = Settings {
                source,
                rec_input: RecordedInput::Custom,
                rec_custom_ohm: recorded,
                rec_custom_pf: 0.0,
                now_input: Input::Custom,
                now_custom_ohm: now,
                now_custom_pf: 0.0,
                ..Settings::default()
            };
            let block = deck_response(&setup(&settings).values, LIVE_HZ);
            let [recorded, now] =
                [recorded, now].map(|ohm| deck_response(&from_emf(source, ohm, 0.0), LIVE_HZ));
            let worst_db = (sweep_hz().iter().zip(&block))
                .zip(now.iter().zip(&recorded))
                .filter(|((hz, _), _)| **hz <= 20e3)
                .map(|((_, block), (now, recorded))| db(block * recorded / now).abs())
                .fold(0.0, f64::max);
            println!("{source:?}: {worst_db:.5} dB beside the ratio");
            assert!(worst_db <= 0.05);
        }
    }
}
