//! A CLAP host with a window, hands and eyes: it starts an X server without a screen, embeds the plugin's editor into a
//! window there, moves the mouse, presses keys, and takes pictures.
//!
//! The plugin finds the X server by the environment variable `DISPLAY`, so the program that loads it has to be started
//! with the server's name there.
//!
//! ```no_run
//! # fn main() -> Result<(), window_host::Error> {
//! use window_host::{Desk, EditorWindow, Options, Xvfb};
//!
//! let server = Xvfb::start()?;
//! // In a program that was started with DISPLAY=server.name():
//! let desk = Desk::open(server.name())?;
//! let plugin = headless_host::Bundle::load("target/bundled/PREFACE.clap".as_ref())?.instance()?;
//! let mut window = EditorWindow::open(&desk, plugin, &Options::default())?;
//! window.wait_for("picture", |window| Some(window.picture()).filter(|it| !it.is_blank()))
//!     .save("target/editor.png".as_ref())?;
//! # Ok(()) }
//! ```
#![cfg(target_os = "linux")]

mod desk;
mod editor_window;
mod frames;
mod input;
mod patience;
mod picture;
mod xvfb;

pub use desk::{Desk, WindowId};
pub use editor_window::{EditorWindow, Options};
pub use frames::Frames;
pub use headless_host::Size;
pub use input::{Button, Key};
pub use patience::{PATIENCE, wait_for};
pub use picture::{Area, Colour, Picture};
pub use xvfb::Xvfb;

/// What can go wrong between host, X server and plugin.
#[derive(Debug)]
pub enum Error {
    /// The X server cannot be started.
    Server(String),
    /// The X server refuses or is gone.
    X(Box<dyn std::error::Error + Send + Sync>),
    /// The plugin refuses.
    Plugin(headless_host::Error),
    /// A picture cannot be written.
    File(png::EncodingError),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Server(error) => write!(formatter, "cannot start Xvfb: {error}"),
            Self::X(error) => write!(formatter, "the X server refuses: {error}"),
            Self::Plugin(error) => error.fmt(formatter),
            Self::File(error) => write!(formatter, "cannot write the picture: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<headless_host::Error> for Error {
    fn from(error: headless_host::Error) -> Self {
        Self::Plugin(error)
    }
}

impl From<png::EncodingError> for Error {
    fn from(error: png::EncodingError) -> Self {
        Self::File(error)
    }
}

macro_rules! from_x {
    ($($error:ty),+) => {$(
        impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::X(Box::new(error))
            }
        }
    )+};
}

from_x!(
    x11rb::errors::ConnectError,
    x11rb::errors::ConnectionError,
    x11rb::errors::ReplyError,
    x11rb::errors::ReplyOrIdError
);
