//! Menus: typing narrows, keys and the pointer pick, and nothing leaves the window.

use std::cell::RefCell;
use std::rc::Rc;

use nice_plug_vizia::EditorState;
use nice_plug_vizia::headless::{HeadlessBuilder, HeadlessEditor};
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{MenuLine, Pick, WIDGET_STYLE};

const INTER: &[u8] = include_bytes!("../../../assets/fonts/Inter.ttf");

/// A window with two menus, at its upper and at its lower end.
struct Window {
    editor: HeadlessEditor,
    picked: Rc<RefCell<Vec<usize>>>,
}

/// Ten groups of three lines, too many for the window.
fn long() -> Vec<MenuLine> {
    let group = |group: u32| {
        let line = move |line: u32| {
            let note = format!("{} dBu", 10 * group + line);
            MenuLine::new(format!("Model {group}{line}")).with_note(note)
        };
        std::iter::once(MenuLine::heading(format!("Make {group}"))).chain((0..3).map(line))
    };
    (0..10).flat_map(group).collect()
}

impl Window {
    fn open(lines: Vec<MenuLine>, scale: f32) -> Self {
        let picked = Rc::<RefCell<Vec<usize>>>::default();
        let told = picked.clone();
        let state = EditorState::new(300, 240);
        state.set_user_scale(scale);
        let editor = HeadlessBuilder::new(state).build(move |cx| {
            assert!(nice_plug_vizia::add_default_font(cx, INTER));
            cx.add_stylesheet(WIDGET_STYLE).expect("a style sheet");
            VStack::new(cx, |cx| {
                for (id, top) in [("upper", 4.0), ("lower", 210.0)] {
                    let told = told.clone();
                    let tell = move |_: &mut EventContext<'_>, line| told.borrow_mut().push(line);
                    Pick::new(cx, "Pick", lines.clone(), tell)
                        .id(id)
                        .position_type(PositionType::Absolute)
                        .left(Pixels(200.0))
                        .top(Pixels(top))
                        .width(Pixels(90.0));
                }
            });
        });
        Self { editor, picked }
    }

    fn opened(lines: Vec<MenuLine>) -> Self {
        let mut window = Self::open(lines, 1.0);
        window.editor.click_on("upper");
        window
    }

    fn bounds_of(&mut self, id: &str, line: usize) -> Option<BoundingBox> {
        let entity = self.editor.find(id).expect("exists");
        let cx = EventContext::new(self.editor.context());
        let pick = cx.get_view_with::<Pick>(entity).expect("a menu");
        pick.bounds_of(line)
    }

    /// The numbers of the lines that can be seen in the upper menu.
    fn shown(&mut self) -> Vec<usize> {
        (0..long().len())
            .filter(|line| self.bounds_of("upper", *line).is_some())
            .collect()
    }

    fn is_open(&mut self) -> bool {
        !self.editor.find_class("choice-menu").is_empty()
    }

    fn picked(&self) -> Vec<usize> {
        self.picked.take()
    }
}

#[test]
fn typing_narrows_and_enter_picks_the_first_that_is_left() {
    let mut window = Window::opened(long());
    assert!(window.editor.type_text("5 MODEL"), "keys are the menu's");
    // All of make 5, and the 25 in the notes of make 2 is not there: lines count 0, 1 and 2.
    assert_eq!(window.shown(), [20, 21, 22, 23]);
    window.editor.type_text(" 52");
    assert_eq!(window.shown(), [20, 23]);
    assert!(window.editor.key(Code::Enter));
    assert_eq!(window.picked(), [23]);
    assert!(!window.is_open());
    assert!(!window.editor.type_text("a"), "keys are the host's again");
}

#[test]
fn letters_can_be_taken_back() {
    let mut window = Window::opened(long());
    window.editor.type_text("model nothing");
    assert!(window.shown().is_empty());
    window.editor.key(Code::Enter);
    assert!(window.is_open(), "there is nothing to pick");
    window.editor.hold(Modifiers::CTRL);
    window.editor.key(Code::Backspace);
    window.editor.hold(Modifiers::empty());
    assert!(!window.shown().is_empty());
    window.editor.type_text("71x");
    window.editor.key(Code::Backspace);
    assert_eq!(window.shown(), [28, 30]);
    window.editor.key(Code::Enter);
    assert_eq!(window.picked(), [30]);
}

#[test]
fn keys_go_from_line_to_line_past_headings_and_scroll() {
    let mut window = Window::opened(long());
    for key in [Code::ArrowDown; 4] {
        window.editor.key(key);
    }
    window.editor.key(Code::Enter);
    assert_eq!(window.picked(), [5], "four lines, and a heading twice");

    window.editor.click_on("upper");
    assert!(window.bounds_of("upper", 39).is_none());
    window.editor.key(Code::End);
    assert!(window.bounds_of("upper", 39).is_some());
    window.editor.key(Code::ArrowUp);
    window.editor.key(Code::Enter);
    assert_eq!(window.picked(), [38]);

    window.editor.click_on("upper");
    window.editor.key(Code::End);
    window.editor.key(Code::Home);
    assert!(window.bounds_of("upper", 0).is_some(), "with its heading");
    window.editor.key(Code::PageDown);
    window.editor.key(Code::Enter);
    assert!(window.picked()[0] > 5);
}

#[test]
fn the_wheel_scrolls_and_a_click_picks() {
    let mut window = Window::opened(long());
    let all = window.shown();
    assert_eq!(all[0], 0);
    let place = window.bounds_of("upper", 2).expect("shown").center();
    window.editor.move_to(place);
    for _ in 0..6 {
        // By parts of a line, as touchpads do it.
        window.editor.wheel(0.0, -0.5);
    }
    assert_eq!(window.shown()[0], 3);
    window.editor.wheel(0.0, -99.0);
    assert_eq!(window.shown().last(), Some(&39));
    let place = window.bounds_of("upper", 37).expect("shown").center();
    window.editor.click(place);
    assert_eq!(window.picked(), [37]);
}

#[test]
fn headings_and_the_search_box_are_nothing_to_pick() {
    let mut window = Window::opened(long());
    let heading = window.bounds_of("upper", 0).expect("shown");
    for place in [heading.center(), (heading.center().0, heading.top() - 10.0)] {
        window.editor.click(place);
        assert!(window.is_open());
        assert!(window.picked().is_empty());
    }
    window.editor.type_text("99");
    assert!(window.shown().is_empty(), "keys still arrive");
    window.editor.key(Code::Escape);
    assert!(!window.is_open());
    window.editor.click_on("upper");
    window.editor.click((20.0, 120.0));
    assert!(!window.is_open());
    assert!(window.picked().is_empty());
    assert!(!window.editor.type_text("a"), "keys are the host's again");
}

#[test]
fn another_view_that_takes_the_focus_closes_it() {
    let mut window = Window::opened(long());
    window.editor.key(Code::Tab);
    assert!(!window.is_open());
    assert!(window.picked().is_empty());
}

#[test]
fn a_short_menu_leaves_the_keys_to_the_host() {
    let lines: Vec<_> = long().into_iter().take(8).collect();
    let mut window = Window::opened(lines);
    assert!(!window.editor.type_text("00"));
    assert_eq!(window.shown().len(), 8);
    window.editor.key(Code::Escape);
    assert!(!window.is_open());
}

#[test]
fn it_stays_in_the_window_at_any_size() {
    for scale in [0.5, 0.75, 1.0, 1.25, 1.5, 2.0] {
        for id in ["upper", "lower"] {
            let mut window = Window::open(long(), scale);
            window.editor.click_on(id);
            let root = window.editor.scene().bounds(Entity::root());
            let shown: Vec<_> = (0..40)
                .filter_map(|line| window.bounds_of(id, line))
                .collect();
            assert!(shown.len() >= 8, "{id} at {scale}: {} lines", shown.len());
            for bounds in shown {
                assert!(
                    root.contains(&bounds),
                    "{id} at {scale}: {bounds} in {root}"
                );
            }
        }
    }
}

#[test]
fn it_is_as_high_as_what_the_search_leaves_and_stays_where_it_is() {
    let mut window = Window::open(long(), 1.0);
    window.editor.click_on("lower");
    let menu = window.editor.find_class("choice-menu")[0];
    let all = window.editor.bounds(menu).h;
    let first = window.bounds_of("lower", 0).expect("shown");
    window.editor.type_text("99");
    assert!(window.editor.bounds(menu).h < 0.4 * all);
    window.editor.key(Code::Backspace);
    window.editor.key(Code::Backspace);
    assert_eq!(window.editor.bounds(menu).h, all);
    assert_eq!(window.bounds_of("lower", 0), Some(first));
}

#[test]
fn fresh_lines_are_asked_for_each_time() {
    let count = Rc::new(RefCell::new(0));
    let asked = count.clone();
    let text = Rc::new(RefCell::new(None));
    let told = text.clone();
    let mut editor = HeadlessEditor::new(300, 240, move |cx| {
        cx.add_stylesheet(WIDGET_STYLE).expect("a style sheet");
        let name = Signal::new(String::from("Vocal"));
        *told.borrow_mut() = Some(name);
        let lines = move || {
            *asked.borrow_mut() += 1;
            vec![MenuLine::new("Vocal").marked(true); *asked.borrow()]
        };
        Pick::fresh(cx, name, lines, |_, _| ()).id("presets");
    });
    let shown = |editor: &mut HeadlessEditor| {
        let entity = editor.find("presets").expect("exists");
        let cx = EventContext::new(editor.context());
        let pick = cx.get_view_with::<Pick>(entity).expect("a menu");
        let lines = (0..9).filter(|line| pick.bounds_of(*line).is_some());
        (pick.text(), lines.count())
    };
    editor.click_on("presets");
    assert_eq!(shown(&mut editor), (String::from("Vocal"), 1));
    editor.key(Code::Escape);
    text.borrow().expect("built").set(String::from("Bass"));
    editor.click_on("presets");
    assert_eq!(shown(&mut editor), (String::from("Bass"), 2));
    assert_eq!(*count.borrow(), 2);
}
