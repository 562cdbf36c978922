//! Functions of libxkbcommon-x11.

use std::ffi::c_void;
use std::sync::OnceLock;

use super::{
    open, symbol, xkb_context, xkb_keymap, xkb_keymap_compile_flags, xkb_state, xkbcommon_option,
};

/// A connection of libxcb.
pub type xcb_connection_t = c_void;

type StateNewFromDevice =
    unsafe extern "C" fn(*mut xkb_keymap, *mut xcb_connection_t, i32) -> *mut xkb_state;

/// Functions of libxkbcommon-x11; see its own documentation.
pub struct XkbCommonX11 {
    /// The number of the keyboard.
    pub xkb_x11_get_core_keyboard_device_id: unsafe extern "C" fn(*mut xcb_connection_t) -> i32,
    /// Makes a keymap from the keyboard's.
    pub xkb_x11_keymap_new_from_device: unsafe extern "C" fn(
        *mut xkb_context,
        *mut xcb_connection_t,
        i32,
        xkb_keymap_compile_flags,
    ) -> *mut xkb_keymap,
    /// Makes a state from the keyboard's, which takes over the keymap: it must not be used any more.
    pub xkb_x11_state_new_from_device: StateNewFromDevice,
    state_new_from_device: StateNewFromDevice,
}

/// libxkbcommon-x11, if the system has it.
pub fn xkbcommon_x11_option() -> Option<&'static XkbCommonX11> {
    static LIBRARY: OnceLock<Option<XkbCommonX11>> = OnceLock::new();
    let open = || {
        let library = open("libxkbcommon-x11.so.0")?;
        // SAFETY: the types are those of xkbcommon-x11.h.
        unsafe {
            Some(XkbCommonX11 {
                xkb_x11_get_core_keyboard_device_id: symbol(
                    library,
                    "xkb_x11_get_core_keyboard_device_id",
                )?,
                xkb_x11_keymap_new_from_device: symbol(library, "xkb_x11_keymap_new_from_device")?,
                xkb_x11_state_new_from_device: state_that_owns_keymap,
                state_new_from_device: symbol(library, "xkb_x11_state_new_from_device")?,
            })
        }
    };
    LIBRARY.get_or_init(open).as_ref()
}

unsafe extern "C" fn state_that_owns_keymap(
    keymap: *mut xkb_keymap,
    connection: *mut xcb_connection_t,
    device: i32,
) -> *mut xkb_state {
    let (Some(x11), Some(common)) = (xkbcommon_x11_option(), xkbcommon_option()) else {
        return std::ptr::null_mut();
    };
    // SAFETY: passed on to the caller. The state holds the keymap itself, so that ours can go.
    unsafe {
        let state = (x11.state_new_from_device)(keymap, connection, device);
        (common.xkb_keymap_unref)(keymap);
        state
    }
}
