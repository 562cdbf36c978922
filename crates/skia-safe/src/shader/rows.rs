//! Rows of a shader's colors.

use super::image_rows::ImageRows;
use super::{Kind, Shader, Shape, TileMode};
use crate::color::Color4f;
use crate::geometry::Point;
use crate::matrix::Matrix;
use crate::pixel;

/// The colors of a shader under a matrix, pixel by pixel.
pub(crate) enum Rows<'a> {
    /// The same everywhere.
    One(u32),
    Gradient(GradientRows),
    Image(ImageRows<'a>),
}

impl<'a> Rows<'a> {
    /// `None` where nothing is to be seen. `alpha` thins out all colors.
    pub(crate) fn new(shader: &'a Shader, matrix: &Matrix, alpha: f32) -> Option<Self> {
        match &*shader.0 {
            Kind::Gradient {
                shape,
                stops,
                tile_mode,
                local,
            } => {
                let inverse = (*matrix * *local).invert()?;
                GradientRows::rows(*shape, stops, *tile_mode, &inverse, alpha)
            }
            Kind::Image {
                image,
                tile_modes,
                local,
            } => {
                let inverse = (*matrix * *local).invert()?;
                ImageRows::new(image, *tile_modes, &inverse, alpha).map(Self::Image)
            }
        }
    }

    /// The color of a whole row, if it has only one.
    pub(crate) fn constant(&self, y: i32) -> Option<u32> {
        match self {
            Self::One(color) => Some(*color),
            Self::Gradient(rows) => rows.constant(y),
            Self::Image(_) => None,
        }
    }

    /// Whether all colors are opaque.
    pub(crate) fn is_opaque(&self) -> bool {
        match self {
            Self::One(color) => pixel::alpha(*color) == 255,
            Self::Gradient(rows) => rows.is_opaque,
            Self::Image(_) => false,
        }
    }

    /// Whether all rows are the same.
    pub(crate) fn repeats(&self) -> bool {
        match self {
            Self::One(_) => true,
            Self::Gradient(rows) => matches!(rows.shape, RowShape::Linear { down: 0.0, .. }),
            Self::Image(_) => false,
        }
    }

    /// The colors of the pixels from `left` on.
    pub(crate) fn read(&self, y: i32, left: i32, colors: &mut [u32]) {
        match self {
            Self::One(color) => colors.fill(*color),
            Self::Gradient(rows) => rows.read(y, left, colors),
            Self::Image(rows) => rows.read(y, left, colors),
        }
    }
}

/// A table of colors, and where each pixel stands in it.
pub(crate) struct GradientRows {
    shape: RowShape,
    tile_mode: TileMode,
    /// Premultiplied, from place 0 to place 1.
    table: Vec<u32>,
    is_opaque: bool,
}

/// How the place follows from the center of a pixel.
enum RowShape {
    /// `x * across + y * down + origin`.
    Linear { across: f32, down: f32, origin: f32 },
    /// The length of a vector that changes like the place of a linear gradient.
    Radial {
        across: Point,
        down: Point,
        origin: Point,
    },
}

/// How many pixels are looked at together.
const PART_LENGTH: usize = 64;

/// Colors in the table per pixel along the gradient, so that a sharp stop is off by a quarter of a pixel at most.
const COLORS_PER_PIXEL: f32 = 2.0;

impl GradientRows {
    fn rows<'a>(
        shape: Shape,
        stops: &[(f32, Color4f)],
        tile_mode: TileMode,
        inverse: &Matrix,
        alpha: f32,
    ) -> Option<Rows<'a>> {
        let (across, down) = (
            Point::new(inverse.scale_x(), inverse.skew_y()),
            Point::new(inverse.skew_x(), inverse.scale_y()),
        );
        let center_of_first = inverse.map_xy(0.5, 0.5);
        let (shape, length) = match shape {
            Shape::Linear(from, to) => {
                let along = to - from;
                let square = along.x * along.x + along.y * along.y;
                if !(square > 0.0 && square.is_finite()) {
                    let (_, last) = stops.last()?;
                    return Some(Rows::One(pixel::from_color(thinned(*last, alpha))));
                }
                let place = |by: Point| (by.x * along.x + by.y * along.y) / square;
                let (across, down) = (place(across), place(down));
                let origin = place(center_of_first - from);
                (
                    RowShape::Linear {
                        across,
                        down,
                        origin,
                    },
                    across.hypot(down).recip(),
                )
            }
            Shape::Radial(center, radius) => {
                let place = |by: Point| by * radius.recip();
                let (across, down) = (place(across), place(down));
                let origin = place(center_of_first - center);
                let step = across.length().max(down.length());
                (
                    RowShape::Radial {
                        across,
                        down,
                        origin,
                    },
                    step.recip(),
                )
            }
        };
        let count = (length * COLORS_PER_PIXEL).clamp(256.0, 4096.0) as usize;
        let table = table(stops, count, alpha);
        let is_opaque = table.iter().all(|color| pixel::alpha(*color) == 255);
        Some(Rows::Gradient(Self {
            shape,
            tile_mode,
            table,
            is_opaque: is_opaque && tile_mode != TileMode::Decal,
        }))
    }

    fn constant(&self, y: i32) -> Option<u32> {
        match self.shape {
            RowShape::Linear {
                across: 0.0,
                down,
                origin,
            } => Some(self.at(y as f32 * down + origin)),
            _ => None,
        }
    }

    fn read(&self, y: i32, left: i32, colors: &mut [u32]) {
        let y = y as f32;
        let mut places = [0.0; PART_LENGTH];
        for (left, colors) in (left..)
            .step_by(PART_LENGTH)
            .zip(colors.chunks_mut(PART_LENGTH))
        {
            // One simple step at a time is what several pixels can go through together.
            let indices = (0..PART_LENGTH as i32).map(|index| (left + index) as f32);
            match self.shape {
                RowShape::Linear {
                    across,
                    down,
                    origin,
                } => {
                    let origin = y * down + origin;
                    for (place, x) in places.iter_mut().zip(indices) {
                        *place = x * across + origin;
                    }
                }
                RowShape::Radial {
                    across,
                    down,
                    origin,
                } => {
                    let origin = down * y + origin;
                    for (place, x) in places.iter_mut().zip(indices) {
                        let Point { x, y } = across * x + origin;
                        *place = (x * x + y * y).sqrt();
                    }
                }
            }
            for (color, place) in colors.iter_mut().zip(&places) {
                *color = self.at(*place);
            }
        }
    }

    fn at(&self, place: f32) -> u32 {
        match self.tile_mode {
            TileMode::Clamp => self.inside(place),
            TileMode::Repeat => self.inside(place - place.floor()),
            TileMode::Mirror => {
                let place = (0.5 * place).fract().abs() * 2.0;
                self.inside(place.min(2.0 - place))
            }
            TileMode::Decal if (0.0..=1.0).contains(&place) => self.inside(place),
            TileMode::Decal => 0,
        }
    }

    /// The color at a place, or at the next end.
    fn inside(&self, place: f32) -> u32 {
        let last = self.table.len() - 1;
        let index = (place * last as f32 + 0.5) as usize;
        self.table[index.min(last)]
    }
}

/// Evenly spaced colors, found between the stops not premultiplied.
fn table(stops: &[(f32, Color4f)], count: usize, alpha: f32) -> Vec<u32> {
    let mut next = 0;
    let color_at = |index: usize| {
        let place = index as f32 / (count - 1) as f32;
        while next < stops.len() && stops[next].0 <= place {
            next += 1;
        }
        let color = match (next.checked_sub(1), stops.get(next)) {
            (None, _) => stops[0].1,
            (Some(before), None) => stops[before].1,
            (Some(before), Some((after_place, after))) => {
                let (before_place, before) = stops[before];
                between(
                    before,
                    *after,
                    (place - before_place) / (after_place - before_place),
                )
            }
        };
        pixel::from_color(thinned(color, alpha))
    };
    (0..count).map(color_at).collect()
}

fn between(from: Color4f, to: Color4f, share: f32) -> Color4f {
    let part = |from: f32, to: f32| from + (to - from) * share;
    Color4f::new(
        part(from.r, to.r),
        part(from.g, to.g),
        part(from.b, to.b),
        part(from.a, to.a),
    )
}

fn thinned(color: Color4f, alpha: f32) -> Color4f {
    Color4f {
        a: color.a * alpha,
        ..color
    }
}
