// The picture stands in the documentation itself: pages of crates have no files beside them. Of two definitions, the
// first counts.
#![doc = concat!("[gallery]: data:image/png;base64,", include_str!("../docs/gallery.base64"))]
#![doc = ""]
#![doc = include_str!("../README.md")]

mod blend;
mod blend_mode;
mod blur;
pub mod canvas;
mod color;
mod effects;
mod font;
mod geometry;
mod glyphs;
mod image;
mod log_once;
mod matrix;
mod paint;
mod path;
mod pixel;
mod raster;
mod shader;
mod surface;
pub mod svg;
pub mod textlayout;
pub mod wrapper;

pub use blend_mode::BlendMode;
pub use canvas::{Canvas, ClipOp};
pub use color::{Color, Color4f};
pub use effects::{BlurStyle, ImageFilter, MaskFilter, PathEffect};
pub use font::{
    FontArguments, FontMgr, FontStyle, FourByteTag, Typeface, font_arguments, font_style,
};
pub use geometry::{IPoint, IRect, ISize, Point, RRect, Rect, Size, Vector, rrect};
pub use image::{Data, Image};
pub use matrix::{M44, Matrix};
pub use paint::{Paint, PaintCap, PaintStyle};
pub use path::{Path, PathBuilder, PathDirection, PathOp, path_builder};
pub use shader::{SamplingOptions, Shader, TileMode, gradient_shader, shaders};
pub use surface::{Pixmap, Surface, surfaces};

/// The number that coordinates are made of.
#[allow(
    non_camel_case_types,
    reason = "the name of the crate whose place this one takes"
)]
pub type scalar = f32;
