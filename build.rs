//! Linker settings of the plugin.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // Threads of the host that have called the plugin run clean-up code of its standard library when they end. The
    // library stays mapped for them after the host has closed it: a host that scans plugins on a thread of its own would
    // crash otherwise. macOS and Windows see to it themselves.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
