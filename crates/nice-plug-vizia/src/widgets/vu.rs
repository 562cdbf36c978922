//! A VU meter.

use std::cell::Cell;
use std::f32::consts::PI;
use std::rc::Rc;

use vizia_core::prelude::*;
use vizia_core::vg;

use super::meter::reset_on_click;
use super::text::TextLine;
use crate::poll::PollContext;
use crate::redraw::RedrawContext;

/// What is written on the scale. The level is that of the number, and below 0 the number is without its sign, as on every
/// VU meter.
const NUMBERS: [(f32, &str); 11] = [
    (-20.0, "20"),
    (-10.0, "10"),
    (-7.0, "7"),
    (-5.0, "5"),
    (-3.0, "3"),
    (-2.0, "2"),
    (-1.0, "1"),
    (0.0, "0"),
    (1.0, "1"),
    (2.0, "2"),
    (3.0, "3"),
];
/// Levels with a short line and no number.
const BETWEEN: [f32; 5] = [-15.0, -9.0, -8.0, -6.0, -4.0];
/// The end of the scale.
const END_VU: f32 = 3.0;
/// The scale reaches so far to both sides of the upright.
const HALF_ANGLE: f32 = 46.0 * PI / 180.0;
/// The needle stops here, as part of the scale.
const STOP: f32 = 1.03;
/// Layout pixels from the upper edge to the middle of the arc.
const TOP_PX: f32 = 24.0;
/// Layout pixels from the left and the right edge to the ends of the arc.
const SIDE_PX: f32 = 20.0;
/// Layout pixels that lines of numbers are long, and others.
const LINE_PX: [f32; 2] = [8.0, 4.5];
/// Layout pixels from the arc to the middle of the numbers.
const NUMBER_PX: f32 = 14.5;
/// Layout pixels from the arc down to the middle of the name.
const NAME_PX: f32 = 33.0;
/// The name is larger than the numbers by this factor.
const NAME_SIZE: f32 = 1.5;
/// Width of the needle, in layout pixels.
const NEEDLE_PX: f32 = 1.6;
/// The needle ends so many layout pixels beyond the arc.
const BEYOND_PX: f32 = 5.0;
/// Movements of the tip by less than this part of the scale are not drawn: a twentieth of a pixel at 100 %.
const STEP: f32 = 1.0 / 4096.0;

/// A VU meter: a needle over a scale from -20 to +3 VU, red above 0.
///
/// The needle stands where the voltage is, not the level: 0 VU at 71 % of the scale. How fast it moves is not this
/// view's business. `read` gives the voltage as part of that of 0 VU, and is called once a frame; only the place of the
/// needle is drawn anew.
///
/// Its element is `vu-meter`. `background-color` is the plate, `color` scale and numbers, `selection-color` what is above
/// 0 VU, `caret-color` the needle, `border-color` its axle. A click emits [`MeterEvent::Reset`](super::MeterEvent).
pub struct VuMeter {
    /// Where the needle stands: part of the scale.
    place: Rc<Cell<f32>>,
    numbers: Vec<TextLine>,
    signs: [TextLine; 2],
    name: TextLine,
}

impl VuMeter {
    /// Shows the voltage that `read` gives, 1 at 0 VU.
    pub fn new(cx: &mut Context, read: impl Fn() -> f32 + 'static) -> Handle<'_, Self> {
        let place = Rc::new(Cell::new(place_of(read())));
        let view = Self {
            place: place.clone(),
            numbers: NUMBERS.iter().map(|_| TextLine::new(cx)).collect(),
            signs: [TextLine::new(cx), TextLine::new(cx)],
            name: TextLine::new(cx).enlarged(NAME_SIZE),
        };
        view.build(cx, |cx| {
            cx.add_poll(move |cx| {
                let now = place_of(read());
                let before = place.replace(now);
                if now != before {
                    let plate = Plate::of(cx.bounds(), cx.scale_factor());
                    cx.needs_redraw_of(plate.around(before).union(&plate.around(now)));
                }
                // Nothing but pixels has changed.
                false
            });
        })
        .class("vu-meter")
        .overflow(Overflow::Hidden)
        .role(Role::Meter)
    }

    /// Where the needle is drawn in a meter with these bounds, in physical pixels: from its tip to the lower edge.
    pub fn needle(&self, bounds: BoundingBox, scale: f32) -> [(f32, f32); 2] {
        Plate::of(bounds, scale).needle(self.place.get())
    }
}

/// Where a voltage is on the scale: 0 at rest, 1 at its end.
fn place_of(voltage: f32) -> f32 {
    let place = voltage / 10f32.powf(END_VU / 20.0);
    match place.is_finite() {
        true => (place.clamp(0.0, STOP) / STEP).round() * STEP,
        false => 0.0,
    }
}

/// Where things are on the plate, in physical pixels.
struct Plate {
    bounds: BoundingBox,
    scale: f32,
    /// The needle's axle, below the lower edge.
    pivot: (f32, f32),
    /// From there to the arc.
    radius: f32,
}

impl Plate {
    fn of(bounds: BoundingBox, scale: f32) -> Self {
        let radius = (bounds.w / 2.0 - SIDE_PX * scale).max(1.0) / HALF_ANGLE.sin();
        let pivot = (bounds.center().0, bounds.y + TOP_PX * scale + radius);
        Self {
            bounds,
            scale,
            pivot,
            radius,
        }
    }

    /// Sine and cosine of the angle between the upright and a place on the scale.
    fn direction(place: f32) -> (f32, f32) {
        (HALF_ANGLE * (2.0 * place - 1.0)).sin_cos()
    }

    /// A place on the scale, so many layout pixels outside of the arc.
    fn point(&self, place: f32, outside_px: f32) -> (f32, f32) {
        let (sine, cosine) = Self::direction(place);
        let radius = self.radius + outside_px * self.scale;
        (self.pivot.0 + radius * sine, self.pivot.1 - radius * cosine)
    }

    fn needle(&self, place: f32) -> [(f32, f32); 2] {
        let (sine, cosine) = Self::direction(place);
        let down = (self.pivot.1 - self.bounds.bottom()).max(0.0);
        let foot = (self.pivot.0 + down * sine / cosine, self.pivot.1 - down);
        [self.point(place, BEYOND_PX), foot]
    }

    /// What the needle covers.
    fn around(&self, place: f32) -> BoundingBox {
        let [tip, foot] = self.needle(place);
        let (left, right) = (tip.0.min(foot.0), tip.0.max(foot.0));
        BoundingBox {
            x: left,
            y: tip.1,
            w: right - left,
            h: foot.1 - tip.1,
        }
        .expand((NEEDLE_PX * self.scale).ceil() + 1.0)
    }

    /// A part of the arc.
    fn arc(&self, from: f32, to: f32) -> vg::Path {
        /// So close that the corners are not seen.
        const CORNERS: usize = 24;
        let mut path = vg::PathBuilder::new();
        path.move_to(self.point(from, 0.0));
        for corner in 1..=CORNERS {
            let part = corner as f32 / CORNERS as f32;
            path.line_to(self.point(from + (to - from) * part, 0.0));
        }
        path.detach()
    }

    fn line(&self, vu: f32, long_px: f32) -> vg::Path {
        let place = 10f32.powf((vu - END_VU) / 20.0);
        let mut path = vg::PathBuilder::new();
        path.move_to(self.point(place, 0.0));
        path.line_to(self.point(place, long_px));
        path.detach()
    }
}

impl VuMeter {
    fn draw_scale(&self, cx: &DrawContext<'_>, canvas: &Canvas, plate: &Plate) {
        let scale = plate.scale;
        let (quiet, red) = (cx.font_color(), cx.selection_color());
        let color = |vu: f32| if vu > 0.0 { red } else { quiet };
        let zero = 10f32.powf(-END_VU / 20.0);
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_style(vg::PaintStyle::Stroke);
        for (from, to, width_px) in [(0.0, zero, 1.2), (zero, 1.0, 3.0)] {
            paint.set_color(if to > zero { red } else { quiet });
            paint.set_stroke_width(width_px * scale);
            canvas.draw_path(&plate.arc(from, to), &paint);
        }
        paint.set_stroke_width(1.2 * scale);
        let numbers = NUMBERS.iter().map(|(vu, _)| (*vu, LINE_PX[0]));
        for (vu, long_px) in numbers.chain(BETWEEN.map(|vu| (vu, LINE_PX[1]))) {
            paint.set_color(color(vu));
            canvas.draw_path(&plate.line(vu, long_px), &paint);
        }
        for ((vu, text), line) in NUMBERS.iter().zip(&self.numbers) {
            let at = plate.point(10f32.powf((vu - END_VU) / 20.0), NUMBER_PX);
            draw_around(line, cx, canvas, at, text, color(*vu));
        }
        let at = plate.point(0.5, -NAME_PX);
        draw_around(&self.name, cx, canvas, at, "VU", quiet);
        let signs = [(-0.005, "\u{2212}", quiet), (1.005, "+", red)];
        for ((place, text, color), line) in signs.into_iter().zip(&self.signs) {
            let at = plate.point(place, -NUMBER_PX * 0.75);
            draw_around(line, cx, canvas, at, text, color);
        }
    }

    fn draw_needle(&self, cx: &DrawContext<'_>, canvas: &Canvas, plate: &Plate) {
        let scale = plate.scale;
        let [tip, foot] = plate.needle(self.place.get());
        let mut needle = vg::PathBuilder::new();
        needle.move_to(tip);
        needle.line_to(foot);
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_style(vg::PaintStyle::Stroke);
        paint.set_stroke_width(NEEDLE_PX * scale);
        paint.set_color(cx.caret_color());
        canvas.draw_path(&needle.detach(), &paint);

        let mut axle = vg::PathBuilder::new();
        let down = (plate.pivot.1 - plate.bounds.bottom()).max(0.0);
        // Wide enough to hide where the needle would leave the plate at the end of the scale.
        let (_, cosine) = Plate::direction(STOP);
        axle.add_circle(plate.pivot, down / cosine + NEEDLE_PX * scale, None);
        paint.set_style(vg::PaintStyle::Fill);
        paint.set_color(cx.border_color());
        canvas.draw_path(&axle.detach(), &paint);
    }
}

/// Draws a text in the middle of a place.
fn draw_around(
    line: &TextLine,
    cx: &DrawContext<'_>,
    canvas: &Canvas,
    (x, y): (f32, f32),
    text: &str,
    color: Color,
) {
    let around = BoundingBox {
        x,
        y,
        w: 0.0,
        h: 0.0,
    };
    line.draw_as(cx, canvas, around, text, color, TextAlign::Center);
}

impl View for VuMeter {
    fn element(&self) -> Option<&'static str> {
        Some("vu-meter")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        reset_on_click(cx, event);
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        let vu = 20.0 * self.place.get().log10() + END_VU;
        node.set_numeric_value(f64::from(vu.max(-99.0)));
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        cx.draw_background(canvas);
        let plate = Plate::of(cx.bounds(), cx.scale_factor());
        canvas.save();
        canvas.clip_path(&cx.path(), None, true);
        self.draw_scale(cx, canvas, &plate);
        self.draw_needle(cx, canvas, &plate);
        canvas.restore();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_needle_stands_at_the_voltage() {
        // 0 VU at 71 % of the scale, 6 dB less at half of that.
        for (vu, place) in [
            (3.0, 1.0),
            (0.0, 0.7079),
            (-6.0206, 0.3540),
            (-20.0, 0.0708),
        ] {
            let found = place_of(10f32.powf(vu / 20.0));
            assert!((found - place).abs() < 2e-4, "{vu} VU at {found}");
        }
        assert_eq!(place_of(0.0), 0.0);
        assert_eq!(place_of(f32::NAN), 0.0);
        assert!(place_of(100.0) <= STOP + STEP);
    }

    #[test]
    fn the_needle_is_drawn_in_the_part_that_is_asked_for() {
        let bounds = BoundingBox {
            x: 10.0,
            y: 20.0,
            w: 206.0,
            h: 104.0,
        };
        let plate = Plate::of(bounds, 1.0);
        for place in [0.0, 0.3, 0.5, STOP] {
            let around = plate.around(place);
            for (x, y) in plate.needle(place) {
                assert!(around.contains_point(x, y));
            }
            assert!(around.w * around.h < 0.5 * bounds.w * bounds.h, "{around}");
        }
    }
}
