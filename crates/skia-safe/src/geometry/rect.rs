use super::{IPoint, ISize, Point, Size, Vector};

/// A rectangle between two vertical and two horizontal lines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// The smaller x.
    pub left: f32,
    /// The smaller y.
    pub top: f32,
    /// The larger x.
    pub right: f32,
    /// The larger y.
    pub bottom: f32,
}

impl Rect {
    /// A rectangle from its four sides.
    pub const fn new(left: f32, top: f32, right: f32, bottom: f32) -> Self {
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    /// A rectangle without area at the origin.
    pub const fn new_empty() -> Self {
        Self::new(0.0, 0.0, 0.0, 0.0)
    }

    /// A rectangle from its upper left corner and its size.
    pub const fn from_xywh(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self::new(x, y, x + width, y + height)
    }

    /// A rectangle of a width and a height at the origin.
    pub const fn from_wh(width: f32, height: f32) -> Self {
        Self::new(0.0, 0.0, width, height)
    }

    /// A rectangle of a size at a point.
    pub fn from_point_and_size(point: impl Into<Point>, size: impl Into<Size>) -> Self {
        let (point, size) = (point.into(), size.into());
        Self::from_xywh(point.x, point.y, size.width, size.height)
    }

    /// A rectangle of a size at the origin.
    pub fn from_size(size: impl Into<Size>) -> Self {
        Self::from_point_and_size((0.0, 0.0), size)
    }

    /// The smaller x.
    pub const fn left(&self) -> f32 {
        self.left
    }

    /// The smaller y.
    pub const fn top(&self) -> f32 {
        self.top
    }

    /// The larger x.
    pub const fn right(&self) -> f32 {
        self.right
    }

    /// The larger y.
    pub const fn bottom(&self) -> f32 {
        self.bottom
    }

    /// The smaller x.
    pub const fn x(&self) -> f32 {
        self.left
    }

    /// The smaller y.
    pub const fn y(&self) -> f32 {
        self.top
    }

    /// From left to right.
    pub const fn width(&self) -> f32 {
        self.right - self.left
    }

    /// From top to bottom.
    pub const fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// Width and height.
    pub const fn size(&self) -> Size {
        Size::new(self.width(), self.height())
    }

    /// Half-way between left and right.
    pub const fn center_x(&self) -> f32 {
        0.5 * (self.left + self.right)
    }

    /// Half-way between top and bottom.
    pub const fn center_y(&self) -> f32 {
        0.5 * (self.top + self.bottom)
    }

    /// The middle.
    pub const fn center(&self) -> Point {
        Point::new(self.center_x(), self.center_y())
    }

    /// Whether nothing is inside; so too where a side is not a number.
    pub fn is_empty(&self) -> bool {
        !(self.left < self.right && self.top < self.bottom)
    }

    /// Whether all sides are finite.
    pub fn is_finite(&self) -> bool {
        [self.left, self.top, self.right, self.bottom]
            .iter()
            .all(|side| side.is_finite())
    }

    /// The rectangle, moved.
    #[must_use]
    pub fn with_offset(&self, by: impl Into<Vector>) -> Self {
        let by = by.into();
        Self::new(
            self.left + by.x,
            self.top + by.y,
            self.right + by.x,
            self.bottom + by.y,
        )
    }

    /// The rectangle with its sides moved outwards.
    #[must_use]
    pub fn with_outset(&self, by: impl Into<Vector>) -> Self {
        let by = by.into();
        Self::new(
            self.left - by.x,
            self.top - by.y,
            self.right + by.x,
            self.bottom + by.y,
        )
    }

    /// The rectangle with its sides moved inwards.
    #[must_use]
    pub fn with_inset(&self, by: impl Into<Vector>) -> Self {
        self.with_outset(-by.into())
    }

    /// Whether a point is inside; the right and the lower side are outside.
    pub fn contains(&self, point: impl Into<Point>) -> bool {
        let point = point.into();
        point.x >= self.left && point.x < self.right && point.y >= self.top && point.y < self.bottom
    }

    /// What two rectangles have in common.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let common = Self::new(
            self.left.max(other.left),
            self.top.max(other.top),
            self.right.min(other.right),
            self.bottom.min(other.bottom),
        );
        (!common.is_empty()).then_some(common)
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::new(
            self.left.min(other.left),
            self.top.min(other.top),
            self.right.max(other.right),
            self.bottom.max(other.bottom),
        )
    }

    /// The smallest rectangle of whole pixels around this one.
    pub fn round_out(&self) -> IRect {
        IRect::new(
            self.left.floor() as i32,
            self.top.floor() as i32,
            self.right.ceil() as i32,
            self.bottom.ceil() as i32,
        )
    }

    /// The rectangle with its sides on the nearest lines between pixels.
    pub fn round(&self) -> IRect {
        let round = |side: f32| (side + 0.5).floor() as i32;
        IRect::new(
            round(self.left),
            round(self.top),
            round(self.right),
            round(self.bottom),
        )
    }
}

impl AsRef<Rect> for Rect {
    fn as_ref(&self) -> &Rect {
        self
    }
}

impl From<IRect> for Rect {
    fn from(rect: IRect) -> Self {
        Self::new(
            rect.left as f32,
            rect.top as f32,
            rect.right as f32,
            rect.bottom as f32,
        )
    }
}

/// A rectangle of whole pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IRect {
    /// The first column inside.
    pub left: i32,
    /// The first row inside.
    pub top: i32,
    /// The first column behind.
    pub right: i32,
    /// The first row behind.
    pub bottom: i32,
}

impl IRect {
    /// A rectangle from its four sides.
    pub const fn new(left: i32, top: i32, right: i32, bottom: i32) -> Self {
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    /// A rectangle from its upper left corner and its size.
    pub const fn from_xywh(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self::new(x, y, x.saturating_add(width), y.saturating_add(height))
    }

    /// A rectangle of a size at the origin.
    pub fn from_size(size: impl Into<ISize>) -> Self {
        let size = size.into();
        Self::from_xywh(0, 0, size.width, size.height)
    }

    /// The number of columns.
    pub const fn width(&self) -> i32 {
        self.right.saturating_sub(self.left)
    }

    /// The number of rows.
    pub const fn height(&self) -> i32 {
        self.bottom.saturating_sub(self.top)
    }

    /// Width and height.
    pub const fn size(&self) -> ISize {
        ISize::new(self.width(), self.height())
    }

    /// Whether no pixel is inside.
    pub const fn is_empty(&self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// Whether a pixel is inside.
    pub fn contains(&self, point: impl Into<IPoint>) -> bool {
        let point = point.into();
        point.x >= self.left && point.x < self.right && point.y >= self.top && point.y < self.bottom
    }

    /// What two rectangles have in common.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let common = Self::new(
            self.left.max(other.left),
            self.top.max(other.top),
            self.right.min(other.right),
            self.bottom.min(other.bottom),
        );
        (!common.is_empty()).then_some(common)
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::new(
            self.left.min(other.left),
            self.top.min(other.top),
            self.right.max(other.right),
            self.bottom.max(other.bottom),
        )
    }
}
