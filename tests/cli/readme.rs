//! The examples of the README and of the manual work as printed.

use std::fs;
use std::path::Path;

use crate::audio_files::{WavFormat, wav};
use crate::program::succeeds;
use crate::scratch::Scratch;
use crate::tones::tones;

#[test]
fn every_example_of_the_command_line_works() {
    examples_work("README.md", 8);
}

#[test]
fn every_example_of_the_manual_works() {
    examples_work("docs/manual.md", 6);
}

fn examples_work(file: &str, at_least: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join(file)).expect(file);
    let scratch = Scratch::new();
    // What stands there after `cargo xtask demo` in a clone.
    fs::create_dir_all(scratch.path("target/demo")).expect("made");
    let dry = wav(&[tones(24_000, 48_000, 0)], 48_000, WavFormat::Float(32));
    fs::write(scratch.path("target/demo/dry.wav"), dry).expect("written");
    fs::create_dir(scratch.path("circuits")).expect("made");
    for entry in fs::read_dir(root.join("circuits")).expect("circuits") {
        let from = entry.expect("an entry").path();
        let name = from.file_name().expect("a name").to_str().expect("UTF-8");
        fs::copy(&from, scratch.path("circuits").join(name)).expect("copied");
    }
    let examples: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("preface "))
        .collect();
    assert!(examples.len() >= at_least, "{examples:?}");
    for example in examples {
        let printed = succeeds(&scratch, example.split_whitespace());
        assert!(!printed.is_empty(), "{example}");
    }
}

#[test]
fn the_preset_of_the_readme_is_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("the README");
    let (_, rest) = readme.split_once("```toml\n").expect("a preset");
    let (text, _) = rest.split_once("```").expect("its end");
    let preset = preface::preset::Preset::parse("README.md", text).expect("a preset");
    assert_eq!(preset.warnings, [""; 0]);
    assert_eq!(preset.values.len(), 3);
}
