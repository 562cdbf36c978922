//! What a user does in a host's window: undone, compared, saved as a preset, and there again when the session is opened.

use headless_host::Happening;
use preface::preset::Preset;
use preface::preset::library::{FOLDER_VARIABLE, Library};
use window_host::{Area, Button, Desk, EditorWindow, Key, Options};

use crate::knobs;
use crate::own_display::on_own_display;
use crate::room::{
    await_gain, await_happening, await_rest, drag, instance, keep, number_of, open,
    playing_instance, shown_db,
};

fn click(desk: &Desk, window: &EditorWindow<'_>, area: Area) {
    let place = window.on_screen(area.centre());
    desk.click(place, Button::Left).expect("clicks");
    desk.move_to((0, 0)).expect("moves");
}

fn await_db(window: &mut EditorWindow<'_>, id: &str, db: f64) {
    window.wait_for(&format!("{id} at {db} dB"), |window| {
        (shown_db(&mut window.plugin, id) == db).then_some(())
    });
}

/// Gain is turned while the host automates the drive: the undo takes back the gain alone, as a gesture that the host hears.
#[test]
fn an_undo_leaves_the_hosts_automation() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        let (gain, drive) = (
            number_of(&mut window.plugin, "gain_db"),
            number_of(&mut window.plugin, "drive_db"),
        );
        drag(desk, &mut window, "gain_db", 25, 1.0);
        let turned_db = shown_db(&mut window.plugin, "gain_db");
        assert!(turned_db > 5.0);
        // Of -24 to 24 dB.
        let share = (6.0 + 24.0) / 48.0;
        window
            .plugin
            .playing()
            .expect("plays")
            .automate(drive, share);
        await_db(&mut window, "drive_db", 6.0);
        await_rest(&mut window);
        window.plugin.take_happenings();

        click(desk, &window, knobs::area("undo"));
        await_db(&mut window, "gain_db", 0.0);
        let mut heard = Vec::new();
        await_happening(&mut window, &mut heard, |it| {
            matches!(it, Happening::End(_))
        });
        assert_eq!(heard.first(), Some(&Happening::Begin(gain)));
        assert_eq!(heard.last(), Some(&Happening::End(gain)));
        assert_eq!(shown_db(&mut window.plugin, "drive_db"), 6.0);
        click(desk, &window, knobs::area("redo"));
        await_db(&mut window, "gain_db", turned_db);
    });
}

/// Two slots that sound different, and a session that remembers both.
#[test]
fn a_session_remembers_both_slots() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        drag(desk, &mut window, "volume_db", -40, 1.0);
        let a_db = shown_db(&mut window.plugin, "volume_db");
        click(desk, &window, knobs::area("slot-b"));
        await_rest(&mut window);
        drag(desk, &mut window, "volume_db", 20, 1.0);
        let b_db = shown_db(&mut window.plugin, "volume_db");
        assert_ne!(a_db, b_db);
        click(desk, &window, knobs::area("slot-a"));
        await_db(&mut window, "volume_db", a_db);
        await_gain(&mut window, a_db, 0.15);
        let saved = window.plugin.save_state().expect("saves");
        window.close();

        let mut restored = instance();
        assert!(restored.load_state(&saved));
        let mut window = open(desk, restored, &Options::default());
        assert_eq!(shown_db(&mut window.plugin, "volume_db"), a_db);
        click(desk, &window, knobs::area("slot-b"));
        await_db(&mut window, "volume_db", b_db);
    });
}

/// A preset of the user's own: its name is typed in the host's window, and its file holds what was heard.
#[test]
fn a_preset_is_saved_under_a_typed_name() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        drag(desk, &mut window, "gain_db", 25, 1.0);
        let gain_db = shown_db(&mut window.plugin, "gain_db");
        click(desk, &window, knobs::area("preset-save"));
        click(desk, &window, knobs::line("preset-save", 0));
        window.wait_for("a text box that has the focus", |window| {
            let focused = desk.focused_window().expect("the X server lives");
            (focused.is_some() && focused == window.editor()).then_some(())
        });
        desk.type_text("my amp").expect("types");
        keep(&await_rest(&mut window), "save-as");
        desk.key(Key::RETURN).expect("types");
        let folder = std::env::var_os(FOLDER_VARIABLE).expect("the test has one");
        let library = window.wait_for("the preset's file", |_| {
            let library = Library::at(folder.as_ref());
            let is_there = |name: &str| name == "my amp";
            (library.entries().iter())
                .any(|entry| is_there(&entry.preset.name))
                .then_some(library)
        });
        let mut settings = preface::chain::Settings::default();
        let saved: &Preset = &library.entries().last().expect("it is the last").preset;
        saved.apply(&mut settings);
        assert!((settings.gain_db - gain_db).abs() < 0.051);
        assert!(!saved.has_calibration());

        // The next one of the list, around its end, is the default.
        await_rest(&mut window);
        click(desk, &window, knobs::area("preset-next"));
        await_db(&mut window, "gain_db", 0.0);
    });
}
