//! Small drawings, in vectors.

use vizia_core::prelude::*;
use vizia_core::vg;

/// Icons are drawn on a grid of so many layout pixels.
const GRID_PX: f32 = 16.0;
/// Width of their lines, in layout pixels.
const LINE_PX: f32 = 1.5;

/// What a button shows instead of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// An angle to the left.
    Previous,
    /// An angle to the right.
    Next,
    /// An arrow that turns back.
    Undo,
    /// An arrow that turns forward.
    Redo,
    /// Two sheets.
    Copy,
    /// A letter i in a circle.
    Info,
    /// A cross.
    Close,
}

impl Icon {
    /// Draws the icon in the middle of `bounds`; all in physical pixels.
    pub(super) fn draw(self, canvas: &Canvas, bounds: BoundingBox, scale: f32, color: Color) {
        // On whole pixels, so that straight lines are as sharp as they can be.
        let (x, y) = bounds.center();
        let half = GRID_PX / 2.0 * scale;
        let origin = ((x - half).round(), (y - half).round());
        let mut pen = Pen {
            path: vg::PathBuilder::new(),
            origin,
            scale,
        };
        self.trace(&mut pen);
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_style(vg::PaintStyle::Stroke);
        paint.set_stroke_cap(vg::PaintCap::Round);
        paint.set_stroke_width(LINE_PX * scale);
        paint.set_color(color);
        canvas.draw_path(&pen.path.detach(), &paint);
        if self == Self::Info {
            let mut dot = vg::PathBuilder::new();
            dot.add_circle(pen.at(8.0, 5.2), 1.0 * scale, None);
            paint.set_style(vg::PaintStyle::Fill);
            canvas.draw_path(&dot.detach(), &paint);
        }
    }

    fn trace(self, pen: &mut Pen) {
        match self {
            Self::Previous => pen.lines(&[(9.75, 4.0), (5.75, 8.0), (9.75, 12.0)]),
            Self::Next => pen.lines(&[(6.25, 4.0), (10.25, 8.0), (6.25, 12.0)]),
            Self::Undo => pen.turn(|x| x),
            Self::Redo => pen.turn(|x| GRID_PX - x),
            Self::Copy => {
                pen.sheet(6.25, 6.25, 13.25, 13.25);
                pen.lines(&[
                    (3.75, 9.75),
                    (2.75, 9.75),
                    (2.75, 2.75),
                    (9.75, 2.75),
                    (9.75, 3.75),
                ]);
            }
            Self::Info => {
                let middle = pen.at(8.0, 8.0);
                pen.path.add_circle(middle, 5.75 * pen.scale, None);
                pen.lines(&[(8.0, 7.75), (8.0, 10.75)]);
            }
            Self::Close => {
                pen.lines(&[(4.5, 4.5), (11.5, 11.5)]);
                pen.lines(&[(11.5, 4.5), (4.5, 11.5)]);
            }
        }
    }
}

/// Draws in pixels of the grid.
struct Pen {
    path: vg::PathBuilder,
    /// Its upper left corner, in physical pixels.
    origin: (f32, f32),
    scale: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (
            self.origin.0 + x * self.scale,
            self.origin.1 + y * self.scale,
        )
    }

    fn lines(&mut self, points: &[(f32, f32)]) {
        for (index, (x, y)) in points.iter().enumerate() {
            let point = self.at(*x, *y);
            match index {
                0 => self.path.move_to(point),
                _ => self.path.line_to(point),
            };
        }
    }

    fn sheet(&mut self, left: f32, top: f32, right: f32, bottom: f32) {
        let ((left, top), (right, bottom)) = (self.at(left, top), self.at(right, bottom));
        let rect = vg::Rect::new(left, top, right, bottom);
        let radius = 1.25 * self.scale;
        let sheet = vg::RRect::new_rect_xy(rect, radius, radius);
        self.path.add_rrect(sheet, None, None);
    }

    /// An arrow to the left that comes from a half circle at the right, or as `side` mirrors it.
    fn turn(&mut self, side: impl Fn(f32) -> f32) {
        let at = |pen: &Self, x: f32, y: f32| pen.at(side(x), y);
        self.lines(&[(side(6.0), 3.25), (side(3.0), 6.25), (side(6.0), 9.25)]);
        // Quarter circles by cubic curves.
        let (radius, handle) = (3.25, 3.25 * 0.447_7);
        let begin = at(self, 3.5, 6.25);
        self.path.move_to(begin);
        let top = at(self, 9.75, 6.25);
        self.path.line_to(top);
        let quarters = [
            (
                at(self, 9.75 + radius - handle, 6.25),
                at(self, 13.0, 6.25 + handle),
                at(self, 13.0, 9.5),
            ),
            (
                at(self, 13.0, 12.75 - handle),
                at(self, 9.75 + radius - handle, 12.75),
                at(self, 9.75, 12.75),
            ),
        ];
        for (towards, from, to) in quarters {
            self.path.cubic_to(towards, from, to);
        }
        let end = at(self, 7.0, 12.75);
        self.path.line_to(end);
    }
}
