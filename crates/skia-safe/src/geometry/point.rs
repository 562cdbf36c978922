use std::ops::{Add, Mul, Neg, Sub};

/// A point, in the units of the current matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// A difference of two points.
pub type Vector = Point;

impl Point {
    /// A point from its coordinates.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// The distance from the origin.
    pub fn length(&self) -> f32 {
        self.x.hypot(self.y)
    }
}

impl From<(f32, f32)> for Point {
    fn from((x, y): (f32, f32)) -> Self {
        Self { x, y }
    }
}

impl From<(i32, i32)> for Point {
    fn from((x, y): (i32, i32)) -> Self {
        Self::new(x as f32, y as f32)
    }
}

impl From<IPoint> for Point {
    fn from(point: IPoint) -> Self {
        Self::new(point.x as f32, point.y as f32)
    }
}

impl Add for Point {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Point {
    type Output = Self;

    fn mul(self, factor: f32) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }
}

impl Neg for Point {
    type Output = Self;

    fn neg(self) -> Self {
        Self::new(-self.x, -self.y)
    }
}

/// A point on the grid of pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IPoint {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}

impl IPoint {
    /// A point from its coordinates.
    pub const fn new(x: i32, y: i32) -> Self {
        Self { x, y }
    }
}

impl From<(i32, i32)> for IPoint {
    fn from((x, y): (i32, i32)) -> Self {
        Self { x, y }
    }
}
