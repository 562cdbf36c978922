//! What the characters are told apart by: which harmonics they add, and how much of them.

use preface::chain::{Parameter, Settings};
use preface::measure::{Bench, Distortion};

const RATE_HZ: f64 = 48e3;

/// Below this nothing is left of a harmonic, dB.
const NOTHING_DB: f64 = -120.0;

/// A microphone's gain.
const GAIN_DB: f64 = 30.0;

/// The settings of a choice of circuit, alone and with nothing behind it.
fn character(id: &str, choice: &str, bias_pct: f64) -> Settings {
    let parameter = Parameter::find(id).expect("in the contract");
    let mut settings = Settings {
        character_pct: if id == "tube" { 100.0 } else { 0.0 },
        converter_on: false,
        gain_db: GAIN_DB,
        bias_pct,
        ..Settings::default()
    };
    let place = parameter.parse(choice).expect("in the list");
    (parameter.set)(&mut settings, place);
    settings
}

/// Distortion where the preamp hands on about `preamp_dbu`.
fn distortion(settings: &Settings, preamp_dbu: f64) -> Distortion {
    let mut bench = Bench::new(settings, RATE_HZ).unwrap_or_else(|error| panic!("{error}"));
    let found = bench.distortion(preamp_dbu - settings.gain_db - settings.in_cal_dbu);
    assert!((found.preamp_dbu - preamp_dbu).abs() < 0.5, "{found:?}");
    found
}

fn show(name: &str, found: &Distortion) {
    let [h2, h3, h4, h5, ..] = found.harmonics_db;
    println!(
        "{name:<18} {:+6.1} dBu out: THD {:.5} %, H2 {h2:.1}, H3 {h3:.1}, H4 {h4:.1}, H5 {h5:.1} dB",
        found.preamp_dbu,
        found.thd_pct()
    );
}

/// The op-amp and the three transistors with feedback around them leave next to nothing at line level, and the latter
/// what they leave in low orders.
#[test]
fn clean_and_class_a_are_clean_at_line_level() {
    let clean = distortion(&character("solid_state", "clean", 0.0), 4.0);
    show("Clean", &clean);
    assert!(clean.thd_pct() <= 0.001);
    let class_a = distortion(&character("solid_state", "class_a", 0.0), 4.0);
    show("Class A", &class_a);
    assert!(class_a.thd_pct() <= 0.01);
    let [h2, h3, rest @ ..] = class_a.harmonics_db;
    let lead_db = f64::max(h2, h3).max(NOTHING_DB);
    assert!(rest.iter().all(|harmonic_db| *harmonic_db <= lead_db));
}

/// The crossover of a push-pull pair is odd, and the colder it runs the more of it is left where signals are small.
#[test]
fn class_ab_is_known_by_its_third_harmonic() {
    for preamp_dbu in [-20.0, 4.0] {
        let found = distortion(&character("solid_state", "class_ab", 0.0), preamp_dbu);
        show("Class AB", &found);
        assert!(found.harmonics_db[1] > found.harmonics_db[0]);
    }
    let cold = distortion(&character("solid_state", "class_ab", -100.0), -20.0);
    show("Class AB, cold", &cold);
    let third_pct = 100.0 * 10f64.powf(cold.harmonics_db[1] / 20.0);
    assert!(third_pct >= 0.3, "H3 {third_pct} %");
}

/// A tube's second harmonic stands more than 10 dB above the third while it is clean, and rises with the level.
#[test]
fn tubes_are_known_by_their_second_harmonic() {
    for tube in ["12ax7", "12ay7", "12at7", "12au7"] {
        let settings = character("tube", tube, 0.0);
        let levels = [-20.0, -8.0, 4.0].map(|preamp_dbu| distortion(&settings, preamp_dbu));
        for found in &levels {
            show(tube, found);
            assert!(found.harmonics_db[0] > found.harmonics_db[1] + 10.0);
        }
        let risen_db = levels[2].harmonics_db[0] - levels[0].harmonics_db[0];
        assert!(
            (risen_db - 24.0).abs() < 3.0,
            "H2 has risen by {risen_db} dB over 24 dB"
        );
    }
}
