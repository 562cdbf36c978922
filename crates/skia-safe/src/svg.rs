//! SVG pictures.

mod picture;

use std::sync::{Arc, Mutex, PoisonError};

use crate::canvas::Canvas;
use crate::font::FontMgr;
use crate::geometry::Size;
use crate::wrapper::PointerWrapper;
use picture::Picture;

/// A picture that is no SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadError;

impl std::fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("no SVG that can be read")
    }
}

impl std::error::Error for LoadError {}

/// An SVG picture. Cheap to clone; clones share the size of their container. Text in pictures is not drawn.
#[derive(Clone, Debug)]
pub struct Dom {
    inner: Inner,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    picture: Picture,
    container: Mutex<Size>,
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
    /// A picture from a file's bytes. Its container is as large as the picture says that it is, 0 where it does not.
    ///
    /// # Errors
    ///
    /// The bytes are no SVG.
    pub fn from_bytes(svg: &[u8], _fonts: impl Into<FontMgr>) -> Result<Self, LoadError> {
        let picture = Picture::parse(svg).ok_or(LoadError)?;
        let container = picture.own_size();
        Ok(Self {
            inner: Inner {
                fContainerSize: ContainerSize {
                    fWidth: container.width,
                    fHeight: container.height,
                },
            },
            shared: Arc::new(Shared {
                picture,
                container: Mutex::new(container),
            }),
        })
    }

    /// Draws the picture at the origin: in its own size if it has one, else in that of its container.
    pub fn render(&self, canvas: &Canvas) {
        let container = *self
            .shared
            .container
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        self.shared.picture.draw(canvas, container);
    }

    /// Sets the size that the picture is laid out in, for all clones.
    pub fn set_container_size(&mut self, size: impl Into<Size>) {
        let size = size.into();
        self.inner.fContainerSize = ContainerSize {
            fWidth: size.width,
            fHeight: size.height,
        };
        *self
            .shared
            .container
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = size;
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
