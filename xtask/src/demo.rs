//! `cargo xtask demo`: a guitar DI goes through the built plugin.

mod levels;
mod picture;
mod plucked_string;

use std::path::Path;

use anyhow::{Context, Result};
use headless_host::{Bundle, Instance};
use preface::audio_file::Recording;
use preface::chain::Parameter;

use crate::bundles;
use levels::Levels;

/// What is set for the demo, in signal order; everything else stands at its default. A single-coil guitar that was
/// recorded through 3 m of cable is played through 9 m of coiled cable, which moves its resonance down, into the 12AX7
/// stage, 24 dB hotter than the guitar alone drives it.
const SETTINGS: [(&str, &str); 6] = [
    ("source", "Single-coil"),
    ("rec_cable_m", "3 m"),
    ("now_cable_m", "9 m"),
    ("cable_type", "Coiled"),
    ("drive_db", "24 dB"),
    ("character_pct", "100 %"),
];

/// Less cannot be seen in the picture.
const SHORTEST_SECONDS: f64 = 0.1;

/// Samples per block, as many as a small host buffer.
const BLOCK_SAMPLES: usize = 256;

/// Audio of one or two channels.
#[derive(Clone)]
pub struct Audio {
    /// Its sample rate.
    pub sample_rate_hz: u32,
    /// All of one length.
    pub channels: Vec<Vec<f32>>,
}

/// The embedded guitar, mono.
pub fn riff() -> Audio {
    plucked_string::riff()
}

/// Runs the demo with the embedded guitar, or with a file.
pub fn run(recording: Option<&Path>) -> Result<()> {
    let dry = match recording {
        Some(file) => read(file)?,
        None => riff(),
    };
    let bundles = bundles::build()?;
    let bundle = Bundle::load(&bundles.clap)?;
    let description = bundle.description()?;
    let mut plugin = bundle.instance()?;
    set(&mut plugin)?;
    let wet = render(&mut plugin, &dry)?;

    let directory = bundles::target_directory().join("demo");
    std::fs::create_dir_all(&directory)?;
    let files = ["dry.wav", "wet.wav", "before-and-after.png"].map(|name| directory.join(name));
    write(&files[0], &dry)?;
    write(&files[1], &wet)?;
    picture::draw(&files[2], &dry, &wet, &settings_in_words())?;

    println!("\n{} {}", description.name, description.version);
    println!("  {}", description.description);
    report(&dry, &wet, plugin.latency_samples());
    println!("\nfiles");
    let bundles = [&bundles.clap, &bundles.vst3];
    for file in files.iter().chain(bundles) {
        println!("  {}", file.display());
    }
    Ok(())
}

/// Sets the plugin by the texts that it shows.
fn set(plugin: &mut Instance) -> Result<()> {
    for (id, text) in SETTINGS {
        let contract = Parameter::find(id).with_context(|| format!("no parameter {id}"))?;
        let hosted = plugin
            .parameter(contract.name)
            .with_context(|| format!("the plugin does not show {}", contract.name))?;
        let value = plugin
            .value_of(hosted.id, text)
            .with_context(|| format!("the plugin does not take {text} for {}", contract.name))?;
        plugin.set(hosted.id, value);
    }
    Ok(())
}

/// The settings as users read them.
fn settings_in_words() -> String {
    let words = SETTINGS.iter().filter_map(|(id, text)| {
        let name = Parameter::find(id)?.name;
        Some(format!("{name} {text}"))
    });
    words.collect::<Vec<_>>().join("  ·  ")
}

/// Sends audio through the plugin. The output starts when the input starts: the latency is taken off.
fn render(plugin: &mut Instance, dry: &Audio) -> Result<Audio> {
    plugin.select_channels(dry.channels.len() as u32)?;
    plugin.activate(f64::from(dry.sample_rate_hz), BLOCK_SAMPLES)?;
    let latency = plugin.latency_samples() as usize;
    let mut input = dry.channels.clone();
    for channel in &mut input {
        channel.resize(channel.len() + latency, 0.0);
    }
    let mut channels = plugin.render(&input, &[BLOCK_SAMPLES], &[])?;
    for channel in &mut channels {
        channel.drain(..latency);
    }
    Ok(Audio {
        channels,
        sample_rate_hz: dry.sample_rate_hz,
    })
}

fn report(dry: &Audio, wet: &Audio, latency_samples: u32) {
    let seconds = dry.channels[0].len() as f64 / f64::from(dry.sample_rate_hz);
    println!(
        "\ndemo: {seconds:.1} s, {} channel(s), {} Hz, latency {latency_samples} samples (taken off)",
        dry.channels.len(),
        dry.sample_rate_hz,
    );
    println!("  {}", settings_in_words());
    println!("\nlevels           peak                       RMS");
    for (name, id, audio) in [("dry", "in_cal_dbu", dry), ("wet", "out_cal_dbu", wet)] {
        let calibration_dbu = Parameter::find(id).map_or(0.0, Parameter::default_value);
        let levels = Levels::of(audio);
        println!(
            "  {name}  {:7.2} dBFS {:7.2} dBu   {:7.2} dBFS {:7.2} dBu   (0 dBFS = {calibration_dbu} dBu)",
            levels.peak_dbfs,
            levels.peak_dbfs + calibration_dbu,
            levels.rms_dbfs,
            levels.rms_dbfs + calibration_dbu,
        );
    }
}

fn read(file: &Path) -> Result<Audio> {
    let mut recording = Recording::open(file)?;
    let mut channels = vec![Vec::new(); recording.channel_count()];
    let mut block = Vec::new();
    while recording.read_block(&mut block)? {
        for (channel, samples) in channels.iter_mut().zip(&block) {
            channel.extend_from_slice(samples);
        }
    }
    let seconds = channels[0].len() as f64 / f64::from(recording.sample_rate_hz());
    anyhow::ensure!(
        seconds >= SHORTEST_SECONDS,
        "{}: found {seconds:.3} s, expected at least {SHORTEST_SECONDS} s",
        file.display()
    );
    Ok(Audio {
        sample_rate_hz: recording.sample_rate_hz(),
        channels,
    })
}

/// Writes 32-bit float, so that nothing clips on the way.
fn write(file: &Path, audio: &Audio) -> Result<()> {
    let format = hound::WavSpec {
        channels: audio.channels.len() as u16,
        sample_rate: audio.sample_rate_hz,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut output = hound::WavWriter::create(file, format)
        .with_context(|| format!("cannot write {}", file.display()))?;
    for frame in 0..audio.channels[0].len() {
        for channel in &audio.channels {
            output.write_sample(channel[frame])?;
        }
    }
    Ok(output.finalize()?)
}
