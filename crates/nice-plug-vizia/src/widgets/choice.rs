//! One of a list.

use std::rc::Rc;

use vizia_core::prelude::*;
use vizia_core::vg;

use super::control::{Control, Drag};
use super::hint::HintEvent;
use super::menu::{MenuAnswer, MenuLine, MenuState};
use super::text::TextLine;
use super::{ParamLabel, name_of};
use crate::param::ParamModel;

/// Layout pixels between the text of a choice and its sides.
const PADDING_PX: f32 = 6.0;
/// Half of the width of the arrow, in layout pixels.
const ARROW_PX: f32 = 3.5;

/// A list of choices with its name above.
///
/// Its element is `param-choice`; it contains a `param-name` and a [`Choice`].
pub struct ParamChoice;

impl ParamChoice {
    /// Shows the parameter with this id.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str) -> Handle<'a, Self> {
        let name = name_of(cx, id);
        Self::with_name(cx, id, name)
    }

    /// Shows the parameter with this id under another name than hosts do: in a panel that says the rest.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn with_name<'a>(
        cx: &'a mut Context,
        id: &str,
        name: impl Into<String>,
    ) -> Handle<'a, Self> {
        let name = name.into();
        Self.build(cx, |cx| {
            ParamLabel::new(cx, id, name);
            Choice::new(cx, id);
        })
        .class("param")
    }
}

impl View for ParamChoice {
    fn element(&self) -> Option<&'static str> {
        Some("param-choice")
    }
}

/// The choice that is made, and a menu of all of them while it is open.
///
/// A click opens the menu; a click on a choice or a release of the button over it makes it. The wheel and the arrow keys
/// go to the next choice without a menu. Its element is `choice`, its id that of the parameter; it is `:checked` while
/// the menu is open. The menu has the class `choice-menu`; one of more than eight choices has a search, see
/// [`Pick`](super::Pick).
pub struct Choice {
    control: Control,
    line: TextLine,
    choices: Vec<String>,
    menu: Rc<MenuState>,
}

impl Choice {
    /// Shows the parameter with this id.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str) -> Handle<'a, Self> {
        let param = ParamModel::find(cx, id);
        let (signal, name) = (param.signal(), param.name().to_owned());
        let choices = param.step_texts();
        let lines = choices.iter().map(MenuLine::new).collect();
        let menu = Rc::new(MenuState::new(lines));
        let (is_open, menu_of_view) = (menu.is_open, menu.clone());
        Self {
            control: Control::new(param, Drag::None),
            line: TextLine::new(cx),
            choices,
            menu,
        }
        .build(cx, move |cx| menu_of_view.build(cx))
        .id(id)
        .class("choice")
        .navigable(true)
        .role(Role::ComboBox)
        .name(name)
        .checked(is_open)
        .bind(signal, |mut handle| handle.needs_redraw())
    }

    /// The text of the choice that is made.
    pub fn text(&self) -> String {
        let param = &self.control.param;
        param.text(param.normalized())
    }

    /// The texts of all choices, in the order of the menu.
    pub fn choices(&self) -> &[String] {
        &self.choices
    }

    /// Where the choice with this number stands in the open menu, in physical pixels.
    pub fn bounds_of(&self, choice: usize) -> Option<BoundingBox> {
        self.menu.bounds_of(choice)
    }

    fn open(&self, cx: &mut EventContext<'_>, by_key: bool) {
        cx.emit(HintEvent::Hide);
        let last = self.choices().len().saturating_sub(1);
        let current = (self.control.param.normalized() * last as f32).round();
        self.menu.mark(current as usize);
        self.menu.open(cx, by_key);
    }

    fn choose(&self, choice: usize) {
        let last = self.choices().len().saturating_sub(1).max(1);
        self.control.param.set(choice as f32 / last as f32);
    }

    /// Handles an event while the menu is open. Returns whether that was all.
    fn event_of_menu(&self, cx: &mut EventContext<'_>, event: &WindowEvent) -> bool {
        match self.menu.event(cx, event) {
            MenuAnswer::NotMine => return false,
            MenuAnswer::Handled | MenuAnswer::Chosen(None) => {}
            MenuAnswer::Chosen(Some(choice)) => self.choose(choice),
        }
        true
    }
}

impl View for Choice {
    fn element(&self) -> Option<&'static str> {
        Some("choice")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        let mut is_done = false;
        event.map(|event, meta| {
            is_done = match event {
                event if self.menu.is_open() => self.event_of_menu(cx, event),
                WindowEvent::MouseDown(MouseButton::Left)
                | WindowEvent::MouseDoubleClick(MouseButton::Left)
                    if !cx.modifiers().alt() =>
                {
                    cx.focus_with_visibility(false);
                    self.open(cx, false);
                    true
                }
                WindowEvent::PressDown { mouse: false } => {
                    self.open(cx, true);
                    true
                }
                _ => false,
            };
            if is_done {
                meta.consume();
            }
        });
        if !is_done {
            self.control.event(cx, event);
        }
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        self.control.describe(node);
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        draw_with_arrow(cx, canvas, &self.line, &self.text());
    }
}

/// A text in a frame, and the arrow of a menu. `color` is that of the text, `caret-color` that of the arrow.
pub(super) fn draw_with_arrow(
    cx: &mut DrawContext<'_>,
    canvas: &Canvas,
    line: &TextLine,
    text: &str,
) {
    cx.draw_background(canvas);
    cx.draw_border(canvas);
    let (bounds, scale) = (cx.bounds(), cx.scale_factor());
    let padding = PADDING_PX * scale;
    let arrow = ARROW_PX * scale;
    let text_bounds = bounds.shrink_sides(padding, 0.0, padding + 2.0 * arrow, 0.0);
    canvas.save();
    canvas.clip_rect(vg::Rect::from(text_bounds), None, None);
    line.draw(cx, canvas, text_bounds, text);
    canvas.restore();

    let (x, y) = (bounds.right() - padding - arrow, bounds.center().1);
    let mut path = vg::PathBuilder::new();
    path.move_to((x - arrow, y - arrow / 2.0));
    path.line_to((x, y + arrow / 2.0));
    path.line_to((x + arrow, y - arrow / 2.0));
    let mut paint = vg::Paint::default();
    paint.set_anti_alias(true);
    paint.set_style(vg::PaintStyle::Stroke);
    paint.set_stroke_cap(vg::PaintCap::Round);
    paint.set_stroke_width(1.5 * scale);
    paint.set_color(cx.caret_color());
    canvas.draw_path(&path.detach(), &paint);
    cx.draw_outline(canvas);
}
