//! Where the built bundles are.

use std::path::PathBuf;

/// The file or program that `cargo xtask test` names in a variable.
pub fn named_by(variable: &str) -> PathBuf {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .unwrap_or_else(|| panic!("found no {variable}, expected to be run by `cargo xtask test`"))
}

/// The CLAP plugin.
pub fn clap() -> PathBuf {
    named_by("PREFACE_CLAP")
}

/// The VST3 plugin.
pub fn vst3() -> PathBuf {
    named_by("PREFACE_VST3")
}
