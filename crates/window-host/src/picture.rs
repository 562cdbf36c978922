//! What is seen in a window.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use crate::Error;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Distance from the left.
    pub x: i32,
    /// Distance from the top.
    pub y: i32,
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Area {
    /// Its middle.
    pub fn centre(self) -> (i32, i32) {
        (
            self.x + self.width as i32 / 2,
            self.y + self.height as i32 / 2,
        )
    }

    /// The same after everything was scaled about the origin.
    pub fn times(self, factor: f64) -> Self {
        let scaled = |value: f64| (value * factor).round();
        Self {
            x: scaled(f64::from(self.x)) as i32,
            y: scaled(f64::from(self.y)) as i32,
            width: scaled(f64::from(self.width)) as u32,
            height: scaled(f64::from(self.height)) as u32,
        }
    }
}

/// Pixels, row by row from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// All of them.
    pub pixels: Vec<Colour>,
}

/// Fewer colours than this are no editor: smooth edges of text alone bring more.
const FEW_COLOURS: usize = 16;

impl Picture {
    /// The pixel in this column and row.
    pub fn pixel(&self, x: u32, y: u32) -> Colour {
        self.pixels[(y * self.width + x) as usize]
    }

    /// The part of it in `area`, as far as it reaches.
    pub fn part(&self, area: Area) -> Self {
        let clip = |from: i32, length: u32, limit: u32| {
            let end = from.saturating_add_unsigned(length).clamp(0, limit as i32);
            from.clamp(0, end) as usize..end as usize
        };
        let columns = clip(area.x, area.width, self.width);
        let rows = clip(area.y, area.height, self.height);
        let row = |y: usize| {
            let start = y * self.width as usize;
            &self.pixels[start + columns.start..start + columns.end]
        };
        Self {
            width: columns.len() as u32,
            height: rows.len() as u32,
            pixels: rows.flat_map(row).copied().collect(),
        }
    }

    /// How many different colours there are in it.
    pub fn colour_count(&self) -> usize {
        self.pixels.iter().collect::<HashSet<_>>().len()
    }

    /// True if nothing worth a look is in it.
    pub fn is_blank(&self) -> bool {
        self.colour_count() < FEW_COLOURS
    }

    /// The share of pixels, from 0 to 1, of exactly this colour.
    pub fn share_of(&self, colour: Colour) -> f64 {
        let count = self.pixels.iter().filter(|&&pixel| pixel == colour).count();
        count as f64 / self.pixels.len() as f64
    }

    /// The share of pixels, from 0 to 1, in which some colour differs by more than `tolerance` of 255. Pictures of
    /// different sizes differ everywhere.
    pub fn difference(&self, other: &Self, tolerance: u8) -> f64 {
        if (self.width, self.height) != (other.width, other.height) {
            return 1.0;
        }
        let differ = |(left, right): &(&Colour, &Colour)| {
            let mut channels = left.iter().zip(*right);
            channels.any(|(&left, &right)| left.abs_diff(right) > tolerance)
        };
        let count = self.pixels.iter().zip(&other.pixels).filter(differ).count();
        count as f64 / self.pixels.len() as f64
    }

    /// The same at half the width and height: every pixel the mean of four.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mean = |x: u32, y: u32| {
            let four = [(0, 0), (1, 0), (0, 1), (1, 1)]
                .map(|(right, down)| self.pixel(2 * x + right, 2 * y + down));
            std::array::from_fn(|channel| {
                let sum: u16 = four.iter().map(|pixel| u16::from(pixel[channel])).sum();
                ((sum + 2) / 4) as u8
            })
        };
        Self {
            width,
            height,
            pixels: (0..height)
                .flat_map(|y| (0..width).map(move |x| (x, y)))
                .map(|(x, y)| mean(x, y))
                .collect(),
        }
    }

    /// Writes it as PNG.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, file: &Path) -> Result<(), Error> {
        let output = File::create(file).map_err(png::EncodingError::IoError)?;
        let mut encoder = png::Encoder::new(BufWriter::new(output), self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(self.pixels.as_flattened())?;
        Ok(writer.finish()?)
    }
}
