//! The implicit solver against closed forms, bilinear warping included.

use num_complex::Complex;
use preface::spice::{Method, Netlist, SmallSignal, Transient};
use std::f64::consts::{PI, TAU};

use crate::circuits::circuit;
use crate::tone::{decibels, response};

const RATE_HZ: f64 = 176_400.0;
const FREQUENCIES_HZ: [f64; 6] = [20.0, 100.0, 1e3, 5e3, 12e3, 20e3];
const BOUND_DB: f64 = 0.01;

/// The frequency at which the trapezoidal rule reads a circuit that is asked for `hz`.
fn warped_hz(hz: f64) -> f64 {
    RATE_HZ / PI * (PI * hz / RATE_HZ).tan()
}

fn check(what: &str, netlist: &Netlist, exact: impl Fn(Complex<f64>) -> Complex<f64>) {
    let small_signal = SmallSignal::new(netlist, &[]).unwrap();
    for hz in FREQUENCIES_HZ {
        let at = |hz: f64| exact(Complex::new(0.0, TAU * hz));
        let linear = small_signal.response(hz) / at(hz);
        assert!((linear - 1.0).norm() < 1e-9, "{what} {hz} Hz: {linear}");
        let mut transient = Transient::<f64>::new(netlist, RATE_HZ, Method::Trapezoidal).unwrap();
        let gain = response(RATE_HZ, hz, 0.3, |volt| transient.step(volt));
        let error = gain / at(warped_hz(hz));
        let (error_db, degrees) = (decibels(error), error.arg().to_degrees());
        println!("{what}, trapezoidal, {hz} Hz: {error_db:+.6} dB, {degrees:+.5} degrees");
        assert!(error_db.abs() < BOUND_DB, "{what} {hz} Hz: {error_db} dB");
        assert!(degrees.abs() < 0.1, "{what} {hz} Hz: {degrees} degrees");
    }
}

#[test]
fn rc_is_within_a_hundredth_of_a_decibel() {
    let netlist = circuit("R1 in out 10k\nC1 out 0 1.5n\n");
    check("RC", &netlist, |s| 1.0 / (1.0 + s * 10e3 * 1.5e-9));
}

#[test]
fn rlc_is_within_a_hundredth_of_a_decibel() {
    let netlist = circuit("R1 in m 2k\nL1 m out 0.1\nC1 out 0 1n\n");
    check("RLC", &netlist, |s| {
        1.0 / (1.0 + s * 2e3 * 1e-9 + s * s * 0.1 * 1e-9)
    });
}

#[test]
fn a_transformer_is_within_a_hundredth_of_a_decibel() {
    let netlist =
        circuit("R1 in p 150\nL1 p 0 2.5\nL2 out 0 250\nK1 L1 L2 0.99999\nR2 out 0 150k\n");
    let mutual = 0.99999 * f64::sqrt(2.5 * 250.0);
    check("transformer", &netlist, |s| {
        // (R1 + s L1) i1 + s M i2 = 1, s M i1 + (R2 + s L2) i2 = 0
        let determinant = (150.0 + s * 2.5) * (150e3 + s * 250.0) - s * s * mutual * mutual;
        150e3 * s * mutual / determinant
    });
}

#[test]
fn a_loop_of_capacitors_across_the_source_is_within_a_hundredth_of_a_decibel() {
    let netlist = circuit("C1 in 0 1n\nC2 in out 1n\nC3 out 0 2.2n\nR1 in out 22k\nR2 out 0 47k\n");
    check("loop of capacitors", &netlist, |s| {
        let above = 1.0 / 22e3 + s * 1e-9;
        above / (above + 1.0 / 47e3 + s * 2.2e-9)
    });
}

#[test]
fn controlled_sources_make_a_gyrator() {
    // Two transconductances turn 10 nF into 10n/(1m)² = 10 mH
    let netlist = circuit(
        "R1 in out 1k\nG1 out 0 x 0 1m\nG2 0 x out 0 1m\nC1 x 0 10n\nE1 e 0 out 0 2\nRE e 0 1k\n",
    );
    check("gyrator", &netlist, |s| s * 10e-3 / (1e3 + s * 10e-3));
}

#[test]
fn a_short_that_a_control_opens_divides_exactly() {
    let netlist = circuit("*@control top\n.param top=0\nR1 in out {top}\nR2 out 0 1k\n");
    let mut transient = Transient::<f64>::new(&netlist, RATE_HZ, Method::Trapezoidal).unwrap();
    assert!((transient.step(0.7) - 0.7).abs() < 1e-12);
    let top = transient.control("top").unwrap();
    transient.set_control(top, 3e3);
    transient.update();
    assert!((transient.step(0.8) - 0.2).abs() < 1e-12);
}

#[test]
fn tr_bdf2_is_at_least_second_order() {
    let netlist = circuit("R1 in m 2k\nL1 m out 0.1\nC1 out 0 1n\n");
    let error = |rate_hz: f64| {
        let mut transient = Transient::<f64>::new(&netlist, rate_hz, Method::TrBdf2).unwrap();
        let gain = response(rate_hz, 2000.0, 0.1, |volt| transient.step(volt));
        let s = Complex::new(0.0, TAU * 2000.0);
        (gain * (1.0 + s * 2e3 * 1e-9 + s * s * 0.1 * 1e-9) - 1.0).norm()
    };
    let (coarse, fine) = (error(96_000.0), error(192_000.0));
    let order = (coarse / fine).log2();
    println!(
        "TR-BDF2, 2 kHz: error {coarse:.2e} at 96 kHz, {fine:.2e} at 192 kHz, order {order:.2}"
    );
    assert!(order > 1.9);
}
