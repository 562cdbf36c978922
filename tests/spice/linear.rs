//! The precomputed update of linear circuits against closed forms.

use crate::tone::response;
use num_complex::Complex;
use preface::spice::elements::{Control, Element, Kind, Place, Value};
use preface::spice::{LinearTransient, Netlist};
use std::f64::consts::TAU;

const RATE_HZ: f64 = 176_400.0;

fn circuit(nodes: &[&str], kinds: Vec<Kind>, controls: Vec<Control>) -> Netlist {
    let place = Place {
        file: "test.cir".into(),
        line: 1,
    };
    let element = |kind| Element {
        name: "element".to_owned(),
        place: place.clone(),
        kind,
    };
    Netlist {
        file: "test.cir".to_owned(),
        title: String::new(),
        nodes: nodes.iter().map(|&name| name.to_owned()).collect(),
        elements: kinds.into_iter().map(element).collect(),
        controls,
        input: 1,
        output: 2,
        annotations: Vec::new(),
    }
}

fn resistor(nodes: [usize; 2], ohm: f64) -> Kind {
    Kind::Resistor {
        nodes,
        ohm: Value::Constant(ohm),
    }
}

fn capacitor(nodes: [usize; 2], farad: f64) -> Kind {
    Kind::Capacitor {
        nodes,
        farad: Value::Constant(farad),
    }
}

/// Largest deviation in dB and degrees over the audio band.
fn deviation(netlist: &Netlist, exact: impl Fn(Complex<f64>) -> Complex<f64>) -> (f64, f64) {
    let mut worst = (0.0_f64, 0.0_f64);
    for frequency_hz in [10.0, 100.0, 1e3, 5e3, 12e3, 20e3] {
        let mut transient = LinearTransient::<f64>::new(netlist, RATE_HZ).unwrap();
        let gain = response(RATE_HZ, frequency_hz, 0.3, |input| transient.step(input));
        let error = gain / exact(Complex::new(0.0, TAU * frequency_hz));
        println!(
            "{frequency_hz} Hz: {:+.5} dB, {:+.4} degrees",
            20.0 * error.norm().log10(),
            error.arg().to_degrees()
        );
        worst.0 = worst.0.max(20.0 * error.norm().log10().abs());
        worst.1 = worst.1.max(error.arg().to_degrees().abs());
    }
    worst
}

#[test]
fn a_low_pass_is_within_a_hundredth_of_a_decibel_and_a_tenth_of_a_degree() {
    let netlist = circuit(
        &["0", "in", "out"],
        vec![resistor([1, 2], 10e3), capacitor([2, 0], 10e-9)],
        Vec::new(),
    );
    let (decibels, degrees) = deviation(&netlist, |s| (1.0 + s * 1e-4).inv());
    assert!(
        decibels < 0.01 && degrees < 0.1,
        "{decibels} dB, {degrees} degrees"
    );
}

#[test]
fn a_resonance_in_the_audio_band_is_within_a_hundredth_of_a_decibel() {
    let (henry, ohm, farad) = (2.3, 6e3, 460e-12);
    let netlist = circuit(
        &["0", "in", "out", "coil"],
        vec![
            Kind::Inductor {
                nodes: [1, 3],
                henry: Value::Constant(henry),
            },
            resistor([3, 2], ohm),
            capacitor([2, 0], farad),
            resistor([2, 0], 200e3),
        ],
        Vec::new(),
    );
    let (decibels, degrees) = deviation(&netlist, |s| {
        let load = s * farad + 1.0 / 200e3;
        (1.0 + (s * henry + ohm) * load).inv()
    });
    assert!(
        decibels < 0.01 && degrees < 0.1,
        "{decibels} dB, {degrees} degrees"
    );
}

#[test]
fn a_loop_of_capacitors_with_the_input_in_it_is_exact() {
    let netlist = circuit(
        &["0", "in", "out"],
        vec![
            capacitor([1, 2], 300e-12),
            capacitor([2, 0], 600e-12),
            resistor([2, 0], 1e6),
        ],
        Vec::new(),
    );
    let (decibels, degrees) = deviation(&netlist, |s| s * 300e-12 / (s * 900e-12 + 1e-6));
    assert!(
        decibels < 0.01 && degrees < 0.1,
        "{decibels} dB, {degrees} degrees"
    );
}

#[test]
fn constant_sources_hold_it_at_rest_to_the_last_digits() {
    let netlist = circuit(
        &["0", "in", "out", "supply"],
        vec![
            Kind::VoltageSource {
                nodes: [3, 0],
                volt: Value::Constant(9.0),
            },
            resistor([3, 2], 20e3),
            resistor([2, 0], 10e3),
            capacitor([1, 2], 1e-6),
        ],
        Vec::new(),
    );
    let mut transient = LinearTransient::<f64>::new(&netlist, RATE_HZ).unwrap();
    for _ in 0..100_000 {
        assert!((transient.step(0.0) - 3.0).abs() < 1e-11);
    }
}
