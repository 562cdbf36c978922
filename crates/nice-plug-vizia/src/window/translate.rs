//! From baseview's words to vizia's.

use baseview::{MouseButton as BaseButton, MouseCursor, ScrollDelta};
use nice_plug_core::editor::{Modifiers as HostModifiers, VirtualKeyCode};
use vizia_core::prelude::*;

/// Pixels that a touch pad scrolls for what a wheel counts as one line.
const PIXELS_PER_LINE: f32 = 20.0;

pub(super) fn button(button: BaseButton) -> MouseButton {
    match button {
        BaseButton::Left => MouseButton::Left,
        BaseButton::Middle => MouseButton::Middle,
        BaseButton::Right => MouseButton::Right,
        BaseButton::Back => MouseButton::Back,
        BaseButton::Forward => MouseButton::Forward,
        BaseButton::Other(number) => MouseButton::Other(u16::from(number)),
        _ => MouseButton::Other(u16::MAX),
    }
}

/// Lines to the right and up.
pub(super) fn scroll(delta: ScrollDelta) -> (f32, f32) {
    match delta {
        ScrollDelta::Lines { x, y } => (x, y),
        ScrollDelta::Pixels { x, y } => (x / PIXELS_PER_LINE, y / PIXELS_PER_LINE),
    }
}

pub(super) fn modifiers(modifiers: keyboard_types::Modifiers) -> Modifiers {
    use keyboard_types::Modifiers as From;
    [
        (From::SHIFT, Modifiers::SHIFT),
        (From::CONTROL, Modifiers::CTRL),
        (From::ALT, Modifiers::ALT),
        (From::META, Modifiers::SUPER),
    ]
    .into_iter()
    .filter(|(from, _)| modifiers.contains(*from))
    .fold(Modifiers::empty(), |held, (_, modifier)| held | modifier)
}

/// Both sides name keys as the W3C does, in different versions of one crate.
pub(super) fn code(code: keyboard_types::Code) -> Code {
    code.to_string().parse().unwrap_or(Code::Unidentified)
}

/// See [`code`].
pub(super) fn key(key: &keyboard_types::Key) -> Option<Key> {
    match key {
        keyboard_types::Key::Character(written) => Some(Key::Character(written.clone())),
        keyboard_types::Key::Named(name) => name.to_string().parse().ok(),
    }
}

pub(super) fn cursor(cursor: CursorIcon) -> MouseCursor {
    match cursor {
        CursorIcon::Default | CursorIcon::Arrow | CursorIcon::ContextMenu => MouseCursor::Default,
        CursorIcon::Crosshair => MouseCursor::Crosshair,
        CursorIcon::Hand | CursorIcon::Grab => MouseCursor::Hand,
        CursorIcon::Grabbing => MouseCursor::HandGrabbing,
        CursorIcon::Move => MouseCursor::Move,
        CursorIcon::Text => MouseCursor::Text,
        CursorIcon::VerticalText => MouseCursor::VerticalText,
        CursorIcon::Wait => MouseCursor::Working,
        CursorIcon::Progress => MouseCursor::PtrWorking,
        CursorIcon::Help => MouseCursor::Help,
        CursorIcon::NotAllowed | CursorIcon::NoDrop => MouseCursor::NotAllowed,
        CursorIcon::Cell => MouseCursor::Cell,
        CursorIcon::Alias => MouseCursor::Alias,
        CursorIcon::Copy => MouseCursor::Copy,
        CursorIcon::AllScroll => MouseCursor::AllScroll,
        CursorIcon::ZoomIn => MouseCursor::ZoomIn,
        CursorIcon::ZoomOut => MouseCursor::ZoomOut,
        CursorIcon::EResize => MouseCursor::EResize,
        CursorIcon::NResize => MouseCursor::NResize,
        CursorIcon::NeResize => MouseCursor::NeResize,
        CursorIcon::NwResize => MouseCursor::NwResize,
        CursorIcon::SResize => MouseCursor::SResize,
        CursorIcon::SeResize => MouseCursor::SeResize,
        CursorIcon::SwResize => MouseCursor::SwResize,
        CursorIcon::WResize => MouseCursor::WResize,
        CursorIcon::EwResize => MouseCursor::EwResize,
        CursorIcon::NsResize => MouseCursor::NsResize,
        CursorIcon::NeswResize => MouseCursor::NeswResize,
        CursorIcon::NwseResize => MouseCursor::NwseResize,
        CursorIcon::ColResize => MouseCursor::ColResize,
        CursorIcon::RowResize => MouseCursor::RowResize,
        CursorIcon::None => MouseCursor::Hidden,
    }
}

pub(super) fn host_modifiers(modifiers: HostModifiers) -> Modifiers {
    // Hosts name them after the Mac's keys: what they call command is the control key elsewhere.
    let (command, control) = match cfg!(target_os = "macos") {
        true => (Modifiers::SUPER, Modifiers::CTRL),
        false => (Modifiers::CTRL, Modifiers::SUPER),
    };
    [
        (HostModifiers::SHIFT, Modifiers::SHIFT),
        (HostModifiers::ALT, Modifiers::ALT),
        (HostModifiers::COMMAND, command),
        (HostModifiers::CONTROL, control),
    ]
    .into_iter()
    .filter(|(from, _)| modifiers.contains(*from))
    .fold(Modifiers::empty(), |held, (_, modifier)| held | modifier)
}

/// What a key that a host hands on does in a text box, `None` if nothing.
pub(super) fn host_key(key: VirtualKeyCode) -> Option<(Code, Option<Key>)> {
    let written = |written: &str| Some(Key::Character(written.to_owned()));
    Some(match key {
        VirtualKeyCode::Backspace => (Code::Backspace, Some(Key::Backspace)),
        VirtualKeyCode::Tab => (Code::Tab, Some(Key::Tab)),
        VirtualKeyCode::Return => (Code::Enter, Some(Key::Enter)),
        VirtualKeyCode::NumpadEnter => (Code::NumpadEnter, Some(Key::Enter)),
        VirtualKeyCode::Escape => (Code::Escape, Some(Key::Escape)),
        VirtualKeyCode::Space => (Code::Space, written(" ")),
        VirtualKeyCode::End => (Code::End, Some(Key::End)),
        VirtualKeyCode::Home => (Code::Home, Some(Key::Home)),
        VirtualKeyCode::ArrowLeft => (Code::ArrowLeft, Some(Key::ArrowLeft)),
        VirtualKeyCode::ArrowUp => (Code::ArrowUp, Some(Key::ArrowUp)),
        VirtualKeyCode::ArrowRight => (Code::ArrowRight, Some(Key::ArrowRight)),
        VirtualKeyCode::ArrowDown => (Code::ArrowDown, Some(Key::ArrowDown)),
        VirtualKeyCode::PageUp => (Code::PageUp, Some(Key::PageUp)),
        VirtualKeyCode::PageDown => (Code::PageDown, Some(Key::PageDown)),
        VirtualKeyCode::Delete => (Code::Delete, Some(Key::Delete)),
        VirtualKeyCode::Numpad0 => (Code::Numpad0, written("0")),
        VirtualKeyCode::Numpad1 => (Code::Numpad1, written("1")),
        VirtualKeyCode::Numpad2 => (Code::Numpad2, written("2")),
        VirtualKeyCode::Numpad3 => (Code::Numpad3, written("3")),
        VirtualKeyCode::Numpad4 => (Code::Numpad4, written("4")),
        VirtualKeyCode::Numpad5 => (Code::Numpad5, written("5")),
        VirtualKeyCode::Numpad6 => (Code::Numpad6, written("6")),
        VirtualKeyCode::Numpad7 => (Code::Numpad7, written("7")),
        VirtualKeyCode::Numpad8 => (Code::Numpad8, written("8")),
        VirtualKeyCode::Numpad9 => (Code::Numpad9, written("9")),
        VirtualKeyCode::NumpadMultiply => (Code::NumpadMultiply, written("*")),
        VirtualKeyCode::NumpadAdd => (Code::NumpadAdd, written("+")),
        VirtualKeyCode::NumpadSubtract => (Code::NumpadSubtract, written("-")),
        VirtualKeyCode::NumpadDecimal => (Code::NumpadDecimal, written(".")),
        VirtualKeyCode::NumpadDivide => (Code::NumpadDivide, written("/")),
        VirtualKeyCode::Equals => (Code::Equal, written("=")),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_names() {
        for (from, to) in [
            (keyboard_types::Code::KeyQ, Code::KeyQ),
            (keyboard_types::Code::NumpadEnter, Code::NumpadEnter),
            (keyboard_types::Code::ArrowLeft, Code::ArrowLeft),
            (keyboard_types::Code::MetaLeft, Code::MetaLeft),
        ] {
            assert_eq!(code(from), to);
        }
        let enter = keyboard_types::Key::Named(keyboard_types::NamedKey::Enter);
        assert_eq!(key(&enter), Some(Key::Enter));
        let written = keyboard_types::Key::Character("ä".into());
        assert_eq!(key(&written), Some(Key::Character("ä".into())));
    }

    #[test]
    fn modifiers_are_told_apart() {
        let held = keyboard_types::Modifiers::SHIFT | keyboard_types::Modifiers::META;
        assert_eq!(modifiers(held), Modifiers::SHIFT | Modifiers::SUPER);
        assert_eq!(
            modifiers(keyboard_types::Modifiers::CAPS_LOCK),
            Modifiers::empty()
        );
    }
}
