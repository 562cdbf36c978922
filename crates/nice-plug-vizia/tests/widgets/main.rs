//! Vizia's own widgets and those for parameters as they look, compared with pictures beside this file and in `docs`.
//!
//! Where widgets are meant to look different, the pictures are renewed by
//!
//! ```text
//! RENEW_PICTURES=1 cargo test -p nice-plug-vizia --test widgets
//! ```
//!
//! and looked at before they are committed. A comparison that fails leaves what it saw, and what differs, in
//! `target/tmp`.

mod page;
mod parameters;

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nice_plug_vizia::EditorState;
use nice_plug_vizia::headless::{HeadlessBuilder, Picture};
use nice_plug_vizia::vizia::prelude::ThemeMode;

/// By how much a channel of 255 may differ before the pixel counts as different: processors round differently.
const TOLERANCE: u8 = 3;

/// How many pixels of a thousand may be different.
const DIFFERENT_PER_MILLE: usize = 1;

#[test]
fn light() {
    compare("tests/widgets/light", &widgets(ThemeMode::LightMode, 1.0));
}

#[test]
fn dark() {
    compare("tests/widgets/dark", &widgets(ThemeMode::DarkMode, 1.0));
}

#[test]
fn light_at_twice_the_size() {
    compare(
        "tests/widgets/light_2x",
        &widgets(ThemeMode::LightMode, 2.0),
    );
}

#[test]
fn parameters() {
    compare("docs/parameters", &parameters::picture());
}

/// The page with a list that is open and a tooltip.
fn widgets(theme: ThemeMode, screen_scale: f32) -> Picture {
    let builder = HeadlessBuilder::new(EditorState::new(760, 480)).screen_scale(screen_scale);
    let mut editor = builder.build(|cx| page::build(cx, theme));
    editor.click_on("select");
    let button = editor.middle_of("hovered");
    editor.move_to(button);
    assert!(editor.settle(Duration::from_secs(20)), "animations end");
    editor.picture()
}

/// Compares with the picture of this name in the crate.
fn compare(name: &str, seen: &Picture) {
    let expected_path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let expected_path = expected_path.with_extension("png");
    if std::env::var_os("RENEW_PICTURES").is_some() {
        seen.save_png(&expected_path)
            .expect("the picture can be written");
        return;
    }
    let expected = read(&expected_path);
    let differences: Vec<bool> = pixels(&expected.rgba)
        .zip(pixels(seen.rgba()))
        .map(|(expected, seen)| is_different(expected, seen))
        .collect();
    let different = differences.iter().filter(|differs| **differs).count();
    let is_alike = (expected.width, expected.height) == (seen.width(), seen.height())
        && different * 1000 <= differences.len() * DIFFERENT_PER_MILLE;
    if !is_alike {
        let name = expected_path.file_stem().unwrap_or_default();
        let saved = save_failure(&name.to_string_lossy(), seen, &differences);
        panic!(
            "{different} of {} pixels differ: {}",
            differences.len(),
            saved.display()
        );
    }
}

fn pixels(rgba: &[u8]) -> impl Iterator<Item = &[u8; 4]> {
    rgba.as_chunks().0.iter()
}

fn is_different(expected: &[u8; 4], seen: &[u8; 4]) -> bool {
    let mut channels = expected.iter().zip(seen);
    channels.any(|(expected, seen)| expected.abs_diff(*seen) > TOLERANCE)
}

struct Expected {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

fn read(path: &Path) -> Expected {
    let file = std::fs::File::open(path).expect("there is a picture to compare with");
    let mut reader = png::Decoder::new(BufReader::new(file))
        .read_info()
        .expect("it is a PNG");
    let mut rgba = vec![0; reader.output_buffer_size().expect("it fits into memory")];
    let frame = reader.next_frame(&mut rgba).expect("it is whole");
    assert_eq!(frame.color_type, png::ColorType::Rgba);
    Expected {
        width: frame.width,
        height: frame.height,
        rgba,
    }
}

/// Writes what was seen, and a picture that is black where it differs from what was expected.
fn save_failure(name: &str, seen: &Picture, differences: &[bool]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let seen_path = folder.join(format!("{name}_seen.png"));
    seen.save_png(&seen_path)
        .expect("the picture can be written");
    let file = std::fs::File::create(folder.join(format!("{name}_differences.png")));
    let file = file.expect("the picture can be written");
    let rows = differences.len() as u32 / seen.width();
    let mut encoder = png::Encoder::new(file, seen.width(), rows);
    encoder.set_color(png::ColorType::Grayscale);
    let gray: Vec<u8> = differences
        .iter()
        .map(|differs| if *differs { 0 } else { 255 })
        .collect();
    let mut writer = encoder.write_header().expect("the picture can be written");
    let shown = &gray[..(rows * seen.width()) as usize];
    writer
        .write_image_data(shown)
        .expect("the picture can be written");
    seen_path
}
