//! Pictures of glyphs, made once and kept.

mod cache;
mod gaps;
mod outline;

pub(crate) use cache::{GlyphCache, Shade};
pub(crate) use outline::{FontFile, Instance, bold_outline, glyph_outline};
