//! Levels that move.

use std::cell::{Cell, RefCell};
use std::ops::RangeInclusive;
use std::rc::Rc;
use std::time::{Duration, Instant};

use vizia_core::prelude::*;
use vizia_core::vg;

use super::text::TextLine;
use crate::poll::PollContext;

/// How fast a peak falls: 20 dB in 1.5 s, a type I peak meter of IEC 60268-10.
const FALL_DB_PER_SECOND: f32 = 20.0 / 1.5;
/// How long the highest peak stays.
const HOLD: Duration = Duration::from_secs(2);
/// Below this there is silence.
const FLOOR_DB: f32 = -120.0;
/// Levels that differ by less than a step are shown alike, so that a steady one is not drawn again and again.
const STEP_DB: f32 = 0.1;
/// Layout pixels between the bars of two channels.
const GAP_PX: f32 = 2.0;

/// What a meter shows, in decibels of whatever its scale is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeterLevels {
    /// Peaks of the left and the right channel, falling slowly.
    pub peak_db: [f32; 2],
    /// Root mean squares.
    pub rms_db: [f32; 2],
    /// The highest peaks of the last while.
    pub hold_db: [f32; 2],
    /// Whether something was too loud since the last reset.
    pub is_clipped: bool,
}

impl Default for MeterLevels {
    /// Silence.
    fn default() -> Self {
        Self {
            peak_db: [f32::NEG_INFINITY; 2],
            rms_db: [f32::NEG_INFINITY; 2],
            hold_db: [f32::NEG_INFINITY; 2],
            is_clipped: false,
        }
    }
}

/// How a meter moves: peaks jump up and fall by 20 dB in 1.5 s, the highest one stays for 2 s.
#[derive(Clone, Copy, Debug, Default)]
pub struct MeterBallistics {
    peak_db: [f32; 2],
    hold_db: [f32; 2],
    held_until: [Option<Instant>; 2],
    last: Option<Instant>,
}

impl MeterBallistics {
    /// Takes the peaks since the last call and the current root mean squares, and gives what to show now, in steps of a
    /// tenth of a decibel. Whether something has clipped is not its business.
    pub fn follow(&mut self, peak_db: [f32; 2], rms_db: [f32; 2], now: Instant) -> MeterLevels {
        let Some(last) = self.last.replace(now) else {
            (self.peak_db, self.hold_db) = (peak_db, peak_db);
            return self.follow(peak_db, rms_db, now);
        };
        let fallen_db = FALL_DB_PER_SECOND * now.saturating_duration_since(last).as_secs_f32();
        for channel in 0..2 {
            let peak_db = peak_db[channel];
            self.peak_db[channel] = peak_db.max(self.peak_db[channel] - fallen_db);
            if peak_db >= self.hold_db[channel] {
                self.hold_db[channel] = peak_db;
                self.held_until[channel] = Some(now + HOLD);
            } else if self.held_until[channel].is_none_or(|until| until <= now) {
                self.hold_db[channel] = peak_db.max(self.hold_db[channel] - fallen_db);
            }
        }
        MeterLevels {
            peak_db: self.peak_db.map(in_steps),
            rms_db: rms_db.map(in_steps),
            hold_db: self.hold_db.map(in_steps),
            is_clipped: false,
        }
    }
}

fn in_steps(level_db: f32) -> f32 {
    match level_db > FLOOR_DB {
        true => (level_db / STEP_DB).round() * STEP_DB,
        false => f32::NEG_INFINITY,
    }
}

/// Upright bars: the root mean square filled, the peak above it, the highest peak as a line.
///
/// Its element is `level-meter`. `border-color` is behind the bars, `color` the root mean square, `selection-color` the
/// peak, `caret-color` the highest peak. A click emits [`MeterEvent::Reset`].
pub struct LevelMeter {
    levels: Rc<Cell<MeterLevels>>,
    channels: usize,
    range_db: RangeInclusive<f32>,
}

/// What a user asks of a meter; it goes up the tree to whoever feeds the meter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MeterEvent {
    /// Forget the highest peaks, and that something was too loud.
    Reset,
}

impl LevelMeter {
    /// Shows `levels`, which a poll that was added before changes, on a scale over this range.
    pub fn new(
        cx: &mut Context,
        levels: Rc<Cell<MeterLevels>>,
        channels: usize,
        range_db: RangeInclusive<f32>,
    ) -> Handle<'_, Self> {
        let polled = levels.clone();
        let mut shown = levels.get();
        let view = Self {
            levels,
            channels: channels.clamp(1, 2),
            range_db,
        };
        view.build(cx, |cx| {
            cx.add_poll(move |cx| {
                if shown != polled.get() {
                    shown = polled.get();
                    cx.needs_redraw();
                }
                // Nothing but pixels has changed.
                false
            });
        })
        .class("level-meter")
        .role(Role::Meter)
    }

    /// The part of the height that a level takes.
    fn part(&self, level_db: f32) -> f32 {
        let (least, most) = (self.range_db.start(), self.range_db.end());
        ((level_db - least) / (most - least)).clamp(0.0, 1.0)
    }
}

impl View for LevelMeter {
    fn element(&self) -> Option<&'static str> {
        Some("level-meter")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        reset_on_click(cx, event);
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        let (bounds, scale) = (cx.bounds(), cx.scale_factor());
        let levels = self.levels.get();
        let gap = (GAP_PX * scale).round();
        let count = self.channels as f32;
        let width = ((bounds.w - gap * (count - 1.0)) / count).floor();
        let mut paint = vg::Paint::default();
        let mut bar = |color: Color, left: f32, top: f32, bottom: f32| {
            paint.set_color(color);
            let rect = vg::Rect::new(left, top, left + width, bottom);
            if bottom > top {
                canvas.draw_rect(rect, &paint);
            }
        };
        let bottom = bounds.bottom().round();
        let height = |level_db: f32| bottom - (self.part(level_db) * bounds.h).round();
        for channel in 0..self.channels {
            let left = (bounds.x + channel as f32 * (width + gap)).round();
            let peak = height(levels.peak_db[channel]);
            let rms = height(levels.rms_db[channel]).max(peak);
            bar(cx.border_color(), left, bounds.y.round(), peak);
            bar(cx.selection_color(), left, peak, rms);
            bar(cx.font_color(), left, rms, bottom);
            let hold = height(levels.hold_db[channel]);
            if hold < bottom {
                let line = (1.5 * scale).round();
                bar(cx.caret_color(), left, hold, (hold + line).min(bottom));
            }
        }
    }
}

fn reset_on_click(cx: &mut EventContext<'_>, event: &mut Event) {
    event.map(|event, meta| {
        if let WindowEvent::Press { mouse: true } = event {
            cx.emit(MeterEvent::Reset);
            meta.consume();
        }
    });
}

/// A light that goes on when something was too loud, until a click, which emits [`MeterEvent::Reset`].
///
/// Its element is `clip-light`. `background-color` is the light while it is off, `selection-color` while it is on.
pub struct ClipLight {
    levels: Rc<Cell<MeterLevels>>,
}

impl ClipLight {
    /// Shows whether `levels`, which a poll that was added before changes, are clipped.
    pub fn new(cx: &mut Context, levels: Rc<Cell<MeterLevels>>) -> Handle<'_, Self> {
        let polled = levels.clone();
        let mut shown = levels.get().is_clipped;
        Self { levels }
            .build(cx, |cx| {
                cx.add_poll(move |cx| {
                    if shown != polled.get().is_clipped {
                        shown = !shown;
                        cx.needs_redraw();
                    }
                    false
                });
            })
            .class("clip-light")
            .role(Role::Status)
    }

    /// Whether it is on.
    pub fn is_on(&self) -> bool {
        self.levels.get().is_clipped
    }
}

impl View for ClipLight {
    fn element(&self) -> Option<&'static str> {
        Some("clip-light")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        reset_on_click(cx, event);
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        let color = match self.is_on() {
            true => cx.selection_color(),
            false => cx.background_color(),
        };
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_color(color);
        canvas.draw_path(&cx.path(), &paint);
        cx.draw_border(canvas);
    }
}

/// A line of text that follows something outside of the tree, without a new layout.
///
/// Its element is `readout`.
pub struct Readout {
    text: Rc<RefCell<String>>,
    line: TextLine,
}

impl Readout {
    /// Shows `format` of what `read` gives, which it looks at once a frame.
    pub fn new<T: Copy + PartialEq + 'static>(
        cx: &mut Context,
        read: impl Fn() -> T + 'static,
        format: impl Fn(T) -> String + 'static,
    ) -> Handle<'_, Self> {
        let mut shown = read();
        let text = Rc::new(RefCell::new(format(shown)));
        let view = Self {
            text: text.clone(),
            line: TextLine::new(cx),
        };
        view.build(cx, |cx| {
            cx.add_poll(move |cx| {
                let now = read();
                if shown != now {
                    shown = now;
                    *text.borrow_mut() = format(now);
                    cx.needs_redraw();
                }
                false
            });
        })
        .class("readout")
        .role(Role::Label)
    }

    /// The text that is shown.
    pub fn text(&self) -> String {
        self.text.borrow().clone()
    }
}

impl View for Readout {
    fn element(&self) -> Option<&'static str> {
        Some("readout")
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        node.set_value(self.text());
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        cx.draw_background(canvas);
        self.line.draw(cx, canvas, cx.bounds(), &self.text.borrow());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peaks_jump_up_fall_by_20_db_in_a_second_and_a_half_and_are_held_for_two() {
        let start = Instant::now();
        let silence = [f32::NEG_INFINITY; 2];
        let mut ballistics = MeterBallistics::default();
        ballistics.follow(silence, silence, start);
        let after = |seconds: f32| start + Duration::from_secs_f32(seconds);

        let loud = ballistics.follow([-3.04, -40.0], [-6.0, -43.0], after(0.1));
        assert_eq!(loud.peak_db, [-3.0, -40.0]);
        assert_eq!(loud.rms_db, [-6.0, -43.0]);

        let falling = ballistics.follow(silence, silence, after(1.6));
        assert!((falling.peak_db[0] + 23.04).abs() < 0.1, "{falling:?}");
        assert_eq!(falling.hold_db, [-3.0, -40.0]);
        assert_eq!(falling.rms_db, silence);

        let let_go = ballistics.follow(silence, silence, after(3.1));
        assert!((let_go.hold_db[0] + 23.04).abs() < 0.1, "{let_go:?}");
    }

    #[test]
    fn silence_stays_silence() {
        let now = Instant::now();
        let mut ballistics = MeterBallistics::default();
        for seconds in 0..20 {
            let levels = ballistics.follow(
                [f32::NEG_INFINITY; 2],
                [-200.0; 2],
                now + Duration::from_secs(seconds),
            );
            assert_eq!(levels, MeterLevels::default());
        }
    }
}
