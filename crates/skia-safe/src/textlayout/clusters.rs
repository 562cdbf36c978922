use std::ops::Range;

use parley::Layout;

use super::TextDirection;
use super::lines::Line;
use crate::geometry::Rect;

/// The letters that belong together at one place, where they stand.
#[derive(Clone, Debug)]
pub(super) struct ClusterBox {
    pub(super) text: Range<usize>,
    /// As wide as the letters, as high as their font.
    pub(super) bounds: Rect,
    pub(super) line: usize,
    pub(super) direction: TextDirection,
    pub(super) is_line_break: bool,
}

impl ClusterBox {
    /// The edge at which reading goes on.
    pub(super) fn end_x(&self) -> f32 {
        match self.direction {
            TextDirection::LTR => self.bounds.right,
            TextDirection::RTL => self.bounds.left,
        }
    }
}

/// All letters of the lines that are shown. There is at least one in each line, and so at least one.
pub(super) struct Clusters {
    /// Line by line, from left to right.
    boxes: Vec<ClusterBox>,
    /// Where each line's begin in `boxes`.
    line_starts: Vec<usize>,
    /// Indices in `boxes`, as the text goes.
    by_text: Vec<usize>,
}

impl Clusters {
    /// The clusters of a layout's lines, without what stands behind `text_end`.
    pub(super) fn new(layout: &Layout<usize>, lines: &[Line], text_end: usize) -> Self {
        let mut clusters = Self {
            boxes: Vec::new(),
            line_starts: Vec::with_capacity(lines.len()),
            by_text: Vec::new(),
        };
        for (index, line) in lines.iter().enumerate() {
            clusters.line_starts.push(clusters.boxes.len());
            clusters.add_line(layout, index, line, text_end);
            if clusters.boxes.len() == clusters.line_starts[index] {
                clusters.boxes.push(ClusterBox {
                    text: line.text.start..line.text.start,
                    bounds: Rect::new(line.left, line.top, line.left, line.bottom()),
                    line: index,
                    direction: TextDirection::LTR,
                    is_line_break: true,
                });
            }
        }
        clusters.by_text = (0..clusters.boxes.len()).collect();
        let boxes = &clusters.boxes;
        clusters
            .by_text
            .sort_by_key(|index| boxes[*index].text.start);
        clusters
    }

    fn add_line(&mut self, layout: &Layout<usize>, index: usize, line: &Line, text_end: usize) {
        let mut left = line.left;
        for run in layout.get(index).iter().flat_map(|line| line.runs()) {
            let metrics = run.font_metrics();
            let (top, bottom) = (
                line.baseline - metrics.ascent,
                line.baseline + metrics.descent,
            );
            let direction = if run.is_rtl() {
                TextDirection::RTL
            } else {
                TextDirection::LTR
            };
            for cluster in run.visual_clusters() {
                let is_line_break = cluster.is_hard_line_break();
                let width = if is_line_break {
                    0.0
                } else {
                    cluster.advance()
                };
                let text = cluster.text_range();
                if text.end <= text_end {
                    self.boxes.push(ClusterBox {
                        text,
                        bounds: Rect::new(left, top, left + width, bottom),
                        line: index,
                        direction,
                        is_line_break,
                    });
                }
                left += width;
            }
        }
    }

    /// All, line by line from left to right.
    pub(super) fn all(&self) -> &[ClusterBox] {
        &self.boxes
    }

    /// Those of one line, from left to right. There is at least one.
    pub(super) fn of_line(&self, line: usize) -> &[ClusterBox] {
        let end = self.line_starts.get(line + 1).copied();
        &self.boxes[self.line_starts[line]..end.unwrap_or(self.boxes.len())]
    }

    /// The one that a byte belongs to, `None` behind the last.
    pub(super) fn at(&self, index: usize) -> Option<&ClusterBox> {
        let behind = self
            .by_text
            .partition_point(|at| self.boxes[*at].text.start <= index);
        let found = &self.boxes[self.by_text[behind.checked_sub(1)?]];
        (index < found.text.end).then_some(found)
    }

    /// The last one of the text.
    pub(super) fn last(&self) -> Option<&ClusterBox> {
        self.by_text.last().map(|last| &self.boxes[*last])
    }
}
