//! The built .clap in a CLAP host.

use headless_host::{Bundle, Change, Instance};
use preface::chain::settings::{OfflineQuality, Quality};

use crate::bundles;
use crate::direct::{Direct, SOUND, contract, difference_db, material, settings};

/// A fresh instance of the built plugin.
pub fn instance() -> Instance {
    let bundle = Bundle::load(&bundles::clap()).expect("the built plugin loads");
    bundle.instance().expect("the plugin can be created")
}

/// The host's number of a parameter.
pub fn id_of(plugin: &mut Instance, id: &str) -> u32 {
    let name = contract(id).name;
    let parameter = plugin.parameter(name);
    parameter.unwrap_or_else(|| panic!("no {name}")).id
}

/// Sets parameters by the texts that users type.
pub fn set(plugin: &mut Instance, texts: &[(&str, &str)]) {
    for (id, text) in texts {
        let number = id_of(plugin, id);
        let value = plugin.value_of(number, text);
        plugin.set(
            number,
            value.unwrap_or_else(|| panic!("{id} takes no {text}")),
        );
    }
}

#[test]
fn hosts_learn_who_it_is_and_where_to_list_it() {
    let bundle = Bundle::load(&bundles::clap()).expect("the built plugin loads");
    let description = bundle.description().expect("it describes itself");
    assert_eq!(description.id, "audio.preface.preface");
    assert_eq!(description.name, "PREFACE");
    assert_eq!(description.vendor, "PREFACE contributors");
    assert_eq!(description.version, env!("CARGO_PKG_VERSION"));
    let features = [
        "audio-effect",
        "distortion",
        "utility",
        "mixing",
        "stereo",
        "mono",
    ];
    assert_eq!(description.features, features);
}

/// Rates from 8 to 192 kHz, blocks from 1 to 8192 samples, mono and stereo: the same as the chain, to the last bit.
#[test]
fn the_output_is_the_chains() {
    for (channels, rate_hz, blocks) in [
        (2, 48_000.0, &[8192][..]),
        (2, 48_000.0, &[1]),
        (1, 44_100.0, &[64, 1, 511, 7]),
        (1, 8_000.0, &[333]),
        (2, 96_000.0, &[1024, 32]),
        (2, 192_000.0, &[2048]),
    ] {
        let input = material(channels, 9000);
        let mut plugin = instance();
        set(&mut plugin, &SOUND);
        plugin.select_channels(channels as u32).expect("has it");
        plugin.activate(rate_hz, 8192).expect("activates");
        let output = plugin.render(&input, blocks, &[]).expect("renders");

        let mut direct = Direct::new(channels, rate_hz, Quality::Live, &settings(&SOUND));
        assert_eq!(plugin.latency_samples(), direct.latency_samples());
        let db = difference_db(&output, &direct.process(&input));
        assert_eq!(
            db,
            f64::NEG_INFINITY,
            "{channels} ch, {rate_hz} Hz, {blocks:?}"
        );
    }
}

/// Automation takes effect at its own sample: the same as if the chain had been set there.
#[test]
fn automation_is_sample_accurate() {
    let input = material(2, 6000);
    let moves = [(1000, "gain_db", "20 dB"), (2537, "character_pct", "100 %")];
    let mut plugin = instance();
    let changes = moves.map(|(sample, id, text)| {
        let id = id_of(&mut plugin, id);
        let value = plugin.value_of(id, text).expect("a value");
        Change { sample, id, value }
    });
    plugin.activate(48_000.0, 4096).expect("activates");
    let output = plugin.render(&input, &[4096], &changes).expect("renders");

    let mut direct = Direct::new(2, 48_000.0, Quality::Live, &settings(&[]));
    let mut expected = vec![Vec::new(); 2];
    let mut texts = Vec::new();
    for (start, end) in [(0, 1000), (1000, 2537), (2537, 6000)] {
        direct.set(&settings(&texts));
        let part: Vec<_> = input.iter().map(|side| side[start..end].to_vec()).collect();
        for (whole, part) in expected.iter_mut().zip(direct.process(&part)) {
            whole.extend(part);
        }
        let next = moves.iter().find(|(sample, ..)| *sample == end);
        texts.extend(next.map(|(_, id, text)| (*id, *text)));
    }
    assert_eq!(difference_db(&output, &expected), f64::NEG_INFINITY);
}

/// Bypassed, the input comes out to the last bit, later by the reported latency.
#[test]
fn bypass_is_the_input_delayed() {
    for (rate_hz, quality) in [(44_100.0, "Live"), (48_000.0, "High"), (96_000.0, "Render")] {
        let input = material(2, 8000);
        let mut plugin = instance();
        set(&mut plugin, &SOUND);
        set(&mut plugin, &[("quality", quality), ("bypass", "On")]);
        plugin.activate(rate_hz, 512).expect("activates");
        let latency = plugin.latency_samples() as usize;
        let output = plugin.render(&input, &[512], &[]).expect("renders");
        let length = 8000 - latency;
        let late: Vec<_> = output.iter().map(|side| side[latency..].to_vec()).collect();
        let early: Vec<_> = input.iter().map(|side| side[..length].to_vec()).collect();
        assert_eq!(late, early, "{rate_hz} Hz, {quality}, {latency} samples");
    }
}

/// A change of quality while audio runs: the host is told, and after the restart that it asks for, latency and sound
/// are those of the new quality.
#[test]
fn another_quality_announces_its_latency() {
    let input = material(2, 4800);
    let mut plugin = instance();
    set(&mut plugin, &SOUND);
    plugin.activate(48_000.0, 512).expect("activates");
    plugin.attend();
    let live_latency = plugin.latency_samples();
    let mut direct = Direct::new(2, 48_000.0, Quality::Render, &settings(&SOUND));
    assert_ne!(live_latency, direct.latency_samples());

    let id = id_of(&mut plugin, "quality");
    let value = plugin.value_of(id, "Render").expect("a value");
    let change = Change {
        sample: 0,
        id,
        value,
    };
    plugin.render(&input, &[512], &[change]).expect("renders");
    // The other chain is being built on the background thread; audio goes on meanwhile.
    let patience = std::time::Instant::now();
    while plugin.latency_samples() == live_latency {
        assert!(patience.elapsed().as_secs() < 60, "no other chain came");
        plugin
            .render(&material(2, 512), &[512], &[])
            .expect("renders");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert_eq!(plugin.latency_samples(), direct.latency_samples());
    assert!(plugin.attend().restart, "the host is asked to restart it");
    plugin.deactivate();
    plugin.activate(48_000.0, 512).expect("activates");
    assert!(plugin.attend().latency_changes > 0, "the host is told");
    let output = plugin.render(&input, &[512], &[]).expect("renders");
    let db = difference_db(&output, &direct.process(&input));
    assert_eq!(db, f64::NEG_INFINITY);
}

/// Offline quality applies when the host renders offline, and only then.
#[test]
fn offline_rendering_uses_its_own_quality() {
    let offline = contract("offline_quality");
    let mut set_offline = settings(&[]);
    (offline.set)(&mut set_offline, 1.0);
    assert_eq!(set_offline.offline_quality, OfflineQuality::Render);
    for (is_offline, quality) in [(false, Quality::Live), (true, Quality::Render)] {
        let mut plugin = instance();
        set(&mut plugin, &[("offline_quality", "Render")]);
        plugin.set_offline(is_offline).expect("has a render mode");
        plugin.activate(48_000.0, 512).expect("activates");
        let direct = Direct::new(2, 48_000.0, quality, &settings(&[]));
        assert_eq!(plugin.latency_samples(), direct.latency_samples());
    }
}
