//! The window: every parameter of the contract in blocks, in signal order, the level that leaves the plugin, and advice.
//!
//! Values come from the parameters and from [`Meters`]' atomics, changes go to the host: the audio thread is never
//! touched. How everything looks is said by the style sheets, [`STYLES`].

mod details;
mod ear;
mod levels;
mod matters;
mod meters;
mod numbers;
mod path;
mod title;
mod workspace;

use std::sync::Arc;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Hints, WIDGET_STYLE};
use nice_plug_vizia::{ParamModel, ViziaEditor, add_default_font};

use crate::chain::Parameter;
use crate::meter::Meters;
use crate::params::PrefaceParams;
use ear::Ear;
use levels::Levels;
use path::OpenDetails;
pub use workspace::{Workspace, WorkspaceEvent};

/// Inter, under the SIL Open Font License.
const FONT: &[u8] = include_bytes!("../assets/fonts/Inter.ttf");

/// The style sheets of the window, in their order: what stands later says it better.
pub const STYLES: &[&str] = &[
    include_str!("editor/theme.css"),
    include_str!("editor/session.css"),
    include_str!("editor/meters.css"),
    include_str!("editor/plots.css"),
];

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
    for style in [WIDGET_STYLE].iter().chain(STYLES) {
        // It fails for files only; these are in memory.
        let _always_ok = cx.add_stylesheet(*style);
    }
    ParamModel::build(cx, params.clone());
    Workspace::build(cx, params.kept.clone());
    let levels = Levels::build(cx, meters);
    let ear = Ear::build(cx, params, levels.clone());
    OpenDetails::build(cx);
    VStack::new(cx, move |cx| {
        title::bar(cx);
        path::path(cx, &ear);
        HStack::new(cx, move |cx| {
            ZStack::new(cx, |cx| {
                session(cx);
                details::panel(cx, &ear);
            })
            .class("stage");
            VStack::new(cx, meters::panel)
                .class("panel")
                .class("probe-panel");
        })
        .class("lower");
    })
    .class("editor");
    Hints::build(cx, hint);
}

/// The name and the sentence of the contract about a parameter.
pub fn hint(id: &str) -> Option<String> {
    let parameter = Parameter::find(id)?;
    Some(format!("{}: {}", parameter.name, parameter.hint))
}

fn session(cx: &mut Context) {
    use nice_plug_vizia::widgets::{ParamChoice, ParamToggle};
    HStack::new(cx, |cx| {
        ParamChoice::new(cx, "quality");
        ParamChoice::new(cx, "offline_quality");
        ParamToggle::new(cx, "match_level");
        ParamToggle::new(cx, "bypass");
    })
    .class("row")
    .class("panel")
    .height(Pixels(60.0));
}
