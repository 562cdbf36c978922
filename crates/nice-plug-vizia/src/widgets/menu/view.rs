//! How a menu looks.

use std::rc::Rc;

use vizia_core::context::TreeProps;
use vizia_core::prelude::*;
use vizia_core::vg;

use super::{DISTANCE_PX, EDGE_PX, MenuState, ROW_PX, SEARCH_PX};
use crate::widgets::text::TextLine;

/// Layout pixels between the left side and the text: room for the mark of the line that is picked now.
const INDENT_PX: f32 = 20.0;
/// Layout pixels between the right side and a note.
const NOTE_INDENT_PX: f32 = 10.0;
/// Width of what shows how far a menu is scrolled, in layout pixels.
const THUMB_PX: f32 = 3.0;
/// Above panels and widgets, below hints.
const Z_INDEX: i32 = 100;
/// How much of the color quiet text keeps. On the ground of a highlighted line its contrast is above 4.5:1 still.
const QUIET: f32 = 0.78;

/// The menu while it is open.
///
/// One that can be searched is an element `textbox`: only those get keys that would be the host's.
pub(in crate::widgets) struct Menu {
    state: Rc<MenuState>,
    /// Text and note of each line.
    lines: Vec<[TextLine; 2]>,
    search: TextLine,
}

impl Menu {
    pub fn new(cx: &mut Context, state: Rc<MenuState>) -> Handle<'_, Self> {
        let line = |_| [TextLine::new(cx), TextLine::new(cx)];
        let lines = (0..state.lines.borrow().len()).map(line).collect();
        let view = Self {
            state: state.clone(),
            lines,
            search: TextLine::new(cx),
        };
        let height_px = state.height_px();
        let has_search = state.has_search();
        let handle = view
            .build(cx, |_| {})
            .class("choice-menu")
            .role(Role::ListBox)
            .position_type(PositionType::Absolute)
            .space(Pixels(0.0))
            .width(Percentage(100.0))
            .height(Pixels(height_px))
            .z_index(Z_INDEX);
        state.view.set(handle.entity());
        handle.on_build(move |cx| {
            if has_search {
                cx.focus_with_visibility(false);
            }
        })
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
        let top = match self.state.bounds.get() {
            // Where it has opened it stays, whatever the search leaves.
            opened if opened.h > 0.0 => opened.y,
            _ => inside(anchor.bottom() + distance, laid_out.h, window.h),
        };
        let offset = |to: f32, from: f32| Pixels(((to - from) / scale).round());
        let (x, y) = (offset(left, laid_out.x), offset(top, laid_out.y));
        cx.set_translate((x, y));
        self.state.bounds.set(BoundingBox {
            x: laid_out.x + x.to_px(0.0, 0.0) * scale,
            y: laid_out.y + y.to_px(0.0, 0.0) * scale,
            ..laid_out
        });
        self.state.scale.set(scale);
    }

    fn draw_search(&self, cx: &DrawContext<'_>, canvas: &Canvas) {
        let (bounds, scale) = (cx.bounds(), cx.scale_factor());
        let height = EDGE_PX + SEARCH_PX - 6.0;
        let head = BoundingBox {
            h: height * scale,
            ..bounds
        };
        let (x, y) = (head.x + 15.0 * scale, head.center().1);
        let mut lens = vg::PathBuilder::new();
        lens.add_circle((x - scale, y - scale), 3.5 * scale, None);
        lens.move_to((x + 1.6 * scale, y + 1.6 * scale));
        lens.line_to((x + 4.5 * scale, y + 4.5 * scale));
        let quiet = quiet(cx.font_color());
        let mut paint = stroke(quiet, 1.2 * scale);
        canvas.draw_path(&lens.detach(), &paint);

        let text_bounds = head.shrink_sides(28.0 * scale, 0.0, NOTE_INDENT_PX * scale, 0.0);
        let search = self.state.search.borrow();
        let (shown, color) = match search.as_str() {
            "" => ("Type to search", quiet),
            typed => (typed, cx.font_color()),
        };
        let left = TextAlign::Left;
        let width = self
            .search
            .draw_as(cx, canvas, text_bounds, shown, color, left);
        let caret_x = text_bounds.x
            + if search.is_empty() {
                -2.0 * scale
            } else {
                width + scale
            };
        let mut caret = vg::PathBuilder::new();
        caret.move_to((caret_x, y - 7.0 * scale));
        caret.line_to((caret_x, y + 7.0 * scale));
        paint = stroke(cx.caret_color(), scale.max(1.0));
        canvas.draw_path(&caret.detach(), &paint);

        paint.set_style(vg::PaintStyle::Fill);
        paint.set_color(cx.border_color());
        let y = (head.bottom() + 2.0 * scale).round();
        let rule = vg::Rect::new(bounds.x, y, bounds.right(), y + scale.round().max(1.0));
        canvas.draw_rect(rule, &paint);
    }

    fn draw_row(&self, cx: &DrawContext<'_>, canvas: &Canvas, number: usize, row: BoundingBox) {
        let (state, scale) = (&self.state, cx.scale_factor());
        let lines = state.lines.borrow();
        let (line, [text, note]) = (&lines[number], &self.lines[number]);
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        if state.highlighted.get() == Some(number) {
            let radius = 3.0 * scale;
            let mut path = vg::PathBuilder::new();
            let rect = vg::RRect::new_rect_xy(vg::Rect::from(row), radius, radius);
            path.add_rrect(rect, None, None);
            paint.set_color(cx.selection_color());
            canvas.draw_path(&path.detach(), &paint);
        }
        if line.is_marked {
            let mut mark = vg::PathBuilder::new();
            let x = row.x + INDENT_PX * scale / 2.0 - 1.0;
            mark.add_circle((x, row.center().1), 2.5 * scale, None);
            paint.set_color(cx.caret_color());
            canvas.draw_path(&mark.detach(), &paint);
        }
        let (color, indent_px) = match line.is_heading() {
            true => (quiet(cx.font_color()), 8.0),
            false => (cx.font_color(), INDENT_PX),
        };
        let inside = row.shrink_sides(indent_px * scale, 0.0, NOTE_INDENT_PX * scale, 0.0);
        let mut room = inside;
        if !line.note.is_empty() {
            let (color, right) = (quiet(cx.font_color()), TextAlign::Right);
            let width = note.draw_as(cx, canvas, inside, &line.note, color, right);
            room.w = (inside.w - width - NOTE_INDENT_PX * scale).max(0.0);
        }
        canvas.save();
        canvas.clip_rect(vg::Rect::from(room), None, None);
        text.draw_as(cx, canvas, room, &line.text, color, TextAlign::Left);
        canvas.restore();
    }

    /// Shows how much there is above and below.
    fn draw_thumb(&self, cx: &DrawContext<'_>, canvas: &Canvas, rows: BoundingBox) {
        let all = self.state.shown.borrow().len();
        let (first, count) = (self.state.first_row.get(), self.state.row_count.get());
        if all <= count {
            return;
        }
        let scale = cx.scale_factor();
        let width = THUMB_PX * scale;
        let top = rows.y + rows.h * first as f32 / all as f32;
        let thumb = vg::Rect::from_xywh(
            cx.bounds().right() - width - scale,
            top,
            width,
            rows.h * count as f32 / all as f32,
        );
        let mut path = vg::PathBuilder::new();
        let rect = vg::RRect::new_rect_xy(thumb, width / 2.0, width / 2.0);
        path.add_rrect(rect, None, None);
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_color(cx.border_color());
        canvas.draw_path(&path.detach(), &paint);
    }
}

/// The color of what matters less.
fn quiet(color: Color) -> Color {
    let alpha = f32::from(color.a()) * QUIET;
    Color::rgba(color.r(), color.g(), color.b(), alpha as u8)
}

fn stroke(color: Color, width: f32) -> vg::Paint {
    let mut paint = vg::Paint::default();
    paint.set_anti_alias(true);
    paint.set_style(vg::PaintStyle::Stroke);
    paint.set_stroke_cap(vg::PaintCap::Round);
    paint.set_stroke_width(width);
    paint.set_color(color);
    paint
}

impl View for Menu {
    fn element(&self) -> Option<&'static str> {
        Some(match self.state.has_search() {
            true => "textbox",
            false => "choice-menu",
        })
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| match event {
            WindowEvent::GeometryChanged(_) => self.place(cx),
            WindowEvent::FocusOut => {
                self.state.abandon(cx);
                meta.consume();
            }
            _ => {}
        });
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        node.set_value(self.state.search.borrow().clone());
    }

    /// `selection-color` is behind the line that is pointed at, `caret-color` marks the one that is picked now, and
    /// `border-color` is also that of what shows how far the menu is scrolled.
    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        cx.draw_shadows(canvas);
        cx.draw_background(canvas);
        cx.draw_border(canvas);
        if self.state.has_search() {
            self.draw_search(cx, canvas);
        }
        let (bounds, scale) = (cx.bounds(), cx.scale_factor());
        let count = self.state.row_count.get();
        let rows = BoundingBox {
            x: bounds.x + EDGE_PX * scale,
            y: bounds.y + self.state.head_px() * scale,
            w: bounds.w - 2.0 * EDGE_PX * scale,
            h: count as f32 * ROW_PX * scale,
        };
        let row = |index: usize| BoundingBox {
            y: rows.y + index as f32 * ROW_PX * scale,
            h: ROW_PX * scale,
            ..rows
        };
        let shown = self.state.shown.borrow();
        for (index, number) in (shown.iter().skip(self.state.first_row.get()))
            .take(count)
            .enumerate()
        {
            self.draw_row(cx, canvas, *number, row(index));
        }
        if shown.is_empty() {
            let place = row(0).shrink_sides(INDENT_PX * scale, 0.0, 0.0, 0.0);
            let color = quiet(cx.font_color());
            // The text of any line may stand for it: none is drawn.
            if let Some([text, _]) = self.lines.first() {
                text.draw_as(
                    cx,
                    canvas,
                    place,
                    "Nothing is called that",
                    color,
                    TextAlign::Left,
                );
            }
        }
        self.draw_thumb(cx, canvas, rows);
    }
}
