//! Runs the built binary.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

use preface::preset::library::FOLDER_VARIABLE;

use crate::scratch::Scratch;

/// Where the user's presets are, in the directory of a scratch.
pub const USER_PRESETS: &str = "user-presets";

/// Runs `preface` with `arguments` in the directory of `scratch`.
pub fn preface<I: AsRef<OsStr>>(
    scratch: &Scratch,
    arguments: impl IntoIterator<Item = I>,
) -> Output {
    Command::new(env!("CARGO_BIN_EXE_preface"))
        .current_dir(scratch.directory())
        .env(FOLDER_VARIABLE, USER_PRESETS)
        .args(arguments)
        .output()
        .expect("the binary runs")
}

/// Runs `preface`, which has to succeed without a word on standard error; returns what it printed.
pub fn succeeds<I: AsRef<OsStr>>(
    scratch: &Scratch,
    arguments: impl IntoIterator<Item = I>,
) -> String {
    let output = preface(scratch, arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert_eq!(errors, "");
    String::from_utf8(output.stdout).expect("text")
}

/// Runs `preface`, which has to fail with exit status 2, one line on standard error and nothing on standard output,
/// leaving the directory as it was; returns the line without the program's name.
pub fn fails<I: AsRef<OsStr>>(scratch: &Scratch, arguments: impl IntoIterator<Item = I>) -> String {
    let before = scratch.names();
    let output = preface(scratch, arguments);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert_eq!(scratch.names(), before, "files are left behind");
    let errors = String::from_utf8(output.stderr).expect("text");
    let line = errors.strip_suffix('\n').expect("a line");
    assert!(!line.contains('\n'), "more than one line: {errors}");
    line.strip_prefix("preface: ")
        .expect("the program's name")
        .to_owned()
}

/// Samples of a 32-bit float WAV file, one vector per channel, and its sample rate.
pub fn read_wav(path: &Path) -> (Vec<Vec<f64>>, u32) {
    let mut reader = hound::WavReader::open(path).expect("a WAV file");
    let spec = reader.spec();
    assert_eq!(
        (spec.bits_per_sample, spec.sample_format),
        (32, hound::SampleFormat::Float)
    );
    let mut channels = vec![Vec::new(); usize::from(spec.channels)];
    for (place, sample) in reader.samples::<f32>().enumerate() {
        let channel = place % channels.len();
        channels[channel].push(f64::from(sample.expect("a sample")));
    }
    (channels, spec.sample_rate)
}
