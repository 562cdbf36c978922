//! Settings from the command line, and back into words.

use std::path::Path;

use super::Failure;
use crate::advice::{Heard, advice};
use crate::chain::load::repair_share;
use crate::chain::settings::Quality;
use crate::chain::{PARAMETERS, Parameter, Settings, Taps, parameter};
use crate::interface::Interface;
use crate::preset::library::Library;
use crate::preset::{Origin, Preset};

/// Which sounds are asked for.
#[derive(clap::Args)]
pub(super) struct Wanted {
    /// Preset file, or the name of a factory preset; each one makes a sound of its own
    #[arg(long, value_name = "FILE|NAME")]
    preset: Vec<String>,

    /// What it was recorded with, after any preset; "preface interfaces" lists them
    #[arg(long, value_name = "NAME")]
    interface: Option<String>,

    /// Set a parameter, after any preset; "preface params" lists them
    #[arg(long, value_name = "ID=VALUE")]
    set: Vec<String>,

    /// Internal sample rate and filters: live, high or render
    #[arg(long, value_name = "QUALITY", default_value = "render")]
    quality: String,
}

/// Settings and what tells them apart.
pub(super) struct Sound {
    /// The preset's name as it can stand in a file's.
    pub(super) label: String,
    /// The whole path, quality included.
    pub(super) settings: Settings,
}

/// One sound per preset, or one without; what else is said comes on top.
pub(super) fn sounds(wanted: &Wanted) -> Result<Vec<Sound>, Failure> {
    let mut sounds = Vec::new();
    for name in &wanted.preset {
        let preset = find_preset(name)?;
        let mut settings = Settings::default();
        preset.apply(&mut settings);
        sounds.push(Sound {
            label: preset.name.replace(['/', '\\', ':'], "-"),
            settings,
        });
    }
    if sounds.is_empty() {
        sounds.push(Sound {
            label: "preface".to_owned(),
            settings: Settings::default(),
        });
    }
    for sound in &mut sounds {
        sound.settings.quality = quality(&wanted.quality)?;
        if let Some(name) = &wanted.interface {
            interface(name)?.calibrate(&mut sound.settings);
        }
        for assignment in &wanted.set {
            set(&mut sound.settings, assignment)?;
        }
    }
    Ok(sounds)
}

/// A factory preset by name, a file, or one of the user's by name. What the file holds that this version does not know is a warning.
pub(super) fn find_preset(name: &str) -> Result<Preset, Failure> {
    if let Some(preset) = Preset::find_factory(name) {
        return Ok(preset.clone());
    }
    let path = Path::new(name);
    if path
        .extension()
        .is_some_and(|extension| extension == "toml")
        || path.exists()
    {
        let preset = Preset::read(path)?;
        for warning in &preset.warnings {
            eprintln!("preface: warning: {warning}");
        }
        return Ok(preset);
    }
    let library = Library::open();
    if let Some(place) = library.find(Origin::User, name) {
        return Ok(library.entries()[place].preset.clone());
    }
    Err(Failure::new(format!(
        "--preset {name}: no such preset, expected a file or one that \"preface presets\" lists"
    )))
}

/// An interface by its name.
pub(super) fn interface(name: &str) -> Result<&'static Interface, Failure> {
    Interface::find(name).map_err(|error| Failure::new(format!("--interface: {error}")))
}

/// The most important thing to say about settings and what was heard, as a line; none where all is well.
pub(super) fn advise(settings: &Settings, taps: &Taps) -> Option<String> {
    let repair_share = repair_share(settings);
    let advice = advice(settings, &Heard { taps, repair_share })?;
    Some(format!("{}: {advice}", advice.severity().name()))
}

/// A quality by its id.
pub(super) fn quality(text: &str) -> Result<Quality, Failure> {
    let mut settings = Settings::default();
    if let Some(parameter) = Parameter::find("quality") {
        let value = parameter
            .parse(text)
            .map_err(|error| Failure::new(format!("--quality: {error}")))?;
        (parameter.set)(&mut settings, value);
    }
    Ok(settings.quality)
}

/// Sets one parameter by `ID=VALUE`.
pub(super) fn set(settings: &mut Settings, assignment: &str) -> Result<(), Failure> {
    let fail = |reason: String| Failure::new(format!("--set {assignment}: {reason}"));
    let (id, text) = assignment
        .split_once('=')
        .ok_or_else(|| fail("found no \"=\", expected ID=VALUE".to_owned()))?;
    let id = id.trim();
    if ["quality", "offline_quality"].contains(&id) {
        return Err(fail("expected --quality live, high or render".to_owned()));
    }
    let parameter = Parameter::find(id).ok_or_else(|| {
        fail(format!(
            "no parameter \"{id}\", expected one that \"preface params\" lists"
        ))
    })?;
    let value = parameter
        .parse(text)
        .map_err(|error: parameter::TextError| fail(error.to_string()))?;
    (parameter.set)(settings, value);
    Ok(())
}

/// The circuits that are heard: `12AX7`, `Clean`, or `Clean and 12AX7` between the ends of *Character*.
pub(super) fn character(settings: &Settings) -> String {
    let name = |id: &str| {
        let parameter = Parameter::find(id);
        parameter.map_or_else(String::new, |row| row.format((row.get)(settings)))
    };
    match settings.character_pct {
        0.0 => name("solid_state"),
        100.0 => name("tube"),
        _ => format!("{} and {}", name("solid_state"), name("tube")),
    }
}

/// What differs from a fresh instance, as users read it: `Drive 12 dB, Character 100 %`. Quality stands elsewhere.
pub(super) fn in_words(settings: &Settings) -> String {
    let differences: Vec<_> = PARAMETERS
        .iter()
        .filter(|parameter| parameter.id != "quality")
        .map(|parameter| (parameter, (parameter.get)(settings)))
        .filter(|(parameter, value)| *value != parameter.default_value())
        .map(|(parameter, value)| format!("{} {}", parameter.name, parameter.format(value)))
        .collect();
    match differences.is_empty() {
        true => "as it comes".to_owned(),
        false => differences.join(", "),
    }
}
