use super::{Point, Rect, Vector};

/// Names around [`RRect`].
pub mod rrect {
    /// A corner of a rectangle, clockwise from the upper left.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Corner {
        /// Upper left.
        UpperLeft,
        /// Upper right.
        UpperRight,
        /// Lower right.
        LowerRight,
        /// Lower left.
        LowerLeft,
    }
}

/// A rectangle whose corners are quarters of ellipses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RRect {
    rect: Rect,
    /// Clockwise from the upper left.
    radii: [Point; 4],
}

impl RRect {
    /// A rectangle with square corners.
    pub fn new_rect(rect: impl AsRef<Rect>) -> Self {
        Self {
            rect: *rect.as_ref(),
            radii: [Point::default(); 4],
        }
    }

    /// A rectangle with the same radii at all corners.
    pub fn new_rect_xy(rect: impl AsRef<Rect>, radius_x: f32, radius_y: f32) -> Self {
        Self::new_rect_radii(rect, &[Point::new(radius_x, radius_y); 4])
    }

    /// A rectangle with its radii clockwise from the upper left. Radii that do not fit beside each other are all
    /// scaled down by the same factor, as CSS does; a corner of which one radius is not positive is square.
    pub fn new_rect_radii(rect: impl AsRef<Rect>, radii: &[Point; 4]) -> Self {
        let rect = *rect.as_ref();
        if rect.is_empty() || !rect.is_finite() {
            return Self::new_rect(rect);
        }
        let mut radii = radii.map(|radius| match radius.x > 0.0 && radius.y > 0.0 {
            true => radius,
            false => Point::default(),
        });
        let [upper_left, upper_right, lower_right, lower_left] = radii;
        let sides = [
            (rect.width(), upper_left.x + upper_right.x),
            (rect.width(), lower_left.x + lower_right.x),
            (rect.height(), upper_left.y + lower_left.y),
            (rect.height(), upper_right.y + lower_right.y),
        ];
        let factor = sides
            .iter()
            .filter(|(side, needed)| needed > side)
            .fold(1.0f32, |factor, (side, needed)| factor.min(side / needed));
        if factor < 1.0 {
            radii = radii.map(|radius| radius * factor);
        }
        Self { rect, radii }
    }

    /// The rectangle around it.
    pub fn rect(&self) -> &Rect {
        &self.rect
    }

    /// The rectangle around it.
    pub fn bounds(&self) -> &Rect {
        &self.rect
    }

    /// From left to right.
    pub fn width(&self) -> f32 {
        self.rect.width()
    }

    /// From top to bottom.
    pub fn height(&self) -> f32 {
        self.rect.height()
    }

    /// The radii of a corner.
    pub fn radii(&self, corner: rrect::Corner) -> Vector {
        self.radii[corner as usize]
    }

    /// The radii, clockwise from the upper left.
    pub(crate) fn all_radii(&self) -> &[Point; 4] {
        &self.radii
    }

    /// Sides moved outwards; radii that are not zero grow by the same.
    #[must_use]
    pub fn with_outset(&self, by: impl Into<Vector>) -> Self {
        let by = by.into();
        let radii = self
            .radii
            .map(|radius| match radius.x > 0.0 && radius.y > 0.0 {
                true => radius + by,
                false => radius,
            });
        Self::new_rect_radii(self.rect.with_outset(by), &radii)
    }

    /// Sides moved inwards; radii shrink by the same.
    #[must_use]
    pub fn with_inset(&self, by: impl Into<Vector>) -> Self {
        self.with_outset(-by.into())
    }

    /// The shape, moved.
    #[must_use]
    pub fn with_offset(&self, by: impl Into<Vector>) -> Self {
        Self {
            rect: self.rect.with_offset(by),
            radii: self.radii,
        }
    }
}

impl AsRef<RRect> for RRect {
    fn as_ref(&self) -> &RRect {
        self
    }
}
