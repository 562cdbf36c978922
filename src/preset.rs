//! Presets: named sets of parameter values as TOML files.
//!
//! ```toml
//! version = 1
//! name = "Vocal tube warmth"
//! description = "One sentence that says what it does."
//! category = "Vocals"     # where lists show it; may be left out
//!
//! [values]
//! drive_db = "6 dB"       # text with or without unit
//! character_pct = 100     # or a number in the parameter's unit
//! highpass = "80"         # a choice by its id or name
//! ```
//!
//! A preset changes only the parameters that it lists. It never holds bypass or quality, and holds calibration only if
//! it was saved with it.

mod factory;
pub mod library;
mod read;

use std::fmt;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::LazyLock;

use crate::chain::parameter::{Choice, choices};
use crate::chain::{PARAMETERS, Parameter, Settings};
use crate::pending_file::PendingFile;

/// Version of the file's layout. New parameters and choices do not change it.
const FORMAT_VERSION: i64 = 1;

/// Parameters that belong to the session and not to a sound.
const NEVER_IN_PRESETS: [&str; 3] = ["bypass", "quality", "offline_quality"];

/// Parameters that belong to the user's interface and not to a sound.
pub const CALIBRATION: [&str; 7] = [
    "in_cal_dbu",
    "rec_gain_db",
    "conv_link",
    "conv_cal_dbu",
    "line_out_dbu",
    "out_link",
    "out_cal_dbu",
];

/// The tasks that factory presets are for, in the order of the list.
pub const CATEGORIES: [&str; 7] = [
    "Vocals",
    "Guitar DI",
    "Bass & keys",
    "Repair",
    "Re-amp",
    "Calibration",
    "Lessons",
];

choices! {
    /// Who has made a preset.
    Origin {
        Factory = "factory", "Factory";
        User = "user", "Mine";
    }
}

/// A preset that cannot be read or saved: one line that says where, what was found and what was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// The file as the user named it.
    pub file: String,
    /// Line number from 1; 0 where the error belongs to the whole file.
    pub line: usize,
    /// What was found and what was expected.
    pub message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.file, self.message),
            line => write!(formatter, "{}:{line}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for Error {}

/// What a preset does to one parameter.
#[derive(Clone, Copy, Debug)]
pub struct PresetValue {
    /// The parameter.
    pub parameter: &'static Parameter,
    /// Its value: a number in its unit, the place of a choice, 0 or 1.
    pub value: f64,
}

impl PartialEq for PresetValue {
    fn eq(&self, other: &Self) -> bool {
        self.parameter.id == other.parameter.id && self.value == other.value
    }
}

/// Two values that differ by less are the same: hosts keep 32-bit fractions of a range. Times the value, above 1.
const SAME_VALUE: f64 = 1e-4;

/// A named set of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// Name as lists show it.
    pub name: String,
    /// One sentence that says what it does.
    pub description: String,
    /// The task that it is for: the heading that lists show it under.
    pub category: Option<String>,
    /// What it changes, in the order of the file.
    pub values: Vec<PresetValue>,
    /// What a newer version's file holds that this version does not know, one line each. Such parameters are left
    /// alone; such choices go to their default.
    pub warnings: Vec<String>,
}

impl Preset {
    /// Reads a preset file.
    ///
    /// # Errors
    /// The file cannot be read, is no TOML, or holds something else than a preset.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let file = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&file, &text),
            Err(error) if error.kind() == ErrorKind::InvalidData => Err(Error {
                file,
                line: 0,
                message: "found something else than text, expected a preset in TOML".to_owned(),
            }),
            Err(error) => Err(Error {
                file,
                line: 0,
                message: format!("cannot be read: {error}"),
            }),
        }
    }

    /// Reads the text of a preset; `file` is what errors and warnings call it.
    ///
    /// # Errors
    /// The text is no TOML or holds something else than a preset.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        read::parse(file, text)
    }

    /// The whole sound of `settings`. Calibration describes the user's interfaces: it is left out unless asked for.
    pub fn from_settings(
        name: &str,
        description: &str,
        settings: &Settings,
        with_calibration: bool,
    ) -> Self {
        let values = PARAMETERS
            .iter()
            .filter(|parameter| !NEVER_IN_PRESETS.contains(&parameter.id))
            .filter(|parameter| with_calibration || !CALIBRATION.contains(&parameter.id))
            .map(|parameter| PresetValue {
                parameter,
                value: (parameter.get)(settings),
            })
            .collect();
        Self {
            name: name.to_owned(),
            description: description.to_owned(),
            category: None,
            values,
            warnings: Vec::new(),
        }
    }

    /// Changes the parameters that the preset lists, and no other.
    pub fn apply(&self, settings: &mut Settings) {
        for PresetValue { parameter, value } in &self.values {
            (parameter.set)(settings, *value);
        }
    }

    /// Whether one of the parameters that it lists has another value.
    pub fn differs_from(&self, settings: &Settings) -> bool {
        self.values.iter().any(|PresetValue { parameter, value }| {
            let found = (parameter.get)(settings);
            (found - value).abs() > SAME_VALUE * value.abs().max(1.0)
        })
    }

    /// Whether it holds the calibration of the user's interfaces.
    pub fn has_calibration(&self) -> bool {
        let mut listed = self.values.iter().map(|value| value.parameter.id);
        listed.any(|id| CALIBRATION.contains(&id))
    }

    /// The sound of a fresh instance.
    pub fn default_sound() -> &'static Self {
        static DEFAULT: LazyLock<Preset> = LazyLock::new(|| {
            let description = "Every parameter of the sound as in a fresh instance.";
            Preset::from_settings("Default", description, &Settings::default(), false)
        });
        &DEFAULT
    }

    /// The text of its file.
    pub fn to_text(&self) -> String {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let mut text = format!(
            "version = {FORMAT_VERSION}\nname = {}\ndescription = {}\n",
            quoted(&self.name),
            quoted(&self.description)
        );
        if let Some(category) = &self.category {
            text.push_str(&format!("category = {}\n", quoted(category)));
        }
        text.push_str("\n[values]\n");
        for PresetValue { parameter, value } in &self.values {
            let shown = match parameter.choices.get(value.round() as usize) {
                Some((id, _)) => (*id).to_owned(),
                None => parameter.format(*value),
            };
            // Hosts keep 32-bit numbers: what is equal there is equal.
            let is_exact = parameter
                .parse(&shown)
                .is_ok_and(|read| read as f32 == *value as f32);
            let value = match is_exact {
                true => quoted(&shown),
                false => format!("{:?}", *value as f32),
            };
            text.push_str(&format!("{} = {value}\n", parameter.id));
        }
        text
    }

    /// Saves it under `path`, completely or not at all. An existing file is kept unless `overwrite` says otherwise.
    ///
    /// # Errors
    /// The name is taken, or the directory cannot be written to.
    pub fn save(&self, path: &Path, overwrite: bool) -> Result<(), Error> {
        let write = || {
            let (pending, mut file) = PendingFile::create(path)?;
            file.write_all(self.to_text().as_bytes())?;
            file.sync_all()?;
            drop(file);
            pending.put_in_place(overwrite)
        };
        write().map_err(|error| Error {
            file: path.display().to_string(),
            line: 0,
            message: match error.kind() {
                ErrorKind::AlreadyExists => {
                    "exists already, expected a new name or leave to overwrite".to_owned()
                }
                _ => format!("cannot be written: {error}"),
            },
        })
    }

    /// The presets that come with the program, each with its short name.
    pub fn factory() -> &'static [(&'static str, Preset)] {
        static PRESETS: LazyLock<Vec<(&'static str, Preset)>> = LazyLock::new(|| {
            factory::FACTORY
                .iter()
                .filter_map(|(short_name, text)| {
                    // The tests read every one of them without a warning.
                    Some((*short_name, Preset::parse(short_name, text).ok()?))
                })
                .collect()
        });
        &PRESETS
    }

    /// The factory preset with this name or short name, in any case.
    pub fn find_factory(name: &str) -> Option<&'static Preset> {
        Self::factory()
            .iter()
            .find(|(short_name, preset)| {
                short_name.eq_ignore_ascii_case(name) || preset.name.eq_ignore_ascii_case(name)
            })
            .map(|(_, preset)| preset)
    }
}
