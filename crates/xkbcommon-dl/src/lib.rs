//! What baseview calls of `xkbcommon-dl` 0.4, in its place: libxkbcommon, opened at run time.
//!
//! baseview 0.4.2 makes a keymap for every window and never lets go of it, which costs a host 70 kB each time an editor
//! is opened. Here [a new state](x11::XkbCommonX11::xkb_x11_state_new_from_device) takes the keymap over, and both go
//! when the state does. Everything else that `xkbcommon-dl` offers is left out on purpose: a program that keeps a keymap
//! for itself does not compile with this crate instead of freeing it twice.
//!
//! A workspace without the line
//!
//! ```toml
//! [patch.crates-io]
//! xkbcommon-dl = { path = "crates/xkbcommon-dl" }
//! ```
//!
//! works the same, with the leak.
#![cfg(target_os = "linux")]
// The names are those of the C library.
#![allow(non_camel_case_types)]

use std::ffi::{c_char, c_int, c_uint};
use std::sync::OnceLock;

use libloading::Library;

#[cfg(feature = "x11")]
pub mod x11;

/// Number of a key.
pub type xkb_keycode_t = u32;

/// Where keymaps are made.
#[repr(C)]
pub struct xkb_context {
    _opaque: [u8; 0],
}

/// What the keys mean.
#[repr(C)]
pub struct xkb_keymap {
    _opaque: [u8; 0],
}

/// Which keys are held.
#[repr(C)]
pub struct xkb_state {
    _opaque: [u8; 0],
}

/// How a context is made.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum xkb_context_flags {
    /// In no special way.
    XKB_CONTEXT_NO_FLAGS = 0,
}

/// How a keymap is made.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum xkb_keymap_compile_flags {
    /// In no special way.
    XKB_KEYMAP_COMPILE_NO_FLAGS = 0,
}

/// What happens to a key.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum xkb_key_direction {
    /// It is released.
    XKB_KEY_UP = 0,
    /// It is pressed.
    XKB_KEY_DOWN = 1,
}

/// Functions of libxkbcommon; see its own documentation.
pub struct XkbCommon {
    /// Makes a context.
    pub xkb_context_new: unsafe extern "C" fn(xkb_context_flags) -> *mut xkb_context,
    /// Lets go of it.
    pub xkb_context_unref: unsafe extern "C" fn(*mut xkb_context),
    /// Lets go of a state.
    pub xkb_state_unref: unsafe extern "C" fn(*mut xkb_state),
    /// Presses or releases a key. Returns what has changed.
    pub xkb_state_update_key:
        unsafe extern "C" fn(*mut xkb_state, xkb_keycode_t, xkb_key_direction) -> c_uint,
    /// Writes the text that a key brings now, ended by a zero byte. Returns its length.
    pub xkb_state_key_get_utf8:
        unsafe extern "C" fn(*mut xkb_state, xkb_keycode_t, *mut c_char, usize) -> c_int,
    #[cfg(feature = "x11")]
    xkb_keymap_unref: unsafe extern "C" fn(*mut xkb_keymap),
}

/// libxkbcommon, if the system has it.
pub fn xkbcommon_option() -> Option<&'static XkbCommon> {
    static LIBRARY: OnceLock<Option<XkbCommon>> = OnceLock::new();
    let open = || {
        let library = open("libxkbcommon.so.0")?;
        // SAFETY: the types are those of xkbcommon.h.
        unsafe {
            Some(XkbCommon {
                xkb_context_new: symbol(library, "xkb_context_new")?,
                xkb_context_unref: symbol(library, "xkb_context_unref")?,
                xkb_state_unref: symbol(library, "xkb_state_unref")?,
                xkb_state_update_key: symbol(library, "xkb_state_update_key")?,
                xkb_state_key_get_utf8: symbol(library, "xkb_state_key_get_utf8")?,
                #[cfg(feature = "x11")]
                xkb_keymap_unref: symbol(library, "xkb_keymap_unref")?,
            })
        }
    };
    LIBRARY.get_or_init(open).as_ref()
}

/// A library that stays open as long as the program runs.
fn open(name: &str) -> Option<&'static Library> {
    // SAFETY: the library does nothing when it is opened.
    let library = unsafe { Library::new(name) }.ok()?;
    Some(Box::leak(Box::new(library)))
}

/// A function of a library.
///
/// # Safety
/// `T` is the type of the function with this name.
unsafe fn symbol<T: Copy>(library: &'static Library, name: &str) -> Option<T> {
    // SAFETY: passed on to the caller.
    let symbol = unsafe { library.get::<T>(name.as_bytes()) };
    symbol.ok().map(|symbol| *symbol)
}
