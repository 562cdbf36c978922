//! Diodes against ngspice: their curves.

use std::fmt::Write as _;

use preface::spice::devices::Diode;
use preface::spice::elements::DiodeModel;

use super::ngspice;

/// Currents that ngspice gives a diode without series resistance at these voltages.
fn reference_currents(card: &str, volts: &[f64]) -> Vec<f64> {
    let mut deck = format!(
        "diode\nV1 a 0 0\nD1 a 0 DX\n.model DX D({card})\n\
         .options reltol=1e-9 abstol=1e-18 vntol=1e-12\n.control\nset appendwrite\n"
    );
    for volt in volts {
        let _ = write!(deck, "alter V1 dc = {volt:.17e}\nop\nwrite out.raw i(v1)\n");
    }
    deck.push_str(".endc\n.end\n");
    let plots = ngspice::run(&deck, &[]);
    plots.iter().map(|plot| -plot.real("i(v1)")[0]).collect()
}

fn check_curve(card: &str, model: DiodeModel, volts: &[f64]) {
    let diode = Diode::new(&model);
    for (&volt, reference) in volts.iter().zip(reference_currents(card, volts)) {
        let (ampere, _) = diode.current(volt);
        let error = ((ampere - reference) / reference).abs();
        println!("{card} {volt:+.3} V: {ampere:+.6e} A, {error:.1e}");
        assert!(
            error < 1e-6,
            "{card} {volt} V: {ampere:e} A, not {reference:e} A"
        );
    }
}

#[test]
fn currents_are_within_a_millionth_from_breakdown_to_conduction() {
    let plain = DiodeModel::default();
    check_curve(
        "IS=1e-14",
        plain,
        &[-20.0, -1.0, -0.08, -0.07, -0.01, 0.1, 0.4, 0.6, 0.75],
    );
    let zener = DiodeModel {
        saturation_current_ampere: 1e-12,
        emission_coefficient: 1.1,
        breakdown_volt: 5.1,
        breakdown_current_ampere: 5e-3,
        ..DiodeModel::default()
    };
    check_curve(
        "IS=1e-12 N=1.1 BV=5.1 IBV=5m",
        zener,
        &[-5.2, -5.1, -5.0, -4.8, -4.0, -0.5, 0.3, 0.7],
    );
    let leaky = DiodeModel {
        saturation_current_ampere: 1e-6,
        breakdown_volt: 30.0,
        breakdown_current_ampere: 1e-6,
        ..DiodeModel::default()
    };
    check_curve(
        "IS=1e-6 BV=30 IBV=1e-6",
        leaky,
        &[-30.2, -30.0, -29.9, -10.0, 0.2],
    );
}
