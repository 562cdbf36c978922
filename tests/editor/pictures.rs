//! What the window looks like is kept, and looked at by whoever changes it:
//!
//!     cargo test --test editor keep_pictures -- --ignored
//!
//! writes the pictures anew.

use std::path::PathBuf;
use std::time::Duration;

use nice_plug_vizia::headless::Picture;
use nice_plug_vizia::vizia::prelude::*;

use crate::levels::play;
use crate::window::Window;
use preface::chain::Settings;

/// Pictures are compared in squares of so many pixels: where things stand, how large they are, what color they have.
const SQUARE_PX: u32 = 4;
/// A square's average may differ by this much in each channel.
const TOLERANCE: u8 = 16;
/// So many of all squares may differ by more.
const DIFFERING: f64 = 0.002;

fn kept(name: &str) -> PathBuf {
    let pictures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/editor/pictures");
    pictures.join(format!("{name}.png"))
}

/// As it opens for the first time.
fn fresh(screen_scale: f32) -> Picture {
    let mut window = Window::open_at(screen_scale);
    assert!(window.editor.settle(Duration::from_secs(2)));
    window.editor.picture()
}

/// A custom pickup, a moved knob, an open menu, and audio that clips.
fn at_work(screen_scale: f32) -> Picture {
    let mut window = Window::open_at(screen_scale);
    for (id, choice) in [
        ("source", "custom"),
        ("rec_input", "hi_z_470k"),
        ("highpass", "80"),
    ] {
        window.set_choice(id, choice);
    }
    for (id, normalized) in [("gain_db", 0.6), ("drive_db", 0.3), ("character_pct", 0.7)] {
        window.set(id, normalized);
    }
    let hot = Settings {
        gain_db: 20.0,
        ..Settings::default()
    };
    play(&window, &hot, 0.3);
    window.editor.click_on("now_input");
    window.editor.wait(Duration::from_millis(200));
    window.editor.picture()
}

/// A text that is no value, and what is said about it.
fn corrected(screen_scale: f32) -> Picture {
    let mut window = Window::open_at(screen_scale);
    window.editor.click_on("drive_db-value");
    window.editor.type_text("loud");
    window.editor.key(Code::Enter);
    window.editor.picture()
}

/// The focus on its way by keys, and a sentence where the pointer rests.
fn explained(screen_scale: f32) -> Picture {
    let mut window = Window::open_at(screen_scale);
    window.editor.click_on("volume_db");
    window.editor.key(Code::Tab);
    let middle = window.editor.middle_of("now_input-name");
    window.editor.move_to(middle);
    window.editor.wait(Duration::from_millis(650));
    window.editor.picture()
}

type Draw = fn() -> Picture;

const PICTURES: [(&str, Draw); 5] = [
    ("corrected_1x", || corrected(1.0)),
    ("explained_1x", || explained(1.0)),
    ("fresh_1x", || fresh(1.0)),
    ("fresh_2x", || fresh(2.0)),
    ("at_work_1x", || at_work(1.0)),
];

#[test]
#[ignore = "writes the pictures that are kept"]
fn keep_pictures() {
    for (name, picture) in PICTURES {
        let path = kept(name);
        picture()
            .save_png(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

#[test]
fn a_fresh_window_looks_as_it_was_kept() {
    for (name, picture) in PICTURES
        .iter()
        .filter(|(name, _)| name.starts_with("fresh"))
    {
        let path = kept(name);
        let before = Picture::load_png(&path);
        let before = before.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (now, before) = (picture().shrunk(SQUARE_PX), before.shrunk(SQUARE_PX));
        let differing = now.count_differing(&before, TOLERANCE);
        let differing = differing.unwrap_or_else(|| panic!("{name} has another size"));
        let all = f64::from(now.width() * now.height());
        assert!(
            differing as f64 <= DIFFERING * all,
            "{differing} squares of {name} differ: look at both, and keep the new one if it is better"
        );
    }
}
