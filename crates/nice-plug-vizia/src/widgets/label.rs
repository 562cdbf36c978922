//! The name of a parameter.

use vizia_core::prelude::*;

use super::control::{Control, Drag};
use crate::param::ParamModel;

/// The name of a parameter. A double click on it resets the parameter.
///
/// Its element is `param-name`; its id is the parameter's id with `-name` behind it.
pub struct ParamLabel {
    control: Control,
    /// Beside a switch a double click is two clicks.
    is_of_switch: bool,
}

impl ParamLabel {
    /// Shows a name for the parameter with this id.
    ///
    /// # Panics
    /// If the plugin has no such parameter.
    pub fn new<'a>(cx: &'a mut Context, id: &str, name: impl Into<String>) -> Handle<'a, Self> {
        Self::build_label(cx, id, name.into(), false)
    }

    /// Shows a name beside a switch.
    pub(super) fn of_switch<'a>(cx: &'a mut Context, id: &str, name: String) -> Handle<'a, Self> {
        Self::build_label(cx, id, name, true)
    }

    fn build_label<'a>(
        cx: &'a mut Context,
        id: &str,
        name: String,
        is_of_switch: bool,
    ) -> Handle<'a, Self> {
        let view = Self {
            control: Control::new(ParamModel::find(cx, id), Drag::None),
            is_of_switch,
        };
        view.build(cx, |_| {})
            .id(format!("{id}-name"))
            .class("param-name")
            .text(name)
            .text_wrap(false)
            .role(Role::Label)
    }
}

impl View for ParamLabel {
    fn element(&self) -> Option<&'static str> {
        Some("param-name")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        let mut is_reset = false;
        event.map(|event, _| is_reset = matches!(event, WindowEvent::MouseDoubleClick(_)));
        if !(is_reset && self.is_of_switch) {
            self.control.event(cx, event);
        }
    }
}
