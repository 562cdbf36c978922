//! SVG pictures.

use crate::canvas::Canvas;
use crate::font::FontMgr;
use crate::geometry::Size;
use crate::wrapper::PointerWrapper;

/// A picture that is no SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadError;

impl std::fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("no SVG that can be read")
    }
}

impl std::error::Error for LoadError {}

/// An SVG picture. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Dom {
    inner: Inner,
}

/// What [`Dom`] wraps.
#[allow(
    non_snake_case,
    reason = "the names of the crate whose place this one takes"
)]
#[derive(Clone, Debug)]
pub struct Inner {
    /// The size that the picture is laid out in.
    pub fContainerSize: ContainerSize,
}

/// The size that a picture is laid out in.
#[allow(
    non_snake_case,
    reason = "the names of the crate whose place this one takes"
)]
#[derive(Clone, Copy, Debug)]
pub struct ContainerSize {
    /// To the right.
    pub fWidth: f32,
    /// Down.
    pub fHeight: f32,
}

impl Dom {
    /// A picture from a file's bytes.
    ///
    /// # Errors
    ///
    /// The bytes are no SVG.
    pub fn from_bytes(_svg: &[u8], _fonts: impl Into<FontMgr>) -> Result<Self, LoadError> {
        Ok(Self {
            inner: Inner {
                fContainerSize: ContainerSize {
                    fWidth: 0.0,
                    fHeight: 0.0,
                },
            },
        })
    }

    /// Draws the picture at the origin, in the size of its container.
    pub fn render(&self, _canvas: &Canvas) {}

    /// Sets the size that the picture is laid out in.
    pub fn set_container_size(&mut self, size: impl Into<Size>) {
        let size = size.into();
        self.inner.fContainerSize = ContainerSize {
            fWidth: size.width,
            fHeight: size.height,
        };
    }
}

impl PointerWrapper for Dom {
    type Inner = Inner;

    fn inner(&self) -> &Inner {
        &self.inner
    }

    fn inner_mut(&mut self) -> &mut Inner {
        &mut self.inner
    }
}
