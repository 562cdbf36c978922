//! The list of all choices.

use std::cell::Cell;
use std::rc::Rc;

use vizia_core::context::TreeProps;
use vizia_core::prelude::*;
use vizia_core::vg;

use super::text::TextLine;

/// Height of a choice, in layout pixels.
const ROW_PX: f32 = 22.0;
/// Layout pixels above the first and below the last choice.
const EDGE_PX: f32 = 4.0;
/// Layout pixels between the left side and the text: room for the mark of the choice that is made.
const INDENT_PX: f32 = 20.0;
/// Layout pixels between the menu and what it belongs to.
const DISTANCE_PX: f32 = 2.0;
/// Above panels and widgets, below hints.
const Z_INDEX: i32 = 100;

/// A menu as the choice that it belongs to sees it.
pub(super) struct MenuState {
    pub is_open: Signal<bool>,
    choices: Vec<String>,
    /// The choice that is made, where there is one.
    current: Cell<Option<usize>>,
    highlighted: Cell<Option<usize>>,
    was_pointed_at: Cell<bool>,
    /// Where it is drawn, in physical pixels.
    bounds: Cell<BoundingBox>,
    row_px: Cell<f32>,
    view: Cell<Entity>,
}

impl MenuState {
    pub fn new(choices: Vec<String>) -> Self {
        Self {
            is_open: Signal::new(false),
            choices,
            current: Cell::new(None),
            highlighted: Cell::new(None),
            was_pointed_at: Cell::new(false),
            bounds: Cell::new(BoundingBox::default()),
            row_px: Cell::new(0.0),
            view: Cell::new(Entity::null()),
        }
    }

    pub fn choices(&self) -> &[String] {
        &self.choices
    }

    pub fn is_open(&self) -> bool {
        self.is_open.get_untracked()
    }

    /// Opens it below the view that the event is for: every click from here on is about the menu.
    pub fn open(&self, cx: &mut EventContext<'_>, current: Option<usize>) {
        self.current.set(current);
        self.highlighted.set(current);
        self.was_pointed_at.set(false);
        self.bounds.set(BoundingBox::default());
        self.is_open.set(true);
        cx.capture();
    }

    /// Handles an event of the view that the open menu belongs to.
    pub fn event(&self, cx: &mut EventContext<'_>, event: &WindowEvent) -> MenuAnswer {
        let (x, y) = (cx.mouse().cursor_x, cx.mouse().cursor_y);
        let pointed = self.choice_at(x, y);
        match event {
            WindowEvent::MouseMove(..) => self.highlight(cx, pointed),
            WindowEvent::MouseDown(_)
            | WindowEvent::MouseDoubleClick(_)
            | WindowEvent::MouseTripleClick(_) => return self.close(cx, pointed),
            // The button was pressed on the view itself, and drawn to the menu.
            WindowEvent::MouseUp(_) if pointed.is_some() && self.was_pointed_at.get() => {
                return self.close(cx, pointed);
            }
            WindowEvent::PressDown { mouse: false } => {
                return self.close(cx, self.highlighted.get());
            }
            WindowEvent::KeyDown(Code::ArrowDown, _) => self.highlight_next(cx, 1),
            WindowEvent::KeyDown(Code::ArrowUp, _) => self.highlight_next(cx, -1),
            WindowEvent::KeyDown(Code::Escape, _)
            | WindowEvent::FocusOut
            | WindowEvent::WindowFocused(false) => return self.close(cx, None),
            WindowEvent::MouseUp(_)
            | WindowEvent::MouseScroll(..)
            | WindowEvent::Press { .. }
            | WindowEvent::PressDown { .. }
            | WindowEvent::KeyDown(..) => {}
            _ => return MenuAnswer::NotMine,
        }
        MenuAnswer::Handled
    }

    fn close(&self, cx: &mut EventContext<'_>, choice: Option<usize>) -> MenuAnswer {
        self.is_open.set(false);
        cx.release();
        MenuAnswer::Chosen(choice)
    }

    fn highlight(&self, cx: &mut EventContext<'_>, choice: Option<usize>) {
        if choice.is_some() {
            self.was_pointed_at.set(true);
        }
        if choice.is_some() && choice != self.highlighted.replace(choice) {
            cx.with_current(self.view.get(), EventContext::needs_redraw);
        }
    }

    fn highlight_next(&self, cx: &mut EventContext<'_>, step: isize) {
        let last = self.choices.len().saturating_sub(1);
        let next = match self.highlighted.get() {
            Some(highlighted) => highlighted.saturating_add_signed(step).min(last),
            None => 0,
        };
        self.highlighted.set(Some(next));
        cx.with_current(self.view.get(), EventContext::needs_redraw);
    }

    /// Where a choice stands, in physical pixels; none while the menu is closed.
    pub fn bounds_of(&self, choice: usize) -> Option<BoundingBox> {
        let (bounds, row) = (self.bounds.get(), self.row_px.get());
        let is_shown = self.is_open() && bounds.h > 0.0 && choice < self.choices.len();
        let edge = row / ROW_PX * EDGE_PX;
        is_shown.then_some(BoundingBox {
            x: bounds.x,
            y: bounds.y + edge + choice as f32 * row,
            w: bounds.w,
            h: row,
        })
    }

    fn choice_at(&self, x: f32, y: f32) -> Option<usize> {
        (0..self.choices.len()).find(|&choice| {
            self.bounds_of(choice)
                .is_some_and(|bounds| bounds.contains_point(x, y))
        })
    }
}

/// What an open menu makes of an event.
pub(super) enum MenuAnswer {
    /// It is for somebody else.
    NotMine,
    /// It was about the menu, which stays open.
    Handled,
    /// The menu has closed, with a choice or without.
    Chosen(Option<usize>),
}

/// The menu while it is open.
pub(super) struct Menu {
    state: Rc<MenuState>,
    lines: Vec<TextLine>,
}

impl Menu {
    pub fn new(cx: &mut Context, state: Rc<MenuState>) -> Handle<'_, Self> {
        let rows = state.choices.len();
        let lines = (0..rows).map(|_| TextLine::new(cx)).collect();
        let view = Self {
            state: state.clone(),
            lines,
        };
        let handle = view
            .build(cx, |_| {})
            .class("choice-menu")
            .position_type(PositionType::Absolute)
            .space(Pixels(0.0))
            .width(Percentage(100.0))
            .height(Pixels(rows as f32 * ROW_PX + 2.0 * EDGE_PX))
            .z_index(Z_INDEX);
        state.view.set(handle.entity());
        handle
    }

    /// Takes the place below what the menu belongs to, or the nearest one inside of the window.
    fn place(&self, cx: &mut EventContext<'_>) {
        let (scale, laid_out) = (cx.scale_factor(), cx.bounds());
        let window = cx.cache.get_bounds(cx.parent_window());
        let anchor = cx.cache.get_bounds(cx.parent());
        let distance = DISTANCE_PX * scale;
        let inside = |wanted: f32, size: f32, room: f32| {
            wanted.clamp(distance, (room - size - distance).max(distance))
        };
        let left = inside(anchor.x, laid_out.w, window.w);
        let top = inside(anchor.bottom() + distance, laid_out.h, window.h);
        let offset = |to: f32, from: f32| Pixels(((to - from) / scale).round());
        let (x, y) = (offset(left, laid_out.x), offset(top, laid_out.y));
        cx.set_translate((x, y));
        self.state.bounds.set(BoundingBox {
            x: laid_out.x + x.to_px(0.0, 0.0) * scale,
            y: laid_out.y + y.to_px(0.0, 0.0) * scale,
            ..laid_out
        });
        self.state.row_px.set(ROW_PX * scale);
    }
}

impl View for Menu {
    fn element(&self) -> Option<&'static str> {
        Some("choice-menu")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, _| {
            if let WindowEvent::GeometryChanged(_) = event {
                self.place(cx);
            }
        });
    }

    /// `selection-color` is behind the choice that is pointed at, `caret-color` marks the one that is made.
    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        cx.draw_shadows(canvas);
        cx.draw_background(canvas);
        cx.draw_border(canvas);
        let (bounds, scale) = (cx.bounds(), cx.scale_factor());
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        for (row, (line, text)) in self.lines.iter().zip(&self.state.choices).enumerate() {
            let row_bounds = BoundingBox {
                x: bounds.x + EDGE_PX * scale,
                y: bounds.y + (EDGE_PX + row as f32 * ROW_PX) * scale,
                w: bounds.w - 2.0 * EDGE_PX * scale,
                h: ROW_PX * scale,
            };
            if self.state.highlighted.get() == Some(row) {
                let rect = vg::Rect::from(row_bounds);
                let radius = 3.0 * scale;
                let mut path = vg::PathBuilder::new();
                path.add_rrect(vg::RRect::new_rect_xy(rect, radius, radius), None, None);
                paint.set_color(cx.selection_color());
                canvas.draw_path(&path.detach(), &paint);
            }
            if self.state.current.get() == Some(row) {
                let mut mark = vg::PathBuilder::new();
                let x = row_bounds.x + INDENT_PX * scale / 2.0 - 1.0;
                mark.add_circle((x, row_bounds.center().1), 2.5 * scale, None);
                paint.set_color(cx.caret_color());
                canvas.draw_path(&mark.detach(), &paint);
            }
            let text_bounds = row_bounds.shrink_sides(INDENT_PX * scale, 0.0, 0.0, 0.0);
            line.draw(cx, canvas, text_bounds, text);
        }
    }
}
