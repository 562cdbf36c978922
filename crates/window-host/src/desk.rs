//! A connection to an X server: windows and pictures of them.

use std::collections::HashMap;

use x11rb::COPY_DEPTH_FROM_PARENT;
use x11rb::connection::Connection;
use x11rb::errors::ReplyError;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ConfigureWindowAux, ConnectionExt, CreateWindowAux, EventMask, ImageFormat, InputFocus,
    MapState, Screen, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::input::keyboard;
use crate::{Area, Colour, Error, Key, Picture, Size};

/// A window's number on its X server.
pub type WindowId = u32;

/// An X server to put windows on.
pub struct Desk {
    pub(crate) connection: RustConnection,
    pub(crate) root: WindowId,
    /// Codes of the keys by the symbols on them, and whether Shift has to be held.
    pub(crate) keys: HashMap<u32, (u8, bool)>,
}

impl Desk {
    /// The colour of a window in which nobody has drawn.
    pub const EMPTY: Colour = [0xff, 0x00, 0xff];

    /// Connects to the X server with this name.
    ///
    /// # Errors
    /// There is none.
    pub fn open(name: &str) -> Result<Self, Error> {
        let (connection, screen) = RustConnection::connect(Some(name))?;
        let root = connection.setup().roots[screen].root;
        let keys = keyboard(&connection)?;
        Ok(Self {
            connection,
            root,
            keys,
        })
    }

    fn screen(&self) -> &Screen {
        let screens = &self.connection.setup().roots;
        let is_ours = |screen: &&Screen| screen.root == self.root;
        screens.iter().find(is_ours).unwrap_or(&screens[0])
    }

    /// A new visible window, of the colour [`EMPTY`](Self::EMPTY).
    ///
    /// # Errors
    /// The X server refuses.
    pub fn create_window(&self, area: Area) -> Result<WindowId, Error> {
        let window = self.connection.generate_id()?;
        let [red, green, blue] = Self::EMPTY;
        let settings = CreateWindowAux::new()
            .background_pixel(u32::from_be_bytes([0, red, green, blue]))
            .event_mask(EventMask::KEY_PRESS);
        self.connection
            .create_window(
                COPY_DEPTH_FROM_PARENT,
                window,
                self.root,
                area.x as i16,
                area.y as i16,
                area.width as u16,
                area.height as u16,
                0,
                WindowClass::INPUT_OUTPUT,
                self.screen().root_visual,
                &settings,
            )?
            .check()?;
        self.connection.map_window(window)?.check()?;
        Ok(window)
    }

    /// Gives a window another size.
    ///
    /// # Errors
    /// The X server refuses.
    pub fn resize(&self, window: WindowId, size: Size) -> Result<(), Error> {
        let settings = ConfigureWindowAux::new()
            .width(size.width)
            .height(size.height);
        Ok(self
            .connection
            .configure_window(window, &settings)?
            .check()?)
    }

    /// Destroys a window with all that is in it.
    ///
    /// # Errors
    /// The X server refuses.
    pub fn destroy(&self, window: WindowId) -> Result<(), Error> {
        Ok(self.connection.destroy_window(window)?.check()?)
    }

    /// Looks at all events that have come, and returns the keys that were pressed.
    ///
    /// # Errors
    /// The X server is gone, or it reports a request that failed.
    pub fn drain_events(&self) -> Result<Vec<Key>, Error> {
        let mut keys = Vec::new();
        while let Some(event) = self.connection.poll_for_event()? {
            match event {
                Event::Error(error) => {
                    return Err(Error::X(Box::new(ReplyError::X11Error(error))));
                }
                Event::KeyPress(press) => keys.extend(self.key_of(press.detail)),
                _ => {}
            }
        }
        Ok(keys)
    }

    /// Where a window is on the screen.
    ///
    /// # Errors
    /// There is no such window.
    pub fn area(&self, window: WindowId) -> Result<Area, Error> {
        let size = self.connection.get_geometry(window)?.reply()?;
        let corner = self
            .connection
            .translate_coordinates(window, self.root, 0, 0)?
            .reply()?;
        Ok(Area {
            x: i32::from(corner.dst_x),
            y: i32::from(corner.dst_y),
            width: u32::from(size.width),
            height: u32::from(size.height),
        })
    }

    /// The windows directly in a window, from bottom to top.
    ///
    /// # Errors
    /// There is no such window.
    pub fn children(&self, window: WindowId) -> Result<Vec<WindowId>, Error> {
        Ok(self.connection.query_tree(window)?.reply()?.children)
    }

    /// The windows on the screen that can be seen, from bottom to top.
    ///
    /// # Errors
    /// The X server is gone.
    pub fn visible_windows(&self) -> Result<Vec<WindowId>, Error> {
        let mut windows = self.children(self.root)?;
        // A window that has been closed meanwhile is not visible either.
        windows.retain(|&window| {
            let asked = self.connection.get_window_attributes(window);
            let answer = asked.ok().and_then(|answer| answer.reply().ok());
            answer.is_some_and(|answer| answer.map_state == MapState::VIEWABLE)
        });
        Ok(windows)
    }

    /// What is seen where a window is.
    ///
    /// # Errors
    /// There is no such window, or it is not on the screen.
    pub fn picture(&self, window: WindowId) -> Result<Picture, Error> {
        self.screen_part(self.area(window)?)
    }

    /// What is seen on a part of the screen.
    ///
    /// # Errors
    /// The screen does not reach so far.
    pub fn screen_part(&self, area: Area) -> Result<Picture, Error> {
        let image = self
            .connection
            .get_image(
                ImageFormat::Z_PIXMAP,
                // The screen rather than a window: a plugin's window may be of another depth, and then only the screen is
                // certain to show it as users see it.
                self.root,
                area.x as i16,
                area.y as i16,
                area.width as u16,
                area.height as u16,
                u32::MAX,
            )?
            .reply()?;
        let (pixels, _) = image.data.as_chunks::<4>();
        Ok(Picture {
            width: area.width,
            height: area.height,
            pixels: pixels
                .iter()
                .map(|&[blue, green, red, _]| [red, green, blue])
                .collect(),
        })
    }

    /// The window that gets the keys wherever the pointer is, if there is one.
    ///
    /// # Errors
    /// The X server is gone.
    pub fn focused_window(&self) -> Result<Option<WindowId>, Error> {
        let focus = self.connection.get_input_focus()?.reply()?.focus;
        let is_window = ![x11rb::NONE, InputFocus::POINTER_ROOT.into()].contains(&focus);
        Ok(is_window.then_some(focus))
    }

    /// Waits until the X server has done all that was asked.
    ///
    /// # Errors
    /// The X server is gone.
    pub fn sync(&self) -> Result<(), Error> {
        Ok(self.connection.sync()?)
    }
}
