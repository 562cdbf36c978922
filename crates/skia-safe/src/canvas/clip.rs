//! What may be drawn on.

use super::ClipOp;
use super::coverages::Placed;
use super::device::Device;
use super::figure::Figure;
use crate::geometry::IRect;
use crate::raster::Shape;

/// A rectangle of pixels, and coverage that thins out what is drawn inside of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Clip {
    bounds: IRect,
    soft: Vec<SoftClip>,
}

/// Coverage that may be drawn on, or (`is_inverse`) all but that.
#[derive(Clone, Debug)]
pub(super) struct SoftClip {
    pub(super) placed: Placed,
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
    /// Nothing is drawn outside of a figure, or nothing inside of it.
    pub(super) fn clip(&mut self, figure: &Figure<'_>, op: ClipOp) {
        let bounds = self.clip.bounds;
        let is_inverse = op == ClipOp::Difference;
        let Some(common) = figure.pixel_bounds().intersection(&bounds) else {
            return self.clip_rest(is_inverse);
        };
        let inner = figure.inner_bounds();
        let is_inside =
            |bounds: IRect| inner.is_some_and(|inner| inner.intersection(&bounds) == Some(bounds));
        if is_inside(bounds) {
            return self.clip_rest(!is_inverse);
        }
        if !is_inverse {
            self.clip.bounds = common;
            if let Some(whole) = whole_pixels(figure) {
                return self.clip.intersect(whole);
            }
            if is_inside(common) {
                return;
            }
        }
        match self.placed(figure) {
            Some(placed) if is_inverse => self.clip.soft.push(SoftClip { placed, is_inverse }),
            Some(placed) => {
                self.clip.intersect(placed.bounds());
                self.clip.soft.push(SoftClip { placed, is_inverse });
            }
            None => self.clip_rest(is_inverse),
        }
    }

    /// Everything may be drawn on as before, or nothing.
    pub(super) fn clip_rest(&mut self, is_all: bool) {
        if !is_all {
            self.clip.bounds = IRect::default();
        }
    }
}

/// The rectangle, if the figure is one whose sides lie between pixels, or might as well.
fn whole_pixels(figure: &Figure<'_>) -> Option<IRect> {
    let Some(Shape::Rect(rect)) = figure.as_rect() else {
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
    (is_close || !figure.is_smooth).then_some(whole)
}
