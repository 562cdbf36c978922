//! What all widgets that change a parameter have in common: drags, the wheel, keys, reset.

use std::time::{Duration, Instant};

use vizia_core::prelude::*;

use super::hint::{HintEvent, Subject};
use crate::param::{BoundParam, Gesture};

/// Layout pixels of a drag across the whole range.
const DRAG_RANGE_PX: f32 = 200.0;
/// Part of the range for one line of the wheel or one press of an arrow key.
const STEP: f32 = 0.01;
/// Part of the range for a page key.
const PAGE_STEP: f32 = 0.1;
/// With shift or ctrl everything is this much slower.
const FINE: f32 = 0.1;
/// A turn of the wheel or a row of key presses is over after this much rest.
const BURST_REST: Duration = Duration::from_millis(400);

/// How a widget is dragged.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Drag {
    /// Not at all.
    None,
    /// Up is more.
    Vertical,
    /// To the right is more; the pointer stays where it is on a track of the widget's width less this many layout
    /// pixels.
    Horizontal { margin_px: f32 },
}

/// A user at a parameter.
pub(super) struct Control {
    pub param: BoundParam,
    drag: Drag,
    gesture: Option<Gesture>,
    /// Where the pointer was last while it drags, along the way of the drag, in physical pixels.
    dragged_from: Option<f32>,
    /// Where the user has got to, between steps and past the ends of what the parameter can do.
    position: f32,
    /// The number of the last burst of wheel turns or key presses.
    burst: u32,
}

/// A burst of wheel turns or key presses has had its rest.
struct BurstOver(u32);

impl Control {
    pub fn new(param: BoundParam, drag: Drag) -> Self {
        Self {
            position: param.normalized(),
            param,
            drag,
            gesture: None,
            dragged_from: None,
            burst: 0,
        }
    }

    /// Handles an event of the view that this control belongs to.
    pub fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            let is_handled = match event {
                WindowEvent::MouseDown(MouseButton::Left) => self.press(cx),
                WindowEvent::MouseDoubleClick(MouseButton::Left) => self.reset(cx),
                WindowEvent::MouseMove(x, y) => self.move_to(cx, *x, *y),
                WindowEvent::MouseUp(MouseButton::Left) => self.release(cx),
                WindowEvent::MouseScroll(x, y) => self.scroll(cx, if *y == 0.0 { *x } else { *y }),
                WindowEvent::KeyDown(code, _) => self.key(cx, *code),
                WindowEvent::KeyUp(..) | WindowEvent::FocusOut => {
                    if self.dragged_from.is_none() {
                        self.gesture = None;
                    }
                    false
                }
                WindowEvent::MouseEnter => {
                    let subject = Subject::Parameter(self.param.id().to_owned());
                    cx.emit(HintEvent::Rest(subject, cx.current()));
                    false
                }
                WindowEvent::MouseLeave => {
                    cx.emit(HintEvent::Leave(cx.current()));
                    false
                }
                _ => false,
            };
            if is_handled {
                meta.consume();
            }
        });
        event.map(|BurstOver(burst), meta| {
            if *burst == self.burst && self.dragged_from.is_none() {
                self.gesture = None;
            }
            meta.consume();
        });
    }

    /// Tells screen readers what the parameter is set to.
    pub fn describe(&self, node: &mut AccessNode) {
        let normalized = self.param.normalized();
        node.set_value(self.param.text(normalized));
        node.set_numeric_value(f64::from(normalized));
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(1.0);
    }

    fn press(&mut self, cx: &mut EventContext<'_>) -> bool {
        cx.emit(HintEvent::Hide);
        cx.focus_with_visibility(false);
        self.gesture = None;
        if cx.modifiers().alt() {
            return self.reset(cx);
        }
        let (x, y) = (cx.mouse().cursor_x, cx.mouse().cursor_y);
        self.dragged_from = match self.drag {
            Drag::None => return false,
            Drag::Vertical => Some(y),
            Drag::Horizontal { .. } => Some(x),
        };
        self.position = self.param.normalized();
        cx.capture();
        cx.lock_cursor_icon();
        true
    }

    fn move_to(&mut self, cx: &mut EventContext<'_>, x: f32, y: f32) -> bool {
        let Some(from) = self.dragged_from else {
            return false;
        };
        // A release that went to somebody else, or a gesture that was ended from outside.
        let has_ended = self
            .gesture
            .as_ref()
            .is_some_and(|gesture| !gesture.is_open());
        if has_ended || cx.mouse().left.state == MouseButtonState::Released {
            return self.release(cx);
        }
        let (at, range_px) = match self.drag {
            Drag::None => return false,
            Drag::Vertical => (y, -DRAG_RANGE_PX * cx.scale_factor()),
            Drag::Horizontal { margin_px } => (x, cx.bounds().w - margin_px * cx.scale_factor()),
        };
        self.dragged_from = Some(at);
        let moved = (at - from) / if range_px == 0.0 { 1.0 } else { range_px };
        self.position = (self.position + moved * fineness(cx)).clamp(0.0, 1.0);
        self.set_to_position();
        true
    }

    /// Sets the parameter to where the user has got to, in the gesture that is going on or in a new one.
    fn set_to_position(&mut self) {
        if self.param.snapped(self.position) == self.param.normalized() {
            return;
        }
        if !self.gesture.as_ref().is_some_and(Gesture::is_open) {
            self.gesture = None;
            self.gesture = Some(self.param.begin_gesture());
        }
        if let Some(gesture) = &self.gesture {
            gesture.set(self.position);
        }
    }

    fn release(&mut self, cx: &mut EventContext<'_>) -> bool {
        if self.dragged_from.take().is_none() {
            return false;
        }
        self.gesture = None;
        cx.release();
        cx.unlock_cursor_icon();
        true
    }

    fn reset(&mut self, cx: &mut EventContext<'_>) -> bool {
        self.release(cx);
        self.gesture = None;
        self.param.reset();
        true
    }

    fn scroll(&mut self, cx: &mut EventContext<'_>, lines: f32) -> bool {
        cx.emit(HintEvent::Hide);
        self.nudge(cx, lines, STEP);
        true
    }

    fn key(&mut self, cx: &mut EventContext<'_>, code: Code) -> bool {
        let (steps, part) = match code {
            Code::ArrowUp | Code::ArrowRight => (1.0, STEP),
            Code::ArrowDown | Code::ArrowLeft => (-1.0, STEP),
            Code::PageUp => (1.0, PAGE_STEP),
            Code::PageDown => (-1.0, PAGE_STEP),
            Code::Home => (f32::NEG_INFINITY, STEP),
            Code::End => (f32::INFINITY, STEP),
            _ => return false,
        };
        // Keys act on what has the focus, so let it be seen.
        cx.focus_with_visibility(true);
        self.nudge(cx, steps, part);
        true
    }

    /// Moves by `count` steps of the parameter, or by `count` times this part of a continuous range.
    fn nudge(&mut self, cx: &mut EventContext<'_>, count: f32, part: f32) {
        // Unless somebody else has moved it, the rest of the last turn counts: wheels can turn by parts of a line.
        if self.param.snapped(self.position) != self.param.normalized() {
            self.position = self.param.normalized();
        }
        let step = match self.param.step_count() {
            Some(steps) if steps > 0 => 1.0 / steps as f32,
            _ => part * fineness(cx),
        };
        self.position = (self.position + count * step).clamp(0.0, 1.0);
        self.set_to_position();
        self.burst = self.burst.wrapping_add(1);
        if self.gesture.is_some() && self.dragged_from.is_none() {
            cx.schedule_emit(BurstOver(self.burst), Instant::now() + BURST_REST);
        }
    }
}

fn fineness(cx: &EventContext<'_>) -> f32 {
    match cx.modifiers().shift() || cx.modifiers().ctrl() {
        true => FINE,
        false => 1.0,
    }
}
