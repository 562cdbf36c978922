//! A figure's layers as paths, which are kept for as long as neither the figure nor its size changes.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::vizia::vg;

use super::{BOTTOM_PX, LEFT_PX, Pen, RIGHT_PX, TOP_PX};
use crate::editor::plots::axis::Axis;
use crate::editor::plots::figure::{AREA_OPACITY, Figure, Ink, Layer};

/// Layout pixels from a dot to the middle of its name.
const NAME_PX: f32 = 10.0;

/// Bars are large: a little less than their colour.
const BAR_OPACITY: f32 = 0.85;

/// Layout pixels of a dash and of the gap behind it.
pub const DASH_PX: f32 = 4.0;

/// Where a figure is drawn, physical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The part between the axes.
    pub field: BoundingBox,
    top: f32,
    scale: f32,
}

impl Frame {
    pub fn new(bounds: BoundingBox, scale: f32) -> Self {
        let left = (bounds.x + LEFT_PX * scale).round();
        let top = (bounds.y + TOP_PX * scale).round();
        Self {
            field: BoundingBox {
                x: left,
                y: top,
                w: (bounds.right() - RIGHT_PX * scale - left).max(1.0),
                h: (bounds.bottom() - BOTTOM_PX * scale - top).max(1.0),
            },
            top: bounds.y,
            scale,
        }
    }

    /// Where a value of the x axis is.
    pub fn x(&self, axis: &Axis, value: f64) -> f32 {
        self.field.x + self.field.w * axis.place(value) as f32
    }

    /// Where a value of the y axis is.
    pub fn y(&self, axis: &Axis, value: f64) -> f32 {
        self.field.bottom() - self.field.h * axis.place(value) as f32
    }

    /// The middle of the line above the field.
    pub fn legend_y(&self) -> f32 {
        self.top + 0.45 * TOP_PX * self.scale
    }

    /// The value of the x axis under the pointer; none beside the field.
    pub fn value_under(&self, pointer: (f32, f32), axis: &Axis) -> Option<f64> {
        let is_over = self.field.contains_point(pointer.0, pointer.1);
        let place = f64::from((pointer.0 - self.field.x) / self.field.w);
        is_over.then(|| axis.value(place))
    }
}

impl Figure {
    /// Bars stand in the middle between lines that would be.
    pub fn has_upright_lines(&self) -> bool {
        let is_bar = |layer: &Layer| matches!(layer, Layer::Bar { .. });
        !self.layers.iter().any(is_bar)
    }
}

/// What is drawn.
pub struct Shapes {
    shapes: Vec<Shape>,
    names: Vec<Name>,
}

struct Shape {
    path: vg::Path,
    ink: Ink,
    opacity: f32,
    /// None is filled.
    stroke_px: Option<f32>,
    is_dashed: bool,
}

struct Name {
    text: String,
    ink: Ink,
    /// The dot that it belongs to, or the place above a bar.
    at: (f32, f32),
    is_dot: bool,
}

impl Shapes {
    pub fn new(figure: &Figure, frame: &Frame) -> Self {
        let mut shapes = Self {
            shapes: Vec::new(),
            names: Vec::new(),
        };
        for layer in &figure.layers {
            shapes.add(layer, figure, frame);
        }
        shapes
    }

    fn add(&mut self, layer: &Layer, figure: &Figure, frame: &Frame) {
        let place = |x: f64, y: f64| (frame.x(&figure.x, x), frame.y(&figure.y, y));
        match layer {
            Layer::Line {
                points,
                ink,
                opacity,
                width_px,
                is_dashed,
            } => self.shapes.push(Shape {
                path: through(points.iter().map(|(x, y)| place(*x, *y)), false),
                ink: *ink,
                opacity: *opacity,
                stroke_px: Some(width_px * frame.scale),
                is_dashed: *is_dashed,
            }),
            Layer::Area { points, ink } => {
                let there = points.iter().map(|(x, one, _)| place(*x, *one));
                let back = points.iter().rev().map(|(x, _, other)| place(*x, *other));
                self.shapes.push(Shape {
                    path: through(there.chain(back), true),
                    ink: *ink,
                    opacity: AREA_OPACITY,
                    stroke_px: None,
                    is_dashed: false,
                });
            }
            Layer::Bar {
                at,
                width,
                top,
                ink,
                text,
            } => {
                let (left, top) = place(at - 0.5 * width, *top);
                let (right, _) = place(at + 0.5 * width, 0.0);
                let (left, right, top) = (left.round(), right.round(), top.round());
                let bottom = frame.field.bottom();
                let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
                self.shapes.push(Shape {
                    path: through(corners.into_iter(), true),
                    ink: *ink,
                    opacity: BAR_OPACITY,
                    stroke_px: None,
                    is_dashed: false,
                });
                self.names.push(Name {
                    text: text.clone(),
                    ink: *ink,
                    at: (0.5 * (left + right), top),
                    is_dot: false,
                });
            }
            Layer::Dot { at, ink, text } => self.names.push(Name {
                text: text.clone(),
                ink: *ink,
                at: place(at.0, at.1),
                is_dot: true,
            }),
        }
    }

    pub fn draw(&self, pen: &Pen<'_>, frame: &Frame) {
        let field = frame.field;
        pen.canvas.save();
        pen.canvas.clip_rect(vg::Rect::from(field), None, false);
        for shape in &self.shapes {
            let mut paint = pen.paint(shape.ink);
            paint.set_alpha_f(shape.opacity);
            if let Some(width) = shape.stroke_px {
                paint.set_style(vg::PaintStyle::Stroke);
                paint.set_stroke_width(width);
            }
            if shape.is_dashed {
                let dash = DASH_PX * frame.scale;
                paint.set_path_effect(vg::PathEffect::dash(&[dash, dash], 0.0));
            }
            pen.canvas.draw_path(&shape.path, &paint);
        }
        pen.canvas.restore();
        let mut taken: Vec<BoundingBox> = Vec::new();
        for name in &self.names {
            if name.is_dot {
                pen.dot(name.at, name.ink);
            }
            let room = room(name, pen.width(&name.text), frame, &taken);
            let (x, y) = room.center();
            pen.text(&name.text, (x, y), name.ink, 0.5);
            taken.push(room);
        }
    }
}

/// Where a name stands: above what it belongs to, or below where another one is; always inside of the field.
fn room(name: &Name, width: f32, frame: &Frame, taken: &[BoundingBox]) -> BoundingBox {
    let (field, scale) = (frame.field, frame.scale);
    let height = 1.2 * NAME_PX * scale;
    let x = (name.at.0 - 0.5 * width)
        .min(field.right() - width)
        .max(field.left());
    let offsets = match name.is_dot {
        true => [-NAME_PX, NAME_PX, -2.2 * NAME_PX, 2.2 * NAME_PX],
        false => [-0.7 * NAME_PX; 4],
    };
    let at = |offset: f32| BoundingBox {
        x,
        y: name.at.1 + offset * scale - 0.5 * height,
        w: width,
        h: height,
    };
    let is_free = |room: &BoundingBox| {
        let is_inside = room.top() >= field.top() - height && room.bottom() <= field.bottom();
        is_inside && !taken.iter().any(|other| other.intersects(room))
    };
    let free = offsets.into_iter().map(at).find(is_free);
    free.unwrap_or_else(|| at(offsets[0]))
}

fn through(points: impl Iterator<Item = (f32, f32)>, is_closed: bool) -> vg::Path {
    let mut builder = vg::PathBuilder::new();
    for (index, point) in points.enumerate() {
        match index {
            0 => builder.move_to(point),
            _ => builder.line_to(point),
        };
    }
    if is_closed {
        builder.close();
    }
    builder.detach()
}
