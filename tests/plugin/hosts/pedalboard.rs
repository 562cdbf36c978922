//! The built .vst3 in pedalboard, a JUCE host, driven from Python.

use std::path::PathBuf;
use std::process::Command;

use preface::chain::settings::Quality;
use serde_json::{Value, json};

use crate::bundles;
use crate::direct::{Direct, SOUND, difference_db, material, settings};
use crate::vst3::fractions;

/// Channels, rate and samples per block of the host.
const CASES: [(usize, u32, usize); 6] = [
    (2, 48_000, 1),
    (2, 44_100, 512),
    (1, 8_000, 64),
    (1, 96_000, 8192),
    (2, 192_000, 4096),
    (1, 48_000, 333),
];

/// Samples per case.
const LENGTH: usize = 9000;

/// Runs the script and returns what it says.
fn run(job: &Value) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/hosts/pedalboard_host.py");
    let output = Command::new(bundles::named_by("PREFACE_PYTHON"))
        .arg(script)
        .arg(job.to_string())
        .env_remove("DISPLAY")
        .output()
        .expect("python runs");
    assert!(
        output.status.success(),
        "pedalboard: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("the script answers in JSON")
}

fn scratch() -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pedalboard");
    std::fs::create_dir_all(&directory).expect("a directory for audio");
    directory
}

/// Raw 32-bit floats, one channel after the other.
fn to_bytes(audio: &[Vec<f32>]) -> Vec<u8> {
    let samples = audio.iter().flatten();
    samples.flat_map(|sample| sample.to_le_bytes()).collect()
}

fn from_bytes(bytes: &[u8], channels: usize) -> Vec<Vec<f32>> {
    let (samples, _) = bytes.as_chunks::<4>();
    let samples: Vec<f32> = samples
        .iter()
        .map(|&four| f32::from_le_bytes(four))
        .collect();
    let length = samples.len() / channels;
    samples.chunks(length).map(<[f32]>::to_vec).collect()
}

/// From 8 to 192 kHz, blocks from 1 to 8192 samples, mono and stereo, with the latency taken off by the host: the same
/// as the chain, to the last bit.
#[test]
fn the_output_is_the_chains() {
    let parameters: serde_json::Map<_, _> = fractions(&SOUND)
        .into_iter()
        .map(|(contract, fraction)| (contract.name.to_owned(), json!(fraction)))
        .collect();
    let directory = scratch();
    let cases = CASES.map(|(channels, rate_hz, block)| {
        let name = format!("{channels}-{rate_hz}-{block}");
        let files = ["in", "out"].map(|kind| directory.join(format!("{name}.{kind}.f32")));
        std::fs::write(&files[0], to_bytes(&material(channels, LENGTH))).expect("writes");
        json!({
            "channels": channels, "rate": rate_hz, "block": block,
            "input": files[0], "output": files[1],
        })
    });
    let answer = run(&json!({
        "plugin": bundles::vst3(), "parameters": parameters, "cases": cases,
    }));
    println!("pedalboard {} ran {}", answer["version"], answer["cases"]);
    assert_eq!(answer["version"], "0.9.26");
    assert_eq!(answer["cases"], CASES.len());

    for ((channels, rate_hz, block), case) in CASES.into_iter().zip(&cases) {
        let output = case["output"].as_str().expect("a name");
        let output = from_bytes(&std::fs::read(output).expect("was written"), channels);
        let sound = settings(&SOUND);
        let mut direct = Direct::new(channels, f64::from(rate_hz), Quality::Live, &sound);
        let latency = direct.latency_samples() as usize;
        let mut input = material(channels, LENGTH);
        for side in &mut input {
            side.resize(LENGTH + latency, 0.0);
        }
        let mut expected = direct.process(&input);
        for side in &mut expected {
            side.drain(..latency);
        }
        let db = difference_db(&output, &expected);
        println!("  {channels} ch, {rate_hz} Hz, blocks of {block}: {db} dBFS off the chain");
        assert_eq!(db, f64::NEG_INFINITY);
    }
}

/// What pedalboard sees of parameters, sessions and garbage.
#[test]
fn parameters_and_sessions_are_whole() {
    let sound = fractions(&SOUND);
    let parameters: serde_json::Map<_, _> = sound
        .iter()
        .map(|(contract, fraction)| (contract.name.to_owned(), json!(fraction)))
        .collect();
    let answer = run(&json!({
        "plugin": bundles::vst3(), "parameters": parameters, "cases": [], "session": true,
    }));
    println!(
        "pedalboard {} found {}, {}, with {}",
        answer["version"], answer["name"], answer["category"], answer["names"]
    );
    assert_eq!(answer["name"], "PREFACE");
    assert_eq!(answer["category"], "Fx|Distortion|Tools");
    assert_eq!(answer["restored"], answer["saved"]);
    assert_eq!(answer["after_garbage"], answer["saved"]);
    assert_ne!(answer["fresh"], answer["saved"]);
    let names = answer["names"].as_array().expect("names");
    for (contract, _) in sound {
        assert!(
            names.iter().any(|name| name == contract.name),
            "{}",
            contract.name
        );
    }
}
