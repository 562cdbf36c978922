//! Editors made with vizia for plugins made with nice-plug.

pub mod headless;
mod model;
mod poll;
pub mod scene;
mod state;

pub use vizia_core as vizia;

pub use model::{EditorEvent, EditorModel};
pub use poll::PollContext;
pub use scene::Scene;
pub use state::{EditorState, MAX_USER_SCALE, MIN_USER_SCALE, SavedEditorState};
