//! The window of a fresh instance.

use std::path::Path;
use std::sync::Arc;

use nice_plug::params::Params;
use nice_plug::prelude::ParamPtr;
use nice_plug_vizia::headless::{HeadlessBuilder, HeadlessEditor, HostCall};
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::vizia::vg;
use nice_plug_vizia::widgets::{Choice, ClipLight, Pick};
use preface::chain::Parameter;
use preface::editor;
use preface::meter::Meters;
use preface::params::PrefaceParams;
use preface::preset::library::Library;

/// The blocks that show more at a click.
pub const DETAILS: [&str; 5] = ["recorded", "source-block", "input", "preamp", "reamp"];

pub struct Window {
    pub editor: HeadlessEditor,
    pub params: Arc<PrefaceParams>,
    pub meters: Arc<Meters>,
}

impl Window {
    /// As it opens at 100 % on an ordinary screen.
    pub fn open() -> Self {
        Self::open_at(1.0)
    }

    /// As it opens on a screen with this many physical pixels per logical one.
    pub fn open_at(screen_scale: f32) -> Self {
        // There is no such folder: the user has saved nothing yet.
        let folder = Path::new("presets of nobody");
        Self::of(Arc::default(), folder, screen_scale)
    }

    /// As it opens for these parameters, with the user's presets in this folder.
    pub fn of(params: Arc<PrefaceParams>, presets: &Path, screen_scale: f32) -> Self {
        let meters = Arc::new(Meters::default());
        let (shown_params, shown_meters) = (params.clone(), meters.clone());
        let library = Library::at(presets);
        let editor = HeadlessBuilder::new(params.editor.clone())
            .screen_scale(screen_scale)
            .build(move |cx| editor::build_with(cx, shown_params, shown_meters, library));
        let mut window = Self {
            editor,
            params,
            meters,
        };
        // The plot is computed beside the window and comes when it is ready.
        window.wait_for_plot(|plot| !plot.is_waiting());
        window
    }

    /// The parameter with this id.
    pub fn pointer(&self, id: &str) -> ParamPtr {
        let found = self
            .params
            .param_map()
            .into_iter()
            .find(|(known, ..)| known == id);
        found.expect("the parameter exists").1
    }

    /// Its normalized value.
    pub fn value(&self, id: &str) -> f32 {
        // SAFETY: the parameters live as long as `self`.
        unsafe { self.pointer(id).unmodulated_normalized_value() }
    }

    /// What the editor has asked the host for since the last call.
    pub fn host_calls(&mut self) -> Vec<HostCall> {
        self.editor.host().take_calls()
    }

    /// Sets a parameter as a host's automation does.
    pub fn set(&self, id: &str, normalized: f32) {
        // SAFETY: the parameters live as long as `self`.
        unsafe { self.pointer(id)._internal_set_normalized_value(normalized) };
    }

    /// Makes a choice by its id as a host's automation does, and shows it.
    pub fn set_choice(&mut self, id: &str, choice: &str) {
        let choices = Parameter::find(id).expect("exists").choices;
        let place = choices.iter().position(|(known, _)| *known == choice);
        let place = place.expect("the list has this choice") as f32;
        self.set(id, place / (choices.len() - 1) as f32);
        self.editor.frame();
    }

    /// The control of a parameter. Those that are one click away are opened first.
    pub fn reveal(&mut self, id: &str) -> Entity {
        if let Some(found) = self.editor.find(id) {
            return found;
        }
        for more in DETAILS {
            self.open_details(more);
            if let Some(found) = self.editor.find(id) {
                return found;
            }
        }
        panic!("{id} has no view");
    }

    /// Opens what a block shows beside its main controls.
    pub fn open_details(&mut self, block: &str) {
        self.close_details();
        self.editor.click_on(&format!("{block}-more"));
        self.editor.frame();
        assert!(self.editor.find("details").is_some(), "{block}");
    }

    /// Closes it.
    pub fn close_details(&mut self) {
        if self.editor.find("details-close").is_some() {
            self.editor.click_on("details-close");
            self.editor.frame();
        }
    }

    /// Opens the menu of a pick and takes the line with this number.
    pub fn pick(&mut self, id: &str, line: usize) {
        self.editor.click_on(id);
        self.editor.frame();
        let bounds = self.view::<Pick, _>(id, |pick| pick.bounds_of(line));
        self.click_px(bounds.unwrap_or_else(|| panic!("{id} shows no line {line}")));
    }

    /// Opens the menu of a list of choices and makes the one with this number.
    pub fn choose(&mut self, id: &str, choice: usize) {
        self.editor.click_on(id);
        self.editor.frame();
        let bounds = self.view::<Choice, _>(id, |list| list.bounds_of(choice));
        self.click_px(bounds.unwrap_or_else(|| panic!("{id} shows no choice {choice}")));
    }

    fn click_px(&mut self, bounds: BoundingBox) {
        let scale = self.editor.scene().size().scale;
        let (x, y) = bounds.center();
        self.editor.click((x / scale, y / scale));
        self.editor.frame();
    }

    /// Asks the view with this id.
    pub fn view<V: View, T>(&mut self, id: &str, ask: impl FnOnce(&V) -> T) -> T {
        let entity = self.editor.find(id);
        let entity = entity.unwrap_or_else(|| panic!("no view has the id {id}"));
        let cx = EventContext::new(self.editor.context());
        let view = cx.get_view_with::<V>(entity);
        ask(view.unwrap_or_else(|| panic!("{id} is another kind of view")))
    }

    /// The view that has the focus.
    pub fn focused(&mut self) -> Entity {
        EventContext::new(self.editor.context()).focused()
    }

    /// What a label says.
    pub fn text_of(&mut self, entity: Entity) -> Option<String> {
        let described = self.editor.described(entity);
        described.value.or(described.label)
    }

    /// Where a view is drawn, moves after the layout included, at 100 %.
    pub fn drawn_bounds(&mut self, entity: Entity) -> BoundingBox {
        let bounds = self.editor.bounds(entity);
        let cx = EventContext::new_with_current(self.editor.context(), entity);
        cx.transform().map_rect(vg::Rect::from(bounds)).0.into()
    }

    pub fn is_clip_light_on(&mut self) -> bool {
        self.view::<ClipLight, _>("clip", ClipLight::is_on)
    }
}
