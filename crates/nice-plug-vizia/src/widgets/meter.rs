//! Levels that move.

use std::cell::{Cell, RefCell};
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

/// What a meter shows, in decibels of whatever its scale is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeterLevels {
    /// One for mono, or two.
    pub channels: usize,
    /// Peaks of the left and the right channel, falling slowly.
    pub peak_db: [f32; 2],
    /// The highest peaks of the last while.
    pub hold_db: [f32; 2],
    /// Whether something was too loud since the last reset.
    pub is_clipped: bool,
}

impl Default for MeterLevels {
    /// Silence.
    fn default() -> Self {
        Self {
            channels: 2,
            peak_db: [f32::NEG_INFINITY; 2],
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
    /// Takes the peaks since the last call, those for the bars and those that are held (true peaks, where they are
    /// known), and gives what to show now, in steps of a tenth of a decibel. How many channels there are and whether
    /// something has clipped is not its business.
    pub fn follow(&mut self, peak_db: [f32; 2], held_db: [f32; 2], now: Instant) -> MeterLevels {
        let Some(last) = self.last.replace(now) else {
            (self.peak_db, self.hold_db) = (peak_db, held_db);
            return self.follow(peak_db, held_db, now);
        };
        let fallen_db = FALL_DB_PER_SECOND * now.saturating_duration_since(last).as_secs_f32();
        for channel in 0..2 {
            let peak_db = peak_db[channel];
            self.peak_db[channel] = peak_db.max(self.peak_db[channel] - fallen_db);
            let held_db = held_db[channel];
            if held_db >= self.hold_db[channel] {
                self.hold_db[channel] = held_db;
                self.held_until[channel] = Some(now + HOLD);
            } else if self.held_until[channel].is_none_or(|until| until <= now) {
                self.hold_db[channel] = held_db.max(self.hold_db[channel] - fallen_db);
            }
        }
        MeterLevels {
            peak_db: self.peak_db.map(in_steps),
            hold_db: self.hold_db.map(in_steps),
            ..MeterLevels::default()
        }
    }
}

fn in_steps(level_db: f32) -> f32 {
    match level_db > FLOOR_DB {
        true => (level_db / STEP_DB).round() * STEP_DB,
        false => f32::NEG_INFINITY,
    }
}

/// What a user asks of a meter; it goes up the tree to whoever feeds the meter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MeterEvent {
    /// Forget the highest peaks, and that something was too loud.
    Reset,
}

/// A click on a meter asks for a reset.
pub(super) fn reset_on_click(cx: &mut EventContext<'_>, event: &mut Event) {
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

/// A line of text that follows something outside of the tree, without a new layout; or several lines of it.
///
/// Its element is `readout`.
pub struct Readout {
    text: Rc<RefCell<String>>,
    line: TextLine,
    is_broken: bool,
}

impl Readout {
    /// Shows `format` of what `read` gives, which it looks at once a frame.
    pub fn new<T: Copy + PartialEq + 'static>(
        cx: &mut Context,
        read: impl Fn() -> T + 'static,
        format: impl Fn(T) -> String + 'static,
    ) -> Handle<'_, Self> {
        Self::build_with(cx, read, format, false)
    }

    /// Shows the same broken into lines that are as wide as the view, from its upper edge on.
    pub fn broken<T: Copy + PartialEq + 'static>(
        cx: &mut Context,
        read: impl Fn() -> T + 'static,
        format: impl Fn(T) -> String + 'static,
    ) -> Handle<'_, Self> {
        Self::build_with(cx, read, format, true)
    }

    fn build_with<T: Copy + PartialEq + 'static>(
        cx: &mut Context,
        read: impl Fn() -> T + 'static,
        format: impl Fn(T) -> String + 'static,
        is_broken: bool,
    ) -> Handle<'_, Self> {
        let mut shown = read();
        let text = Rc::new(RefCell::new(format(shown)));
        let view = Self {
            text: text.clone(),
            line: TextLine::new(cx),
            is_broken,
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

    /// How high all of the text is, in physical pixels: as it was drawn last.
    pub fn text_height(&self) -> f32 {
        self.line.height()
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
        let text = self.text.borrow();
        match self.is_broken {
            true => self.line.draw_broken(cx, canvas, cx.bounds(), &text),
            false => self.line.draw(cx, canvas, cx.bounds(), &text),
        }
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

        let loud = ballistics.follow([-3.04, -40.0], [-2.5, -39.0], after(0.1));
        assert_eq!(loud.peak_db, [-3.0, -40.0]);
        assert_eq!(loud.hold_db, [-2.5, -39.0]);

        let falling = ballistics.follow(silence, silence, after(1.6));
        assert!((falling.peak_db[0] + 23.04).abs() < 0.1, "{falling:?}");
        assert_eq!(falling.hold_db, [-2.5, -39.0]);

        let let_go = ballistics.follow(silence, silence, after(3.1));
        assert!((let_go.hold_db[0] + 22.5).abs() < 0.1, "{let_go:?}");
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
