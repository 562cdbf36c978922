use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use vizia_core::prelude::*;

use crate::headless::{HeadlessBuilder, HeadlessEditor};
use crate::poll::PollContext;
use crate::state::EditorState;

/// Longer than every transition of vizia's theme.
const LONG: Duration = Duration::from_secs(3);

/// A button that counts, and a text box.
fn counter(cx: &mut Context) {
    let count = Signal::new(0);
    let text = Signal::new(String::from("abc"));
    HStack::new(cx, |cx| {
        Button::new(cx, |cx| Label::new(cx, "Count"))
            .id("button")
            .on_press(move |_| count.update(|count| *count += 1));
        Label::new(cx, count).id("count");
        Textbox::new(cx, text).id("box").width(Pixels(80.0));
    });
}

#[test]
fn nothing_is_drawn_while_nothing_changes() {
    let mut editor = HeadlessEditor::new(300, 100, counter);
    assert!(editor.settle(LONG), "it comes to rest");
    for _ in 0..10 {
        assert_eq!(editor.frame(), &[]);
        assert!(!editor.scene().is_due());
    }
}

#[test]
fn a_click_reaches_the_button() {
    let mut editor = HeadlessEditor::new(300, 100, counter);
    for count in 1..=3 {
        editor.click_on("button");
        assert_eq!(editor.text("count"), Some(count.to_string()));
    }
}

#[test]
fn a_poll_is_seen_in_the_same_frame_and_only_then() {
    let level = Rc::new(Cell::new(0));
    let asked = Rc::new(Cell::new(0));
    let mut editor = HeadlessEditor::new(300, 100, {
        let (level, asked) = (level.clone(), asked.clone());
        |cx| {
            let shown = Signal::new(0);
            Label::new(cx, shown).id("level");
            cx.add_poll(move |_| {
                asked.set(asked.get() + 1);
                let changed = shown.get() != level.get();
                if changed {
                    shown.set(level.get());
                }
                changed
            });
        }
    });
    assert!(editor.settle(LONG));
    asked.set(0);
    assert_eq!(editor.frame(), &[]);
    level.set(7);
    assert_ne!(editor.frame(), &[]);
    assert_eq!(asked.get(), 2, "once a frame");
    assert_eq!(editor.text("level").as_deref(), Some("7"));
}

#[test]
fn a_poll_ends_with_its_view() {
    let alive = Rc::new(Cell::new(0));
    let shown = Rc::new(Cell::new(true));
    let mut editor = HeadlessEditor::new(300, 100, {
        let (alive, shown) = (alive.clone(), shown.clone());
        |cx| {
            let visible = Signal::new(true);
            cx.add_poll(move |_| {
                let changed = visible.get() != shown.get();
                visible.set(shown.get());
                changed
            });
            Binding::new(cx, visible, move |cx| {
                if visible.get() {
                    let alive = alive.clone();
                    cx.add_poll(move |_| {
                        alive.set(alive.get() + 1);
                        false
                    });
                }
            });
        }
    });
    editor.frame();
    assert!(alive.get() > 0);
    shown.set(false);
    editor.frame();
    alive.set(0);
    editor.frame();
    assert_eq!(alive.get(), 0);
    shown.set(true);
    editor.frame();
    editor.frame();
    assert_eq!(alive.get(), 1, "and comes back as one");
}

/// A view that asks to be drawn whenever a number changes.
struct Lamp;

impl View for Lamp {}

impl Lamp {
    fn new(cx: &mut Context, watched: Rc<Cell<u32>>) -> Handle<'_, Self> {
        let mut last = watched.get();
        Self.build(cx, move |cx| {
            cx.add_poll(move |cx| {
                let changed = std::mem::replace(&mut last, watched.get()) != watched.get();
                if changed {
                    cx.needs_redraw();
                }
                changed
            });
        })
    }
}

#[test]
fn distant_changes_are_drawn_apart() {
    let lit = Rc::new(Cell::new(0));
    let mut editor = HeadlessEditor::new(900, 560, {
        let lit = lit.clone();
        move |cx| {
            for (left, top) in [(100.0, 100.0), (870.0, 530.0)] {
                Lamp::new(cx, lit.clone())
                    .position_type(PositionType::Absolute)
                    .left(Pixels(left))
                    .top(Pixels(top))
                    .size(Pixels(20.0));
            }
        }
    });
    assert!(editor.settle(LONG));
    lit.set(1);
    let drawn_px: u32 = (editor.frame().iter())
        .map(|rect| rect.width * rect.height)
        .sum();
    assert_eq!(drawn_px, 2 * 20 * 20);
}

#[test]
fn a_resize_keeps_the_layout_in_proportion() {
    let mut editor = HeadlessEditor::new(300, 100, counter);
    let button = editor.find("button").unwrap();
    let at_100 = editor.bounds(button);
    editor.state().set_user_scale(2.0);
    editor.frame();
    assert_eq!(editor.scene().size().width_px, 600);
    let at_200 = editor.bounds(button);
    // Layout rounds to whole physical pixels.
    assert!((at_100.x - at_200.x).abs() <= 0.5 && (at_100.w - at_200.w).abs() <= 1.0);
    editor.click_on("button");
    assert_eq!(editor.text("count").as_deref(), Some("1"), "hit at 200 %");
}

#[test]
fn a_screen_with_more_pixels_gets_more_pixels() {
    let state = EditorState::new(300, 100);
    let mut editor = HeadlessBuilder::new(state).screen_scale(2.0).build(counter);
    let picture = editor.picture();
    assert_eq!((picture.width(), picture.height()), (600, 200));
    assert_eq!(editor.state().user_scale(), 1.0);
}

#[test]
fn keys_are_taken_only_while_a_text_box_has_the_focus() {
    let mut editor = HeadlessEditor::new(300, 100, counter);
    assert!(!editor.key(Code::Space), "the host plays");
    editor.click_on("button");
    assert!(!editor.key(Code::Space), "still the host");
    assert_eq!(editor.text("count").as_deref(), Some("1"), "and not both");
    editor.click_on("box");
    assert!(editor.type_text("xyz"));
    assert!(editor.key(Code::ArrowLeft));
    assert!(editor.key(Code::Escape));
    assert!(!editor.key(Code::Space), "escape gives keys back");
    editor.click_on("box");
    assert!(editor.type_text("x"));
    editor.click((290.0, 90.0));
    assert!(!editor.key(Code::Space), "so does a click elsewhere");
}
