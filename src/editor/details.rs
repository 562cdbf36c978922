//! What a block shows beside its main controls, in the place of the plot.

use nice_plug_vizia::vizia::prelude::*;

use super::ear::Ear;
use super::path::{DetailsEvent, OpenDetails};

/// Empty while all are closed.
pub fn panel(cx: &mut Context, ear: &Ear) {
    let OpenDetails(open) = *cx.data::<OpenDetails>();
    let ear = ear.clone();
    Binding::new(cx, open, move |cx| {
        let Some(block) = open.get() else {
            return;
        };
        let ear = ear.clone();
        VStack::new(cx, move |cx| {
            HStack::new(cx, |cx| {
                Label::new(cx, block.name()).class("panel-name");
                Label::new(cx, block.sentence()).class("panel-sentence");
                Button::new(cx, |cx| Label::new(cx, "Close"))
                    .id("details-close")
                    .class("more")
                    .on_press(|cx| cx.emit(DetailsEvent::Close));
            })
            .class("panel-head");
            HStack::new(cx, move |cx| block.details(cx, &ear)).class("groups");
        })
        .id("details")
        .class("panel")
        .class("details")
        .class(block.id());
    });
}
