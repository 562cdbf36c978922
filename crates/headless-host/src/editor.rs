//! The plugin's editor, embedded into a window of the host.

use std::ffi::c_ulong;

use clack_extensions::gui::{GuiApiType, GuiConfiguration, GuiSize, PluginGui, Window};
use clack_host::prelude::*;

use crate::{Error, Instance};

/// Width and height in physical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// The same with both sides multiplied.
    pub fn times(self, factor: f64) -> Self {
        let side = |side: u32| (f64::from(side) * factor).round() as u32;
        Self {
            width: side(self.width),
            height: side(self.height),
        }
    }
}

impl From<GuiSize> for Size {
    fn from(size: GuiSize) -> Self {
        Self {
            width: size.width,
            height: size.height,
        }
    }
}

impl From<Size> for GuiSize {
    fn from(size: Size) -> Self {
        Self {
            width: size.width,
            height: size.height,
        }
    }
}

/// What the editor has asked for since the host looked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditorRequests {
    /// A window of this size.
    pub size: Option<Size>,
    /// To be closed, because its window is gone.
    pub is_lost: bool,
}

/// Whether there is an editor.
#[derive(Default)]
pub(crate) struct Editor {
    is_open: bool,
}

/// An editor embedded into an X11 window.
const EMBEDDED: GuiConfiguration<'static> = GuiConfiguration {
    api_type: GuiApiType::X11,
    is_floating: false,
};

impl Instance {
    /// Creates the editor, still without a window to live in, and returns the size that it wants.
    ///
    /// # Errors
    /// The plugin has no editor for X11, cannot open it, or has it open already.
    pub fn create_editor(&mut self, scale: Option<f64>) -> Result<Size, Error> {
        let handle = self.plugin.plugin_handle();
        let gui = handle
            .get_extension::<PluginGui>()
            .filter(|gui| gui.is_api_supported(&handle, EMBEDDED))
            .ok_or(Error::Missing("editor for X11"))?;
        gui.create(&handle, EMBEDDED).map_err(Error::Editor)?;
        self.editor.is_open = true;
        if let Some(scale) = scale {
            gui.set_scale(&handle, scale).map_err(Error::Editor)?;
        }
        let size = gui.get_size(&handle).map(Size::from);
        size.ok_or(Error::Missing("size of its editor"))
    }

    /// Puts the created editor into a window and shows it.
    ///
    /// # Safety
    /// `parent` is a window of the X server that `DISPLAY` names. It lives until the editor is closed, or the host wants
    /// to see how the plugin takes its loss.
    ///
    /// # Errors
    /// The plugin refuses.
    pub unsafe fn embed_editor(&mut self, parent: u32) -> Result<(), Error> {
        self.with_editor(|gui, handle| {
            let window = Window::from_x11_handle(c_ulong::from(parent));
            // SAFETY: passed on to the caller.
            unsafe { gui.set_parent(handle, window) }.map_err(Error::Editor)?;
            gui.show(handle).map_err(Error::Editor)
        })
    }

    /// Shows the editor again or hides it.
    ///
    /// # Errors
    /// The plugin refuses.
    pub fn show_editor(&mut self, is_shown: bool) -> Result<(), Error> {
        self.with_editor(|gui, handle| {
            let done = match is_shown {
                true => gui.show(handle),
                false => gui.hide(handle),
            };
            done.map_err(Error::Editor)
        })
    }

    /// True while the editor exists.
    pub fn has_open_editor(&self) -> bool {
        self.editor.is_open
    }

    /// The editor's size.
    ///
    /// # Errors
    /// The editor is not open.
    pub fn editor_size(&mut self) -> Result<Size, Error> {
        self.with_editor(|gui, handle| {
            let size = gui.get_size(handle).map(Size::from);
            size.ok_or(Error::Missing("size of its editor"))
        })
    }

    /// Gives the editor the size nearest to `size` that it can have, and returns that.
    ///
    /// # Errors
    /// The plugin refuses.
    pub fn resize_editor(&mut self, size: Size) -> Result<Size, Error> {
        self.with_editor(|gui, handle| {
            if !gui.can_resize(handle) {
                return Err(Error::Missing("other size of its editor"));
            }
            let nearest = gui
                .adjust_size(handle, size.into())
                .ok_or(Error::Missing("size near the one asked for"))?;
            gui.set_size(handle, nearest).map_err(Error::Editor)?;
            Ok(nearest.into())
        })
    }

    /// What the editor asks for. Call [`attend`](Self::attend) first: that is where it asks.
    pub fn editor_requests(&self) -> EditorRequests {
        self.plugin.access_shared_handler(|shared| EditorRequests {
            size: shared.take_wanted_size().map(Size::from),
            is_lost: shared.take_lost_editor(),
        })
    }

    /// Says whether the host refuses every size that the editor asks for, as some do.
    pub fn refuse_editor_sizes(&self, refuses: bool) {
        self.plugin
            .access_shared_handler(|shared| shared.refuse_sizes(refuses));
    }

    /// How often the host has refused a size.
    pub fn refused_editor_sizes(&self) -> u32 {
        self.plugin
            .access_shared_handler(|shared| shared.refused_sizes())
    }

    /// Closes the editor if it is open.
    pub fn close_editor(&mut self) {
        let closed = self.with_editor(|gui, handle| {
            gui.destroy(handle);
            Ok(())
        });
        self.editor.is_open &= closed.is_err();
    }

    fn with_editor<T>(
        &mut self,
        work: impl FnOnce(&PluginGui, &PluginMainThreadHandle<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if !self.editor.is_open {
            return Err(Error::Missing("open editor"));
        }
        let handle = self.plugin.plugin_handle();
        let gui = handle
            .get_extension::<PluginGui>()
            .ok_or(Error::Missing("editor"))?;
        work(&gui, &handle)
    }
}
