//! The precomputed update of linear circuits against closed forms.

use crate::tone::response;
use num_complex::Complex;
use preface::lanes::{Lanes, Stereo};
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

/// A ladder of this many sections behind the input, with as many states.
fn ladder(sections: usize) -> Netlist {
    let names = (0..sections).map(|section| format!("n{section}"));
    let nodes: Vec<String> = ["0", "in"]
        .map(str::to_owned)
        .into_iter()
        .chain(names)
        .collect();
    let nodes: Vec<&str> = nodes.iter().map(String::as_str).collect();
    let kinds = (0..sections).flat_map(|section| {
        let node = section + 2;
        [
            resistor([node - 1, node], 3e3),
            capacitor([node, 0], 2e-9 * (section + 1) as f64),
        ]
    });
    Netlist {
        output: sections + 1,
        ..circuit(&nodes, kinds.collect(), Vec::new())
    }
}

/// Two chords.
fn programme(frames: usize) -> Vec<Stereo> {
    let chord = |root_hz: f64, seconds: f64| {
        let tones = [1.0, 2.01, 31.7].map(|ratio| (TAU * root_hz * ratio * seconds).sin());
        tones.iter().sum::<f64>()
    };
    (0..frames)
        .map(|frame| frame as f64 / RATE_HZ)
        .map(|seconds| Stereo::new([110.0, 164.8].map(|hertz| chord(hertz, seconds))))
        .collect()
}

#[test]
fn the_result_does_not_depend_on_how_frames_are_cut() {
    for sections in [1, 3, 4, 5, 8, 9, 13, 17] {
        let netlist = ladder(sections);
        let mut whole = programme(2_000);
        let mut cut = whole.clone();
        let mut transient = LinearTransient::new(&netlist, RATE_HZ).unwrap();
        transient.process(&mut whole);
        let mut transient = LinearTransient::new(&netlist, RATE_HZ).unwrap();
        let mut rest = &mut cut[..];
        for length in [1, 62, 3, 7, 2, 4, 5, 1, 1, 64, 33].into_iter().cycle() {
            let (piece, later) = rest.split_at_mut(length.min(rest.len()));
            transient.process(piece);
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        assert_eq!(whole, cut, "{sections} sections");
    }
}

/// Leaps, single steps, other arithmetic, and one channel alone: the same but for rounding.
#[test]
fn all_ways_to_the_result_agree() {
    for sections in [1, 3, 4, 5, 8, 9, 13, 16] {
        let netlist = ladder(sections);
        let input = programme(2_000);
        let mut leaping = LinearTransient::new(&netlist, RATE_HZ).unwrap();
        let mut stepping = leaping.clone();
        let mut portable = leaping.clone().without_fused_arithmetic();
        let mut mono = LinearTransient::<f64>::new(&netlist, RATE_HZ).unwrap();
        let mut heard = input.clone();
        leaping.process(&mut heard);
        let mut in_plain_arithmetic = input.clone();
        portable.process(&mut in_plain_arithmetic);
        let mut right: Vec<f64> = input.iter().map(|frame| frame.lane(1)).collect();
        mono.process(&mut right);
        for (frame, input) in input.iter().enumerate() {
            if frame % 50 == 0 {
                stepping.copy_state_from(&stepping.clone());
                stepping.update();
            }
            let step = stepping.step(*input);
            let others = [step, in_plain_arithmetic[frame]].map(|other| heard[frame] - other);
            let worst = others.into_iter().map(|error| Lanes::abs(error).largest());
            assert!(worst.fold(0.0, f64::max) < 1e-12, "{sections} sections");
            assert_eq!(heard[frame].lane(1), right[frame], "{sections} sections");
        }
    }
}
