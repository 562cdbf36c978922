//! Memory for pixels.

use crate::geometry::IRect;

/// A rectangle of pixels, row by row without gaps, each premultiplied 0xAARRGGBB.
#[derive(Debug, Default)]
pub(crate) struct Pixels {
    bounds: IRect,
    argb: Vec<u32>,
}

impl Pixels {
    /// All transparent. Empty where the number of pixels cannot be counted.
    pub(crate) fn new(bounds: IRect) -> Self {
        let mut pixels = Self::default();
        pixels.clear_to(bounds);
        pixels
    }

    /// What rows and columns there are.
    pub(crate) fn bounds(&self) -> IRect {
        self.bounds
    }

    /// All pixels.
    pub(crate) fn argb(&self) -> &[u32] {
        &self.argb
    }

    /// All pixels.
    pub(crate) fn argb_mut(&mut self) -> &mut [u32] {
        &mut self.argb
    }

    /// Other bounds, all transparent, in the same memory if it suffices.
    pub(crate) fn clear_to(&mut self, bounds: IRect) {
        let (width, height) = (bounds.width().max(0), bounds.height().max(0));
        let count = (width as usize).checked_mul(height as usize).unwrap_or(0);
        self.bounds = if count > 0 { bounds } else { IRect::default() };
        if count <= self.argb.capacity() {
            self.argb.clear();
            self.argb.resize(count, 0);
        } else {
            // Fresh memory is zero already and takes no place before it is written to.
            self.argb = vec![0; count];
        }
    }

    /// A part of a row, which must be inside.
    pub(crate) fn row(&self, y: i32, left: i32, right: i32) -> &[u32] {
        let range = self.range(y, left, right);
        &self.argb[range]
    }

    /// A part of a row, which must be inside.
    pub(crate) fn row_mut(&mut self, y: i32, left: i32, right: i32) -> &mut [u32] {
        let range = self.range(y, left, right);
        &mut self.argb[range]
    }

    fn range(&self, y: i32, left: i32, right: i32) -> std::ops::Range<usize> {
        let row = (y - self.bounds.top) as usize * self.bounds.width() as usize;
        let column = |x: i32| row + (x - self.bounds.left) as usize;
        column(left)..column(right)
    }

    /// Larger bounds; what was there stays, the rest is transparent.
    pub(crate) fn grow(&mut self, bounds: IRect) {
        let old = std::mem::replace(self, Self::new(bounds));
        let Some(common) = old.bounds.intersection(&self.bounds) else {
            return;
        };
        for y in common.top..common.bottom {
            let row = self.row_mut(y, common.left, common.right);
            row.copy_from_slice(old.row(y, common.left, common.right));
        }
    }
}
