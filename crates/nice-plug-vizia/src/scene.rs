//! A tree of views without a window.
//!
//! A [`Scene`] is what a window and the [headless driver](crate::headless) have in common: the tree, its styles and its
//! pixels. Whoever owns it feeds it events, gives it turns and shows its pixels.

mod damage;
mod draw;
mod proxy;
mod root;
mod turn;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use vizia_core::backend::{BackendContext, WindowDescription};
use vizia_core::events::EventManager;
use vizia_core::prelude::*;
use vizia_core::vg;
use vizia_reactive::Scope;

pub use damage::PixelRect;
pub use draw::Pixels;
use proxy::EventQueue;
use root::{RootNotes, RootView};

use crate::model::EditorModel;
use crate::poll::Polls;
use crate::redraw::ChangedParts;
use crate::shortcuts::Shortcuts;

/// The name of the views that take keys.
const TEXT_BOX: &str = "textbox";

/// How large a scene is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SceneSize {
    /// Physical pixels in a row.
    pub width_px: u32,
    /// Physical pixels in a column.
    pub height_px: u32,
    /// Physical pixels per pixel of the layout.
    pub scale: f32,
}

/// A tree of views that is laid out, styled and drawn, without a window.
///
/// A scene belongs to the thread that has made it. There can be several on one thread.
pub struct Scene {
    backend: BackendContext,
    events: EventManager,
    queue: EventQueue,
    polls: Polls,
    parts: ChangedParts,
    shortcuts: Shortcuts,
    notes: Rc<RootNotes>,
    size: SceneSize,
    surface: Option<vg::Surface>,
    /// What vizia copies whole frames to, where there is nothing to copy them to.
    sink: Option<vg::Surface>,
    damage: Vec<PixelRect>,
    animating: bool,
    /// The text box that had the focus when the pointer was pressed.
    text_box_at_press: Option<Entity>,
    /// Whether the focus has gone to where it is by the tabulator.
    walks_by_keys: bool,
    /// Whether size or scale have changed since the last turn.
    stale: bool,
    /// The last field: it goes after everything that uses signals.
    signals: Signals,
}

impl Scene {
    /// Builds a tree. `build` adds fonts, style sheets and views.
    pub fn new(size: SceneSize, model: EditorModel, build: impl FnOnce(&mut Context)) -> Self {
        let signals = Signals::new();
        let queue = EventQueue::default();
        let polls = Polls::default();
        let parts = ChangedParts::default();
        let shortcuts = Shortcuts::default();
        let notes = Rc::<RootNotes>::default();
        let backend = signals.enter(|| {
            let mut backend = BackendContext::new(Context::new());
            backend.set_event_proxy(Box::new(queue.clone()));
            backend.renegotiate_language();
            let cx = backend.context();
            cx.add_built_in_styles();
            model.build(cx);
            polls.clone().build(cx);
            parts.clone().build(cx);
            shortcuts.clone().build(cx);
            build(cx);
            add_root(&mut backend, size, &notes);
            backend
        });
        let mut scene = Self {
            backend,
            events: EventManager::new(),
            queue,
            polls,
            parts,
            shortcuts,
            notes,
            size,
            surface: None,
            sink: vg::surfaces::raster_n32_premul((1, 1)),
            damage: Vec::new(),
            animating: false,
            text_box_at_press: None,
            walks_by_keys: false,
            stale: false,
            signals,
        };
        scene.resize(size);
        scene.turn();
        scene
    }

    /// How large it is.
    pub fn size(&self) -> SceneSize {
        self.size
    }

    /// Lays the tree out anew and asks for all of it to be drawn.
    pub fn resize(&mut self, size: SceneSize) {
        if self.size != size {
            // The next draw makes one of the new size.
            self.surface = None;
        }
        self.size = size;
        let root = Entity::root();
        self.backend.set_scale_factor(f64::from(size.scale));
        self.backend
            .set_window_size(root, size.width_px as f32, size.height_px as f32);
        if let Some(window) = self.backend.0.windows.get_mut(&root) {
            window.scale_factor = size.scale;
        }
        self.backend.needs_refresh(root);
        self.stale = true;
    }

    /// Sets which modifier keys are held from here on.
    pub fn set_modifiers(&mut self, modifiers: Modifiers) {
        *self.backend.modifiers() = modifiers;
    }

    /// Queues an event of the window, in physical pixels, for the next turn.
    pub fn emit(&mut self, event: WindowEvent) {
        if let WindowEvent::MouseDown(_) = event {
            self.text_box_at_press = self.takes_keys().then(|| self.backend.focused());
            self.walks_by_keys = false;
        }
        self.backend.emit_window_event(Entity::root(), event);
    }

    /// What the pointer shall look like.
    pub fn cursor(&self) -> CursorIcon {
        self.notes.cursor.get()
    }

    /// Whether a text box has the focus. Only then keys are for the editor; else they are for the host.
    pub fn takes_keys(&self) -> bool {
        self.backend.focused_element() == Some(TEXT_BOX)
    }

    /// Takes the focus from whatever view has it, which ends the editing of a text.
    pub fn drop_focus(&mut self) {
        self.backend.with_current(Entity::root(), |cx| {
            cx.focus_with_visibility(false);
        });
    }

    /// Presses (`down`) or releases a key. If a text box has the focus, it writes what it writes. Returns whether the
    /// scene has taken the key; if not, it is for the host, whatever a view that has the focus makes of it.
    pub fn key(&mut self, down: bool, code: Code, key: Option<Key>) -> bool {
        if !self.takes_keys() {
            if self.shortcut(down, code) {
                return true;
            }
            if self.reaches_view(code) {
                self.walks_by_keys |= code == Code::Tab;
                self.emit(match down {
                    true => WindowEvent::KeyDown(code, key),
                    false => WindowEvent::KeyUp(code, key),
                });
            }
            return false;
        }
        let written = match &key {
            Some(Key::Character(written)) if down => written.clone(),
            _ => String::new(),
        };
        self.emit(match down {
            true => WindowEvent::KeyDown(code, key),
            false => WindowEvent::KeyUp(code, key),
        });
        for character in written.chars().filter(|character| !character.is_control()) {
            self.emit(WindowEvent::CharInput(character));
        }
        if down && code == Code::Escape {
            self.turn();
            // vizia ends the editing but leaves the focus, and with it all further keys, in the text box.
            if self.takes_keys() {
                self.drop_focus();
            }
        }
        true
    }

    /// Does what a shortcut does. Returns whether the key is one.
    fn shortcut(&mut self, down: bool, code: Code) -> bool {
        let modifiers = *self.backend.modifiers();
        let Some(action) = self.shortcuts.find(modifiers, code) else {
            return false;
        };
        if self.backend.focused() == Entity::root() {
            return false;
        }
        if down {
            let (signals, cx) = (&self.signals, &mut self.backend.0);
            signals.enter(|| action(&mut EventContext::new_with_current(cx, Entity::root())));
        }
        true
    }

    /// Whether a view with the focus hears of this key although it is the host's as well: keys that go and step, and,
    /// once the user has gone from view to view by keys, those that press. A press on the space bar that shall start
    /// the host's transport must not switch what was clicked last.
    fn reaches_view(&self, code: Code) -> bool {
        use Code::*;
        let presses = matches!(code, Enter | NumpadEnter | Space);
        let steps = matches!(
            code,
            ArrowUp
                | ArrowDown
                | ArrowLeft
                | ArrowRight
                | PageUp
                | PageDown
                | Home
                | End
                | Tab
                | Escape
        );
        self.backend.focused() != Entity::root() && (steps || presses && self.walks_by_keys)
    }

    /// What the tree tells screen readers: every view's node and what belongs to it.
    pub(crate) fn accessible_nodes(&mut self) -> Vec<(accesskit::NodeId, accesskit::Node)> {
        self.backend.init_accessibility_tree().nodes
    }

    /// The tree.
    pub fn context(&mut self) -> &mut Context {
        self.backend.context()
    }

    /// Where the layout has put a view, in physical pixels.
    pub fn bounds(&mut self, entity: Entity) -> BoundingBox {
        self.backend.cache().get_bounds(entity)
    }
}

impl Drop for Scene {
    /// Takes the tree apart: what vizia's bindings have subscribed to would outlive them.
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let (signals, cx) = (&self.signals, &mut self.backend.0);
        let children: Vec<Entity> = Entity::root().child_iter(&cx.tree).collect();
        let removed = catch_unwind(AssertUnwindSafe(|| {
            signals.enter(|| {
                for child in children {
                    cx.remove(child);
                }
            });
        }));
        if removed.is_err() {
            log::error!("a view has panicked when it was removed");
        }
    }
}

/// Makes the root entity the window that the tree is shown in.
fn add_root(backend: &mut BackendContext, size: SceneSize, notes: &Rc<RootNotes>) {
    let root = Entity::root();
    let logical = |pixels: u32| (pixels as f32 / size.scale).round() as u32;
    let description = WindowDescription {
        inner_size: WindowSize::new(logical(size.width_px), logical(size.height_px)),
        ..WindowDescription::default()
    };
    backend.add_main_window(root, &description, size.scale);
    backend.add_window(RootView {
        notes: notes.clone(),
    });
    let window = WindowState {
        window_description: description,
        scale_factor: size.scale,
        ..WindowState::default()
    };
    backend.0.windows.insert(root, window);
}

/// Owns every signal of a tree, so that they go with it and do not gather on a thread that outlives it.
struct Signals(Scope);

impl Signals {
    fn new() -> Self {
        Self(Scope::new())
    }

    fn enter<T: 'static>(&self, f: impl FnOnce() -> T) -> T {
        self.0.enter(f)
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.0.dispose();
    }
}

#[cfg(test)]
mod tests;
