//! The value of a parameter as a text that can be clicked and typed over.

use vizia_core::prelude::*;

use super::control::{Control, Drag};
use super::hint::HintEvent;
use super::text::TextLine;
use crate::param::{BoundParam, ParamModel};

/// The value of a parameter with its unit. A click turns it into a text box: Enter, Tab or a click elsewhere set what
/// was typed, Escape leaves things as they were. A text that is no value leaves the value alone and says what is one.
///
/// Its element is `param-value`; its id is the parameter's id with `-value` behind it, that of the text box has `-entry`.
pub struct ParamValue {
    control: Control,
    line: TextLine,
    is_editing: Signal<bool>,
    typed: Option<String>,
}

/// From the text box.
enum EntryEvent {
    Typed(String),
    /// With Enter, or by leaving the text box.
    Submitted {
        text: String,
        with_enter: bool,
    },
    Cancelled,
}

impl ParamValue {
    /// Shows the parameter with this id.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str) -> Handle<'a, Self> {
        let param = ParamModel::find(cx, id);
        let signal = param.signal();
        let is_editing = Signal::new(false);
        let entry_param = param.clone();
        Self {
            control: Control::new(param, Drag::None),
            line: TextLine::new(cx),
            is_editing,
            typed: None,
        }
        .build(cx, move |cx| {
            Binding::new(cx, is_editing, move |cx| {
                if is_editing.get() {
                    text_box(cx, &entry_param);
                }
            });
        })
        .id(format!("{id}-value"))
        .class("param-value")
        .cursor(CursorIcon::Text)
        .bind(signal, |mut handle| handle.needs_redraw())
    }

    /// The text that is shown.
    pub fn text(&self) -> String {
        let param = &self.control.param;
        param.text(param.normalized())
    }

    /// Whether it is a text box now.
    pub fn is_editing(&self) -> bool {
        self.is_editing.get_untracked()
    }

    fn close(&mut self) {
        self.typed = None;
        if self.is_editing() {
            self.is_editing.set(false);
        }
    }

    /// Sets what was typed. Returns whether that was a value.
    fn submit(&self, cx: &mut EventContext<'_>, text: &str) -> bool {
        let param = &self.control.param;
        let value = param.parse(text);
        match value {
            Some(normalized) => param.set(normalized),
            None => {
                let (least, most) = (param.text(0.0), param.text(1.0));
                let message = format!(
                    "\u{201c}{text}\u{201d} is no value of {}: {least} to {most}",
                    param.name()
                );
                cx.emit(HintEvent::Say(message, cx.current()));
            }
        }
        value.is_some()
    }
}

fn text_box(cx: &mut Context, param: &BoundParam) {
    let text = param.text(param.normalized());
    Textbox::new(cx, text)
        .id(format!("{}-entry", param.id()))
        .class("param-entry")
        .on_edit(|cx, text| cx.emit(EntryEvent::Typed(text)))
        .on_submit(|cx, text, with_enter| cx.emit(EntryEvent::Submitted { text, with_enter }))
        .on_cancel(|cx| cx.emit(EntryEvent::Cancelled))
        .on_build(|cx| cx.emit(TextEvent::StartEdit));
}

impl View for ParamValue {
    fn element(&self) -> Option<&'static str> {
        Some("param-value")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            meta.consume();
            match event {
                EntryEvent::Typed(text) => {
                    self.typed = Some(text.clone());
                    cx.emit(HintEvent::Hide);
                }
                EntryEvent::Submitted { text, with_enter } => {
                    // What nobody has typed is no value to set: it is rounded.
                    let is_done = self.typed.is_none() || self.submit(cx, text);
                    // With Enter, a bad text stays for the user to mend.
                    if is_done || !with_enter {
                        self.close();
                    }
                }
                EntryEvent::Cancelled => self.close(),
            }
        });
        if self.is_editing() {
            event.map(|event, meta| {
                // Tab takes the focus from the text box without another word.
                if let WindowEvent::FocusOut = event
                    && meta.target != cx.current()
                {
                    if let Some(text) = self.typed.take() {
                        self.submit(cx, &text);
                    }
                    self.close();
                }
            });
            return;
        }
        event.map(|event, _| {
            if let WindowEvent::Press { mouse: true } = event
                && !cx.modifiers().alt()
            {
                cx.emit(HintEvent::Hide);
                self.is_editing.set(true);
            }
        });
        self.control.event(cx, event);
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        node.set_value(self.text());
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        cx.draw_background(canvas);
        if !self.is_editing() {
            self.line.draw(cx, canvas, cx.bounds(), &self.text());
        }
        cx.draw_outline(canvas);
    }
}
