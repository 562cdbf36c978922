//! Every parameter of the contract can be found, seen, and read about.

use std::collections::HashSet;
use std::time::Duration;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Choice, ParamValue};
use preface::chain::PARAMETERS;
use preface::chain::parameter::Range;
use preface::editor;
use preface::params::EDITOR_SIZE;

use crate::window::{DETAILS, Window};

/// The smallest thing that can be hit with a pointer.
const SMALLEST_PX: f32 = 14.0;

/// As it opens, and with each block's details.
fn views() -> impl Iterator<Item = Option<&'static str>> {
    [None].into_iter().chain(DETAILS.map(Some))
}

/// Looks at the window as it opens and with each block's details.
fn for_each_view(window: &mut Window, mut look: impl FnMut(&mut Window, &str)) {
    for block in views() {
        match block {
            Some(block) => window.open_details(block),
            None => window.close_details(),
        }
        look(window, block.unwrap_or("as it opens"));
    }
}

#[test]
fn every_parameter_of_the_contract_is_in_the_window_or_one_click_away() {
    let mut window = Window::open();
    let (width, height) = EDITOR_SIZE;
    let whole = BoundingBox {
        w: width as f32,
        h: height as f32,
        ..BoundingBox::default()
    };
    let mut reached = HashSet::new();
    for_each_view(&mut window, |window, view| {
        let mut seen: Vec<(&str, BoundingBox)> = Vec::new();
        for parameter in PARAMETERS {
            let Some(entity) = window.editor.find(parameter.id) else {
                continue;
            };
            reached.insert(parameter.id);
            let bounds = window.editor.bounds(entity);
            assert!(
                bounds.w >= SMALLEST_PX && bounds.h >= SMALLEST_PX,
                "{} is too small to hit: {bounds}",
                parameter.id
            );
            assert!(
                whole.contains(&bounds),
                "{} leaves the window, {view}: {bounds}",
                parameter.id
            );
            for (other, other_bounds) in &seen {
                assert!(
                    !bounds.intersects(other_bounds),
                    "{} and {other} overlap, {view}",
                    parameter.id
                );
            }
            seen.push((parameter.id, bounds));
        }
    });
    for parameter in PARAMETERS {
        assert!(
            reached.contains(parameter.id),
            "{} has no view",
            parameter.id
        );
    }
}

#[test]
fn names_and_values_stay_inside_of_their_panels_and_apart() {
    let mut window = Window::open();
    for_each_view(&mut window, |window, view| {
        let panels: Vec<_> = (["panel", "session-bar", "status"].into_iter())
            .flat_map(|class| window.editor.find_class(class))
            .collect();
        let panels: Vec<_> = (panels.into_iter())
            .map(|panel| window.editor.bounds(panel))
            .collect();
        let blocks = window.editor.find_class("block").len();
        assert_eq!(blocks, 7, "blocks of the path");
        let mut seen: Vec<(Entity, BoundingBox)> = Vec::new();
        for class in [
            "param-name",
            "param-value",
            "choice",
            "pick",
            "push",
            "toggle",
            "dial",
            "track",
            "sentence",
            "node-level",
        ] {
            for entity in window.editor.find_class(class) {
                let bounds = window.editor.bounds(entity);
                assert!(
                    panels.iter().any(|panel| panel.contains(&bounds)),
                    "a {class} at {bounds} is in no panel, {view}"
                );
                for (_, other) in &seen {
                    assert!(
                        !bounds.intersects(other),
                        "a {class} at {bounds} and {other} overlap, {view}"
                    );
                }
                seen.push((entity, bounds));
            }
        }
    });
}

#[test]
fn values_are_shown_in_the_words_of_the_contract() {
    let mut window = Window::open();
    for parameter in PARAMETERS {
        let expected = parameter.format(parameter.default_value());
        window.reveal(parameter.id);
        let shown = match parameter.range {
            Range::Switch => continue,
            Range::Choice => window.view::<Choice, _>(parameter.id, |choice| {
                let names: Vec<_> = parameter.choices.iter().map(|(_, name)| *name).collect();
                assert_eq!(choice.choices(), names, "{}", parameter.id);
                choice.text()
            }),
            Range::Linear { .. } | Range::Logarithmic { .. } => {
                let id = format!("{}-value", parameter.id);
                window.view::<ParamValue, _>(&id, ParamValue::text)
            }
        };
        assert_eq!(shown, expected, "{}", parameter.id);
    }
}

#[test]
fn there_is_a_sentence_about_each_parameter() {
    for parameter in PARAMETERS {
        let hint = editor::hint(parameter.id).expect("exists");
        let sentence = hint
            .strip_prefix(&format!("{}: ", parameter.name))
            .expect("begins with the name");
        assert!(sentence.ends_with('.') && sentence.len() > 20, "{hint}");
    }
}

/// It appears where the pointer rests, inside of the window, and goes when the pointer moves on.
#[test]
fn the_sentence_appears_where_the_pointer_rests() {
    let mut window = Window::open();
    let whole = window.editor.bounds(Entity::root());
    // In the corners and in the middle.
    for id in [
        "in_cal_dbu",
        "repair_limit_db-name",
        "out_link",
        "gain_db-value",
        "bypass",
    ] {
        let middle = window.editor.middle_of(id);
        window.editor.move_to(middle);
        assert!(window.editor.find_class("hint").is_empty(), "{id}");
        window.editor.wait(Duration::from_millis(650));
        let hints = window.editor.find_class("hint");
        assert_eq!(hints.len(), 1, "{id}");
        let drawn = window.drawn_bounds(hints[0]);
        assert!(whole.contains(&drawn), "the hint of {id} at {drawn}");
        let text = window.editor.find_class("hint-text")[0];
        let (parameter, _) = id.split_once('-').unwrap_or((id, ""));
        assert_eq!(window.text_of(text), editor::hint(parameter));
    }
    window.editor.move_to((450.0, 20.0));
    assert!(window.editor.find_class("hint").is_empty());
}
