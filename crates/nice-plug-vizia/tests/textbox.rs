//! Text boxes: carets go where they should in texts of all kinds, and nowhere else.

use nice_plug_vizia::headless::HeadlessEditor;
use nice_plug_vizia::vizia::prelude::*;

const INTER: &[u8] = include_bytes!("../../../assets/fonts/Inter.ttf");

/// Letters of two and three bytes, a letter of two characters, a picture of several, both directions.
const TEXTS: [&str; 5] = [
    "10 kΩ",
    "−12,5 µV → ∞",
    "cafe\u{301} 👩‍👩‍👧!",
    "ab \u{5d0}\u{5d1}\u{5d2} cd",
    "",
];

struct Fixture {
    editor: HeadlessEditor,
    text: Signal<String>,
}

fn text_box(text: &str, is_multiline: bool) -> Fixture {
    let mut signal = None;
    let mut editor = HeadlessEditor::new(220, 120, |cx| {
        cx.add_font_mem(INTER);
        let text = Signal::new(String::from(text));
        let text_box = if is_multiline {
            Textbox::new_multiline(cx, text, true)
        } else {
            Textbox::new(cx, text)
        };
        text_box
            .on_edit(move |_, edited| text.set(edited))
            .size(Pixels(200.0))
            .id("box");
        signal = Some(text);
    });
    editor.click_on("box");
    let text = signal.expect("the tree was built");
    Fixture { editor, text }
}

impl Fixture {
    fn keys(&mut self, keys: &[Code]) -> &mut Self {
        for key in keys {
            self.editor.key(*key);
        }
        self
    }

    fn typed(&mut self, text: &str) -> &mut Self {
        self.editor.type_text(text);
        self
    }

    fn text(&mut self) -> String {
        let text = self.text;
        self.editor.context();
        text.get()
    }
}

#[test]
fn the_end_is_behind_the_last_letter() {
    for text in TEXTS {
        let mut fixture = text_box(text, false);
        fixture.keys(&[Code::Home]).typed("<");
        fixture.keys(&[Code::End]).typed(">");
        assert_eq!(fixture.text(), format!("<{text}>"));
    }
}

#[test]
fn a_caret_can_stand_before_every_letter() {
    use std::iter::repeat_n;
    for text in TEXTS {
        let letters = text.chars().count();
        for steps in 0..=letters + 1 {
            let mut fixture = text_box(text, false);
            fixture.keys(&[Code::Home]);
            fixture.keys(&repeat_n(Code::ArrowRight, steps).collect::<Vec<_>>());
            fixture.typed("|");
            let seen = fixture.text();
            let (before, behind) = seen.split_once('|').expect("it was typed");
            assert_eq!(format!("{before}{behind}"), text);
        }
    }
}

#[test]
fn a_click_sets_the_caret_between_the_nearest_letters() {
    for text in TEXTS {
        for x in [0.0, 12.0, 25.0, 40.0, 61.0, 90.0, 190.0] {
            let mut fixture = text_box(text, false);
            fixture.editor.click((x, 20.0));
            fixture.typed("|");
            assert_eq!(fixture.text().replacen('|', "", 1), text);
        }
    }
}

#[test]
fn carets_go_up_and_down_in_lines_of_all_kinds() {
    let text = "one\n\ntwo µF and more that is broken into lines\n\u{5d0}\u{5d1}\n";
    for start in [Code::Home, Code::End] {
        for moves in [Code::ArrowUp, Code::ArrowDown] {
            for count in 0..8 {
                let mut fixture = text_box(text, true);
                fixture.keys(&vec![moves; count]).keys(&[start]);
                fixture.keys(&vec![Code::ArrowRight; count]);
                fixture.keys(&[Code::ArrowUp, Code::ArrowDown, Code::End, Code::Home]);
                fixture.typed("|");
                assert_eq!(fixture.text().replacen('|', "", 1), text);
            }
        }
    }
}
