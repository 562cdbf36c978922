//! Where colors come from: gradients and images.

mod image_rows;
mod rows;

use std::sync::Arc;

use crate::color::Color4f;
use crate::geometry::Point;
use crate::image::Image;
use crate::matrix::Matrix;
pub(crate) use rows::Rows;

/// What is beyond the ends of a gradient or an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TileMode {
    /// The color of the end.
    #[default]
    Clamp,
    /// The same again.
    Repeat,
    /// The same again, every other one reversed.
    Mirror,
    /// Nothing.
    Decal,
}

/// How an image is read between its pixels: linearly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SamplingOptions {}

/// A color for every point. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Shader(pub(crate) Arc<Kind>);

#[derive(Debug)]
pub(crate) enum Kind {
    Gradient {
        shape: Shape,
        /// Places and colors, in rising order.
        stops: Vec<(f32, Color4f)>,
        tile_mode: TileMode,
        local: Matrix,
    },
    Image {
        image: Image,
        tile_modes: (TileMode, TileMode),
        local: Matrix,
    },
}

/// Along what a gradient goes from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    Linear(Point, Point),
    Radial(Point, f32),
}

/// Gradients.
pub mod gradient_shader {
    use super::TileMode;
    use crate::color::Color4f;

    /// How colors between stops are found: in sRGB, not premultiplied.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Interpolation {}

    /// A space of colors. There is one: sRGB.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct ColorSpace {}

    /// The stops of a gradient.
    #[derive(Clone, Copy, Debug)]
    pub struct GradientColors<'a> {
        pub(super) colors: &'a [Color4f],
        pub(super) positions: Option<&'a [f32]>,
        pub(super) tile_mode: TileMode,
    }

    impl<'a> GradientColors<'a> {
        /// Colors with their places between 0 and 1, or evenly spaced.
        pub fn new(
            colors: &'a [Color4f],
            positions: Option<&'a [f32]>,
            tile_mode: TileMode,
            _color_space: impl Into<Option<ColorSpace>>,
        ) -> Self {
            Self {
                colors,
                positions,
                tile_mode,
            }
        }
    }

    /// Stops and what is between them.
    #[derive(Clone, Copy, Debug)]
    pub struct Gradient<'a> {
        pub(super) colors: GradientColors<'a>,
    }

    impl<'a> Gradient<'a> {
        /// A gradient from its stops.
        pub fn new(colors: GradientColors<'a>, _interpolation: impl Into<Interpolation>) -> Self {
            Self { colors }
        }

        /// Places and colors, in rising order.
        pub(super) fn stops(&self) -> Vec<(f32, Color4f)> {
            let GradientColors {
                colors, positions, ..
            } = self.colors;
            let last = colors.len().saturating_sub(1).max(1) as f32;
            let mut highest = 0.0f32;
            let stop = |(index, color): (usize, &Color4f)| {
                let even = index as f32 / last;
                let place = positions
                    .and_then(|positions| positions.get(index).copied())
                    .unwrap_or(even);
                highest = highest.max(place.clamp(0.0, 1.0));
                (highest, *color)
            };
            colors.iter().enumerate().map(stop).collect()
        }
    }
}

/// Makes shaders.
pub mod shaders {
    use std::sync::Arc;

    use super::gradient_shader::Gradient;
    use super::{Kind, Shader, Shape};
    use crate::geometry::Point;
    use crate::matrix::Matrix;

    /// A gradient from one point to another. `None` without colors.
    pub fn linear_gradient<'a>(
        points: (impl Into<Point>, impl Into<Point>),
        gradient: &Gradient<'_>,
        local_matrix: impl Into<Option<&'a Matrix>>,
    ) -> Option<Shader> {
        let shape = Shape::Linear(points.0.into(), points.1.into());
        of_gradient(shape, gradient, local_matrix.into())
    }

    /// A gradient from the center of a circle to its edge. `None` without colors, or without a radius.
    pub fn radial_gradient<'a>(
        (center, radius): (impl Into<Point>, f32),
        gradient: &Gradient<'_>,
        local_matrix: impl Into<Option<&'a Matrix>>,
    ) -> Option<Shader> {
        let shape = Shape::Radial(center.into(), radius);
        (radius > 0.0)
            .then(|| of_gradient(shape, gradient, local_matrix.into()))
            .flatten()
    }

    fn of_gradient(
        shape: Shape,
        gradient: &Gradient<'_>,
        local: Option<&Matrix>,
    ) -> Option<Shader> {
        let stops = gradient.stops();
        (!stops.is_empty()).then(|| {
            Shader(Arc::new(Kind::Gradient {
                shape,
                stops,
                tile_mode: gradient.colors.tile_mode,
                local: local.copied().unwrap_or_default(),
            }))
        })
    }
}
