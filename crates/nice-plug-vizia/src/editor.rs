//! The editor as nice-plug sees it.

mod handle;
mod host;

use std::error::Error;
use std::sync::Arc;

use baseview::dpi::LogicalSize;
use baseview::{Window, WindowSettings};
use nice_plug_core::context::gui::GuiContext;
use nice_plug_core::editor::dpi::NativeSize;
use nice_plug_core::editor::{
    Editor, HostMethods, ParentWindowHandle, ResizeHint, SizeConstraints, SpawnedEditor,
};
use vizia_core::prelude::Context;

pub use handle::ViziaEditorHandle;

use crate::state::{EditorState, MAX_USER_SCALE, MIN_USER_SCALE};
use crate::window::{EditorWindow, Link, Setup, ViziaWindow};

/// Builds the tree of an editor.
pub(crate) type Build = dyn Fn(&mut Context) + Send + Sync;

/// An editor made with vizia: what a plugin returns from `Plugin::editor`.
///
/// It can be opened and closed any number of times; the tree is built anew each time, on the thread of the window.
#[derive(Clone)]
pub struct ViziaEditor {
    state: Arc<EditorState>,
    build: Arc<Build>,
    title: String,
}

impl ViziaEditor {
    /// An editor of the size that `state` remembers.
    ///
    /// `build` adds fonts, style sheets and views. It reaches the host through the [`EditorModel`](crate::EditorModel)
    /// at the root, and the audio thread through whatever it shares with it; see
    /// [`PollContext`](crate::PollContext).
    pub fn new(
        state: Arc<EditorState>,
        build: impl Fn(&mut Context) + Send + Sync + 'static,
    ) -> Self {
        Self {
            state,
            build: Arc::new(build),
            title: String::new(),
        }
    }

    /// Sets the title that the window has if it is not inside of a host's.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// What the editor remembers.
    pub fn state(&self) -> &Arc<EditorState> {
        &self.state
    }

    /// The base size, `scale` times.
    fn scaled(&self, scale: f32) -> LogicalSize<f64> {
        let (width, height) = self.state.base_size();
        let scaled = |pixels: u32| f64::from(pixels) * f64::from(scale);
        LogicalSize::new(scaled(width), scaled(height))
    }
}

impl Editor for ViziaEditor {
    type Handle = ViziaEditorHandle;

    fn spawn(
        &self,
        parent: Option<ParentWindowHandle>,
        wait_for_parent: bool,
        fallback_scale_factor: Option<f64>,
        gui_context: GuiContext,
        host: Option<HostMethods>,
    ) -> Result<SpawnedEditor<Self::Handle>, Box<dyn Error>> {
        let link = Arc::new(Link::default());
        let settings = WindowSettings::new()
            .with_title(self.title.clone())
            .with_size(self.state.logical_size())
            .with_min_size(self.scaled(MIN_USER_SCALE))
            .with_max_size(self.scaled(MAX_USER_SCALE))
            .with_resizable(true)
            .with_parent(parent.as_ref())
            .with_wait_for_parent(wait_for_parent)
            .with_fallback_scale_factor(fallback_scale_factor);
        let setup = Setup {
            state: self.state.clone(),
            gui_context,
            build: self.build.clone(),
            link: link.clone(),
        };
        let window = Window::create_with_host(
            settings,
            move |context| EditorWindow::new(context, setup),
            host.map(host::adapt),
        )?;
        // baseview leaves the fallback factor out of the size that a window begins with.
        window.resize(self.state.physical_size())?;
        let waker = window.waker();
        Ok(SpawnedEditor {
            handle: ViziaEditorHandle::new(self.state.clone(), link.clone(), waker),
            window: ViziaWindow::new(window, link),
        })
    }

    fn size(&self) -> NativeSize<u32> {
        self.state.native_size()
    }

    fn resize_hint(&self) -> ResizeHint {
        let (width, height) = self.state.base_size();
        let size = |scale| Some(self.scaled(scale).cast());
        ResizeHint {
            preserve_aspect_ratio: true,
            ..ResizeHint::RESIZABLE
        }
        .with_aspect_ratio(width, height)
        .with_size_constraints(SizeConstraints::Logical {
            min_size: size(MIN_USER_SCALE),
            max_size: size(MAX_USER_SCALE),
        })
    }

    unsafe fn assume_standalone_in_process(&self) {
        // SAFETY: the caller vouches for the same as this function asks for.
        unsafe { baseview::assume_standalone_in_process() }
    }
}
