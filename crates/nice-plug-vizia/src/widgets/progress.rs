//! How far something has come.

use std::cell::Cell;
use std::rc::Rc;

use vizia_core::prelude::*;
use vizia_core::vg;

use crate::poll::PollContext;

/// A bar that fills from the left.
///
/// Its element is `progress`. `background-color` is the empty bar, `color` what is filled.
pub struct Progress {
    part: Rc<Cell<f32>>,
}

impl Progress {
    /// Shows the part of the way, 0 to 1, that `read` gives, which it looks at once a frame.
    pub fn new(cx: &mut Context, read: impl Fn() -> f32 + 'static) -> Handle<'_, Self> {
        let part = Rc::new(Cell::new(read()));
        let view = Self { part: part.clone() };
        view.build(cx, |cx| {
            let mut shown_px = -1.0;
            cx.add_poll(move |cx| {
                part.set(read());
                let now_px = (part.get().clamp(0.0, 1.0) * cx.bounds().w).round();
                if now_px != std::mem::replace(&mut shown_px, now_px) {
                    cx.needs_redraw();
                }
                // Nothing but pixels has changed.
                false
            });
        })
        .class("progress")
        .role(Role::ProgressIndicator)
    }

    /// The part of the way that is shown.
    pub fn part(&self) -> f32 {
        self.part.get()
    }
}

impl View for Progress {
    fn element(&self) -> Option<&'static str> {
        Some("progress")
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        node.set_numeric_value(f64::from(self.part.get()));
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        cx.draw_background(canvas);
        let bounds = cx.bounds();
        let filled = (self.part.get().clamp(0.0, 1.0) * bounds.w).round();
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_color(cx.font_color());
        canvas.save();
        canvas.clip_rect(
            vg::Rect::from_xywh(bounds.x, bounds.y, filled, bounds.h),
            None,
            None,
        );
        canvas.draw_path(&cx.path(), &paint);
        canvas.restore();
    }
}
