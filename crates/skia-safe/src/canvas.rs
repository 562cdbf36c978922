//! Where things are drawn.

mod clip;
mod coverages;
mod cut;
mod device;
mod figure;
mod layer;
mod painter;
mod pixels;
mod shadow;
mod shapes;

use std::cell::RefCell;

use crate::blend_mode::BlendMode;
use crate::color::Color4f;
use crate::effects::ImageFilter;
use crate::geometry::{IRect, Rect, Vector};
use crate::matrix::{M44, Matrix};
use crate::paint::Paint;
use crate::path::{Path, PathBuilder};
use crate::pixel;
use device::Device;
pub(crate) use figure::MITER_LIMIT;
use painter::Source;
pub(crate) use pixels::Pixels;

/// What a clip does to what may be drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClipOp {
    /// Only outside.
    Difference,
    /// Only inside.
    #[default]
    Intersect,
}

/// How a layer comes into being and back.
#[derive(Clone, Copy, Debug, Default)]
pub struct SaveLayerRec<'a> {
    paint: Option<&'a Paint>,
    backdrop: Option<&'a ImageFilter>,
    bounds: Option<&'a Rect>,
}

impl<'a> SaveLayerRec<'a> {
    /// Alpha, blend mode and image filter with which the layer is drawn when it is restored.
    #[must_use]
    pub fn paint(mut self, paint: &'a Paint) -> Self {
        self.paint = Some(paint);
        self
    }

    /// The layer begins with what is there already, filtered.
    #[must_use]
    pub fn backdrop(mut self, backdrop: &'a ImageFilter) -> Self {
        self.backdrop = Some(backdrop);
        self
    }

    /// What the layer has to hold at least.
    #[must_use]
    pub fn bounds(mut self, bounds: &'a Rect) -> Self {
        self.bounds = Some(bounds);
        self
    }
}

/// Draws onto a [`Surface`](crate::Surface).
#[derive(Debug)]
pub struct Canvas {
    device: RefCell<Device>,
}

impl Canvas {
    pub(crate) fn new(width: i32, height: i32) -> Self {
        Self {
            device: RefCell::new(Device::new(width, height)),
        }
    }

    /// The pixels of the surface, without what is still in layers.
    pub(crate) fn surface_pixels(&mut self) -> &Pixels {
        self.device.get_mut().surface()
    }

    /// What takes coordinates to pixels.
    pub(crate) fn matrix(&self) -> Matrix {
        self.device.borrow().matrix
    }

    /// Draws where `coverage` says, one byte for each pixel of `bounds`, row by row.
    pub(crate) fn draw_coverage(&self, coverage: &[u8], bounds: IRect, paint: &Paint) {
        let mut device = self.device.borrow_mut();
        let matrix = device.matrix;
        if let Some(source) = device::source(paint, &matrix) {
            device.draw_mask(coverage, bounds, source, paint.blend_mode);
        }
    }

    /// Draws premultiplied 0xAARRGGBB, one for each pixel of `bounds`, row by row, thinned out by `alpha` of 0..=1.
    pub(crate) fn draw_pixels(&self, argb_premul: &[u32], bounds: IRect, alpha: f32) {
        self.blend_pixels(argb_premul, bounds, alpha, BlendMode::SrcOver);
    }

    /// Like [`draw_pixels`](Self::draw_pixels), in any blend mode.
    pub(crate) fn blend_pixels(&self, argb: &[u32], bounds: IRect, alpha: f32, mode: BlendMode) {
        let (width, height) = (bounds.width().max(0), bounds.height().max(0));
        let alpha = pixel::byte(alpha) as u8;
        if argb.len() >= (width as usize).saturating_mul(height as usize) {
            let source = Source::Pixels {
                argb,
                bounds,
                alpha,
            };
            let mut device = self.device.borrow_mut();
            device.draw(bounds, source, mode, |_, area, painter| painter.fill(area));
        }
    }

    /// Keeps matrix and clip until [`restore`](Self::restore); returns how many were kept before, plus one.
    pub fn save(&self) -> usize {
        let mut device = self.device.borrow_mut();
        device.save(false);
        device.saved.len()
    }

    /// Like [`save`](Self::save); what is drawn until the restore goes to a layer of its own.
    pub fn save_layer(&self, layer: &SaveLayerRec<'_>) -> usize {
        let mut device = self.device.borrow_mut();
        device.begin_layer(layer);
        device.saved.len()
    }

    /// Back to what the last save kept.
    pub fn restore(&self) -> &Self {
        self.device.borrow_mut().restore();
        self
    }

    /// Restores until as many saves are left as there were before the one that returned `count`.
    pub fn restore_to_count(&self, count: usize) -> &Self {
        while self.save_count() > count.max(1) {
            self.restore();
        }
        self
    }

    /// How many saves have not been restored, plus one.
    pub fn save_count(&self) -> usize {
        self.device.borrow().saved.len() + 1
    }

    /// Moves what is drawn from here on.
    pub fn translate(&self, by: impl Into<Vector>) -> &Self {
        self.concat(&Matrix::translate(by))
    }

    /// Scales what is drawn from here on.
    pub fn scale(&self, factors: (f32, f32)) -> &Self {
        self.concat(&Matrix::scale(factors))
    }

    /// Transforms what is drawn from here on.
    pub fn concat(&self, matrix: &Matrix) -> &Self {
        let mut device = self.device.borrow_mut();
        device.matrix = device.matrix * *matrix;
        drop(device);
        self
    }

    /// Replaces the matrix.
    pub fn set_matrix(&self, matrix: &M44) -> &Self {
        self.device.borrow_mut().matrix = matrix.to_m33();
        self
    }

    /// Limits drawing to a rectangle, or to its outside.
    pub fn clip_rect(
        &self,
        rect: impl AsRef<Rect>,
        op: impl Into<Option<ClipOp>>,
        anti_alias: impl Into<Option<bool>>,
    ) -> &Self {
        let (op, is_smooth) = (op.into(), anti_alias.into());
        let mut device = self.device.borrow_mut();
        device.clip_rect(
            rect.as_ref(),
            op.unwrap_or_default(),
            is_smooth.unwrap_or_default(),
        );
        drop(device);
        self
    }

    /// Limits drawing to the inside of a path, or to its outside.
    pub fn clip_path(
        &self,
        path: &Path,
        op: impl Into<Option<ClipOp>>,
        anti_alias: impl Into<Option<bool>>,
    ) -> &Self {
        let (op, is_smooth) = (op.into(), anti_alias.into());
        let mut device = self.device.borrow_mut();
        device.clip_path(path, op.unwrap_or_default(), is_smooth.unwrap_or_default());
        drop(device);
        self
    }

    /// The pixels of the surface that the clip leaves, `None` if there are none.
    pub fn device_clip_bounds(&self) -> Option<IRect> {
        Some(self.device.borrow().clip.bounds()).filter(|bounds| !bounds.is_empty())
    }

    /// Replaces everything inside of the clip by a color.
    pub fn clear(&self, color: impl Into<Color4f>) -> &Self {
        let source = Source::Color(pixel::from_color(color.into()));
        self.device.borrow_mut().draw_all(source, BlendMode::Src);
        self
    }

    /// Draws a path.
    pub fn draw_path(&self, path: &Path, paint: &Paint) -> &Self {
        self.device.borrow_mut().draw_path(path, paint);
        self
    }

    /// Draws a rectangle.
    pub fn draw_rect(&self, rect: impl AsRef<Rect>, paint: &Paint) -> &Self {
        self.device.borrow_mut().draw_rect(rect.as_ref(), paint);
        self
    }

    /// Draws a part of an ellipse, as an arc or (`use_center`) as a slice. Angles in degrees, clockwise from the right.
    pub fn draw_arc(
        &self,
        oval: impl AsRef<Rect>,
        start_angle: f32,
        sweep_angle: f32,
        use_center: bool,
        paint: &Paint,
    ) -> &Self {
        let oval = oval.as_ref();
        let mut path = PathBuilder::new();
        if use_center && sweep_angle.abs() < 360.0 {
            path.move_to(oval.center());
            path.arc_to(oval, start_angle, sweep_angle, false).close();
        } else {
            path.arc_to(oval, start_angle, sweep_angle, true);
        }
        self.draw_path(&path.detach(), paint)
    }

    /// Draws everywhere inside of the clip.
    pub fn draw_paint(&self, paint: &Paint) -> &Self {
        self.device.borrow_mut().draw_paint(paint);
        self
    }
}
