//! The preset format: what it changes, what it never holds, and what it says about files that are none.

use std::fs;

use preface::chain::settings::{
    ConverterRoute, Input, ReampLoad, RecordedInput, SolidState, Source,
};
use preface::chain::{PARAMETERS, Parameter, Settings};
use preface::preset::{CALIBRATION, CATEGORIES, Preset};

use crate::scratch::Scratch;

const HEAD: &str = "version = 1\nname = \"n\"\ndescription = \"d\"\n\n[values]\n";

#[test]
fn factory_presets_are_read_without_warnings_and_say_what_they_do() {
    let presets = Preset::factory();
    assert_eq!(presets.len(), 24);
    for (short_name, preset) in presets {
        assert_eq!(preset.warnings, [""; 0], "{short_name}");
        assert!(preset.description.ends_with('.'), "{short_name}");
        let mut settings = Settings::default();
        preset.apply(&mut settings);
        assert_ne!(
            settings,
            Settings::default(),
            "{short_name} changes nothing"
        );
        assert!(Preset::find_factory(&preset.name.to_uppercase()).is_some());
    }
}

/// Every task has its presets, next to each other and in the order of the list.
#[test]
fn factory_presets_are_sorted_by_task() {
    let mut tasks: Vec<&str> = Preset::factory()
        .iter()
        .filter_map(|(_, preset)| preset.category.as_deref())
        .collect();
    assert_eq!(tasks.len(), Preset::factory().len());
    tasks.dedup();
    assert_eq!(tasks, CATEGORIES);
}

/// One factory preset after another sounds as each does alone: it lists all that decides its sound. A calibration lists
/// nothing else; and a vocal leaves *Gain* alone, which *Calibrate* sets together with the recorded gain.
#[test]
fn no_factory_preset_depends_on_the_one_before() {
    for (short_name, preset) in Preset::factory() {
        let ids: Vec<&str> = preset
            .values
            .iter()
            .map(|value| value.parameter.id)
            .collect();
        let category = preset.category.as_deref();
        let is_calibration = category == Some("Calibration");
        for id in &ids {
            assert_eq!(
                CALIBRATION.contains(id),
                is_calibration,
                "{short_name}: {id}"
            );
        }
        if !is_calibration {
            let mut settings = Settings::default();
            preset.apply(&mut settings);
            let mut missing = deciding(&settings);
            missing.retain(|id| !ids.contains(id));
            missing.retain(|id| *id != "gain_db" || category != Some("Vocals"));
            assert_eq!(missing, [""; 0], "{short_name}");
        }
    }
}

/// The parameters that decide how `settings` sound, but for those of the calibration.
fn deciding(settings: &Settings) -> Vec<&'static str> {
    let mut ids = vec![
        "load_on",
        "pad",
        "polarity",
        "highpass",
        "gain_db",
        "drive_db",
        "character_pct",
        "solid_state",
        "xfmr_in",
        "xfmr_out",
        "noise",
        "converter_on",
        "conv_route",
        "bits",
        "reamp_on",
        "match_level",
        "volume_db",
        "mix_pct",
    ];
    if settings.load_on {
        ids.extend([
            "source",
            "rec_input",
            "rec_cable_m",
            "now_input",
            "now_cable_m",
            "cable_type",
            "thru_load",
            "guitar_volume",
            "guitar_tone",
            "phantom",
            "repair_limit_db",
        ]);
        assert!(settings.source != Source::Custom && settings.rec_input != RecordedInput::Custom);
        assert!(settings.now_input != Input::Custom);
    }
    if settings.reamp_on {
        ids.extend([
            "box",
            "box_z",
            "send_cal_dbu",
            "reamp_cable_m",
            "reamp_load",
            "virtual_pickup",
        ]);
        assert!(settings.reamp_load != ReampLoad::Custom);
    }
    let is_box_or_microphone = |input| {
        matches!(
            input,
            Input::Mic | Input::PassiveDi | Input::ActiveDi10M | Input::ActiveDi220k
        )
    };
    let has_tube = settings.character_pct > 0.0;
    for (matters, id) in [
        (
            settings.load_on && is_box_or_microphone(settings.rec_input.into()),
            "rec_mic_z_ohm",
        ),
        (
            settings.load_on && is_box_or_microphone(settings.now_input),
            "mic_z_ohm",
        ),
        (settings.load_on && settings.now_input.is_fuzz(), "fuzz_pct"),
        (has_tube, "tube"),
        (has_tube, "tube_feedback_db"),
        (
            has_tube || settings.solid_state != SolidState::Clean,
            "bias_pct",
        ),
        (settings.noise, "ein_dbu"),
        (
            settings.conv_route == ConverterRoute::ComboJack,
            "combo_gain_db",
        ),
        (
            settings.reamp_on && settings.reamp_load.is_fuzz(),
            "fuzz_pct",
        ),
        (settings.reamp_on && settings.reamp_load.is_fuzz(), "listen"),
    ] {
        if matters {
            ids.push(id);
        }
    }
    ids
}

#[test]
fn a_preset_changes_only_what_it_lists() {
    let text = format!("{HEAD}gain_db = 12\npad = -20\nmatch_level = true\nsource = \"P-90\"\n");
    let preset = Preset::parse("p.toml", &text).expect("a preset");
    for start in [0.1, 0.9] {
        let mut before = Settings::default();
        for parameter in PARAMETERS {
            let (min, max) = parameter.bounds();
            (parameter.set)(&mut before, min + (max - min) * start);
        }
        let mut after = before;
        preset.apply(&mut after);
        for parameter in PARAMETERS {
            let value = (parameter.get)(&after);
            match parameter.id {
                "gain_db" => assert_eq!(value, 12.0),
                "pad" | "match_level" => assert_eq!(value, 1.0),
                "source" => assert_eq!(parameter.format(value), "P-90"),
                id => assert_eq!(value, (parameter.get)(&before), "{id}"),
            }
        }
    }
}

/// Saved and read back, every value is the same 32-bit number, whatever it was.
#[test]
fn saved_sounds_come_back_exactly_and_calibration_only_if_asked_for() {
    let scratch = Scratch::new();
    let mut settings = Settings::default();
    for (place, parameter) in PARAMETERS.iter().enumerate() {
        let (min, max) = parameter.bounds();
        let fraction = (place as f64 * 0.618_034).fract();
        (parameter.set)(&mut settings, min + (max - min) * fraction);
    }
    let session = ["bypass", "quality", "offline_quality"];
    for with_calibration in [false, true] {
        let path = scratch.path(&format!("calibration {with_calibration}.toml"));
        let description = "A \"quoted\" name\\with a backslash.";
        Preset::from_settings("Ünï \"7\"", description, &settings, with_calibration)
            .save(&path, false)
            .expect("saved");
        let preset = Preset::read(&path).expect("read");
        assert_eq!(preset.name, "Ünï \"7\"");
        assert_eq!(preset.description, description);
        let mut read = Settings::default();
        preset.apply(&mut read);
        for parameter in PARAMETERS {
            let is_left_out = session.contains(&parameter.id)
                || (CALIBRATION.contains(&parameter.id) && !with_calibration);
            let expected = match is_left_out {
                true => parameter.default_value(),
                false => (parameter.get)(&settings),
            };
            let value = (parameter.get)(&read);
            assert_eq!(value as f32, expected as f32, "{}", parameter.id);
        }
    }
}

#[test]
fn saving_keeps_an_existing_file_unless_told_otherwise() {
    let scratch = Scratch::new();
    let path = scratch.path("mine.toml");
    fs::write(&path, "precious").expect("written");
    let preset = Preset::from_settings("n", "d", &Settings::default(), false);
    let error = preset.save(&path, false).expect_err("the name is taken");
    assert!(error.to_string().contains("exists already"), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("kept"), "precious");
    preset.save(&path, true).expect("asked to overwrite");
    assert_eq!(fs::read_to_string(&path).expect("new"), preset.to_text());
    assert_eq!(scratch.names(), ["mine.toml"], "nothing else is left");
}

#[test]
fn what_a_newer_version_wrote_is_a_warning() {
    let text = format!("{HEAD}warp_pct = 3\ngain_db = 6\nnow_input = \"tape_head\"\n");
    let preset = Preset::parse("new.toml", &text).expect("a preset");
    assert_eq!(
        preset.warnings,
        [
            "new.toml:6: warp_pct: no such parameter in this version, ignored".to_owned(),
            format!(
                "new.toml:8: now_input: found \"tape_head\", expected {}; set to the default, Hi-Z 1M",
                Parameter::find("now_input")
                    .expect("in the contract")
                    .expected()
            ),
        ]
    );
    let mut settings = Settings::default();
    preset.apply(&mut settings);
    assert_eq!(settings.gain_db, 6.0);
}

#[test]
fn what_is_no_preset_is_refused_with_file_and_line() {
    for (text, message) in [
        (
            format!("{HEAD}gain_db = 71\n"),
            "p.toml:6: gain_db: 71 dB is out of range, expected -20 dB to 70 dB",
        ),
        (
            format!("{HEAD}\ngain_db = \"loud\"\n"),
            "p.toml:7: gain_db: found \"loud\", expected -20 dB to 70 dB",
        ),
        (
            format!("{HEAD}gain_db = nan\n"),
            "p.toml:6: gain_db: found \"nan\", expected -20 dB to 70 dB",
        ),
        (
            format!("{HEAD}gain_db = true\n"),
            "p.toml:6: gain_db: found \"true\", expected -20 dB to 70 dB",
        ),
        (
            format!("{HEAD}load_on = [1]\n"),
            "p.toml:6: load_on: found \"a list\", expected on or off",
        ),
        (
            format!("{HEAD}bypass = true\n"),
            "p.toml:6: bypass belongs to the session, expected a parameter of the sound",
        ),
        (
            "name = \"n\"\n".to_owned(),
            "p.toml: found no \"version\", expected version = 1",
        ),
        (
            "version = 2\n".to_owned(),
            "p.toml:1: version: found 2, expected 1",
        ),
        (
            "version = 1\nname = 3\n".to_owned(),
            "p.toml:2: name: found 3, expected a text",
        ),
        (
            "version = 1\nname = \"n\"\ndescription = \"d\"\nvalues = 3\n".to_owned(),
            "p.toml:4: values: found 3, expected the table [values]",
        ),
    ] {
        let error = Preset::parse("p.toml", &text).expect_err("no preset");
        assert_eq!(error.to_string(), message);
    }
    let error = Preset::parse("p.toml", &format!("{HEAD}gain_db = = 3\n")).expect_err("no TOML");
    assert_eq!((error.line, error.message.lines().count()), (6, 1));
}
