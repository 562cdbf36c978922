//! What may be drawn on.

use std::rc::Rc;
use std::sync::Arc;

use super::ClipOp;
use super::device::Device;
use crate::geometry::{IRect, Point, Rect};
use crate::raster::{Coverage, CoverageBuilder, Shape};

/// A rectangle of pixels, and coverage that thins out what is drawn inside of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Clip {
    bounds: IRect,
    soft: Vec<SoftClip>,
}

/// Coverage that may be drawn on, or (`is_inverse`) all but that.
#[derive(Clone, Debug)]
pub(super) struct SoftClip {
    pub(super) coverage: Rc<Coverage>,
    pub(super) is_inverse: bool,
}

impl Clip {
    pub(super) fn new(bounds: IRect) -> Self {
        Self {
            bounds,
            soft: Vec::new(),
        }
    }

    /// Nothing is drawn outside.
    pub(super) fn bounds(&self) -> IRect {
        self.bounds
    }

    pub(super) fn soft(&self) -> &[SoftClip] {
        &self.soft
    }

    /// Nothing may be drawn outside of a rectangle.
    fn intersect(&mut self, bounds: IRect) {
        self.bounds = self.bounds.intersection(&bounds).unwrap_or_default();
    }
}

impl Device {
    /// Nothing is drawn outside of a shape, or nothing inside of it.
    pub(super) fn clip(&mut self, shape: &Shape, op: ClipOp, is_smooth: bool) {
        let bounds = self.clip.bounds;
        let touches = |area: IRect| area.intersection(&bounds);
        let is_inside = |inner: IRect| inner.intersection(&bounds) == Some(bounds);
        let Some(common) = touches(shape.pixel_bounds()) else {
            if op == ClipOp::Intersect {
                self.clip.bounds = IRect::default();
            }
            return;
        };
        if shape.inner_bounds().is_some_and(is_inside) {
            if op == ClipOp::Difference {
                self.clip.bounds = IRect::default();
            }
            return;
        }
        if op == ClipOp::Intersect {
            self.clip.bounds = common;
            if let Some(whole) = whole_pixels(shape, is_smooth) {
                return self.clip.intersect(whole);
            }
            if shape
                .inner_bounds()
                .is_some_and(|inner| inner.intersection(&common) == Some(common))
            {
                return;
            }
        }
        let coverage = self.clip_coverage(shape, is_smooth);
        let is_inverse = op == ClipOp::Difference;
        self.clip.soft.push(SoftClip {
            coverage,
            is_inverse,
        });
    }

    /// The coverage of a shape wherever the surface has pixels.
    fn clip_coverage(&mut self, shape: &Shape, is_smooth: bool) -> Rc<Coverage> {
        let key = Key::new(shape, is_smooth);
        if let Some(found) = key.as_ref().and_then(|key| self.clip_cache.find(key)) {
            return found;
        }
        let surface = self.surface().bounds();
        let bounds = shape
            .pixel_bounds()
            .intersection(&surface)
            .unwrap_or_default();
        let mut builder = CoverageBuilder::new(bounds);
        shape.cover(&mut self.cells, is_smooth, &bounds, &mut builder);
        let coverage = Rc::new(builder.finish());
        if let Some(key) = key {
            self.clip_cache.keep(key, &coverage);
        }
        coverage
    }
}

/// The rectangle, if the shape is one whose sides lie between pixels, or might as well.
fn whole_pixels(shape: &Shape, is_smooth: bool) -> Option<IRect> {
    let Shape::Rect(rect) = shape else {
        return None;
    };
    let whole = rect.round();
    let off = [
        rect.left - whole.left as f32,
        rect.top - whole.top as f32,
        rect.right - whole.right as f32,
        rect.bottom - whole.bottom as f32,
    ];
    let is_close = off.iter().all(|off| off.abs() < 1.0 / 512.0);
    (is_close || !is_smooth).then_some(whole)
}

/// What a coverage depends on.
#[derive(Debug, PartialEq)]
enum Key {
    Rect(Rect),
    Rounded(Rect, [Point; 4], bool),
    Outline(Outline, [f32; 6], bool),
}

/// An outline which is the same only as long as it is the same in memory.
#[derive(Debug)]
struct Outline(Arc<tiny_skia_path::Path>);

impl PartialEq for Outline {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Key {
    fn new(shape: &Shape, is_smooth: bool) -> Option<Self> {
        match shape {
            Shape::Rect(rect) => Some(Self::Rect(*rect)),
            Shape::Rounded(rounded) => Some(Self::Rounded(
                *rounded.rect(),
                *rounded.all_radii(),
                is_smooth,
            )),
            Shape::Outline(outline, matrix) => {
                let cells = std::array::from_fn(|index| matrix[index]);
                Some(Self::Outline(Outline(outline.clone()), cells, is_smooth))
            }
            Shape::Polygons(_) => None,
        }
    }
}

/// Coverage that clips have used, the last used first.
#[derive(Debug, Default)]
pub(super) struct ClipCache {
    entries: Vec<(Key, Rc<Coverage>)>,
}

impl ClipCache {
    const MOST_ENTRIES: usize = 48;
    const MOST_BYTES: usize = 1 << 19;

    fn find(&mut self, key: &Key) -> Option<Rc<Coverage>> {
        let place = self.entries.iter().position(|(kept, _)| kept == key)?;
        self.entries[..=place].rotate_right(1);
        Some(self.entries[0].1.clone())
    }

    fn keep(&mut self, key: Key, coverage: &Rc<Coverage>) {
        self.entries.insert(0, (key, coverage.clone()));
        self.entries.truncate(Self::MOST_ENTRIES);
        let bytes = self.entries.iter().scan(0, |sum, (_, coverage)| {
            *sum += coverage.byte_count();
            Some(*sum)
        });
        let fitting = bytes.take_while(|sum| *sum <= Self::MOST_BYTES).count();
        self.entries.truncate(fitting);
    }
}
