//! Puts the bundles where hosts look for plugins of the user.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::bundles::{self, NAME};

/// Builds the bundles and puts them there.
pub fn install() -> Result<()> {
    let bundles = bundles::build()?;
    for (source, directory) in [
        (bundles.clap, directory("clap")?),
        (bundles.vst3, directory("vst3")?),
    ] {
        let name = source.file_name().context("a bundle has a name")?;
        let installed = directory.join(name);
        remove(&installed)?;
        std::fs::create_dir_all(&directory)
            .and_then(|()| copy(&source, &installed))
            .with_context(|| format!("cannot install {}", installed.display()))?;
        println!("installed {}", installed.display());
    }
    Ok(())
}

/// Removes them.
pub fn uninstall() -> Result<()> {
    for format in ["clap", "vst3"] {
        let installed = directory(format)?.join(format!("{NAME}.{format}"));
        match remove(&installed)? {
            true => println!("removed {}", installed.display()),
            false => println!("not installed: {}", installed.display()),
        }
    }
    Ok(())
}

/// Where hosts of this system look for plugins of one user.
fn directory(format: &str) -> Result<PathBuf> {
    let (variable, linux, macos, windows) = match format {
        "clap" => ("HOME", ".clap", "Library/Audio/Plug-Ins/CLAP", "CLAP"),
        _ => ("HOME", ".vst3", "Library/Audio/Plug-Ins/VST3", "VST3"),
    };
    let (variable, below) = match std::env::consts::OS {
        "macos" => (variable, PathBuf::from(macos)),
        "windows" => ("LOCALAPPDATA", Path::new("Programs/Common").join(windows)),
        _ => (variable, PathBuf::from(linux)),
    };
    let home =
        std::env::var_os(variable).with_context(|| format!("the environment has no {variable}"))?;
    Ok(PathBuf::from(home).join(below))
}

/// True if there was something to remove.
fn remove(bundle: &Path) -> Result<bool> {
    let removed = match bundle.symlink_metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => Err(error),
        Ok(metadata) if metadata.is_dir() => std::fs::remove_dir_all(bundle),
        Ok(_) => std::fs::remove_file(bundle),
    };
    removed.with_context(|| format!("cannot remove {}", bundle.display()))?;
    Ok(true)
}

/// Copies a file or a directory with all that it holds.
fn copy(source: &Path, destination: &Path) -> std::io::Result<()> {
    if !source.is_dir() {
        return std::fs::copy(source, destination).map(|_| ());
    }
    std::fs::create_dir_all(destination)?;
    for entry in std::fs::read_dir(source)? {
        let entry = entry?;
        copy(&entry.path(), &destination.join(entry.file_name()))?;
    }
    Ok(())
}
