//! The window that shows an editor.
//!
//! On X11 a window has a thread of its own, elsewhere it lives on the host's main thread.

mod content;
mod handle;
mod input;
mod key_focus;
mod link;
mod presenter;
mod translate;

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use baseview::{
    DamageArea, Event, EventStatus, HandlerError, TimerHandle, WindowContext, WindowHandler,
    WindowSize,
};
use nice_plug_core::context::gui::GuiContext;

pub use handle::ViziaWindow;
pub(crate) use link::{HostKey, Link};

use crate::editor::Build;
use crate::model::EditorModel;
use crate::state::EditorState;
use content::{Content, Wishes};
use key_focus::KeyFocus;
use presenter::Presenter;

/// Time from the end of one frame to the next. Timers start anew when their work is done, and a frame takes some time
/// itself: this makes up to 66 frames a second, and 60 if a frame takes 1.7 ms.
const FRAME_INTERVAL: Duration = Duration::from_millis(15);

/// Whether frames are shown by the timer itself.
///
/// On X11, baseview answers a request to draw by asking the server for the display frame *after* the next one, so that no
/// more than every second frame of the display can be drawn (measured: 33.3 ms between frames at 60 Hz, however short the
/// timer). Nothing is lost by not asking: the server copies the picture when it arrives. Elsewhere, drawing belongs into
/// the platform's own cycle.
const DRAWS_IN_TIMER: bool = cfg!(target_os = "linux");

/// What a window needs to show an editor.
pub(crate) struct Setup {
    pub state: Arc<EditorState>,
    pub gui_context: GuiContext,
    pub build: Arc<Build>,
    pub link: Arc<Link>,
}

/// Receives everything that happens to a window.
///
/// Some platforms call back while they are called: the content is never borrowed while the window is asked for something.
pub(crate) struct EditorWindow {
    context: WindowContext,
    link: Arc<Link>,
    content: RefCell<Content>,
    key_focus: RefCell<Option<KeyFocus>>,
    /// Whether something in the tree has panicked: the window keeps its last picture then.
    dead: Cell<bool>,
    /// On X11 a timer ends with its last handle.
    _timer: TimerHandle,
}

impl EditorWindow {
    /// Builds the tree, on the thread of the window.
    pub fn new(context: WindowContext, setup: Setup) -> Result<Self, HandlerError> {
        let Setup {
            state,
            gui_context,
            build,
            link,
        } = setup;
        state.set_window_scale(context.scale_factor());
        let model = EditorModel::new(gui_context, state);
        let content = Content::new(model, Presenter::new(&context)?, |cx| build(cx));
        Ok(Self {
            key_focus: RefCell::new(KeyFocus::new(&context)),
            _timer: context.create_timer(FRAME_INTERVAL)?,
            content: RefCell::new(content),
            dead: Cell::new(false),
            context,
            link,
        })
    }

    /// Does something with the content, unless it is dead already. A panic in a view must not end the host, which every
    /// panic that gets out of here does.
    fn guarded(&self, work: impl FnOnce()) {
        if !self.dead.get() && catch_unwind(AssertUnwindSafe(work)).is_err() {
            self.dead.set(true);
            log::error!("the editor has panicked and shows nothing new until it is opened again");
        }
    }

    /// Lets the scene react to everything that has happened, and shows it.
    fn frame(&self) {
        self.check_focus();
        let Ok(mut content) = self.content.try_borrow_mut() else {
            return;
        };
        content.update(&self.link);
        if !self.link.is_hidden() {
            content.show();
        }
        let wishes = content.wishes();
        drop(content);
        self.grant(wishes);
    }

    /// Ends the editing of a text if the user has gone on to another window.
    fn check_focus(&self) {
        let is_doubtful =
            (self.content.try_borrow_mut()).is_ok_and(|mut content| content.is_focus_doubtful());
        if !is_doubtful {
            return;
        }
        let has_keys = (self.key_focus.try_borrow()).is_ok_and(|key_focus| {
            (key_focus.as_ref()).is_some_and(|key_focus| key_focus.has_keys(&self.context))
        });
        if !has_keys && let Ok(mut content) = self.content.try_borrow_mut() {
            content.drop_focus();
        }
    }

    /// Shows what has happened at once if the last frame is old enough; else the timer will.
    fn prompt_frame(&self) {
        let is_due = (self.content.try_borrow_mut()).is_ok_and(|mut content| content.take_prompt());
        if DRAWS_IN_TIMER && is_due {
            self.frame();
        }
    }

    /// Lets the scene react to everything that has happened, and asks the platform for a frame to show it in.
    fn ask_for_frame(&self) {
        self.check_focus();
        let Ok(mut content) = self.content.try_borrow_mut() else {
            return;
        };
        content.update(&self.link);
        let wants_frame = content.wants_frame();
        let wishes = content.wishes();
        drop(content);
        self.grant(wishes);
        if wants_frame && !self.link.is_hidden() {
            self.context.request_redraw();
        }
    }

    fn grant(&self, wishes: Wishes) {
        if let Some(cursor) = wishes.cursor
            && let Err(error) = self.context.set_mouse_cursor(cursor)
        {
            log::warn!("the pointer keeps its shape: {error}");
        }
        if let Some(takes_keys) = wishes.takes_keys {
            self.link.set_takes_keys(takes_keys);
            if let Ok(mut key_focus) = self.key_focus.try_borrow_mut()
                && let Some(key_focus) = key_focus.as_mut()
            {
                match takes_keys {
                    true => key_focus.take(&self.context),
                    false => key_focus.give_back(),
                }
            }
        }
        if let Some(size) = wishes.size
            && let Err(error) = self.context.resize(size)
        {
            log::warn!("the window keeps its size: {error}");
        }
    }
}

impl WindowHandler for EditorWindow {
    fn draw(&self) -> Result<(), HandlerError> {
        self.guarded(|| self.frame());
        Ok(())
    }

    fn damage(&self, area: DamageArea<'_>) {
        if let Ok(mut content) = self.content.try_borrow_mut() {
            content.lose(&area);
        }
    }

    fn poll(&self) {
        if self.link.is_closing() {
            self.context.request_close();
            return;
        }
        self.guarded(|| self.prompt_frame());
    }

    fn resized(&self, size: WindowSize) -> Result<(), HandlerError> {
        self.guarded(|| {
            if let Ok(mut content) = self.content.try_borrow_mut() {
                content.resize(size);
            }
        });
        Ok(())
    }

    fn on_event(&self, event: Event) -> EventStatus {
        let mut status = EventStatus::Ignored;
        self.guarded(|| {
            if let Ok(mut content) = self.content.try_borrow_mut() {
                status = content.handle(event);
            }
            self.prompt_frame();
        });
        status
    }

    fn on_timer(&self, _: &TimerHandle) {
        self.guarded(|| match DRAWS_IN_TIMER {
            true => self.frame(),
            false => self.ask_for_frame(),
        });
    }
}
