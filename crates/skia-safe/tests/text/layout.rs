use skia_safe::textlayout::{ParagraphStyle, TextAlign, TextDirection};

use crate::{advance_in_units, collection, inter, paragraph, paragraph_with, style};

fn assert_near(measured: f32, expected: f32, tolerance: f32, what: &str) {
    let is_near = (measured - expected).abs() <= tolerance;
    assert!(
        is_near,
        "{what}: {measured}, expected {expected} within {tolerance}"
    );
}

#[test]
fn a_line_is_as_wide_as_its_advances() {
    // Figures and these letters are not kerned.
    for size in [11.0, 13.0, 16.0, 33.5] {
        let text = "0123456789 nnn";
        let sum: f32 = text.chars().map(|char| advance_in_units(char).0).sum();
        let expected = sum * size / advance_in_units('n').1;
        let paragraph = paragraph(text, size);
        assert_near(paragraph.max_intrinsic_width(), expected, 0.01, "width");
    }
}

#[test]
fn figures_are_tabular() {
    let widths: Vec<f32> = (0..10)
        .map(|figure| paragraph(&figure.to_string(), 13.0).max_intrinsic_width())
        .collect();
    for width in &widths {
        assert_near(*width, widths[0], 1.0e-4, "a figure's width");
    }
}

#[test]
fn a_line_is_as_high_as_the_font_says() {
    // Inter: ascent 1984, descent 494, no line gap, of 2048.
    for size in [9.0f32, 11.0, 12.0, 13.0, 14.0, 24.0] {
        let mut paragraph = paragraph("Gain", size);
        paragraph.layout(f32::MAX);
        let expected = (size * (1984.0 + 494.0) / 2048.0).round();
        assert_near(paragraph.height(), expected, 0.0, "height");
        let metrics = paragraph.get_line_metrics();
        assert_eq!(metrics.len(), 1);
        assert_near(
            metrics[0].ascent as f32,
            size * 1984.0 / 2048.0,
            1.0e-3,
            "ascent",
        );
        assert_near(
            metrics[0].descent as f32,
            size * 494.0 / 2048.0,
            1.0e-3,
            "descent",
        );
        assert_near(
            metrics[0].baseline as f32,
            size * 1984.0 / 2048.0,
            1.0e-3,
            "baseline",
        );
    }
}

#[test]
fn an_empty_text_is_as_high_as_a_line() {
    let with_text = paragraph("x", 13.0).height();
    for text in ["", "\u{200b}"] {
        let style = style(13.0, 400);
        let paragraph = paragraph_with(&inter(), &ParagraphStyle::new(), &[(text, &style)]);
        assert_near(paragraph.height(), with_text, 0.0, "height");
        assert_near(paragraph.max_intrinsic_width(), 0.0, 0.0, "width");
        assert_eq!(paragraph.line_number(), 1);
    }
}

#[test]
fn lines_break_between_words_and_at_line_breaks() {
    let mut text = paragraph("one two three\nfour", 16.0);
    let widest = paragraph("one two three", 16.0).max_intrinsic_width();
    let word = paragraph("three", 16.0).max_intrinsic_width();
    assert_near(text.max_intrinsic_width(), widest, 0.01, "widest line");
    assert_near(text.min_intrinsic_width(), word, 0.01, "widest word");
    let starts = |text: &skia_safe::textlayout::Paragraph| {
        let metrics = text.get_line_metrics();
        metrics
            .iter()
            .map(|line| line.start_index)
            .collect::<Vec<_>>()
    };
    text.layout(f32::MAX);
    assert_eq!(starts(&text), [0, 14]);
    // What was measured fits, as vizia rounds it and as it is.
    for width in [widest, widest.ceil()] {
        text.layout(width);
        assert_eq!(starts(&text), [0, 14]);
    }
    text.layout(widest - 1.0);
    assert_eq!(starts(&text), [0, 8, 14]);
    text.layout(word.ceil());
    assert_eq!(starts(&text), [0, 4, 8, 14]);
    assert_near(
        text.height(),
        4.0 * paragraph("x", 16.0).height(),
        0.0,
        "height",
    );
    let metrics = text.get_line_metrics();
    assert!(!metrics[0].hard_break && metrics[2].hard_break && !metrics[3].hard_break);
    assert_eq!(metrics[0].end_excluding_whitespaces, 3);
    assert_eq!(metrics[2].end_including_newline, 14);
    // A caret at the end of a line stands before the space or the line break.
    let ends: Vec<usize> = metrics.iter().map(|line| line.end_index - 1).collect();
    assert_eq!(ends, [3, 7, 13, 18]);
}

#[test]
fn a_word_that_does_not_fit_is_broken() {
    let mut text = paragraph("nnnnnnnnnn", 16.0);
    let whole = text.max_intrinsic_width();
    assert_near(text.min_intrinsic_width(), whole, 0.01, "a word's width");
    text.layout(whole * 0.45);
    assert_eq!(text.line_number(), 3);
}

#[test]
fn lines_stand_where_they_are_asked_to() {
    for (align, share) in [
        (TextAlign::Left, 0.0),
        (TextAlign::Center, 0.5),
        (TextAlign::Right, 1.0),
        (TextAlign::Start, 0.0),
        (TextAlign::End, 1.0),
        (TextAlign::Justify, 0.0),
    ] {
        let mut paragraph_style = ParagraphStyle::new();
        paragraph_style.set_text_align(align);
        let style = style(13.0, 400);
        let mut text = paragraph_with(&inter(), &paragraph_style, &[("Volume", &style)]);
        let width = text.max_intrinsic_width();
        for limit in [
            f32::MAX,
            width + 100.0,
            f32::MAX,
            width + 20.0,
            width + 100.0,
        ] {
            text.layout(limit);
            let free = if limit == f32::MAX {
                0.0
            } else {
                limit - width
            };
            let left = text.get_line_metrics()[0].left as f32;
            assert_near(left, free * share, 0.02, "left edge");
        }
    }
}

#[test]
fn a_justified_line_fills_its_width() {
    let mut paragraph_style = ParagraphStyle::new();
    paragraph_style.set_text_align(TextAlign::Justify);
    let style = style(13.0, 400);
    let mut text = paragraph_with(
        &inter(),
        &paragraph_style,
        &[("one two three four", &style)],
    );
    text.layout(80.0);
    assert!(text.line_number() > 1);
    let end = text.get_glyph_cluster_at(text.get_line_metrics()[0].end_excluding_whitespaces - 1);
    assert_near(
        end.expect("it is a letter").bounds.right,
        80.0,
        0.05,
        "right edge",
    );
}

#[test]
fn right_to_left_text_begins_on_the_right() {
    let mut paragraph_style = ParagraphStyle::new();
    paragraph_style.set_text_direction(TextDirection::RTL);
    paragraph_style.set_text_align(TextAlign::Start);
    let style = style(13.0, 400);
    let text = "\u{5d0}\u{5d1}\u{5d2}";
    let mut text = paragraph_with(&inter(), &paragraph_style, &[(text, &style)]);
    text.layout(100.0);
    let places = [0, 2, 4].map(|index| text.get_glyph_cluster_at(index).expect("it is a letter"));
    assert_near(
        places[0].bounds.right,
        100.0,
        0.02,
        "the first letter's right edge",
    );
    for pair in places.windows(2) {
        assert_near(
            pair[1].bounds.right,
            pair[0].bounds.left,
            0.01,
            "edges that meet",
        );
        assert_eq!(pair[0].position, TextDirection::RTL);
    }
}

#[test]
fn an_ellipsis_stands_for_what_does_not_fit() {
    let style = style(13.0, 400);
    let mut paragraph_style = ParagraphStyle::new();
    paragraph_style.set_ellipsis("…");
    let parts = [("Recorded mic input", &style), ("\u{200b}", &style)];
    let mut text = paragraph_with(&inter(), &paragraph_style, &parts);
    let whole = text.max_intrinsic_width();
    text.layout(whole.ceil());
    assert_near(
        text.get_line_metrics()[0].width as f32,
        whole,
        0.01,
        "all of the text",
    );
    let mut narrower = whole;
    for width in [whole - 1.0, whole * 0.7, whole * 0.4, whole * 0.2] {
        text.layout(width);
        assert_eq!(text.line_number(), 1);
        let shown = text.get_line_metrics()[0].width as f32;
        assert!(shown <= width + 0.02, "{shown} in {width}");
        assert!(
            shown > width - 12.0,
            "more than a letter would fit: {shown} in {width}"
        );
        assert!(shown < narrower);
        narrower = shown;
    }
    text.layout(0.0);
    assert_eq!(text.line_number(), 1);
    text.layout(whole + 1.0);
    assert_near(
        text.get_line_metrics()[0].width as f32,
        whole,
        0.01,
        "all of the text again",
    );

    paragraph_style.set_max_lines(2);
    let mut text = paragraph_with(
        &inter(),
        &paragraph_style,
        &[("one two three four", &style)],
    );
    let last_line = |text: &skia_safe::textlayout::Paragraph| text.get_line_metrics()[1].width;
    text.layout(40.0);
    assert_eq!(text.line_number(), 2);
    assert!(last_line(&text) <= 40.02);
}

#[test]
fn a_text_of_one_line_is_not_narrower_than_all_of_it() {
    let style = style(13.0, 400);
    let min_and_max = |ellipsis: &str, max_lines: Option<usize>| {
        let mut paragraph_style = ParagraphStyle::new();
        paragraph_style
            .set_ellipsis(ellipsis)
            .set_max_lines(max_lines);
        let text = paragraph_with(&inter(), &paragraph_style, &[("one two", &style)]);
        (text.min_intrinsic_width(), text.max_intrinsic_width())
    };
    for (ellipsis, max_lines) in [("", Some(1)), ("…", Some(1)), ("…", None)] {
        let (min, max) = min_and_max(ellipsis, max_lines);
        assert_eq!(min, max, "{ellipsis:?} {max_lines:?}");
    }
    for (ellipsis, max_lines) in [("", None), ("", Some(2)), ("…", Some(2))] {
        let (min, max) = min_and_max(ellipsis, max_lines);
        assert!(min < max * 0.6, "{ellipsis:?} {max_lines:?}");
    }
}

#[test]
fn lines_beyond_the_limit_are_not_shown() {
    let style = style(13.0, 400);
    let mut paragraph_style = ParagraphStyle::new();
    paragraph_style.set_max_lines(2);
    let text = "one two three four five six";
    let mut text = paragraph_with(&inter(), &paragraph_style, &[(text, &style)]);
    text.layout(40.0);
    assert_eq!(text.line_number(), 2);
    assert_near(
        text.height(),
        2.0 * paragraph("x", 13.0).height(),
        0.0,
        "height",
    );
}

#[test]
fn a_heavier_weight_is_wider() {
    let width = |weight| {
        let style = style(13.0, weight);
        paragraph_with(&inter(), &ParagraphStyle::new(), &[("Volume", &style)])
            .max_intrinsic_width()
    };
    assert!(width(400) < width(500) && width(500) < width(600));
    // Beyond the end of the axis there is nothing more.
    assert_near(width(600), width(700), 1.0e-4, "the heaviest");
}

#[test]
fn text_without_a_font_is_boxes() {
    let fonts = collection(&[]);
    let style = style(20.0, 400);
    let text = paragraph_with(&fonts, &ParagraphStyle::new(), &[("ab c", &style)]);
    // A box is 0.6 em wide, a space 0.3.
    assert_near(
        text.max_intrinsic_width(),
        20.0 * (0.6 * 3.0 + 0.3),
        0.01,
        "width",
    );
    assert_near(text.height(), 24.0, 0.0, "height");
}

#[test]
fn fonts_that_are_registered_later_are_seen() {
    use skia_safe::FontMgr;
    use skia_safe::textlayout::{FontCollection, TypefaceFontProvider};
    let mut provider = TypefaceFontProvider::new();
    let mut fonts = FontCollection::new();
    fonts.set_asset_font_manager(FontMgr::from(provider.clone()));
    let style = style(20.0, 400);
    let width = |fonts: &FontCollection| {
        paragraph_with(fonts, &ParagraphStyle::new(), &[("iii", &style)]).max_intrinsic_width()
    };
    let of_boxes = width(&fonts);
    let typeface = FontMgr::default().new_from_data(crate::INTER, None);
    provider.register_typeface(typeface.expect("it is a font"), None);
    assert_near(of_boxes, 36.0, 0.01, "three boxes");
    assert!(width(&fonts) < 20.0);
}
