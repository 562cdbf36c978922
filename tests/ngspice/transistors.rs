//! Transistors against ngspice: their curves, and small signals around operating points.

use std::fmt::Write as _;
use std::path::Path;

use preface::spice::devices::{Bipolar, FieldEffect, GMIN_SIEMENS};
use preface::spice::{Kind, Netlist, SmallSignal};

use super::ngspice;

/// Currents into a transistor's first and second terminal at these voltages of both above the third.
fn reference_currents(cards: &str, volts: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut deck = format!(
        "transistor\nV1 a 0 0\nV2 b 0 0\n{cards}\n\
         .options reltol=1e-10 abstol=1e-20 vntol=1e-13\n.control\nset appendwrite\n"
    );
    for [first, second] in volts {
        let _ = write!(
            deck,
            "alter V1 dc = {first:.17e}\nalter V2 dc = {second:.17e}\nop\n\
             write out.raw i(v1) i(v2)\n"
        );
    }
    deck.push_str(".endc\n.end\n");
    let plots = ngspice::run(&deck, &[]);
    let current = |plot: &ngspice::Plot, name| -plot.real(name)[0];
    plots
        .iter()
        .map(|plot| [current(plot, "i(v1)"), current(plot, "i(v2)")])
        .collect()
}

/// The same currents as the device has them.
fn currents(kind: &Kind, [first, second]: [f64; 2]) -> [f64; 2] {
    let sign = |turned| if turned { -1.0 } else { 1.0 };
    match kind {
        Kind::Bipolar { model, .. } => {
            let sign = sign(model.is_pnp);
            let volt = [sign * second, sign * (second - first)];
            let [emitter, collector] = Bipolar::new(model).currents(volt).value;
            let mut into = [-sign * collector, sign * (emitter + collector)];
            // What leaks to the substrate is an element beside the device.
            let standing = usize::from(model.is_pnp);
            into[standing] += GMIN_SIEMENS * [first, second][standing];
            into
        }
        Kind::FieldEffect { model, .. } => {
            let sign = sign(model.is_p_channel);
            let volt = [sign * second, sign * (second - first)];
            let [source, drain] = FieldEffect::new(model).currents(volt).value;
            [-sign * drain, sign * (source + drain)]
        }
        other => panic!("no transistor: {other:?}"),
    }
}

fn check_curves(cards: &str, firsts: &[f64], seconds: &[f64]) {
    let text = format!("* transistor\n*@input b\n*@output b\nR1 a 0 1\nR2 b 0 1\n{cards}\n");
    let netlist = Netlist::parse("test.cir", &text, &preface::spice::netlist::Files, &[]);
    let netlist = netlist.unwrap_or_else(|error| panic!("{error}"));
    let transistor = netlist.elements.iter().find(|one| one.kind.is_nonlinear());
    let kind = &transistor.expect("a transistor").kind;
    let pairs = firsts
        .iter()
        .flat_map(|first| seconds.iter().map(move |second| [*first, *second]));
    let volts: Vec<[f64; 2]> = pairs.collect();
    let mut largest = 0.0_f64;
    for (volts, reference) in volts.iter().zip(reference_currents(cards, &volts)) {
        let ours = currents(kind, *volts);
        for (ampere, expected) in ours.iter().zip(&reference) {
            // Where currents cancel in a terminal their own rounding remains.
            let rounding = 1e-14 * reference.iter().map(|x| x.abs()).fold(0.0, f64::max);
            let error = ((ampere - expected).abs() - rounding) / expected.abs().max(1e-300);
            largest = largest.max(error);
            assert!(
                error < 1e-6,
                "{cards}\nat {volts:?}: {ours:?}, ngspice {reference:?}"
            );
        }
    }
    println!("{cards}: within {largest:.1e} at {} points", volts.len());
}

/// Cut-off, forward, saturation, reverse active.
const BASE_VOLTS: [f64; 9] = [-5.0, -0.5, -0.05, 0.02, 0.3, 0.55, 0.65, 0.75, 0.85];
const COLLECTOR_VOLTS: [f64; 9] = [-3.0, -0.4, -0.05, 0.013, 0.1, 0.3, 1.0, 10.0, 40.0];

#[test]
fn bipolar_currents_are_within_a_millionth_in_every_region() {
    const FULL: &str = "IS=2e-14 BF=450 BR=4 NF=1.01 NR=0.99 VAF=90 VAR=15 IKF=0.08 IKR=0.02 \
                        ISE=5e-14 NE=1.6 ISC=1e-13 NC=1.8";
    check_curves(
        "Q1 a b 0 QX\n.model QX NPN(IS=1e-14)",
        &COLLECTOR_VOLTS,
        &BASE_VOLTS,
    );
    check_curves(
        &format!("Q1 a b 0 QX\n.model QX NPN({FULL})"),
        &COLLECTOR_VOLTS,
        &BASE_VOLTS,
    );
    check_curves(
        "Q1 a b 0 QX 2.5\n.model QX NPN(BF=200 VAF=80 IKF=0.1 ISE=1e-14)",
        &COLLECTOR_VOLTS,
        &BASE_VOLTS,
    );
    let turned = |volts: &[f64]| volts.iter().map(|volt| -volt).collect::<Vec<_>>();
    check_curves(
        &format!("Q1 a b 0 0 QX 0.5\n.model QX PNP({FULL})"),
        &turned(&COLLECTOR_VOLTS),
        &turned(&BASE_VOLTS),
    );
    check_curves(
        "Q1 a b 0 QX\n.model QX PNP(IS=1e-7 BF=80 BR=3 VAF=40)",
        &turned(&COLLECTOR_VOLTS),
        &[5.0, 0.3, 0.02, -0.01, -0.1, -0.2, -0.3],
    );
}

#[test]
fn field_effect_currents_are_within_a_millionth_in_every_region() {
    let gates = [-30.0, -3.0, -2.05, -1.9, -1.0, -0.1, 0.0, 0.2, 0.6];
    let drains = [-12.0, -1.5, -0.3, -0.01, 0.02, 0.4, 1.7, 9.0, 30.0];
    for card in [
        "VTO=-2 BETA=1.3m",
        "VTO=-2 BETA=1.3m LAMBDA=12m IS=3e-14",
        "VTO=-2 BETA=0.7m LAMBDA=5m B=0.6 PB=0.8",
    ] {
        let cards = format!("J1 a b 0 JX 1.5\n.model JX NJF({card})");
        check_curves(&cards, &drains, &gates);
    }
    check_curves(
        "J1 a b 0 JX\n.model JX PJF(VTO=-2 BETA=0.9m LAMBDA=7m B=0.8)",
        &drains.map(|volt| -volt),
        &gates.map(|volt| -volt),
    );
}

/// Depletion and diffusion charges, with the charge of the base by the voltage at the collector.
#[test]
fn small_signals_are_within_a_hundred_thousandth_up_to_10_megahertz() {
    let frequencies_hz = [10.0, 1e3, 1e5, 1e6, 3e6, 1e7];
    for path in [
        "tests/ngspice/netlists/bipolar_stage.cir",
        "tests/ngspice/netlists/bipolar_saturated.cir",
        "tests/ngspice/netlists/fuzz_germanium.cir",
        "tests/ngspice/netlists/fuzz_silicon.cir",
        "tests/ngspice/netlists/class_a_three.cir",
        "tests/ngspice/netlists/field_effect_stage.cir",
    ] {
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
