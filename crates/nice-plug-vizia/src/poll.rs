//! Looking at what changes outside of the tree, once a frame.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use vizia_core::prelude::*;

type Poll = dyn FnMut(&mut EventContext<'_>) -> bool;

/// Everything that is looked at once a frame, in the order in which it was added.
#[derive(Clone, Default)]
pub(crate) struct Polls {
    running: Rc<RefCell<Vec<Entry>>>,
    /// Added while others run; they join before the next run.
    added: Rc<RefCell<Vec<Entry>>>,
}

struct Entry {
    /// The view that the poll was added to.
    entity: Entity,
    /// The tree owns the poll, so that it goes with its view.
    poll: Weak<RefCell<Poll>>,
}

impl Model for Polls {}

impl Polls {
    /// Runs all of them and forgets those whose view is gone. Returns whether one of them changed the tree.
    pub(crate) fn run(&self, cx: &mut Context) -> bool {
        let mut running = self.running.borrow_mut();
        running.append(&mut self.added.borrow_mut());
        let mut changed = false;
        running.retain(|Entry { entity, poll }| {
            let Some(poll) = poll.upgrade() else {
                return false;
            };
            changed |= (poll.borrow_mut())(&mut EventContext::new_with_current(cx, *entity));
            true
        });
        changed
    }
}

/// Owns a poll as an invisible child of the view that it was added to.
struct PollView {
    _poll: Rc<RefCell<Poll>>,
}

impl View for PollView {}

/// Adds polls to a tree while it is built.
pub trait PollContext {
    /// Calls `poll` once a frame, about every 15 ms, on the thread of the window, for as long as the current view exists.
    ///
    /// This is how values get from the audio thread into the tree: `poll` reads atomics, compares with what it saw last,
    /// and only if something has changed sets a signal, emits an event or asks for a redraw, and returns `true`. While
    /// every poll returns `false` and no input arrives, nothing else runs and nothing is drawn. It has to be cheap: no
    /// allocation or formatting before it is clear that something has changed.
    ///
    /// ```
    /// # use std::sync::{Arc, atomic::{AtomicU32, Ordering::Relaxed}};
    /// # use nice_plug_vizia::{PollContext, vizia::prelude::*};
    /// fn peak(cx: &mut Context, peak_millivolt: Arc<AtomicU32>) {
    ///     let shown = Signal::new(0);
    ///     Label::new(cx, shown);
    ///     let mut last = 0;
    ///     cx.add_poll(move |_| {
    ///         let now = peak_millivolt.load(Relaxed);
    ///         let changed = now != std::mem::replace(&mut last, now);
    ///         if changed {
    ///             shown.set(now);
    ///         }
    ///         changed
    ///     });
    /// }
    /// ```
    fn add_poll(&mut self, poll: impl FnMut(&mut EventContext<'_>) -> bool + 'static);
}

impl PollContext for Context {
    fn add_poll(&mut self, poll: impl FnMut(&mut EventContext<'_>) -> bool + 'static) {
        // Missing only in a context that no scene has made: nobody would ever call the poll.
        let Some(polls) = self.try_data::<Polls>().cloned() else {
            return;
        };
        let entity = self.current();
        let poll: Rc<RefCell<Poll>> = Rc::new(RefCell::new(poll));
        polls.added.borrow_mut().push(Entry {
            entity,
            poll: Rc::downgrade(&poll),
        });
        // Ignored, and not just hidden: vizia draws a view together with all its children, and hidden ones count as if
        // they were in the corner of the window.
        let view = PollView { _poll: poll }.build(self, |_| {}).entity();
        self.tree.set_ignored(view, true);
    }
}
