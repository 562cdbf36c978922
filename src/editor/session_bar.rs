//! The session: presets, comparison, history and monitoring in a bar at the top, how it is computed in a line at the foot,
//! and what opens from both.

mod about;
mod monitor;
mod overlay;
mod preset_menu;
mod question;
mod status;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Icon, PushButton};

use super::history::{History, HistoryEvent};
use super::presets::{PresetEvent, Presets, name_of};
use crate::session::Slot;

pub use about::About;
pub use status::status;

/// The bar at the top.
pub fn bar(cx: &mut Context) {
    HStack::new(cx, |cx| {
        Label::new(cx, "PREFACE").class("title");
        group(cx, preset_menu::presets);
        group(cx, slots);
        group(cx, steps);
        Element::new(cx).class("bar-space");
        group(cx, monitor::monitors);
    })
    .class("session-bar");
}

/// What lies over the window while it is open: questions, *About*, and messages. Build it behind everything that it can
/// cover.
pub fn overlays(cx: &mut Context) {
    let presets = Presets::of(cx);
    let message = presets.message();
    Binding::new(cx, message, move |cx| {
        if let Some(text) = message.get() {
            message_bar(cx, text);
        }
    });
    question::questions(cx);
    about::about(cx);
}

/// Buttons that belong together.
fn group(cx: &mut Context, content: impl FnOnce(&mut Context)) {
    HStack::new(cx, content).class("bar-group");
}

/// The two slots of the comparison.
fn slots(cx: &mut Context) {
    let slot = Presets::of(cx).slot();
    for (of, id) in [(Slot::A, "slot-a"), (Slot::B, "slot-b")] {
        let name = name_of(of);
        let sentence = format!(
            "Slot {name}: plays the settings kept there; A and B differ in everything but bypass and quality."
        );
        PushButton::new(
            cx,
            name,
            &format!("Slot {name}"),
            move || sentence.clone(),
            move |cx| cx.emit(PresetEvent::Hear(of)),
        )
        .id(id)
        .class("slot")
        .checked(slot.map(move |slot| *slot == of));
    }
    let sentence = move || {
        let slot = slot.get_untracked();
        let (from, to) = (name_of(slot), name_of(slot.other()));
        format!("Copy {from} to {to}: makes the other slot the same as what is heard.")
    };
    PushButton::new(cx, Icon::Copy, "Copy to the other slot", sentence, |cx| {
        cx.emit(PresetEvent::Copy);
    })
    .id("slot-copy");
}

/// Undo and redo.
fn steps(cx: &mut Context) {
    let history = History::of(cx);
    for (icon, name, id, next, event) in [
        (
            Icon::Undo,
            "Undo",
            "undo",
            history.next_undo(),
            HistoryEvent::Undo,
        ),
        (
            Icon::Redo,
            "Redo",
            "redo",
            history.next_redo(),
            HistoryEvent::Redo,
        ),
    ] {
        let sentence = move || match next.get_untracked() {
            Some(step) => format!("{name}: {step}."),
            None => format!("{name}: there is no step."),
        };
        PushButton::new(cx, icon, name, sentence, move |cx| cx.emit(event))
            .id(id)
            .toggle_class("idle", next.map(Option::is_none));
    }
}

/// One line that the user has to be told.
fn message_bar(cx: &mut Context, text: String) {
    HStack::new(cx, |cx| {
        Label::new(cx, text.clone())
            .id("message")
            .class("message-text");
        let sentence = || "Close this message.".to_owned();
        PushButton::new(cx, Icon::Close, "Close the message", sentence, |cx| {
            cx.emit(PresetEvent::CloseMessage);
        })
        .id("message-close");
    })
    .class("message-bar")
    .role(Role::Alert)
    .name(text);
}
