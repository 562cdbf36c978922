//! What the host's thread and the window's thread share.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use nice_plug_core::editor::{Modifiers, VirtualKeyCode};
use parking_lot::Mutex;

/// A key that a host hands on.
#[derive(Clone, Copy)]
pub(crate) struct HostKey {
    pub code: VirtualKeyCode,
    pub down: bool,
    pub modifiers: Modifiers,
}

/// Between the handle that the host holds and the window, which has a thread of its own on X11.
#[derive(Default)]
pub(crate) struct Link {
    keys: Mutex<Vec<HostKey>>,
    takes_keys: AtomicBool,
    hidden: AtomicBool,
    closing: AtomicBool,
}

impl Link {
    /// Whether a text box has the focus.
    pub fn takes_keys(&self) -> bool {
        self.takes_keys.load(Relaxed)
    }

    pub fn set_takes_keys(&self, takes_keys: bool) {
        self.takes_keys.store(takes_keys, Relaxed);
    }

    pub fn push_key(&self, key: HostKey) {
        self.keys.lock().push(key);
    }

    pub fn take_keys(&self) -> Vec<HostKey> {
        std::mem::take(&mut self.keys.lock())
    }

    /// Whether the host has hidden the window: nothing is drawn then.
    pub fn is_hidden(&self) -> bool {
        self.hidden.load(Relaxed)
    }

    /// Whether the window shall end.
    pub fn is_closing(&self) -> bool {
        self.closing.load(Relaxed)
    }

    pub fn close(&self) {
        self.closing.store(true, Relaxed);
    }

    pub fn set_hidden(&self, hidden: bool) {
        self.hidden.store(hidden, Relaxed);
    }
}
