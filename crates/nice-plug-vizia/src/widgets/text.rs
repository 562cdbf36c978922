//! Text that a view draws itself.

use std::cell::RefCell;
use std::collections::HashMap;

use vizia_core::prelude::*;
use vizia_core::vg;
use vizia_core::vg::textlayout::{
    FontCollection, Paragraph, ParagraphBuilder, ParagraphStyle, TextStyle,
};

use crate::fonts::DEFAULT_FAMILY;

/// A line of text in the style of the view that draws it.
///
/// A label whose text changes makes vizia lay out the whole tree anew and draw all of its texts. That is too much for
/// values that move with automation or audio: they are drawn with this, in a place whose size does not depend on them.
pub(super) struct TextLine {
    fonts: FontCollection,
    /// How large it is, as part of the view's font size.
    size: f32,
    laid_out: RefCell<Option<LaidOut>>,
}

struct LaidOut {
    text: String,
    style: LineStyle,
    paragraph: Paragraph,
}

#[derive(Clone, PartialEq)]
struct LineStyle {
    size_px: f32,
    color: Color,
    variations: Vec<FontVariation>,
    /// Where lines are broken.
    width_px: f32,
}

impl TextLine {
    pub fn new(cx: &Context) -> Self {
        Self {
            fonts: cx.text_context.font_collection.clone(),
            size: 1.0,
            laid_out: RefCell::new(None),
        }
    }

    /// Larger than the text of the view by this factor.
    pub fn enlarged(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// Draws `text` in the middle of the height of `bounds`, on the side where the view aligns its text.
    pub fn draw(&self, cx: &DrawContext<'_>, canvas: &Canvas, bounds: BoundingBox, text: &str) {
        self.draw_as(cx, canvas, bounds, text, cx.font_color(), cx.text_align());
    }

    /// Draws `text` in the middle of the height of `bounds`, in a color and on a side of its own. Returns its width.
    pub fn draw_as(
        &self,
        cx: &DrawContext<'_>,
        canvas: &Canvas,
        bounds: BoundingBox,
        text: &str,
        color: Color,
        align: TextAlign,
    ) -> f32 {
        self.prepare(cx, text, color, f32::MAX);
        let laid_out = self.laid_out.borrow();
        let Some(line) = laid_out.as_ref() else {
            return 0.0;
        };
        let width = line.paragraph.max_intrinsic_width();
        let free = bounds.w - width;
        let x = match align {
            TextAlign::Center => bounds.x + free / 2.0,
            TextAlign::Right | TextAlign::End => bounds.x + free,
            TextAlign::Left | TextAlign::Start | TextAlign::Justify => bounds.x,
        };
        let y = bounds.y + (bounds.h - line.paragraph.height()) / 2.0;
        line.paragraph.paint(canvas, (x.round(), y.round()));
        width
    }

    /// Draws `text` from the upper left corner of `bounds` on, in lines that are as wide.
    pub fn draw_broken(
        &self,
        cx: &DrawContext<'_>,
        canvas: &Canvas,
        bounds: BoundingBox,
        text: &str,
    ) {
        self.prepare(cx, text, cx.font_color(), bounds.w);
        if let Some(lines) = self.laid_out.borrow().as_ref() {
            let at = (bounds.x.round(), bounds.y.round());
            lines.paragraph.paint(canvas, at);
        }
    }

    /// How high the text is that was drawn last, in physical pixels.
    pub fn height(&self) -> f32 {
        let laid_out = self.laid_out.borrow();
        laid_out
            .as_ref()
            .map_or(0.0, |line| line.paragraph.height())
    }

    /// Lays the text out, unless that was done before.
    fn prepare(&self, cx: &DrawContext<'_>, text: &str, color: Color, width_px: f32) {
        let style = LineStyle {
            size_px: cx.font_size() * self.size,
            color,
            variations: cx.font_variation_settings().to_vec(),
            width_px,
        };
        let mut laid_out = self.laid_out.borrow_mut();
        let fits = laid_out
            .as_ref()
            .is_some_and(|line| line.text == text && line.style == style);
        if !fits {
            *laid_out = Some(LaidOut {
                paragraph: self.lay_out(text, &style),
                text: text.to_owned(),
                style,
            });
        }
    }

    fn lay_out(&self, text: &str, style: &LineStyle) -> Paragraph {
        lay_out(&self.fonts, text, style)
    }
}

/// More texts than this are not kept: those that are not drawn any more would gather.
const MOST_TEXTS: usize = 128;

/// Short texts at any places of a view that draws itself: of a scale, or beside a curve.
///
/// Each text is laid out once and kept.
pub struct Lettering {
    fonts: FontCollection,
    kept: RefCell<HashMap<LetteringKey, Paragraph>>,
}

/// A text, its size in hundredths of a pixel, and its color.
type LetteringKey = (String, u32, [u8; 4]);

/// How [`Lettering`] is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LetteringStyle {
    /// Size in physical pixels.
    pub size_px: f32,
    /// Color.
    pub color: Color,
    /// Which part of the text is at the point that it is drawn at: left end (0), middle (0.5) or right end (1).
    pub anchor: f32,
}

impl Lettering {
    /// In the font of the tree.
    pub fn new(cx: &Context) -> Self {
        Self {
            fonts: cx.text_context.font_collection.clone(),
            kept: RefCell::default(),
        }
    }

    /// Draws a text with the middle of its height at `at`, physical pixels. Returns how wide it is.
    pub fn draw(&self, canvas: &Canvas, text: &str, at: (f32, f32), style: &LetteringStyle) -> f32 {
        self.with(text, style, |paragraph| {
            let width = paragraph.max_intrinsic_width();
            let left = at.0 - width * style.anchor;
            let top = at.1 - paragraph.height() / 2.0;
            paragraph.paint(canvas, (left.round(), top.round()));
            width
        })
    }

    /// How wide a text is, physical pixels.
    pub fn width(&self, text: &str, style: &LetteringStyle) -> f32 {
        self.with(text, style, Paragraph::max_intrinsic_width)
    }

    fn with<T>(&self, text: &str, style: &LetteringStyle, take: impl FnOnce(&Paragraph) -> T) -> T {
        let color = style.color;
        let color = [color.r(), color.g(), color.b(), color.a()];
        let key = (text.to_owned(), (style.size_px * 100.0) as u32, color);
        let mut kept = self.kept.borrow_mut();
        if kept.len() >= MOST_TEXTS && !kept.contains_key(&key) {
            kept.clear();
        }
        let paragraph = kept.entry(key).or_insert_with(|| {
            let style = LineStyle {
                size_px: style.size_px,
                color: style.color,
                variations: Vec::new(),
                width_px: f32::MAX,
            };
            lay_out(&self.fonts, text, &style)
        });
        take(paragraph)
    }
}

fn lay_out(fonts: &FontCollection, text: &str, style: &LineStyle) -> Paragraph {
    let mut paint = vg::Paint::default();
    paint.set_color(style.color);
    let coordinates: Vec<_> = style.variations.iter().map(|axis| axis.0).collect();
    let position = vg::font_arguments::VariationPosition {
        coordinates: &coordinates,
    };
    let arguments = vg::FontArguments::new().set_variation_design_position(position);
    let mut text_style = TextStyle::new();
    text_style.set_font_families(&[DEFAULT_FAMILY]);
    text_style.set_font_size(style.size_px);
    text_style.set_foreground_paint(&paint);
    text_style.set_font_arguments(&arguments);
    let mut builder = ParagraphBuilder::new(&ParagraphStyle::new(), fonts);
    builder.push_style(&text_style);
    builder.add_text(text);
    let mut paragraph = builder.build();
    paragraph.layout(style.width_px);
    paragraph
}
