//! The built .vst3 in a VST3 host.

use preface::chain::settings::Quality;
use preface::chain::{PARAMETERS, Parameter, parameter::Unit};
use vst3_host::audio::{AudioBuffers, SpeakerArrangement};
use vst3_host::{Plugin, Vst3Host};

use crate::bundles;
use crate::clap::instance;
use crate::direct::{Direct, SOUND, contract, difference_db, material, settings};

/// A fresh instance of the built plugin.
fn load(rate_hz: f64, block: usize) -> Plugin {
    let mut host = Vst3Host::builder()
        .sample_rate(rate_hz)
        .block_size(block)
        .build()
        .expect("a host");
    host.load_plugin(bundles::vst3()).expect("the plugin loads")
}

/// Fractions of the ranges that stand for these texts.
pub fn fractions(texts: &[(&str, &str)]) -> Vec<(&'static Parameter, f64)> {
    let mut plugin = instance();
    let fraction = |(id, text): &(&str, &str)| {
        let contract = contract(id);
        let hosted = plugin.parameter(contract.name).expect("hosted");
        let value = plugin.value_of(hosted.id, text).expect("a value");
        (contract, value / hosted.max)
    };
    texts.iter().map(fraction).collect()
}

fn set(plugin: &mut Plugin, texts: &[(&str, &str)]) {
    for (contract, fraction) in fractions(texts) {
        let id = plugin.find_parameter(contract.name).expect("hosted").id;
        plugin.set_parameter(id, fraction).expect("takes it");
    }
}

fn select_channels(plugin: &mut Plugin, channels: usize) {
    let layout = match channels {
        1 => SpeakerArrangement::MONO,
        _ => SpeakerArrangement::STEREO,
    };
    plugin
        .set_bus_arrangements(&[layout], &[layout])
        .expect("has the layout");
}

/// Sends whole blocks through the plugin.
fn render(plugin: &mut Plugin, input: &[Vec<f32>], block: usize) -> Vec<Vec<f32>> {
    plugin.start_processing().expect("starts");
    let mut buffers = AudioBuffers::new(input.len(), input.len(), block, plugin.sample_rate());
    let mut output = vec![Vec::new(); input.len()];
    for start in (0..input[0].len()).step_by(block) {
        for (buffer, side) in buffers.inputs.iter_mut().zip(input) {
            buffer.copy_from_slice(&side[start..start + block]);
        }
        plugin.process_audio(&mut buffers).expect("processes");
        for (whole, part) in output.iter_mut().zip(&buffers.outputs) {
            whole.extend_from_slice(part);
        }
    }
    plugin.stop_processing().expect("stops");
    output
}

/// The latency, as soon as the host has attended to the plugin's word that it has changed.
fn latency_samples(plugin: &mut Plugin) -> u32 {
    let patience = std::time::Instant::now();
    while patience.elapsed().as_secs() < 5 {
        let requests = plugin.service_host_requests().expect("attends");
        if requests.latency_changed() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    plugin.latency_samples()
}

#[test]
fn names_units_and_steps_are_the_contracts() {
    let plugin = load(48_000.0, 512);
    let hosted = plugin.get_parameters().expect("parameters");
    assert_eq!(hosted.len(), PARAMETERS.len());
    for (hosted, contract) in hosted.iter().zip(PARAMETERS) {
        assert_eq!(hosted.name, contract.name);
        assert_eq!(hosted.can_automate, contract.is_automatable);
        assert_eq!(hosted.is_bypass, contract.id == "bypass");
        let steps = match contract.range {
            preface::chain::parameter::Range::Switch => 1,
            preface::chain::parameter::Range::Choice => contract.choices.len() as i32 - 1,
            _ => 0,
        };
        assert_eq!(hosted.step_count, steps, "{}", contract.id);
        // With resistances the unit moves with the value and stands in its text.
        let unit = match contract.unit {
            Unit::Ohm => "",
            unit => unit.symbol(),
        };
        assert_eq!(hosted.unit.trim(), unit, "{}", contract.id);
        let text = plugin.format_parameter(hosted.id, hosted.default);
        let text = format!("{}{}", text.expect("a text"), hosted.unit);
        assert_eq!(text, contract.format(contract.default_value()));
    }
}

#[test]
fn the_output_is_the_chains() {
    for (channels, rate_hz, block) in [
        (2, 48_000.0, 512),
        (1, 44_100.0, 8192),
        (2, 8_000.0, 64),
        (1, 192_000.0, 32),
    ] {
        let input = material(channels, 8192);
        let mut plugin = load(rate_hz, block);
        select_channels(&mut plugin, channels);
        set(&mut plugin, &SOUND);
        let output = render(&mut plugin, &input, block);
        let mut direct = Direct::new(channels, rate_hz, Quality::Live, &settings(&SOUND));
        let case = format!("{channels} ch, {rate_hz} Hz, blocks of {block}");
        assert_eq!(
            latency_samples(&mut plugin),
            direct.latency_samples(),
            "{case}"
        );
        let db = difference_db(&output, &direct.process(&input));
        assert_eq!(
            db,
            f64::NEG_INFINITY,
            "{channels} ch, {rate_hz} Hz, {block}"
        );
    }
}

#[test]
fn bypass_is_the_input_delayed() {
    let input = material(2, 8192);
    let mut plugin = load(48_000.0, 512);
    set(&mut plugin, &SOUND);
    set(&mut plugin, &[("bypass", "On")]);
    let output = render(&mut plugin, &input, 512);
    let latency = latency_samples(&mut plugin) as usize;
    for (late, early) in output.iter().zip(&input) {
        assert_eq!(late[latency..], early[..8192 - latency]);
    }
}

/// A change of quality while audio runs: the host is told of the new latency.
#[test]
fn another_quality_announces_its_latency() {
    let direct = Direct::new(2, 48_000.0, Quality::Render, &settings(&[]));
    let mut plugin = load(48_000.0, 512);
    assert_ne!(latency_samples(&mut plugin), direct.latency_samples());
    set(&mut plugin, &[("quality", "Render")]);
    plugin.start_processing().expect("starts");
    let mut buffers = AudioBuffers::new(2, 2, 512, 48_000.0);
    let patience = std::time::Instant::now();
    loop {
        plugin.process_audio(&mut buffers).expect("processes");
        let requests = plugin.service_host_requests().expect("attends");
        if requests.latency_changed() {
            break;
        }
        assert!(patience.elapsed().as_secs() < 60, "no other chain came");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert_eq!(plugin.latency_samples(), direct.latency_samples());
}

/// A session restores every parameter; garbage is refused and changes nothing.
#[test]
fn state_survives_and_garbage_is_refused() {
    let values = |plugin: &Plugin| -> Vec<f64> {
        let parameters = plugin.get_parameters().expect("parameters");
        parameters.iter().map(|parameter| parameter.value).collect()
    };
    let mut first = load(48_000.0, 512);
    set(&mut first, &SOUND);
    // The framework takes values over with the next block.
    render(&mut first, &material(2, 512), 512);
    let saved = first.save_state().expect("saves");
    let mut second = load(48_000.0, 512);
    second.load_state(&saved).expect("takes it");
    assert_eq!(values(&first), values(&second));

    let refused = second.load_state(b"garbage");
    assert!(refused.is_err(), "took garbage");
    assert_eq!(values(&first), values(&second));
}
