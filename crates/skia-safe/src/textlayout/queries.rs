use std::ops::Range;

use super::clusters::{ClusterBox, Clusters};
use super::lines::Line;
use super::{
    Affinity, GlyphClusterInfo, Paragraph, PositionWithAffinity, RectHeightStyle, RectWidthStyle,
    TextBox, TextDirection,
};
use crate::geometry::{Point, Rect};

/// Where things are in a text, and what text is where. There is always an answer, also for places behind the end and
/// for a text without characters.
impl Paragraph {
    /// The boxes around a range, line by line from left to right. What a range has only a part of is inside as a whole.
    /// The range counts units of UTF-16.
    pub fn get_rects_for_range(
        &self,
        range: Range<usize>,
        height: RectHeightStyle,
        width: RectWidthStyle,
    ) -> Vec<TextBox> {
        let text = &self.content.text;
        let range = byte_of_unit(text, range.start)..byte_of_unit(text, range.end);
        let mut boxes: Vec<(usize, TextBox)> = Vec::new();
        let touches = |cluster: &&ClusterBox| {
            cluster.text.start < range.end && range.start < cluster.text.end
        };
        for cluster in self.clusters().all().iter().filter(touches) {
            let line = &self.lines[cluster.line];
            let mut rect = cluster.bounds;
            if height == RectHeightStyle::Max {
                (rect.top, rect.bottom) = (line.top, line.bottom());
            }
            let follows = |last: &TextBox| {
                last.direct == cluster.direction
                    && last.rect.right == rect.left
                    && (last.rect.top, last.rect.bottom) == (rect.top, rect.bottom)
            };
            match boxes.last_mut() {
                Some((on, last)) if *on == cluster.line && follows(last) => {
                    last.rect.right = rect.right;
                }
                _ => boxes.push((
                    cluster.line,
                    TextBox {
                        rect,
                        direct: cluster.direction,
                    },
                )),
            }
        }
        if width == RectWidthStyle::Max {
            self.widen(&mut boxes);
        }
        boxes.into_iter().map(|(_, text_box)| text_box).collect()
    }

    /// Lets the last box of each line but the last reach as far as the widest line.
    fn widen(&self, boxes: &mut [(usize, TextBox)]) {
        let right = self.lines.iter().map(|line| line.left + line.width);
        let right = right.fold(0.0, f32::max);
        for index in 1..boxes.len() {
            let is_last_of_line = boxes[index - 1].0 != boxes[index].0;
            if is_last_of_line {
                let rect = &mut boxes[index - 1].1.rect;
                rect.right = rect.right.max(right);
            }
        }
    }

    /// The line that a byte is in; behind the end, the last one.
    pub fn get_line_number_at(&self, index: usize) -> Option<usize> {
        let behind = self.lines.partition_point(|line| line.text.start <= index);
        Some(behind.saturating_sub(1))
    }

    /// The letters at a byte. Behind the end, an empty range at the end.
    pub fn get_glyph_cluster_at(&self, index: usize) -> Option<GlyphClusterInfo> {
        let clusters = self.clusters();
        if let Some(found) = clusters.at(index) {
            return Some(info(found));
        }
        let last = clusters.last()?;
        let end = self.content.text.len();
        let x = last.end_x();
        Some(GlyphClusterInfo {
            bounds: Rect::new(x, last.bounds.top, x, last.bounds.bottom),
            text_range: end..end,
            position: last.direction,
        })
    }

    /// The letters nearest to a point. On a line that has none, an empty range at its beginning.
    pub fn get_closest_glyph_cluster_at(&self, at: impl Into<Point>) -> Option<GlyphClusterInfo> {
        let nearest = self.nearest(at.into())?;
        let mut found = info(nearest);
        if nearest.is_line_break {
            found.text_range.end = found.text_range.start;
        }
        Some(found)
    }

    /// The place between two letters nearest to a point.
    pub fn get_glyph_position_at_coordinate(&self, at: impl Into<Point>) -> PositionWithAffinity {
        let at = at.into();
        let Some(nearest) = self.nearest(at) else {
            return PositionWithAffinity::default();
        };
        let is_on_the_right = at.x > nearest.bounds.center_x() && !nearest.is_line_break;
        let is_behind = is_on_the_right == (nearest.direction == TextDirection::LTR);
        let (index, affinity) = if is_behind && !nearest.is_line_break {
            (nearest.text.end, Affinity::Upstream)
        } else {
            (nearest.text.start, Affinity::Downstream)
        };
        let units = self.content.text[..index].encode_utf16().count();
        PositionWithAffinity {
            position: i32::try_from(units).unwrap_or(i32::MAX),
            affinity,
        }
    }

    pub(super) fn clusters(&self) -> &Clusters {
        let make = || Clusters::new(self.shown(), &self.lines, self.shown_end());
        self.clusters.get_or_init(make)
    }

    /// The letters nearest to a point. What takes no room only if there is nothing else on the line.
    fn nearest(&self, at: Point) -> Option<&ClusterBox> {
        let below = self
            .lines
            .partition_point(|line: &Line| line.bottom() <= at.y);
        let line = below.min(self.lines.len().checked_sub(1)?);
        let clusters = self.clusters().of_line(line);
        let mut wide = clusters
            .iter()
            .filter(|cluster| cluster.bounds.width() > 0.0);
        let last = wide.clone().next_back().or(clusters.first());
        wide.find(|cluster| at.x < cluster.bounds.right).or(last)
    }
}

fn info(cluster: &ClusterBox) -> GlyphClusterInfo {
    GlyphClusterInfo {
        bounds: cluster.bounds,
        text_range: cluster.text.clone(),
        position: cluster.direction,
    }
}

/// The byte at which a unit of UTF-16 begins, or the character that it is a part of.
fn byte_of_unit(text: &str, unit: usize) -> usize {
    let mut units = 0;
    for (index, char) in text.char_indices() {
        units += char.len_utf16();
        if units > unit {
            return index;
        }
    }
    text.len()
}
