//! Transformations of the plane.

use std::ops::{Index, IndexMut, Mul};

use crate::geometry::{Point, Rect, Vector};

/// A 3 x 3 matrix in rows, applied to columns (x, y, 1). Perspective is kept but not drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix {
    cells: [f32; 9],
}

/// How [`Matrix::rect_2_rect`] fits one rectangle into another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScaleToFit {
    /// Each axis by itself.
    #[default]
    Fill,
    /// One scale for both axes, at the upper left.
    Start,
    /// One scale for both axes, in the middle.
    Center,
    /// One scale for both axes, at the lower right.
    End,
}

impl Matrix {
    /// Changes nothing.
    pub const fn new_identity() -> Self {
        Self::affine(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    }

    /// All nine cells, row by row.
    #[allow(
        clippy::too_many_arguments,
        reason = "the signature of the crate whose place this one takes"
    )]
    pub const fn new_all(
        scale_x: f32,
        skew_x: f32,
        translate_x: f32,
        skew_y: f32,
        scale_y: f32,
        translate_y: f32,
        perspective_x: f32,
        perspective_y: f32,
        perspective: f32,
    ) -> Self {
        Self {
            cells: [
                scale_x,
                skew_x,
                translate_x,
                skew_y,
                scale_y,
                translate_y,
                perspective_x,
                perspective_y,
                perspective,
            ],
        }
    }

    /// Column by column: where the x axis, the y axis and the origin go.
    const fn affine(xx: f32, yx: f32, xy: f32, yy: f32, x: f32, y: f32) -> Self {
        Self::new_all(xx, xy, x, yx, yy, y, 0.0, 0.0, 1.0)
    }

    /// Moves.
    pub fn translate(by: impl Into<Vector>) -> Self {
        let by = by.into();
        Self::affine(1.0, 0.0, 0.0, 1.0, by.x, by.y)
    }

    /// Scales about the origin.
    pub const fn scale((x, y): (f32, f32)) -> Self {
        Self::affine(x, 0.0, 0.0, y, 0.0, 0.0)
    }

    /// Turns clockwise (y points down) about the origin.
    pub fn rotate_rad(angle_rad: f32) -> Self {
        let (sine, cosine) = angle_rad.sin_cos();
        Self::affine(cosine, sine, -sine, cosine, 0.0, 0.0)
    }

    /// Turns clockwise (y points down) about the origin.
    pub fn rotate_deg(angle_deg: f32) -> Self {
        Self::rotate_rad(angle_deg.to_radians())
    }

    /// Slants: x moves by `x` per unit of y, and y by `y` per unit of x.
    pub const fn skew((x, y): (f32, f32)) -> Self {
        Self::affine(1.0, y, x, 1.0, 0.0, 0.0)
    }

    /// What takes one rectangle to another; `None` for an empty source.
    pub fn rect_2_rect(
        from: impl AsRef<Rect>,
        to: impl AsRef<Rect>,
        fit: impl Into<Option<ScaleToFit>>,
    ) -> Option<Self> {
        let (from, to) = (from.as_ref(), to.as_ref());
        if from.is_empty() {
            return None;
        }
        let (mut x, mut y) = (to.width() / from.width(), to.height() / from.height());
        let fit = fit.into().unwrap_or_default();
        let share = match fit {
            ScaleToFit::Fill | ScaleToFit::Start => 0.0,
            ScaleToFit::Center => 0.5,
            ScaleToFit::End => 1.0,
        };
        let mut corner = Point::new(to.left, to.top);
        if fit != ScaleToFit::Fill {
            let scale = x.min(y);
            corner.x += share * from.width() * (x - scale);
            corner.y += share * from.height() * (y - scale);
            (x, y) = (scale, scale);
        }
        Some(Self::affine(
            x,
            0.0,
            0.0,
            y,
            corner.x - from.left * x,
            corner.y - from.top * y,
        ))
    }

    /// First `second`, then `first`.
    pub fn concat(first: &Self, second: &Self) -> Self {
        let cell = |row: usize, column: usize| {
            (0..3)
                .map(|inner| first.cells[3 * row + inner] * second.cells[3 * inner + column])
                .sum()
        };
        Self {
            cells: std::array::from_fn(|index| cell(index / 3, index % 3)),
        }
    }

    /// What takes everything back; `None` if the plane is folded flat.
    pub fn invert(&self) -> Option<Self> {
        let m = self.cells.map(f64::from);
        let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[b] - m[c] * m[d];
        let cofactors = [
            minor(4, 8, 5, 7),
            minor(2, 7, 1, 8),
            minor(1, 5, 2, 4),
            minor(5, 6, 3, 8),
            minor(0, 8, 2, 6),
            minor(2, 3, 0, 5),
            minor(3, 7, 4, 6),
            minor(1, 6, 0, 7),
            minor(0, 4, 1, 3),
        ];
        let determinant = m[0] * cofactors[0] + m[1] * cofactors[3] + m[2] * cofactors[6];
        let inverse = Self {
            cells: cofactors.map(|cofactor| (cofactor / determinant) as f32),
        };
        (determinant != 0.0 && inverse.cells.iter().all(|cell| cell.is_finite())).then_some(inverse)
    }

    /// Where a point goes.
    pub fn map_point(&self, point: impl Into<Point>) -> Point {
        let point = point.into();
        self.map_xy(point.x, point.y)
    }

    /// Where a point goes.
    pub fn map_xy(&self, x: f32, y: f32) -> Point {
        let row = |index: usize| {
            self.cells[index] * x + self.cells[index + 1] * y + self.cells[index + 2]
        };
        match self.has_perspective() {
            true => Point::new(row(0) / row(6), row(3) / row(6)),
            false => Point::new(row(0), row(3)),
        }
    }

    /// The smallest rectangle around where a rectangle goes, and whether that is all there is to it.
    pub fn map_rect(&self, rect: impl AsRef<Rect>) -> (Rect, bool) {
        let rect = rect.as_ref();
        let corners = [
            self.map_xy(rect.left, rect.top),
            self.map_xy(rect.right, rect.top),
            self.map_xy(rect.right, rect.bottom),
            self.map_xy(rect.left, rect.bottom),
        ];
        let around = corners[1..].iter().fold(
            Rect::new(corners[0].x, corners[0].y, corners[0].x, corners[0].y),
            |around, corner| around.union(&Rect::new(corner.x, corner.y, corner.x, corner.y)),
        );
        (around, self.rect_stays_rect())
    }

    /// Whether nothing changes.
    pub fn is_identity(&self) -> bool {
        *self == Self::new_identity()
    }

    /// Whether points only move, all by the same.
    pub fn is_translate(&self) -> bool {
        self.is_scale_translate() && self.cells[0] == 1.0 && self.cells[4] == 1.0
    }

    /// Whether both axes keep their directions.
    pub fn is_scale_translate(&self) -> bool {
        self.cells[1] == 0.0 && self.cells[3] == 0.0 && !self.has_perspective()
    }

    /// Whether upright rectangles stay upright rectangles.
    pub fn rect_stays_rect(&self) -> bool {
        let swapped = self.cells[0] == 0.0 && self.cells[4] == 0.0;
        !self.has_perspective() && (swapped || self.is_scale_translate())
    }

    /// Whether far is smaller than near.
    pub fn has_perspective(&self) -> bool {
        self.cells[6..] != [0.0, 0.0, 1.0]
    }

    /// The x scale.
    pub const fn scale_x(&self) -> f32 {
        self.cells[0]
    }

    /// The y scale.
    pub const fn scale_y(&self) -> f32 {
        self.cells[4]
    }

    /// How x depends on y.
    pub const fn skew_x(&self) -> f32 {
        self.cells[1]
    }

    /// How y depends on x.
    pub const fn skew_y(&self) -> f32 {
        self.cells[3]
    }

    /// Where the origin goes, x.
    pub const fn translate_x(&self) -> f32 {
        self.cells[2]
    }

    /// Where the origin goes, y.
    pub const fn translate_y(&self) -> f32 {
        self.cells[5]
    }

    /// As tiny-skia has it; perspective is dropped.
    pub(crate) fn to_transform(self) -> tiny_skia_path::Transform {
        let [xx, xy, x, yx, yy, y, ..] = self.cells;
        tiny_skia_path::Transform::from_row(xx, yx, xy, yy, x, y)
    }
}

impl Default for Matrix {
    fn default() -> Self {
        Self::new_identity()
    }
}

impl Mul for Matrix {
    type Output = Self;

    fn mul(self, second: Self) -> Self {
        Self::concat(&self, &second)
    }
}

impl Index<usize> for Matrix {
    type Output = f32;

    fn index(&self, index: usize) -> &f32 {
        &self.cells[index]
    }
}

impl IndexMut<usize> for Matrix {
    fn index_mut(&mut self, index: usize) -> &mut f32 {
        &mut self.cells[index]
    }
}

/// A transformation of space. Canvases draw in the plane: they use the part that [`Matrix`] holds too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct M44 {
    plane: Matrix,
}

impl M44 {
    /// The part in the plane.
    pub const fn to_m33(&self) -> Matrix {
        self.plane
    }
}

impl From<Matrix> for M44 {
    fn from(plane: Matrix) -> Self {
        Self { plane }
    }
}

impl From<&Matrix> for M44 {
    fn from(plane: &Matrix) -> Self {
        Self { plane: *plane }
    }
}
