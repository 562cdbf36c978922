//! DI boxes, fuzzes and re-amp boxes against what is known of them, in our engine and in ngspice.

use std::path::Path;

use num_complex::Complex64;
use preface::lanes::Stereo;
use preface::spice::{Method, SmallSignal, Transient};

use super::compare::read;
use super::{ngspice, signal};

const PASSIVE_DI: &str = "circuits/di_passive.cir";
const ACTIVE_DI: &str = "circuits/di_active.cir";
const FUZZ_GERMANIUM: &str = "circuits/reamp_fuzz_germanium.cir";
const FUZZ_SILICON: &str = "circuits/reamp_fuzz_silicon.cir";
const LOAD_DECK: &str = "circuits/load_deck.cir";
const BOX_PASSIVE: &str = "circuits/reamp_box_passive.cir";
const BOX_ACTIVE: &str = "circuits/reamp_box_active.cir";

/// 4 times 44.1 kHz: the slowest that a circuit runs.
const RATE_HZ: f64 = 176_400.0;

/// The circuit's small-signal response, ours and ngspice's, which have to agree.
fn response(path: &str, overrides: ngspice::Overrides<'_>, hz: f64) -> Complex64 {
    let netlist = read(path, overrides);
    let controls: Vec<f64> = netlist.controls.iter().map(|c| c.default).collect();
    let small = SmallSignal::new(&netlist, &controls).expect("rest");
    let found = small.response(hz);
    let reference = ngspice::ac(Path::new(path), overrides, &[hz])[0];
    let error = (found - reference).norm() / reference.norm();
    assert!(error < 1e-5, "{path} at {hz} Hz: {found}, not {reference}");
    found
}

fn gain_db(path: &str, overrides: ngspice::Overrides<'_>, hz: f64) -> f64 {
    signal::db(response(path, overrides, hz).norm())
}

/// The impedance of what stands behind `ohm` of a circuit whose output is the jack between them.
fn input_ohm(path: &str, overrides: ngspice::Overrides<'_>, ohm: f64, hz: f64) -> f64 {
    let jack = response(path, overrides, hz);
    (ohm * jack / (1.0 - jack)).norm()
}

fn assert_near(what: &str, found: f64, expected: f64, within: f64) {
    println!("{what}: {found:.5}, expected {expected} within {within}");
    assert!((found - expected).abs() <= within, "{what}: {found}");
}

/// Where the fuzz control stands, the hybrid-pi figure of the published circuit at that place (current gains 70/110 and
/// 300/300, emitter shorted as far as the control says), and where ours has it: the figure leaves out what the bypass
/// capacitor lets through below and the transistors' capacitances above.
struct FuzzInput {
    fuzz: f64,
    germanium_ohm: f64,
    germanium_hz: f64,
    silicon_ohm: f64,
    silicon_hz: f64,
}

const fn fuzz_input(fuzz: f64, germanium: (f64, f64), silicon: (f64, f64)) -> FuzzInput {
    FuzzInput {
        fuzz,
        germanium_ohm: germanium.0,
        germanium_hz: germanium.1,
        silicon_ohm: silicon.0,
        silicon_hz: silicon.1,
    }
}

const FUZZ_INPUTS: [FuzzInput; 4] = [
    fuzz_input(1.0, (7.3e3, 3e3), (25e3, 10e3)),
    fuzz_input(0.9, (1.3e3, 1e3), (860.0, 1e3)),
    fuzz_input(0.5, (540.0, 1e3), (440.0, 1e3)),
    fuzz_input(0.0, (430.0, 1e3), (390.0, 1e3)),
];

#[test]
fn a_fuzz_loads_as_its_control_says() {
    for row in FUZZ_INPUTS {
        for (path, expected, hz) in [
            (FUZZ_GERMANIUM, row.germanium_ohm, row.germanium_hz),
            (FUZZ_SILICON, row.silicon_ohm, row.silicon_hz),
        ] {
            let fuzz = row.fuzz;
            let overrides = [
                ("series_ohm", 1e3),
                ("now_farad", 1e-15),
                ("after_fuzz", 0.0),
                ("fuzz", fuzz),
            ];
            let found = input_ohm(path, &overrides, 1e3, hz);
            let what = format!("{path} at {fuzz}, {hz} Hz, ohm");
            assert_near(&what, found, expected, 0.06 * expected);
        }
    }
}

#[test]
fn the_passive_di_has_its_impedances_and_band() {
    let open = response(PASSIVE_DI, &[("mic_z_ohm", 1e3)], 1e3);
    let behind = response(
        PASSIVE_DI,
        &[("mic_z_ohm", 1e3), ("source_ohm", 100e3)],
        1e3,
    );
    let ratio = behind / open;
    let ohm = (100e3 * ratio / (1.0 - ratio)).norm();
    assert_near("passive DI, input with 1 k behind it, ohm", ohm, 140e3, 2e3);
    let pickup = ("source_ohm", 10e3);
    let loaded = response(PASSIVE_DI, &[pickup, ("mic_z_ohm", 1e3)], 1e3);
    let unloaded = response(PASSIVE_DI, &[pickup, ("mic_z_ohm", 1e9)], 1e3);
    let ohm = (1e3 * (unloaded / loaded - 1.0)).norm();
    assert_near("passive DI, output behind 10 k, ohm", ohm, 150.0, 5.0);
    let middle_db = gain_db(PASSIVE_DI, &[("mic_z_ohm", 1e3)], 1e3);
    for hz in [10.0, 40e3] {
        let db = gain_db(PASSIVE_DI, &[("mic_z_ohm", 1e3)], hz) - middle_db;
        println!("passive DI at {hz} Hz: {db:+.3} dB");
        assert!((-1.05..=0.05).contains(&db), "{hz} Hz: {db} dB");
    }
}

#[test]
fn di_boxes_have_the_loss_that_they_state() {
    for path in [PASSIVE_DI, ACTIVE_DI] {
        let netlist = read(path, &[]);
        let words = netlist.annotation("loss_db").expect("a nominal loss");
        let stated_db: f64 = words[0].parse().expect("a number");
        assert_near(path, -gain_db(path, &[], 1e3), stated_db, 0.05);
    }
}

/// The settled output for a sine, whole periods.
fn settled(path: &str, overrides: ngspice::Overrides<'_>, peak: f64, hz: f64) -> Vec<f64> {
    let netlist = read(path, overrides);
    let mut circuit = Transient::<f64>::new(&netlist, RATE_HZ, Method::Auto).expect("a circuit");
    let input = signal::sine(peak, hz, RATE_HZ, 0.45, 0.01);
    let output: Vec<f64> = input.iter().map(|volt| circuit.step(*volt)).collect();
    output[(0.25 * RATE_HZ) as usize..][..(0.2 * RATE_HZ) as usize].to_vec()
}

#[test]
fn the_active_di_has_its_impedances_and_clips_at_its_supply() {
    let loaded = response(ACTIVE_DI, &[("mic_z_ohm", 1e3)], 1e3);
    let unloaded = response(ACTIVE_DI, &[("mic_z_ohm", 1e9)], 1e3);
    let ohm = (1e3 * (unloaded / loaded - 1.0)).norm();
    assert_near("active DI, output, ohm", ohm, 200.0, 5.0);
    for input_ohm in [220e3, 10e6] {
        let kind = ("input_ohm", input_ohm);
        let open = response(ACTIVE_DI, &[kind], 100.0);
        let behind = response(ACTIVE_DI, &[kind, ("source_ohm", input_ohm)], 100.0);
        assert_near(
            "active DI behind its own input",
            (behind / open).norm(),
            0.5,
            0.01,
        );
    }
    for (peak, least_percent, most_percent) in
        [(1.0, 0.05, 0.2), (6.0, 0.5, 2.0), (10.0, 8.0, 20.0)]
    {
        let output = settled(ACTIVE_DI, &[], peak, 1e3);
        let percent = 100.0 * signal::thd(&signal::harmonics(&output, 1e3, RATE_HZ, 9));
        println!("active DI, {peak} V: {percent:.3} %");
        assert!(
            (least_percent..most_percent).contains(&percent),
            "{peak} V: {percent} %"
        );
    }
    // 28.8 V are left of the 48 V, more where it is cut off for a part of the time.
    let output = settled(ACTIVE_DI, &[("mic_z_ohm", 10e3)], 60.0, 1e3);
    let highest = output.iter().copied().fold(f64::MIN, f64::max);
    let lowest = output.iter().copied().fold(f64::MAX, f64::min);
    println!("active DI, 60 V: {lowest:.2}..{highest:.2} V");
    assert!(
        (25.0..40.0).contains(&(highest - lowest)),
        "{lowest}..{highest} V"
    );
}

/// What a load of 8 k takes off the top, 5 kHz re 100 Hz: much of what a pickup gives, nothing of what a re-amp box gives.
#[test]
fn a_box_does_not_bring_the_pickups_load_back() {
    let tilt_db = |path: &str, overrides: ngspice::Overrides<'_>| {
        gain_db(path, overrides, 5e3) - gain_db(path, overrides, 100.0)
    };
    // The pickup's EMF drives the deck where nothing counts as recorded, not even its own 110 p beside the cable's 500 p.
    let pickup = [
        ("pickup_henry", 2.5),
        ("pickup_ohm", 6.5e3),
        ("pickup_farad", 1e-18),
        ("eddy_ohm", 450e3),
        ("pot_ohm", 1e12),
        ("tone_farad", 22e-9),
        ("recorded_ohm", 1e12),
        ("recorded_farad", 1e-18),
        ("tone_ohm", 250e3),
        ("volume_lower_ohm", 250e3),
        ("now_farad", 610e-12),
        ("now_ohm", 8e3),
    ];
    assert_near("pickup, dB", tilt_db(LOAD_DECK, &pickup), -15.2, 0.1);
    let amp = [
        ("series_ohm", 10e3),
        ("now_farad", 500e-12),
        ("now_ohm", 8e3),
    ];
    let box_db = tilt_db(BOX_PASSIVE, &[]) + tilt_db("circuits/reamp_direct.cir", &amp);
    assert_near("passive box, dB", box_db, -0.02, 0.01);
}

/// Volts that the path can reach: a tenth of a millivolt, a guitar, a bass into saturation, and what level clamps.
const PEAKS: [f64; 4] = [1e-3, 1.0, 60.0, 250.0];

#[test]
fn no_level_makes_an_input_fail() {
    let circuits: [(&str, ngspice::Overrides<'_>); 7] = [
        (PASSIVE_DI, &[]),
        (ACTIVE_DI, &[]),
        (FUZZ_GERMANIUM, &[("series_ohm", 1e-3)]),
        (FUZZ_SILICON, &[("series_ohm", 1e-3)]),
        (FUZZ_SILICON, &[("series_ohm", 10e3), ("fuzz", 0.0)]),
        (BOX_PASSIVE, &[]),
        (BOX_ACTIVE, &[]),
    ];
    for (path, overrides) in circuits {
        let netlist = read(path, overrides);
        for (peak, hz) in PEAKS
            .into_iter()
            .flat_map(|peak| [(peak, 41.0), (peak, 7e3)])
        {
            let mut circuit =
                Transient::<f64>::new(&netlist, RATE_HZ, Method::Auto).expect("a circuit");
            let volts = signal::sine(peak, hz, RATE_HZ, 0.15, 0.01);
            let largest = volts.iter().map(|volt| circuit.step(*volt).abs());
            let largest = largest.fold(0.0, f64::max);
            println!("{path} {overrides:?}, {peak} V at {hz} Hz: {largest:.3} V at most");
            assert_eq!(
                circuit.failures(),
                0,
                "{path} {overrides:?}, {peak} V at {hz} Hz"
            );
        }
    }
}

/// What a deck may be asked to do to a source: sources without some of their elements, loads that are taken off again, a
/// repair limit that leaves nothing of the change, pots at their ends.
const DECK_SETTINGS: [(&str, ngspice::Overrides<'_>); 6] = [
    ("a single-coil", &[]),
    (
        "no source impedance",
        &[
            ("pickup_henry", 0.0),
            ("pickup_ohm", 1e-3),
            ("eddy_ohm", 1e12),
            ("pot_ohm", 1e12),
            ("tone_ohm", 1e12),
            ("volume_lower_ohm", 1e12),
        ],
    ),
    (
        "a capacitance",
        &[
            ("pickup_henry", 0.0),
            ("pickup_ohm", 1e12),
            ("pickup_farad", 500e-12),
            ("pot_ohm", 1e12),
            ("tone_ohm", 1e12),
            ("volume_lower_ohm", 1e12),
        ],
    ),
    ("recorded into 300 ohm", &[("recorded_ohm", 300.0)]),
    (
        "recorded through a DI box",
        &[
            ("recorded_ohm", 190e3),
            ("recorded_henry", 400.0),
            ("recorded_coil_ohm", 3.1e3),
            ("share", 1e-9),
        ],
    ),
    (
        "pots at 0",
        &[
            ("volume_upper_ohm", 250e3),
            ("volume_lower_ohm", 1e-3),
            ("tone_ohm", 1e-3),
        ],
    ),
];

#[test]
fn no_level_makes_a_deck_fail() {
    let directory = std::fs::read_dir("circuits").expect("a directory");
    let names = directory.map(|entry| entry.expect("an entry").file_name());
    let decks = names
        .filter_map(|name| name.into_string().ok())
        .filter(|name| {
            let is_deck = name.starts_with("load_deck") || name.starts_with("reamp_pickup_fuzz");
            is_deck && name.ends_with(".cir")
        });
    let decks: Vec<String> = decks.collect();
    assert!(decks.len() >= 12, "{decks:?}");
    for deck in decks {
        let path = format!("circuits/{deck}");
        let plain = read(&path, &[]);
        for (what, setting) in DECK_SETTINGS {
            let known = setting.iter().copied();
            let known: Vec<(&str, f64)> = known
                .filter(|(name, _)| plain.control_named(name).is_ok())
                .collect();
            let netlist = read(&path, &known);
            for peak in [1.0, 250.0] {
                let mut circuit =
                    Transient::<Stereo>::new(&netlist, RATE_HZ, Method::Auto).expect("a circuit");
                let low = signal::sine(peak, 82.0, RATE_HZ, 0.05, 0.01);
                let high = signal::sine(peak, 7e3, RATE_HZ, 0.05, 0.01);
                for (low, high) in low.iter().zip(&high) {
                    circuit.step(Stereo::new([*low, *high]));
                }
                assert_eq!(circuit.failures(), 0, "{deck}, {what}, {peak} V");
            }
        }
    }
}
