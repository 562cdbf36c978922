//! What a user does, undone and done again; two slots to compare; and what is heard.

use std::time::Duration;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::Readout;
use preface::chain::{Monitor, Settings};
use preface::interface::INTERFACES;
use preface::session::Slot;

use crate::levels::play;
use crate::window::Window;

/// Longer than the rest after which a turn of the wheel is over.
const REST: Duration = Duration::from_millis(450);

fn settings(window: &Window) -> Settings {
    window.params.settings()
}

/// Undoes, and gives the settings then.
fn undone(window: &mut Window) -> Settings {
    window.editor.click_on("undo");
    window.editor.frame();
    settings(window)
}

fn redone(window: &mut Window) -> Settings {
    window.editor.click_on("redo");
    window.editor.frame();
    settings(window)
}

/// A drag, a turn of the wheel, a typed value, a choice, a switch and a reset: each is one step.
#[test]
fn every_gesture_is_one_step_that_can_be_undone_and_done_again() {
    let mut window = Window::open();
    let mut states = vec![settings(&window)];
    let mut did = |window: &mut Window| states.push(settings(window));

    let gain = window.editor.middle_of("gain_db");
    window.editor.drag(gain, (gain.0, gain.1 - 30.0), 6);
    did(&mut window);
    let drive = window.editor.middle_of("drive_db");
    window.editor.move_to(drive);
    for _ in 0..3 {
        window.editor.wheel(0.0, 1.0);
    }
    window.editor.wait(REST);
    did(&mut window);
    window.editor.click_on("volume_db-value");
    window.editor.type_text("-4.5");
    window.editor.key(Code::Enter);
    did(&mut window);
    window.choose("now_input", 4);
    did(&mut window);
    window.editor.click_on("converter_on");
    did(&mut window);
    window.editor.double_click((gain.0 + 2.0, gain.1));
    did(&mut window);

    for pair in states.windows(2) {
        assert_ne!(pair[0], pair[1], "each of them does something");
    }
    for before in states.iter().rev().skip(1) {
        assert_eq!(undone(&mut window), *before);
    }
    assert_eq!(undone(&mut window), states[0], "there is nothing more");
    for after in &states[1..] {
        assert_eq!(redone(&mut window), *after);
    }
    assert_eq!(redone(&mut window), states[states.len() - 1]);
}

/// What the host does is not undone, and an undo leaves it as it is.
#[test]
fn an_undo_sets_only_what_the_step_has_changed() {
    let mut window = Window::open();
    let gain = window.editor.middle_of("gain_db");
    window.editor.drag(gain, (gain.0, gain.1 - 30.0), 6);
    window.set("mix_pct", 0.25);
    window.set("gain_db", 0.9);
    window.editor.wait(Duration::from_millis(350));
    window.host_calls();
    let after = undone(&mut window);
    assert_eq!(after.gain_db, Settings::default().gain_db);
    assert_eq!(after.mix_pct, 25.0, "the host's");
    assert_eq!(window.host_calls().len(), 3, "one gesture on the gain");
    let gone = undone(&mut window);
    assert_eq!(gone, after, "automation is no step");
}

/// While the user drags, the host's automation does not get in between: the step is from where the user began.
#[test]
fn automation_while_dragging_is_no_part_of_the_step() {
    let mut window = Window::open();
    let before = settings(&window);
    let (x, y) = window.editor.middle_of("gain_db");
    window.editor.move_to((x, y));
    window.editor.press(MouseButton::Left);
    window.editor.move_to((x, y - 10.0));
    window.set("gain_db", 1.0);
    window.editor.frame();
    window.editor.move_to((x, y - 20.0));
    window.editor.release(MouseButton::Left);
    let dragged = settings(&window).gain_db;
    assert!((dragged - 9.0).abs() < 0.1, "{dragged} dB");
    assert_eq!(undone(&mut window), before);
}

/// An interface sets several parameters: one step.
#[test]
fn what_belongs_together_is_one_step() {
    let mut window = Window::open();
    let before = settings(&window);
    let interface = INTERFACES
        .iter()
        .position(|interface| interface.full_scale_dbu != before.in_cal_dbu);
    window.pick("interfaces", interface.expect("they differ"));
    let after = settings(&window);
    assert_ne!(after.in_cal_dbu, before.in_cal_dbu);
    assert_eq!(undone(&mut window), before);
    assert_eq!(redone(&mut window), after);
}

/// The keys of the platform, where they reach the window.
#[test]
fn keys_undo_and_do_again() {
    let mut window = Window::open();
    let before = settings(&window);
    let gain = window.editor.middle_of("gain_db");
    window.editor.drag(gain, (gain.0, gain.1 - 30.0), 6);
    let after = settings(&window);
    let command = match cfg!(target_os = "macos") {
        true => Modifiers::SUPER,
        false => Modifiers::CTRL,
    };
    for (modifiers, code, expected) in [
        (command, Code::KeyZ, before),
        (command | Modifiers::SHIFT, Code::KeyZ, after),
        (command, Code::KeyZ, before),
        (command, Code::KeyY, after),
    ] {
        window.editor.hold(modifiers);
        assert!(window.editor.key(code), "the host does not get it");
        window.editor.frame();
        assert_eq!(settings(&window), expected);
    }
    window.editor.hold(Modifiers::empty());
    assert!(!window.editor.key(Code::KeyZ), "it is the host's");
}

#[test]
fn the_slots_hold_different_settings_and_a_switch_is_one_step() {
    let mut window = Window::open();
    let in_a = settings(&window);
    window.editor.click_on("slot-b");
    assert_eq!(settings(&window), in_a, "nobody has been here yet");
    let gain = window.editor.middle_of("gain_db");
    window.editor.drag(gain, (gain.0, gain.1 - 30.0), 6);
    window.choose("source", 2);
    window.editor.click_on("bypass");
    let in_b = settings(&window);

    window.editor.click_on("slot-a");
    let bypass = true;
    assert_eq!(
        settings(&window),
        Settings { bypass, ..in_a },
        "bypass is of no slot"
    );
    window.editor.click_on("slot-b");
    assert_eq!(settings(&window), in_b);
    assert_eq!(undone(&mut window), Settings { bypass, ..in_a });
    assert_eq!(window.params.kept.work().slot, Slot::A);
    assert_eq!(redone(&mut window), in_b);

    window.editor.click_on("slot-copy");
    window.editor.click_on("slot-a");
    assert_eq!(settings(&window), in_b);
    // The switch and the copy.
    undone(&mut window);
    undone(&mut window);
    window.editor.click_on("slot-a");
    assert_eq!(settings(&window), Settings { bypass, ..in_a });
}

#[test]
fn difference_and_matched_dry_are_heard_until_they_are_pressed_again() {
    let mut window = Window::open();
    let heard = |window: &Window| window.params.kept.monitor();
    assert_eq!(heard(&window), Monitor::Result);
    for (press, expected) in [
        ("difference", Monitor::Difference),
        ("matched-dry", Monitor::MatchedDry),
        ("matched-dry", Monitor::Result),
        ("difference", Monitor::Difference),
        ("difference", Monitor::Result),
    ] {
        window.editor.click_on(press);
        assert_eq!(heard(&window), expected, "after {press}");
    }
    assert_eq!(window.host_calls(), [], "no host hears of it");
}

/// A window that is opened plays the result.
#[test]
fn an_opened_window_plays_the_result() {
    let window = Window::open();
    window.params.kept.set_monitor(Monitor::Difference);
    let again = Window::of(window.params.clone(), std::path::Path::new("none"), 1.0);
    assert_eq!(again.params.kept.monitor(), Monitor::Result);
}

#[test]
fn the_line_at_the_foot_counts() {
    let mut window = Window::open();
    let text = |window: &mut Window, id: &str| window.view::<Readout, _>(id, Readout::text);
    assert_eq!(text(&mut window, "cpu"), "\u{2013}");
    play(&window, &Settings::default(), 0.2);
    window.meters.set_sample_rate_hz(48_000.0);
    window.meters.set_latency_samples(36);
    window.editor.wait(Duration::from_millis(200));
    assert_eq!(text(&mut window, "solver"), "0");
    assert_eq!(text(&mut window, "latency"), "36 samples, 0.8 ms");
}

#[test]
fn about_names_the_version_and_closes_by_a_click_beside_it_by_escape_and_by_its_cross() {
    let mut window = Window::open();
    for close in 0..3 {
        assert!(window.editor.find("version").is_none());
        window.editor.click_on("about");
        window.editor.frame();
        let version = window.editor.text("version").expect("it is open");
        assert!(version.ends_with(env!("CARGO_PKG_VERSION")), "{version}");
        match close {
            0 => window.editor.click((20.0, 300.0)),
            1 => assert!(window.editor.key(Code::Escape)),
            _ => window.editor.click_on("about-close"),
        }
        window.editor.frame();
    }
    assert!(window.editor.find("version").is_none());
}

/// Every button says what it does where the pointer rests, to screen readers as well, and the focus comes by.
#[test]
fn buttons_of_the_bars_have_names_and_sentences_and_take_the_focus() {
    let mut window = Window::open();
    let buttons = [
        "preset-previous",
        "preset-name",
        "preset-next",
        "preset-save",
        "slot-a",
        "slot-b",
        "slot-copy",
        "undo",
        "redo",
        "difference",
        "match_level",
        "matched-dry",
        "bypass",
        "quality",
        "offline_quality",
        "scale",
        "about",
    ];
    for id in buttons {
        let entity = window.editor.find(id).expect(id);
        let described = window.editor.described(entity);
        assert!(
            described.label.is_some_and(|label| !label.is_empty()),
            "{id}"
        );
        let bounds = window.editor.bounds(entity);
        assert!(bounds.w >= 14.0 && bounds.h >= 14.0, "{id}: {bounds}");
        let middle = bounds.center();
        window.editor.move_to(middle);
        window.editor.wait(Duration::from_millis(650));
        let hint = window.editor.find_class("hint-text");
        assert_eq!(hint.len(), 1, "{id}");
        let sentence = window.text_of(hint[0]).expect("a text");
        assert!(
            sentence.ends_with('.') && sentence.contains(": ") || sentence.len() > 40,
            "{sentence}"
        );
    }
    window.editor.click_on("difference");
    let mut focused = std::collections::HashSet::new();
    for _ in 0..150 {
        window.editor.key(Code::Tab);
        focused.insert(window.focused());
    }
    for id in buttons {
        let entity = window.editor.find(id).expect("exists");
        assert!(focused.contains(&entity), "{id} never has the focus");
    }
}

/// The tooltip of undo names the step.
#[test]
fn undo_names_its_step() {
    let mut window = Window::open();
    window.editor.click_on("gain_db-value");
    window.editor.type_text("6");
    window.editor.key(Code::Enter);
    let middle = window.editor.middle_of("undo");
    window.editor.move_to(middle);
    window.editor.wait(Duration::from_millis(650));
    let hint = window.editor.find_class("hint-text")[0];
    let expected = "Undo: Gain, 0 dB to 6 dB.";
    assert_eq!(window.text_of(hint).as_deref(), Some(expected));
}
