use std::cell::OnceCell;

use parley::{Alignment, AlignmentOptions, Layout};

use super::builder::Content;
use super::clusters::Clusters;
use super::lines::{Line, lines_of};
use super::painting::Drawing;
use super::{FontCollection, LineMetrics, ParagraphStyle, TextAlign, TextDirection};

/// Widths from here on are no limit.
const ENDLESS: f32 = 1.0e7;

/// What a line may be wider than its limit: a width that is measured and handed back must be wide enough.
const SLACK: f32 = 0.01;

/// A text of several styles in lines.
pub struct Paragraph {
    pub(super) content: Content,
    style: ParagraphStyle,
    pub(super) fonts: FontCollection,
    /// All of the text.
    whole: Layout<usize>,
    /// The text cut off, with an ellipsis, where it does not fit.
    shortened: Option<Shortened>,
    min_intrinsic_width: f32,
    max_intrinsic_width: f32,
    width: Option<f32>,
    pub(super) lines: Vec<Line>,
    pub(super) clusters: OnceCell<Clusters>,
    pub(super) drawing: OnceCell<Drawing>,
}

struct Shortened {
    /// How much of the text is left.
    text_end: usize,
    layout: Layout<usize>,
}

impl std::fmt::Debug for Paragraph {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut debug = formatter.debug_struct("Paragraph");
        debug.field("text", &self.content.text);
        debug.field("width", &self.width);
        debug.field("lines", &self.lines).finish_non_exhaustive()
    }
}

impl Paragraph {
    pub(super) fn new(content: Content, style: ParagraphStyle, fonts: FontCollection) -> Self {
        let whole = content.shape(&mut fonts.shared.borrow_mut());
        // Where there is no text, parley measures a space.
        let widths = (!content.text.is_empty()).then(|| whole.calculate_content_widths());
        let mut paragraph = Self {
            content,
            style,
            fonts,
            whole,
            shortened: None,
            min_intrinsic_width: widths.map_or(0.0, |widths| widths.min),
            max_intrinsic_width: widths.map_or(0.0, |widths| widths.max),
            width: None,
            lines: Vec::new(),
            clusters: OnceCell::new(),
            drawing: OnceCell::new(),
        };
        paragraph.layout(f32::MAX);
        paragraph
    }

    /// Breaks the text into lines that are not wider than this. A width that is no number is no limit.
    pub fn layout(&mut self, width: f32) {
        let width = if width.is_nan() || width >= ENDLESS {
            f32::MAX
        } else {
            width.max(0.0)
        };
        let before = self.width.replace(width);
        if before == Some(width) || self.keeps_lines(before, width) {
            return;
        }
        self.clusters.take();
        self.drawing.take();
        self.shortened = None;
        self.break_whole(width);
        let line_count = self.line_limit();
        if !self.style.ellipsis.is_empty() && self.whole.len() > line_count {
            self.shorten(width, line_count);
        }
        let text_end = self.shortened.as_ref().map(|shortened| shortened.text_end);
        let text = &self.content.text[..text_end.unwrap_or(self.content.text.len())];
        self.lines = lines_of(text, self.shown(), line_count);
    }

    /// Whether the lines of one width are those of another: everything fits, and stands on the left.
    fn keeps_lines(&self, before: Option<f32>, width: f32) -> bool {
        let fits = |width: f32| width >= self.max_intrinsic_width;
        let is_on_the_left = match self.style.align {
            TextAlign::Left => true,
            TextAlign::Start | TextAlign::Justify => self.style.direction == TextDirection::LTR,
            TextAlign::Right | TextAlign::Center | TextAlign::End => false,
        };
        is_on_the_left && before.is_some_and(fits) && fits(width)
    }

    fn break_whole(&mut self, width: f32) {
        break_lines(&mut self.whole, width, self.style.align);
    }

    /// How many lines there may be.
    fn line_limit(&self) -> usize {
        let unlimited = if self.style.ellipsis.is_empty() {
            usize::MAX
        } else {
            1
        };
        self.style.max_lines.map_or(unlimited, |lines| lines.max(1))
    }

    /// Cuts the text off where it still fits, ellipsis included.
    fn shorten(&mut self, width: f32, line_count: usize) {
        let Some(last) = self.whole.get(line_count - 1) else {
            return;
        };
        let start = last.text_range().start;
        let mut cuts = vec![start];
        add_fitting_ends(&mut cuts, &self.whole, line_count - 1, width);
        while let Some(text_end) = cuts.pop() {
            let content = self.content.cut_off(text_end, &self.style.ellipsis);
            let mut layout = content.shape(&mut self.fonts.shared.borrow_mut());
            break_lines(&mut layout, width, self.style.align);
            if layout.len() <= line_count || cuts.is_empty() {
                self.shortened = Some(Shortened { text_end, layout });
                return;
            }
        }
    }

    /// What of the text is shown.
    pub(super) fn shown(&self) -> &Layout<usize> {
        let shortened = self.shortened.as_ref();
        shortened.map_or(&self.whole, |shortened| &shortened.layout)
    }

    /// How much of the text is shown.
    pub(super) fn shown_end(&self) -> usize {
        let whole = self.lines.last().map_or(0, |line| line.text.end);
        let shortened = self.shortened.as_ref();
        shortened.map_or(whole, |shortened| shortened.text_end)
    }

    /// The height of all lines.
    pub fn height(&self) -> f32 {
        self.lines.last().map_or(0.0, Line::bottom)
    }

    /// The width of the widest word; of all of the text if it may have one line only.
    pub fn min_intrinsic_width(&self) -> f32 {
        if self.line_limit() == 1 {
            self.max_intrinsic_width
        } else {
            self.min_intrinsic_width
        }
    }

    /// The width without breaks but those of the text itself.
    pub fn max_intrinsic_width(&self) -> f32 {
        self.max_intrinsic_width
    }

    /// The number of lines, one at least.
    pub fn line_number(&self) -> usize {
        self.lines.len()
    }

    /// The measures of all lines.
    pub fn get_line_metrics(&self) -> Vec<LineMetrics> {
        let numbered = self.lines.iter().enumerate();
        numbered
            .map(|(number, line)| line.metrics(number))
            .collect()
    }

    /// The measures of one line.
    pub fn get_line_metrics_at(&self, line: usize) -> Option<LineMetrics> {
        self.lines.get(line).map(|found| found.metrics(line))
    }
}

fn break_lines(layout: &mut Layout<usize>, width: f32, align: TextAlign) {
    let limit = (width < f32::MAX).then_some(width + SLACK);
    layout.break_all_lines(limit);
    let align = match align {
        TextAlign::Left => Alignment::Left,
        TextAlign::Right => Alignment::Right,
        TextAlign::Center => Alignment::Center,
        TextAlign::Justify => Alignment::Justify,
        TextAlign::Start => Alignment::Start,
        TextAlign::End => Alignment::End,
    };
    layout.align(align, AlignmentOptions::default());
}

/// Adds the places behind letters up to which the text from a line on fits into a width without a line break.
fn add_fitting_ends(ends: &mut Vec<usize>, layout: &Layout<usize>, first_line: usize, width: f32) {
    let mut sum = 0.0;
    for line in layout.lines().skip(first_line) {
        let clusters = line.runs().flat_map(|run| run.clusters());
        let measured = clusters.map(|cluster| {
            let is_break = cluster.is_hard_line_break();
            (cluster.text_range(), cluster.advance(), is_break)
        });
        let mut measured: Vec<_> = measured.collect();
        // Runs come as they stand, not as they are read.
        measured.sort_unstable_by_key(|(range, ..)| range.start);
        for (range, advance, is_break) in measured {
            sum += advance;
            if is_break || sum > width {
                return;
            }
            ends.push(range.end);
        }
    }
}
