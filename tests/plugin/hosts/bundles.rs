//! Where the built bundles are, and what the release plugin links.

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

/// It runs on every Linux with these: no graphics, no sound, no C++ library.
#[test]
#[cfg(target_os = "linux")]
fn the_plugin_links_only_libc_libm_and_libgcc_and_stays_mapped() {
    let bytes = std::fs::read(clap()).expect("the plugin can be read");
    let library = goblin::elf::Elf::parse(&bytes).expect("the plugin is an ELF library");
    for name in &library.libraries {
        let is_allowed = ["libc.so.6", "libm.so.6", "libgcc_s.so.1"].contains(name)
            // The dynamic loader itself, which finds thread-local variables.
            || name.starts_with("ld-linux");
        assert!(is_allowed, "the plugin links {name}");
    }
    // Threads that have called it may end after it was closed.
    let flags = library.dynamic.expect("a dynamic section").info.flags_1;
    assert_ne!(flags & goblin::elf::dynamic::DF_1_NODELETE, 0);
}
