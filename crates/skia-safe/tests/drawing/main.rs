//! Single operations against what their formulas say of each pixel.

mod blending;
mod blur;
mod clips;
mod coverage;
mod gradients;
mod images;
mod layers;
mod picture;
mod strokes;
mod transforms;
mod wild;
