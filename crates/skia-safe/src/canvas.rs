//! Where things are drawn.

use std::cell::RefCell;

use crate::color::Color4f;
use crate::effects::ImageFilter;
use crate::geometry::{IRect, Rect, Vector};
use crate::matrix::{M44, Matrix};
use crate::paint::Paint;
use crate::path::Path;

/// What a clip does to what may be drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClipOp {
    /// Only outside.
    Difference,
    /// Only inside.
    #[default]
    Intersect,
}

/// How a layer comes into being and back.
#[derive(Clone, Copy, Debug, Default)]
pub struct SaveLayerRec<'a> {
    paint: Option<&'a Paint>,
    backdrop: Option<&'a ImageFilter>,
    bounds: Option<&'a Rect>,
}

impl<'a> SaveLayerRec<'a> {
    /// Alpha, blend mode and image filter with which the layer is drawn when it is restored.
    #[must_use]
    pub fn paint(mut self, paint: &'a Paint) -> Self {
        self.paint = Some(paint);
        self
    }

    /// The layer begins with what is there already, filtered.
    #[must_use]
    pub fn backdrop(mut self, backdrop: &'a ImageFilter) -> Self {
        self.backdrop = Some(backdrop);
        self
    }

    /// What the layer has to hold at least.
    #[must_use]
    pub fn bounds(mut self, bounds: &'a Rect) -> Self {
        self.bounds = Some(bounds);
        self
    }
}

/// Draws onto a [`Surface`](crate::Surface).
#[derive(Debug)]
pub struct Canvas {
    state: RefCell<State>,
    width: i32,
    height: i32,
}

#[derive(Debug, Default)]
struct State {
    matrix: Matrix,
    saved: Vec<Matrix>,
}

impl Canvas {
    pub(crate) fn new(width: i32, height: i32) -> Self {
        Self {
            state: RefCell::default(),
            width,
            height,
        }
    }

    /// Keeps matrix and clip until [`restore`](Self::restore); returns how many were kept before, plus one.
    pub fn save(&self) -> usize {
        let mut state = self.state.borrow_mut();
        let matrix = state.matrix;
        state.saved.push(matrix);
        state.saved.len()
    }

    /// Like [`save`](Self::save); what is drawn until the restore goes to a layer of its own.
    pub fn save_layer(&self, _layer: &SaveLayerRec<'_>) -> usize {
        self.save()
    }

    /// Back to what the last save kept.
    pub fn restore(&self) -> &Self {
        let mut state = self.state.borrow_mut();
        if let Some(matrix) = state.saved.pop() {
            state.matrix = matrix;
        }
        drop(state);
        self
    }

    /// Restores until as many saves are left as there were before the one that returned `count`.
    pub fn restore_to_count(&self, count: usize) -> &Self {
        while self.save_count() > count {
            self.restore();
        }
        self
    }

    /// How many saves have not been restored, plus one.
    pub fn save_count(&self) -> usize {
        self.state.borrow().saved.len() + 1
    }

    /// Moves what is drawn from here on.
    pub fn translate(&self, by: impl Into<Vector>) -> &Self {
        self.concat(&Matrix::translate(by))
    }

    /// Scales what is drawn from here on.
    pub fn scale(&self, factors: (f32, f32)) -> &Self {
        self.concat(&Matrix::scale(factors))
    }

    /// Transforms what is drawn from here on.
    pub fn concat(&self, matrix: &Matrix) -> &Self {
        let mut state = self.state.borrow_mut();
        state.matrix = state.matrix * *matrix;
        drop(state);
        self
    }

    /// Replaces the matrix.
    pub fn set_matrix(&self, matrix: &M44) -> &Self {
        self.state.borrow_mut().matrix = matrix.to_m33();
        self
    }

    /// Limits drawing to a rectangle, or to its outside.
    pub fn clip_rect(
        &self,
        _rect: impl AsRef<Rect>,
        _op: impl Into<Option<ClipOp>>,
        _anti_alias: impl Into<Option<bool>>,
    ) -> &Self {
        self
    }

    /// Limits drawing to the inside of a path, or to its outside.
    pub fn clip_path(
        &self,
        _path: &Path,
        _op: impl Into<Option<ClipOp>>,
        _anti_alias: impl Into<Option<bool>>,
    ) -> &Self {
        self
    }

    /// The pixels of the surface that the clip leaves, `None` if there are none.
    pub fn device_clip_bounds(&self) -> Option<IRect> {
        (self.width > 0 && self.height > 0).then(|| IRect::new(0, 0, self.width, self.height))
    }

    /// Replaces everything inside of the clip by a color.
    pub fn clear(&self, _color: impl Into<Color4f>) -> &Self {
        self
    }

    /// Draws a path.
    pub fn draw_path(&self, _path: &Path, _paint: &Paint) -> &Self {
        self
    }

    /// Draws a rectangle.
    pub fn draw_rect(&self, _rect: impl AsRef<Rect>, _paint: &Paint) -> &Self {
        self
    }

    /// Draws a part of an ellipse, as an arc or (`use_center`) as a slice. Angles in degrees, clockwise from the right.
    pub fn draw_arc(
        &self,
        _oval: impl AsRef<Rect>,
        _start_angle: f32,
        _sweep_angle: f32,
        _use_center: bool,
        _paint: &Paint,
    ) -> &Self {
        self
    }

    /// Draws everywhere inside of the clip.
    pub fn draw_paint(&self, _paint: &Paint) -> &Self {
        self
    }
}
