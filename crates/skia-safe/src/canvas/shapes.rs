//! From paths and paints to what is filled.

use super::device::{Device, source};
use super::{ClipOp, SaveLayerRec};
use crate::effects::PathEffect;
use crate::geometry::{Point, RRect, Rect};
use crate::log_once::log_once;
use crate::matrix::Matrix;
use crate::paint::{Paint, PaintStyle};
use crate::path::{Path, Stroke, dashed, polylines, stroke};
use crate::raster::{Polygons, Shape, TOLERANCE};

impl Device {
    pub(super) fn draw_path(&mut self, path: &Path, paint: &Paint) {
        if paint.image_filter.is_some() {
            return self.draw_filtered(paint, |device, paint| device.draw_path(path, paint));
        }
        if paint.style != PaintStyle::Stroke
            && let Some(shape) = filled(path, &self.matrix)
        {
            self.draw_shape(&shape, paint);
        }
        if paint.style != PaintStyle::Fill
            && let Some(shape) = stroked(path, &self.matrix, paint)
        {
            self.draw_shape(&shape, paint);
        }
    }

    /// What is drawn goes through the paint's image filter on its way, as a layer.
    fn draw_filtered(&mut self, paint: &Paint, draw: impl FnOnce(&mut Self, &Paint)) {
        let mut of_layer = Paint::default();
        of_layer
            .set_blend_mode(paint.blend_mode)
            .set_image_filter(paint.image_filter);
        self.begin_layer(&SaveLayerRec::default().paint(&of_layer));
        let mut plain = paint.clone();
        plain
            .set_blend_mode(Default::default())
            .set_image_filter(None);
        draw(self, &plain);
        self.restore();
    }

    pub(super) fn draw_paint(&mut self, paint: &Paint) {
        if paint.image_filter.is_some() {
            return self.draw_filtered(paint, Self::draw_paint);
        }
        let matrix = self.matrix;
        if let Some(source) = source(paint, &matrix) {
            self.draw_all(source, paint.blend_mode);
        }
    }

    fn draw_shape(&mut self, shape: &Shape, paint: &Paint) {
        let matrix = self.matrix;
        let Some(source) = source(paint, &matrix) else {
            return;
        };
        if let Some(filter) = &paint.mask_filter {
            let scale = if filter.respects_matrix {
                scale_of(&matrix)
            } else {
                1.0
            };
            return self.draw_blurred(
                shape,
                filter.sigma * scale,
                filter.style,
                source,
                paint.blend_mode,
            );
        }
        self.draw(
            shape.pixel_bounds(),
            source,
            paint.blend_mode,
            |cells, area, painter| {
                shape.cover(cells, paint.anti_alias, area, painter);
            },
        );
    }

    pub(super) fn clip_path(&mut self, path: &Path, op: ClipOp, is_smooth: bool) {
        match filled(path, &self.matrix) {
            Some(shape) => self.clip(&shape, op, is_smooth),
            // Nothing is inside.
            None => self.clip(&Shape::Rect(Rect::new_empty()), op, is_smooth),
        }
    }

    pub(super) fn clip_rect(&mut self, rect: &Rect, op: ClipOp, is_smooth: bool) {
        let rect = if rect.is_finite() && !rect.is_empty() {
            *rect
        } else {
            Rect::new_empty()
        };
        let shape = Shape::of_rounded(&RRect::new_rect(rect), &self.matrix);
        self.clip(&shape, op, is_smooth);
    }
}

/// How many pixels a unit has, along one axis where they differ.
fn scale_of(matrix: &Matrix) -> f32 {
    let determinant = matrix.scale_x() * matrix.scale_y() - matrix.skew_x() * matrix.skew_y();
    determinant.abs().sqrt()
}

/// The inside of a path.
fn filled(path: &Path, matrix: &Matrix) -> Option<Shape> {
    if matrix.has_perspective() {
        log_once!("perspective is not drawn");
    }
    match path.shape() {
        Some(rounded) => Some(Shape::of_rounded(rounded, matrix)),
        None => Some(Shape::Outline(path.shared_outline()?.clone(), *matrix)),
    }
}

/// What is within half a paint's stroke width of a path.
fn stroked(path: &Path, matrix: &Matrix, paint: &Paint) -> Option<Shape> {
    let width = paint.stroke_width;
    if !(width >= 0.0 && width.is_finite()) {
        return None;
    }
    if width > 0.0
        && paint.path_effect.is_none()
        && let Some(polygons) = path.shape().and_then(|rounded| frame(rounded, width))
    {
        return Some(mapped(polygons, matrix));
    }
    let outline = path.outline()?;
    // A line without width is one pixel wide whatever the matrix is.
    let (before, after) = match width > 0.0 {
        true => (Matrix::default(), *matrix),
        false => (*matrix, Matrix::default()),
    };
    let width = if width > 0.0 { width } else { 1.0 };
    let scale = scale_of(&after);
    let tolerance = if scale > 0.0 {
        TOLERANCE / scale
    } else {
        TOLERANCE
    };
    let mut lines = polylines(outline, &before, tolerance);
    if let Some(PathEffect { intervals, phase }) = &paint.path_effect {
        match dashed(&lines, intervals, *phase) {
            Some(pieces) => lines = pieces,
            None => log_once!("more dashes than can be told apart are drawn as a line"),
        }
    }
    let polygons = stroke(
        &lines,
        Stroke {
            width,
            cap: paint.stroke_cap,
        },
    );
    Some(mapped(polygons, &after))
}

fn mapped(mut polygons: Polygons, matrix: &Matrix) -> Shape {
    polygons.map(matrix);
    Shape::Polygons(polygons)
}

/// The stroke of a rectangle whose corners are square or parts of circles: two of them.
fn frame(rounded: &RRect, width: f32) -> Option<Polygons> {
    let is_circular = |radii: &Point| radii.x == radii.y;
    if !rounded.all_radii().iter().all(is_circular) || rounded.rect().is_empty() {
        return None;
    }
    let by = 0.5 * width;
    let mut polygons = Polygons::default();
    polygons.push_rounded(&rounded.with_outset((by, by)), true);
    let inner = rounded.with_inset((by, by));
    if !inner.rect().is_empty() {
        polygons.push_rounded(&inner, false);
    }
    Some(polygons)
}
