//! The part of [skia-safe](https://crates.io/crates/skia-safe) 0.93 that [vizia](https://crates.io/crates/vizia) 0.4
//! draws with, in pure Rust.
//!
//! skia-safe is a binding to Skia, whose build downloads a prebuilt library of C++. This crate takes its place where a
//! build has to work from a registry of crates alone, or where a program must link nothing but the system: a plugin in
//! somebody else's process, for example. Whoever builds with it adds
//!
//! ```toml
//! [patch.crates-io]
//! skia-safe = { path = "crates/skia-safe" }
//! ```
//!
//! to the workspace's `Cargo.toml`. Deleting these two lines draws with Skia itself, from the same sources.
//!
//! # What it is
//!
//! Names, types and meanings are those of skia-safe, so that `vizia_core` compiles against it unchanged. Everything is
//! drawn by the processor into memory, premultiplied 0xAARRGGBB, and comes out the same on every machine but for the
//! rounding of single pixels.
//!
//! - Shapes are filled by the exact area that they cover of each pixel. Gradients, shadows, blurs, layers, clips within
//!   clips, dashes and all blend modes are there.
//! - Text is shaped and broken into lines by [parley](https://crates.io/crates/parley), with the fonts that the program
//!   brings along and no others; glyphs stand at quarters of a pixel. See [`textlayout`].
//! - Pictures are read from PNG and, through [resvg](https://crates.io/crates/resvg), from SVG.
//!
//! # What it is not
//!
//! It is no binding to Skia, and has nothing of Skia's API that vizia does not use. There is no GPU, no color space but
//! sRGB, no perspective, no picture format but PNG, and no font of the system's. What it cannot draw it leaves out, and
//! says so once through [log](https://crates.io/crates/log): it does not panic, whatever the numbers.
//!
//! # Example
//!
//! ```
//! use skia_safe::{Color, Paint, Rect, surfaces};
//!
//! let mut surface = surfaces::raster_n32_premul((4, 2)).expect("the size is sane");
//! let mut paint = Paint::default();
//! paint.set_color(Color::from_rgb(255, 128, 0));
//! paint.set_anti_alias(true);
//! surface.canvas().draw_rect(Rect::new(1.0, 0.0, 2.5, 2.0), &paint);
//! // The rectangle ends in the middle of the third pixel.
//! assert_eq!(surface.pixels()[..4], [0, 0xffff_8000, 0x8080_4000, 0]);
//! ```

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
