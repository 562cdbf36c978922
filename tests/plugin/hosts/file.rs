//! The plugin's file: what it needs, and how large it is.

use crate::bundles;

/// Largest size of the plugin's file in bytes.
const LARGEST_FILE: u64 = 12_000_000;

/// It runs on every Linux with these: no graphics, no sound, no C++ library.
#[test]
#[cfg(target_os = "linux")]
fn the_plugin_links_only_libc_libm_and_libgcc_and_stays_mapped() {
    let bytes = std::fs::read(bundles::clap()).expect("the plugin can be read");
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

#[test]
fn the_file_is_small() {
    let file = std::fs::metadata(bundles::clap()).expect("the plugin is there");
    println!("the plugin's file has {:.2} MB", file.len() as f64 / 1e6);
    assert!(file.len() <= LARGEST_FILE, "{} bytes", file.len());
}
