//! `preface simulate` on circuits that the plugin does not have, against ngspice.

use std::f64::consts::{PI, TAU};
use std::fs;
use std::path::Path;

use num_complex::Complex;
use realfft::RealFftPlanner;

use crate::audio_files::{WavFormat, wav};
use crate::ngspice;
use crate::program::{read_wav, succeeds};
use crate::scratch::Scratch;

const FILE_RATE_HZ: f64 = 48_000.0;
/// Both solvers run eight times as fast.
const OVERSAMPLE: usize = 8;
const FRAMES: usize = 2400;

/// A 1 kHz sine of `peak_volt` that swells and fades within the first three quarters of the time.
fn swell(peak_volt: f64, rate_hz: f64, frames: usize) -> Vec<f64> {
    let length = 0.75 * frames as f64;
    (0..frames)
        .map(|frame| {
            let fade = (PI * (frame as f64 / length).min(1.0)).sin().powi(2);
            // As the file holds it: 32 bits.
            let volt = peak_volt * fade * (TAU * 1000.0 * frame as f64 / rate_hz).sin();
            f64::from(volt as f32)
        })
        .collect()
}

/// Spectrum up to 20 kHz under a Hann window, normalised to the length. The window spares the two rates from folding a
/// slow capacitor's jump between end and start differently.
fn audible_spectrum(samples: &[f64], rate_hz: f64) -> Vec<Complex<f64>> {
    let transform = RealFftPlanner::new().plan_fft_forward(samples.len());
    let mut spectrum = transform.make_output_vec();
    let length = samples.len() as f64;
    let mut windowed: Vec<f64> = samples
        .iter()
        .enumerate()
        .map(|(index, sample)| sample * (PI * index as f64 / length).sin().powi(2))
        .collect();
    transform
        .process(&mut windowed, &mut spectrum)
        .expect("lengths fit");
    let bin_hz = rate_hz / length;
    spectrum.truncate((20e3 / bin_hz) as usize);
    spectrum.iter().map(|value| value / length).collect()
}

/// Error-to-signal ratios of the built binary against ngspice up to 20 kHz, dB, with each set of options. Direct voltage
/// counts as error only.
fn errors_db<const N: usize>(name: &str, peak_volt: f64, options: [&[&str]; N]) -> [f64; N] {
    let netlist = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cli/netlists")
        .join(name);
    let scratch = Scratch::new();
    let input = swell(peak_volt, FILE_RATE_HZ, FRAMES);
    let file = wav(&[input], FILE_RATE_HZ as u32, WavFormat::Float(32));
    fs::write(scratch.path("in.wav"), file).expect("written");

    let rate_hz = FILE_RATE_HZ * OVERSAMPLE as f64;
    let drive = swell(peak_volt, rate_hz, FRAMES * OVERSAMPLE);
    let reference = ngspice::transient(&netlist, &[], &drive, rate_hz);
    let reference = audible_spectrum(&reference, rate_hz);
    let signal: f64 = reference.iter().skip(1).map(|b| b.norm_sqr()).sum();

    let factor = OVERSAMPLE.to_string();
    let path = netlist.to_str().expect("a path in UTF-8");
    options.map(|options| {
        let arguments = [
            "simulate",
            path,
            "--in",
            "in.wav",
            "--out",
            "out.wav",
            "--force",
            "--oversample",
            &factor,
        ];
        succeeds(&scratch, arguments.iter().chain(options));
        let (result, _) = read_wav(&scratch.path("out.wav"));
        let result = audible_spectrum(&result[0], FILE_RATE_HZ);
        let error: f64 = result
            .iter()
            .zip(&reference)
            .map(|(a, b)| (a - b).norm_sqr())
            .sum();
        let error_db = 10.0 * (error / signal).log10();
        println!("{name}, {peak_volt} V {options:?}: {error_db:.1} dB");
        error_db
    })
}

#[test]
fn a_tone_control_agrees_within_90_db() {
    let [error_db] = errors_db("baxandall.cir", 1.0, [&[]]);
    assert!(error_db <= -90.0);
}

#[test]
fn a_transformer_agrees_within_90_db() {
    let [error_db] = errors_db("three_windings.cir", 1.0, [&[]]);
    assert!(error_db <= -90.0);
}

/// Both methods, whatever the program would choose.
const METHODS: [&[&str]; 3] = [&[], &["--method", "trap"], &["--method", "trbdf2"]];

#[test]
fn a_diode_clipper_agrees_within_55_db() {
    let errors_db = errors_db("diode_clipper.cir", 5.0, METHODS);
    assert!(errors_db.iter().all(|error| *error <= -55.0));
}

#[test]
fn a_cathode_follower_in_clipping_agrees_within_55_db() {
    let errors_db = errors_db("cathode_follower.cir", 200.0, METHODS);
    assert!(errors_db.iter().all(|error| *error <= -55.0));
}
