//! The window: every parameter of the contract in blocks, in signal order, the level that leaves the plugin, and advice.
//!
//! Values come from the parameters and from [`Meters`]' atomics, changes go to the host: the audio thread is never
//! touched. How everything looks is said by the style sheets, [`STYLES`].

mod details;
mod ear;
mod history;
mod levels;
mod matters;
mod meters;
mod numbers;
mod path;
pub mod plots;
mod presets;
mod session_bar;
mod workspace;

use std::sync::Arc;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Hints, WIDGET_STYLE};
use nice_plug_vizia::{ParamModel, ViziaEditor, add_default_font};

use crate::chain::Parameter;
use crate::meter::Meters;
use crate::params::PrefaceParams;
use crate::preset::library::Library;
use ear::Ear;
use history::History;
use levels::Levels;
use path::OpenDetails;
use presets::Presets;
use session_bar::About;
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

/// Builds the tree, with the user's presets from their folder.
pub fn build(cx: &mut Context, params: Arc<PrefaceParams>, meters: Arc<Meters>) {
    build_with(cx, params, meters, Library::open());
}

/// Builds the tree with these presets.
pub fn build_with(
    cx: &mut Context,
    params: Arc<PrefaceParams>,
    meters: Arc<Meters>,
    library: Library,
) {
    let is_font = add_default_font(cx, FONT);
    debug_assert!(is_font, "the bundled font can be read");
    for style in [WIDGET_STYLE].iter().chain(STYLES) {
        // It fails for files only; these are in memory.
        let _always_ok = cx.add_stylesheet(*style);
    }
    ParamModel::build(cx, params.clone());
    Workspace::build(cx, params.kept.clone());
    plots::Sources::build(cx, params.clone(), meters.clone());
    History::build(cx, params.clone());
    Presets::build(cx, params.clone(), library);
    About::build(cx);
    let levels = Levels::build(cx, meters);
    let ear = Ear::build(cx, params, levels.clone());
    OpenDetails::build(cx);
    VStack::new(cx, move |cx| {
        session_bar::bar(cx);
        path::path(cx, &ear);
        HStack::new(cx, move |cx| {
            ZStack::new(cx, |cx| {
                plots::panel(cx);
                details::panel(cx, &ear);
            })
            .class("stage");
            VStack::new(cx, meters::panel)
                .class("panel")
                .class("probe-panel");
        })
        .class("lower");
        session_bar::status(cx);
    })
    .class("editor");
    session_bar::overlays(cx);
    Hints::build(cx, hint);
}

/// The name and the sentence of the contract about a parameter.
pub fn hint(id: &str) -> Option<String> {
    let parameter = Parameter::find(id)?;
    Some(format!("{}: {}", parameter.name, parameter.hint))
}
