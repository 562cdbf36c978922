//! Buttons with a word or an icon.

use vizia_core::prelude::*;

use super::control::{Control, Drag};
use super::hint::{HintEvent, Subject};
use super::icon::Icon;
use super::text::TextLine;
use super::toggle::switch_event;
use crate::param::ParamModel;

/// What a button shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Face {
    /// A drawing.
    Icon(Icon),
    /// A word.
    Text(String),
}

impl From<Icon> for Face {
    fn from(icon: Icon) -> Self {
        Self::Icon(icon)
    }
}

impl From<&str> for Face {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A button that does something at once. Whether it is `:checked` is said by its handle; while it has the class `idle`
/// there is nothing to do for it, and its sentence says so.
///
/// A click does it; so do enter and space once the focus has come by keys. Its element is `push`, its class too. `color`
/// is that of the word or the icon.
pub struct PushButton {
    face: Face,
    line: TextLine,
    sentence: Box<dyn Fn() -> String>,
    action: Box<dyn Fn(&mut EventContext<'_>)>,
}

impl PushButton {
    /// A button that shows `face`, is called `name` by screen readers, and is explained by what `sentence` gives when the
    /// pointer comes.
    pub fn new<'a>(
        cx: &'a mut Context,
        face: impl Into<Face>,
        name: &str,
        sentence: impl Fn() -> String + 'static,
        action: impl Fn(&mut EventContext<'_>) + 'static,
    ) -> Handle<'a, Self> {
        Self {
            face: face.into(),
            line: TextLine::new(cx),
            sentence: Box::new(sentence),
            action: Box::new(action),
        }
        .build(cx, |_| {})
        .class("push")
        .navigable(true)
        .role(Role::Button)
        .name(name.to_owned())
    }
}

impl View for PushButton {
    fn element(&self) -> Option<&'static str> {
        Some("push")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| match event {
            WindowEvent::MouseEnter => {
                let subject = Subject::Other((self.sentence)());
                cx.emit(HintEvent::Rest(subject, cx.current()));
            }
            WindowEvent::MouseLeave => cx.emit(HintEvent::Leave(cx.current())),
            WindowEvent::MouseDown(MouseButton::Left) => {
                cx.emit(HintEvent::Hide);
                cx.focus_with_visibility(false);
                meta.consume();
            }
            WindowEvent::MouseDoubleClick(MouseButton::Left) => meta.consume(),
            WindowEvent::Press { .. } => {
                (self.action)(cx);
                meta.consume();
            }
            _ => {}
        });
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        draw_face(cx, canvas, &self.line, &self.face);
    }
}

/// A parameter with two values as a button with a word: pressed in is on.
///
/// Its element is `push`, its class too, its id that of the parameter; it is `:checked` while it is on.
pub struct ParamPush {
    control: Control,
    face: Face,
    line: TextLine,
}

impl ParamPush {
    /// Shows the parameter with this id as `text`.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str, text: &str) -> Handle<'a, Self> {
        let param = ParamModel::find(cx, id);
        let (signal, name) = (param.signal(), param.name().to_owned());
        Self {
            control: Control::new(param, Drag::None),
            face: text.into(),
            line: TextLine::new(cx),
        }
        .build(cx, |_| {})
        .id(id)
        .class("push")
        .navigable(true)
        .role(Role::Switch)
        .name(name)
        .checked(signal.map(|normalized| *normalized >= 0.5))
        .bind(signal, |mut handle| handle.needs_redraw())
    }
}

impl View for ParamPush {
    fn element(&self) -> Option<&'static str> {
        Some("push")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        switch_event(&mut self.control, cx, event);
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        self.control.describe(node);
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        draw_face(cx, canvas, &self.line, &self.face);
    }
}

fn draw_face(cx: &mut DrawContext<'_>, canvas: &Canvas, line: &TextLine, face: &Face) {
    cx.draw_background(canvas);
    cx.draw_border(canvas);
    match face {
        Face::Icon(icon) => icon.draw(canvas, cx.bounds(), cx.scale_factor(), cx.font_color()),
        Face::Text(text) => line.draw(cx, canvas, cx.bounds(), text),
    }
    cx.draw_outline(canvas);
}
