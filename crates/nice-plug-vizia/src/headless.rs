//! An editor without a window, for tests and pictures.
//!
//! [`HeadlessEditor`] shows the same tree as a window would, in memory: it takes synthetic input in the pixels of the
//! layout, and gives pixels or a PNG. It needs no display and no host; gestures and values go to a [`Host`] that keeps a
//! record of them and sets the parameters at once.
//!
//! ```
//! use nice_plug_vizia::headless::HeadlessEditor;
//! use nice_plug_vizia::vizia::prelude::*;
//!
//! let mut editor = HeadlessEditor::new(200, 100, |cx| {
//!     let pressed = Signal::new(0);
//!     Button::new(cx, |cx| Label::new(cx, "Press"))
//!         .id("press")
//!         .on_press(move |_| pressed.update(|count| *count += 1));
//!     Label::new(cx, pressed).id("count");
//! });
//! editor.click_on("press");
//! assert_eq!(editor.text("count").as_deref(), Some("1"));
//! ```

mod host;
mod input;
mod picture;

use std::sync::Arc;
use std::time::{Duration, Instant};

use accesskit::Toggled;
use nice_plug_core::context::gui::GuiContext;
use vizia_core::backend::IntoNode;
use vizia_core::prelude::*;

pub use host::{Host, HostCall};
pub use picture::Picture;

use crate::model::EditorModel;
use crate::scene::{PixelRect, Scene, SceneSize};
use crate::state::EditorState;

/// How long [`HeadlessEditor::wait`] sleeps between two frames: what windows do as well.
const FRAME_INTERVAL: Duration = Duration::from_millis(15);

/// A tree of views that is shown in memory and used by a program.
///
/// All coordinates are pixels of the layout, from the left and the top. Every method that stands for something a user
/// does also lets the tree react to it, so that afterwards everything is as the user would see it in the next frame.
pub struct HeadlessEditor {
    scene: Scene,
    host: Host,
    state: Arc<EditorState>,
    modifiers: Modifiers,
    /// Where the pointer is, in physical pixels.
    pointer: (f32, f32),
    /// Where the last click was, in physical pixels.
    last_click: Option<(f32, f32)>,
}

/// How to make a [`HeadlessEditor`], where [`HeadlessEditor::new`] is not enough.
pub struct HeadlessBuilder {
    state: Arc<EditorState>,
    screen_scale: f32,
    gui_context: Option<GuiContext>,
}

impl HeadlessBuilder {
    /// An editor of this size, remembered in this state.
    pub fn new(state: Arc<EditorState>) -> Self {
        Self {
            state,
            screen_scale: 1.0,
            gui_context: None,
        }
    }

    /// Sets the physical pixels per logical one of the screen: 2 on a typical high-DPI screen.
    #[must_use]
    pub fn screen_scale(mut self, screen_scale: f32) -> Self {
        self.screen_scale = screen_scale;
        self
    }

    /// Sets the way to a host other than the [`Host`] that keeps a record.
    #[must_use]
    pub fn gui_context(mut self, gui_context: GuiContext) -> Self {
        self.gui_context = Some(gui_context);
        self
    }

    /// Builds the tree and draws it for the first time.
    pub fn build(self, build: impl FnOnce(&mut Context)) -> HeadlessEditor {
        let host = Host::default();
        let gui_context = self.gui_context.unwrap_or_else(|| host.gui_context());
        self.state.set_window_scale(f64::from(self.screen_scale));
        let model = EditorModel::new(gui_context, self.state.clone());
        let scene = Scene::new(size_of(&self.state), model, build);
        let mut editor = HeadlessEditor {
            scene,
            host,
            state: self.state,
            modifiers: Modifiers::empty(),
            pointer: (-1.0, -1.0),
            last_click: None,
        };
        editor.frame();
        editor
    }
}

fn size_of(state: &EditorState) -> SceneSize {
    let size = state.physical_size();
    SceneSize {
        width_px: size.width,
        height_px: size.height,
        scale: state.user_scale() * state.window_scale(),
    }
}

impl HeadlessEditor {
    /// An editor of this many pixels at 100 % on an ordinary screen.
    pub fn new(width: u32, height: u32, build: impl FnOnce(&mut Context)) -> Self {
        HeadlessBuilder::new(EditorState::new(width, height)).build(build)
    }

    /// The host that keeps a record of what the editor asks it for. Nothing arrives there if the editor was built with
    /// another way to a host.
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// What the editor remembers. Another user scale acts at the next [`frame`](Self::frame).
    pub fn state(&self) -> &Arc<EditorState> {
        &self.state
    }

    /// The scene that is driven.
    pub fn scene(&mut self) -> &mut Scene {
        &mut self.scene
    }

    /// The tree.
    pub fn context(&mut self) -> &mut Context {
        self.scene.context()
    }

    /// Does what a window does once a frame, and returns where it has drawn: nothing while nothing changes.
    pub fn frame(&mut self) -> &[PixelRect] {
        let size = size_of(&self.state);
        if size != self.scene.size() {
            self.scene.resize(size);
        }
        if self.scene.tick() {
            self.scene.draw()
        } else {
            &[]
        }
    }

    /// Lets real time pass, frame by frame: for timers, tooltips and whatever else follows the clock.
    pub fn wait(&mut self, duration: Duration) {
        let end = Instant::now() + duration;
        while Instant::now() < end {
            std::thread::sleep(FRAME_INTERVAL.min(end.saturating_duration_since(Instant::now())));
            self.frame();
        }
    }

    /// Lets time pass until no animation is running and nothing is left to draw, at most `limit`. Returns whether that
    /// was reached.
    pub fn settle(&mut self, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        loop {
            self.frame();
            if !self.scene.is_animating() && !self.scene.is_due() && !self.scene.wants_frame() {
                return true;
            }
            if Instant::now() >= end {
                return false;
            }
            std::thread::sleep(FRAME_INTERVAL);
        }
    }

    /// The view with this id (`.id("…")` when it was built).
    pub fn find(&mut self, id: &str) -> Option<Entity> {
        EventContext::new(self.context()).resolve_entity_identifier(id)
    }

    /// All views with this class (`.class("…")`), in the order of the tree.
    pub fn find_class(&mut self, class: &str) -> Vec<Entity> {
        EventContext::new_with_current(self.context(), Entity::root()).get_entities_by_class(class)
    }

    /// All views whose element has this name, as style sheets use it ("button", "textbox"), in the order of the tree.
    pub fn find_element(&mut self, element: &str) -> Vec<Entity> {
        let cx = self.scene.context();
        let mut found = Vec::new();
        // An element is looked up below a view, first come, so look below every view for its own name.
        let entities: Vec<Entity> = Entity::root().branch_iter(&cx.tree).collect();
        for entity in entities {
            let cx = EventContext::new_with_current(cx, entity);
            if cx.get_entity_by_element_id(element) == Some(entity) {
                found.push(entity);
            }
        }
        found
    }

    /// Where the layout has put a view.
    pub fn bounds(&mut self, entity: Entity) -> BoundingBox {
        let scale = self.scene.size().scale;
        let bounds = self.scene.bounds(entity);
        BoundingBox {
            x: bounds.x / scale,
            y: bounds.y / scale,
            w: bounds.w / scale,
            h: bounds.h / scale,
        }
    }

    /// The middle of the view with this id.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn middle_of(&mut self, id: &str) -> (f32, f32) {
        let Some(entity) = self.find(id) else {
            panic!("no view has the id {id:?}");
        };
        self.bounds(entity).center()
    }

    /// What the pointer looks like.
    pub fn cursor(&self) -> CursorIcon {
        self.scene.cursor()
    }
}

/// What a view tells about itself, to screen readers and to tests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Described {
    /// What it is called.
    pub label: Option<String>,
    /// The text that it shows.
    pub value: Option<String>,
    /// The number that it stands for.
    pub numeric_value: Option<f64>,
    /// Whether it is switched on, if it can be.
    pub toggled: Option<bool>,
    /// Whether it takes no input.
    pub disabled: bool,
}

impl HeadlessEditor {
    /// What a view tells about itself.
    pub fn described(&mut self, entity: Entity) -> Described {
        let id = entity.accesskit_id();
        let nodes = self.scene.accessible_nodes();
        let Some((_, node)) = nodes.iter().find(|(node_id, _)| *node_id == id) else {
            return Described::default();
        };
        // Text boxes tell their text line by line, in nodes of their own.
        let lines: Vec<&str> = nodes
            .iter()
            .filter(|(node_id, _)| id.0 != 0 && node_id.0 >> 32 == id.0)
            .filter_map(|(_, line)| line.value())
            .collect();
        Described {
            label: node.label().map(str::to_owned),
            value: node
                .value()
                .map(str::to_owned)
                .or((!lines.is_empty()).then(|| lines.concat())),
            numeric_value: node.numeric_value(),
            toggled: node.toggled().map(|toggled| toggled == Toggled::True),
            disabled: node.is_disabled(),
        }
    }

    /// The text that the view with this id shows, or else what it is called.
    pub fn text(&mut self, id: &str) -> Option<String> {
        let entity = self.find(id)?;
        let described = self.described(entity);
        described.value.or(described.label)
    }
}
