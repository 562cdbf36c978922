//! Editors made with vizia for plugins made with nice-plug.

mod fonts;
pub mod headless;
mod model;
pub mod param;
mod poll;
pub mod scene;
mod state;
pub mod widgets;

pub use vizia_core as vizia;

pub use fonts::add_default_font;
pub use model::{EditorEvent, EditorModel};
pub use param::{BoundParam, ParamModel};
pub use poll::PollContext;
pub use scene::Scene;
pub use state::{EditorState, MAX_USER_SCALE, MIN_USER_SCALE, SavedEditorState};
