//! Transformers against their data sheets, in our engine and in ngspice: distortion, response, gain and impedance.

use std::path::Path;

use num_complex::Complex64;
use preface::spice::{Method, Netlist, SmallSignal, Transient};

use super::compare::read;
use super::{ngspice, signal};

const INPUT_1TO10: &str = "circuits/transformer_input_1to10.cir";
const INPUT_1TO5: &str = "circuits/transformer_input_1to5.cir";
const OUTPUT: &str = "circuits/transformer_output.cir";
const PASSIVE_DI: &str = "circuits/di_passive.cir";

const VOLT_AT_0_DBU: f64 = 0.774_596_669;

/// What a 1.40 k input leaves of the voltage behind 150 ohm: levels of the JT-115K-E's sheet count at its primary.
const PRIMARY_SHARE: f64 = 1400.0 / 1550.0;

/// 192 kHz: 4 times 48 kHz.
const RATE_HZ: f64 = 192_000.0;

/// Flux that the start leaves behind dies away with L/R, which is 60 ms and in the output transformer a quarter of a
/// second; the slower the note, the less of it may be left.
fn settling_seconds(hz: f64) -> f64 {
    if hz < 100.0 { 1.2 } else { 0.6 }
}

fn volt(dbu: f64) -> f64 {
    VOLT_AT_0_DBU * std::f64::consts::SQRT_2 * 10f64.powf(dbu / 20.0)
}

/// Output of our engine for a sine that has faded in, settled and then fills whole periods.
fn ours(netlist: &Netlist, peak: f64, hz: f64, rate_hz: f64) -> Vec<f64> {
    let mut circuit = Transient::<f64>::new(netlist, rate_hz, Method::Auto).expect("a circuit");
    let output = sine(peak, hz, rate_hz)
        .iter()
        .map(|volt| circuit.step(*volt))
        .collect();
    assert_eq!(circuit.failures(), 0, "{peak} V at {hz} Hz");
    output
}

fn sine(peak: f64, hz: f64, rate_hz: f64) -> Vec<f64> {
    let periods = (0.1 * hz).ceil().max(2.0);
    let seconds = settling_seconds(hz) + periods / hz;
    signal::sine(peak, hz, rate_hz, seconds, 0.4 * settling_seconds(hz))
}

fn settled(output: &[f64], hz: f64, rate_hz: f64) -> &[f64] {
    &output[(settling_seconds(hz) * rate_hz) as usize..]
}

/// Percent, up to the ninth harmonic.
fn thd_percent(output: &[f64], hz: f64, rate_hz: f64) -> f64 {
    let harmonics = signal::harmonics(settled(output, hz, rate_hz), hz, rate_hz, 9);
    100.0 * signal::thd(&harmonics)
}

#[derive(Clone, Copy, PartialEq)]
enum Figure {
    /// Within 3 dB.
    Equal(f64),
    AtMost(f64),
}
use Figure::{AtMost, Equal};

/// Of the EMF at the netlist's input, where the sheet's level is 0 dBu.
struct Sheet {
    circuit: &'static str,
    overrides: ngspice::Overrides<'static>,
    emf_per_level: f64,
    /// Hertz, dBu, percent of distortion.
    rows: &'static [(f64, f64, Figure)],
}

const SHEETS: [Sheet; 4] = [
    // Jensen JT-115K-E, 150 ohm and 150 k, newest sheet
    Sheet {
        circuit: INPUT_1TO10,
        overrides: &[],
        emf_per_level: 1.0 / PRIMARY_SHARE,
        rows: &[
            (20.0, -20.0, Equal(0.065)),
            (20.0, -5.0, Equal(0.40)),
            (20.0, -2.5, Equal(1.0)),
            (30.0, -5.0, Equal(0.13)),
            (30.0, 0.0, Equal(0.40)),
            (50.0, 0.0, Equal(0.11)),
            (1000.0, 0.0, AtMost(0.001)),
        ],
    },
    // Lundahl LL1538, primaries in parallel, from 200 ohm, open
    Sheet {
        circuit: INPUT_1TO5,
        overrides: &[("source_ohm", 200.0)],
        emf_per_level: 1.0,
        rows: &[(50.0, 0.0, Equal(0.2)), (50.0, 10.0, Equal(1.0))],
    },
    // Jensen JT-11ELCF, no source resistance, 600 ohm
    Sheet {
        circuit: OUTPUT,
        overrides: &[("source_ohm", 1e-3), ("load_ohm", 600.0)],
        emf_per_level: 1.0,
        rows: &[(20.0, 4.0, Equal(0.028)), (20.0, 24.0, Equal(1.0))],
    },
    // Jensen JT-DB-E as it is remembered, 600 ohm and 1.5 k
    Sheet {
        circuit: PASSIVE_DI,
        overrides: &[("source_ohm", 600.0)],
        emf_per_level: 1.0,
        rows: &[(20.0, 0.0, Equal(0.05)), (20.0, 20.0, Equal(1.0))],
    },
];

/// Rate of the input and steps of ngspice for a sine: five digits of its distortion.
fn reference_hz(hz: f64) -> [f64; 2] {
    if hz < 100.0 {
        [12e3, 96e3]
    } else {
        [48e3, 384e3]
    }
}

#[test]
fn distortion_is_that_of_the_sheets() {
    for sheet in &SHEETS {
        let netlist = read(sheet.circuit, sheet.overrides);
        for &(hz, dbu, figure) in sheet.rows {
            let peak = volt(dbu) * sheet.emf_per_level;
            let found = thd_percent(&ours(&netlist, peak, hz, RATE_HZ), hz, RATE_HZ);
            let [rate_hz, steps_per_second] = reference_hz(hz);
            let reference = ngspice::transient_with_steps(
                Path::new(sheet.circuit),
                sheet.overrides,
                &sine(peak, hz, rate_hz),
                rate_hz,
                steps_per_second,
            );
            let reference = thd_percent(&reference, hz, rate_hz);
            let (sign, figure_percent) = match figure {
                Equal(percent) => ("=", percent),
                AtMost(percent) => ("<", percent),
            };
            let deviation_db = signal::db(found / figure_percent);
            println!(
                "{} {hz} Hz {dbu:+} dBu: {found:.4} %, ngspice {reference:.4} %, \
                 sheet {sign} {figure_percent} %: {deviation_db:+.2} dB",
                sheet.circuit
            );
            let is_good = match figure {
                Equal(_) => deviation_db.abs() < 3.0,
                AtMost(_) => deviation_db <= 0.0,
            };
            assert!(is_good, "{} {hz} Hz {dbu} dBu", sheet.circuit);
            // What is less is ngspice's own: its tolerances are no finer.
            let differs = (found - reference).abs();
            assert!(
                differs < 0.005 * reference + 3e-4,
                "{found} %, not {reference} %"
            );
        }
    }
}

fn response(path: &str, overrides: ngspice::Overrides<'_>, hz: f64) -> Complex64 {
    let netlist = read(path, overrides);
    let controls: Vec<f64> = netlist.controls.iter().map(|c| c.default).collect();
    let small = SmallSignal::new(&netlist, &controls).expect("rest");
    small.response(hz)
}

fn assert_decibels(what: &str, found_db: f64, sheet_db: f64, within_db: f64) {
    println!("{what}: {found_db:+.3} dB, sheet {sheet_db:+.2} dB");
    assert!(
        (found_db - sheet_db).abs() <= within_db,
        "{what}: {found_db}"
    );
}

/// Gain and input impedance of the 1:10, from the outputs with and without 150 ohm before it.
#[test]
fn the_1_to_10_has_its_gain_and_impedance() {
    let open = response(INPUT_1TO10, &[("source_ohm", 1e-6)], 1e3);
    let behind = response(INPUT_1TO10, &[], 1e3);
    assert_decibels("1:10 gain at 1 kHz", signal::db(open.norm()), 19.75, 0.1);
    let ratio = behind / open;
    let ohm = (150.0 * ratio / (1.0 - ratio)).norm();
    println!("1:10 input impedance at 1 kHz: {ohm:.0} ohm, sheet 1.40 k");
    assert!((ohm / 1400.0 - 1.0).abs() < 0.02, "{ohm} ohm");
    let loaded = response(OUTPUT, &[("source_ohm", 1e-3), ("load_ohm", 600.0)], 1e3);
    assert_decibels("1:1 into 600 ohm", signal::db(loaded.norm()), -1.1, 0.1);
}

/// At every frequency of the sheets in continuous time, and where our engine has them at 4 times 44.1 and 48 kHz.
#[test]
fn responses_are_those_of_the_sheets() {
    let one_to_ten: (_, ngspice::Overrides<'_>, &[(f64, f64)]) = (
        INPUT_1TO10,
        &[],
        &[(2.5, -3.0), (20.0, -0.26), (20e3, -0.13), (90e3, -3.0)],
    );
    let one_to_five: (_, ngspice::Overrides<'_>, &[(f64, f64)]) = (
        INPUT_1TO5,
        &[("source_ohm", 200.0)],
        &[(10.0, 0.0), (20e3, 0.0), (100e3, 0.0)],
    );
    for (path, overrides, figures) in [one_to_ten, one_to_five] {
        let middle = response(path, overrides, 1e3).norm();
        let netlist = read(path, overrides);
        let level = |hz: f64, rate_hz: f64| {
            let output = ours(&netlist, 0.01, hz, rate_hz);
            signal::harmonics(settled(&output, hz, rate_hz), hz, rate_hz, 1)[0]
        };
        let rates_hz = [176_400.0, 192_000.0];
        let middles = rates_hz.map(|rate_hz| level(1e3, rate_hz));
        for &(hz, sheet_db) in figures {
            let small_db = signal::db(response(path, overrides, hz).norm() / middle);
            assert_decibels(&format!("{path} {hz} Hz"), small_db, sheet_db, 0.3);
            if hz > 20e3 {
                continue;
            }
            for (rate_hz, middle) in rates_hz.into_iter().zip(middles) {
                let what = format!("{path} {hz} Hz at {rate_hz} Hz");
                let engine_db = signal::db(level(hz, rate_hz) / middle);
                assert_decibels(&what, engine_db, sheet_db, 0.3);
            }
        }
    }
}

/// The lowest note at levels that no transformer of this size is made for.
#[test]
fn no_level_makes_a_core_fail() {
    for path in [INPUT_1TO10, INPUT_1TO5, OUTPUT] {
        for dbu in [-60.0, 20.0, 40.0] {
            let output = ours(&read(path, &[]), volt(dbu), 20.0, RATE_HZ);
            let thd = thd_percent(&output, 20.0, RATE_HZ);
            println!("{path} 20 Hz {dbu:+} dBu: {thd:.3} %");
        }
    }
}
