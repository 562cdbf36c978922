//! The preset that is loaded, its neighbours, the list of all, and what can be done with one.

use std::cell::RefCell;
use std::rc::Rc;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Icon, MenuLine, Pick, PushButton, Sentence};

use crate::editor::presets::{PresetEvent, Presets, Question};
use crate::preset::Origin;
use crate::preset::library::Entry;

/// What stands behind the name of a preset that was modified.
const MODIFIED_MARK: &str = " *";

pub fn presets(cx: &mut Context) {
    neighbour(cx, Icon::Previous, "Previous preset", "preset-previous", -1);
    browser(cx);
    neighbour(cx, Icon::Next, "Next preset", "preset-next", 1);
    actions(cx);
}

fn neighbour(cx: &mut Context, icon: Icon, name: &'static str, id: &str, step: isize) {
    let sentence = move || format!("{name}: loads it; what it does not list stays as it is.");
    PushButton::new(cx, icon, name, sentence, move |cx| {
        cx.emit(PresetEvent::Step(step));
    })
    .id(id.to_owned());
}

/// The name, and the list of all presets under it.
fn browser(cx: &mut Context) {
    let presets = Presets::of(cx);
    let (name, is_modified) = (presets.name(), presets.is_modified());
    let text = Memo::new(move |_| {
        let mark = if is_modified.get() { MODIFIED_MARK } else { "" };
        format!("{}{mark}", name.get())
    });
    let places = Rc::new(RefCell::new(Vec::new()));
    let places_of_lines = places.clone();
    let lines = move || {
        let (entries, loaded) = presets.list();
        let (lines, places) = lines_of(&entries, loaded);
        places_of_lines.replace(places);
        lines
    };
    Pick::fresh(cx, text, lines, move |cx, line| {
        if let Some(Some(place)) = places.borrow().get(line) {
            cx.emit(PresetEvent::Load(*place));
        }
    })
    .id("preset-name")
    .class("preset-name")
    .sentence(
        "Presets by task, and your own; a star says that something the preset lists has changed.",
    );
}

/// The lines of the list, and the place of the preset that each stands for.
fn lines_of(entries: &[Entry], loaded: Option<usize>) -> (Vec<MenuLine>, Vec<Option<usize>>) {
    let mut lines = Vec::new();
    let mut places = Vec::new();
    let mut last_heading = None;
    for (place, entry) in entries.iter().enumerate() {
        let heading = match entry.origin {
            Origin::Factory => entry.preset.category.as_deref(),
            Origin::User => Some("Mine"),
        };
        if let Some(heading) = heading.filter(|heading| last_heading != Some(*heading)) {
            last_heading = Some(heading);
            lines.push(MenuLine::heading(heading));
            places.push(None);
        }
        lines.push(MenuLine::new(&entry.preset.name).marked(loaded == Some(place)));
        places.push(Some(place));
    }
    (lines, places)
}

/// Save and what else can be done with presets of one's own.
fn actions(cx: &mut Context) {
    let presets = Presets::of(cx);
    let events = Rc::new(RefCell::new(Vec::new()));
    let events_of_lines = events.clone();
    let lines = move || {
        let (texts, events): (Vec<_>, Vec<_>) =
            choices(presets.loaded_user_preset()).into_iter().unzip();
        events_of_lines.replace(events);
        texts.into_iter().map(MenuLine::new).collect()
    };
    Pick::fresh(cx, "Save", lines, move |cx, line| {
        let event = events.borrow().get(line).cloned();
        if let Some(event) = event {
            cx.emit::<PresetEvent>(event);
        }
    })
    .id("preset-save")
    .class("preset-save")
    .sentence("Saves what is heard as a preset of your own; renames, deletes and shows what you have saved.");
}

/// What can be done while the user's preset with this name is loaded, or none of the user's.
fn choices(loaded: Option<String>) -> Vec<(String, PresetEvent)> {
    let save_as = (
        "Save as\u{2026}".to_owned(),
        PresetEvent::Ask(Question::SaveAs),
    );
    let show = ("Show folder".to_owned(), PresetEvent::ShowFolder);
    let Some(name) = loaded else {
        return vec![save_as, show];
    };
    let own = |what: &str, event| (what.to_owned(), event);
    vec![
        own("Save", PresetEvent::Save),
        save_as,
        own(
            "Rename\u{2026}",
            PresetEvent::Ask(Question::Rename(name.clone())),
        ),
        own("Delete\u{2026}", PresetEvent::Ask(Question::Delete(name))),
        show,
    ]
}
