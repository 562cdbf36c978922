//! Presets in the window: loaded, modified, saved, renamed, deleted, and there again when it opens.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use nice_plug::params::Params;
use nice_plug::plugin::ParamValue;
use nice_plug::prelude::PluginState;
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::Pick;
use preface::chain::Settings;
use preface::params::{PrefaceParams, complete_state};
use preface::preset::{Origin, Preset};
use preface::session::PlotKind;

use crate::window::Window;

/// Longer than it takes until a modification is shown.
const A_WHILE: Duration = Duration::from_millis(200);

/// A folder of presets that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("presets-{name}"));
        // What a test that was ended has left.
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn open(&self) -> Window {
        Window::of(Arc::default(), &self.0, 1.0)
    }

    fn files(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.0) else {
            return Vec::new();
        };
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("readable").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The name at the top, with its mark.
fn shown(window: &mut Window) -> String {
    window.editor.wait(A_WHILE);
    window.view::<Pick, _>("preset-name", Pick::text)
}

fn turn_gain(window: &mut Window, pixels: f32) {
    let gain = window.editor.middle_of("gain_db");
    window.editor.drag(gain, (gain.0, gain.1 - pixels), 6);
}

/// Opens the menu behind Save and picks a line.
fn save_menu(window: &mut Window, line: usize) {
    window.pick("preset-save", line);
    window.editor.frame();
}

/// Types a name into the question and confirms.
fn answer(window: &mut Window, name: &str) {
    window.editor.type_text(name);
    window.editor.key(Code::Enter);
    window.editor.frame();
    window.editor.frame();
}

#[test]
fn presets_are_gone_through_and_a_load_is_one_step() {
    let mut window = Window::open();
    assert_eq!(shown(&mut window), "Default");
    turn_gain(&mut window, 20.0);
    let before = window.params.settings();
    window.editor.click_on("preset-next");
    window.editor.frame();
    let work = window.params.kept.work();
    let loaded = work.loaded.expect("one is loaded").preset;
    assert_eq!(shown(&mut window), loaded.name);
    let mut expected = before;
    loaded.apply(&mut expected);
    assert_eq!(
        window.params.settings(),
        expected,
        "what it does not list stays"
    );

    window.editor.click_on("undo");
    window.editor.frame();
    assert_eq!(window.params.settings(), before);
    assert_eq!(shown(&mut window), "Default *", "the gain was turned");
    window.editor.click_on("redo");
    window.editor.frame();
    assert_eq!(window.params.settings(), expected);
    assert_eq!(shown(&mut window), loaded.name);
    window.editor.click_on("preset-previous");
    assert_eq!(shown(&mut window), "Default");
    assert_eq!(window.params.settings(), Settings::default());
}

/// The list under the name: as many lines as presets and headings.
#[test]
fn a_preset_is_picked_from_the_list() {
    let mut window = Window::open();
    // The default comes first, then a heading or, without tasks, the first factory preset.
    window.editor.click_on("preset-name");
    window.editor.type_text("vocal tube");
    window.editor.key(Code::Enter);
    window.editor.frame();
    assert_eq!(shown(&mut window), "Vocal tube warmth");
    assert_eq!(window.params.settings().drive_db, 6.0);
}

/// The mark follows what the preset lists and nothing else.
#[test]
fn what_the_preset_lists_modifies_it() {
    let mut window = Window::open();
    let name = Preset::find_factory("vocal-tube-warmth")
        .expect("exists")
        .name
        .clone();
    window.editor.click_on("preset-name");
    window.editor.type_text("vocal tube");
    window.editor.key(Code::Enter);
    assert_eq!(shown(&mut window), name);
    window.set("gain_db", 0.5);
    assert_eq!(shown(&mut window), name, "it does not list the gain");
    window.set("drive_db", 0.5);
    assert_eq!(shown(&mut window), format!("{name} *"));
    window.editor.click_on("preset-name");
    window.editor.type_text("vocal tube");
    window.editor.key(Code::Enter);
    assert_eq!(shown(&mut window), name);
}

#[test]
fn a_preset_of_ones_own_is_saved_renamed_and_deleted() {
    let folder = Folder::new("own");
    let mut window = folder.open();
    turn_gain(&mut window, 20.0);
    save_menu(&mut window, 0);
    answer(&mut window, "My amp / 1");
    assert_eq!(shown(&mut window), "My amp / 1");
    assert_eq!(folder.files(), ["My amp - 1.toml"]);
    let saved = window.params.settings();

    turn_gain(&mut window, 10.0);
    assert_eq!(shown(&mut window), "My amp / 1 *");
    // Save: over itself, without a question.
    save_menu(&mut window, 0);
    assert_eq!(shown(&mut window), "My amp / 1");
    assert_ne!(window.params.settings(), saved);

    save_menu(&mut window, 2);
    answer(&mut window, "Plexi");
    assert_eq!(shown(&mut window), "Plexi");
    assert_eq!(folder.files(), ["Plexi.toml"]);

    // Asked, and not deleted.
    save_menu(&mut window, 3);
    window.editor.click_on("question-cancel");
    window.editor.frame();
    assert_eq!(folder.files(), ["Plexi.toml"]);
    save_menu(&mut window, 3);
    window.editor.click_on("question-confirm");
    window.editor.frame();
    assert!(folder.files().is_empty());
}

/// Nothing is replaced before the user has seen that it is there.
#[test]
fn a_name_that_is_taken_is_asked_about() {
    let folder = Folder::new("taken");
    let mut window = folder.open();
    save_menu(&mut window, 0);
    answer(&mut window, "One");
    let first = fs::read_to_string(folder.0.join("One.toml")).expect("saved");
    turn_gain(&mut window, 20.0);
    save_menu(&mut window, 1);
    answer(&mut window, "one");
    assert!(window.editor.text("refusal").is_some(), "it is asked about");
    assert_eq!(
        fs::read_to_string(folder.0.join("One.toml")).expect("is there"),
        first
    );
    window.editor.click_on("question-confirm");
    window.editor.frame();
    assert!(window.editor.find("refusal").is_none());
    assert_ne!(
        fs::read_to_string(folder.0.join("One.toml")).expect("is there"),
        first
    );
}

/// Calibration describes the user's interfaces: it is saved only when asked for.
#[test]
fn calibration_is_saved_when_it_is_asked_for() {
    let folder = Folder::new("calibration");
    let mut window = folder.open();
    for (name, with_calibration) in [("without", false), ("with", true)] {
        // Once one of the user's is loaded, the menu begins with Save.
        let has_own = window.params.kept.work().loaded.is_some();
        save_menu(&mut window, usize::from(has_own));
        if with_calibration {
            window.editor.click_on("preset-calibration");
            window.editor.click_on("preset-entry");
        }
        window.editor.hold(Modifiers::CTRL);
        window.editor.key(Code::KeyA);
        window.editor.hold(Modifiers::empty());
        answer(&mut window, name);
        let preset = Preset::read(&folder.0.join(format!("{name}.toml"))).expect("reads");
        assert_eq!(preset.name, name);
        assert_eq!(preset.has_calibration(), with_calibration, "{name}");
    }
}

/// Saved, closed, opened from the session: everything is as it was left.
#[test]
fn a_reopened_session_is_as_it_was_left() {
    let folder = Folder::new("reopened");
    let mut window = folder.open();
    turn_gain(&mut window, 20.0);
    save_menu(&mut window, 0);
    answer(&mut window, "Mine");
    window.editor.click_on("slot-b");
    turn_gain(&mut window, -30.0);
    let left = (window.params.settings(), shown(&mut window));
    assert_eq!(left.1, "Mine *");
    let fields = window.params.serialize_fields();
    let values: Vec<_> = preface::chain::PARAMETERS
        .iter()
        .map(|parameter| (parameter.id, window.value(parameter.id)))
        .collect();
    drop(window);
    fs::remove_file(folder.0.join("Mine.toml")).expect("it was saved");

    let params = Arc::new(PrefaceParams::default());
    params.deserialize_fields(&fields);
    let mut window = Window::of(params, &folder.0, 1.0);
    for (id, value) in values {
        window.set(id, value);
    }
    window.editor.frame();
    assert_eq!((window.params.settings(), shown(&mut window)), left);
    let work = window.params.kept.work();
    assert_eq!(work.loaded.expect("still known").origin, Origin::User);
    window.editor.click_on("slot-a");
    assert_eq!(shown(&mut window), "Mine", "unmodified in the other slot");
}

/// The window says what cannot be read, in one line that can be closed.
#[test]
fn what_is_broken_is_told_in_the_window() {
    let folder = Folder::new("broken");
    fs::create_dir_all(&folder.0).expect("creates");
    fs::write(folder.0.join("bad.toml"), "version = 1\nname = 3\n").expect("writes");
    let mut window = folder.open();
    let message = window.editor.text("message").expect("it is told");
    assert!(message.contains("bad.toml:2"), "{message}");
    window.editor.click_on("message-close");
    window.editor.frame();
    assert!(window.editor.find("message").is_none());

    // A state that is broken is told when the window opens, and while it is open.
    for is_open in [false, true] {
        let params = Arc::new(PrefaceParams::default());
        let fields = [("session".to_owned(), "{\"other\":3}".to_owned())].into();
        let empty = folder.0.join("none");
        let mut window = if is_open {
            let window = Window::of(params.clone(), &empty, 1.0);
            params.deserialize_fields(&fields);
            window
        } else {
            params.deserialize_fields(&fields);
            Window::of(params, &empty, 1.0)
        };
        window.editor.frame();
        assert!(window.editor.text("message").is_some(), "open: {is_open}");
    }
}

/// A newer version's session: what this one does not know is named, and the rest is as it was left.
#[test]
fn values_that_this_version_does_not_know_are_named_in_the_window() {
    let mut state = PluginState {
        version: "99.0.0".to_owned(),
        params: [(
            "source".to_owned(),
            ParamValue::String("theremin".to_owned()),
        )]
        .into(),
        fields: [("session".to_owned(), "{\"plot\":\"transfer\"}".to_owned())].into(),
    };
    complete_state(&mut state);
    let params = Arc::new(PrefaceParams::default());
    params.deserialize_fields(&state.fields);
    assert_eq!(params.kept.shown().plot, PlotKind::Transfer);
    let mut window = Window::of(params, Path::new("presets of nobody"), 1.0);
    let message = window.editor.text("message").expect("it is told");
    assert!(message.contains("Source"), "{message}");
    assert!(
        !message.contains("Gain"),
        "what is missing is of an older version"
    );
}
