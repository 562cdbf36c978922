//! Every test on an X server and in a process of its own: mouse and memory are its own, and what a plugin breaks stays
//! there.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use preface::preset::library::FOLDER_VARIABLE;
use window_host::{Desk, Xvfb};

/// Tells the process that runs one test which server is its own.
const SERVER: &str = "PREFACE_TEST_SERVER";

/// No test takes longer; one that does hangs.
const LIMIT: Duration = Duration::from_secs(180);

/// Runs `test`, the only content of the test that calls this.
pub fn on_own_display<T: FnOnce(&Desk)>(test: T) {
    if let Ok(server) = std::env::var(SERVER) {
        end_after_limit();
        test(&Desk::open(&server).expect("the test's own server"));
        return;
    }
    let server = Xvfb::start().expect("Xvfb starts");
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args([&name_of::<T>(), "--exact", "--nocapture"])
        .env(SERVER, server.name())
        .env("DISPLAY", server.name())
        .env(FOLDER_VARIABLE, presets::<T>())
        .output()
        .expect("this program runs again");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}", output.status);
    assert!(said.contains("1 passed"), "{} was not run", name_of::<T>());
}

/// The name of the test's own server.
pub fn server() -> String {
    std::env::var(SERVER).expect("a test that has a server of its own")
}

/// A folder of presets of the test's own, which it finds empty.
fn presets<T>() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("presets");
    let folder = folder.join(name_of::<T>().replace("::", "-"));
    // What an earlier run has saved.
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// The test's name as the test program knows it, from the name of the closure in it.
fn name_of<T>() -> String {
    let name = std::any::type_name::<T>().trim_end_matches("::{{closure}}");
    let (_crate, name) = name.split_once("::").unwrap_or(("", name));
    name.to_owned()
}

/// Ends the process of a test that hangs.
fn end_after_limit() {
    std::thread::spawn(|| {
        std::thread::sleep(LIMIT);
        eprintln!("ended after {LIMIT:?}");
        std::process::abort();
    });
}
