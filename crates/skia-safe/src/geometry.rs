//! Points, sizes and rectangles. The y axis points down.

mod point;
mod rect;
mod rounded_rect;
mod size;

pub use point::{IPoint, Point, Vector};
pub use rect::{IRect, Rect};
pub use rounded_rect::{RRect, rrect};
pub use size::{ISize, Size};
