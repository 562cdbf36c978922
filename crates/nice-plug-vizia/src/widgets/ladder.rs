//! Peaks on a scale.

use std::cell::Cell;
use std::ops::RangeInclusive;
use std::rc::Rc;

use vizia_core::prelude::*;
use vizia_core::vg;

use super::meter::{MeterLevels, reset_on_click};
use super::text::TextLine;
use crate::poll::PollContext;
use crate::redraw::RedrawContext;

/// Layout pixels between the bars of two channels.
const GAP_PX: f32 = 2.0;
/// Layout pixels that the target reaches beyond the bars on both sides.
const EDGE_PX: f32 = 3.0;
/// Thickness of what frames the target, in layout pixels.
const FRAME_PX: f32 = 1.5;
/// Thickness of the mark of the highest peak, in layout pixels.
const HOLD_PX: f32 = 2.0;
/// How much of the color the target keeps behind the bars.
const TARGET: f32 = 0.22;

/// A bar for each channel: the peak, with the highest one of the last while as a thin line across, on a scale with a
/// target. It lies if it is wider than high, and stands otherwise.
///
/// Its element is `ladder`. A bar is in `selection-color` below the target, in `color` in it, in `outline-color` above it
/// and in `border-color` above 0 dB; `color` is also the target's frame. `background-color` is behind the bars,
/// `caret-color` the highest peak. A click emits [`MeterEvent::Reset`](super::MeterEvent).
pub struct Ladder {
    levels: Rc<Cell<MeterLevels>>,
    range_db: RangeInclusive<f32>,
    target_db: Signal<(f32, f32)>,
}

impl Ladder {
    /// Shows `levels`, which a poll that was added before changes, on a scale over this range, with the lower and the
    /// upper end of where peaks belong.
    pub fn new(
        cx: &mut Context,
        levels: Rc<Cell<MeterLevels>>,
        range_db: RangeInclusive<f32>,
        target_db: Signal<(f32, f32)>,
    ) -> Handle<'_, Self> {
        let polled = levels.clone();
        let range = range_db.clone();
        let mut shown = levels.get();
        let view = Self {
            levels,
            range_db,
            target_db,
        };
        view.build(cx, |cx| {
            cx.add_poll(move |cx| {
                let now = polled.get();
                let before = std::mem::replace(&mut shown, now);
                if now.channels != before.channels {
                    cx.needs_redraw();
                } else if let Some(part) = {
                    let rail = Rail::of(cx.bounds(), cx.scale_factor(), &range);
                    rail.changed(&before, &now)
                } {
                    cx.needs_redraw_of(part);
                }
                // Nothing but pixels has changed.
                false
            });
        })
        .class("ladder")
        .role(Role::Meter)
        .bind(target_db, |mut handle| handle.needs_redraw())
    }
}

/// What the bars run along, in physical pixels.
struct Rail {
    bounds: BoundingBox,
    scale: f32,
    least_db: f32,
    most_db: f32,
}

impl Rail {
    fn of(bounds: BoundingBox, scale: f32, range_db: &RangeInclusive<f32>) -> Self {
        Self {
            bounds,
            scale,
            least_db: *range_db.start(),
            most_db: *range_db.end(),
        }
    }

    fn lies(&self) -> bool {
        self.bounds.w > self.bounds.h
    }

    /// Whole pixels from the low end to a level.
    fn place(&self, level_db: f32) -> f32 {
        let part = (level_db - self.least_db) / (self.most_db - self.least_db);
        (part.clamp(0.0, 1.0) * self.bounds.w.max(self.bounds.h)).round()
    }

    /// From one place along the rail to another, and from one across it to another.
    fn rect(&self, along: (f32, f32), across: (f32, f32)) -> vg::Rect {
        let bounds = self.bounds;
        let (left, top, bottom) = (bounds.x.round(), bounds.y.round(), bounds.bottom().round());
        match self.lies() {
            true => vg::Rect::new(
                left + along.0,
                top + across.0,
                left + along.1,
                top + across.1,
            ),
            false => vg::Rect::new(
                left + across.0,
                bottom - along.1,
                left + across.1,
                bottom - along.0,
            ),
        }
    }

    fn thickness(&self) -> f32 {
        self.bounds.w.min(self.bounds.h)
    }

    fn hold_px(&self) -> f32 {
        (HOLD_PX * self.scale).round().max(1.0)
    }

    /// The part where one picture differs from the other.
    fn changed(&self, before: &MeterLevels, now: &MeterLevels) -> Option<BoundingBox> {
        let mut ends: Option<(f32, f32)> = None;
        for channel in 0..now.channels {
            for level in [
                |levels: &MeterLevels| levels.peak_db,
                |levels: &MeterLevels| levels.hold_db,
            ] {
                let places = [before, now].map(|levels| self.place(level(levels)[channel]));
                if places[0] != places[1] {
                    let (from, to) = ends.unwrap_or((f32::MAX, f32::MIN));
                    let (low, high) = (places[0].min(places[1]), places[0].max(places[1]));
                    ends = Some((from.min(low), to.max(high)));
                }
            }
        }
        let (from, to) = ends?;
        let along = (from - self.hold_px() - 1.0, to + self.hold_px() + 1.0);
        Some(BoundingBox::from(self.rect(along, (0.0, self.thickness()))))
    }
}

impl View for Ladder {
    fn element(&self) -> Option<&'static str> {
        Some("ladder")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        reset_on_click(cx, event);
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        let hold_db = self.levels.get().hold_db;
        node.set_numeric_value(f64::from(hold_db[0].max(hold_db[1])));
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        let rail = Rail::of(cx.bounds(), cx.scale_factor(), &self.range_db);
        let levels = self.levels.get();
        let thickness = rail.thickness();
        let edge = (EDGE_PX * rail.scale).round();
        let (low_db, high_db) = self.target_db.get_untracked();
        let target = (rail.place(low_db), rail.place(high_db));
        let end = rail.place(f32::INFINITY);
        let mut paint = vg::Paint::default();
        let mut fill = |color: Color, along: (f32, f32), across: (f32, f32)| {
            if along.1 > along.0 {
                paint.set_color(color);
                canvas.draw_rect(rail.rect(along, across), &paint);
            }
        };
        fill(cx.background_color(), (0.0, end), (edge, thickness - edge));
        fill(faded(cx.font_color()), target, (edge, thickness - edge));

        let channels = levels.channels.clamp(1, 2);
        let gap = (GAP_PX * rail.scale).round();
        let count = channels as f32;
        let bar = ((thickness - 2.0 * edge - gap * (count - 1.0)) / count).floor();
        let zones = [
            (cx.selection_color(), 0.0, target.0),
            (cx.font_color(), target.0, target.1),
            (cx.outline_color(), target.1, rail.place(0.0)),
            (cx.border_color(), rail.place(0.0).max(target.1), end),
        ];
        for channel in 0..channels {
            let top = edge + channel as f32 * (bar + gap);
            let across = (top, top + bar);
            let peak = rail.place(levels.peak_db[channel]);
            for (color, from, to) in zones {
                fill(color, (from, to.min(peak)), across);
            }
            let hold = rail.place(levels.hold_db[channel]);
            if hold > 0.0 {
                fill(cx.caret_color(), (hold - rail.hold_px(), hold), across);
            }
        }
        let frame = (FRAME_PX * rail.scale).round().max(1.0);
        fill(cx.font_color(), target, (0.0, frame));
        fill(cx.font_color(), target, (thickness - frame, thickness));
    }
}

/// The target behind the bars.
fn faded(color: Color) -> Color {
    let alpha = f32::from(color.a()) * TARGET;
    Color::rgba(color.r(), color.g(), color.b(), alpha as u8)
}

/// Numbers along a [`Ladder`] of the same length.
///
/// Its element is `ladder-scale`; numbers and lines are in `color`. It lies if it is wider than high.
pub struct LadderScale {
    range_db: RangeInclusive<f32>,
    marks: Vec<(f32, String, TextLine)>,
}

impl LadderScale {
    /// Writes these levels at their places.
    pub fn new<'a>(
        cx: &'a mut Context,
        range_db: RangeInclusive<f32>,
        marks_db: &[f32],
    ) -> Handle<'a, Self> {
        let mark = |level_db: &f32| {
            let sign = if *level_db > 0.0 { "+" } else { "" };
            let text = format!("{sign}{level_db}").replace('-', "\u{2212}");
            (*level_db, text, TextLine::new(cx))
        };
        let marks = marks_db.iter().map(mark).collect();
        Self { range_db, marks }
            .build(cx, |_| {})
            .class("ladder-scale")
            .hoverable(false)
    }
}

impl View for LadderScale {
    fn element(&self) -> Option<&'static str> {
        Some("ladder-scale")
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        let bounds = cx.bounds();
        let rail = Rail::of(bounds, cx.scale_factor(), &self.range_db);
        let (end, tick_px) = (
            rail.place(f32::INFINITY),
            (2.0 * rail.scale).round().max(1.0),
        );
        let mut paint = vg::Paint::default();
        paint.set_color(cx.font_color());
        for (level_db, text, line) in &self.marks {
            let place = rail.place(*level_db);
            let thickness = rail.thickness();
            let half = (rail.scale / 2.0).max(0.5);
            let at = place.clamp(half, end - half);
            let tick = rail.rect((at - half, at + half), (thickness - tick_px, thickness));
            canvas.draw_rect(tick, &paint);
            let (center, align) = match rail.lies() {
                // At the ends the numbers stay above the bars.
                true if place <= 0.0 => (bounds.x, TextAlign::Left),
                true if place >= end => (bounds.right(), TextAlign::Right),
                true => (bounds.x + place, TextAlign::Center),
                false => (bounds.right() - 2.0 * tick_px, TextAlign::Right),
            };
            let around = BoundingBox {
                x: center,
                y: match rail.lies() {
                    true => bounds.y,
                    false => bounds.bottom() - place,
                },
                w: 0.0,
                h: if rail.lies() { bounds.h - tick_px } else { 0.0 },
            };
            line.draw_as(cx, canvas, around, text, cx.font_color(), align);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rail(w: f32, h: f32) -> Rail {
        let bounds = BoundingBox {
            x: 5.0,
            y: 7.0,
            w,
            h,
        };
        Rail::of(bounds, 1.0, &(-60.0..=6.0))
    }

    #[test]
    fn levels_have_their_places_lying_and_standing() {
        for (rail, last) in [(rail(330.0, 20.0), 330.0), (rail(20.0, 330.0), 330.0)] {
            for (level_db, place) in [(-60.0, 0.0), (-12.0, 240.0), (0.0, 300.0), (9.0, last)] {
                assert_eq!(rail.place(level_db), place);
            }
            assert_eq!(rail.place(f32::NEG_INFINITY), 0.0);
        }
        let lying = rail(330.0, 20.0).rect((10.0, 20.0), (1.0, 2.0));
        assert_eq!(lying, vg::Rect::new(15.0, 8.0, 25.0, 9.0));
        let standing = rail(20.0, 330.0).rect((10.0, 20.0), (1.0, 2.0));
        assert_eq!(standing, vg::Rect::new(6.0, 317.0, 7.0, 327.0));
    }

    #[test]
    fn only_what_has_moved_is_drawn() {
        let rail = rail(330.0, 20.0);
        let before = MeterLevels {
            peak_db: [-20.0, -21.0],
            hold_db: [-12.0; 2],
            ..MeterLevels::default()
        };
        assert_eq!(rail.changed(&before, &before), None);
        let now = MeterLevels {
            peak_db: [-18.0, -21.0],
            ..before
        };
        let part = rail.changed(&before, &now).expect("a bar has moved");
        // From 200 to 210 px along the rail, and a little around it.
        assert!(
            part.left() <= 205.0 && part.right() >= 215.0 && part.w < 20.0,
            "{part}"
        );
    }
}
