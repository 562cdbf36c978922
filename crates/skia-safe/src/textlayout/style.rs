use std::borrow::Cow;

use parley::{
    FontFamily, FontFamilyName, FontVariation, FontVariations, FontWeight, FontWidth, OverflowWrap,
};

use super::{TextAlign, TextDecoration, TextDirection};
use crate::color::Color;
use crate::font::{FontArguments, FontStyle, font_style::Slant};
use crate::paint::Paint;

/// Color, font and lines of a part of a text.
#[derive(Clone, Debug)]
pub struct TextStyle {
    pub(super) decoration: TextDecoration,
    pub(super) decoration_color: Color,
    pub(super) foreground: Paint,
    pub(super) background: Option<Paint>,
    families: Vec<String>,
    font_size: f32,
    font_style: FontStyle,
    font_arguments: FontArguments,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            decoration: TextDecoration::empty(),
            decoration_color: Color::BLACK,
            foreground: Paint::default(),
            background: None,
            families: Vec::new(),
            font_size: 14.0,
            font_style: FontStyle::default(),
            font_arguments: FontArguments::default(),
        }
    }
}

impl TextStyle {
    /// Black text of 14 units.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets which lines go along the text.
    pub fn set_decoration_type(&mut self, decoration: TextDecoration) -> &mut Self {
        self.decoration = decoration;
        self
    }

    /// Sets the color of the lines along the text.
    pub fn set_decoration_color(&mut self, color: impl Into<Color>) -> &mut Self {
        self.decoration_color = color.into();
        self
    }

    /// Sets the names of fonts to look for, in this order.
    pub fn set_font_families(&mut self, families: &[impl AsRef<str>]) -> &mut Self {
        let names = families.iter().map(|name| name.as_ref().to_owned());
        self.families = names.collect();
        self
    }

    /// Sets what the letters are drawn with. They are smooth, whether the paint asks for it or not.
    pub fn set_foreground_paint(&mut self, paint: &Paint) -> &mut Self {
        self.foreground = paint.clone();
        self.foreground.set_anti_alias(true);
        self
    }

    /// Sets what is drawn behind the letters.
    pub fn set_background_paint(&mut self, paint: &Paint) -> &mut Self {
        self.background = Some(paint.clone());
        self
    }

    /// Sets the size of the font.
    pub fn set_font_size(&mut self, size: f32) -> &mut Self {
        self.font_size = size;
        self
    }

    /// Sets weight, width and slant.
    pub fn set_font_style(&mut self, style: FontStyle) -> &mut Self {
        self.font_style = style;
        self
    }

    /// Sets what to ask of a variable font.
    pub fn set_font_arguments<'a>(
        &mut self,
        arguments: impl Into<Option<&'a FontArguments>>,
    ) -> &mut Self {
        self.font_arguments = arguments.into().cloned().unwrap_or_default();
        self
    }

    /// The style as parley knows it. `all_families` are those that are asked for what the style's own do not have.
    pub(super) fn to_parley<'a>(
        &'a self,
        index: usize,
        all_families: &'a [String],
    ) -> parley::TextStyle<'a, 'a, usize> {
        let names = self.families.iter().chain(all_families);
        let names = names.map(|name| FontFamilyName::named(name));
        let style = self.font_style;
        parley::TextStyle {
            font_family: FontFamily::List(names.collect()),
            font_size: self.font_size(),
            font_width: width_ratio(*style.width()),
            font_style: match style.slant() {
                Slant::Upright => parley::FontStyle::Normal,
                Slant::Italic => parley::FontStyle::Italic,
                Slant::Oblique => parley::FontStyle::Oblique(None),
            },
            font_weight: FontWeight::new((*style.weight()).clamp(1, 1000) as f32),
            font_variations: self.variations(),
            brush: index,
            overflow_wrap: OverflowWrap::BreakWord,
            ..Default::default()
        }
    }

    /// The size, kept where shaping and drawing make sense.
    fn font_size(&self) -> f32 {
        if self.font_size.is_finite() {
            self.font_size.clamp(0.1, 4096.0)
        } else {
            14.0
        }
    }

    fn variations(&self) -> FontVariations<'_> {
        let asked = &self.font_arguments.coordinates;
        let asked = asked.iter().filter(|asked| asked.value.is_finite());
        let settings = asked.map(|asked| {
            let tag = parley::setting::Tag::from_bytes(asked.axis.to_be_bytes());
            FontVariation::new(tag, asked.value)
        });
        FontVariations::List(Cow::Owned(settings.collect()))
    }
}

/// A width of 1..9 as a share of the normal one, as OpenType's usWidthClass defines it.
fn width_ratio(width: i32) -> FontWidth {
    const RATIOS: [f32; 9] = [0.5, 0.625, 0.75, 0.875, 1.0, 1.125, 1.25, 1.5, 2.0];
    let index = (width.clamp(1, 9) - 1) as usize;
    FontWidth::from_ratio(RATIOS[index])
}

/// How the lines of a paragraph are set.
#[derive(Clone, Debug, Default)]
pub struct ParagraphStyle {
    pub(super) ellipsis: String,
    pub(super) max_lines: Option<usize>,
    pub(super) align: TextAlign,
    pub(super) direction: TextDirection,
}

impl ParagraphStyle {
    /// From left to right, on the left, any number of lines.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what stands for what does not fit: at the end of the last line, which is the first unless a number of lines
    /// is set. An empty one means that nothing is left out.
    pub fn set_ellipsis(&mut self, ellipsis: impl AsRef<str>) -> &mut Self {
        self.ellipsis = ellipsis.as_ref().to_owned();
        self
    }

    /// Sets how many lines are shown at most.
    pub fn set_max_lines(&mut self, lines: impl Into<Option<usize>>) -> &mut Self {
        self.max_lines = lines.into();
        self
    }

    /// Sets where lines stand.
    pub fn set_text_align(&mut self, align: TextAlign) -> &mut Self {
        self.align = align;
        self
    }

    /// Sets which way text is read: on which side a line begins, and where what belongs to neither way stands.
    pub fn set_text_direction(&mut self, direction: TextDirection) -> &mut Self {
        self.direction = direction;
        self
    }
}
