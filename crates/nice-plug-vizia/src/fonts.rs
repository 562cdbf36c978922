//! Fonts that come with the plugin.

use vizia_core::prelude::*;

/// The family that text drawn by this crate's widgets is set in.
pub(crate) const DEFAULT_FAMILY: &str = "sans-serif";

/// What vizia calls the generic families.
const GENERIC_FAMILIES: [&str; 3] = [DEFAULT_FAMILY, "serif", "Cascadia Mono"];

/// Adds a font from memory and makes it the one that is meant when no family is named: vizia comes with no font, and
/// what a user has installed is not what an editor was laid out with. Returns whether the data is a font.
pub fn add_default_font(cx: &mut Context, data: &[u8]) -> bool {
    let fonts = &mut cx.text_context;
    let families = [None].into_iter().chain(GENERIC_FAMILIES.map(Some));
    for family in families {
        let Some(typeface) = fonts.default_font_manager.new_from_data(data, None) else {
            return false;
        };
        fonts.asset_provider.register_typeface(typeface, family);
    }
    true
}
