//! Text: its measures, its look-ups and its pixels, with the family that the editor is set in.

mod glyphs;
mod layout;
mod queries;

use skia_safe::font_style::{Slant, Weight, Width};
use skia_safe::textlayout::{
    FontCollection, Paragraph, ParagraphBuilder, ParagraphStyle, TextStyle, TypefaceFontProvider,
};
use skia_safe::{Color, FontMgr, FontStyle, Paint};

const INTER: &[u8] = include_bytes!("../../../../assets/fonts/Inter.ttf");

/// What vizia adds to every paragraph.
const ZERO_WIDTH_SPACE: &str = "\u{200b}";

/// A collection as vizia makes it, with or without a font.
fn collection(fonts: &[&[u8]]) -> FontCollection {
    let mut provider = TypefaceFontProvider::new();
    let mut collection = FontCollection::new();
    collection.set_default_font_manager(FontMgr::default(), None);
    collection.set_asset_font_manager(FontMgr::from(provider.clone()));
    for font in fonts {
        let typeface = FontMgr::default().new_from_data(font, None);
        provider.register_typeface(typeface.expect("it is a font"), None);
    }
    collection
}

fn inter() -> FontCollection {
    collection(&[INTER])
}

/// Black text of one size and weight.
fn style(size: f32, weight: i32) -> TextStyle {
    let mut style = TextStyle::new();
    style.set_font_families(&["sans-serif"]);
    style.set_font_size(size);
    style.set_font_style(FontStyle::new(
        Weight::from(weight),
        Width::NORMAL,
        Slant::Upright,
    ));
    let mut paint = Paint::default();
    paint.set_color(Color::BLACK);
    style.set_foreground_paint(&paint);
    style
}

fn paragraph_with(
    fonts: &FontCollection,
    paragraph_style: &ParagraphStyle,
    parts: &[(&str, &TextStyle)],
) -> Paragraph {
    let mut builder = ParagraphBuilder::new(paragraph_style, fonts);
    for (text, style) in parts {
        builder.push_style(style);
        builder.add_text(text);
    }
    builder.build()
}

/// A text as vizia builds it.
fn paragraph(text: &str, size: f32) -> Paragraph {
    let style = style(size, 400);
    let parts = [(text, &style), (ZERO_WIDTH_SPACE, &style)];
    paragraph_with(&inter(), &ParagraphStyle::new(), &parts)
}

/// The advance of a character in units of the font, and how many of them make an em.
fn advance_in_units(char: char) -> (f32, f32) {
    use skrifa::instance::{LocationRef, Size};
    use skrifa::{FontRef, MetadataProvider};
    let font = FontRef::new(INTER).expect("it is a font");
    let glyph = font.charmap().map(char).expect("the font has it");
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let units_per_em = font
        .metrics(Size::unscaled(), LocationRef::default())
        .units_per_em;
    let advance = metrics.advance_width(glyph).expect("it has an advance");
    (advance, f32::from(units_per_em))
}
