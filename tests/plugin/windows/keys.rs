//! Keys belong to the host, except while a text is edited.

use window_host::{Button, Desk, EditorWindow, Key, Options};

use crate::knobs;
use crate::own_display::on_own_display;
use crate::room::{await_gain, number_of, open, playing_instance, shown_db};

#[test]
fn the_host_keeps_its_keys_but_for_text() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        let value = window.on_screen(knobs::area("volume_db-value").centre());
        desk.move_to(value).expect("moves");
        await_host_key(desk, &mut window, 'a');

        desk.click(value, Button::Left).expect("clicks");
        window.wait_for("a text box that has the focus", |window| {
            let focused = desk.focused_window().expect("the X server lives");
            (focused.is_some() && focused == window.editor()).then_some(())
        });
        desk.type_text("-6").expect("types");
        desk.key(Key::RETURN).expect("types");
        window.wait_for("the typed value", |window| {
            (shown_db(&mut window.plugin, "volume_db") == -6.0).then_some(())
        });
        await_gain(&mut window, -6.0, 0.05);
        await_host_key(desk, &mut window, 'b');
    });
}

#[test]
fn a_menu_that_can_be_searched_has_the_keys_while_it_is_open() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        let source = window.on_screen(knobs::area("source").centre());
        desk.move_to(source).expect("moves");
        await_host_key(desk, &mut window, 'a');

        desk.click(source, Button::Left).expect("clicks");
        window.wait_for("a menu that has the focus", |window| {
            let focused = desk.focused_window().expect("the X server lives");
            (focused.is_some() && focused == window.editor()).then_some(())
        });
        desk.type_text("rib").expect("types");
        desk.key(Key::RETURN).expect("types");
        let number = number_of(&mut window.plugin, "source");
        window.wait_for("the source that was found", |window| {
            let value = window.plugin.value(number).expect("a value");
            let text = window.plugin.text_of(number, value).expect("a text");
            (text == "Ribbon mic").then_some(())
        });
        window.wait_for("the host to have the focus again", |window| {
            let focused = desk.focused_window().expect("the X server lives");
            (focused != window.editor()).then_some(())
        });
        await_host_key(desk, &mut window, 'b');
    });
}

/// Presses a key and waits until the host has heard it, and nothing else before.
fn await_host_key(desk: &Desk, window: &mut EditorWindow<'_>, character: char) {
    desk.key(Key::of(character)).expect("types");
    let heard = window.wait_for(&format!("the key {character}"), |window| {
        Some(window.take_keys()).filter(|keys| !keys.is_empty())
    });
    assert_eq!(heard, [Key::of(character)]);
}
