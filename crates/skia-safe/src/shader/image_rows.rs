//! Rows of an image's colors.

use super::TileMode;
use crate::geometry::Point;
use crate::image::Image;
use crate::matrix::Matrix;
use crate::pixel;

/// An image under a matrix, read linearly between its pixels. Where it is drawn smaller than half its size, several
/// readings are averaged.
pub(crate) struct ImageRows<'a> {
    argb: &'a [u32],
    size: [i32; 2],
    tile_modes: [TileMode; 2],
    /// Where the image has the center of the pixel at the origin, and how that moves from pixel to pixel.
    origin: Point,
    across: Point,
    down: Point,
    /// Readings per pixel along both axes.
    readings: [i32; 2],
    /// 0..=255.
    alpha: u32,
}

/// The most readings per pixel along one axis.
const MOST_READINGS: f32 = 16.0;

impl<'a> ImageRows<'a> {
    pub(super) fn new(
        image: &'a Image,
        tile_modes: (TileMode, TileMode),
        inverse: &Matrix,
        alpha: f32,
    ) -> Option<Self> {
        let size = [image.width(), image.height()];
        let argb = image.argb();
        let count = size[0].checked_mul(size[1]).filter(|count| *count > 0)?;
        if argb.len() != count as usize {
            return None;
        }
        let across = Point::new(inverse.scale_x(), inverse.skew_y());
        let down = Point::new(inverse.skew_x(), inverse.scale_y());
        let readings = |step: Point| (0.5 * step.length()).ceil().clamp(1.0, MOST_READINGS) as i32;
        Some(Self {
            argb,
            size,
            tile_modes: [tile_modes.0, tile_modes.1],
            origin: inverse.map_xy(0.5, 0.5),
            across,
            down,
            readings: [readings(across), readings(down)],
            alpha: pixel::byte(alpha),
        })
    }

    pub(super) fn read(&self, y: i32, left: i32, colors: &mut [u32]) {
        let row = self.origin + self.down * y as f32;
        for (x, color) in (left..).zip(colors) {
            let center = row + self.across * x as f32;
            let found = match self.readings {
                [1, 1] => self.at(center),
                _ => self.average_around(center),
            };
            *color = if self.alpha == 255 {
                found
            } else {
                pixel::scale(found, self.alpha)
            };
        }
    }

    fn average_around(&self, center: Point) -> u32 {
        let [columns, rows] = self.readings;
        let offset = |index: i32, count: i32| (index as f32 + 0.5) / count as f32 - 0.5;
        let mut sums = [0u32; 4];
        for row in 0..rows {
            for column in 0..columns {
                let across = self.across * offset(column, columns);
                let reading = self.at(center + across + self.down * offset(row, rows));
                for (sum, part) in sums.iter_mut().zip(reading.to_be_bytes()) {
                    *sum += u32::from(part);
                }
            }
        }
        let count = (columns * rows) as u32;
        u32::from_be_bytes(sums.map(|sum| ((sum + count / 2) / count) as u8))
    }

    /// The color at a place of the image.
    fn at(&self, place: Point) -> u32 {
        let corner = place - Point::new(0.5, 0.5);
        let (column, row) = (corner.x.floor(), corner.y.floor());
        let share = |part: f32| (part * 255.0 + 0.5) as u32;
        let (right, below) = (share(corner.x - column), share(corner.y - row));
        // Far outside, whatever is found must not overflow.
        let index = |place: f32| (place as i32).clamp(i32::MIN / 2, i32::MAX / 2);
        let (column, row) = (index(column), index(row));
        let upper = pixel::mix(self.pixel(column + 1, row), self.pixel(column, row), right);
        if below == 0 {
            return upper;
        }
        let row = row + 1;
        let lower = pixel::mix(self.pixel(column + 1, row), self.pixel(column, row), right);
        pixel::mix(lower, upper, below)
    }

    fn pixel(&self, column: i32, row: i32) -> u32 {
        let [width, height] = self.size;
        let place =
            tiled(column, width, self.tile_modes[0]).zip(tiled(row, height, self.tile_modes[1]));
        place.map_or(0, |(column, row)| {
            self.argb[(row * width + column) as usize]
        })
    }
}

/// Where an image has what is asked for at a place along one axis.
fn tiled(place: i32, length: i32, tile_mode: TileMode) -> Option<i32> {
    match tile_mode {
        _ if (0..length).contains(&place) => Some(place),
        TileMode::Clamp => Some(place.clamp(0, length - 1)),
        TileMode::Repeat => Some(place.rem_euclid(length)),
        TileMode::Mirror => {
            let (place, length) = (i64::from(place), i64::from(length));
            let place = place.rem_euclid(2 * length);
            Some(place.min(2 * length - 1 - place) as i32)
        }
        TileMode::Decal => None,
    }
}
