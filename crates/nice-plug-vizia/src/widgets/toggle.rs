//! A switch.

use vizia_core::prelude::*;
use vizia_core::vg;

use super::control::{Control, Drag};
use super::{ParamLabel, name_of};
use crate::param::{BoundParam, ParamModel};

/// A switch with its name beside it. A click on either switches.
///
/// Its element is `param-toggle`; it contains a [`Toggle`] and a `param-name`.
pub struct ParamToggle {
    param: BoundParam,
}

impl ParamToggle {
    /// Shows the parameter with this id.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str) -> Handle<'a, Self> {
        let name = name_of(cx, id);
        Self::with_name(cx, id, name)
    }

    /// Shows the parameter with this id under another name than hosts do: in a panel that says the rest.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn with_name<'a>(
        cx: &'a mut Context,
        id: &str,
        name: impl Into<String>,
    ) -> Handle<'a, Self> {
        let name = name.into();
        let param = ParamModel::find(cx, id);
        Self { param }
            .build(cx, |cx| {
                Toggle::new(cx, id);
                ParamLabel::of_switch(cx, id, name);
            })
            .class("param")
    }
}

impl View for ParamToggle {
    fn element(&self) -> Option<&'static str> {
        Some("param-toggle")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            // The switch itself keeps its clicks: this one was on the name.
            if let WindowEvent::Press { mouse: true } = event
                && !cx.modifiers().alt()
            {
                flip(&self.param);
                meta.consume();
            }
        });
    }
}

/// A switch: on from the middle of the range, for parameters with two values.
///
/// Its element is `toggle`, its id that of the parameter; it is `:checked` while it is on. `background-color` is what the
/// thumb slides on, `color` the thumb.
pub struct Toggle {
    control: Control,
}

impl Toggle {
    /// Shows the parameter with this id.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str) -> Handle<'a, Self> {
        let param = ParamModel::find(cx, id);
        let (signal, name) = (param.signal(), param.name().to_owned());
        Self {
            control: Control::new(param, Drag::None),
        }
        .build(cx, |_| {})
        .id(id)
        .class("toggle")
        .navigable(true)
        .role(Role::Switch)
        .name(name)
        .checked(signal.map(|normalized| *normalized >= 0.5))
        .bind(signal, |mut handle| handle.needs_redraw())
    }

    fn is_on(&self) -> bool {
        is_on(&self.control.param)
    }
}

fn is_on(param: &BoundParam) -> bool {
    param.normalized() >= 0.5
}

/// What a switch does with an event, whatever it looks like.
pub(super) fn switch_event(control: &mut Control, cx: &mut EventContext<'_>, event: &mut Event) {
    event.map(|event, meta| match event {
        // Two quick clicks are two clicks.
        WindowEvent::MouseDoubleClick(MouseButton::Left) => meta.consume(),
        WindowEvent::Press { mouse } => {
            if !(*mouse && cx.modifiers().alt()) {
                flip(&control.param);
            }
            meta.consume();
        }
        _ => {}
    });
    control.event(cx, event);
}

fn flip(param: &BoundParam) {
    param.set(if is_on(param) { 0.0 } else { 1.0 });
}

impl View for Toggle {
    fn element(&self) -> Option<&'static str> {
        Some("toggle")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        switch_event(&mut self.control, cx, event);
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        self.control.describe(node);
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        cx.draw_background(canvas);
        cx.draw_border(canvas);
        let bounds = cx.bounds();
        let radius = bounds.h / 2.0;
        let left = match self.is_on() {
            true => bounds.right() - radius,
            false => bounds.left() + radius,
        };
        let mut thumb = vg::PathBuilder::new();
        thumb.add_circle((left, bounds.center().1), radius * 0.62, None);
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_color(cx.font_color());
        canvas.draw_path(&thumb.detach(), &paint);
        cx.draw_outline(canvas);
    }
}
