//! Where a picture goes: SVG or PNG, by its name.

use std::io::Write;
use std::path::Path;

use super::Failure;
use crate::audio_file;
use crate::pending_file::PendingFile;

/// The kinds of picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Format {
    Svg,
    Png,
}

impl Format {
    /// By the name's ending.
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_ascii_lowercase();
        match extension.to_str()? {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            _ => None,
        }
    }
}

/// What `--plot` asks for, refused before anything is measured.
pub(super) fn plan(path: &Path, overwrite: bool) -> Result<Format, Failure> {
    let format = Format::of(path).ok_or_else(|| {
        Failure::new(format!(
            "{}: found no picture's name, expected one that ends in .svg or .png",
            path.display()
        ))
    })?;
    audio_file::check_output(path, &[], overwrite)?;
    Ok(format)
}

/// Saves a picture, completely or not at all.
pub(super) fn save(path: &Path, overwrite: bool, picture: &[u8]) -> Result<(), Failure> {
    let save = || {
        let (pending, mut file) = PendingFile::create(path)?;
        file.write_all(picture)?;
        file.sync_all()?;
        drop(file);
        pending.put_in_place(overwrite)
    };
    save().map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}
