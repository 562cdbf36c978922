use proptest::prelude::*;
use skia_safe::textlayout::{
    Affinity, Paragraph, ParagraphStyle, RectHeightStyle, RectWidthStyle, TextDirection,
};
use skia_safe::{Matrix, surfaces};

use crate::{ZERO_WIDTH_SPACE, inter, paragraph, paragraph_with, style};

const TEXTS: [&str; 8] = [
    "Recorded 0 dBFS",
    "10 kΩ · 47 µF → −12.5 dB",
    "two\nlines",
    "ends with a line break\n",
    "\n\n",
    "",
    "e\u{301}e\u{301} 👩‍👩‍👧 \u{5e9}\u{5dc}\u{5d5}\u{5dd} end",
    "a longer text that is broken into several lines where it does not fit",
];

/// Everything that vizia unwraps, at every index that it may ask for.
fn ask_everything(paragraph: &Paragraph, text: &str) {
    let all = text.to_owned() + ZERO_WIDTH_SPACE;
    for index in 0..=all.len() + 2 {
        let line = paragraph
            .get_line_number_at(index)
            .expect("there is a line");
        let metrics = paragraph
            .get_line_metrics_at(line)
            .expect("the line has measures");
        assert!(metrics.end_index > metrics.start_index);
        let cluster = paragraph
            .get_glyph_cluster_at(index)
            .expect("there is a cluster");
        assert!(cluster.text_range.end <= all.len());
        assert!(all.is_char_boundary(cluster.text_range.start));
        assert!(all.is_char_boundary(cluster.text_range.end));
        if index < all.len() && paragraph.line_number() > line + 1 {
            assert!(cluster.text_range.contains(&index));
        }
    }
    for metrics in paragraph.get_line_metrics() {
        assert!(
            all.is_char_boundary(metrics.end_index - 1),
            "a caret at the line's end"
        );
        assert!(metrics.end_index - 1 <= text.len());
    }
    for x in [-10.0, 0.0, 5.0, 1.0e9, f32::NAN, f32::INFINITY] {
        for y in [-10.0, 0.0, 20.0, 1.0e9, f32::NAN, f32::NEG_INFINITY] {
            let cluster = paragraph.get_closest_glyph_cluster_at((x, y));
            assert!(cluster.is_some());
            paragraph.get_glyph_position_at_coordinate((x, y));
        }
    }
}

#[test]
fn every_index_has_an_answer() {
    for text in TEXTS {
        for width in [
            f32::MAX,
            200.0,
            60.0,
            1.0,
            0.0,
            -1.0,
            f32::NAN,
            f32::INFINITY,
        ] {
            let mut paragraph = paragraph(text, 13.0);
            paragraph.layout(width);
            ask_everything(&paragraph, text);
        }
    }
}

#[test]
fn a_letters_middle_is_where_the_letter_is() {
    for text in TEXTS {
        let mut paragraph = paragraph(text, 13.0);
        paragraph.layout(150.0);
        for (index, _) in text.char_indices() {
            let cluster = paragraph
                .get_glyph_cluster_at(index)
                .expect("there is a cluster");
            if cluster.bounds.width() == 0.0 {
                continue;
            }
            let middle = (cluster.bounds.center_x(), cluster.bounds.center_y());
            let found = paragraph.get_closest_glyph_cluster_at(middle);
            assert_eq!(
                found.expect("there is a cluster").text_range,
                cluster.text_range
            );
        }
    }
}

#[test]
fn a_letters_halves_are_before_and_behind_it() {
    for text in TEXTS {
        let mut paragraph = paragraph(text, 13.0);
        paragraph.layout(150.0);
        for (index, _) in text.char_indices() {
            let cluster = paragraph
                .get_glyph_cluster_at(index)
                .expect("there is a cluster");
            let (bounds, range) = (cluster.bounds, cluster.text_range);
            if bounds.width() == 0.0 {
                continue;
            }
            let units = |index: usize| text[..index].encode_utf16().count() as i32;
            let quarter = bounds.width() * 0.25;
            let hit = |x| paragraph.get_glyph_position_at_coordinate((x, bounds.center_y()));
            let (left, right) = (hit(bounds.left + quarter), hit(bounds.right - quarter));
            let (before, behind) = match cluster.position {
                TextDirection::LTR => (left, right),
                TextDirection::RTL => (right, left),
            };
            assert_eq!(
                (before.position, before.affinity),
                (units(range.start), Affinity::Downstream)
            );
            assert_eq!(
                (behind.position, behind.affinity),
                (units(range.end), Affinity::Upstream)
            );
        }
    }
}

#[test]
fn the_boxes_of_a_range_are_those_of_its_letters() {
    let text = "10 kΩ · 47 µF";
    let paragraph = paragraph(text, 13.0);
    let count = text.encode_utf16().count();
    for start in 0..count {
        let boxes = |end| {
            let range = start..end;
            paragraph.get_rects_for_range(range, RectHeightStyle::Tight, RectWidthStyle::Tight)
        };
        assert_eq!(boxes(start).len(), 0);
        for end in start + 1..=count {
            let joined = boxes(end);
            assert_eq!(joined.len(), 1);
            let byte = |unit: usize| text.char_indices().nth(unit).map(|(byte, _)| byte);
            let first = paragraph.get_glyph_cluster_at(byte(start).unwrap_or(0));
            let last = paragraph.get_glyph_cluster_at(byte(end - 1).unwrap_or(0));
            assert_eq!(joined[0].rect.left, first.expect("a letter").bounds.left);
            assert_eq!(joined[0].rect.right, last.expect("a letter").bounds.right);
        }
    }
}

#[test]
fn mixed_directions_are_two_boxes_in_reading_order() {
    // In a line from left to right the Hebrew letters stand between the Latin ones, the first on the right.
    let text = "ab \u{5d0}\u{5d1}\u{5d2} cd";
    let paragraph = paragraph(text, 13.0);
    let left = |index| {
        paragraph
            .get_glyph_cluster_at(index)
            .expect("a letter")
            .bounds
            .left
    };
    assert!(left(0) < left(1) && left(1) < left(7));
    assert!(left(7) < left(5) && left(5) < left(3) && left(3) < left(10));
    let boxes = paragraph.get_rects_for_range(1..4, RectHeightStyle::Tight, RectWidthStyle::Tight);
    assert_eq!(boxes.len(), 2);
    assert_eq!(boxes[1].direct, TextDirection::RTL);
}

#[test]
fn boxes_are_as_high_as_asked() {
    let (small, large) = (style(10.0, 400), style(20.0, 400));
    let parts = [("small ", &small), ("large", &large)];
    let paragraph = paragraph_with(&inter(), &ParagraphStyle::new(), &parts);
    let height = |range, style| {
        let boxes = paragraph.get_rects_for_range(range, style, RectWidthStyle::Tight);
        boxes[0].rect.height()
    };
    let em = (1984.0 + 494.0) / 2048.0;
    assert!((height(0..3, RectHeightStyle::Tight) - 10.0 * em).abs() < 1.0e-3);
    assert!((height(6..9, RectHeightStyle::Tight) - 20.0 * em).abs() < 1.0e-3);
    assert_eq!(height(0..3, RectHeightStyle::Max), (20.0 * em).round());
}

#[test]
fn an_empty_line_is_found() {
    let mut paragraph = paragraph("a\n\nb", 13.0);
    paragraph.layout(f32::MAX);
    let line = paragraph
        .get_line_metrics_at(1)
        .expect("there are three lines");
    let middle = (line.baseline - line.ascent * 0.5) as f32;
    let found = paragraph
        .get_closest_glyph_cluster_at((5.0, middle))
        .expect("there is a cluster");
    assert_eq!(found.text_range, 2..2);
    let hit = paragraph.get_glyph_position_at_coordinate((5.0, middle));
    assert_eq!((hit.position, hit.affinity), (2, Affinity::Downstream));
}

#[test]
fn a_megabyte_is_laid_out() {
    let text = "word ".repeat(200_000);
    let mut paragraph = paragraph(&text, 13.0);
    paragraph.layout(500.0);
    let lines = paragraph.line_number();
    assert!(lines > 10_000);
    assert_eq!(paragraph.get_line_number_at(text.len()), Some(lines - 1));
    assert_eq!(
        paragraph
            .get_glyph_cluster_at(500_000)
            .map(|found| found.text_range.len()),
        Some(1)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_and_no_width_is_too_odd(
        text in ".{0,24}",
        more in "[\\PC\\n\\t \u{200b}\u{202e}\u{301}]{0,12}",
        width in proptest::num::f32::ANY,
        size in proptest::num::f32::ANY,
        scale in -3.0f32..3.0,
        skew in -1.0f32..1.0,
    ) {
        let text = text + &more;
        let style = style(if size.abs() < 100.0 { size } else { 13.0 }, 400);
        let mut paragraph_style = ParagraphStyle::new();
        paragraph_style.set_ellipsis(if skew > 0.0 { "…" } else { "" });
        let parts = [(&*text, &style), (ZERO_WIDTH_SPACE, &style)];
        let mut paragraph = paragraph_with(&inter(), &paragraph_style, &parts);
        paragraph.layout(width);
        ask_everything(&paragraph, &text);
        prop_assert!(paragraph.height().is_finite());
        let mut surface = surfaces::raster_n32_premul((40, 30)).expect("the size is sane");
        let canvas = surface.canvas();
        canvas.scale((scale, scale + skew.max(0.0).floor()));
        canvas.concat(&Matrix::rotate_rad(skew.min(0.0)));
        paragraph.paint(canvas, (width, size));
        paragraph.paint(canvas, (2.0, 2.0));
    }
}
