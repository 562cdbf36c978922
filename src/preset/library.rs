//! All presets: those that come with the program, by task, and those that the user has saved, as files in one folder.

mod file_name;

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use etcetera::base_strategy::choose_native_strategy;

use super::{CATEGORIES, Error, Origin, Preset};

/// Where user presets are instead of in the platform's data folder.
pub const FOLDER_VARIABLE: &str = "PREFACE_PRESETS";

/// The folder of the program in the platform's data folder, and that of the presets in it.
const FOLDER: [&str; 2] = ["PREFACE", "Presets"];

/// What preset files end with.
const EXTENSION: &str = "toml";

/// A preset of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Who has made it.
    pub origin: Origin,
    /// Its file, if the user has made it.
    pub file: Option<PathBuf>,
    /// What it does.
    pub preset: Preset,
}

/// Why a preset was not saved.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveError {
    /// The user has a preset with this name. It is kept until somebody says that it shall be replaced.
    Exists(String),
    /// The name holds nothing that a file could be called.
    NoName,
    /// It cannot be written.
    Failed(Error),
}

impl fmt::Display for SaveError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(name) => write!(
                formatter,
                "There is a preset \u{201c}{name}\u{201d} already."
            ),
            Self::NoName => write!(formatter, "A preset needs a name of letters or digits."),
            Self::Failed(error) => write!(formatter, "{error}"),
        }
    }
}

impl std::error::Error for SaveError {}

/// All presets in the order of the list: the default, the factory presets by task, and the user's by name.
#[derive(Debug)]
pub struct Library {
    folder: Option<PathBuf>,
    entries: Vec<Entry>,
    broken: Vec<Error>,
}

impl Library {
    /// Reads the user's presets from their folder.
    pub fn open() -> Self {
        let folder = std::env::var_os(FOLDER_VARIABLE).map(PathBuf::from);
        Self::with_folder(folder.or_else(|| {
            let data = choose_native_strategy().ok()?.data_dir();
            Some(FOLDER.iter().fold(data, |path, part| path.join(part)))
        }))
    }

    /// Reads the user's presets from this folder, which need not exist.
    pub fn at(folder: &Path) -> Self {
        Self::with_folder(Some(folder.to_owned()))
    }

    fn with_folder(folder: Option<PathBuf>) -> Self {
        let mut library = Self {
            folder,
            entries: Vec::new(),
            broken: Vec::new(),
        };
        library.reload();
        library
    }

    /// Reads the user's presets anew.
    pub fn reload(&mut self) {
        self.entries = factory_entries();
        self.broken.clear();
        let files = self.folder.as_deref().map(preset_files).unwrap_or_default();
        let mut users = Vec::new();
        for file in files {
            match Preset::read(&file) {
                Ok(preset) => users.push(Entry {
                    origin: Origin::User,
                    file: Some(file),
                    preset,
                }),
                Err(error) => self.broken.push(error),
            }
        }
        users.sort_by_cached_key(|entry| entry.preset.name.to_lowercase());
        self.entries.append(&mut users);
    }

    /// Where the user's presets are; none if the platform has no place for them.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// All presets in the order of the list.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Files of the user's that could not be read, and why.
    pub fn broken(&self) -> &[Error] {
        &self.broken
    }

    /// The place of the preset with this name, in any case.
    pub fn find(&self, origin: Origin, name: &str) -> Option<usize> {
        let name = name.trim().to_lowercase();
        self.entries.iter().position(|entry| {
            entry.origin == origin && entry.preset.name.trim().to_lowercase() == name
        })
    }

    /// The place of the preset that is `step` further in the list than the one at `place`, over both ends.
    pub fn step_from(&self, place: Option<usize>, step: isize) -> usize {
        let count = self.entries.len() as isize;
        let next = match place {
            Some(place) => place as isize + step,
            None if step > 0 => 0,
            None => count - 1,
        };
        next.rem_euclid(count.max(1)) as usize
    }

    /// Saves a preset of the user's under its name. One that has this name is kept unless `replace` says otherwise.
    ///
    /// # Errors
    /// The name is taken or no name, or the folder cannot be written to.
    pub fn save(&mut self, preset: &Preset, replace: bool) -> Result<(), SaveError> {
        self.write(preset, replace)?;
        self.reload();
        Ok(())
    }

    /// Gives a preset of the user's another name. One that has this name is kept unless `replace` says otherwise.
    ///
    /// # Errors
    /// The name is taken or no name, or the folder cannot be written to.
    pub fn rename(&mut self, place: usize, name: &str, replace: bool) -> Result<(), SaveError> {
        let Some(Entry {
            file: Some(old),
            preset,
            ..
        }) = self.entries.get(place).cloned()
        else {
            return Ok(());
        };
        let renamed = Preset {
            name: name.trim().to_owned(),
            ..preset
        };
        // Only its case may have changed: then it takes its own place.
        let is_own = self.file_of(&renamed)? == old;
        let new = self.write(&renamed, replace || is_own)?;
        if new != old {
            remove(&old).map_err(SaveError::Failed)?;
        }
        self.reload();
        Ok(())
    }

    /// Deletes a preset of the user's.
    ///
    /// # Errors
    /// The file cannot be deleted.
    pub fn delete(&mut self, place: usize) -> Result<(), Error> {
        if let Some(file) = self.entries.get(place).and_then(|entry| entry.file.clone()) {
            remove(&file)?;
            self.reload();
        }
        Ok(())
    }

    /// The file of the user's preset with this name: the one that has the name, or else one called after it.
    fn file_of(&self, preset: &Preset) -> Result<PathBuf, SaveError> {
        let named = self.find(Origin::User, &preset.name);
        if let Some(file) = named.and_then(|place| self.entries[place].file.clone()) {
            return Ok(file);
        }
        let stem = file_name::stem(&preset.name).ok_or(SaveError::NoName)?;
        let folder = self.folder.as_ref().ok_or_else(|| {
            SaveError::Failed(Error {
                file: preset.name.clone(),
                line: 0,
                message: "found no folder for presets on this platform".to_owned(),
            })
        })?;
        Ok(folder.join(stem).with_extension(EXTENSION))
    }

    fn write(&self, preset: &Preset, replace: bool) -> Result<PathBuf, SaveError> {
        let file = self.file_of(preset)?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| {
                SaveError::Failed(Error {
                    file: folder.display().to_string(),
                    line: 0,
                    message: format!("cannot be created: {error}"),
                })
            })?;
        }
        // Another program may save in between: the file itself decides.
        match preset.save(&file, replace) {
            Ok(()) => Ok(file),
            Err(_) if !replace && file.exists() => Err(SaveError::Exists(preset.name.clone())),
            Err(error) => Err(SaveError::Failed(error)),
        }
    }
}

/// The default, and the factory presets in the order of their tasks.
fn factory_entries() -> Vec<Entry> {
    let entry = |preset: &Preset| Entry {
        origin: Origin::Factory,
        file: None,
        preset: preset.clone(),
    };
    let mut entries: Vec<Entry> = Preset::factory()
        .iter()
        .map(|(_, preset)| entry(preset))
        .collect();
    entries.sort_by_key(|entry| {
        let category = entry.preset.category.as_deref();
        let place = CATEGORIES.iter().position(|known| category == Some(known));
        place.unwrap_or(CATEGORIES.len())
    });
    entries.insert(0, entry(Preset::default_sound()));
    entries
}

/// The preset files of a folder. A folder that cannot be read has none.
fn preset_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new(EXTENSION)) && path.is_file())
        .collect();
    files.sort();
    files
}

/// Deletes a file; one that is gone already is deleted.
fn remove(file: &Path) -> Result<(), Error> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error {
            file: file.display().to_string(),
            line: 0,
            message: format!("cannot be deleted: {error}"),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
