/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// To the right.
    pub width: f32,
    /// Down.
    pub height: f32,
}

impl Size {
    /// A size from its sides.
    pub const fn new(width: f32, height: f32) -> Self {
        Self { width, height }
    }
}

impl From<(f32, f32)> for Size {
    fn from((width, height): (f32, f32)) -> Self {
        Self { width, height }
    }
}

impl From<ISize> for Size {
    fn from(size: ISize) -> Self {
        Self::new(size.width as f32, size.height as f32)
    }
}

/// Width and height in whole pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ISize {
    /// To the right.
    pub width: i32,
    /// Down.
    pub height: i32,
}

impl ISize {
    /// A size from its sides.
    pub const fn new(width: i32, height: i32) -> Self {
        Self { width, height }
    }
}

impl From<(i32, i32)> for ISize {
    fn from((width, height): (i32, i32)) -> Self {
        Self { width, height }
    }
}
