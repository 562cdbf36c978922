//! The window: every parameter of the contract in blocks, in signal order, and the level that leaves the plugin.
//!
//! Values come from the parameters and from [`Meters`]' atomics, changes go to the host: the audio thread is never
//! touched. How everything looks is said by `theme.css`.

mod blocks;
mod converter;
mod level;
mod load;
mod meter;
mod output;
mod preamp;
mod session;

use std::sync::Arc;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Hints, WIDGET_STYLE};
use nice_plug_vizia::{EditorEvent, ParamModel, ViziaEditor, add_default_font};

use crate::chain::Parameter;
use crate::meter::Meters;
use crate::params::PrefaceParams;
use meter::OutputMeter;

/// Inter, under the SIL Open Font License.
const FONT: &[u8] = include_bytes!("../assets/fonts/Inter.ttf");

/// Sizes to choose from: what [`EditorEvent::SetUserScale`] can do, from end to end.
const SIZES_PERCENT: [u8; 6] = [50, 75, 100, 125, 150, 200];

/// The style sheet of the window.
pub const THEME: &str = include_str!("editor/theme.css");

/// What hosts open.
pub fn editor(params: Arc<PrefaceParams>, meters: Arc<Meters>) -> ViziaEditor {
    let state = params.editor.clone();
    let build_tree = move |cx: &mut Context| build(cx, params.clone(), meters.clone());
    ViziaEditor::new(state, build_tree).with_title("PREFACE")
}

/// Builds the tree.
pub fn build(cx: &mut Context, params: Arc<PrefaceParams>, meters: Arc<Meters>) {
    let is_font = add_default_font(cx, FONT);
    debug_assert!(is_font, "the bundled font can be read");
    for style in [WIDGET_STYLE, THEME] {
        // It fails for files only; these are in memory.
        let _always_ok = cx.add_stylesheet(style);
    }
    ParamModel::build(cx, params);
    let output = OutputMeter::build(cx, meters);
    VStack::new(cx, move |cx| {
        title(cx);
        HStack::new(cx, move |cx| {
            level::panel(cx);
            load::panel(cx);
            preamp::panel(cx);
            VStack::new(cx, |cx| {
                converter::panel(cx);
                session::panel(cx, &output);
            })
            .class("converter-column");
            output::panel(cx, &output);
        })
        .class("path");
    })
    .class("editor");
    Hints::build(cx, hint);
}

/// The name and the sentence of the contract about a parameter.
pub fn hint(id: &str) -> Option<String> {
    let parameter = Parameter::find(id)?;
    Some(format!("{}: {}", parameter.name, parameter.hint))
}

fn title(cx: &mut Context) {
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

/// How large the window is, for hosts whose windows have no edge to drag.
fn sizes(cx: &mut Context) {
    HStack::new(cx, |cx| {
        for percent in SIZES_PERCENT {
            Button::new(cx, |cx| Label::new(cx, format!("{percent} %")))
                .id(format!("size-{percent}"))
                .class("size")
                .on_press(move |cx| {
                    cx.emit(EditorEvent::SetUserScale(f32::from(percent) / 100.0));
                });
        }
    })
    .class("sizes");
}
