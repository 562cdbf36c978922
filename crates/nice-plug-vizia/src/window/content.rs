//! What a window shows, without the window itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use baseview::dpi::PhysicalSize;
use baseview::{DamageArea, Event, EventStatus, MouseCursor, WindowSize};
use vizia_core::prelude::Context;

use super::input::Input;
use super::link::Link;
use super::presenter::Presenter;
use super::translate;
use crate::model::EditorModel;
use crate::scene::{PixelRect, Scene, SceneSize};
use crate::state::EditorState;

/// Input is shown at once if the last frame, and the last attempt at one, are this old; else in the next one.
const PROMPT_INTERVAL: Duration = Duration::from_millis(12);

/// Everything in a window, and what is known of it.
pub(super) struct Content {
    scene: Scene,
    state: Arc<EditorState>,
    input: Input,
    presenter: Presenter,
    /// Where the window has to be shown anew, drawn or not.
    damage: Vec<PixelRect>,
    /// Physical pixels of the window.
    size: PhysicalSize<u32>,
    /// The size that the state asked for last.
    wanted: PhysicalSize<u32>,
    cursor: MouseCursor,
    takes_keys: bool,
    last_frame: Instant,
    last_prompt: Instant,
    /// Whether the last frame could not be shown: it is reported once.
    failed: bool,
}

/// What the content wants the window to do.
#[derive(Default)]
pub(super) struct Wishes {
    pub size: Option<PhysicalSize<u32>>,
    pub cursor: Option<MouseCursor>,
    pub takes_keys: Option<bool>,
}

impl Content {
    /// Builds the tree for the size that the state asks for. That may not be what the window has at first; whoever opens
    /// the window gives it that size next.
    pub fn new(model: EditorModel, presenter: Presenter, build: impl FnOnce(&mut Context)) -> Self {
        let state = model.state().clone();
        let size = state.physical_size();
        let scene_size = SceneSize {
            width_px: size.width,
            height_px: size.height,
            scale: state.user_scale() * state.window_scale(),
        };
        let now = Instant::now();
        Self {
            scene: Scene::new(scene_size, model, build),
            state,
            input: Input::default(),
            presenter,
            damage: Vec::new(),
            size,
            wanted: size,
            cursor: MouseCursor::default(),
            takes_keys: false,
            last_frame: now,
            last_prompt: now,
            failed: false,
        }
    }

    /// Hands on what has happened to the window.
    pub fn handle(&mut self, event: Event) -> EventStatus {
        self.input.handle(&mut self.scene, event)
    }

    /// Lets the scene react to everything that has happened.
    pub fn update(&mut self, link: &Link) {
        for key in link.take_keys() {
            self.input.host_key(&mut self.scene, key);
        }
        self.input.flush(&mut self.scene);
        self.scene.tick();
    }

    /// Whether there is something to show.
    pub fn wants_frame(&self) -> bool {
        self.scene.wants_frame() || !self.damage.is_empty()
    }

    /// Whether what has happened may be shown at once: so often, and no oftener.
    pub fn take_prompt(&mut self) -> bool {
        let now = Instant::now();
        let last = self.last_frame.max(self.last_prompt);
        let is_due = now.duration_since(last) >= PROMPT_INTERVAL;
        if is_due {
            self.last_prompt = now;
        }
        is_due
    }

    /// Whether keys that a text box waits for may have begun to go elsewhere.
    pub fn is_focus_doubtful(&mut self) -> bool {
        self.input.take_refocused() && self.takes_keys
    }

    /// Ends the editing of a text.
    pub fn drop_focus(&mut self) {
        self.scene.drop_focus();
    }

    /// Draws what has changed, and shows it and whatever the window has lost.
    pub fn show(&mut self) {
        if self.scene.wants_frame() {
            self.damage.extend_from_slice(self.scene.draw());
        }
        if self.damage.is_empty() {
            return;
        }
        if let Some(pixels) = self.scene.pixels() {
            let shown = self.presenter.present(pixels, &self.damage);
            if let Err(error) = &shown
                && !self.failed
            {
                log::warn!("the editor cannot be shown: {error}");
            }
            self.failed = shown.is_err();
        }
        self.damage.clear();
        self.last_frame = Instant::now();
    }

    /// Takes note of what the window has lost of its picture.
    pub fn lose(&mut self, area: &DamageArea<'_>) {
        let rects = match area {
            DamageArea::Rect(rect) => std::slice::from_ref(rect),
            DamageArea::Rects(rects) => rects,
            _ => {
                self.damage.push(PixelRect {
                    x: 0,
                    y: 0,
                    width: self.size.width,
                    height: self.size.height,
                });
                return;
            }
        };
        let PhysicalSize { width, height } = self.size;
        for rect in rects {
            let (at, size) = (rect.position(), rect.size());
            if at.x < width && at.y < height && size.width > 0 && size.height > 0 {
                self.damage.push(PixelRect {
                    x: at.x,
                    y: at.y,
                    width: size.width.min(width - at.x),
                    height: size.height.min(height - at.y),
                });
            }
        }
    }

    /// Lays the scene out for another size or scale of the window.
    pub fn resize(&mut self, size: WindowSize) {
        let scale = self.state.fit(size.physical, size.scale_factor);
        // What the state wants now is what fits, even if the window has room to spare.
        self.wanted = self.state.physical_size();
        self.size = size.physical;
        self.scene.resize(SceneSize {
            width_px: size.physical.width,
            height_px: size.physical.height,
            scale,
        });
        self.damage.clear();
    }

    /// What has changed of all that the window has to do for the content.
    pub fn wishes(&mut self) -> Wishes {
        let mut wishes = Wishes::default();
        let cursor = translate::cursor(self.scene.cursor());
        if std::mem::replace(&mut self.cursor, cursor) != cursor {
            wishes.cursor = Some(cursor);
        }
        let takes_keys = self.scene.takes_keys();
        if std::mem::replace(&mut self.takes_keys, takes_keys) != takes_keys {
            wishes.takes_keys = Some(takes_keys);
        }
        let wanted = self.state.physical_size();
        if std::mem::replace(&mut self.wanted, wanted) != wanted && wanted != self.size {
            wishes.size = Some(wanted);
        }
        wishes
    }
}
