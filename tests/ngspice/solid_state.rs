//! What the solid-state preamps are known for, in figures: gain, distortion by level and bias, where they clip.

use preface::spice::{Method, Netlist, SmallSignal, Transient};

use super::compare::read;
use super::signal::{self, db};

const RATE_HZ: f64 = 4.0 * 48e3;
const HZ: f64 = 1e3;

/// Peak of 0 dBu.
const DBU_VOLT: f64 = 0.7746 * std::f64::consts::SQRT_2;

const CLEAN: &str = "circuits/preamp_clean.cir";
const CLASS_A: &str = "circuits/preamp_class_a.cir";
const CLASS_AB: &str = "circuits/preamp_class_ab.cir";

/// A circuit with its gain control where it has a gain, and its other controls where they shall be.
struct Preamp {
    netlist: Netlist,
    controls: Vec<f64>,
}

impl Preamp {
    fn new(path: &str, gain_db: f64, others: &[(&str, f64)]) -> Self {
        let netlist = read(path, others);
        let gain = netlist.control_named("gain").expect("a gain control");
        let mut preamp = Self {
            controls: netlist.controls.iter().map(|one| one.default).collect(),
            netlist,
        };
        let (mut low, mut high): (f64, f64) = (0.01, 1000.0);
        for _ in 0..50 {
            preamp.controls[gain] = (low * high).sqrt();
            if preamp.gain_db(HZ) < gain_db {
                low = preamp.controls[gain];
            } else {
                high = preamp.controls[gain];
            }
        }
        preamp
    }

    /// At a control's value in place of a gain.
    fn with_control(path: &str, controls: &[(&str, f64)]) -> Self {
        let mut preamp = Self {
            netlist: read(path, &[]),
            controls: Vec::new(),
        };
        let all = preamp.netlist.controls.iter();
        preamp.controls = all.map(|one| one.default).collect();
        for (name, value) in controls {
            let place = preamp.netlist.control_named(name).expect("a control");
            preamp.controls[place] = *value;
        }
        preamp
    }

    fn gain_db(&self, hz: f64) -> f64 {
        let small = SmallSignal::new(&self.netlist, &self.controls).expect("rest");
        db(small.response(hz).norm())
    }

    /// Output without what stands there at rest, and steps that failed.
    fn play(&self, input: &[f64]) -> (Vec<f64>, u64) {
        let mut circuit =
            Transient::<f64>::new(&self.netlist, RATE_HZ, Method::Auto).expect("a circuit");
        for (one, value) in self.netlist.controls.iter().zip(&self.controls) {
            let index = circuit.control(&one.name).expect("its own control");
            circuit.set_control(index, *value);
        }
        circuit.reset();
        let rest = circuit.output_at_rest();
        let output = input.iter().map(|volt| circuit.step(*volt) - rest);
        let output: Vec<f64> = output.collect();
        (output, circuit.failures())
    }

    /// H1..H9 of a 1 kHz sine that would leave a linear circuit with `output_dbu`.
    fn harmonics(&self, output_dbu: f64) -> Vec<f64> {
        let peak = DBU_VOLT * 10f64.powf((output_dbu - self.gain_db(HZ)) / 20.0);
        let input = signal::sine(peak, HZ, RATE_HZ, 0.1, 0.02);
        let (output, failures) = self.play(&input);
        assert_eq!(failures, 0);
        let settled = &output[output.len() - RATE_HZ as usize / 50..];
        signal::harmonics(settled, HZ, RATE_HZ, 9)
    }

    /// Prints and gives the output level at 1 dB of compression, dBu.
    fn compression_dbu(&self) -> f64 {
        let level = |output_dbu| db(self.harmonics(output_dbu)[0] / DBU_VOLT);
        let (mut low, mut high) = (0.0, 40.0);
        for _ in 0..12 {
            let middle = 0.5 * (low + high);
            if middle - level(middle) < 1.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        println!("compressed by 1 dB at {:.2} dBu out", level(high));
        level(high)
    }

    fn print(&self, name: &str, output_dbu: f64) -> Vec<f64> {
        let harmonics = self.harmonics(output_dbu);
        let relative: Vec<String> = harmonics[1..5]
            .iter()
            .map(|volt| format!("{:.1}", db(volt / harmonics[0])))
            .collect();
        println!(
            "{name}, {output_dbu:+.0} dBu out: THD {:.5} %, H2..H5 {} dB",
            100.0 * signal::thd(&harmonics),
            relative.join(" ")
        );
        harmonics
    }
}

#[test]
fn clean_is_an_operational_amplifier() {
    let preamp = Preamp::new(CLEAN, 0.0, &[]);
    for output_dbu in [-20.0, 4.0, 20.0] {
        let thd = signal::thd(&preamp.print("clean", output_dbu));
        assert!(thd < 1e-6, "{thd}");
    }
    let clip_dbu = preamp.compression_dbu();
    // A sine of 13 V peak has 21.5 dBu.
    assert!((21.5..23.0).contains(&clip_dbu), "{clip_dbu} dBu");
    for (gain_db, flat_db) in [(-20.0, 0.01), (0.0, 0.01), (40.0, 0.2)] {
        let preamp = Preamp::new(CLEAN, gain_db, &[]);
        for hz in [20.0, 20e3] {
            let off_db = preamp.gain_db(hz) - gain_db;
            println!("clean at {gain_db} dB, {hz} Hz: {off_db:.4} dB");
            assert!(off_db.abs() < flat_db, "{off_db} dB");
        }
    }
}

#[test]
fn class_a_is_clean_at_line_level_and_clips_softly_in_the_second_harmonic() {
    for bias in [-1.0, 0.0, 1.0] {
        let preamp = Preamp::new(CLASS_A, 30.0, &[("bias", bias)]);
        let name = format!("class A, 30 dB, bias {bias}");
        let mut before = 0.0;
        for output_dbu in [-20.0, -10.0, 4.0, 14.0, 18.0, 20.0] {
            let harmonics = preamp.print(&name, output_dbu);
            let thd = signal::thd(&harmonics);
            assert!(thd > before, "falls to {thd}");
            before = thd;
            if output_dbu <= 14.0 {
                let lead_db = db(harmonics[1] / harmonics[2]);
                println!("H2 leads H3 by {lead_db:.1} dB");
                // Near its clip a warm follower leaves the last word to the stage in front of it.
                let least_db = match output_dbu {
                    ..=4.0 => 10.0,
                    _ if bias <= 0.0 => 3.0,
                    _ => f64::NEG_INFINITY,
                };
                assert!(lead_db > least_db, "{lead_db} dB");
            }
            assert!(output_dbu > 4.0 || thd <= 1e-4, "{thd}");
        }
        let clip_dbu = preamp.compression_dbu();
        assert!((18.0..22.0).contains(&clip_dbu), "{clip_dbu} dBu");
    }
    for gain_db in [20.0, 30.0, 50.0] {
        let preamp = Preamp::new(CLASS_A, gain_db, &[]);
        for hz in [20.0, 20e3] {
            let off_db = preamp.gain_db(hz) - gain_db;
            println!("class A at {gain_db} dB, {hz} Hz: {off_db:.3} dB");
            assert!(off_db.abs() < 0.35, "{off_db} dB");
        }
    }
}

#[test]
fn class_ab_crosses_over_in_the_third_harmonic() {
    let thd = |bias, output_dbu| {
        let preamp = Preamp::new(CLASS_AB, 20.0, &[("bias", bias)]);
        let harmonics = preamp.print(&format!("class AB, 20 dB, bias {bias}"), output_dbu);
        let lead_db = db(harmonics[2] / harmonics[1]);
        assert!(lead_db > 20.0, "H3 leads H2 by {lead_db} dB");
        harmonics[2] / harmonics[0]
    };
    let cold = thd(-1.0, -20.0);
    assert!(cold >= 3e-3, "H3 of {cold} at -20 dBu");
    for output_dbu in [4.0, 14.0] {
        let by_bias = [-1.0, -0.5, 0.0, 0.5, 1.0].map(|bias| thd(bias, output_dbu));
        assert!(by_bias.is_sorted_by(|a, b| a > b), "{by_bias:?}");
    }
    let clip_dbu = Preamp::new(CLASS_AB, 20.0, &[]).compression_dbu();
    assert!((21.0..23.0).contains(&clip_dbu), "{clip_dbu} dBu");
}

/// +40 dBu at the input, at all ends of the controls.
#[test]
fn nothing_fails_however_hard_it_is_driven() {
    for path in [CLEAN, CLASS_A, CLASS_AB] {
        let mut settings = vec![Vec::new()];
        let netlist = read(path, &[]);
        for (key, words) in &netlist.annotations {
            if let ("travel", [name, from, to]) = (key.as_str(), words.as_slice()) {
                let ends = [from, to].map(|end| end.parse::<f64>().expect("a number"));
                settings = settings
                    .iter()
                    .flat_map(|setting| {
                        ends.map(|end| [&setting[..], &[(&name[..], end)]].concat())
                    })
                    .collect();
            }
        }
        for setting in settings {
            let preamp = Preamp::with_control(path, &setting);
            for dbu in [0.0, 20.0, 40.0] {
                let peak = DBU_VOLT * 10f64.powf(dbu / 20.0);
                let mut inputs: Vec<Vec<f64>> = [50.0, 1e3, 5e3, 15e3]
                    .map(|hz| signal::sine(peak, hz, RATE_HZ, 0.05, 0.001))
                    .to_vec();
                inputs.push(signal::plucked_string(peak, RATE_HZ, 0.05));
                for input in inputs {
                    let (output, failures) = preamp.play(&input);
                    let largest = output
                        .iter()
                        .fold(0.0, |most, volt| f64::max(most, volt.abs()));
                    assert_eq!(failures, 0, "{path} {setting:?}, {dbu} dBu");
                    assert!(largest < 25.0, "{path} {setting:?}, {dbu} dBu: {largest} V");
                }
            }
        }
    }
}
