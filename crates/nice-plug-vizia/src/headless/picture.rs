//! What an editor looks like.

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::Path;

use super::HeadlessEditor;
use crate::scene::Pixels;

/// A picture of an editor.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl Picture {
    fn new(pixels: Pixels<'_>) -> Self {
        let (width, height) = (pixels.width(), pixels.height());
        let rgba = (0..height)
            .flat_map(|y| pixels.row(y).as_chunks().0)
            .flat_map(|&[blue, green, red, alpha]| unpremultiplied([red, green, blue, alpha]))
            .collect();
        Self {
            width,
            height,
            rgba,
        }
    }

    /// Columns.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// All pixels, row by row, four bytes a pixel: red, green, blue, alpha, not premultiplied.
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }

    /// Red, green, blue and alpha of one pixel.
    ///
    /// # Panics
    ///
    /// If there is no such pixel.
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 4] {
        assert!(x < self.width && y < self.height, "pixel {x}, {y}");
        self.rgba.as_chunks().0[(y * self.width + x) as usize]
    }

    /// The picture with squares of `factor` by `factor` pixels averaged into one, and what does not fill a square left
    /// out. Comparing two pictures like this tells whether something looks different, and not whether the edge of a
    /// letter was rounded otherwise.
    #[must_use]
    pub fn shrunk(&self, factor: u32) -> Self {
        let factor = factor.max(1);
        let (width, height) = (self.width / factor, self.height / factor);
        let average = |x: u32, y: u32| {
            let mut sum = [0; 4];
            for (row, column) in (0..factor).flat_map(|row| (0..factor).map(move |at| (row, at))) {
                let pixel = self.pixel(x * factor + column, y * factor + row);
                for (sum, channel) in sum.iter_mut().zip(pixel) {
                    *sum += u32::from(channel);
                }
            }
            sum.map(|sum| (sum / (factor * factor)) as u8)
        };
        Self {
            width,
            height,
            rgba: (0..height)
                .flat_map(|y| (0..width).map(move |x| (x, y)))
                .flat_map(|(x, y)| average(x, y))
                .collect(),
        }
    }

    /// How many pixels differ from those of another picture by more than `tolerance` in one of the four channels; none
    /// if the pictures are not of one size.
    pub fn count_differing(&self, other: &Self, tolerance: u8) -> Option<usize> {
        let is_one_size = (self.width, self.height) == (other.width, other.height);
        let (pixels, _) = self.rgba.as_chunks::<4>();
        let (other_pixels, _) = other.rgba.as_chunks::<4>();
        let differs = |(one, other): &(&[u8; 4], &[u8; 4])| {
            let mut channels = one.iter().zip(other.iter());
            channels.any(|(one, other)| one.abs_diff(*other) > tolerance)
        };
        is_one_size.then(|| pixels.iter().zip(other_pixels).filter(differs).count())
    }

    /// Reads a PNG file that [`save_png`](Self::save_png) has written.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or has another kind of pixels.
    pub fn load_png(path: impl AsRef<Path>) -> io::Result<Self> {
        let file = BufReader::new(File::open(path)?);
        let mut reader = png::Decoder::new(file).read_info()?;
        let kind = reader.output_color_type();
        let size = reader.output_buffer_size();
        let (Some(size), (png::ColorType::Rgba, png::BitDepth::Eight)) = (size, kind) else {
            let message = format!("found pixels of the kind {kind:?}, expected RGBA of 8 bits");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        };
        let mut rgba = vec![0; size];
        let info = reader.next_frame(&mut rgba)?;
        rgba.truncate(info.buffer_size());
        Ok(Self {
            width: info.width,
            height: info.height,
            rgba,
        })
    }

    /// Writes a PNG file.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn save_png(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let file = BufWriter::new(File::create(path)?);
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.rgba)?;
        writer.finish()?;
        Ok(())
    }
}

fn unpremultiplied([red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
    let divided = |channel: u8| match alpha {
        0 => 0,
        alpha => ((u32::from(channel) * 255 + u32::from(alpha) / 2) / u32::from(alpha)) as u8,
    };
    [divided(red), divided(green), divided(blue), alpha]
}

impl HeadlessEditor {
    /// What the editor looks like now.
    pub fn picture(&mut self) -> Picture {
        self.frame();
        match self.scene.pixels() {
            Some(pixels) => Picture::new(pixels),
            None => Picture {
                width: 0,
                height: 0,
                rgba: Vec::new(),
            },
        }
    }
}
