//! What this is, which version, and under which licences.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Icon, PushButton};

use super::overlay::Overlay;

/// What PREFACE is made of, and under which licences that is.
const PARTS: [(&str, &str); 7] = [
    ("PREFACE", "MIT or Apache-2.0"),
    ("Inter, the typeface", "SIL Open Font License 1.1"),
    ("nice-plug, the plugin's framework", "ISC"),
    ("vizia, realfft", "MIT"),
    ("tiny-skia, drawing", "BSD 3-Clause"),
    (
        "baseview, parley, resvg, rustfft, toml",
        "MIT or Apache-2.0",
    ),
    ("wide, arithmetic", "Zlib, Apache-2.0 or MIT"),
];

/// Whether it is open.
pub struct About {
    is_open: Signal<bool>,
}

/// Opens it and closes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AboutEvent {
    /// Shows it.
    Open,
    /// Takes it away.
    Close,
}

impl About {
    /// Build it at the root.
    pub fn build(cx: &mut Context) {
        let is_open = Signal::new(false);
        Model::build(Self { is_open }, cx);
    }
}

impl Model for About {
    fn event(&mut self, _: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event: &AboutEvent, meta| {
            self.is_open
                .set_if_changed(matches!(event, AboutEvent::Open));
            meta.consume();
        });
    }
}

pub fn about(cx: &mut Context) {
    let is_open = cx.data::<About>().is_open;
    Binding::new(cx, is_open, move |cx| {
        if is_open.get() {
            Overlay::new(cx, "about-sheet", "About PREFACE", content, |cx| {
                cx.emit(AboutEvent::Close);
            });
        }
    });
}

fn content(cx: &mut Context) {
    HStack::new(cx, |cx| {
        Label::new(cx, "PREFACE").class("title");
        Label::new(cx, format!("version {}", env!("CARGO_PKG_VERSION")))
            .id("version")
            .class("sheet-note");
        Element::new(cx).class("bar-space");
        let sentence = || "Close this sheet.".to_owned();
        PushButton::new(cx, Icon::Close, "Close", sentence, |cx| {
            cx.emit(AboutEvent::Close);
        })
        .id("about-close");
    })
    .class("sheet-head");
    Label::new(cx, concat!(env!("CARGO_PKG_DESCRIPTION"), ".")).class("sheet-text");
    for (part, licence) in PARTS {
        HStack::new(cx, |cx| {
            Label::new(cx, part).class("part");
            Label::new(cx, licence).class("licence");
        })
        .class("part-row");
    }
}
