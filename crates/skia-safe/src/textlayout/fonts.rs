use std::cell::RefCell;
use std::rc::Rc;

use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride};
use parley::{FontContext, LayoutContext};

use crate::font::{FontMgr, Typeface};
use crate::glyphs::GlyphCache;
use crate::log_once::log_once;

/// Fonts of our own. A clone has the same fonts, those registered later included.
#[derive(Clone, Debug, Default)]
pub struct TypefaceFontProvider {
    registered: Rc<RefCell<Vec<Registered>>>,
}

#[derive(Clone, Debug)]
struct Registered {
    typeface: Typeface,
    alias: Option<String>,
}

impl TypefaceFontProvider {
    /// No fonts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a font, under its own family's name or another. Returns how many fonts there are.
    pub fn register_typeface<'a>(
        &mut self,
        typeface: Typeface,
        alias: impl Into<Option<&'a str>>,
    ) -> usize {
        let alias = alias.into().map(str::to_owned);
        let mut registered = self.registered.borrow_mut();
        registered.push(Registered { typeface, alias });
        registered.len()
    }
}

impl From<TypefaceFontProvider> for FontMgr {
    fn from(provider: TypefaceFontProvider) -> Self {
        Self {
            provider: Some(provider),
        }
    }
}

/// Where fonts are looked for. A clone is the same collection. What was shaped and drawn with the fonts of a collection
/// is kept with it and goes with it.
#[derive(Clone, Default)]
pub struct FontCollection {
    pub(crate) shared: Rc<RefCell<Shared>>,
}

impl std::fmt::Debug for FontCollection {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("FontCollection")
    }
}

impl FontCollection {
    /// Nowhere.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the fonts that are asked first.
    pub fn set_asset_font_manager(&mut self, fonts: impl Into<Option<FontMgr>>) {
        self.shared.borrow_mut().set_manager(0, fonts.into());
    }

    /// Sets the fonts that are asked last. There is no need for a family's name: one that is not known means the first
    /// font.
    pub fn set_default_font_manager<'a>(
        &mut self,
        fonts: impl Into<Option<FontMgr>>,
        _family: impl Into<Option<&'a str>>,
    ) {
        self.shared.borrow_mut().set_manager(1, fonts.into());
    }
}

impl From<&FontCollection> for FontCollection {
    fn from(collection: &FontCollection) -> Self {
        collection.clone()
    }
}

/// What all clones of a collection have in common.
pub(crate) struct Shared {
    managers: [FontMgr; 2],
    /// How many fonts of each manager are in `fonts`.
    taken: [usize; 2],
    /// The names of all families, in the order in which they were registered.
    pub(crate) families: Vec<String>,
    pub(crate) fonts: FontContext,
    pub(crate) layout: LayoutContext<usize>,
    pub(crate) glyphs: GlyphCache,
}

/// A font of boxes, for when there is no other.
const LAST_RESORT: &[u8] = include_bytes!("../../assets/last_resort.ttf");

impl Default for Shared {
    fn default() -> Self {
        Self {
            managers: Default::default(),
            taken: [0; 2],
            families: Vec::new(),
            fonts: no_fonts(),
            layout: LayoutContext::new(),
            glyphs: GlyphCache::default(),
        }
    }
}

fn no_fonts() -> FontContext {
    FontContext {
        collection: Collection::new(CollectionOptions {
            shared: false,
            system_fonts: false,
        }),
        source_cache: Default::default(),
    }
}

impl Shared {
    fn set_manager(&mut self, index: usize, fonts: Option<FontMgr>) {
        self.managers[index] = fonts.unwrap_or_default();
        self.taken = [0; 2];
        self.families.clear();
        self.fonts = no_fonts();
    }

    /// Takes over the fonts that have been registered since the last time.
    pub(crate) fn take_new_fonts(&mut self) {
        for (manager, taken) in self.managers.iter().zip(&mut self.taken) {
            let Some(provider) = &manager.provider else {
                continue;
            };
            let registered = provider.registered.borrow();
            for font in &registered[*taken..] {
                let alias = font.alias.as_deref();
                let file = font.typeface.file.clone();
                register(&mut self.fonts, &mut self.families, file, alias);
            }
            *taken = registered.len();
        }
        if self.families.is_empty() {
            log_once!("no font is registered: text is drawn as boxes");
            let boxes = Blob::from(LAST_RESORT.to_vec());
            register(&mut self.fonts, &mut self.families, boxes, None);
        }
    }
}

fn register(
    fonts: &mut FontContext,
    families: &mut Vec<String>,
    file: Blob<u8>,
    alias: Option<&str>,
) {
    let as_family = alias.map(|alias| FontInfoOverride {
        family_name: Some(alias),
        ..Default::default()
    });
    let added = fonts.collection.register_fonts(file, as_family);
    for (family, _) in added {
        let name = fonts.collection.family_name(family).map(str::to_owned);
        families.extend(name.filter(|name| !families.contains(name)));
    }
}
