//! A horizontal slider.

use vizia_core::prelude::*;
use vizia_core::vg;

use super::control::{Control, Drag};
use super::value::ParamValue;
use super::{ParamLabel, name_of};
use crate::param::ParamModel;

/// Diameter of the thumb, in layout pixels.
const THUMB_PX: f32 = 12.0;
/// Height of the groove, in layout pixels.
const GROOVE_PX: f32 = 4.0;

/// A horizontal slider with its name and its value above.
///
/// Its element is `param-slider`; it contains a `param-name`, a [`ParamValue`] and a [`Track`].
pub struct ParamSlider;

impl ParamSlider {
    /// Shows the parameter with this id.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str) -> Handle<'a, Self> {
        let name = name_of(cx, id);
        Self.build(cx, |cx| {
            HStack::new(cx, |cx| {
                ParamLabel::new(cx, id, name);
                ParamValue::new(cx, id);
            })
            .class("param-head");
            Track::new(cx, id);
        })
        .class("param")
    }
}

impl View for ParamSlider {
    fn element(&self) -> Option<&'static str> {
        Some("param-slider")
    }
}

/// What is dragged of a slider: a groove that is filled from where the value is zero, and a thumb.
///
/// Its element is `track`, its id that of the parameter. `border-color` is the groove, `color` its filled part,
/// `caret-color` the thumb.
pub struct Track {
    control: Control,
    /// Where the filled part begins.
    origin: f32,
}

impl Track {
    /// Shows the parameter with this id.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str) -> Handle<'a, Self> {
        let param = ParamModel::find(cx, id);
        let (signal, name) = (param.signal(), param.name().to_owned());
        let drag = Drag::Horizontal {
            margin_px: THUMB_PX,
        };
        Self {
            origin: param.parse("0").unwrap_or(0.0),
            control: Control::new(param, drag),
        }
        .build(cx, |_| {})
        .id(id)
        .class("track")
        .navigable(true)
        .role(Role::Slider)
        .name(name)
        .bind(signal, |mut handle| handle.needs_redraw())
    }
}

impl View for Track {
    fn element(&self) -> Option<&'static str> {
        Some("track")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        self.control.event(cx, event);
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        self.control.describe(node);
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        let (bounds, scale) = (cx.bounds(), cx.scale_factor());
        let (thumb, groove) = (THUMB_PX * scale / 2.0, GROOVE_PX * scale / 2.0);
        let middle = bounds.center().1.round();
        let along = |value: f32| bounds.x + thumb + value * (bounds.w - 2.0 * thumb);
        let value = self.control.param.normalized();

        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        let bar = |from: f32, to: f32, paint: &vg::Paint| {
            let rect = vg::Rect::new(from, middle - groove, to, middle + groove);
            let mut path = vg::PathBuilder::new();
            path.add_rrect(vg::RRect::new_rect_xy(rect, groove, groove), None, None);
            canvas.draw_path(&path.detach(), paint);
        };
        paint.set_color(cx.border_color());
        bar(along(0.0) - groove, along(1.0) + groove, &paint);
        if value != self.origin {
            paint.set_color(cx.font_color());
            bar(
                along(self.origin.min(value)),
                along(self.origin.max(value)),
                &paint,
            );
        }
        let mut knob = vg::PathBuilder::new();
        knob.add_circle((along(value), middle), thumb, None);
        paint.set_color(cx.caret_color());
        canvas.draw_path(&knob.detach(), &paint);

        cx.draw_outline(canvas);
    }
}
