//! Draws a figure, and reads it where the pointer is.

mod shapes;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

use nice_plug_vizia::PollContext;
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::vizia::vg;
use nice_plug_vizia::widgets::{Lettering, LetteringStyle};

use super::figure::{AREA_OPACITY, Figure, Ink, Legend, Mark, Reading};
use shapes::{DASH_PX, Frame, Shapes};

/// Layout pixels around the field: for values at its left, a legend above it and places below it.
const LEFT_PX: f32 = 52.0;
const RIGHT_PX: f32 = 6.0;
const TOP_PX: f32 = 18.0;
const BOTTOM_PX: f32 = 15.0;

/// Layout pixels of a legend's mark, and between it, its text and the next one.
const MARK_PX: f32 = 12.0;
const MARK_GAP_PX: f32 = 4.0;
const LEGEND_GAP_PX: f32 = 14.0;

/// Layout pixels of a dot on a curve.
const DOT_RADIUS_PX: f32 = 3.0;

/// A drawn figure.
///
/// Its element is `plot`. `color` is for texts and what is only a help, `border-color` for the grid, `selection-color` for
/// what was recorded, `caret-color` for what is now, `outline-color` for limits and even harmonics.
pub struct Plot {
    figure: Rc<RefCell<Figure>>,
    lettering: Lettering,
    /// Counts new figures.
    version: Rc<Cell<u64>>,
    shapes: RefCell<Option<(u64, Frame, Shapes)>>,
    /// Where the pointer is over the plot, physical pixels.
    pointer: Option<(f32, f32)>,
}

impl Plot {
    /// Draws `figure` anew whenever `follow`, which is asked once a frame, has changed it.
    pub(super) fn new(
        cx: &mut Context,
        figure: Rc<RefCell<Figure>>,
        follow: impl Fn(Instant) -> bool + 'static,
    ) -> Handle<'_, Self> {
        let version = Rc::new(Cell::new(0));
        let counted = version.clone();
        let view = Self {
            figure,
            lettering: Lettering::new(cx),
            version,
            shapes: RefCell::new(None),
            pointer: None,
        };
        view.build(cx, move |cx| {
            cx.add_poll(move |cx| {
                if follow(Instant::now()) {
                    counted.set(counted.get() + 1);
                    cx.needs_redraw();
                }
                // Nothing but pixels has changed.
                false
            });
        })
        .class("plot")
        .role(Role::Figure)
    }

    /// Figures so far.
    pub fn version(&self) -> u64 {
        self.version.get()
    }

    /// Whether what it shall show is not there yet.
    pub fn is_waiting(&self) -> bool {
        self.figure.borrow().is_awaited()
    }

    /// What it says beside its curves, or instead of them.
    pub fn sentence(&self) -> Option<String> {
        self.figure.borrow().sentence.clone()
    }

    /// What stands above it.
    pub fn legend(&self) -> String {
        let figure = self.figure.borrow();
        let texts: Vec<_> = figure
            .legend
            .iter()
            .map(|part| part.text.as_str())
            .collect();
        texts.join("; ")
    }

    /// What it reads at a value of its x axis.
    pub fn reading(&self, at: f64) -> Option<String> {
        Some((self.figure.borrow().read)(at)?.text)
    }

    /// What is read under the pointer.
    fn under_pointer(&self, frame: &Frame) -> Option<Reading> {
        let figure = self.figure.borrow();
        let at = frame.value_under(self.pointer?, &figure.x)?;
        (figure.read)(at)
    }
}

impl View for Plot {
    fn element(&self) -> Option<&'static str> {
        Some("plot")
    }

    fn accessibility(&self, _: &mut AccessContext<'_>, node: &mut AccessNode) {
        let said = self.sentence().unwrap_or_else(|| self.legend());
        node.set_value(said);
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, _| {
            let pointer = match event {
                WindowEvent::MouseMove(x, y) => Some((*x, *y)),
                WindowEvent::MouseOut | WindowEvent::MouseLeave => None,
                _ => return,
            };
            if std::mem::replace(&mut self.pointer, pointer) != pointer {
                cx.needs_redraw();
            }
        });
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        let (bounds, scale) = (cx.bounds(), cx.scale_factor());
        let frame = Frame::new(bounds, scale);
        let figure = self.figure.borrow();
        let pen = Pen::new(cx, canvas, &self.lettering);
        if !figure.layers.is_empty() {
            let mut kept = self.shapes.borrow_mut();
            let version = self.version.get();
            if !matches!(&*kept, Some((drawn, around, _)) if *drawn == version && *around == frame)
            {
                *kept = None;
            }
            let (_, _, shapes) =
                kept.get_or_insert_with(|| (version, frame, Shapes::new(&figure, &frame)));
            pen.grid(&figure, &frame);
            shapes.draw(&pen, &frame);
            match self.under_pointer(&frame) {
                Some(reading) => pen.reading(&figure, &frame, &reading),
                None => pen.legend(&figure.legend, &frame),
            }
        }
        if let Some(sentence) = &figure.sentence {
            pen.sentence(sentence, &frame, figure.layers.is_empty());
        }
    }
}

/// Draws in the plot's colours.
struct Pen<'draw> {
    canvas: &'draw Canvas,
    lettering: &'draw Lettering,
    scale: f32,
    size_px: f32,
    grid: Color,
    inks: [Color; 4],
}

impl<'draw> Pen<'draw> {
    fn new(cx: &DrawContext<'_>, canvas: &'draw Canvas, lettering: &'draw Lettering) -> Self {
        Self {
            canvas,
            lettering,
            scale: cx.scale_factor(),
            size_px: cx.font_size(),
            grid: cx.border_color(),
            inks: [
                cx.font_color(),
                cx.selection_color(),
                cx.caret_color(),
                cx.outline_color(),
            ],
        }
    }

    fn color(&self, ink: Ink) -> Color {
        self.inks[match ink {
            Ink::Quiet => 0,
            Ink::Recorded => 1,
            Ink::Now => 2,
            Ink::Warm => 3,
        }]
    }

    fn paint(&self, ink: Ink) -> vg::Paint {
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_color(self.color(ink));
        paint
    }

    fn text(&self, text: &str, at: (f32, f32), ink: Ink, anchor: f32) -> f32 {
        let style = LetteringStyle {
            size_px: self.size_px,
            color: self.color(ink),
            anchor,
        };
        self.lettering.draw(self.canvas, text, at, &style)
    }

    fn width(&self, text: &str) -> f32 {
        let style = LetteringStyle {
            size_px: self.size_px,
            color: self.color(Ink::Quiet),
            anchor: 0.0,
        };
        self.lettering.width(text, &style)
    }

    fn dot(&self, at: (f32, f32), ink: Ink) {
        let mut circle = vg::PathBuilder::new();
        circle.add_circle(at, DOT_RADIUS_PX * self.scale, None);
        self.canvas.draw_path(&circle.detach(), &self.paint(ink));
    }

    fn grid(&self, figure: &Figure, frame: &Frame) {
        let mut paint = vg::Paint::default();
        paint.set_color(self.grid);
        let line = self.scale.round().max(1.0);
        let field = frame.field;
        for mark in &figure.x.marks {
            let x = frame.x(&figure.x, mark.at).round();
            if figure.has_upright_lines() {
                let rect = vg::Rect::new(x, field.top(), x + line, field.bottom());
                self.canvas.draw_rect(rect, &paint);
            }
            let below = field.bottom() + 0.5 * BOTTOM_PX * self.scale;
            let half = 0.5 * self.width(&mark.text);
            let x = x.min(field.right() + RIGHT_PX * self.scale - half);
            self.text(&mark.text, (x, below), Ink::Quiet, 0.5);
        }
        for mark in &figure.y.marks {
            let y = frame.y(&figure.y, mark.at).round();
            let height = if mark.is_main { 2.0 * line } else { line };
            let rect = vg::Rect::new(field.left(), y, field.right(), y + height);
            self.canvas.draw_rect(rect, &paint);
            let at = (field.left() - 6.0 * self.scale, y);
            self.text(&mark.text, at, Ink::Quiet, 1.0);
        }
    }

    fn legend(&self, legend: &[Legend], frame: &Frame) {
        let y = frame.legend_y();
        let mut x = frame.field.left();
        for part in legend {
            if let Some((mark, ink)) = part.mark {
                self.mark(mark, ink, (x, y));
                x += (MARK_PX + MARK_GAP_PX) * self.scale;
            }
            x += self.text(&part.text, (x, y), Ink::Quiet, 0.0);
            x += LEGEND_GAP_PX * self.scale;
        }
    }

    /// As what it stands for is drawn.
    fn mark(&self, mark: Mark, ink: Ink, (x, y): (f32, f32)) {
        let mut paint = self.paint(ink);
        let (half_px, opacity) = match mark {
            Mark::Line => (1.0, 1.0),
            Mark::Dashes => (0.5, 1.0),
            Mark::Area => (4.0, 2.0 * AREA_OPACITY),
            Mark::Bar => (4.0, 1.0),
        };
        paint.set_alpha_f(opacity);
        let half = half_px * self.scale;
        let (dash, end) = (DASH_PX * self.scale, x + MARK_PX * self.scale);
        let bar = |from: f32, to: f32| {
            let rect = vg::Rect::new(from, (y - half).round(), to, (y + half).round());
            self.canvas.draw_rect(rect, &paint);
        };
        match mark {
            Mark::Dashes => {
                bar(x, x + dash);
                bar(end - dash, end);
            }
            Mark::Line | Mark::Area | Mark::Bar => bar(x, end),
        }
    }

    fn reading(&self, figure: &Figure, frame: &Frame, reading: &Reading) {
        let x = frame.x(&figure.x, reading.at).round();
        let field = frame.field;
        let line = self.scale.round().max(1.0);
        let mut paint = self.paint(Ink::Quiet);
        paint.set_alpha_f(0.6);
        let rect = vg::Rect::new(x, field.top(), x + line, field.bottom());
        self.canvas.draw_rect(rect, &paint);
        for (ink, value) in &reading.dots {
            let y = frame.y(&figure.y, *value);
            if (field.top()..=field.bottom()).contains(&y) {
                self.dot((x, y), *ink);
            }
        }
        self.text(
            &reading.text,
            (field.left(), frame.legend_y()),
            Ink::Now,
            0.0,
        );
    }

    fn sentence(&self, sentence: &str, frame: &Frame, is_alone: bool) {
        let (x, y) = frame.field.center();
        match is_alone {
            true => self.text(sentence, (x, y), Ink::Quiet, 0.5),
            false => self.text(
                sentence,
                (frame.field.right(), frame.legend_y()),
                Ink::Quiet,
                1.0,
            ),
        };
    }
}
