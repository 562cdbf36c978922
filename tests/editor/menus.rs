//! Menus of the window that are long have a search.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Choice, Pick};
use preface::chain::settings::Source;
use preface::interface::INTERFACES;

use crate::window::Window;

#[test]
fn a_source_is_found_by_a_part_of_its_name() {
    let mut window = Window::open();
    window.reveal("source");
    window.editor.click_on("source");
    assert!(window.editor.type_text("mic RIB"), "keys are the menu's");
    window.editor.key(Code::Enter);
    assert_eq!(window.params.settings().source, Source::RibbonMic);
    assert_eq!(window.host_calls().len(), 3, "one gesture");
}

#[test]
fn an_interface_is_found_and_its_name_stays_on_the_button() {
    let mut window = Window::open();
    let wanted = INTERFACES.last().expect("there are some");
    window.editor.click_on("interfaces");
    window.editor.type_text(&wanted.label());
    window.editor.key(Code::Enter);
    window.editor.frame();
    assert_eq!(window.params.settings().in_cal_dbu, wanted.full_scale_dbu);
    let text = window.view::<Pick, _>("interfaces", Pick::text);
    assert_eq!(text, wanted.name);
}

#[test]
fn short_menus_leave_the_keys_to_the_host() {
    let mut window = Window::open();
    window.reveal("cable_type");
    window.editor.click_on("cable_type");
    assert!(!window.editor.type_text("a"));
    window.editor.key(Code::Escape);
    assert!(window.editor.find_class("choice-menu").is_empty());
}

#[test]
fn an_open_menu_is_inside_of_the_window_at_any_size() {
    for scale in [0.5, 0.75, 1.0, 1.25, 1.5, 2.0] {
        let mut window = Window::open();
        window.params.editor.set_user_scale(scale);
        window.editor.frame();
        let root = window.editor.scene().bounds(Entity::root());
        for id in ["source", "now_input", "reamp_load", "interfaces"] {
            window.editor.click_on(id);
            let line = |window: &mut Window, line| match id {
                "interfaces" => window.view::<Pick, _>(id, |pick| pick.bounds_of(line)),
                _ => window.view::<Choice, _>(id, |choice| choice.bounds_of(line)),
            };
            let shown: Vec<_> = (0..INTERFACES.len().max(20))
                .filter_map(|number| line(&mut window, number))
                .collect();
            assert!(shown.len() >= 8, "{id} at {scale}: {} lines", shown.len());
            for bounds in shown {
                assert!(root.contains(&bounds), "{id} at {scale}: {bounds}");
            }
            window.editor.key(Code::Escape);
        }
    }
}
