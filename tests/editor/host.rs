//! What the host changes is shown, within a frame, without an echo.

use std::time::Duration;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::ParamValue;
use preface::chain::PARAMETERS;

use crate::window::Window;

#[test]
fn automation_is_shown_in_the_next_frame_and_only_there() {
    let mut window = Window::open();
    for parameter in PARAMETERS {
        let value = if window.value(parameter.id) > 0.5 {
            0.0
        } else {
            1.0
        };
        window.set(parameter.id, value);
        window.editor.frame();
        assert_eq!(window.host_calls(), [], "{} is not echoed", parameter.id);
    }
    assert_eq!(
        window.view::<ParamValue, _>("gain_db-value", ParamValue::text),
        "70 dB"
    );
}

#[test]
fn automation_moves_the_knob_and_its_value_and_nothing_else() {
    let mut window = Window::open();
    window.editor.settle(Duration::from_secs(2));
    let before = window.editor.picture();
    window.set("mix_pct", 0.25);
    let drawn: Vec<_> = window.editor.frame().to_vec();
    assert!(!drawn.is_empty());
    let after = window.editor.picture();

    let around = |window: &mut Window, id: &str| {
        let entity = window.editor.find(id).expect("exists");
        window.editor.bounds(entity).expand(3.0)
    };
    let (dial, value) = (
        around(&mut window, "mix_pct"),
        around(&mut window, "mix_pct-value"),
    );
    let mut changed = [0; 2];
    for y in 0..after.height() {
        for x in 0..after.width() {
            if before.pixel(x, y) != after.pixel(x, y) {
                let (x, y) = (x as f32, y as f32);
                let place = [dial, value]
                    .iter()
                    .position(|bounds| bounds.contains_point(x, y));
                changed[place.unwrap_or_else(|| panic!("{x}, {y} has changed"))] += 1;
            }
        }
    }
    assert!(changed[0] > 100, "{} pixels of the dial", changed[0]);
    assert!(changed[1] > 20, "{} pixels of the value", changed[1]);
}

#[test]
fn while_the_user_drags_the_users_value_is_shown() {
    let mut window = Window::open();
    let (x, y) = window.editor.middle_of("gain_db");
    window.editor.move_to((x, y));
    window.editor.press(MouseButton::Left);
    window.editor.move_to((x, y - 20.0));
    let users = window.view::<ParamValue, _>("gain_db-value", ParamValue::text);
    window.set("gain_db", 1.0);
    window.editor.frame();
    let shown = window.view::<ParamValue, _>("gain_db-value", ParamValue::text);
    assert_eq!(shown, users);
    window.editor.release(MouseButton::Left);
    window.editor.wait(Duration::from_millis(350));
    let shown = window.view::<ParamValue, _>("gain_db-value", ParamValue::text);
    assert_eq!(shown, "70 dB", "what the host has in the end");
}

#[test]
fn nothing_is_drawn_while_nothing_changes() {
    let mut window = Window::open();
    assert!(window.editor.settle(Duration::from_secs(2)));
    for _ in 0..20 {
        assert!(window.editor.frame().is_empty());
    }
}

/// Dimmed is what does not matter, and it can be used all the same.
#[test]
fn what_does_not_matter_is_dimmed() {
    let mut window = Window::open();
    let dimmed = |window: &mut Window, id: &str| {
        let entity = window.reveal(id);
        (window.editor.find_class("dim").into_iter())
            .any(|dim| entity.is_descendant_of(&window.editor.context().tree, dim))
    };
    let all = [
        "custom_l_h",
        "custom_pots",
        "rec_custom_ohm",
        "now_cable_m",
        "guitar_tone",
    ];
    for id in all {
        assert!(dimmed(&mut window, id), "{id} does not matter as recorded");
    }
    window.set_choice("source", "single_coil");
    for (id, is_dimmed) in all.iter().zip([true, true, true, false, false]) {
        assert_eq!(dimmed(&mut window, id), is_dimmed, "{id} of a single coil");
    }
    window.set_choice("source", "custom");
    window.set_choice("rec_input", "custom");
    for id in all {
        assert!(!dimmed(&mut window, id), "{id} of a custom pickup");
    }
    window.set_choice("custom_pots", "none");
    assert!(dimmed(&mut window, "guitar_tone"), "there is no pot");
    for (link, calibration) in [("conv_link", "conv_cal_dbu"), ("out_link", "out_cal_dbu")] {
        assert!(dimmed(&mut window, calibration));
        window.set(link, 0.0);
        window.editor.frame();
        assert!(!dimmed(&mut window, calibration));
    }
}

/// Choices of inputs, converter and re-amp path bring in what belongs to them.
#[test]
fn choices_bring_in_what_belongs_to_them() {
    let mut window = Window::open();
    let dimmed = |window: &mut Window, id: &str| {
        let entity = window.reveal(id);
        (window.editor.find_class("dim").into_iter())
            .any(|dim| entity.is_descendant_of(&window.editor.context().tree, dim))
    };
    for id in ["rec_input", "now_input", "conv_route", "bits", "reamp_on"] {
        assert!(!dimmed(&mut window, id), "{id} matters from the start");
    }
    window.set_choice("source", "humbucker");
    for (choice, brought_in) in [
        (("now_input", "passive_di"), &["mic_z_ohm", "thru_load"][..]),
        (("now_input", "active_di_10m"), &["phantom", "thru_load"]),
        (("now_input", "fuzz_silicon"), &["fuzz_pct"]),
        (
            ("now_input", "custom"),
            &["now_custom_ohm", "now_custom_pf"],
        ),
        (("rec_input", "mic"), &["rec_mic_z_ohm"]),
        (("source", "ribbon_mic"), &["phantom"]),
        (("conv_route", "combo_jack"), &["combo_gain_db"]),
        (("reamp_load", "custom"), &["reamp_load_ohm"]),
        (("reamp_load", "fuzz_germanium"), &["fuzz_pct", "listen"]),
    ] {
        let (list, choice) = choice;
        let before = window.value(list);
        for id in brought_in {
            assert!(dimmed(&mut window, id), "{id} before {list} is {choice}");
        }
        if list == "reamp_load" {
            window.set("reamp_on", 1.0);
        }
        window.set_choice(list, choice);
        for id in brought_in {
            assert!(!dimmed(&mut window, id), "{id} while {list} is {choice}");
        }
        window.set(list, before);
        window.set("reamp_on", 0.0);
        window.editor.frame();
    }
    for id in ["box", "line_out_dbu", "send_cal_dbu", "virtual_pickup"] {
        assert!(dimmed(&mut window, id), "{id} while re-amp is off");
    }
    window.set("reamp_on", 1.0);
    window.set_choice("box", "none");
    for (id, is_dimmed) in [
        ("line_out_dbu", false),
        ("send_cal_dbu", true),
        ("box_z", true),
        ("virtual_pickup", false),
    ] {
        assert_eq!(dimmed(&mut window, id), is_dimmed, "{id} without a box");
    }
    window.set_choice("source", "as_recorded");
    assert!(dimmed(&mut window, "virtual_pickup"), "there is no pickup");
}
