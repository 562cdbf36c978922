//! What a user does arrives at the host as one gesture, whatever it is done with.

use std::collections::HashSet;
use std::time::Duration;

use nice_plug_vizia::headless::HostCall;
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Choice, ParamValue};
use preface::chain::settings::{Input, Source};

use crate::window::{DETAILS, Window};

/// Longer than the rest after which a turn of the wheel is over.
const REST: Duration = Duration::from_millis(450);

/// Checks that the host was told of exactly one gesture on the parameter and nothing else, and gives the values.
fn one_gesture(window: &mut Window, id: &str) -> Vec<f32> {
    let pointer = window.pointer(id);
    let calls = window.host_calls();
    assert_eq!(
        calls.first(),
        Some(&HostCall::Begin(pointer)),
        "{id}: {calls:?}"
    );
    assert_eq!(
        calls.last(),
        Some(&HostCall::End(pointer)),
        "{id}: {calls:?}"
    );
    let values: Vec<_> = calls[1..calls.len() - 1]
        .iter()
        .map(|call| match call {
            HostCall::Set(set, value) if *set == pointer => *value,
            other => panic!("{id}: {other:?} within a gesture"),
        })
        .collect();
    assert_eq!(values.last(), Some(&window.value(id)), "{id}");
    values
}

fn up_from((x, y): (f32, f32), pixels: f32) -> (f32, f32) {
    (x, y - pixels)
}

#[test]
fn a_drag_is_one_gesture_of_two_hundred_pixels_at_any_scale() {
    for screen_scale in [1.0, 2.0] {
        let mut window = Window::open_at(screen_scale);
        let middle = window.editor.middle_of("gain_db");
        let before = window.value("gain_db");
        window.editor.drag(middle, up_from(middle, 50.0), 10);
        let values = one_gesture(&mut window, "gain_db");
        assert_eq!(values.len(), 10);
        assert!(values.is_sorted());
        let moved = window.value("gain_db") - before;
        assert!((moved - 0.25).abs() < 1e-3, "{moved} at {screen_scale}x");

        // Elsewhere on the dial: at the same place it would be a double click.
        let beside = (middle.0 + 3.0, middle.1);
        window.editor.hold(Modifiers::SHIFT);
        window.editor.drag(beside, up_from(beside, -50.0), 10);
        window.editor.hold(Modifiers::empty());
        one_gesture(&mut window, "gain_db");
        let moved = window.value("gain_db") - before;
        assert!((moved - 0.225).abs() < 1e-3, "{moved} at {screen_scale}x");
    }
}

#[test]
fn a_drag_goes_on_outside_of_the_window_and_stops_at_the_end_of_the_range() {
    let mut window = Window::open();
    let middle = window.editor.middle_of("drive_db");
    window.editor.drag(middle, up_from(middle, 900.0), 30);
    one_gesture(&mut window, "drive_db");
    assert_eq!(window.params.settings().drive_db, 24.0);

    // It turns back at once, without the way that led nowhere.
    let middle = (middle.0 + 3.0, middle.1);
    window.editor.move_to(middle);
    window.editor.press(MouseButton::Left);
    window.editor.move_to(up_from(middle, 500.0));
    window.editor.move_to(up_from(middle, 450.0));
    window.editor.release(MouseButton::Left);
    let moved = window.value("drive_db");
    assert!((moved - 0.75).abs() < 1e-3, "{moved}");
    one_gesture(&mut window, "drive_db");
}

#[test]
fn a_click_without_a_movement_is_no_gesture() {
    let mut window = Window::open();
    window.editor.click_on("gain_db");
    assert_eq!(window.host_calls(), []);
}

#[test]
fn a_slider_follows_the_pointer() {
    let mut window = Window::open();
    let track = window.editor.find("character_pct").expect("exists");
    let bounds = window.editor.bounds(track);
    let left = (bounds.left() + 8.0, bounds.center().1);
    window.editor.drag(left, (bounds.center().0, left.1), 5);
    one_gesture(&mut window, "character_pct");
    let middle = window.params.settings().character_pct;
    assert!((middle - 50.0).abs() < 3.0, "{middle} %");
}

#[test]
fn a_turn_of_the_wheel_is_one_gesture_until_it_rests() {
    let mut window = Window::open();
    let middle = window.editor.middle_of("gain_db");
    let before = window.value("gain_db");
    window.editor.move_to(middle);
    for _ in 0..5 {
        window.editor.wheel(0.0, 1.0);
    }
    window.editor.wait(REST);
    assert_eq!(one_gesture(&mut window, "gain_db").len(), 5);
    let moved = window.value("gain_db") - before;
    assert!((moved - 0.05).abs() < 1e-3, "{moved}");

    window.editor.hold(Modifiers::CTRL);
    window.editor.wheel(0.0, -1.0);
    window.editor.hold(Modifiers::empty());
    window.editor.wait(REST);
    one_gesture(&mut window, "gain_db");
    let moved = window.value("gain_db") - before;
    assert!((moved - 0.049).abs() < 1e-4, "{moved}");
}

#[test]
fn a_double_click_and_a_click_with_alt_reset() {
    for id in [
        "gain_db",
        "in_cal_dbu",
        "source",
        "out_link",
        "character_pct",
    ] {
        let mut window = Window::open();
        let default = window.value(id);
        let moved = if default > 0.5 { 0.0 } else { 1.0 };
        let middle = window.editor.middle_of(id);
        window.set(id, moved);
        window.editor.hold(Modifiers::ALT);
        window.editor.click(middle);
        window.editor.hold(Modifiers::empty());
        assert_eq!(one_gesture(&mut window, id), [default], "{id}");

        window.set(id, moved);
        let name = window_name(&mut window, id);
        window.editor.double_click(name);
        if id == "out_link" {
            // Two clicks on a switch are two clicks.
            assert_eq!(window.value(id), moved);
        } else {
            assert_eq!(one_gesture(&mut window, id), [default], "{id}");
        }
    }
}

/// The middle of the name of a parameter.
fn window_name(window: &mut Window, id: &str) -> (f32, f32) {
    window.editor.middle_of(&format!("{id}-name"))
}

#[test]
fn a_typed_value_is_one_gesture() {
    let mut window = Window::open();
    for (text, key, gain_db) in [("6 dB", Code::Enter, 6.0), ("-3.5", Code::Tab, -3.5)] {
        window.editor.click_on("gain_db-value");
        assert!(window.view::<ParamValue, _>("gain_db-value", ParamValue::is_editing));
        assert!(
            window.editor.type_text(text),
            "a text box takes keys from the host"
        );
        window.editor.key(key);
        one_gesture(&mut window, "gain_db");
        assert_eq!(window.params.settings().gain_db, gain_db);
        assert!(!window.view::<ParamValue, _>("gain_db-value", ParamValue::is_editing));
    }
    // A click elsewhere is as good.
    window.editor.click_on("gain_db-value");
    window.editor.type_text("12");
    window.editor.click((450.0, 20.0));
    one_gesture(&mut window, "gain_db");
    assert_eq!(window.params.settings().gain_db, 12.0);
    assert!(!window.editor.key(Code::KeyA), "keys are the host's again");
}

#[test]
fn escape_and_texts_that_are_no_value_leave_it_alone() {
    let mut window = Window::open();
    window.editor.click_on("gain_db-value");
    window.editor.type_text("9");
    window.editor.key(Code::Escape);
    assert_eq!(window.host_calls(), []);
    assert!(!window.view::<ParamValue, _>("gain_db-value", ParamValue::is_editing));

    window.editor.click_on("gain_db-value");
    window.editor.type_text("loud");
    window.editor.key(Code::Enter);
    assert_eq!(window.host_calls(), []);
    assert!(window.view::<ParamValue, _>("gain_db-value", ParamValue::is_editing));
    let message = window.editor.find_class("hint-text");
    assert_eq!(
        window.text_of(message[0]).as_deref(),
        Some("\u{201c}loud\u{201d} is no value of Gain: -20 dB to 70 dB")
    );
    // It can be mended.
    window.editor.hold(Modifiers::CTRL);
    window.editor.key(Code::KeyA);
    window.editor.hold(Modifiers::empty());
    window.editor.type_text("4");
    window.editor.key(Code::Enter);
    one_gesture(&mut window, "gain_db");
    assert_eq!(window.params.settings().gain_db, 4.0);
}

#[test]
fn keys_step_what_has_the_focus() {
    let mut window = Window::open();
    window.editor.click_on("gain_db");
    for (code, expected) in [
        (Code::End, 1.0),
        (Code::ArrowDown, 0.99),
        (Code::PageDown, 0.89),
        (Code::ArrowRight, 0.90),
        (Code::PageUp, 1.0),
        (Code::Home, 0.0),
    ] {
        assert!(!window.editor.key(code), "the host hears of it as well");
        one_gesture(&mut window, "gain_db");
        let value = window.value("gain_db");
        assert!((value - expected).abs() < 1e-3, "{code:?} leads to {value}");
    }
}

#[test]
fn tab_reaches_every_control() {
    let mut window = Window::open();
    let mut reached = HashSet::new();
    for block in DETAILS {
        window.open_details(block);
        reached.extend(reached_by_tab(&mut window));
    }
    for parameter in preface::chain::PARAMETERS {
        assert!(
            reached.contains(parameter.id),
            "{} has no place in the row",
            parameter.id
        );
    }
}

/// The parameters that the tab key comes to on its way around.
fn reached_by_tab(window: &mut Window) -> Vec<&'static str> {
    let mut reached = HashSet::new();
    window.editor.click_on("in_cal_dbu");
    // Once around: it is over when the first place is reached again.
    loop {
        window.editor.key(Code::Tab);
        if !reached.insert(window.focused()) {
            break;
        }
    }
    let ids = preface::chain::PARAMETERS
        .iter()
        .map(|parameter| parameter.id);
    ids.filter(|id| {
        let view = window.editor.find(id);
        view.is_some_and(|view| reached.contains(&view))
    })
    .collect()
}

#[test]
fn a_switch_is_switched_by_clicks_on_it_and_on_its_name_and_by_keys() {
    let mut window = Window::open();
    assert!(window.params.settings().out_link);
    window.editor.click_on("out_link");
    one_gesture(&mut window, "out_link");
    assert!(!window.params.settings().out_link);
    window.editor.click_on("out_link-name");
    one_gesture(&mut window, "out_link");
    assert!(window.params.settings().out_link);
    window.editor.key(Code::Space);
    assert_eq!(
        window.host_calls(),
        [],
        "the space bar is for the host's transport"
    );
    window.editor.click_on("match_level");
    window.host_calls();
    // A switch, and a button that is pressed in while it is on.
    for id in ["out_link", "bypass"] {
        let before = window.value(id);
        let switch = window.editor.find(id).expect("exists");
        while window.focused() != switch {
            window.editor.key(Code::Tab);
        }
        window.editor.key(Code::Space);
        one_gesture(&mut window, id);
        assert_eq!(window.value(id), 1.0 - before, "{id}");
    }
}

/// The middle of a choice in the open menu.
fn place_of(window: &mut Window, id: &str, choice: usize) -> (f32, f32) {
    let bounds = window.view::<Choice, _>(id, |view| view.bounds_of(choice));
    bounds.expect("the menu is open").center()
}

#[test]
fn a_menu_offers_every_choice() {
    let mut window = Window::open();
    for (choice, source) in [
        (2, Source::Humbucker),
        (13, Source::Custom),
        (0, Source::AsRecorded),
    ] {
        window.editor.click_on("source");
        assert_eq!(window.host_calls(), [], "a menu is no gesture");
        let place = place_of(&mut window, "source", choice);
        window.editor.click(place);
        one_gesture(&mut window, "source");
        assert_eq!(window.params.settings().source, source);
    }
    // Drawn to with the button down, as menus are used by the quick.
    let middle = window.editor.middle_of("source");
    window.editor.move_to(middle);
    window.editor.press(MouseButton::Left);
    let place = place_of(&mut window, "source", 4);
    window.editor.move_to(place);
    window.editor.release(MouseButton::Left);
    one_gesture(&mut window, "source");
    assert_eq!(window.params.settings().source, Source::P90);
    assert!(window.editor.find_class("choice-menu").is_empty());
}

#[test]
fn a_menu_closes_without_a_choice_by_a_click_elsewhere_and_by_escape() {
    let mut window = Window::open();
    window.editor.click_on("now_input");
    assert_eq!(window.editor.find_class("choice-menu").len(), 1);
    window.editor.click((450.0, 20.0));
    assert!(window.editor.find_class("choice-menu").is_empty());
    window.editor.click_on("now_input");
    window.editor.key(Code::Escape);
    assert!(window.editor.find_class("choice-menu").is_empty());
    assert_eq!(window.host_calls(), []);
}

#[test]
fn choices_are_stepped_by_wheel_and_keys() {
    let mut window = Window::open();
    let middle = window.editor.middle_of("now_input");
    window.editor.move_to(middle);
    window.editor.wheel(0.0, 1.0);
    window.editor.wait(REST);
    one_gesture(&mut window, "now_input");
    assert_eq!(window.params.settings().now_input, Input::HiZ470k);
    // By parts of a line, as touchpads do it.
    for _ in 0..4 {
        window.editor.wheel(0.0, 0.25);
    }
    window.editor.wait(REST);
    assert_eq!(window.params.settings().now_input, Input::HiZ220k);
    window.host_calls();
    let middle = window.editor.middle_of("now_input");
    window.editor.click(middle);
    window.editor.click(middle);

    window.editor.key(Code::ArrowDown);
    one_gesture(&mut window, "now_input");
    assert_eq!(window.params.settings().now_input, Input::HiZ470k);
    window.editor.key(Code::Tab);
    window.editor.hold(Modifiers::SHIFT);
    window.editor.key(Code::Tab);
    window.editor.hold(Modifiers::empty());
    window.editor.key(Code::Enter);
    window.editor.key(Code::ArrowDown);
    window.editor.key(Code::ArrowDown);
    assert_eq!(window.host_calls(), [], "only the menu moves");
    window.editor.key(Code::Enter);
    one_gesture(&mut window, "now_input");
    assert_eq!(window.params.settings().now_input, Input::Line10k);
}

#[test]
fn a_window_that_closes_or_loses_the_focus_under_a_drag_ends_the_gesture() {
    let mut window = Window::open();
    let middle = window.editor.middle_of("gain_db");
    window.editor.move_to(middle);
    window.editor.press(MouseButton::Left);
    window.editor.move_to(up_from(middle, 20.0));
    window
        .editor
        .scene()
        .emit(WindowEvent::WindowFocused(false));
    window.editor.frame();
    one_gesture(&mut window, "gain_db");
    window.editor.move_to(up_from(middle, 40.0));
    assert_eq!(window.host_calls(), [], "the drag is over");
    window.editor.release(MouseButton::Left);
    assert_eq!(window.host_calls(), []);

    window.editor.move_to(middle);
    window.editor.press(MouseButton::Left);
    window.editor.move_to(up_from(middle, 20.0));
    let (pointer, host) = (window.pointer("gain_db"), window.editor.host().clone());
    drop(window.editor);
    let calls = host.take_calls();
    assert_eq!(calls.last(), Some(&HostCall::End(pointer)));
    assert_eq!(calls.len(), 3, "{calls:?}");
}
