//! A CLAP host without window or sound card: it loads the built plugin and hands audio through it, for the demo and the
//! tests. Somebody else's window can hold the plugin's editor.
//!
//! ```no_run
//! # fn main() -> Result<(), headless_host::Error> {
//! let bundle = headless_host::Bundle::load("target/bundled/PREFACE.clap".as_ref())?;
//! let mut plugin = bundle.instance()?;
//! let tube = plugin.parameter("Character").expect("the plugin has it").id;
//! plugin.set(tube, 1.0);
//! plugin.activate(48_000.0, 512)?;
//! let wet = plugin.render(&[vec![0.0; 4800], vec![0.0; 4800]], &[512], &[])?;
//! # Ok(()) }
//! ```

mod audio;
mod bundle;
mod callbacks;
mod editor;
mod instance;
mod parameters;
mod playing;

pub use audio::{Audio, Change, Happening};
pub use bundle::{Bundle, Description};
pub use clack_host::entry::EntryDescriptor;
pub use editor::{EditorRequests, Size};
pub use instance::{Instance, Requests};
pub use parameters::{Flags, Parameter};
pub use playing::{Playing, Signal};

/// What can go wrong between host and plugin.
#[derive(Debug)]
pub enum Error {
    /// The file is no CLAP plugin.
    Load(clack_host::entry::PluginEntryError),
    /// The plugin refuses a step of its life cycle.
    Plugin(clack_host::plugin::PluginInstanceError),
    /// The plugin's editor refuses.
    Editor(clack_extensions::gui::GuiError),
    /// The plugin lacks what the host asks for.
    Missing(&'static str),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Load(error) => write!(formatter, "cannot load the plugin: {error}"),
            Self::Plugin(error) => write!(formatter, "the plugin refuses: {error}"),
            Self::Editor(error) => write!(formatter, "the plugin's editor refuses: {error}"),
            Self::Missing(what) => write!(formatter, "the plugin has no {what}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<clack_host::plugin::PluginInstanceError> for Error {
    fn from(error: clack_host::plugin::PluginInstanceError) -> Self {
        Self::Plugin(error)
    }
}
