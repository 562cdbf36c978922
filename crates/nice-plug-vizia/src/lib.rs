//! Editors made with [vizia](https://crates.io/crates/vizia) for plugins made with
//! [nice-plug](https://crates.io/crates/nice-plug), in [baseview](https://crates.io/crates/baseview) windows, drawn into
//! memory and presented with [softbuffer](https://crates.io/crates/softbuffer): no OpenGL in the host's process, and the
//! same picture with and without a screen.
//!
//! ```
//! use std::sync::Arc;
//! use std::sync::atomic::AtomicU32;
//!
//! use nice_plug::prelude::*;
//! use nice_plug_vizia::{EditorState, ViziaEditor};
//!
//! #[derive(Params)]
//! struct GainParams {
//!     /// How large the user has made the editor goes into the plugin's state.
//!     #[persist = "editor"]
//!     editor: Arc<EditorState>,
//!     #[id = "gain"]
//!     gain_db: FloatParam,
//! }
//!
//! struct Gain {
//!     params: Arc<GainParams>,
//!     /// Written by the audio thread, shown by the editor.
//!     peak_millivolt: Arc<AtomicU32>,
//! }
//!
//! mod editor {
//!     use std::sync::Arc;
//!     use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
//!
//!     use nice_plug_vizia::vizia::prelude::*;
//!     use nice_plug_vizia::{EditorEvent, PollContext};
//!
//!     pub fn show(cx: &mut Context, peak_millivolt: Arc<AtomicU32>) {
//!         VStack::new(cx, move |cx| {
//!             let shown = Signal::new(0);
//!             Label::new(cx, shown);
//!             cx.add_poll(move |_| {
//!                 let now = peak_millivolt.load(Relaxed);
//!                 let changed = now != shown.get();
//!                 if changed {
//!                     shown.set(now);
//!                 }
//!                 changed
//!             });
//!             Button::new(cx, |cx| Label::new(cx, "200 %"))
//!                 .on_press(|cx| cx.emit(EditorEvent::SetUserScale(2.0)));
//!         });
//!     }
//! }
//!
//! # impl Default for Gain {
//! #     fn default() -> Self {
//! #         Self {
//! #             params: Arc::new(GainParams {
//! #                 editor: EditorState::new(300, 200),
//! #                 gain_db: FloatParam::new("Gain", 0.0, FloatRange::Linear { min: -20.0, max: 20.0 }),
//! #             }),
//! #             peak_millivolt: Arc::default(),
//! #         }
//! #     }
//! # }
//! impl Plugin for Gain {
//!     type Editor = ViziaEditor;
//!
//!     fn editor(&mut self, _: AsyncExecutor<Self>) -> Option<ViziaEditor> {
//!         let peak_millivolt = self.peak_millivolt.clone();
//!         Some(ViziaEditor::new(self.params.editor.clone(), move |cx| {
//!             editor::show(cx, peak_millivolt.clone());
//!         }))
//!     }
//!     // … and whatever else a plugin has.
//! #   const NAME: &'static str = "Gain";
//! #   const VENDOR: &'static str = "";
//! #   const URL: &'static str = "";
//! #   const EMAIL: &'static str = "";
//! #   const VERSION: &'static str = "";
//! #   const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = &[];
//! #   type SysExMessage = ();
//! #   type BackgroundTask = ();
//! #   fn params(&self) -> Arc<dyn Params> {
//! #       self.params.clone()
//! #   }
//! #   fn process(
//! #       &mut self,
//! #       _: &mut Buffer<'_>,
//! #       _: &mut AuxiliaryBuffers<'_>,
//! #       _: &mut impl ProcessContext<Self>,
//! #   ) -> ProcessStatus {
//! #       ProcessStatus::Normal
//! #   }
//! }
//! # let _ = Gain::default().editor(AsyncExecutor::new(Arc::new(|_| ()), Arc::new(|_| ())));
//! ```
//!
//! # What is where
//!
//! - [`ViziaEditor`] is what a plugin returns from `Plugin::editor`; [`EditorState`] is what it remembers.
//! - [`EditorModel`] at the root of the tree is the way to the host, and [`EditorEvent`] the way to the window.
//! - [`ParamModel`] binds the plugin's parameters to the tree, and [`widgets`] show and change them.
//! - [`PollContext`] brings values from the audio thread into the tree, without the audio thread knowing of it, and
//!   [`RedrawContext`] draws the part of a view that they move.
//! - [`Scene`] is a tree without a window, and [`headless`] drives one by program: for tests, and for pictures.
//!
//! # What to know
//!
//! - **Threads.** The tree is built and lives on the window's thread: the host's main thread, but a thread of its own for
//!   each window on X11. `build` may run several times, also at the same time.
//! - **Size.** The tree is always laid out for the base size of its [`EditorState`]; a larger window shows it larger.
//! - **Time.** Once a frame, at most 66 times a second, polls run; only if one of them reports a change, or input has
//!   arrived, or an animation is running, the tree is looked at, and only what has changed is drawn and shown.
//! - **Keys** are taken from the host only while a text box (a view whose element is called `textbox`) has the focus, or a
//!   menu that can be searched is open.
//!   Pressing the mouse elsewhere, or escape, ends that. Any other view with the focus hears of arrows, page keys, home,
//!   end, tab and escape, and of enter and space once the user has come by tab; the host gets all of these as well. Not
//!   so on X11, where a window cannot pass on what it has asked for: there the host alone gets them. A shortcut that was
//!   added with [`ShortcutContext`] is taken from the host while a view has the focus.
//! - **Fonts.** vizia brings none: add one with [`add_default_font`] before the first view.
//! - **Clipboard.** There is none yet: baseview has none on X11.
//! - Do not use vizia's `SyncSignal`, or `Runtime::init_on_ui_thread`: both assume that a process has one window thread.

mod editor;
mod fonts;
pub mod headless;
mod model;
pub mod param;
mod poll;
mod redraw;
pub mod scene;
mod shortcuts;
mod state;
pub mod widgets;
mod window;

pub use vizia_core as vizia;

pub use editor::{ViziaEditor, ViziaEditorHandle};
pub use fonts::add_default_font;
pub use model::{EditorEvent, EditorModel};
pub use param::{BoundParam, ParamChange, ParamModel};
pub use poll::PollContext;
pub use redraw::RedrawContext;
pub use scene::Scene;
pub use shortcuts::ShortcutContext;
pub use state::{EditorState, MAX_USER_SCALE, MIN_USER_SCALE, SavedEditorState};
pub use window::ViziaWindow;
