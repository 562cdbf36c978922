//! What hosts do to windows.

use headless_host::Happening;
use window_host::{Button, Desk, EditorWindow, Options, wait_for};

use crate::knobs;
use crate::own_display::on_own_display;
use crate::room::{await_happening, await_picture, instance, number_of, open, playing_instance};

/// Closed before anything was drawn, with audio running.
#[test]
fn an_editor_can_be_closed_at_once() {
    on_own_display(|desk| {
        let mut plugin = playing_instance();
        for _ in 0..20 {
            let window = EditorWindow::open(desk, plugin, &Options::default());
            plugin = window.expect("opens").close();
        }
        let blocks = plugin.playing().expect("plays").blocks();
        wait_for("more audio", || {
            (plugin.playing()?.blocks() > blocks + 2).then_some(())
        });
        open(desk, plugin, &Options::default()).close();
    });
}

/// A knob is held when the editor goes: the host hears the gesture's end, and the next editor works.
#[test]
fn closing_lets_go_of_the_knob() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        let number = number_of(&mut window.plugin, "volume_db");
        let place = window.on_screen(knobs::area("volume_db").centre());
        desk.move_to(place).expect("moves");
        desk.press(Button::Left).expect("presses");
        desk.glide(place, (place.0, place.1 + 10)).expect("moves");
        let mut heard = Vec::new();
        await_happening(&mut window, &mut heard, |it| {
            matches!(it, Happening::Value(..))
        });
        let mut plugin = window.close();
        desk.release(Button::Left).expect("releases");
        wait_for("the end of the gesture", || {
            heard.extend(plugin.take_happenings());
            heard.contains(&Happening::End(number)).then_some(())
        });
        let begins = heard.iter().filter(|it| matches!(it, Happening::Begin(_)));
        assert_eq!(begins.count(), 1);
        let mut window = open(desk, plugin, &Options::default());
        crate::room::drag(desk, &mut window, "volume_db", 12, 1.0);
    });
}

/// The host's window goes first, and takes the editor's with it: nothing breaks, and another one can be opened.
#[test]
fn the_hosts_window_may_go_first() {
    on_own_display(|desk| {
        let mut plugin = playing_instance();
        for _ in 0..5 {
            plugin = open(desk, plugin, &Options::default()).close_window_first();
        }
        let window = EditorWindow::open(desk, plugin, &Options::default());
        let plugin = window.expect("opens").close_window_first();
        open(desk, plugin, &Options::default()).close();
    });
}

/// The plugin goes while its editor is open.
#[test]
fn the_plugin_may_go_with_its_editor_open() {
    on_own_display(|desk| {
        let window = open(desk, playing_instance(), &Options::default());
        drop(window);
        open(desk, instance(), &Options::default()).close();
    });
}

/// Hidden and shown again, it draws itself again.
#[test]
fn an_editor_can_be_hidden() {
    on_own_display(|desk| {
        let mut window = open(desk, instance(), &Options::default());
        window.plugin.show_editor(false).expect("hides");
        window.wait_for("nothing", |window| {
            (window.picture().share_of(Desk::EMPTY) == 1.0).then_some(())
        });
        window.plugin.show_editor(true).expect("shows");
        await_picture(&mut window);
    });
}
