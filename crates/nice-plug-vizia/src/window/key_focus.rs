//! Taking keys from the host while a text is edited, and giving them back.

#[cfg(target_os = "linux")]
pub(super) use x11::KeyFocus;

#[cfg(not(target_os = "linux"))]
pub(super) use elsewhere::KeyFocus;

/// Where windows pass on the keys that they do not want, it is enough to have the focus.
#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use baseview::WindowContext;

    pub struct KeyFocus;

    impl KeyFocus {
        pub fn new(_: &WindowContext) -> Option<Self> {
            Some(Self)
        }

        pub fn take(&mut self, window: &WindowContext) {
            if let Err(error) = window.focus() {
                log::warn!("the window gets no keys: {error}");
            }
        }

        pub fn give_back(&mut self) {}

        pub fn has_keys(&self, window: &WindowContext) -> bool {
            window.has_focus()
        }
    }
}

/// On X11 a window gets keys if it has the focus *or* if the pointer is over it, and what it has asked for it cannot
/// pass on. So it asks for keys only while it wants them; at all other times they go to the window around it.
#[cfg(target_os = "linux")]
mod x11 {
    use baseview::{PlatformHandle, WindowContext};
    use raw_window_handle::{HasDisplayHandle, HasWindowHandle, RawDisplayHandle, RawWindowHandle};
    use x11rb::CURRENT_TIME;
    use x11rb::connection::Connection;
    use x11rb::errors::{ConnectionError, ReplyError};
    use x11rb::protocol::xproto::{
        ChangeWindowAttributesAux, ConnectionExt, EventMask, InputFocus, Window,
    };
    use x11rb::xcb_ffi::XCBConnection;

    pub struct KeyFocus {
        connection: XCBConnection,
        window: Window,
        /// What the window asks for apart from keys.
        events: EventMask,
        /// Who had the focus before.
        previous: Option<Window>,
        /// Keeps the connection open.
        _handle: PlatformHandle,
    }

    impl KeyFocus {
        /// Leaves the window without keys. `None` if that cannot be done; then keys come as the server sends them.
        pub fn new(window: &WindowContext) -> Option<Self> {
            let handle = window.platform_handle();
            let RawDisplayHandle::Xcb(display) = handle.display_handle().ok()?.as_raw() else {
                return None;
            };
            let RawWindowHandle::Xcb(xcb_window) = handle.window_handle().ok()?.as_raw() else {
                return None;
            };
            // SAFETY: the handle keeps the connection open, and it is kept as long as the connection is used.
            let connection = unsafe {
                XCBConnection::from_raw_xcb_connection(display.connection?.as_ptr(), false)
            }
            .ok()?;
            let window = xcb_window.window.get();
            let attributes = connection
                .get_window_attributes(window)
                .ok()?
                .reply()
                .ok()?;
            let keys = EventMask::KEY_PRESS | EventMask::KEY_RELEASE;
            let focus = Self {
                connection,
                window,
                events: attributes.your_event_mask.remove(keys),
                previous: None,
                _handle: handle,
            };
            focus.ask_for(focus.events).ok()?;
            Some(focus)
        }

        fn ask_for(&self, events: EventMask) -> Result<(), ConnectionError> {
            let attributes = ChangeWindowAttributesAux::new().event_mask(events);
            (self.connection)
                .change_window_attributes(self.window, &attributes)?
                .ignore_error();
            self.connection.flush()
        }

        fn focused(&self) -> Result<Window, ReplyError> {
            Ok(self.connection.get_input_focus()?.reply()?.focus)
        }

        fn focus(&self, window: Window) -> Result<(), ConnectionError> {
            (self.connection)
                .set_input_focus(InputFocus::PARENT, window, CURRENT_TIME)?
                .ignore_error();
            self.connection.flush()
        }

        pub fn take(&mut self, _: &WindowContext) {
            let taken = (|| {
                self.previous = Some(self.focused()?);
                self.ask_for(self.events | EventMask::KEY_PRESS | EventMask::KEY_RELEASE)?;
                self.focus(self.window)?;
                Ok::<_, ReplyError>(())
            })();
            if let Err(error) = taken {
                log::warn!("the window gets no keys: {error}");
            }
        }

        /// Whether keys come here. Asks the server.
        pub fn has_keys(&self, _: &WindowContext) -> bool {
            self.focused().is_ok_and(|focused| focused == self.window)
        }

        pub fn give_back(&mut self) {
            let given = (|| {
                self.ask_for(self.events)?;
                // Unless the user has gone on to another window meanwhile.
                if let Some(previous) = self.previous.take()
                    && self.focused()? == self.window
                {
                    self.focus(previous)?;
                }
                Ok::<_, ReplyError>(())
            })();
            if let Err(error) = given {
                log::warn!("the window keeps the keys: {error}");
            }
        }
    }
}
