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

/// What is built: the plugin alone, without the command line and what that depends on.
pub const PLUGIN_ONLY: [&str; 3] = ["--lib", "--no-default-features", "--features=plugin"];

/// Builds the release bundles.
pub fn build() -> Result<Bundles> {
    let target = target_directory();
    let release = ["--release".to_owned()];
    let arguments = [release.as_slice(), &PLUGIN_ONLY.map(str::to_owned)].concat();
    nice_plug_xtask::build(&["preface".to_owned()], &arguments)?;
    nice_plug_xtask::bundle(&target, "preface", &release, false)?;
    Ok(built())
}

/// The bundles that were built last.
pub fn built() -> Bundles {
    let bundled = target_directory().join("bundled");
    Bundles {
        clap: bundled.join(format!("{NAME}.clap")),
        vst3: bundled.join(format!("{NAME}.vst3")),
    }
}

/// Where cargo builds.
pub fn target_directory() -> PathBuf {
    // This program lies in a profile's directory of it.
    let program = std::env::current_exe().ok();
    let target = program.as_deref().and_then(Path::parent);
    let target = target.and_then(Path::parent);
    target.map_or_else(|| crate::workspace().join("target"), PathBuf::from)
}
