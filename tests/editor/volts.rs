//! True volts: named interfaces, *Calibrate*, and the line of advice.

use std::time::Duration;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Pick, Progress, Readout};
use preface::chain::Settings;
use preface::chain::settings::{RecordedInput, Source};
use preface::interface::INTERFACES;

use crate::levels::play;
use crate::window::Window;

/// Opens a menu and clicks on a line of it.
fn pick(window: &mut Window, id: &str, line: usize) {
    window.editor.click_on(id);
    let bounds = window.view::<Pick, _>(id, |pick| pick.bounds_of(line));
    let bounds = bounds.unwrap_or_else(|| panic!("the menu of {id} is open"));
    let whole = window.editor.bounds(Entity::root());
    assert!(whole.contains(&bounds), "line {line} of {id} at {bounds}");
    window.editor.click(bounds.center());
    window.editor.frame();
}

fn text(window: &mut Window, id: &str) -> String {
    let entity = window.editor.find(id);
    let entity = entity.unwrap_or_else(|| panic!("no view has the id {id}"));
    window.text_of(entity).unwrap_or_default()
}

#[test]
fn an_interface_sets_the_recorded_level_and_offers_its_input() {
    let mut window = Window::open();
    assert!(window.editor.find("interface-known").is_none());
    for (line, interface) in INTERFACES.iter().enumerate() {
        pick(&mut window, "interfaces", line);
        let settings = window.params.settings();
        assert_eq!(settings.in_cal_dbu, interface.full_scale_dbu);
        assert_eq!(settings.rec_input, RecordedInput::HiZ1M, "it only offers");
        let known = text(&mut window, "interface-known");
        assert!(known.starts_with(interface.name), "{known}");
        assert!(
            known.contains(interface.disputed.unwrap_or_default()),
            "{known}"
        );
        let offer = window.editor.find("interface-plug-in");
        assert_eq!(
            offer.is_some(),
            interface.impedance_ohm.is_some(),
            "{known}"
        );
    }
    let echo = |interface: &preface::interface::Interface| interface.impedance_ohm == Some(102e3);
    let line = INTERFACES.iter().position(echo).expect("in the table");
    pick(&mut window, "interfaces", line);
    window.editor.click_on("interface-plug-in");
    window.editor.frame();
    let settings = window.params.settings();
    assert_eq!(settings.rec_input, RecordedInput::Custom);
    assert_eq!(settings.rec_custom_ohm, 102e3);
}

/// Plays until *Calibrate* has listened. Returns the whole seconds that this took.
fn listen(window: &mut Window, peak: f32) -> u32 {
    for seconds in 0..=10 {
        if window.editor.find("calibrate-left").is_none() {
            return seconds;
        }
        play(window, &Settings::default(), peak);
        window.editor.frame();
    }
    panic!("it still listens");
}

/// Ten seconds of a guitar that peaks at -6 dBFS, which is +6.2 dBu where a guitar delivers -0.8.
#[test]
fn calibrate_listens_proposes_and_moves_both_gains() {
    for source in [Source::SingleCoil, Source::AsRecorded] {
        let mut window = Window::open();
        if source == Source::AsRecorded {
            // It asks which; the first is a guitar.
            pick(&mut window, "calibrate", 0);
        } else {
            window.set_choice("source", "single_coil");
            window.editor.click_on("calibrate");
        }
        window.editor.frame();
        let left = window.view::<Readout, _>("calibrate-left", Readout::text);
        assert_eq!(left, "Play: 10 s");
        let seconds = listen(&mut window, 0.5012);
        assert_eq!(seconds, 10);
        let proposal = text(&mut window, "calibrate-proposal");
        assert_eq!(proposal, "Recorded gain 7 dB, gain 7 dB");
        window.host_calls();
        window.editor.click_on("calibrate-take");
        window.editor.frame();
        let settings = window.params.settings();
        assert_eq!((settings.rec_gain_db, settings.gain_db), (7.0, 7.0));
        assert_eq!(window.host_calls().len(), 6, "two gestures");
        assert!(
            window.editor.find("calibrate").is_some(),
            "once more, if you like"
        );
    }
}

#[test]
fn calibrate_can_be_left_and_proposes_nothing_in_silence() {
    let mut window = Window::open();
    window.set_choice("source", "dynamic_mic");
    window.editor.click_on("calibrate");
    window.editor.frame();
    listen(&mut window, 1e-5);
    assert!(window.editor.find("calibrate-take").is_none());
    window.editor.click_on("calibrate");
    window.editor.frame();
    play(&window, &Settings::default(), 0.5);
    window.editor.frame();
    let left = window.view::<Readout, _>("calibrate-left", Readout::text);
    assert_eq!(left, "Play: 9 s");
    let listened = window.view::<Progress, _>("calibrate-progress", Progress::part);
    assert!((listened - 0.1).abs() < 0.01, "{listened} of the time");
    // -6.02 dBFS of 12.2 dBu, in the mean over 300 ms of which a second is known.
    let heard = window.view::<Readout, _>("calibrate-heard", Readout::text);
    assert_eq!(heard, "Loudest so far: 6.2 dBu");
    window.editor.click_on("calibrate-leave");
    window.editor.frame();
    assert!(window.editor.find("calibrate-left").is_none());
    assert_eq!(window.params.settings().rec_gain_db, 0.0);
}

#[test]
fn advice_follows_settings_and_levels() {
    let mut window = Window::open();
    let said = |window: &mut Window| {
        window.editor.wait(Duration::from_millis(200));
        window.view::<Readout, _>("advice", Readout::text)
    };
    assert_eq!(said(&mut window), "");
    window.set_choice("source", "humbucker");
    window.set_choice("now_input", "passive_di");
    let note = said(&mut window);
    assert!(
        note.starts_with("Passive pickup into a passive DI"),
        "{note}"
    );
    assert_eq!(window.editor.find_class("note").len(), 1);

    let hot = Settings {
        // The box takes 22 dB.
        gain_db: 42.0,
        ..window.params.settings()
    };
    play(&window, &hot, 0.3);
    let warning = said(&mut window);
    assert!(warning.starts_with("The converter clips"), "{warning}");
    assert_eq!(window.editor.find_class("warning").len(), 1);
    // Some seconds later that is over.
    for _ in 0..5 {
        play(&window, &Settings::default(), 0.1);
        window.editor.frame();
    }
    assert_eq!(said(&mut window), note);

    window.set_choice("now_input", "active_di_10m");
    window.set("phantom", 0.0);
    let fault = said(&mut window);
    assert!(fault.starts_with("No 48 V"), "{fault}");
    assert_eq!(window.editor.find_class("fault").len(), 1);
}
