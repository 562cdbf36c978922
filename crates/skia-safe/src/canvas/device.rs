//! What a canvas holds: pixels in layers, the matrix and the clip.

use super::clip::Clip;
use super::coverages::CoverageCache;
use super::layer::Layer;
use super::painter::{Painter, RowMemory, Source};
use super::pixels::Pixels;
use super::shadow::ShadowCache;
use crate::blend;
use crate::blend_mode::BlendMode;
use crate::geometry::IRect;
use crate::matrix::Matrix;
use crate::paint::Paint;
use crate::pixel;
use crate::raster::{Cells, Spans};
use crate::shader::Rows;

/// What [`Canvas`](super::Canvas) draws with.
#[derive(Debug)]
pub(super) struct Device {
    pub(super) matrix: Matrix,
    pub(super) clip: Clip,
    pub(super) saved: Vec<Saved>,
    /// The surface, and above it what has not been restored yet. Never empty.
    pub(super) layers: Vec<Layer>,
    pub(super) cells: Cells,
    row_memory: RowMemory,
    pub(super) coverage_cache: CoverageCache,
    pub(super) shadow_cache: ShadowCache,
}

/// What a restore brings back.
#[derive(Debug)]
pub(super) struct Saved {
    pub(super) matrix: Matrix,
    pub(super) clip: Clip,
    /// Whether a layer began here.
    pub(super) has_layer: bool,
}

impl Device {
    pub(super) fn new(width: i32, height: i32) -> Self {
        let bounds = IRect::new(0, 0, width, height);
        Self {
            matrix: Matrix::default(),
            clip: Clip::new(bounds),
            saved: Vec::new(),
            layers: vec![Layer::of_surface(bounds)],
            cells: Cells::default(),
            row_memory: RowMemory::default(),
            coverage_cache: CoverageCache::default(),
            shadow_cache: ShadowCache::default(),
        }
    }

    /// The pixels of the surface.
    pub(super) fn surface(&self) -> &Pixels {
        &self.layers[0].pixels
    }

    pub(super) fn save(&mut self, has_layer: bool) {
        let (matrix, clip) = (self.matrix, self.clip.clone());
        self.saved.push(Saved {
            matrix,
            clip,
            has_layer,
        });
    }

    /// Draws coverage inside of an area. `cover` gets the pixels that it may touch, which are fewer.
    pub(super) fn draw(
        &mut self,
        area: IRect,
        source: Source<'_>,
        mode: BlendMode,
        cover: impl FnOnce(&mut Cells, &IRect, &mut Painter<'_>),
    ) {
        let Some(layer) = self.layers.last_mut() else {
            return;
        };
        let visible = self.clip.bounds().intersection(&area);
        let Some(area) = visible.and_then(|area| layer.hold(area, blend::keeps_transparent(mode)))
        else {
            return;
        };
        let mut painter = Painter {
            pixels: &mut layer.pixels,
            soft: self.clip.soft(),
            source,
            mode,
            memory: self.row_memory.reset(),
        };
        cover(&mut self.cells, &area, &mut painter);
    }

    /// Draws everywhere inside of the clip.
    pub(super) fn draw_all(&mut self, source: Source<'_>, mode: BlendMode) {
        self.draw(self.clip.bounds(), source, mode, |_, area, painter| {
            painter.fill(area)
        });
    }

    /// Draws a mask of some bounds, row by row.
    pub(super) fn draw_mask(
        &mut self,
        mask: &[u8],
        bounds: IRect,
        source: Source<'_>,
        mode: BlendMode,
    ) {
        let width = bounds.width().max(0) as usize;
        if mask.len() < width.saturating_mul(bounds.height().max(0) as usize) {
            return;
        }
        self.draw(bounds, source, mode, |_, area, painter| {
            for y in area.top..area.bottom {
                let row = (y - bounds.top) as usize * width;
                let column = |x: i32| row + (x - bounds.left) as usize;
                painter.mask(y, area.left, &mask[column(area.left)..column(area.right)]);
            }
        });
    }
}

/// Where a paint's colors come from under a matrix; `None` if it leaves everything as it is.
pub(super) fn source<'a>(paint: &'a Paint, matrix: &Matrix) -> Option<Source<'a>> {
    let alpha = if paint.color.a.is_nan() {
        0.0
    } else {
        paint.color.a.clamp(0.0, 1.0)
    };
    let source = match &paint.shader {
        None => Source::Color(pixel::from_color(paint.color)),
        Some(shader) => match Rows::new(shader, matrix, alpha)? {
            Rows::One(color) => Source::Color(color),
            rows => Source::Rows(rows),
        },
    };
    let is_clear = matches!(source, Source::Color(color) if pixel::alpha(color) == 0);
    (!is_clear || blend::erases(paint.blend_mode)).then_some(source)
}
