//! From a tree to pixels.

use vizia_core::prelude::*;
use vizia_core::vg;

use super::Scene;
use super::damage::{Group, PixelRect, group};

/// How many pixels may be drawn in vain to save a walk through the tree, at a scale of one.
const SLACK_PX: f32 = 4096.0;

/// The pixels of a scene.
#[derive(Clone, Copy)]
pub struct Pixels<'scene> {
    bytes: &'scene [u8],
    row_bytes: usize,
    width: u32,
    height: u32,
}

impl<'scene> Pixels<'scene> {
    /// Physical pixels in a row.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Physical pixels in a column.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// One row from its left end, four bytes a pixel: blue, green, red, alpha, premultiplied.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    pub fn row(&self, y: u32) -> &'scene [u8] {
        assert!(y < self.height, "row {y} of {}", self.height);
        let start = y as usize * self.row_bytes;
        &self.bytes[start..start + self.width as usize * 4]
    }
}

impl Scene {
    /// Whether something has changed since the last [`draw`](Self::draw).
    pub fn wants_frame(&self) -> bool {
        let window = self.backend.0.windows.get(&Entity::root());
        let has_views =
            |window: &WindowState| !window.redraw_list.is_empty() || window.dirty_rect.is_some();
        !self.parts.is_empty() || window.is_some_and(has_views)
    }

    /// Draws what has changed and returns where: nothing if nothing has changed.
    ///
    /// The places may overlap. All other [`pixels`](Self::pixels) are what they were.
    pub fn draw(&mut self) -> &[PixelRect] {
        self.damage.clear();
        if self.surface.is_none() {
            let size = (self.size.width_px as i32, self.size.height_px as i32);
            self.surface = vg::surfaces::raster_n32_premul(size);
        }
        for group in self.take_groups() {
            self.draw_group(group);
        }
        &self.damage
    }

    /// The pixels as the last [`draw`](Self::draw) has left them, `None` before the first one or without any pixel.
    pub fn pixels(&mut self) -> Option<Pixels<'_>> {
        let pixmap = self.surface.as_mut()?.peek_pixels()?;
        Some(Pixels {
            row_bytes: pixmap.row_bytes(),
            width: u32::try_from(pixmap.width()).ok()?,
            height: u32::try_from(pixmap.height()).ok()?,
            bytes: pixmap.bytes()?,
        })
    }

    /// Takes what has changed from vizia, in groups to be drawn one by one.
    fn take_groups(&mut self) -> Vec<Group> {
        let parts = self.parts.take();
        let root = Entity::root();
        let Some(window) = self.backend.0.windows.get_mut(&root) else {
            return Vec::new();
        };
        let changed = std::mem::take(&mut window.redraw_list);
        let removed = window.dirty_rect.take();
        if changed.contains(&root) {
            let bounds = self.backend.cache().get_bounds(root);
            let entities = changed.into_iter().collect();
            return vec![Group { bounds, entities }];
        }
        let slack_px = SLACK_PX * self.size.scale * self.size.scale;
        let mut views: Vec<_> = parts.into_iter().map(|part| (None, part)).collect();
        for entity in changed {
            // Bindings draw nothing.
            if !self.backend.0.tree.is_ignored(entity) {
                views.push((Some(entity), self.backend.cache().get_bounds(entity)));
            }
        }
        let mut groups = group(views.into_iter(), slack_px);
        if let Some(bounds) = removed {
            let entities = Vec::new();
            groups.push(Group { bounds, entities });
        }
        groups
    }

    fn draw_group(&mut self, group: Group) {
        let root = Entity::root();
        let (Some(surface), Some(sink)) = (&mut self.surface, &mut self.sink) else {
            return;
        };
        let Some(window) = self.backend.0.windows.get_mut(&root) else {
            return;
        };
        window.redraw_list.extend(group.entities);
        // Without any dirty rectangle, vizia draws everything on top of what is there. That would happen if all of the
        // group were invisible, which cannot be seen from here.
        window.dirty_rect = Some(BoundingBox {
            w: group.bounds.w.max(1.0),
            h: group.bounds.h.max(1.0),
            ..group.bounds
        });
        self.notes.drawn.set(None);
        self.backend.draw(root, sink, surface);
        let drawn = (self.notes.drawn.get())
            .and_then(|clip| PixelRect::from_clip(clip, self.size.width_px, self.size.height_px));
        self.damage.extend(drawn);
    }
}
