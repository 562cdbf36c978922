//! Paths and paints.

use super::device::{Device, source};
use super::figure::{Figure, Outline, scale_of};
use super::{ClipOp, SaveLayerRec};
use crate::geometry::{RRect, Rect};
use crate::paint::{Paint, PaintStyle};
use crate::path::Path;

impl Device {
    pub(super) fn draw_path(&mut self, path: &Path, paint: &Paint) {
        if let Some(outline) = Outline::new(path) {
            self.draw_outline(outline, paint);
        }
    }

    pub(super) fn draw_rect(&mut self, rect: &Rect, paint: &Paint) {
        if rect.is_finite() {
            self.draw_outline(Outline::Rounded(&RRect::new_rect(sorted(rect))), paint);
        }
    }

    fn draw_outline(&mut self, outline: Outline<'_>, paint: &Paint) {
        if paint.image_filter.is_some() {
            return self.draw_filtered(paint, |device, paint| device.draw_outline(outline, paint));
        }
        let figure = Figure {
            outline,
            matrix: self.matrix,
            stroke: None,
            is_smooth: paint.anti_alias,
        };
        if paint.style != PaintStyle::Stroke {
            self.draw_figure(&figure, paint);
        }
        if paint.style != PaintStyle::Fill {
            let stroke = Some(paint);
            self.draw_figure(&Figure { stroke, ..figure }, paint);
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

    fn draw_figure(&mut self, figure: &Figure<'_>, paint: &Paint) {
        let Some(source) = source(paint, &figure.matrix) else {
            return;
        };
        let mode = paint.blend_mode;
        if let Some(filter) = &paint.mask_filter {
            let scale = match filter.respects_matrix {
                true => scale_of(&figure.matrix),
                false => 1.0,
            };
            let sigma = filter.sigma * scale;
            return self.draw_blurred(figure, sigma, filter.style, source, mode);
        }
        let bounds = figure.pixel_bounds();
        if bounds.intersection(&self.clip.bounds()).is_none() {
            return;
        }
        if let Some(rect) = figure.as_rect() {
            self.draw(bounds, source, mode, |cells, area, painter| {
                rect.cover(cells, figure.is_smooth, area, painter);
            });
        } else if let Some(placed) = self.placed(figure) {
            self.draw(placed.bounds(), source, mode, |_, area, painter| {
                placed.cover(area, painter);
            });
        }
    }

    pub(super) fn clip_path(&mut self, path: &Path, op: ClipOp, is_smooth: bool) {
        self.clip_outline(Outline::new(path), op, is_smooth);
    }

    pub(super) fn clip_rect(&mut self, rect: &Rect, op: ClipOp, is_smooth: bool) {
        let rect = sorted(rect);
        let is_rect = rect.is_finite() && !rect.is_empty();
        let rounded = RRect::new_rect(rect);
        self.clip_outline(is_rect.then_some(Outline::Rounded(&rounded)), op, is_smooth);
    }

    fn clip_outline(&mut self, outline: Option<Outline<'_>>, op: ClipOp, is_smooth: bool) {
        let Some(outline) = outline else {
            // Nothing is inside.
            return self.clip_rest(op == ClipOp::Difference);
        };
        let matrix = self.matrix;
        let figure = Figure {
            outline,
            matrix,
            stroke: None,
            is_smooth,
        };
        self.clip(&figure, op);
    }
}

/// The rectangle with its sides in their order.
fn sorted(rect: &Rect) -> Rect {
    Rect::new(
        rect.left.min(rect.right),
        rect.top.min(rect.bottom),
        rect.left.max(rect.right),
        rect.top.max(rect.bottom),
    )
}
