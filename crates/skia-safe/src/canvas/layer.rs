//! Pictures that are drawn by themselves before they come onto what is below.

use super::device::Device;
use super::painter::Source;
use super::pixels::Pixels;
use super::{SaveLayerRec, clip::Clip};
use crate::blend;
use crate::blend_mode::BlendMode;
use crate::blur;
use crate::effects::ImageFilter;
use crate::geometry::{IRect, Rect};
use crate::matrix::Matrix;
use crate::pixel;

/// Pixels, allocated where something is drawn, and how they come onto what is below.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) pixels: Pixels,
    /// What the layer can hold.
    limits: IRect,
    /// 0..=255.
    alpha: u8,
    mode: BlendMode,
    filter: Option<DeviceFilter>,
}

/// An image filter in pixels.
#[derive(Clone, Copy, Debug)]
struct DeviceFilter {
    crop: Option<IRect>,
    sigma: (f32, f32),
}

impl DeviceFilter {
    fn new(filter: &ImageFilter, matrix: &Matrix) -> Self {
        let length = |x: f32, y: f32| x.hypot(y);
        let scale_x = length(matrix.scale_x(), matrix.skew_y());
        let scale_y = length(matrix.skew_x(), matrix.scale_y());
        let (x, y) = filter.blur_sigma;
        Self {
            crop: filter.crop.map(|crop| matrix.map_rect(crop).0.round_out()),
            sigma: (x * scale_x, y * scale_y),
        }
    }

    /// The filtered pixels, as far as they are inside of some bounds.
    fn apply(&self, pixels: &Pixels, limits: IRect) -> Pixels {
        let crop = self.crop.unwrap_or(pixels.bounds());
        let Some(inside) = crop.intersection(&pixels.bounds()) else {
            return Pixels::default();
        };
        blur::pixels(pixels, inside, self.sigma, limits)
    }
}

impl Layer {
    /// The lowest layer: it holds all its pixels from the start.
    pub(super) fn of_surface(bounds: IRect) -> Self {
        Self {
            pixels: Pixels::new(bounds),
            limits: bounds,
            alpha: 255,
            mode: BlendMode::SrcOver,
            filter: None,
        }
    }

    /// Makes sure that there are pixels for what is drawn; gives those that are. Drawing that `keeps_transparent`
    /// changes nothing where there are none yet.
    pub(super) fn hold(&mut self, area: IRect, keeps_transparent: bool) -> Option<IRect> {
        let held = self.pixels.bounds();
        let area = area.intersection(&self.limits)?;
        if keeps_transparent {
            return area.intersection(&held);
        }
        if held.is_empty() {
            self.pixels.clear_to(area);
        } else if area.intersection(&held) != Some(area) {
            self.pixels.grow(grown(held, area, self.limits));
        }
        area.intersection(&self.pixels.bounds())
    }
}

/// Bounds for two areas. Whichever side moves, moves by half the size more, so that many small steps do not copy often.
fn grown(held: IRect, area: IRect, limits: IRect) -> IRect {
    let (spare_x, spare_y) = (held.width() / 2, held.height() / 2);
    let mut bounds = held.union(&area);
    if bounds.left < held.left {
        bounds.left -= spare_x;
    }
    if bounds.top < held.top {
        bounds.top -= spare_y;
    }
    if bounds.right > held.right {
        bounds.right += spare_x;
    }
    if bounds.bottom > held.bottom {
        bounds.bottom += spare_y;
    }
    bounds.intersection(&limits).unwrap_or(held)
}

impl Device {
    /// Begins a layer.
    pub(super) fn begin_layer(&mut self, record: &SaveLayerRec<'_>) {
        self.save(true);
        let mut limits = self.clip.bounds();
        if let Some(bounds) = record.bounds {
            let bounds: Rect = self.matrix.map_rect(bounds).0;
            limits = limits.intersection(&bounds.round_out()).unwrap_or_default();
        }
        let filter = |filter: &ImageFilter| DeviceFilter::new(filter, &self.matrix);
        let pixels = match (record.backdrop.map(filter), self.layers.last()) {
            (Some(filter), Some(below)) => filter.apply(&below.pixels, limits),
            _ => Pixels::default(),
        };
        let paint = record.paint;
        let layer = Layer {
            pixels,
            limits,
            alpha: paint.map_or(255, |paint| pixel::byte(paint.alpha_f()) as u8),
            mode: paint.map_or(BlendMode::SrcOver, |paint| paint.blend_mode),
            filter: paint
                .and_then(|paint| paint.image_filter.as_ref())
                .map(filter),
        };
        self.layers.push(layer);
        // What is below is clipped when the layer comes onto it.
        self.clip = Clip::new(limits);
    }

    /// Back to what the last save kept, with its layer drawn onto what is below.
    pub(super) fn restore(&mut self) {
        let Some(saved) = self.saved.pop() else {
            return;
        };
        self.matrix = saved.matrix;
        self.clip = saved.clip;
        if !saved.has_layer || self.layers.len() < 2 {
            return;
        }
        let Some(Layer {
            pixels,
            limits,
            alpha,
            mode,
            filter,
        }) = self.layers.pop()
        else {
            return;
        };
        let pixels = match filter {
            Some(filter) => filter.apply(&pixels, self.clip.bounds()),
            None => pixels,
        };
        let source = Source::Pixels {
            argb: pixels.argb(),
            bounds: pixels.bounds(),
            alpha,
        };
        let area = if blend::erases(mode) {
            limits
        } else {
            pixels.bounds()
        };
        self.draw(area, source, mode, |_, area, painter| painter.fill(area));
    }
}
