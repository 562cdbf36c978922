//! A button with a menu.

use std::rc::Rc;

use vizia_core::prelude::*;

use super::choice::draw_with_arrow;
use super::hint::HintEvent;
use super::menu::{MenuAnswer, MenuLine, MenuState};
use super::text::TextLine;

/// A button that opens a menu, for what is no parameter: what is picked is told once and not kept.
///
/// A click opens the menu; a click on a line of it or a release of the button over it picks that line. In a menu of more
/// than eight lines one can type: only the lines stay that contain all the words, in any order. Arrows, page keys, home
/// and end go from line to line, enter picks, escape closes, and the wheel scrolls what is too long for the window. While
/// it can be searched, an open menu is an element `textbox` with the focus, so that the host leaves the keys to it.
///
/// Its element is `pick`; it is `:checked` while the menu is open. The menu has the class `choice-menu`.
pub struct Pick {
    text: Signal<String>,
    line: TextLine,
    menu: Rc<MenuState>,
    lines: Option<Box<Lines>>,
    on_pick: Box<OnPick>,
}

/// Gives the lines of a menu that opens.
type Lines = dyn Fn() -> Vec<MenuLine>;
/// Is told the number of the line that was picked.
type OnPick = dyn Fn(&mut EventContext<'_>, usize);

impl Pick {
    /// Shows `text`, and these lines when it is clicked on. `on_pick` is told the number of a line among all of them,
    /// headings included.
    pub fn new<T: ToStringLocalized + 'static>(
        cx: &mut Context,
        text: impl Res<T> + 'static,
        lines: Vec<impl Into<MenuLine>>,
        on_pick: impl Fn(&mut EventContext<'_>, usize) + 'static,
    ) -> Handle<'_, Self> {
        let lines = lines.into_iter().map(Into::into).collect();
        Self::with_menu(cx, text, MenuState::new(lines), None, Box::new(on_pick))
    }

    /// Shows `text`, and when it is clicked on, the lines that `lines` gives then.
    pub fn fresh<T: ToStringLocalized + 'static>(
        cx: &mut Context,
        text: impl Res<T> + 'static,
        lines: impl Fn() -> Vec<MenuLine> + 'static,
        on_pick: impl Fn(&mut EventContext<'_>, usize) + 'static,
    ) -> Handle<'_, Self> {
        let menu = MenuState::new(Vec::new());
        Self::with_menu(cx, text, menu, Some(Box::new(lines)), Box::new(on_pick))
    }

    fn with_menu<T: ToStringLocalized + 'static>(
        cx: &mut Context,
        text: impl Res<T> + 'static,
        menu: MenuState,
        lines: Option<Box<Lines>>,
        on_pick: Box<OnPick>,
    ) -> Handle<'_, Self> {
        let shown = Signal::new(String::new());
        let menu = Rc::new(menu);
        let (is_open, menu_of_view) = (menu.is_open, menu.clone());
        Self {
            text: shown,
            line: TextLine::new(cx),
            menu,
            lines,
            on_pick,
        }
        .build(cx, move |cx| {
            text.set_or_bind(cx, move |cx, text| {
                shown.set(text.get_value(cx).to_string_local(cx));
            });
            menu_of_view.build(cx);
        })
        .class("pick")
        .navigable(true)
        .role(Role::Button)
        .name(shown)
        .checked(is_open)
        .bind(shown, |mut handle| handle.needs_redraw())
    }

    /// The text that is shown.
    pub fn text(&self) -> String {
        self.text.get_untracked()
    }

    fn open(&self, cx: &mut EventContext<'_>, by_key: bool) {
        cx.emit(HintEvent::Hide);
        if !by_key {
            cx.focus_with_visibility(false);
        }
        if let Some(lines) = &self.lines {
            self.menu.set_lines(lines());
        }
        self.menu.open(cx, by_key);
    }

    /// Where the line with this number stands in the open menu, in physical pixels.
    pub fn bounds_of(&self, line: usize) -> Option<BoundingBox> {
        self.menu.bounds_of(line)
    }
}

impl View for Pick {
    fn element(&self) -> Option<&'static str> {
        Some("pick")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            if self.menu.is_open() {
                match self.menu.event(cx, event) {
                    MenuAnswer::NotMine => return,
                    MenuAnswer::Handled | MenuAnswer::Chosen(None) => {}
                    MenuAnswer::Chosen(Some(line)) => (self.on_pick)(cx, line),
                }
                meta.consume();
                return;
            }
            let by_key = match event {
                WindowEvent::MouseDown(MouseButton::Left)
                | WindowEvent::MouseDoubleClick(MouseButton::Left) => false,
                WindowEvent::PressDown { mouse: false } => true,
                _ => return,
            };
            self.open(cx, by_key);
            meta.consume();
        });
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        draw_with_arrow(cx, canvas, &self.line, &self.text());
    }
}
