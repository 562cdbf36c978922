//! Paragraphs of text.

use std::ops::Range;

use crate::canvas::Canvas;
use crate::color::Color;
use crate::font::{FontArguments, FontMgr, FontStyle, Typeface};
use crate::geometry::{Point, Rect};
use crate::paint::Paint;

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
    /// Bytes from the beginning.
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
    /// The byte behind the last.
    pub end_index: usize,
    /// The byte behind the last that is no white space.
    pub end_excluding_whitespaces: usize,
    /// The byte behind the line's end.
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

/// Fonts of our own.
#[derive(Clone, Debug, Default)]
pub struct TypefaceFontProvider {}

impl TypefaceFontProvider {
    /// No fonts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a font, under its own family's name or another. Returns how many styles the family has.
    pub fn register_typeface<'a>(
        &mut self,
        _typeface: Typeface,
        _alias: impl Into<Option<&'a str>>,
    ) -> usize {
        1
    }
}

impl From<TypefaceFontProvider> for FontMgr {
    fn from(_provider: TypefaceFontProvider) -> Self {
        Self::default()
    }
}

/// Where fonts are looked for.
#[derive(Clone, Debug, Default)]
pub struct FontCollection {}

impl FontCollection {
    /// Nowhere.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the fonts that are asked first.
    pub fn set_asset_font_manager(&mut self, _fonts: impl Into<Option<FontMgr>>) {}

    /// Sets the fonts that are asked last.
    pub fn set_default_font_manager<'a>(
        &mut self,
        _fonts: impl Into<Option<FontMgr>>,
        _family: impl Into<Option<&'a str>>,
    ) {
    }
}

impl From<&FontCollection> for FontCollection {
    fn from(collection: &FontCollection) -> Self {
        collection.clone()
    }
}

/// Color, font and lines of a part of a text.
#[derive(Clone, Debug, Default)]
pub struct TextStyle {}

impl TextStyle {
    /// Black text of 14 units.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets which lines go along the text.
    pub fn set_decoration_type(&mut self, _decoration: TextDecoration) -> &mut Self {
        self
    }

    /// Sets the color of the lines along the text.
    pub fn set_decoration_color(&mut self, _color: impl Into<Color>) -> &mut Self {
        self
    }

    /// Sets the names of fonts to look for, in this order.
    pub fn set_font_families(&mut self, _families: &[impl AsRef<str>]) -> &mut Self {
        self
    }

    /// Sets what the letters are drawn with.
    pub fn set_foreground_paint(&mut self, _paint: &Paint) -> &mut Self {
        self
    }

    /// Sets what is drawn behind the letters.
    pub fn set_background_paint(&mut self, _paint: &Paint) -> &mut Self {
        self
    }

    /// Sets the size of the font.
    pub fn set_font_size(&mut self, _size: f32) -> &mut Self {
        self
    }

    /// Sets weight, width and slant.
    pub fn set_font_style(&mut self, _style: FontStyle) -> &mut Self {
        self
    }

    /// Sets what to ask of a variable font.
    pub fn set_font_arguments<'a>(
        &mut self,
        _arguments: impl Into<Option<&'a FontArguments>>,
    ) -> &mut Self {
        self
    }
}

/// How the lines of a paragraph are set.
#[derive(Clone, Debug, Default)]
pub struct ParagraphStyle {}

impl ParagraphStyle {
    /// From left to right, on the left, any number of lines.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what stands for what does not fit.
    pub fn set_ellipsis(&mut self, _ellipsis: impl AsRef<str>) -> &mut Self {
        self
    }

    /// Sets how many lines are shown at most.
    pub fn set_max_lines(&mut self, _lines: impl Into<Option<usize>>) -> &mut Self {
        self
    }

    /// Sets where lines stand.
    pub fn set_text_align(&mut self, _align: TextAlign) -> &mut Self {
        self
    }

    /// Sets which way text is read where it does not say itself.
    pub fn set_text_direction(&mut self, _direction: TextDirection) -> &mut Self {
        self
    }
}

/// Makes a [`Paragraph`] from pieces.
#[derive(Debug)]
pub struct ParagraphBuilder {}

impl ParagraphBuilder {
    /// A builder without text.
    pub fn new(_style: &ParagraphStyle, _fonts: impl Into<FontCollection>) -> Self {
        Self {}
    }

    /// Sets the style of what is added next.
    pub fn push_style(&mut self, _style: &TextStyle) -> &mut Self {
        self
    }

    /// Adds text.
    pub fn add_text(&mut self, _text: impl AsRef<str>) -> &mut Self {
        self
    }

    /// The paragraph.
    pub fn build(&mut self) -> Paragraph {
        Paragraph {}
    }
}

/// A text of several styles in lines.
#[derive(Debug)]
pub struct Paragraph {}

impl Paragraph {
    /// Breaks the text into lines that are not wider than this.
    pub fn layout(&mut self, _width: f32) {}

    /// Draws the text with its upper left corner at a point.
    pub fn paint(&self, _canvas: &Canvas, _at: impl Into<Point>) {}

    /// The height of all lines.
    pub fn height(&self) -> f32 {
        0.0
    }

    /// The width of the widest word.
    pub fn min_intrinsic_width(&self) -> f32 {
        0.0
    }

    /// The width without breaks.
    pub fn max_intrinsic_width(&self) -> f32 {
        0.0
    }

    /// The number of lines.
    pub fn line_number(&self) -> usize {
        1
    }

    /// The boxes around a range of bytes.
    pub fn get_rects_for_range(
        &self,
        _range: Range<usize>,
        _height: RectHeightStyle,
        _width: RectWidthStyle,
    ) -> Vec<TextBox> {
        Vec::new()
    }

    /// The measures of all lines.
    pub fn get_line_metrics(&self) -> Vec<LineMetrics> {
        Vec::new()
    }

    /// The measures of one line.
    pub fn get_line_metrics_at(&self, _line: usize) -> Option<LineMetrics> {
        None
    }

    /// The line that a byte is in.
    pub fn get_line_number_at(&self, _index: usize) -> Option<usize> {
        None
    }

    /// The letters at a byte.
    pub fn get_glyph_cluster_at(&self, _index: usize) -> Option<GlyphClusterInfo> {
        None
    }

    /// The letters nearest to a point.
    pub fn get_closest_glyph_cluster_at(&self, _at: impl Into<Point>) -> Option<GlyphClusterInfo> {
        None
    }

    /// The place in the text nearest to a point.
    pub fn get_glyph_position_at_coordinate(&self, _at: impl Into<Point>) -> PositionWithAffinity {
        PositionWithAffinity::default()
    }
}
