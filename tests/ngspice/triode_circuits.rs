//! Circuits with triodes against ngspice: at rest and for small signals.

use std::path::Path;

use preface::spice::{Netlist, OperatingPoint, SmallSignal};

use super::ngspice;

const STAGE: &str = "tests/ngspice/netlists/triode_stage.cir";
const FOLLOWER: &str = "tests/ngspice/netlists/cathode_follower.cir";

#[test]
fn operating_points_are_within_a_microvolt() {
    for path in [STAGE, FOLLOWER] {
        let reference = ngspice::operating_point(Path::new(path), &[], 0.0);
        let netlist = Netlist::read(Path::new(path), &[]).unwrap();
        let ours = OperatingPoint::solve(&netlist, &[]).unwrap();
        for (node, volt) in ours.node_volts().skip(1) {
            let error = volt - reference[node];
            println!("{path} {node}: {volt:.9} V, {error:+.1e} V");
            assert!(error.abs() < 1e-6, "{path} {node}");
        }
    }
}

#[test]
fn small_signals_are_within_a_hundred_thousandth() {
    let frequencies_hz = [10.0, 100.0, 1e3, 1e4, 1e5];
    for path in [STAGE, FOLLOWER] {
        let reference = ngspice::ac(Path::new(path), &[], &frequencies_hz);
        let netlist = Netlist::read(Path::new(path), &[]).unwrap();
        let ours = SmallSignal::new(&netlist, &[]).unwrap();
        for (hz, gain) in frequencies_hz.into_iter().zip(reference) {
            let error = (ours.response(hz) - gain).norm() / gain.norm();
            println!("{path} {hz} Hz: {error:.1e} of {:.6}", gain.norm());
            assert!(error < 1e-5, "{path} {hz} Hz: {error:e}");
        }
    }
}
