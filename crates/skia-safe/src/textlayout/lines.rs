use std::ops::Range;

use parley::{BreakReason, Layout};

use super::LineMetrics;

/// A line as it stands in a paragraph.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The bytes of the text, the line break included.
    pub(super) text: Range<usize>,
    /// Where the white space at the end begins.
    content_end: usize,
    /// Where the last character begins.
    last_char: usize,
    has_hard_break: bool,
    pub(super) top: f32,
    pub(super) height: f32,
    pub(super) baseline: f32,
    ascent: f32,
    descent: f32,
    pub(super) left: f32,
    pub(super) width: f32,
}

/// How far a font reaches.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    ascent: f32,
    descent: f32,
    leading: f32,
}

impl Extent {
    fn union(self, other: Self) -> Self {
        Self {
            ascent: self.ascent.max(other.ascent),
            descent: self.descent.max(other.descent),
            leading: self.leading.max(other.leading),
        }
    }

    /// The height of a line, in whole units as Skia rounds it.
    fn height(self) -> f32 {
        (self.ascent + self.descent + self.leading).round()
    }
}

/// The first `count` lines of a text that has been broken into lines; one at least.
pub(super) fn lines_of(text: &str, layout: &Layout<usize>, count: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::with_capacity(layout.len().min(count));
    let mut top = 0.0;
    let mut extent_before = Extent::default();
    for line in layout.lines().take(count) {
        let runs = line.runs().map(|run| {
            let metrics = run.font_metrics();
            Extent {
                ascent: metrics.ascent,
                descent: metrics.descent,
                leading: metrics.leading.max(0.0),
            }
        });
        let extent = runs.reduce(Extent::union).unwrap_or(extent_before);
        extent_before = extent;
        let metrics = line.metrics();
        let mut placed = Line::of_text(text, line.text_range());
        placed.has_hard_break = line.break_reason() == BreakReason::Explicit;
        placed.top = top;
        placed.height = extent.height();
        placed.baseline = top + extent.leading * 0.5 + extent.ascent;
        (placed.ascent, placed.descent) = (extent.ascent, extent.descent);
        placed.left = metrics.inline_min_coord + metrics.offset;
        placed.width = metrics.advance;
        top += placed.height;
        lines.push(placed);
    }
    if lines.is_empty() {
        lines.push(Line::of_text(text, 0..text.len()));
    }
    lines
}

impl Line {
    /// A line of a part of a text, without a place.
    fn of_text(text: &str, range: Range<usize>) -> Self {
        let range = range.start.min(text.len())..range.end.min(text.len());
        let own = &text[range.clone()];
        let last_char = own.char_indices().next_back().map_or(0, |(index, _)| index);
        Self {
            content_end: range.start + own.trim_end().len(),
            last_char: range.start + last_char,
            text: range,
            has_hard_break: false,
            top: 0.0,
            height: 0.0,
            baseline: 0.0,
            ascent: 0.0,
            descent: 0.0,
            left: 0.0,
            width: 0.0,
        }
    }

    pub(super) fn bottom(&self) -> f32 {
        self.top + self.height
    }

    pub(super) fn metrics(&self, line_number: usize) -> LineMetrics {
        LineMetrics {
            start_index: self.text.start,
            end_index: self.last_char + 1,
            end_excluding_whitespaces: self.content_end,
            end_including_newline: self.text.end,
            hard_break: self.has_hard_break,
            ascent: f64::from(self.ascent),
            descent: f64::from(self.descent),
            height: f64::from(self.height),
            width: f64::from(self.width),
            left: f64::from(self.left),
            baseline: f64::from(self.baseline),
            line_number,
        }
    }
}
