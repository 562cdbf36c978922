//! The bundles that hosts load.

use std::path::{Path, PathBuf};

use anyhow::Result;

/// Name of the bundles, as in `bundler.toml`.
pub const NAME: &str = "PREFACE";

/// Where the bundles lie.
pub struct Bundles {
    /// The CLAP plugin: a file, on macOS a directory.
    pub clap: PathBuf,
    /// The VST3 plugin: a directory.
    pub vst3: PathBuf,
}

/// Builds the release bundles.
pub fn build() -> Result<Bundles> {
    let target = target_directory();
    // The command line's dependencies stay out of the plugin.
    let arguments = [
        "--release",
        "--lib",
        "--no-default-features",
        "--features=plugin",
    ];
    let arguments = arguments.map(str::to_owned);
    nice_plug_xtask::build(&["preface".to_owned()], &arguments)?;
    nice_plug_xtask::bundle(&target, "preface", &arguments[..1], false)?;
    let bundled = target.join("bundled");
    Ok(Bundles {
        clap: bundled.join(format!("{NAME}.clap")),
        vst3: bundled.join(format!("{NAME}.vst3")),
    })
}

/// Where cargo builds.
pub fn target_directory() -> PathBuf {
    // This program lies in a profile's directory of it.
    let program = std::env::current_exe().ok();
    let target = program.as_deref().and_then(Path::parent);
    let target = target.and_then(Path::parent);
    target.map_or_else(|| crate::workspace().join("target"), PathBuf::from)
}
