//! The tube preamps as circuits: what their controls and capacitances do.

use std::f64::consts::TAU;

use num_complex::Complex64;
use preface::spice::netlist::Embedded;
use preface::spice::{Method, Netlist, SmallSignal, Transient};
use realfft::RealFftPlanner;

use super::signal::{self, db};

const RATE_HZ: f64 = 4.0 * 48e3;

/// Peak of -12 dBFS where 0 dBFS is +12.2 dBu.
const MINUS_12_DBFS_VOLT: f64 = 1.121;

const TUBES: [&str; 4] = ["12ax7", "12ay7", "12at7", "12au7"];

fn text(tube: &str) -> String {
    let path = format!("circuits/preamp_{tube}.cir");
    std::fs::read_to_string(path).expect("a netlist")
}

fn parse(text: &str, overrides: &[(&str, f64)]) -> Netlist {
    let overrides: Vec<_> = overrides
        .iter()
        .map(|(name, value)| ((*name).to_owned(), *value))
        .collect();
    Netlist::parse("tube.cir", text, &Embedded, &overrides)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Small-signal responses of a circuit as its controls stand.
fn responses(netlist: &Netlist, frequencies_hz: &[f64]) -> Vec<Complex64> {
    let controls: Vec<f64> = netlist
        .controls
        .iter()
        .map(|control| control.default)
        .collect();
    let small = SmallSignal::new(netlist, &controls).expect("rest");
    frequencies_hz
        .iter()
        .map(|hz| small.response(*hz))
        .collect()
}

fn play(netlist: &Netlist, input: &[f64]) -> Vec<f64> {
    let mut circuit = Transient::<f64>::new(netlist, RATE_HZ, Method::Auto).expect("a circuit");
    let output = input.iter().map(|volt| circuit.step(*volt)).collect();
    assert_eq!(circuit.failures(), 0, "steps without a solution");
    output
}

/// At unity gain -12 dBFS has about 1 % of harmonics, most of it the second.
#[test]
fn every_tube_sings_in_the_second_harmonic() {
    let input = signal::sine(MINUS_12_DBFS_VOLT, 1000.0, RATE_HZ, 0.12, 0.02);
    for tube in TUBES {
        let netlist = parse(&text(tube), &[]);
        let gain_db = db(responses(&netlist, &[1000.0])[0].norm());
        let output = play(&netlist, &input);
        let harmonics = signal::harmonics(
            &output[output.len() - RATE_HZ as usize / 50..],
            1000.0,
            RATE_HZ,
            6,
        );
        let thd_pct = 100.0 * signal::thd(&harmonics);
        let lead_db = db(harmonics[1] / harmonics[2]);
        println!(
            "{tube} as it lies: gain {gain_db:+.2} dB, THD {thd_pct:.2} % at -12 dBFS, H2 {lead_db:.1} dB above H3"
        );
        assert!(gain_db.abs() < 0.2, "{tube}: gain {gain_db} dB");
        assert!((0.5..2.0).contains(&thd_pct), "{tube}: THD {thd_pct} %");
        assert!(lead_db > 10.0, "{tube}: H2 leads by {lead_db} dB");
    }
}

/// Feedback takes what it says off the gain at 1 kHz, at any gain, and nowhere does it raise a peak: it is far from
/// oscillating, below the audio band and above.
#[test]
fn feedback_lowers_the_gain_and_raises_no_peak() {
    let frequencies_hz: Vec<f64> = (-20..=130)
        .map(|step| 10f64.powf(f64::from(step) / 20.0))
        .collect();
    for tube in TUBES {
        let text = text(tube);
        for wiper in [0.02, 0.5] {
            let at = |feedback_db: f64, frequencies_hz: &[f64]| {
                let overrides = [("wiper", wiper), ("feedback_db", feedback_db)];
                responses(&parse(&text, &overrides), frequencies_hz)
            };
            let open_db = db(at(0.0, &[1000.0])[0].norm());
            for feedback_db in [3.0, 6.0, 12.0, 20.0] {
                let gain_db = db(at(feedback_db, &[1000.0])[0].norm());
                let error_db = open_db - gain_db - feedback_db;
                let highest = at(feedback_db, &frequencies_hz)
                    .iter()
                    .map(|gain| db(gain.norm()) - gain_db)
                    .fold(f64::MIN, f64::max);
                println!(
                    "{tube}, wiper {wiper}, feedback {feedback_db} dB: off by {error_db:+.3} dB, \
                     highest point 0.1 Hz..3 MHz {highest:+.2} dB re 1 kHz"
                );
                assert!(error_db.abs() < 0.1, "{tube}: off by {error_db} dB");
                // 1 dB would be a phase margin of 55 degrees.
                assert!(highest < 0.5, "{tube}: peak of {highest} dB");
            }
        }
    }
}

/// Cold bias leaves the second harmonic more and clips the half wave that cuts the tube off; hot bias clips the other.
#[test]
fn bias_moves_distortion_from_cut_off_to_grid_current() {
    for tube in TUBES {
        let at = |bias: f64, peak: f64| {
            let netlist = parse(&text(tube), &[("bias", bias)]);
            let gain = responses(&netlist, &[1000.0])[0].norm();
            let output = play(
                &netlist,
                &signal::sine(peak / gain, 1000.0, RATE_HZ, 0.2, 0.02),
            );
            output[output.len() - RATE_HZ as usize / 50..].to_vec()
        };
        let [cold, nominal, hot] = [-1.0, 0.0, 1.0].map(|bias| {
            let harmonics = signal::harmonics(&at(bias, MINUS_12_DBFS_VOLT), 1000.0, RATE_HZ, 5);
            db(harmonics[1] / harmonics[0])
        });
        println!("{tube}: H2 cold {cold:.1} dB, nominal {nominal:.1} dB, hot {hot:.1} dB");
        assert!(
            cold > nominal + 3.0,
            "{tube}: H2 {cold} dB cold, {nominal} dB"
        );
        // Where the plate swings up the tube is cut off.
        let upper_share = |bias| {
            let output = at(bias, 10.0 * MINUS_12_DBFS_VOLT);
            let highest = output.iter().copied().fold(f64::MIN, f64::max);
            let lowest = output.iter().copied().fold(f64::MAX, f64::min);
            highest / (highest - lowest)
        };
        let shares = [-1.0, 0.0, 1.0].map(upper_share);
        println!(
            "{tube}, 20 dB more: cut-off side's share of the swing, cold to hot: {shares:.2?}"
        );
        assert!(
            shares.is_sorted() && shares[2] > shares[0] + 0.05,
            "{tube}: {shares:?}"
        );
    }
}

/// What the netlist says of a grid and what drives it.
struct Miller {
    source_ohm: f64,
    gain: f64,
}

impl Miller {
    /// 12AX7: grid to cathode, grid to anode, as its data sheet and models.lib have them.
    const GRID_CATHODE_FARAD: f64 = 1.6e-12;
    const GRID_ANODE_FARAD: f64 = 1.7e-12;

    /// Of the stage whose grid and anode have these names.
    fn of(text: &str, overrides: &[(&str, f64)], grid: &str, anode: &str) -> Self {
        const PROBE_OHM: f64 = 100e3;
        const HZ: f64 = 1000.0;
        let gain_to = |node: &str, more: &str| {
            let text = text.replace("*@output out", &format!("*@output {node}"));
            responses(&parse(&format!("{text}{more}\n"), overrides), &[HZ])[0].norm()
        };
        let probe = format!("Cprobe {grid} probe 1\nRprobe probe 0 {PROBE_OHM}");
        Self {
            source_ohm: PROBE_OHM * (gain_to(grid, "") / gain_to(grid, &probe) - 1.0),
            gain: gain_to(anode, "") / gain_to(grid, ""),
        }
    }

    fn farad(&self) -> f64 {
        Self::GRID_CATHODE_FARAD + Self::GRID_ANODE_FARAD * (1.0 + self.gain)
    }

    fn corner_hz(&self) -> f64 {
        1.0 / (TAU * self.source_ohm * self.farad())
    }

    /// Voltage at the grid re low frequencies, where the anode's own load makes this of its gain.
    fn response(&self, hz: f64, anode: Complex64) -> Complex64 {
        let farad = Self::GRID_CATHODE_FARAD + Self::GRID_ANODE_FARAD * (1.0 + self.gain * anode);
        1.0 / (1.0 + Complex64::i() * TAU * hz * self.source_ohm * farad)
    }
}

/// A kick and a snare's noise, struck in turn, 0.3 V at most.
fn drum_loop() -> Vec<f64> {
    let mut state = 1_u64;
    let mut noise = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 30) - 1.0
    };
    let beat = 0.125;
    let count = (4.0 * beat * RATE_HZ) as usize;
    (0..count)
        .map(|n| {
            let time = n as f64 / RATE_HZ;
            let since = time % beat;
            let attack = 1.0 - (-since / 0.2e-3).exp();
            let is_snare = (time / beat) as usize % 2 == 1;
            let body = (TAU * (60.0 * since - (-since / 0.01).exp())).sin();
            let level = if is_snare { 0.2 } else { 0.03 };
            attack * (0.1 * body * (-since / 0.06).exp() + level * noise() * (-since / 0.02).exp())
        })
        .collect()
}

/// Energy from 5 to 20 kHz, each line weighed.
fn edge_energy(signal: &[f64], weight: impl Fn(f64) -> f64) -> f64 {
    let mut windowed = signal.to_vec();
    let transform = RealFftPlanner::new().plan_fft_forward(windowed.len());
    let mut spectrum = transform.make_output_vec();
    transform
        .process(&mut windowed, &mut spectrum)
        .expect("lengths that fit");
    let line_hz = RATE_HZ / signal.len() as f64;
    let lines = spectrum.iter().enumerate();
    lines
        .map(|(line, value)| (line as f64 * line_hz, value))
        .filter(|(hz, _)| (5e3..20e3).contains(hz))
        .map(|(hz, value)| value.norm_sqr() * weight(hz))
        .sum()
}

/// A drum loop loses its edge (5..20 kHz) by what the two grids' capacitances and the resistances before them predict.
#[test]
fn a_drum_loop_loses_its_edge_as_the_miller_corners_predict() {
    let input = drum_loop();
    let text = text("12ax7");
    for wiper in [0.0073, 0.5] {
        let overrides = [("wiper", wiper)];
        let stages = [("g1", "a1"), ("g2", "a2")]
            .map(|(grid, anode)| Miller::of(&text, &overrides, grid, anode));
        // The second grid's capacitance hangs on the first anode, whose lag makes the first grid's partly a resistance.
        let weight = |hz: f64| -> f64 {
            let second = stages[1].response(hz, Complex64::new(1.0, 0.0));
            (stages[0].response(hz, second) * second).norm_sqr()
        };
        let netlist = parse(&text, &overrides);
        let gain = responses(&netlist, &[1000.0])[0].norm();
        // As loud as at unity gain, so that harmonics of its body stay away.
        let quiet: Vec<f64> = input.iter().map(|volt| volt / gain).collect();
        let output: Vec<f64> = play(&netlist, &quiet);
        let dry = edge_energy(&input, |_| 1.0);
        let lost_db = 10.0 * (edge_energy(&output, |_| 1.0) / dry).log10();
        let predicted_db = 10.0 * (edge_energy(&input, weight) / dry).log10();
        for stage in &stages {
            println!(
                "wiper {wiper}: {:.1} kohm into {:.0} pF, corner {:.1} kHz",
                stage.source_ohm / 1e3,
                stage.farad() * 1e12,
                stage.corner_hz() / 1e3
            );
        }
        println!(
            "12AX7, wiper {wiper}: the drum loop loses {lost_db:.2} dB of its edge, predicted {predicted_db:.2} dB"
        );
        assert!(predicted_db < -0.4, "{predicted_db} dB");
        assert!(
            (lost_db - predicted_db).abs() < 0.1,
            "{lost_db} dB, predicted {predicted_db} dB"
        );
    }
}
