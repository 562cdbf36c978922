use std::borrow::Cow;
use std::ops::Range;

use parley::{BaseDirection, Layout};

use super::fonts::{FontCollection, Shared};
use super::{Paragraph, ParagraphStyle, TextDirection, TextStyle};

/// Makes a [`Paragraph`] from pieces.
#[derive(Debug)]
pub struct ParagraphBuilder {
    style: ParagraphStyle,
    fonts: FontCollection,
    styles: Vec<TextStyle>,
    /// The indices of the styles in force, the last one on top.
    pushed: Vec<usize>,
    text: String,
    spans: Vec<Span>,
}

/// A part of a text in one style.
#[derive(Clone, Debug)]
pub(super) struct Span {
    /// Where it ends; it begins where the one before ends.
    pub(super) end: usize,
    /// Index of its style.
    pub(super) style: usize,
}

impl ParagraphBuilder {
    /// A builder without text.
    pub fn new(style: &ParagraphStyle, fonts: impl Into<FontCollection>) -> Self {
        Self {
            style: style.clone(),
            fonts: fonts.into(),
            styles: vec![TextStyle::default()],
            pushed: vec![0],
            text: String::new(),
            spans: Vec::new(),
        }
    }

    /// Sets the style of what is added next.
    pub fn push_style(&mut self, style: &TextStyle) -> &mut Self {
        self.pushed.push(self.styles.len());
        self.styles.push(style.clone());
        self
    }

    /// Back to the style before the last one that was pushed.
    pub fn pop(&mut self) -> &mut Self {
        if self.pushed.len() > 1 {
            self.pushed.pop();
        }
        self
    }

    /// Adds text.
    pub fn add_text(&mut self, text: impl AsRef<str>) -> &mut Self {
        self.text.push_str(text.as_ref());
        let style = self.pushed.last().copied().unwrap_or(0);
        self.spans.push(Span {
            end: self.text.len(),
            style,
        });
        self
    }

    /// The paragraph. The builder is without text afterwards.
    pub fn build(&mut self) -> Paragraph {
        let text = std::mem::take(&mut self.text);
        let spans = std::mem::take(&mut self.spans);
        let content = Content {
            text,
            spans,
            styles: self.styles.clone(),
            direction: self.style.direction,
        };
        Paragraph::new(content, self.style.clone(), self.fonts.clone())
    }
}

/// Text with its styles.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) text: String,
    pub(super) spans: Vec<Span>,
    pub(super) styles: Vec<TextStyle>,
    pub(super) direction: TextDirection,
}

impl Content {
    /// The text up to a place with something else behind it, in the style that is in force there.
    pub(super) fn cut_off(&self, at: usize, ending: &str) -> Self {
        let kept = self.spans.iter().position(|span| span.end >= at);
        let mut spans = self.spans[..kept.map_or(0, |last| last + 1)].to_vec();
        if let Some(last) = spans.last_mut() {
            last.end = at + ending.len();
        }
        Self {
            text: self.text[..at].to_owned() + ending,
            spans,
            styles: self.styles.clone(),
            direction: self.direction,
        }
    }

    /// Finds the glyphs, each in its place on an endless line.
    pub(super) fn shape(&self, fonts: &mut Shared) -> Layout<usize> {
        fonts.take_new_fonts();
        let text = without_controls(&self.text);
        let Shared {
            families,
            fonts,
            layout,
            ..
        } = fonts;
        let mut builder = layout.style_run_builder(fonts, &text, 1.0, false);
        builder.set_base_direction(match self.direction {
            TextDirection::LTR => BaseDirection::Ltr,
            TextDirection::RTL => BaseDirection::Rtl,
        });
        // A text without characters is as high as the style that would come next.
        let ranges = self.ranges();
        let last = self
            .spans
            .last()
            .map_or(self.styles.len() - 1, |span| span.style);
        if ranges.is_empty() {
            builder.push_style(self.styles[last].to_parley(last, families));
        }
        for (index, (range, style)) in ranges.into_iter().enumerate() {
            builder.push_style(self.styles[style].to_parley(style, families));
            builder.push_style_run(index as u16, range);
        }
        builder.build(&text)
    }

    /// Parts of the text and their styles. Parts that follow each other in one style are one; beyond as many as parley
    /// can count, the rest is in the style of the last.
    fn ranges(&self) -> Vec<(Range<usize>, usize)> {
        let mut ranges: Vec<(Range<usize>, usize)> = Vec::new();
        let mut start = 0;
        for span in &self.spans {
            let is_full = ranges.len() == usize::from(u16::MAX);
            match ranges.last_mut() {
                Some((range, style)) if *style == span.style || is_full => range.end = span.end,
                _ if span.end > start => ranges.push((start..span.end, span.style)),
                _ => {}
            }
            start = span.end;
        }
        ranges
    }
}

/// The text with spaces for the control characters that fonts have no glyphs for, every character as long as it was.
fn without_controls(text: &str) -> Cow<'_, str> {
    let is_odd = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\u{85}');
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let replace = |char: char| match char {
        char if !is_odd(char) => char,
        char if char.len_utf8() == 1 => ' ',
        _ => '\u{a0}',
    };
    Cow::Owned(text.chars().map(replace).collect())
}
