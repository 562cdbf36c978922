//! Fonts.

use parley::fontique::Blob;

use crate::textlayout::TypefaceFontProvider;

/// Names around [`FontStyle`].
pub mod font_style {
    use std::ops::Deref;

    macro_rules! number {
        ($(#[$doc:meta])* $name:ident, $($(#[$constant_doc:meta])* $constant:ident = $value:literal,)+) => {
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(i32);

            impl $name {
                $($(#[$constant_doc])* pub const $constant: Self = Self($value);)+
            }

            impl From<i32> for $name {
                fn from(value: i32) -> Self {
                    Self(value)
                }
            }

            impl Deref for $name {
                type Target = i32;

                fn deref(&self) -> &i32 {
                    &self.0
                }
            }

            impl Default for $name {
                fn default() -> Self {
                    Self::NORMAL
                }
            }
        };
    }

    number! {
        /// How heavy, 0..1000.
        Weight,
        /// 0
        INVISIBLE = 0,
        /// 100
        THIN = 100,
        /// 200
        EXTRA_LIGHT = 200,
        /// 300
        LIGHT = 300,
        /// 400
        NORMAL = 400,
        /// 500
        MEDIUM = 500,
        /// 600
        SEMI_BOLD = 600,
        /// 700
        BOLD = 700,
        /// 800
        EXTRA_BOLD = 800,
        /// 900
        BLACK = 900,
        /// 1000
        EXTRA_BLACK = 1000,
    }

    number! {
        /// How wide, 1..9.
        Width,
        /// 1
        ULTRA_CONDENSED = 1,
        /// 2
        EXTRA_CONDENSED = 2,
        /// 3
        CONDENSED = 3,
        /// 4
        SEMI_CONDENSED = 4,
        /// 5
        NORMAL = 5,
        /// 6
        SEMI_EXPANDED = 6,
        /// 7
        EXPANDED = 7,
        /// 8
        EXTRA_EXPANDED = 8,
        /// 9
        ULTRA_EXPANDED = 9,
    }

    /// How slanted.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Slant {
        /// Upright.
        #[default]
        Upright,
        /// With letters of its own.
        Italic,
        /// The upright letters, slanted.
        Oblique,
    }
}

/// Weight, width and slant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FontStyle {
    weight: font_style::Weight,
    width: font_style::Width,
    slant: font_style::Slant,
}

impl FontStyle {
    /// A style from its parts.
    pub const fn new(
        weight: font_style::Weight,
        width: font_style::Width,
        slant: font_style::Slant,
    ) -> Self {
        Self {
            weight,
            width,
            slant,
        }
    }

    /// How heavy.
    pub const fn weight(self) -> font_style::Weight {
        self.weight
    }

    /// How wide.
    pub const fn width(self) -> font_style::Width {
        self.width
    }

    /// How slanted.
    pub const fn slant(self) -> font_style::Slant {
        self.slant
    }
}

/// Four letters that name something in a font.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FourByteTag(u32);

impl FourByteTag {
    /// The four letters.
    pub(crate) const fn to_be_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }

    /// A tag from its letters.
    pub const fn from_chars(a: char, b: char, c: char, d: char) -> Self {
        Self(u32::from_be_bytes([a as u8, b as u8, c as u8, d as u8]))
    }
}

impl From<(char, char, char, char)> for FourByteTag {
    fn from((a, b, c, d): (char, char, char, char)) -> Self {
        Self::from_chars(a, b, c, d)
    }
}

impl From<u32> for FourByteTag {
    fn from(tag: u32) -> Self {
        Self(tag)
    }
}

/// Names around [`FontArguments`].
pub mod font_arguments {
    pub use variation_position::VariationPosition;

    /// Where in the space of a variable font.
    pub mod variation_position {
        use super::super::FourByteTag;

        /// Where along one axis.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Coordinate {
            /// The axis.
            pub axis: FourByteTag,
            /// The value, in units of the axis.
            pub value: f32,
        }

        /// Where along several axes.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct VariationPosition<'a> {
            /// An axis not listed is at its default.
            pub coordinates: &'a [Coordinate],
        }
    }
}

/// What to ask of a variable font.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FontArguments {
    pub(crate) coordinates: Vec<font_arguments::variation_position::Coordinate>,
}

impl FontArguments {
    /// Asks nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for a place in the space of the font.
    #[must_use]
    pub fn set_variation_design_position(
        mut self,
        position: font_arguments::VariationPosition<'_>,
    ) -> Self {
        self.coordinates = position.coordinates.to_vec();
        self
    }
}

/// A font file of one or several fonts. Cheap to clone.
#[derive(Clone)]
pub struct Typeface {
    pub(crate) file: Blob<u8>,
}

impl std::fmt::Debug for Typeface {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Typeface({} bytes)", self.file.len())
    }
}

/// A set of fonts. There are none but those registered with a [`TypefaceFontProvider`]. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct FontMgr {
    pub(crate) provider: Option<TypefaceFontProvider>,
}

impl FontMgr {
    /// No fonts.
    pub fn new() -> Self {
        Self::default()
    }

    /// A font from a file's bytes. `None` if they are no font, or if a collection has no `index`th font.
    pub fn new_from_data(&self, bytes: &[u8], index: impl Into<Option<usize>>) -> Option<Typeface> {
        let index = u32::try_from(index.into().unwrap_or(0)).ok()?;
        skrifa::FontRef::from_index(bytes, index).ok()?;
        Some(Typeface {
            file: Blob::from(bytes.to_vec()),
        })
    }
}
