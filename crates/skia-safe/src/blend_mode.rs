/// How a color comes onto what is there: the operators of Porter and Duff, and the blend modes of the W3C's Compositing
/// and Blending specification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BlendMode {
    /// Nothing stays.
    Clear,
    /// Only the new.
    Src,
    /// Only the old.
    Dst,
    /// The new over the old.
    #[default]
    SrcOver,
    /// The old over the new.
    DstOver,
    /// The new where the old is.
    SrcIn,
    /// The old where the new is.
    DstIn,
    /// The new where the old is not.
    SrcOut,
    /// The old where the new is not.
    DstOut,
    /// The new over the old, where the old is.
    SrcATop,
    /// The old over the new, where the new is.
    DstATop,
    /// Either where the other is not.
    Xor,
    /// The sum.
    Plus,
    /// The product of premultiplied colors.
    Modulate,
    /// The inverse of the product of the inverses.
    Screen,
    /// Multiply or screen, as the old says.
    Overlay,
    /// The darker.
    Darken,
    /// The lighter.
    Lighten,
    /// Brightens the old by the new.
    ColorDodge,
    /// Darkens the old by the new.
    ColorBurn,
    /// Multiply or screen, as the new says.
    HardLight,
    /// Darkens or lightens, as the new says, softly.
    SoftLight,
    /// The difference.
    Difference,
    /// Like the difference, with less contrast.
    Exclusion,
    /// The product.
    Multiply,
    /// Hue of the new, saturation and luminosity of the old.
    Hue,
    /// Saturation of the new, hue and luminosity of the old.
    Saturation,
    /// Hue and saturation of the new, luminosity of the old.
    Color,
    /// Luminosity of the new, hue and saturation of the old.
    Luminosity,
}
