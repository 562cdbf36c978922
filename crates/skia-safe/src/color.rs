//! Colors, not premultiplied, in sRGB.

/// Eight bits each of alpha, red, green and blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Color(u32);

impl Color {
    /// Nothing.
    pub const TRANSPARENT: Self = Self::from_argb(0, 0, 0, 0);
    /// Opaque black.
    pub const BLACK: Self = Self::from_argb(255, 0, 0, 0);
    /// Opaque white.
    pub const WHITE: Self = Self::from_argb(255, 255, 255, 255);

    /// A color as 0xAARRGGBB.
    pub const fn new(argb: u32) -> Self {
        Self(argb)
    }

    /// A color from its parts.
    pub const fn from_argb(alpha: u8, red: u8, green: u8, blue: u8) -> Self {
        Self(u32::from_be_bytes([alpha, red, green, blue]))
    }

    /// An opaque color.
    pub const fn from_rgb(red: u8, green: u8, blue: u8) -> Self {
        Self::from_argb(255, red, green, blue)
    }

    /// Alpha.
    pub const fn a(self) -> u8 {
        self.0.to_be_bytes()[0]
    }

    /// Red.
    pub const fn r(self) -> u8 {
        self.0.to_be_bytes()[1]
    }

    /// Green.
    pub const fn g(self) -> u8 {
        self.0.to_be_bytes()[2]
    }

    /// Blue.
    pub const fn b(self) -> u8 {
        self.0.to_be_bytes()[3]
    }
}

impl From<u32> for Color {
    fn from(argb: u32) -> Self {
        Self(argb)
    }
}

/// Red, green, blue and alpha as numbers of which 1 is full.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Color4f {
    /// Red.
    pub r: f32,
    /// Green.
    pub g: f32,
    /// Blue.
    pub b: f32,
    /// Alpha.
    pub a: f32,
}

impl Color4f {
    /// A color from its parts.
    pub const fn new(r: f32, g: f32, b: f32, a: f32) -> Self {
        Self { r, g, b, a }
    }

    /// Rounded to eight bits, out of range clamped.
    pub fn to_color(self) -> Color {
        let byte = |part: f32| (part * 255.0).round() as u8;
        Color::from_argb(byte(self.a), byte(self.r), byte(self.g), byte(self.b))
    }
}

impl From<Color> for Color4f {
    fn from(color: Color) -> Self {
        let part = |byte: u8| f32::from(byte) / 255.0;
        Self::new(
            part(color.r()),
            part(color.g()),
            part(color.b()),
            part(color.a()),
        )
    }
}

impl AsRef<Color4f> for Color4f {
    fn as_ref(&self) -> &Color4f {
        self
    }
}
