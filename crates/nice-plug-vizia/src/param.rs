//! Parameters as views see them.
//!
//! A [`ParamModel`] at the root of the tree holds a [`BoundParam`] for each parameter of the plugin: its value as a
//! signal, its texts, and the way to change it. The widgets in [`widgets`](crate::widgets) are made from these, and so
//! can be any other view:
//!
//! ```
//! use nice_plug_vizia::ParamModel;
//! use nice_plug_vizia::vizia::prelude::*;
//!
//! /// Writes the value of a parameter, wherever it comes from.
//! fn value_of(cx: &mut Context, id: &str) {
//!     let param = ParamModel::find(cx, id);
//!     let text = param.signal().map({
//!         let param = param.clone();
//!         move |normalized| param.text(*normalized)
//!     });
//!     Label::new(cx, text);
//! }
//! ```

mod bound;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use nice_plug_core::params::Params;
use vizia_core::prelude::*;

use bound::Watcher;
pub use bound::{BoundParam, Gesture, ParamChange};

use crate::model::EditorModel;
use crate::poll::PollContext;

/// The parameters of a plugin in an editor's tree.
///
/// Build it at the root, before any view that shows a parameter:
///
/// ```
/// # use std::sync::Arc;
/// # use nice_plug_core::params::Params;
/// # use nice_plug_vizia::{ParamModel, vizia::prelude::*, widgets};
/// fn build(cx: &mut Context, params: Arc<dyn Params>) {
///     ParamModel::build(cx, params);
///     widgets::ParamKnob::new(cx, "gain");
/// }
/// ```
///
/// Once a frame it looks at all values. What automation, the host's own knobs or a loaded state have changed is shown in
/// the next frame; a parameter that the user is changing shows the user's value.
pub struct ParamModel {
    params: Rc<HashMap<String, BoundParam>>,
    watcher: Watcher,
}

impl ParamModel {
    /// Binds every parameter of `params` to this tree.
    ///
    /// # Panics
    /// In a tree that no scene, window or headless editor of this crate has made: there is no way to a host.
    pub fn build(cx: &mut Context, params: Arc<dyn Params>) {
        let gui_context = cx.data::<EditorModel>().gui_context().clone();
        let watcher = Watcher::default();
        let bound: HashMap<_, _> = params
            .param_map()
            .into_iter()
            .map(|(id, pointer, _group)| {
                let param = BoundParam::new(
                    &id,
                    pointer,
                    params.clone(),
                    gui_context.clone(),
                    watcher.clone(),
                );
                (id, param)
            })
            .collect();
        let bound = Rc::new(bound);
        let polled = bound.clone();
        cx.add_poll(move |_| {
            let now = Instant::now();
            polled
                .values()
                .fold(false, |changed, param| param.follow_host(now) | changed)
        });
        let listening = bound.clone();
        cx.add_global_listener(move |_, event| {
            event.map(|event, _| match event {
                // The release reaches this listener even if another view has taken the pointer away from the widget
                // that is dragged; the focus goes when the window gets no release at all.
                WindowEvent::MouseUp(MouseButton::Left)
                | WindowEvent::WindowFocused(false)
                | WindowEvent::WindowClose => end_gestures(&listening),
                _ => {}
            });
        });
        let params = bound;
        Model::build(Self { params, watcher }, cx);
    }

    /// Calls `watch` with each change by the user when its gesture is over: for a history of what was done. What the host
    /// changes is not told. There is one watcher; another call takes its place.
    pub fn watch(cx: &impl DataContext, watch: impl Fn(ParamChange) + 'static) {
        cx.data::<Self>().watcher.set(watch);
    }

    /// Ends whatever gesture is going on, such as a turn of the wheel that has not rested yet.
    pub fn end_gestures(cx: &impl DataContext) {
        end_gestures(&cx.data::<Self>().params);
    }

    /// The parameter with this id.
    pub fn get(&self, id: &str) -> Option<&BoundParam> {
        self.params.get(id)
    }

    /// The parameter with this id, from anywhere in a tree.
    ///
    /// # Panics
    /// If the plugin has no such parameter, or if the tree has no `ParamModel`: an editor is written for one plugin.
    pub fn find(cx: &impl DataContext, id: &str) -> BoundParam {
        let found = cx.data::<Self>().get(id).cloned();
        found.unwrap_or_else(|| panic!("no parameter has the id {id:?}"))
    }
}

impl Model for ParamModel {}

impl Drop for ParamModel {
    /// A window that closes under the user's hand ends what the user was doing.
    fn drop(&mut self) {
        end_gestures(&self.params);
    }
}

fn end_gestures(params: &HashMap<String, BoundParam>) {
    for param in params.values() {
        param.end_gesture();
    }
}
