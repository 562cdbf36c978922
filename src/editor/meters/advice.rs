//! The sentence of advice.

use nice_plug_vizia::PollContext;
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::Readout;

use crate::advice::{Advice, Severity};
use crate::editor::ear::Ear;

pub fn bar(cx: &mut Context, ear: &Ear) {
    let read = ear.advice();
    HStack::new(cx, |cx| {
        let severity = followed(cx, move || read().map(|advice: Advice| advice.severity()));
        VStack::new(cx, |cx| {
            let mut mark = Element::new(cx).class("advice-mark");
            for (class, of) in [
                ("note", Severity::Note),
                ("warning", Severity::Warning),
                ("fault", Severity::Fault),
            ] {
                mark = mark.toggle_class(class, severity.map(move |now| *now == Some(of)));
            }
        })
        .class("advice-place");
        let text =
            |advice: Option<Advice>| advice.map_or_else(String::new, |advice| advice.to_string());
        Readout::broken(cx, ear.advice(), text)
            .id("advice")
            .class("advice");
    })
    .class("advice-bar");
}

/// A signal that follows something outside of the tree.
fn followed<T: Copy + PartialEq + 'static>(
    cx: &mut Context,
    read: impl Fn() -> T + 'static,
) -> Signal<T> {
    let shown = Signal::new(read());
    cx.add_poll(move |_| {
        let now = read();
        let is_new = now != shown.get_untracked();
        if is_new {
            shown.set(now);
        }
        is_new
    });
    shown
}
