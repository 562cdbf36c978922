//! Paragraphs of text.
//!
//! Text is shaped and broken into lines by parley with the fonts of a [`FontCollection`]: those registered with a
//! [`TypefaceFontProvider`], and no others. A family's name that is not known, a generic one like `sans-serif`
//! included, means the first font that was registered; all others are asked for what it lacks. Without any font, text
//! is drawn as boxes.
//!
//! Positions in texts count bytes of UTF-8 in [`LineMetrics`] and [`GlyphClusterInfo`] and where a function takes an
//! `index`. They count units of UTF-16 in [`Paragraph::get_rects_for_range`] and [`PositionWithAffinity`].

mod builder;
mod clusters;
mod fonts;
mod lines;
mod painting;
mod paragraph;
mod queries;
mod style;

use std::ops::Range;

use crate::geometry::Rect;
pub use builder::ParagraphBuilder;
pub use fonts::{FontCollection, TypefaceFontProvider};
pub use paragraph::Paragraph;
pub use style::{ParagraphStyle, TextStyle};

bitflags::bitflags! {
    /// Lines along text.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct TextDecoration: u32 {
        /// Below.
        const UNDERLINE = 1;
        /// Above.
        const OVERLINE = 2;
        /// Through the middle.
        const LINE_THROUGH = 4;
    }
}

/// How a line along text is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextDecorationStyle {
    /// One line.
    #[default]
    Solid,
    /// Two lines.
    Double,
    /// Points.
    Dotted,
    /// Dashes.
    Dashed,
    /// A wave.
    Wavy,
}

/// Where the lines of a paragraph stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextAlign {
    /// On the left.
    #[default]
    Left,
    /// On the right.
    Right,
    /// In the middle.
    Center,
    /// On both sides.
    Justify,
    /// Where reading begins.
    Start,
    /// Where reading ends.
    End,
}

/// Which way text is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextDirection {
    /// From right to left.
    RTL,
    /// From left to right.
    #[default]
    LTR,
}

/// How high the boxes of a range of text are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RectHeightStyle {
    /// As high as their own text.
    #[default]
    Tight,
    /// As high as their line.
    Max,
}

/// How wide the boxes of a range of text are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RectWidthStyle {
    /// As wide as their text.
    #[default]
    Tight,
    /// The last of each line as wide as the widest.
    Max,
}

/// To which side of a place between two characters something belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Affinity {
    /// To the one before.
    Upstream,
    /// To the one behind.
    #[default]
    Downstream,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PositionWithAffinity {
    /// Units of UTF-16 from the beginning.
    pub position: i32,
    /// The side that it belongs to.
    pub affinity: Affinity,
}

/// The box around a part of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextBox {
    /// Where.
    pub rect: Rect,
    /// Which way it is read.
    pub direct: TextDirection,
}

/// The letters that belong together at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct GlyphClusterInfo {
    /// Where.
    pub bounds: Rect,
    /// Bytes of the text.
    pub text_range: Range<usize>,
    /// Which way it is read.
    pub position: TextDirection,
}

/// Measures of a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineMetrics {
    /// The first byte.
    pub start_index: usize,
    /// One more than where the last character begins, a line break included; one more than the first byte if there is
    /// none. So one less is always where a caret at the line's end belongs, whatever the character's length.
    pub end_index: usize,
    /// The byte behind the last that is no white space.
    pub end_excluding_whitespaces: usize,
    /// The byte behind the line's end, the line break included.
    pub end_including_newline: usize,
    /// Whether the text asks for the line's end.
    pub hard_break: bool,
    /// From the baseline up.
    pub ascent: f64,
    /// From the baseline down.
    pub descent: f64,
    /// The whole height.
    pub height: f64,
    /// The width.
    pub width: f64,
    /// Where it begins.
    pub left: f64,
    /// Its baseline, from the top of the paragraph.
    pub baseline: f64,
    /// Counted from 0.
    pub line_number: usize,
}
