//! From a scene's pixels to the screen.

use std::num::NonZeroU32;

use baseview::{PlatformHandle, WindowContext};
use softbuffer::{Context, Rect, SoftBufferError, Surface};

use crate::scene::{PixelRect, Pixels};

/// Shows pixels in a window.
pub(super) struct Presenter {
    surface: Surface<PlatformHandle, PlatformHandle>,
}

impl Presenter {
    pub fn new(window: &WindowContext) -> Result<Self, SoftBufferError> {
        let context = Context::new(window.platform_handle())?;
        let surface = Surface::new(&context, window.platform_handle())?;
        Ok(Self { surface })
    }

    /// Shows the pixels in these places; everywhere, if the window has forgotten the rest.
    pub fn present(
        &mut self,
        pixels: Pixels<'_>,
        damage: &[PixelRect],
    ) -> Result<(), SoftBufferError> {
        let (Some(width), Some(height)) = (
            NonZeroU32::new(pixels.width()),
            NonZeroU32::new(pixels.height()),
        ) else {
            return Ok(());
        };
        self.surface.resize(width, height)?;
        let mut buffer = self.surface.buffer_mut()?;
        let everything = [PixelRect {
            x: 0,
            y: 0,
            width: pixels.width(),
            height: pixels.height(),
        }];
        let damage = match buffer.age() {
            1 => damage,
            _ => &everything,
        };
        for rect in damage {
            copy(pixels, *rect, &mut buffer);
        }
        let rects: Vec<Rect> = damage.iter().filter_map(to_rect).collect();
        buffer.present_with_damage(&rects)
    }
}

fn to_rect(rect: &PixelRect) -> Option<Rect> {
    Some(Rect {
        x: rect.x,
        y: rect.y,
        width: NonZeroU32::new(rect.width)?,
        height: NonZeroU32::new(rect.height)?,
    })
}

/// Copies some pixels to the same place in `buffer`, which is as large, with nothing but black behind them.
fn copy(pixels: Pixels<'_>, rect: PixelRect, buffer: &mut [u32]) {
    let columns = rect.x as usize..(rect.x + rect.width) as usize;
    for y in rect.y..rect.y + rect.height {
        let start = y as usize * pixels.width() as usize;
        let to = &mut buffer[start..][columns.clone()];
        let from = &pixels.row(y).as_chunks().0[columns.clone()];
        for (to, from) in to.iter_mut().zip(from) {
            // baseview's windows have an alpha channel on X11: opaque, or a compositor shows what is behind.
            *to = u32::from_le_bytes(*from) | 0xff00_0000;
        }
    }
}
