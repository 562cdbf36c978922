//! Every file in `circuits/`, so that a new one cannot be forgotten: at rest, for small signals, and in time.

use std::path::PathBuf;

use num_complex::Complex64;
use preface::spice::{LinearTransient, Method, Netlist, OperatingPoint, SmallSignal, Transient};

use super::{ngspice, signal};

/// A circuit with its controls at one of the settings to test.
struct Case {
    name: String,
    path: PathBuf,
    netlist: Netlist,
    overrides: Vec<(String, f64)>,
}

impl Case {
    fn overrides(&self) -> Vec<(&str, f64)> {
        self.overrides
            .iter()
            .map(|(name, value)| (name.as_str(), *value))
            .collect()
    }

    fn controls(&self) -> Vec<f64> {
        self.netlist
            .controls
            .iter()
            .map(|control| control.default)
            .collect()
    }
}

/// Every circuit as it lies, and with each control at each end of its `*@travel`.
fn cases() -> Vec<Case> {
    let directory = std::fs::read_dir("circuits").expect("a directory");
    let mut files: Vec<PathBuf> = directory
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "cir"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no circuits");
    files.into_iter().flat_map(cases_of).collect()
}

fn cases_of(path: PathBuf) -> Vec<Case> {
    let netlist = Netlist::read(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
    let mut settings = vec![Vec::new()];
    for (key, words) in &netlist.annotations {
        if let ("travel", [name, ends @ ..]) = (key.as_str(), words.as_slice()) {
            let number = |word: &String| word.parse().expect("a number");
            settings.extend(
                ends.iter()
                    .map(|end| vec![(name.to_lowercase(), number(end))]),
            );
        }
    }
    let case = |overrides: Vec<(String, f64)>| Case {
        name: format!("{} {overrides:?}", path.display()),
        netlist: Netlist::read(&path, &overrides).expect("overrides of its own parameters"),
        path: path.clone(),
        overrides,
    };
    settings.into_iter().map(case).collect()
}

#[test]
fn operating_points_agree_within_a_millionth() {
    for case in cases() {
        let ours = OperatingPoint::solve(&case.netlist, &case.controls()).expect("rest");
        let reference = ngspice::operating_point(&case.path, &case.overrides(), 0.0);
        for (node, volt) in ours.node_volts().filter(|(node, _)| *node != "0") {
            let expected = reference[node];
            let error = (volt - expected).abs();
            assert!(
                error < 1e-6 * expected.abs() + 1e-6,
                "{}: node {node} at {volt} V, ngspice {expected} V",
                case.name
            );
        }
    }
}

#[test]
fn small_signal_responses_agree_within_a_ten_thousandth_of_a_decibel() {
    let frequencies_hz = [5.0, 20.0, 100.0, 440.0, 1e3, 3e3, 8e3, 12e3, 20e3, 100e3];
    for case in cases() {
        let small = SmallSignal::new(&case.netlist, &case.controls()).expect("rest");
        let reference = ngspice::ac(&case.path, &case.overrides(), &frequencies_hz);
        for (hz, expected) in frequencies_hz.iter().zip(reference) {
            let ours: Complex64 = small.response(*hz);
            let error = (ours - expected).norm() / expected.norm();
            // 1.15e-5 is a ten-thousandth of a decibel.
            assert!(
                error < 1.15e-5,
                "{} at {hz} Hz: {ours}, ngspice {expected}",
                case.name
            );
        }
    }
}

/// Half a volt, or what takes a circuit that says where it clips (`*@clip_volt`) half the way there.
fn peak_volt(case: &Case, hz: f64) -> f64 {
    let clip = case.netlist.annotation("clip_volt");
    let clip = clip.map_or(f64::INFINITY, |words| words[0].parse().expect("a number"));
    let small = SmallSignal::new(&case.netlist, &case.controls()).expect("rest");
    f64::min(0.5, 0.5 * clip / small.response(hz).norm())
}

/// 110 Hz, where the trapezoidal rule's own frequency error is out of the way: it has tests of its own.
#[test]
fn a_low_note_agrees_within_100_db() {
    let rate_hz = 4.0 * 48e3;
    let hz = 110.0;
    for case in cases() {
        let input = signal::sine(peak_volt(&case, hz), hz, rate_hz, 0.04, 0.01);
        let settled = input.len() / 2..;
        let reference = ngspice::transient(&case.path, &case.overrides(), &input, rate_hz);
        let mut circuit = Transient::<f64>::new(&case.netlist, rate_hz, Method::Trapezoidal)
            .unwrap_or_else(|error| panic!("{error}"));
        let output: Vec<f64> = input.iter().map(|volt| circuit.step(*volt)).collect();
        let esr_db = signal::esr_db(&output[settled.clone()], &reference[settled.clone()]);
        println!("{}: {esr_db:.1} dB", case.name);
        assert!(esr_db < -100.0, "{}: {esr_db} dB", case.name);
        if let Ok(mut circuit) = LinearTransient::<f64>::new(&case.netlist, rate_hz) {
            let output: Vec<f64> = input.iter().map(|volt| circuit.step(*volt)).collect();
            let esr_db = signal::esr_db(&output[settled.clone()], &reference[settled.clone()]);
            println!("{} as a linear circuit: {esr_db:.1} dB", case.name);
            assert!(
                esr_db < -100.0,
                "{} as a linear circuit: {esr_db} dB",
                case.name
            );
        }
    }
}
