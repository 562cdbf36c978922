//! What stands behind the tree: the plugin.

use std::sync::Arc;

use nice_plug_core::context::gui::GuiContext;
use vizia_core::prelude::*;

use crate::state::EditorState;

/// The plugin's side of an editor, for everything in the tree.
///
/// Every scene has one at its root, so that views and models reach the host from wherever they are:
///
/// ```
/// # use nice_plug_vizia::{EditorModel, vizia::prelude::*};
/// # struct Knob;
/// # impl Knob {
/// fn released(&self, cx: &mut EventContext) {
///     let gui = cx.data::<EditorModel>().gui_context().clone();
///     let setter = gui.param_setter();
///     // setter.end_set_parameter(…);
/// #   let _ = setter;
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct EditorModel {
    gui_context: GuiContext,
    state: Arc<EditorState>,
}

impl EditorModel {
    /// What the root of a tree gets.
    pub fn new(gui_context: GuiContext, state: Arc<EditorState>) -> Self {
        Self { gui_context, state }
    }

    /// The way to the host: gestures, parameter values, the whole state. Cheap to clone.
    pub fn gui_context(&self) -> &GuiContext {
        &self.gui_context
    }

    /// The size that the user has chosen.
    pub fn state(&self) -> &Arc<EditorState> {
        &self.state
    }
}

impl Model for EditorModel {
    fn event(&mut self, _: &mut EventContext<'_>, event: &mut Event) {
        event.take(|event, _| match event {
            EditorEvent::SetUserScale(user_scale) => self.state.set_user_scale(user_scale),
        });
    }
}

/// What a tree can ask its window for: emit it from anywhere in the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EditorEvent {
    /// Show the editor this many times as large as its base size, see [`EditorState::set_user_scale`].
    SetUserScale(f32),
}
