//! What a scene does between two frames.

use vizia_core::prelude::*;

use super::Scene;

/// Rounds of one turn. Layout makes vizia look again at what is under the pointer, which is one more; what keeps asking
/// for more waits for the next turn, so that no tree can hold up a window.
const MAX_ROUNDS: usize = 4;

impl Scene {
    /// Looks at everything outside of the tree, and gives the tree a turn if something there has changed or something
    /// in it is due. Returns whether there is something to draw.
    ///
    /// This is what to do once a frame. While nothing changes it costs no more than the polls themselves.
    pub fn tick(&mut self) -> bool {
        let (signals, polls, cx) = (&self.signals, &self.polls, &mut self.backend.0);
        let changed = signals.enter(|| polls.run(cx));
        if changed || self.is_due() {
            self.turn();
        }
        self.wants_frame()
    }

    /// Whether a turn would do something.
    pub fn is_due(&self) -> bool {
        let timer = self.backend.get_next_timer_time();
        self.animating
            || self.stale
            || self.backend.has_queued_events()
            || !self.queue.is_empty()
            || Runtime::has_pending_work()
            || timer.is_some_and(|time| time <= Instant::now())
    }

    /// Whether an animation or a transition is running.
    pub fn is_animating(&self) -> bool {
        self.animating
    }

    /// Handles all events and everything that follows from them, up to the layout.
    pub fn turn(&mut self) {
        self.stale = false;
        for _ in 0..MAX_ROUNDS {
            self.round();
            if let Some(text_box) = self.text_box_at_press.take() {
                self.leave(text_box);
            }
            if self.queue.is_empty() && !self.backend.has_queued_events() {
                break;
            }
        }
    }

    fn round(&mut self) {
        for event in self.queue.take() {
            self.backend.send_event(event);
        }
        let (signals, backend, events) = (&self.signals, &mut self.backend, &mut self.events);
        self.animating = signals.enter(|| {
            backend.process_timers();
            backend.emit_scheduled_events();
            Runtime::drain_pending_work();
            events.flush_events(backend.context(), |_| {});
            backend.process_style_updates();
            let animating = backend.process_animations();
            backend.process_visual_updates();
            backend.process_tree_updates();
            // For screen readers, which have no way in here.
            backend.0.tree_updates.clear();
            animating
        });
    }

    /// Ends the editing of a text when the pointer is pressed elsewhere. vizia does that only if what is pressed takes
    /// the focus itself; until then all keys would go to the text box and none to the host.
    /// A text box that has got the focus by the press itself keeps it.
    fn leave(&mut self, text_box: Entity) {
        if !self.takes_keys() || self.backend.focused() != text_box {
            return;
        }
        let mut view = Some(EventContext::new(&mut self.backend.0).hovered());
        while let Some(entity) = view {
            if entity == text_box {
                return;
            }
            view = self.backend.0.tree.get_parent(entity);
        }
        self.drop_focus();
    }
}
