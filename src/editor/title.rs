//! The title, and how large the window is.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::{EditorEvent, EditorModel, PollContext};

/// Sizes to choose from: what [`EditorEvent::SetUserScale`] can do, from end to end.
const SIZES_PERCENT: [u8; 6] = [50, 75, 100, 125, 150, 200];

pub fn bar(cx: &mut Context) {
    HStack::new(cx, |cx| {
        Label::new(cx, "PREFACE").class("title");
        Label::new(
            cx,
            "what happens between an instrument and the converter, in volts",
        )
        .class("subtitle");
        sizes(cx);
    })
    .class("title-bar");
}

/// For hosts whose windows have no edge to drag. The size that the window has is lit, if it is one of these.
fn sizes(cx: &mut Context) {
    HStack::new(cx, |cx| {
        let state = cx.data::<EditorModel>().state().clone();
        let shown = Signal::new(state.user_scale());
        cx.add_poll(move |_| {
            let scale = state.user_scale();
            let is_other = scale != shown.get();
            if is_other {
                shown.set(scale);
            }
            is_other
        });
        for percent in SIZES_PERCENT {
            let scale = f32::from(percent) / 100.0;
            Button::new(cx, |cx| Label::new(cx, format!("{percent} %")))
                .id(format!("size-{percent}"))
                .class("size")
                .toggle_class("chosen", shown.map(move |shown| *shown == scale))
                .on_press(move |cx| cx.emit(EditorEvent::SetUserScale(scale)));
        }
    })
    .class("sizes");
}
