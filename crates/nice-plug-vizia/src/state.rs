//! What an editor remembers: how large the user wants it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};

use nice_plug_core::editor::dpi::{LogicalSize, NativeSize, PhysicalSize};
use nice_plug_core::params::persist::PersistentField;
use serde::{Deserialize, Serialize};

/// The smallest scale that a user can choose.
pub const MIN_USER_SCALE: f32 = 0.5;
/// The largest scale that a user can choose.
pub const MAX_USER_SCALE: f32 = 2.0;

/// The size of an editor, shared by the parameters that save it and the window that shows it.
///
/// An editor is laid out for one *base size* in logical pixels. It is shown `user_scale` times as large, which the user
/// chooses by resizing the window (or from within the editor, see [`EditorEvent`](crate::EditorEvent)); the content
/// keeps its proportions. High-DPI screens add a factor of their own that is never saved.
///
/// Put it into the parameters to have the scale saved with the plugin's state:
///
/// ```
/// use std::sync::Arc;
/// use nice_plug_vizia::EditorState;
///
/// struct MyParams {
///     // With nice-plug's `#[derive(Params)]`: #[persist = "editor"]
///     editor: Arc<EditorState>,
/// }
/// let params = MyParams { editor: EditorState::new(900, 560) };
/// params.editor.set_user_scale(1.5);
/// assert_eq!(params.editor.user_scale(), 1.5);
/// ```
#[derive(Debug)]
pub struct EditorState {
    base_width: u32,
    base_height: u32,
    /// Bits of an `f32`.
    user_scale: AtomicU32,
    /// Bits of an `f32`: physical pixels per logical one, as the window was told last.
    window_scale: AtomicU32,
    /// Physical columns (high half) and rows of the open window, zero until it is told.
    window_size: AtomicU64,
    open: AtomicBool,
}

/// What of an [`EditorState`] is saved with the plugin's state.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedEditorState {
    /// [`EditorState::user_scale`] in percent.
    pub scale_pct: f32,
}

impl EditorState {
    /// An editor that is laid out for this many logical pixels, shown at 100 %.
    ///
    /// # Panics
    ///
    /// If one of them is zero.
    pub fn new(base_width: u32, base_height: u32) -> Arc<Self> {
        assert!(base_width > 0 && base_height > 0, "an editor has a size");
        Arc::new(Self {
            base_width,
            base_height,
            user_scale: AtomicU32::new(1f32.to_bits()),
            window_scale: AtomicU32::new(1f32.to_bits()),
            window_size: AtomicU64::new(0),
            open: AtomicBool::new(false),
        })
    }

    /// Columns and rows that the editor is laid out for, in logical pixels.
    pub fn base_size(&self) -> (u32, u32) {
        (self.base_width, self.base_height)
    }

    /// How many times as large as its base size the user wants the editor, between [`MIN_USER_SCALE`] and
    /// [`MAX_USER_SCALE`].
    pub fn user_scale(&self) -> f32 {
        f32::from_bits(self.user_scale.load(Relaxed))
    }

    /// Asks for another scale, limited to [`MIN_USER_SCALE`] and [`MAX_USER_SCALE`]; anything that is no number is
    /// ignored. An open window follows within a frame and asks the host for the room.
    pub fn set_user_scale(&self, user_scale: f32) {
        if user_scale.is_finite() {
            let user_scale = user_scale.clamp(MIN_USER_SCALE, MAX_USER_SCALE);
            self.user_scale.store(user_scale.to_bits(), Relaxed);
        }
    }

    /// Whether a window shows the editor.
    pub fn is_open(&self) -> bool {
        self.open.load(Relaxed)
    }

    pub(crate) fn set_open(&self, open: bool) {
        self.open.store(open, Relaxed);
        if !open {
            self.window_size.store(0, Relaxed);
        }
    }

    /// Physical pixels per logical pixel of the window, without the user's scale.
    pub(crate) fn window_scale(&self) -> f32 {
        f32::from_bits(self.window_scale.load(Relaxed))
    }

    pub(crate) fn set_window_scale(&self, window_scale: f64) {
        if window_scale.is_finite() && window_scale > 0.0 {
            self.window_scale
                .store((window_scale as f32).to_bits(), Relaxed);
        }
    }

    /// The size of the window in logical pixels.
    pub(crate) fn logical_size(&self) -> LogicalSize<f64> {
        let scale = f64::from(self.user_scale());
        LogicalSize::new(
            f64::from(self.base_width) * scale,
            f64::from(self.base_height) * scale,
        )
    }

    /// The size of the window in physical pixels.
    pub(crate) fn physical_size(&self) -> PhysicalSize<u32> {
        self.logical_size()
            .to_physical(f64::from(self.window_scale()))
    }

    /// The size of the window in the pixels that hosts count: of the open one, or of the next.
    pub(crate) fn native_size(&self) -> NativeSize<u32> {
        let window_scale = f64::from(self.window_scale());
        match self.window_size.load(Relaxed) {
            0 => NativeSize::from_size(self.logical_size().into(), window_scale),
            size => {
                let physical = PhysicalSize::new((size >> 32) as u32, size as u32);
                NativeSize::from_size(physical.into(), window_scale)
            }
        }
    }

    /// The size nearest to `wanted` that keeps the proportions, both in the pixels that hosts count. The side that
    /// differs more from `current` is the one that the user drags, and decides.
    pub(crate) fn closest_size(
        &self,
        wanted: NativeSize<u32>,
        current: NativeSize<u32>,
    ) -> NativeSize<u32> {
        let base = NativeSize::<f64>::from_size(
            LogicalSize::new(f64::from(self.base_width), f64::from(self.base_height)).into(),
            f64::from(self.window_scale()),
        );
        let growth =
            |wanted: u32, current: u32| (f64::from(wanted) / f64::from(current)).ln().abs();
        let wider = growth(wanted.width, current.width) >= growth(wanted.height, current.height);
        let scale = match wider {
            true => f64::from(wanted.width) / base.width,
            false => f64::from(wanted.height) / base.height,
        };
        let scale = scale.clamp(f64::from(MIN_USER_SCALE), f64::from(MAX_USER_SCALE));
        NativeSize::new(
            (base.width * scale).round() as u32,
            (base.height * scale).round() as u32,
        )
    }

    /// Takes over the size that a window was given and returns the physical pixels per logical pixel of its content.
    ///
    /// The content keeps its proportions: the tighter side decides, and the content has more room on the other.
    pub(crate) fn fit(&self, physical: PhysicalSize<u32>, window_scale: f64) -> f32 {
        self.set_window_scale(window_scale);
        let size = u64::from(physical.width) << 32 | u64::from(physical.height);
        self.window_size.store(size, Relaxed);
        // Sizes are whole pixels. A scale that leads to this very size stays as it is instead of drifting by rounding.
        if self.physical_size() != physical {
            let window_scale = self.window_scale();
            let horizontal = physical.width as f32 / (self.base_width as f32 * window_scale);
            let vertical = physical.height as f32 / (self.base_height as f32 * window_scale);
            self.set_user_scale(horizontal.min(vertical));
        }
        self.user_scale() * self.window_scale()
    }
}

impl<'a> PersistentField<'a, SavedEditorState> for Arc<EditorState> {
    fn set(&self, saved: SavedEditorState) {
        self.set_user_scale(saved.scale_pct / 100.0);
    }

    fn map<F, R>(&self, f: F) -> R
    where
        F: Fn(&SavedEditorState) -> R,
    {
        f(&SavedEditorState {
            scale_pct: self.user_scale() * 100.0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_survives_being_saved_and_loaded() {
        let (from, into) = (EditorState::new(900, 560), EditorState::new(900, 560));
        from.set_user_scale(1.25);
        let json = from.map(|saved| serde_json::to_string(saved).unwrap());
        assert_eq!(json, r#"{"scale_pct":125.0}"#);
        into.set(serde_json::from_str(&json).unwrap());
        assert_eq!(into.user_scale(), 1.25);
    }

    #[test]
    fn saved_nonsense_is_limited_or_ignored() {
        let state = EditorState::new(900, 560);
        for (scale_pct, expected) in [(1e9, 2.0), (-5.0, 0.5), (f32::NAN, 0.5)] {
            state.set(SavedEditorState { scale_pct });
            assert_eq!(state.user_scale(), expected, "from {scale_pct} %");
        }
    }

    #[test]
    fn the_tighter_side_of_a_window_decides() {
        let state = EditorState::new(900, 560);
        assert_eq!(state.fit(PhysicalSize::new(1800, 560), 1.0), 1.0);
        assert_eq!(state.fit(PhysicalSize::new(900, 1120), 1.0), 1.0);
        assert_eq!(state.fit(PhysicalSize::new(1350, 900), 1.0), 1.5);
        assert_eq!(state.fit(PhysicalSize::new(2700, 1680), 2.0), 3.0);
        assert_eq!(
            state.user_scale(),
            1.5,
            "the screen's part is not the user's"
        );
        assert_eq!(state.fit(PhysicalSize::new(100, 100), 1.0), MIN_USER_SCALE);
    }

    #[test]
    fn the_dragged_side_of_a_window_decides() {
        let state = EditorState::new(900, 560);
        let closest = |width, height| {
            let size =
                state.closest_size(NativeSize::new(width, height), NativeSize::new(900, 560));
            (size.width, size.height)
        };
        assert_eq!(closest(1350, 560), (1350, 840));
        assert_eq!(closest(900, 280), (450, 280));
        assert_eq!(closest(1352, 840), (1352, 841));
        assert_eq!(closest(10, 10), (450, 280));
        assert_eq!(closest(9000, 560), (1800, 1120));
        assert_eq!(closest(0, 0), (450, 280));
    }

    #[test]
    fn every_percent_comes_back_from_whole_pixels() {
        let state = EditorState::new(900, 560);
        for percent in 50..=200 {
            let scale = percent as f32 / 100.0;
            for window_scale in [1.0, 1.25, 2.0] {
                state.set_window_scale(window_scale);
                state.set_user_scale(scale);
                state.fit(state.physical_size(), window_scale);
                assert_eq!(state.user_scale(), scale);
            }
        }
    }
}
