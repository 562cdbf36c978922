use parley::fontique::Blob;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{
    DrawSettings, Engine, HintingInstance, HintingOptions, OutlinePen, SmoothMode, Target,
};
use skrifa::raw::types::F2Dot14;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use tiny_skia_path::{Path, PathBuilder, PathStroker, Stroke};

use super::gaps::keep_apart;

/// A font in one size, weight and slant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Instance {
    pub(crate) file: FontFile,
    /// In pixels an em.
    pub(crate) size: f32,
    /// Where in the space of a variable font.
    pub(crate) location: Vec<F2Dot14>,
    /// Whether a bold font is to be made of one that is not.
    pub(crate) embolden: bool,
    /// How far an em's height leans to the right, as a share of it.
    pub(crate) skew: f32,
}

/// One font of a file.
#[derive(Clone)]
pub(crate) struct FontFile {
    pub(crate) bytes: Blob<u8>,
    pub(crate) index: u32,
}

impl PartialEq for FontFile {
    fn eq(&self, other: &Self) -> bool {
        self.bytes.id() == other.bytes.id() && self.index == other.index
    }
}

impl std::fmt::Debug for FontFile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "FontFile({}, {})", self.bytes.id(), self.index)
    }
}

/// Glyphs up to this size are hinted. Beyond, edges between pixels no longer disturb.
const LARGEST_HINTED: f32 = 40.0;

/// What moves the edges of small glyphs onto whole pixels: up and down only, so that glyphs keep their widths and can
/// still stand between two pixels. `None` where outlines are to stay as they are.
pub(crate) fn hinting(instance: &Instance) -> Option<HintingInstance> {
    if instance.size > LARGEST_HINTED {
        return None;
    }
    let font = FontRef::from_index(instance.file.bytes.as_ref(), instance.file.index).ok()?;
    let options = HintingOptions {
        engine: Engine::Auto(None),
        target: Target::Smooth {
            mode: SmoothMode::Light,
            symmetric_rendering: true,
            preserve_linear_metrics: true,
        },
    };
    let location = LocationRef::new(&instance.location);
    let outlines = font.outline_glyphs();
    HintingInstance::new(&outlines, Size::new(instance.size), location, options).ok()
}

/// The outline of a glyph with its origin at 0 and y pointing down. `None` if it has none.
pub(crate) fn glyph_outline(
    instance: &Instance,
    hinting: Option<&HintingInstance>,
    glyph: u32,
) -> Option<Path> {
    let font = FontRef::from_index(instance.file.bytes.as_ref(), instance.file.index).ok()?;
    let outline = font.outline_glyphs().get(GlyphId::new(glyph))?;
    let drawn = |settings: DrawSettings<'_>| {
        let mut pen = Pen {
            steps: PathBuilder::new(),
            skew: instance.skew,
        };
        outline.draw(settings, &mut pen).ok()?;
        pen.steps.finish()
    };
    let location = LocationRef::new(&instance.location);
    let unhinted = drawn(DrawSettings::unhinted(Size::new(instance.size), location))?;
    match hinting {
        Some(hinting) => {
            let hinted = drawn(DrawSettings::hinted(hinting, false))?;
            keep_apart(hinted, &unhinted)
        }
        None => Some(unhinted),
    }
}

/// What makes a glyph bold: a line around its outline. A fourteenth of the size thickens stems by about as much as
/// there is between regular and bold in most families.
pub(crate) fn bold_outline(outline: &Path, size: f32) -> Option<Path> {
    let around = Stroke {
        width: size / 14.0,
        ..Default::default()
    };
    PathStroker::new().stroke(outline, &around, 1.0)
}

struct Pen {
    steps: PathBuilder,
    skew: f32,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (x + y * self.skew, -y)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.steps.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.steps.line_to(x, y);
    }

    fn quad_to(&mut self, towards_x: f32, towards_y: f32, x: f32, y: f32) {
        let (towards_x, towards_y) = self.place(towards_x, towards_y);
        let (x, y) = self.place(x, y);
        self.steps.quad_to(towards_x, towards_y, x, y);
    }

    fn curve_to(
        &mut self,
        towards_x: f32,
        towards_y: f32,
        from_x: f32,
        from_y: f32,
        x: f32,
        y: f32,
    ) {
        let (towards_x, towards_y) = self.place(towards_x, towards_y);
        let (from_x, from_y) = self.place(from_x, from_y);
        let (x, y) = self.place(x, y);
        self.steps
            .cubic_to(towards_x, towards_y, from_x, from_y, x, y);
    }

    fn close(&mut self) {
        self.steps.close();
    }
}
