//! Editors made with vizia for plugins made with nice-plug.

mod editor;
pub mod headless;
mod model;
mod poll;
pub mod scene;
mod state;
mod window;

pub use vizia_core as vizia;

pub use editor::{ViziaEditor, ViziaEditorHandle};
pub use model::{EditorEvent, EditorModel};
pub use poll::PollContext;
pub use scene::Scene;
pub use state::{EditorState, MAX_USER_SCALE, MIN_USER_SCALE, SavedEditorState};
