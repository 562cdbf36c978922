//! The list of everything that can be picked, with a search where it is long.

mod line;
mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use vizia_core::context::TreeProps;
use vizia_core::prelude::*;

pub use line::MenuLine;
pub(super) use view::Menu;

/// Height of a line, in layout pixels.
const ROW_PX: f32 = 22.0;
/// Layout pixels above the first and below the last line.
const EDGE_PX: f32 = 4.0;
/// Height of the search box with the line below it, in layout pixels.
const SEARCH_PX: f32 = 28.0;
/// Layout pixels between the menu and what it belongs to.
const DISTANCE_PX: f32 = 2.0;
/// Menus of more lines can be searched.
const MOST_WITHOUT_SEARCH: usize = 8;

/// A menu as the view that it belongs to sees it.
pub(super) struct MenuState {
    pub is_open: Signal<bool>,
    lines: RefCell<Vec<MenuLine>>,
    search: RefCell<String>,
    /// The numbers of the lines that the search leaves.
    shown: RefCell<Vec<usize>>,
    /// The row of `shown` at the top, and what the wheel has turned of a row.
    first_row: Cell<usize>,
    turned: Cell<f32>,
    /// How many rows there is room for.
    row_count: Cell<usize>,
    /// The number of the line that is pointed at, or that the keys have got to.
    highlighted: Cell<Option<usize>>,
    was_pointed_at: Cell<bool>,
    was_opened_by_key: Cell<bool>,
    /// Where it is drawn, in physical pixels, of which there are `scale` to one of the layout.
    bounds: Cell<BoundingBox>,
    scale: Cell<f32>,
    view: Cell<Entity>,
    owner: Cell<Entity>,
}

/// What an open menu makes of an event.
pub(super) enum MenuAnswer {
    /// It is for somebody else.
    NotMine,
    /// It was about the menu, which stays open.
    Handled,
    /// The menu has closed, with a line or without.
    Chosen(Option<usize>),
}

impl MenuState {
    pub fn new(lines: Vec<MenuLine>) -> Self {
        Self {
            is_open: Signal::new(false),
            lines: RefCell::new(lines),
            search: RefCell::default(),
            shown: RefCell::default(),
            first_row: Cell::new(0),
            turned: Cell::new(0.0),
            row_count: Cell::new(0),
            highlighted: Cell::new(None),
            was_pointed_at: Cell::new(false),
            was_opened_by_key: Cell::new(false),
            bounds: Cell::new(BoundingBox::default()),
            scale: Cell::new(1.0),
            view: Cell::new(Entity::null()),
            owner: Cell::new(Entity::null()),
        }
    }

    /// Adds the menu to the tree of the current view, for as long as it is open.
    pub fn build(self: Rc<Self>, cx: &mut Context) {
        Binding::new(cx, self.is_open, move |cx| {
            if self.is_open.get() {
                Menu::new(cx, self.clone());
            }
        });
    }

    /// Puts other lines into it, before it opens.
    pub fn set_lines(&self, lines: Vec<MenuLine>) {
        *self.lines.borrow_mut() = lines;
    }

    /// Marks one line, and no other, before it opens.
    pub fn mark(&self, marked: usize) {
        for (number, line) in self.lines.borrow_mut().iter_mut().enumerate() {
            line.is_marked = number == marked;
        }
    }

    pub fn is_open(&self) -> bool {
        self.is_open.get_untracked()
    }

    /// Whether it is long enough to be searched. It has the focus then, and takes the keys.
    fn has_search(&self) -> bool {
        self.lines.borrow().len() > MOST_WITHOUT_SEARCH
    }

    /// Opens it below the view that the event is for: every click from here on is about the menu.
    pub fn open(&self, cx: &mut EventContext<'_>, by_key: bool) {
        self.search.take();
        *self.shown.borrow_mut() = line::narrow(&self.lines.borrow(), "");
        let marked = self.lines.borrow().iter().position(|line| line.is_marked);
        self.highlighted.set(marked);
        self.was_pointed_at.set(false);
        self.was_opened_by_key.set(by_key);
        self.bounds.set(BoundingBox::default());
        self.owner.set(cx.current());
        let window_px = cx.cache.get_bounds(cx.parent_window()).h / cx.scale_factor();
        let room = (window_px - 2.0 * DISTANCE_PX - self.head_px() - EDGE_PX) / ROW_PX;
        let rows = self.shown.borrow().len();
        self.row_count.set(rows.min(room.max(1.0) as usize));
        self.first_row.set(0);
        self.turned.set(0.0);
        self.reveal();
        self.is_open.set(true);
        cx.capture();
    }

    /// Layout pixels above the first row.
    fn head_px(&self) -> f32 {
        EDGE_PX + if self.has_search() { SEARCH_PX } else { 0.0 }
    }

    /// Handles an event of the view that the open menu belongs to.
    pub fn event(&self, cx: &mut EventContext<'_>, event: &WindowEvent) -> MenuAnswer {
        let (x, y) = (cx.mouse().cursor_x, cx.mouse().cursor_y);
        let pointed = self.line_at(x, y);
        match event {
            WindowEvent::MouseMove(..) => self.highlight(cx, pointed),
            // Headings, the search box and the edge are nothing to pick.
            WindowEvent::MouseDown(_)
            | WindowEvent::MouseDoubleClick(_)
            | WindowEvent::MouseTripleClick(_)
                if pointed.is_some() || !self.bounds.get().contains_point(x, y) =>
            {
                return self.close(cx, pointed);
            }
            // The button was pressed on the view itself, and drawn to the menu.
            WindowEvent::MouseUp(_) if pointed.is_some() && self.was_pointed_at.get() => {
                return self.close(cx, pointed);
            }
            WindowEvent::MouseScroll(_, lines) => self.scroll(cx, *lines),
            WindowEvent::PressDown { mouse: false } if !self.has_search() => {
                return self.close(cx, self.highlighted.get());
            }
            WindowEvent::KeyDown(code, _) => return self.key(cx, *code),
            WindowEvent::CharInput(character) => self.type_in(cx, *character),
            // A menu that is searched takes the focus itself.
            WindowEvent::FocusOut if self.has_search() => {}
            WindowEvent::FocusOut | WindowEvent::WindowFocused(false) => {
                return self.close(cx, None);
            }
            WindowEvent::MouseDown(_)
            | WindowEvent::MouseDoubleClick(_)
            | WindowEvent::MouseTripleClick(_)
            | WindowEvent::MouseUp(_)
            | WindowEvent::Press { .. }
            | WindowEvent::PressDown { .. } => {}
            _ => return MenuAnswer::NotMine,
        }
        MenuAnswer::Handled
    }

    fn key(&self, cx: &mut EventContext<'_>, code: Code) -> MenuAnswer {
        let page = self.row_count.get().max(2) as isize - 1;
        match code {
            Code::ArrowDown => self.step(cx, 1),
            Code::ArrowUp => self.step(cx, -1),
            Code::PageDown => self.step(cx, page),
            Code::PageUp => self.step(cx, -page),
            Code::Home => self.step(cx, isize::MIN),
            Code::End => self.step(cx, isize::MAX),
            Code::Backspace if self.has_search() => self.erase(cx),
            // Without a search, the press that follows from it picks.
            Code::Enter | Code::NumpadEnter
                if self.has_search() && self.highlighted.get().is_some() =>
            {
                return self.close(cx, self.highlighted.get());
            }
            Code::Escape => return self.close(cx, None),
            _ => {}
        }
        MenuAnswer::Handled
    }

    fn close(&self, cx: &mut EventContext<'_>, line: Option<usize>) -> MenuAnswer {
        self.is_open.set(false);
        cx.release();
        if cx.focused() == self.view.get() {
            cx.focus_with_visibility(self.was_opened_by_key.get());
        }
        MenuAnswer::Chosen(line)
    }

    /// Closes it when the focus has gone from it to somewhere else.
    fn abandon(&self, cx: &mut EventContext<'_>) {
        if self.is_open() {
            self.is_open.set(false);
            cx.with_current(self.owner.get(), EventContext::release);
        }
    }

    fn type_in(&self, cx: &mut EventContext<'_>, character: char) {
        let modifiers = cx.modifiers();
        if self.has_search() && !modifiers.ctrl() && !modifiers.logo() && !character.is_control() {
            self.search.borrow_mut().push(character);
            self.narrow(cx);
        }
    }

    /// Takes the last letter away, or with ctrl or alt the last word.
    fn erase(&self, cx: &mut EventContext<'_>) {
        let takes_word = cx.modifiers().ctrl() || cx.modifiers().alt();
        {
            let mut search = self.search.borrow_mut();
            if takes_word {
                let end = search.trim_end().rfind(char::is_whitespace);
                search.truncate(end.map_or(0, |end| end + 1));
            } else {
                search.pop();
            }
        }
        self.narrow(cx);
    }

    /// Shows what the search leaves. The first of it is what enter picks.
    fn narrow(&self, cx: &mut EventContext<'_>) {
        *self.shown.borrow_mut() = line::narrow(&self.lines.borrow(), &self.search.borrow());
        self.highlighted.set(self.pickable().first().copied());
        self.first_row.set(0);
        let height_px = self.height_px();
        cx.with_current(self.view.get(), |cx| cx.set_height(Pixels(height_px)));
    }

    /// Layout pixels of the whole menu: as high as what is shown, and a row to say that nothing is.
    fn height_px(&self) -> f32 {
        let rows = self
            .shown
            .borrow()
            .len()
            .clamp(1, self.row_count.get().max(1));
        self.head_px() + rows as f32 * ROW_PX + EDGE_PX
    }

    /// The numbers of the lines that are shown and can be picked.
    fn pickable(&self) -> Vec<usize> {
        let (shown, lines) = (self.shown.borrow(), self.lines.borrow());
        let pickable = shown.iter().filter(|line| !lines[**line].is_heading());
        pickable.copied().collect()
    }

    fn highlight(&self, cx: &mut EventContext<'_>, line: Option<usize>) {
        if line.is_some() {
            self.was_pointed_at.set(true);
        }
        if line.is_some() && line != self.highlighted.replace(line) {
            self.redraw(cx);
        }
    }

    /// Goes on by so many lines that can be picked.
    fn step(&self, cx: &mut EventContext<'_>, by: isize) {
        let pickable = self.pickable();
        let highlighted = self.highlighted.get();
        let at = pickable.iter().position(|line| Some(*line) == highlighted);
        let last = pickable.len().saturating_sub(1);
        let next = match at {
            Some(at) => at.saturating_add_signed(by).min(last),
            None if by == isize::MAX => last,
            None => 0,
        };
        self.highlighted.set(pickable.get(next).copied());
        self.reveal();
        self.redraw(cx);
    }

    /// Scrolls as little as it takes to show the highlighted line, and the heading above it.
    fn reveal(&self) {
        let shown = self.shown.borrow();
        let highlighted = self.highlighted.get();
        let Some(row) = shown.iter().position(|line| Some(*line) == highlighted) else {
            return;
        };
        let is_heading = |row: usize| self.lines.borrow()[shown[row]].is_heading();
        let top = if row > 0 && is_heading(row - 1) {
            row - 1
        } else {
            row
        };
        let last_first = (row + 1).saturating_sub(self.row_count.get());
        let first = self.first_row.get().min(top).max(last_first);
        self.first_row.set(first);
    }

    fn scroll(&self, cx: &mut EventContext<'_>, lines_up: f32) {
        let last = self
            .shown
            .borrow()
            .len()
            .saturating_sub(self.row_count.get());
        // Touchpads turn by parts of a line.
        let turned = self.turned.get() - lines_up;
        let rows = turned.trunc();
        self.turned.set(turned - rows);
        let first = self.first_row.get().saturating_add_signed(rows as isize);
        if first.min(last) != self.first_row.replace(first.min(last)) {
            let (x, y) = (cx.mouse().cursor_x, cx.mouse().cursor_y);
            self.highlight(cx, self.line_at(x, y));
            self.redraw(cx);
        }
    }

    fn redraw(&self, cx: &mut EventContext<'_>) {
        cx.with_current(self.view.get(), EventContext::needs_redraw);
    }

    /// Where a line stands, in physical pixels; none while it is not shown.
    pub fn bounds_of(&self, line: usize) -> Option<BoundingBox> {
        let (bounds, scale) = (self.bounds.get(), self.scale.get());
        let place = self
            .shown
            .borrow()
            .iter()
            .position(|shown| *shown == line)?;
        let row = place.checked_sub(self.first_row.get())?;
        let is_shown = self.is_open() && bounds.h > 0.0 && row < self.row_count.get();
        is_shown.then_some(BoundingBox {
            x: bounds.x,
            y: bounds.y + (self.head_px() + row as f32 * ROW_PX) * scale,
            w: bounds.w,
            h: ROW_PX * scale,
        })
    }

    /// The line to pick at a place.
    fn line_at(&self, x: f32, y: f32) -> Option<usize> {
        let is_there = |line: &usize| {
            let bounds = self.bounds_of(*line);
            bounds.is_some_and(|bounds| bounds.contains_point(x, y))
        };
        self.pickable().into_iter().find(is_there)
    }
}
