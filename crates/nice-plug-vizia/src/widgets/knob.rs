//! A knob.

use vizia_core::prelude::*;
use vizia_core::vg;

use super::control::{Control, Drag};
use super::value::ParamValue;
use super::{ParamLabel, name_of};
use crate::param::{BoundParam, ParamModel};

/// Where the arc begins, in degrees clockwise from the right.
const ARC_START_DEG: f32 = 135.0;
/// How long the whole arc is.
const ARC_SWEEP_DEG: f32 = 270.0;
/// Widths and distances as parts of the dial's radius.
const ARC_WIDTH: f32 = 0.14;
const FACE_RADIUS: f32 = 0.72;
const POINTER_FROM: f32 = 0.28;
const POINTER_TO: f32 = 0.62;
const POINTER_WIDTH: f32 = 0.11;

/// A knob with its name above and its value below.
///
/// Its element is `param-knob`; it contains a `param-name`, a [`Dial`] and a [`ParamValue`].
pub struct ParamKnob;

impl ParamKnob {
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
        Self.build(cx, |cx| {
            ParamLabel::new(cx, id, name);
            Dial::new(cx, id);
            ParamValue::new(cx, id);
        })
        .class("param")
    }
}

impl View for ParamKnob {
    fn element(&self) -> Option<&'static str> {
        Some("param-knob")
    }
}

/// What is turned of a knob: a face with a pointer, and an arc from where the value is zero to where it is now.
///
/// Its element is `dial`, its id that of the parameter. `background-color` is the face, `border-color` the whole arc,
/// `color` the arc up to the value, `caret-color` the pointer.
pub struct Dial {
    control: Control,
    /// Where the arc of the value begins.
    origin: f32,
}

impl Dial {
    /// Shows the parameter with this id.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str) -> Handle<'a, Self> {
        let param = ParamModel::find(cx, id);
        let (signal, name) = (param.signal(), param.name().to_owned());
        Self {
            origin: origin_of(&param),
            control: Control::new(param, Drag::Vertical),
        }
        .build(cx, |_| {})
        .id(id)
        .class("dial")
        .navigable(true)
        .role(Role::Slider)
        .name(name)
        .bind(signal, |mut handle| handle.needs_redraw())
    }
}

/// The normalized value at which the parameter is zero, or the end of its range that is closer to zero.
fn origin_of(param: &BoundParam) -> f32 {
    param.parse("0").unwrap_or(0.0)
}

impl View for Dial {
    fn element(&self) -> Option<&'static str> {
        Some("dial")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        self.control.event(cx, event);
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        self.control.describe(node);
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        let bounds = cx.bounds();
        let (center, radius) = (bounds.center(), bounds.w.min(bounds.h) / 2.0);
        let value = self.control.param.normalized();

        let mut face = vg::PathBuilder::new();
        face.add_circle(center, radius * FACE_RADIUS, None);
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_color(cx.background_color());
        canvas.draw_path(&face.detach(), &paint);

        paint.set_style(vg::PaintStyle::Stroke);
        paint.set_stroke_cap(vg::PaintCap::Round);
        paint.set_stroke_width(radius * ARC_WIDTH);
        let arc_radius = radius * (1.0 - ARC_WIDTH / 2.0);
        let oval = vg::Rect::new(
            center.0 - arc_radius,
            center.1 - arc_radius,
            center.0 + arc_radius,
            center.1 + arc_radius,
        );
        let arc = |from: f32, to: f32, paint: &vg::Paint| {
            let start = ARC_START_DEG + from * ARC_SWEEP_DEG;
            canvas.draw_arc(oval, start, (to - from) * ARC_SWEEP_DEG, false, paint);
        };
        paint.set_color(cx.border_color());
        arc(0.0, 1.0, &paint);
        if value != self.origin {
            paint.set_color(cx.font_color());
            arc(self.origin.min(value), self.origin.max(value), &paint);
        }

        let (sin, cos) = (ARC_START_DEG + value * ARC_SWEEP_DEG)
            .to_radians()
            .sin_cos();
        let along = |part: f32| {
            (
                center.0 + cos * radius * part,
                center.1 + sin * radius * part,
            )
        };
        let mut pointer = vg::PathBuilder::new();
        pointer.move_to(along(POINTER_FROM));
        pointer.line_to(along(POINTER_TO));
        paint.set_color(cx.caret_color());
        paint.set_stroke_width(radius * POINTER_WIDTH);
        canvas.draw_path(&pointer.detach(), &paint);

        cx.draw_outline(canvas);
    }
}
