//! A window from the outside.

use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, Instant};

use baseview::Window;

use super::Link;

/// How long to wait for the thread of a window that does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often to look whether it has ended: not noticeable, and not much work.
const LOOK_INTERVAL: Duration = Duration::from_millis(1);

/// The window of an open editor. It closes when it is dropped.
pub struct ViziaWindow {
    /// None once it runs on its own.
    window: Option<Window>,
    link: Arc<Link>,
}

impl ViziaWindow {
    pub(crate) fn new(window: Window, link: Arc<Link>) -> Self {
        let window = Some(window);
        Self { window, link }
    }

    /// Shows the window and blocks until the user closes it.
    pub(crate) fn run_until_closed(mut self) -> Result<(), baseview::Error> {
        self.window.take().map_or(Ok(()), Window::run_until_closed)
    }
}

impl Deref for ViziaWindow {
    type Target = Window;

    fn deref(&self) -> &Window {
        (self.window.as_ref()).expect("only what has been dropped or consumed has no window")
    }
}

impl Drop for ViziaWindow {
    /// Ends the thread of the window, where it has one, before anything else is given up.
    ///
    /// baseview stops that thread when its `Window` is dropped, but waits for it only if the thread happens to answer one
    /// more request. If not, it would go on for some time, and a host may unload the plugin, with all the code that
    /// runs there, as soon as the editor is closed.
    fn drop(&mut self) {
        let Some(window) = &self.window else {
            return;
        };
        if !cfg!(target_os = "linux") {
            return;
        }
        self.link.close();
        // An error means that there is no thread any more.
        if window.request_poll().is_ok() {
            let start = Instant::now();
            while window.is_open() && start.elapsed() < PATIENCE {
                std::thread::sleep(LOOK_INTERVAL);
            }
        }
    }
}
