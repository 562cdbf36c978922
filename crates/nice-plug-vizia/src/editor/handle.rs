//! An open editor as nice-plug sees it.

use std::sync::Arc;

use baseview::WindowWaker;
use nice_plug_core::editor::dpi::NativeSize;
use nice_plug_core::editor::{EditorHandle, Modifiers, ParentWindowHandle, VirtualKeyCode};

use crate::state::EditorState;
use crate::window::{HostKey, Link, ViziaWindow};

/// An open [`ViziaEditor`](crate::ViziaEditor).
pub struct ViziaEditorHandle {
    state: Arc<EditorState>,
    link: Arc<Link>,
    waker: WindowWaker,
}

impl ViziaEditorHandle {
    pub(super) fn new(state: Arc<EditorState>, link: Arc<Link>, waker: WindowWaker) -> Self {
        state.set_open(true);
        Self { state, link, waker }
    }
}

impl Drop for ViziaEditorHandle {
    fn drop(&mut self) {
        self.state.set_open(false);
    }
}

impl EditorHandle for ViziaEditorHandle {
    type Window = ViziaWindow;
    type Error = baseview::Error;

    fn run_until_closed(window: Self::Window) -> Result<(), Self::Error> {
        window.run_until_closed()
    }

    fn set_parent(
        &self,
        parent: ParentWindowHandle,
        window: &Self::Window,
    ) -> Result<(), Self::Error> {
        window.set_parent(&parent)
    }

    fn show(&self, window: &Self::Window) -> Result<(), Self::Error> {
        self.link.set_hidden(false);
        window.show()?;
        self.waker.request_redraw();
        Ok(())
    }

    fn hide(&self, window: &Self::Window) -> Result<(), Self::Error> {
        self.link.set_hidden(true);
        window.hide()
    }

    fn set_size(&self, size: NativeSize<u32>, window: &Self::Window) -> Result<(), Self::Error> {
        window.resize(size)
    }

    fn adjust_size(&self, size: NativeSize<u32>, window: &Self::Window) -> Option<NativeSize<u32>> {
        let current = window.size().to_native_size::<u32>();
        Some(
            self.state
                .closest_size(size, NativeSize::new(current.width, current.height)),
        )
    }

    fn host_main_thread_callback(&self, window: &Self::Window) {
        window.host_main_thread_callback();
    }

    fn set_fallback_scale_factor(
        &self,
        scale_factor: f64,
        window: &Self::Window,
    ) -> Result<(), Self::Error> {
        window.suggest_fallback_scale_factor(scale_factor)
    }

    fn on_virtual_key_from_host(
        &self,
        code: VirtualKeyCode,
        down: bool,
        modifiers: Modifiers,
    ) -> bool {
        let takes_keys = self.link.takes_keys();
        if takes_keys {
            self.link.push_key(HostKey {
                code,
                down,
                modifiers,
            });
            self.waker.request_poll();
        }
        takes_keys
    }

    fn state_changed(&self) {
        self.waker.request_poll();
    }

    fn param_value_changed(&self, _: &str, _: f32) {
        self.waker.request_poll();
    }

    fn param_modulation_changed(&self, _: &str, _: f32) {
        self.waker.request_poll();
    }
}
