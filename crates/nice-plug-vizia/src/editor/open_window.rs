//! A window that is gone when it is closed.

use std::convert::Infallible;
use std::ops::Deref;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use baseview::Window;

/// How long closing waits for the thread of the window: one that hangs must not take the host with it.
const LONGEST_FAREWELL: Duration = Duration::from_secs(2);

/// The window of an open [`ViziaEditor`](crate::ViziaEditor).
///
/// When it is dropped, the window is closed, the tree is gone, and nothing of it will call the host any more. baseview
/// alone does not promise that: on X11, where a window has a thread of its own, it may stop waiting for that thread.
pub struct OpenWindow {
    window: Option<Window>,
    /// Nothing ever comes; it is cut off when the content of the window is gone.
    end: Receiver<Infallible>,
}

impl OpenWindow {
    /// `end` is cut off by the content of `window`.
    pub(super) fn new(window: Window, end: Receiver<Infallible>) -> Self {
        Self {
            window: Some(window),
            end,
        }
    }

    /// See [`Window::run_until_closed`].
    pub(super) fn run_until_closed(mut self) -> Result<(), baseview::Error> {
        self.window.take().map_or(Ok(()), Window::run_until_closed)
    }
}

impl Deref for OpenWindow {
    type Target = Window;

    fn deref(&self) -> &Window {
        let window = self.window.as_ref();
        window.expect("it is taken only by what ends this")
    }
}

impl Drop for OpenWindow {
    fn drop(&mut self) {
        drop(self.window.take());
        if self.end.recv_timeout(LONGEST_FAREWELL) == Err(std::sync::mpsc::RecvTimeoutError::Timeout)
        {
            log::warn!("the editor's window does not end");
        }
    }
}
