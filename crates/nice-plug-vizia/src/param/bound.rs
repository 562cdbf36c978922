//! One parameter: its value, its texts, and gestures.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nice_plug_core::context::gui::GuiContext;
use nice_plug_core::params::Params;
use nice_plug_core::params::internals::ParamPtr;
use vizia_core::prelude::*;

/// How long the user's value is shown after a gesture while the plugin still has another one: it takes over new values
/// at the end of a block of audio, or when the host flushes parameters.
const ARRIVAL_LIMIT: Duration = Duration::from_millis(300);

/// Two normalized values that differ by less are the same value, seen through a conversion to a plain one and back.
const SAME_VALUE: f32 = 1e-6;

/// What a gesture of the user's has done to a parameter. Values are normalized: 0 to 1.
#[derive(Clone)]
pub struct ParamChange {
    /// The parameter.
    pub param: BoundParam,
    /// The value that was shown when the gesture began.
    pub before: f32,
    /// The value that the gesture has left.
    pub after: f32,
}

/// Is told of each gesture that has changed something, when it is over.
#[derive(Clone, Default)]
pub(super) struct Watcher(Rc<RefCell<Option<Box<Watch>>>>);

type Watch = dyn Fn(ParamChange);

impl Watcher {
    pub(super) fn set(&self, watch: impl Fn(ParamChange) + 'static) {
        *self.0.borrow_mut() = Some(Box::new(watch));
    }

    fn tell(&self, change: ParamChange) {
        if let Some(watch) = &*self.0.borrow() {
            watch(change);
        }
    }
}

/// A parameter in an editor's tree. Clones are the same parameter. All values are normalized: 0 to 1.
#[derive(Clone)]
pub struct BoundParam(Rc<Inner>);

struct Inner {
    id: String,
    pointer: ParamPtr,
    /// Keeps what `pointer` points to alive.
    _owner: Arc<dyn Params>,
    gui_context: GuiContext,
    shown: Signal<f32>,
    /// The number of the gesture that is going on.
    gesture: Cell<Option<u64>>,
    last_gesture: Cell<u64>,
    /// The value that was shown when the last gesture began.
    begun_at: Cell<f32>,
    watcher: Watcher,
    /// What the user has set and the plugin may not have taken over yet.
    awaited: Cell<Option<Awaited>>,
}

#[derive(Clone, Copy)]
struct Awaited {
    normalized: f32,
    until: Instant,
}

impl BoundParam {
    /// # Panics
    /// If `pointer` is not one of the parameters of `owner`.
    pub(super) fn new(
        id: &str,
        pointer: ParamPtr,
        owner: Arc<dyn Params>,
        gui_context: GuiContext,
        watcher: Watcher,
    ) -> Self {
        // SAFETY: `owner` is alive.
        let normalized = unsafe { pointer.unmodulated_normalized_value() };
        Self(Rc::new(Inner {
            id: id.to_owned(),
            pointer,
            _owner: owner,
            gui_context,
            shown: Signal::new(normalized),
            gesture: Cell::new(None),
            last_gesture: Cell::new(0),
            begun_at: Cell::new(normalized),
            watcher,
            awaited: Cell::new(None),
        }))
    }

    /// The id in the host's sessions.
    pub fn id(&self) -> &str {
        &self.0.id
    }

    /// The name that hosts show.
    pub fn name(&self) -> &str {
        // SAFETY: `_owner` keeps the parameter alive for as long as `self` is borrowed.
        unsafe { self.0.pointer.name() }
    }

    /// The value to show, as a signal.
    pub fn signal(&self) -> Signal<f32> {
        self.0.shown
    }

    /// The value to show.
    pub fn normalized(&self) -> f32 {
        self.0.shown.get_untracked()
    }

    /// The value that a reset goes to.
    pub fn default_normalized(&self) -> f32 {
        // SAFETY: `_owner` keeps the parameter alive.
        unsafe { self.0.pointer.default_normalized_value() }
    }

    /// How many steps there are between the smallest and the largest value; none in a continuous range.
    pub fn step_count(&self) -> Option<usize> {
        // SAFETY: `_owner` keeps the parameter alive.
        unsafe { self.0.pointer.step_count() }
    }

    /// The step next to `normalized`: itself in a continuous range.
    pub fn snapped(&self, normalized: f32) -> f32 {
        let normalized = normalized.clamp(0.0, 1.0);
        match self.step_count() {
            Some(steps) if steps > 0 => (normalized * steps as f32).round() / steps as f32,
            // SAFETY: `_owner` keeps the parameter alive.
            _ => unsafe {
                let plain = self.0.pointer.preview_plain(normalized);
                self.0.pointer.preview_normalized(plain).clamp(0.0, 1.0)
            },
        }
    }

    /// A value in the parameter's own words, with its unit.
    pub fn text(&self, normalized: f32) -> String {
        // SAFETY: `_owner` keeps the parameter alive.
        unsafe { self.0.pointer.normalized_value_to_string(normalized, true) }
    }

    /// The value that a text stands for, as the parameter reads it; none if it stands for none.
    pub fn parse(&self, text: &str) -> Option<f32> {
        // SAFETY: `_owner` keeps the parameter alive.
        let normalized = unsafe { self.0.pointer.string_to_normalized_value(text.trim()) }?;
        (!normalized.is_nan()).then(|| self.snapped(normalized))
    }

    /// The texts of all steps in order; empty in a continuous range.
    pub fn step_texts(&self) -> Vec<String> {
        let steps = self.step_count().unwrap_or(0);
        let text = |step: usize| self.text(step as f32 / steps as f32);
        (0..=steps).filter(|_| steps > 0).map(text).collect()
    }

    /// Begins to change the parameter: the host is told now, and that it is over when the gesture is dropped. Another
    /// gesture on the same parameter ends.
    pub fn begin_gesture(&self) -> Gesture {
        self.end_gesture();
        let number = self.0.last_gesture.get() + 1;
        self.0.last_gesture.set(number);
        self.0.gesture.set(Some(number));
        self.0.begun_at.set(self.normalized());
        // SAFETY: `_owner` keeps the parameter alive.
        unsafe { self.0.gui_context.raw_begin_set_parameter(self.0.pointer) };
        Gesture {
            param: self.clone(),
            number,
        }
    }

    /// Sets a value as a gesture of its own. Nothing happens if it is the value that is shown.
    pub fn set(&self, normalized: f32) {
        if self.snapped(normalized) != self.normalized() {
            self.begin_gesture().set(normalized);
        }
    }

    /// Sets the default.
    pub fn reset(&self) {
        self.set(self.default_normalized());
    }

    /// Whether the user is changing it.
    pub fn is_in_gesture(&self) -> bool {
        self.0.gesture.get().is_some()
    }

    /// Tells the host that what was going on is over, and whoever watches what it has changed.
    pub(super) fn end_gesture(&self) {
        if self.0.gesture.take().is_none() {
            return;
        }
        // SAFETY: `_owner` keeps the parameter alive.
        unsafe { self.0.gui_context.raw_end_set_parameter(self.0.pointer) };
        let (before, after) = (self.0.begun_at.get(), self.normalized());
        if before != after {
            self.0.watcher.tell(ParamChange {
                param: self.clone(),
                before,
                after,
            });
        }
    }

    /// Shows what the plugin has now, unless the user is changing it. Returns whether that is something new.
    pub(super) fn follow_host(&self, now: Instant) -> bool {
        if self.is_in_gesture() {
            return false;
        }
        // SAFETY: `_owner` keeps the parameter alive.
        let actual = unsafe { self.0.pointer.unmodulated_normalized_value() };
        if let Some(awaited) = self.0.awaited.get() {
            let has_arrived = (actual - awaited.normalized).abs() < SAME_VALUE;
            if !has_arrived && now < awaited.until {
                return false;
            }
            self.0.awaited.set(None);
        }
        let is_new = (actual - self.normalized()).abs() >= SAME_VALUE;
        if is_new {
            self.0.shown.set(actual);
        }
        is_new
    }
}

/// A change of a parameter by the user that is going on. The host hears of its end when this is dropped.
pub struct Gesture {
    param: BoundParam,
    number: u64,
}

impl Gesture {
    /// Sets a value, on the nearest step. The host hears of it unless it is the value that is shown. Nothing happens
    /// once the gesture is over.
    pub fn set(&self, normalized: f32) {
        let inner = &self.param.0;
        let normalized = self.param.snapped(normalized);
        if !self.is_open() || normalized == self.param.normalized() {
            return;
        }
        // SAFETY: `_owner` keeps the parameter alive.
        unsafe {
            let gui_context = &inner.gui_context;
            gui_context.raw_set_parameter_normalized(inner.pointer, normalized);
        }
        inner.shown.set(normalized);
        inner.awaited.set(Some(Awaited {
            normalized,
            until: Instant::now() + ARRIVAL_LIMIT,
        }));
    }

    /// Whether it is going on. The release of the mouse button, another gesture, a window that closes or loses the
    /// focus all end it.
    pub fn is_open(&self) -> bool {
        self.param.0.gesture.get() == Some(self.number)
    }
}

impl Drop for Gesture {
    fn drop(&mut self) {
        if self.is_open() {
            self.param.end_gesture();
        }
    }
}
