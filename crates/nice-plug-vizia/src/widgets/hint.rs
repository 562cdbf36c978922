//! Sentences that help, where the pointer rests.

use std::time::{Duration, Instant};

use vizia_core::context::TreeProps;
use vizia_core::prelude::*;

/// How long the pointer has to rest on a widget.
const REST: Duration = Duration::from_millis(600);
/// How long a message stays.
const MESSAGE_STAY: Duration = Duration::from_secs(5);
/// Characters of the longest text that is not broken into lines.
const LONGEST_LINE: usize = 50;
/// Layout pixels between a bubble and what it is about, and between a bubble and the edge of the window.
const DISTANCE_PX: f32 = 6.0;

/// Shows a sentence about the parameter or the other view that the pointer rests on, in a bubble with the class `hint`.
///
/// Build it at the root, after everything else. Until the pointer has rested for a while it costs nothing: other than
/// vizia's own tooltips, it adds nothing to the tree while the pointer only passes.
pub struct Hints {
    text_of: Box<TextOf>,
    shown: Signal<Option<Shown>>,
    resting_on: Option<(Subject, Entity)>,
    /// The number of the last event that something waits after.
    number: u32,
}

/// Gives the sentence about the parameter with an id.
type TextOf = dyn Fn(&str) -> Option<String>;

#[derive(Clone, PartialEq)]
struct Shown {
    text: String,
    anchor: BoundingBox,
    is_message: bool,
}

/// What a hint is about.
#[derive(Clone)]
pub(super) enum Subject {
    /// The parameter with this id.
    Parameter(String),
    /// Something else, which this is the sentence about.
    Other(String),
}

/// What the hints are told by the widgets.
pub(super) enum HintEvent {
    /// The pointer has come to the view, which shows this.
    Rest(Subject, Entity),
    /// The pointer has left the view.
    Leave(Entity),
    /// The user does something.
    Hide,
    /// Something has to be said about the view.
    Say(String, Entity),
    /// What was waited for is due.
    Due(u32),
}

impl Hints {
    /// Adds the bubble. `text_of` gives the sentence about the parameter with an id.
    pub fn build(cx: &mut Context, text_of: impl Fn(&str) -> Option<String> + 'static) {
        let shown = Signal::new(None);
        Model::build(
            Self {
                text_of: Box::new(text_of),
                shown,
                resting_on: None,
                number: 0,
            },
            cx,
        );
        Binding::new(cx, shown, move |cx| {
            if let Some(shown) = shown.get() {
                Bubble::new(cx, shown);
            }
        });
    }

    fn show(&self, cx: &mut EventContext<'_>, text: String, at: Entity, is_message: bool) {
        self.shown.set(Some(Shown {
            text,
            anchor: cx.cache.get_bounds(at),
            is_message,
        }));
    }

    /// What was waited for: the pointer has rested, or a message has been there long enough.
    fn be_due(&mut self, cx: &mut EventContext<'_>) {
        match &self.resting_on {
            Some((subject, view)) => {
                let text = match subject {
                    Subject::Parameter(id) => (self.text_of)(id),
                    Subject::Other(sentence) => Some(sentence.clone()),
                };
                if let Some(text) = text {
                    self.show(cx, text, *view, false);
                }
            }
            None => self.hide(),
        }
    }

    /// Forgets what was waited for, and takes away what is shown.
    fn hide(&mut self) {
        self.number = self.number.wrapping_add(1);
        self.resting_on = None;
        if self.shown.with_untracked(Option::is_some) {
            self.shown.set(None);
        }
    }

    /// Calls back after a while, unless something else happens before.
    fn wait(&self, cx: &mut EventContext<'_>, duration: Duration) {
        cx.schedule_emit(HintEvent::Due(self.number), Instant::now() + duration);
    }
}

impl Model for Hints {
    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event: &HintEvent, meta| {
            meta.consume();
            match event {
                HintEvent::Due(number) if *number == self.number => self.be_due(cx),
                HintEvent::Due(_) => {}
                // vizia tells of the view that the pointer has come to before it tells of the one that it has left.
                HintEvent::Leave(view)
                    if self.resting_on.as_ref().is_none_or(|on| on.1 != *view) => {}
                HintEvent::Leave(_) | HintEvent::Hide => self.hide(),
                HintEvent::Rest(subject, view) => {
                    self.hide();
                    self.resting_on = Some((subject.clone(), *view));
                    self.wait(cx, REST);
                }
                HintEvent::Say(text, view) => {
                    self.hide();
                    self.show(cx, text.clone(), *view, true);
                    self.wait(cx, MESSAGE_STAY);
                }
            }
        });
    }
}

/// A sentence about a view that shows no parameter.
pub trait Sentence {
    /// Shows `text` where the pointer rests on the view, as [`Hints`] do for parameters.
    fn sentence(self, text: impl Into<String>) -> Self;
}

impl<V: View> Sentence for Handle<'_, V> {
    fn sentence(mut self, text: impl Into<String>) -> Self {
        let (view, explained) = (self.entity(), Explained { text: text.into() });
        self.context().with_current(view, |cx| {
            explained.build(cx);
        });
        self
    }
}

/// Tells the hints of the view that it belongs to. vizia's own actions would do, but they take the focus as well.
struct Explained {
    text: String,
}

impl Model for Explained {
    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| match event {
            WindowEvent::MouseEnter if meta.target == cx.current() => {
                let subject = Subject::Other(self.text.clone());
                cx.emit(HintEvent::Rest(subject, cx.current()));
            }
            WindowEvent::MouseLeave if meta.target == cx.current() => {
                cx.emit(HintEvent::Leave(cx.current()));
            }
            _ => {}
        });
    }
}

/// A text near what it is about.
struct Bubble {
    anchor: BoundingBox,
}

impl Bubble {
    fn new(cx: &mut Context, shown: Shown) -> Handle<'_, Self> {
        let Shown {
            text,
            anchor,
            is_message,
        } = shown;
        let is_long = text.chars().count() > LONGEST_LINE;
        Self { anchor }
            .build(cx, |cx| {
                Label::new(cx, text)
                    .class("hint-text")
                    .toggle_class("long", is_long)
                    .text_wrap(is_long)
                    .hoverable(false);
            })
            .class("hint")
            .toggle_class("message", is_message)
            .position_type(PositionType::Absolute)
            .hoverable(false)
    }
}

impl View for Bubble {
    fn element(&self) -> Option<&'static str> {
        Some("hint")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, _| {
            if let WindowEvent::GeometryChanged(_) = event {
                let (scale, bounds) = (cx.scale_factor(), cx.bounds());
                let window = cx.cache.get_bounds(cx.parent_window());
                let (left, top) = place(self.anchor, bounds, window, DISTANCE_PX * scale);
                cx.set_translate((
                    Pixels(((left - bounds.x) / scale).round()),
                    Pixels(((top - bounds.y) / scale).round()),
                ));
            }
        });
    }
}

/// Where a bubble's upper left corner belongs: centered below what it is about, or above where there is more room, and
/// always inside of the window.
fn place(
    anchor: BoundingBox,
    bubble: BoundingBox,
    window: BoundingBox,
    distance: f32,
) -> (f32, f32) {
    let last_left = (window.right() - distance - bubble.w).max(distance);
    let left = (anchor.center().0 - bubble.w / 2.0).clamp(distance, last_left);
    let below = anchor.bottom() + distance;
    let above = anchor.top() - distance - bubble.h;
    let top = match below + bubble.h <= window.bottom() - distance {
        true => below,
        false => above.max(distance),
    };
    (left, top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bubble_stays_in_the_window_and_beside_what_it_is_about() {
        let bounds = |x, y, w, h| BoundingBox { x, y, w, h };
        let window = bounds(0.0, 0.0, 900.0, 560.0);
        let bubble = bounds(0.0, 0.0, 200.0, 50.0);
        for (anchor, expected) in [
            (bounds(400.0, 100.0, 40.0, 40.0), (320.0, 146.0)),
            (bounds(400.0, 500.0, 40.0, 40.0), (320.0, 444.0)),
            (bounds(2.0, 100.0, 40.0, 40.0), (6.0, 146.0)),
            (bounds(858.0, 100.0, 40.0, 40.0), (694.0, 146.0)),
        ] {
            assert_eq!(place(anchor, bubble, window, 6.0), expected, "{anchor:?}");
        }
    }
}
