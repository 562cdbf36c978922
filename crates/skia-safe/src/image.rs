//! Pictures of pixels, read from PNG files.

mod decode;

use std::sync::Arc;

use crate::matrix::Matrix;
use crate::shader::{Kind, SamplingOptions, Shader, TileMode};

/// Bytes. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Data(Arc<[u8]>);

impl Data {
    /// A copy of bytes.
    pub fn new_copy(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// The bytes, copied: nothing has to outlive this.
    ///
    /// # Safety
    ///
    /// Always safe; marked as the function whose place it takes, which refers to the bytes.
    pub unsafe fn new_bytes(bytes: &[u8]) -> Self {
        Self::new_copy(bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A picture. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Image(Arc<Pixels>);

#[derive(Debug)]
struct Pixels {
    width: u32,
    height: u32,
    /// Premultiplied 0xAARRGGBB, row by row.
    argb: Vec<u32>,
}

impl Image {
    /// A picture from a file's bytes. `None` if it is not one that can be read: a PNG of at most
    /// 2^24 pixels.
    pub fn from_encoded(data: impl Into<Data>) -> Option<Self> {
        let decoded = decode::png(data.into().as_bytes());
        let decoded = decoded.inspect_err(|error| log::warn!("a picture cannot be read: {error}"));
        decoded.ok().map(|pixels| Self(Arc::new(pixels)))
    }

    /// A picture from premultiplied 0xAARRGGBB, row by row.
    pub(crate) fn from_argb(width: u32, height: u32, argb: Vec<u32>) -> Self {
        Self(Arc::new(Pixels {
            width,
            height,
            argb,
        }))
    }

    /// The number of columns.
    pub fn width(&self) -> i32 {
        self.0.width as i32
    }

    /// The number of rows.
    pub fn height(&self) -> i32 {
        self.0.height as i32
    }

    /// Premultiplied 0xAARRGGBB, row by row.
    pub(crate) fn argb(&self) -> &[u32] {
        &self.0.argb
    }

    /// The picture as a source of colors.
    pub fn to_shader<'a>(
        &self,
        tile_modes: impl Into<Option<(TileMode, TileMode)>>,
        _sampling: impl Into<SamplingOptions>,
        local_matrix: impl Into<Option<&'a Matrix>>,
    ) -> Option<Shader> {
        Some(Shader(Arc::new(Kind::Image {
            image: self.clone(),
            tile_modes: tile_modes.into().unwrap_or_default(),
            local: local_matrix.into().copied().unwrap_or_default(),
        })))
    }
}
