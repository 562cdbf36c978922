//! Events from other threads, and from vizia to itself.

use std::sync::Arc;

use parking_lot::Mutex;
use vizia_core::context::EventProxy;
use vizia_core::prelude::*;

/// Keeps events until the next turn. All clones are one queue.
#[derive(Clone, Default)]
pub(super) struct EventQueue(Arc<Mutex<Vec<Event>>>);

impl EventQueue {
    pub fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }

    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.0.lock())
    }
}

impl EventProxy for EventQueue {
    fn send(&self, event: Event) -> Result<(), ()> {
        self.0.lock().push(event);
        Ok(())
    }

    fn make_clone(&self) -> Box<dyn EventProxy> {
        Box::new(self.clone())
    }
}
