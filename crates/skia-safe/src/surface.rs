//! What holds pixels.

use crate::blend_mode::BlendMode;
use crate::canvas::Canvas;
use crate::geometry::{IRect, ISize, Point};
use crate::log_once::log_once;
use crate::paint::Paint;
use crate::shader::SamplingOptions;

/// Pixels and a canvas to draw on them.
#[derive(Debug)]
pub struct Surface {
    size: ISize,
    canvas: Canvas,
}

/// The pixels of a surface, as they lie in memory.
#[derive(Clone, Copy, Debug)]
pub struct Pixmap<'pixels> {
    size: ISize,
    bytes: &'pixels [u8],
}

impl<'pixels> Pixmap<'pixels> {
    /// The number of columns.
    pub fn width(&self) -> i32 {
        self.size.width
    }

    /// The number of rows.
    pub fn height(&self) -> i32 {
        self.size.height
    }

    /// How many bytes each row begins after the one before.
    pub fn row_bytes(&self) -> usize {
        self.size.width as usize * 4
    }

    /// All pixels, row by row, premultiplied: blue, green, red, alpha.
    pub fn bytes(&self) -> Option<&'pixels [u8]> {
        Some(self.bytes)
    }
}

impl Surface {
    /// The number of columns.
    pub fn width(&self) -> i32 {
        self.size.width
    }

    /// The number of rows.
    pub fn height(&self) -> i32 {
        self.size.height
    }

    /// The canvas that draws here.
    pub fn canvas(&mut self) -> &Canvas {
        &self.canvas
    }

    /// Draws all pixels onto another canvas. Its matrix moves them by whole pixels; any more it does is left out.
    pub fn draw(
        &mut self,
        canvas: &Canvas,
        at: impl Into<Point>,
        _sampling: impl Into<SamplingOptions>,
        paint: Option<&Paint>,
    ) {
        let matrix = canvas.matrix();
        if !matrix.is_translate() {
            log_once!("a surface that is drawn onto another is only moved");
        }
        let at = matrix.map_point(at);
        let bounds = IRect::from_xywh(
            at.x.round() as i32,
            at.y.round() as i32,
            self.size.width,
            self.size.height,
        );
        let (alpha, mode) = paint.map_or((1.0, BlendMode::SrcOver), |paint| {
            (paint.alpha_f(), paint.blend_mode)
        });
        canvas.blend_pixels(self.canvas.surface_pixels().argb(), bounds, alpha, mode);
    }

    /// The pixels without copying them.
    pub fn peek_pixels(&mut self) -> Option<Pixmap<'_>> {
        let size = self.size;
        let bytes = bytemuck::cast_slice(self.pixels());
        Some(Pixmap { size, bytes })
    }

    /// All pixels, row by row without gaps, each as premultiplied 0xAARRGGBB.
    pub fn pixels(&mut self) -> &[u32] {
        self.canvas.surface_pixels().argb()
    }
}

/// Makes surfaces.
pub mod surfaces {
    use super::Surface;
    use crate::canvas::Canvas;
    use crate::geometry::ISize;

    /// The most pixels that a surface has: 1 GiB of memory.
    const MOST_PIXELS: i32 = 1 << 28;

    /// A surface in memory, all transparent. `None` for a negative size or more than 2^28 pixels.
    pub fn raster_n32_premul(size: impl Into<ISize>) -> Option<Surface> {
        let size = size.into();
        let count = size.width.checked_mul(size.height)?;
        let is_sane = size.width >= 0 && size.height >= 0 && count <= MOST_PIXELS;
        is_sane.then(|| Surface {
            size,
            canvas: Canvas::new(size.width, size.height),
        })
    }
}
