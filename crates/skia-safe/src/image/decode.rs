use std::io::Cursor;

use png::{ColorType, Decoder, Limits, Transformations};

use super::Pixels;

/// The most pixels that a picture may have: 64 MiB of memory.
const MOST_PIXELS: u64 = 1 << 24;

/// Why a picture cannot be read.
#[derive(Debug)]
pub(super) enum Error {
    Png(png::DecodingError),
    TooLarge { width: u32, height: u32 },
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Png(error) => error.fmt(formatter),
            Self::TooLarge { width, height } => {
                write!(
                    formatter,
                    "{width} x {height} pixels, at most {MOST_PIXELS} are read"
                )
            }
        }
    }
}

impl From<png::DecodingError> for Error {
    fn from(error: png::DecodingError) -> Self {
        Self::Png(error)
    }
}

/// Reads a PNG of any color type.
pub(super) fn png(bytes: &[u8]) -> Result<Pixels, Error> {
    // What chunks beside the pixels may take.
    let limits = Limits { bytes: 1 << 26 };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let (width, height) = reader.info().size();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Error::TooLarge { width, height });
    }
    let mut samples = vec![0; reader.output_buffer_size().unwrap_or(0)];
    let frame = reader.next_frame(&mut samples)?;
    let samples = &samples[..frame.buffer_size()];
    let argb = match frame.color_type {
        ColorType::Grayscale => samples
            .iter()
            .map(|gray| opaque(*gray, *gray, *gray))
            .collect(),
        ColorType::GrayscaleAlpha => {
            let pixels = samples.as_chunks().0.iter();
            pixels
                .map(|&[gray, alpha]| premultiplied(gray, gray, gray, alpha))
                .collect()
        }
        ColorType::Rgb => {
            let pixels = samples.as_chunks().0.iter();
            pixels
                .map(|&[red, green, blue]| opaque(red, green, blue))
                .collect()
        }
        ColorType::Rgba => {
            let pixels = samples.as_chunks().0.iter();
            let pixel =
                |&[red, green, blue, alpha]: &[u8; 4]| premultiplied(red, green, blue, alpha);
            pixels.map(pixel).collect()
        }
        // Palettes are resolved by the transformation.
        ColorType::Indexed => Vec::new(),
    };
    Ok(Pixels {
        width,
        height,
        argb,
    })
}

fn opaque(red: u8, green: u8, blue: u8) -> u32 {
    u32::from_be_bytes([255, red, green, blue])
}

fn premultiplied(red: u8, green: u8, blue: u8, alpha: u8) -> u32 {
    let part = |part: u8| ((u16::from(part) * u16::from(alpha) + 127) / 255) as u8;
    u32::from_be_bytes([alpha, part(red), part(green), part(blue)])
}
