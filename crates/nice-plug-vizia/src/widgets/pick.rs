//! A button with a menu.

use std::rc::Rc;

use vizia_core::prelude::*;

use super::choice::draw_with_arrow;
use super::hint::HintEvent;
use super::menu::{Menu, MenuAnswer, MenuState};
use super::text::TextLine;

/// A button that opens a menu, for what is no parameter: what is picked is told once and not kept.
///
/// A click opens the menu; a click on a line of it or a release of the button over it picks that line. Its element is
/// `pick`; it is `:checked` while the menu is open. The menu has the class `choice-menu`.
pub struct Pick {
    text: String,
    line: TextLine,
    menu: Rc<MenuState>,
    on_pick: Box<OnPick>,
}

/// Is told the number of the line that was picked.
type OnPick = dyn Fn(&mut EventContext<'_>, usize);

impl Pick {
    /// Shows `text`, and these lines when it is clicked on.
    pub fn new(
        cx: &mut Context,
        text: impl Into<String>,
        lines: Vec<String>,
        on_pick: impl Fn(&mut EventContext<'_>, usize) + 'static,
    ) -> Handle<'_, Self> {
        let text = text.into();
        let name = text.clone();
        let menu = Rc::new(MenuState::new(lines));
        let (is_open, menu_of_view) = (menu.is_open, menu.clone());
        Self {
            text,
            line: TextLine::new(cx),
            menu,
            on_pick: Box::new(on_pick),
        }
        .build(cx, move |cx| {
            Binding::new(cx, is_open, move |cx| {
                if is_open.get() {
                    Menu::new(cx, menu_of_view.clone());
                }
            });
        })
        .class("pick")
        .navigable(true)
        .role(Role::Button)
        .name(name)
        .checked(is_open)
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
            let is_opening = matches!(
                event,
                WindowEvent::MouseDown(MouseButton::Left)
                    | WindowEvent::MouseDoubleClick(MouseButton::Left)
                    | WindowEvent::PressDown { mouse: false }
            );
            if is_opening {
                cx.emit(HintEvent::Hide);
                if !matches!(event, WindowEvent::PressDown { .. }) {
                    cx.focus_with_visibility(false);
                }
                self.menu.open(cx, None);
                meta.consume();
            }
        });
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        draw_with_arrow(cx, canvas, &self.line, &self.text);
    }
}
