use std::ops::Range;

use parley::{GlyphRun, PositionedLayoutItem};
use skrifa::raw::types::F2Dot14;

use super::lines::Line;
use super::{Paragraph, TextDecoration, TextStyle};
use crate::canvas::Canvas;
use crate::geometry::{Point, Rect};
use crate::glyphs::{FontFile, GlyphCache, Instance, Shade, bold_outline, glyph_outline};
use crate::matrix::Matrix;
use crate::paint::{Paint, PaintStyle};
use crate::path::Path;

/// Larger glyphs are drawn as outlines: they are few, and their pictures would fill the cache.
const LARGEST_MASK: f32 = 128.0;

/// Where everything of a paragraph is drawn.
#[derive(Default)]
pub(super) struct Drawing {
    runs: Vec<Run>,
    glyphs: Vec<Glyph>,
}

/// Glyphs of one font and style on one line.
struct Run {
    instance: Instance,
    /// Index of the style.
    style: usize,
    glyphs: Range<usize>,
    baseline: f32,
    /// From the left to the right end, as high as the font.
    bounds: Rect,
    lines: LinesAlong,
}

/// Where lines along a run go: the upper edge, and the thickness of the line.
struct LinesAlong {
    under: (f32, f32),
    over: (f32, f32),
    through: (f32, f32),
}

struct Glyph {
    id: u32,
    x: f32,
    /// From the baseline down.
    y: f32,
}

impl Paragraph {
    /// Draws the text with its upper left corner at a point.
    pub fn paint(&self, canvas: &Canvas, at: impl Into<Point>) {
        let at = at.into();
        let drawing = self.drawing.get_or_init(|| Drawing::new(self));
        let styles = &self.content.styles;
        for run in &drawing.runs {
            if let Some(background) = &styles[run.style].background {
                canvas.draw_rect(run.bounds.with_offset(at), background);
            }
        }
        let mut fonts = self.fonts.shared.borrow_mut();
        for run in &drawing.runs {
            let glyphs = &drawing.glyphs[run.glyphs.clone()];
            run.draw(
                canvas,
                &mut fonts.glyphs,
                at,
                glyphs,
                &styles[run.style].foreground,
            );
        }
        for run in &drawing.runs {
            run.draw_lines_along(canvas, at, &styles[run.style]);
        }
    }
}

impl Drawing {
    fn new(paragraph: &Paragraph) -> Self {
        let mut drawing = Self::default();
        for (line, placed) in paragraph.shown().lines().zip(&paragraph.lines) {
            for item in line.items() {
                if let PositionedLayoutItem::GlyphRun(run) = item {
                    drawing.add(&run, placed);
                }
            }
        }
        drawing
    }

    fn add(&mut self, run: &GlyphRun<'_, usize>, line: &Line) {
        let first = self.glyphs.len();
        let mut x = run.offset();
        for glyph in run.glyphs() {
            self.glyphs.push(Glyph {
                id: glyph.id,
                x: x + glyph.x,
                y: glyph.y,
            });
            x += glyph.advance;
        }
        let font = run.run();
        let metrics = font.font_metrics();
        let synthesis = font.synthesis();
        let location = font.normalized_coords().iter();
        let thickness = metrics.underline_size;
        self.runs.push(Run {
            instance: Instance {
                file: FontFile {
                    bytes: font.font().data.clone(),
                    index: font.font().index,
                },
                size: font.font_size(),
                location: location
                    .map(|part| F2Dot14::from_bits(part.to_bits()))
                    .collect(),
                embolden: synthesis.embolden(),
                skew: synthesis
                    .skew()
                    .map_or(0.0, |degrees| degrees.to_radians().tan()),
            },
            style: run.style().brush,
            glyphs: first..self.glyphs.len(),
            baseline: line.baseline,
            bounds: Rect::new(
                run.offset(),
                line.baseline - metrics.ascent,
                run.offset() + run.advance(),
                line.baseline + metrics.descent,
            ),
            lines: LinesAlong {
                under: (line.baseline - metrics.underline_offset, thickness),
                over: (line.baseline - metrics.ascent, thickness),
                through: (
                    line.baseline - metrics.strikethrough_offset,
                    metrics.strikethrough_size,
                ),
            },
        });
    }
}

impl Run {
    fn draw(
        &self,
        canvas: &Canvas,
        cache: &mut GlyphCache,
        at: Point,
        glyphs: &[Glyph],
        paint: &Paint,
    ) {
        let matrix = canvas.matrix();
        let scale = matrix.scale_x();
        let is_upright = matrix.is_scale_translate() && scale > 0.0 && scale == matrix.scale_y();
        let is_small = self.instance.size * scale <= LARGEST_MASK;
        let is_plain = paint.style() == PaintStyle::Fill && paint.path_effect.is_none();
        let is_sharp = paint.mask_filter.is_none() && paint.image_filter.is_none();
        if is_upright && is_small && is_plain && is_sharp {
            self.draw_masks(canvas, cache, at, glyphs, paint, &matrix);
        } else {
            self.draw_outlines(canvas, at, glyphs, paint);
        }
    }

    /// Draws glyphs from their pictures. Their baseline stands on whole pixels, where letters are sharpest.
    fn draw_masks(
        &self,
        canvas: &Canvas,
        cache: &mut GlyphCache,
        at: Point,
        glyphs: &[Glyph],
        paint: &Paint,
        matrix: &Matrix,
    ) {
        let scale = matrix.scale_x();
        let baseline = matrix.map_xy(at.x, at.y + self.baseline).y.round();
        let shade = match paint.shader {
            None => Shade::of(paint.color),
            Some(_) => Shade::default(),
        };
        let instance = if scale == 1.0 {
            cache.instance(&self.instance)
        } else {
            let mut scaled = self.instance.clone();
            scaled.size *= scale;
            cache.instance(&scaled)
        };
        for glyph in glyphs {
            let x = matrix.map_xy(at.x + glyph.x, 0.0).x;
            let y = (baseline + glyph.y * scale).round();
            let (column, mask) = cache.mask(instance, glyph.id, x, shade);
            if !mask.coverage.is_empty() && y.abs() < 1.0e6 && x.abs() < 1.0e6 {
                canvas.draw_coverage(mask.coverage, mask.moved(column, y as i32), paint);
            }
        }
    }

    fn draw_outlines(&self, canvas: &Canvas, at: Point, glyphs: &[Glyph], paint: &Paint) {
        for glyph in glyphs {
            let Some(outline) = glyph_outline(&self.instance, None, glyph.id) else {
                continue;
            };
            let place = Matrix::translate((at.x + glyph.x, at.y + self.baseline + glyph.y));
            let around = if self.instance.embolden {
                bold_outline(&outline, self.instance.size)
            } else {
                None
            };
            for outline in [Some(outline), around].into_iter().flatten() {
                let path = Path::from_outline(Some(outline), None).make_transform(&place);
                canvas.draw_path(&path, paint);
            }
        }
    }

    fn draw_lines_along(&self, canvas: &Canvas, at: Point, style: &TextStyle) {
        let lines = [
            (TextDecoration::UNDERLINE, self.lines.under),
            (TextDecoration::OVERLINE, self.lines.over),
            (TextDecoration::LINE_THROUGH, self.lines.through),
        ];
        for (decoration, (top, thickness)) in lines {
            if style.decoration.contains(decoration) {
                let top = (at.y + top).round();
                let rect = Rect::new(
                    at.x + self.bounds.left,
                    top,
                    at.x + self.bounds.right,
                    top + thickness.round().max(1.0),
                );
                let mut paint = Paint::default();
                paint.set_color(style.decoration_color);
                paint.set_anti_alias(true);
                canvas.draw_rect(rect, &paint);
            }
        }
    }
}
