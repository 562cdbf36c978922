//! The view at the root: what belongs to the window as a whole.

use std::cell::Cell;
use std::rc::Rc;

use vizia_core::prelude::*;
use vizia_core::vg;

/// What the root view tells its scene.
#[derive(Default)]
pub(super) struct RootNotes {
    /// The pixels that the last draw was limited to.
    pub drawn: Cell<Option<vg::IRect>>,
    /// What the pointer shall look like.
    pub cursor: Cell<CursorIcon>,
}

pub(super) struct RootView {
    pub notes: Rc<RootNotes>,
}

impl View for RootView {
    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, _| match event {
            WindowEvent::SetCursor(cursor) => self.notes.cursor.set(*cursor),
            WindowEvent::FocusNext => cx.focus_next(),
            WindowEvent::FocusPrev => cx.focus_prev(),
            WindowEvent::Redraw => cx.needs_redraw(),
            WindowEvent::Relayout => cx.needs_relayout(),
            WindowEvent::Restyle => cx.needs_restyle(),
            WindowEvent::ReloadStyles => {
                if let Err(error) = cx.reload_styles() {
                    log::warn!("styles could not be loaded again: {error}");
                }
            }
            _ => {}
        });
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        // The root is the first to be drawn, under no other clip than that of what is dirty.
        self.notes.drawn.set(canvas.device_clip_bounds());
        cx.draw_background(canvas);
        cx.draw_border(canvas);
    }
}
