//! What lies over the window and takes all input until it is closed.

use nice_plug_vizia::vizia::prelude::*;

/// A sheet in front of the darkened window. A click beside the sheet closes it, and so does escape.
///
/// Its element is `textbox`, because hosts leave the keys to a window only while a view of this name has the focus.
pub struct Overlay {
    on_close: Box<dyn Fn(&mut EventContext<'_>)>,
}

impl Overlay {
    /// Shows `content` on a sheet with this class, called `name` by screen readers.
    pub fn new<'a>(
        cx: &'a mut Context,
        class: &'static str,
        name: &str,
        content: impl FnOnce(&mut Context),
        on_close: impl Fn(&mut EventContext<'_>) + 'static,
    ) -> Handle<'a, Self> {
        Self {
            on_close: Box::new(on_close),
        }
        .build(cx, |cx| {
            VStack::new(cx, content).class("sheet").class(class);
        })
        .class("overlay")
        .role(Role::Dialog)
        .name(name.to_owned())
        .position_type(PositionType::Absolute)
        .lock_focus_to_within()
        .on_build(|cx| cx.focus_with_visibility(false))
    }
}

impl View for Overlay {
    fn element(&self) -> Option<&'static str> {
        Some("textbox")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| match event {
            WindowEvent::KeyDown(Code::Escape, _) => {
                (self.on_close)(cx);
                meta.consume();
            }
            WindowEvent::MouseDown(_) if meta.target == cx.current() => {
                (self.on_close)(cx);
                meta.consume();
            }
            WindowEvent::MouseScroll(..) => meta.consume(),
            _ => {}
        });
    }
}
