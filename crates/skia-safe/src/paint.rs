//! What to draw with.

use crate::blend_mode::BlendMode;
use crate::color::{Color, Color4f};
use crate::effects::{ImageFilter, MaskFilter, PathEffect};
use crate::shader::Shader;

/// What of a shape is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaintStyle {
    /// The inside.
    #[default]
    Fill,
    /// The outline.
    Stroke,
    /// Both.
    StrokeAndFill,
}

/// How an open line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaintCap {
    /// At its last point.
    #[default]
    Butt,
    /// With a half circle.
    Round,
    /// With half a square.
    Square,
}

/// Color, style and effects of what is drawn. The default fills with opaque black, without anti-aliasing.
#[derive(Clone, Debug)]
pub struct Paint {
    pub(crate) color: Color4f,
    pub(crate) anti_alias: bool,
    pub(crate) style: PaintStyle,
    pub(crate) stroke_width: f32,
    pub(crate) stroke_cap: PaintCap,
    pub(crate) blend_mode: BlendMode,
    pub(crate) shader: Option<Shader>,
    pub(crate) mask_filter: Option<MaskFilter>,
    pub(crate) image_filter: Option<ImageFilter>,
    pub(crate) path_effect: Option<PathEffect>,
}

impl Default for Paint {
    fn default() -> Self {
        Self {
            color: Color4f::new(0.0, 0.0, 0.0, 1.0),
            anti_alias: false,
            style: PaintStyle::Fill,
            stroke_width: 0.0,
            stroke_cap: PaintCap::Butt,
            blend_mode: BlendMode::SrcOver,
            shader: None,
            mask_filter: None,
            image_filter: None,
            path_effect: None,
        }
    }
}

impl Paint {
    /// The color, rounded to eight bits.
    pub fn color(&self) -> Color {
        self.color.to_color()
    }

    /// Sets the color and alpha.
    pub fn set_color(&mut self, color: impl Into<Color>) -> &mut Self {
        self.color = color.into().into();
        self
    }

    /// Alpha; 1 is opaque.
    pub fn alpha_f(&self) -> f32 {
        self.color.a
    }

    /// Sets alpha and keeps the color; 1 is opaque.
    pub fn set_alpha_f(&mut self, alpha: f32) -> &mut Self {
        self.color.a = alpha;
        self
    }

    /// Whether edges are smooth.
    pub fn is_anti_alias(&self) -> bool {
        self.anti_alias
    }

    /// Sets whether edges are smooth.
    pub fn set_anti_alias(&mut self, anti_alias: bool) -> &mut Self {
        self.anti_alias = anti_alias;
        self
    }

    /// What of a shape is drawn.
    pub fn style(&self) -> PaintStyle {
        self.style
    }

    /// Sets what of a shape is drawn.
    pub fn set_style(&mut self, style: PaintStyle) -> &mut Self {
        self.style = style;
        self
    }

    /// The width of lines; 0 is one pixel whatever the matrix says.
    pub fn stroke_width(&self) -> f32 {
        self.stroke_width
    }

    /// Sets the width of lines; 0 is one pixel whatever the matrix says.
    pub fn set_stroke_width(&mut self, width: f32) -> &mut Self {
        self.stroke_width = width;
        self
    }

    /// How open lines end.
    pub fn stroke_cap(&self) -> PaintCap {
        self.stroke_cap
    }

    /// Sets how open lines end.
    pub fn set_stroke_cap(&mut self, cap: PaintCap) -> &mut Self {
        self.stroke_cap = cap;
        self
    }

    /// Sets how colors come onto what is there.
    pub fn set_blend_mode(&mut self, mode: BlendMode) -> &mut Self {
        self.blend_mode = mode;
        self
    }

    /// Sets where colors come from instead of the one color, of which alpha still counts.
    pub fn set_shader(&mut self, shader: impl Into<Option<Shader>>) -> &mut Self {
        self.shader = shader.into();
        self
    }

    /// Sets what happens to the coverage before it is colored.
    pub fn set_mask_filter(&mut self, filter: impl Into<Option<MaskFilter>>) -> &mut Self {
        self.mask_filter = filter.into();
        self
    }

    /// Sets what happens to the picture before it is blended.
    pub fn set_image_filter(&mut self, filter: impl Into<Option<ImageFilter>>) -> &mut Self {
        self.image_filter = filter.into();
        self
    }

    /// Sets what happens to the outline before it is drawn.
    pub fn set_path_effect(&mut self, effect: impl Into<Option<PathEffect>>) -> &mut Self {
        self.path_effect = effect.into();
        self
    }
}
