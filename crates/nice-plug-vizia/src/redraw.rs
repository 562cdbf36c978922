//! Drawing a part of a view anew.

use std::cell::RefCell;
use std::rc::Rc;

use vizia_core::prelude::*;

/// Parts of views that have changed, in physical pixels.
#[derive(Clone, Default)]
pub(crate) struct ChangedParts(Rc<RefCell<Vec<BoundingBox>>>);

impl Model for ChangedParts {}

impl ChangedParts {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    pub(crate) fn take(&self) -> Vec<BoundingBox> {
        self.0.take()
    }
}

/// Asks for less than a whole view to be drawn.
pub trait RedrawContext {
    /// Draws this part of the window anew, in physical pixels from its upper left corner: what moves in a view that is
    /// much larger. Everything that a view draws differently from before has to be in such a part, also where it was.
    fn needs_redraw_of(&mut self, part: BoundingBox);
}

impl RedrawContext for EventContext<'_> {
    fn needs_redraw_of(&mut self, part: BoundingBox) {
        match self.try_data::<ChangedParts>() {
            Some(parts) => parts.0.borrow_mut().push(part),
            // A context that no scene has made knows whole views only.
            None => self.needs_redraw(),
        }
    }
}
