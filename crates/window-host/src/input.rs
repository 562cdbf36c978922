//! Mouse and keyboard, as if a user were there.

use std::collections::HashMap;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
    MOTION_NOTIFY_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::{Desk, Error};

/// A button of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// The one for everything.
    Left,
    /// The wheel, pressed.
    Middle,
    /// The one for menus.
    Right,
}

impl Button {
    fn number(self) -> u8 {
        match self {
            Self::Left => 1,
            Self::Middle => 2,
            Self::Right => 3,
        }
    }
}

/// Buttons that stand for one step of the wheel, away from the user and towards them.
const WHEEL: [u8; 2] = [4, 5];

/// A key, by the symbol on it (keysymdef.h).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(u32);

impl Key {
    /// Backspace.
    pub const BACKSPACE: Self = Self(0xff08);
    /// Tab.
    pub const TAB: Self = Self(0xff09);
    /// Return.
    pub const RETURN: Self = Self(0xff0d);
    /// Escape.
    pub const ESCAPE: Self = Self(0xff1b);
    /// Arrow up.
    pub const UP: Self = Self(0xff52);
    /// Arrow down.
    pub const DOWN: Self = Self(0xff54);
    /// Left Shift.
    pub const SHIFT: Self = Self(0xffe1);
    /// Left Control.
    pub const CONTROL: Self = Self(0xffe3);
    /// Left Alt.
    pub const ALT: Self = Self(0xffe9);

    /// The key for a character of Latin-1.
    pub fn of(character: char) -> Self {
        Self(character.into())
    }
}

/// Which key brings which symbol, alone or with Shift.
pub(crate) fn keyboard(connection: &RustConnection) -> Result<HashMap<u32, (u8, bool)>, Error> {
    let setup = connection.setup();
    let (first, last) = (setup.min_keycode, setup.max_keycode);
    let mapping = connection
        .get_keyboard_mapping(first, last - first + 1)?
        .reply()?;
    let per_key = usize::from(mapping.keysyms_per_keycode).max(1);
    let mut keys = HashMap::new();
    for (code, symbols) in (first..=last).zip(mapping.keysyms.chunks(per_key)) {
        for (&symbol, needs_shift) in symbols.iter().zip([false, true]) {
            keys.entry(symbol).or_insert((code, needs_shift));
        }
    }
    Ok(keys)
}

impl Desk {
    /// Moves the pointer to a place on the screen.
    ///
    /// # Errors
    /// The X server is gone; the same for everything that follows.
    pub fn move_to(&self, (x, y): (i32, i32)) -> Result<(), Error> {
        self.fake(MOTION_NOTIFY_EVENT, 0, (x, y))
    }

    /// Presses a button of the mouse.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    pub fn press(&self, button: Button) -> Result<(), Error> {
        self.fake(BUTTON_PRESS_EVENT, button.number(), (0, 0))
    }

    /// Releases a button of the mouse.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    pub fn release(&self, button: Button) -> Result<(), Error> {
        self.fake(BUTTON_RELEASE_EVENT, button.number(), (0, 0))
    }

    /// Moves there and clicks once; twice in a row are a double click.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    pub fn click(&self, place: (i32, i32), button: Button) -> Result<(), Error> {
        self.move_to(place)?;
        self.press(button)?;
        self.release(button)
    }

    /// Presses the left button, moves pixel by pixel and releases it.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    pub fn drag(&self, from: (i32, i32), to: (i32, i32)) -> Result<(), Error> {
        self.move_to(from)?;
        self.press(Button::Left)?;
        self.glide(from, to)?;
        self.release(Button::Left)
    }

    /// Moves pixel by pixel.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    pub fn glide(&self, from: (i32, i32), to: (i32, i32)) -> Result<(), Error> {
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        let steps = across.abs().max(down.abs());
        for step in 1..=steps {
            self.move_to((from.0 + across * step / steps, from.1 + down * step / steps))?;
        }
        Ok(())
    }

    /// Moves there and turns the wheel: positive steps are away from the user.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    pub fn wheel(&self, place: (i32, i32), steps: i32) -> Result<(), Error> {
        self.move_to(place)?;
        let button = WHEEL[usize::from(steps < 0)];
        for _ in 0..steps.abs() {
            self.fake(BUTTON_PRESS_EVENT, button, (0, 0))?;
            self.fake(BUTTON_RELEASE_EVENT, button, (0, 0))?;
        }
        Ok(())
    }

    /// Presses and releases a key, with Shift where the symbol needs it. What has the focus gets it: without a window
    /// manager, the window under the pointer.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    ///
    /// # Panics
    /// No key has this symbol.
    pub fn key(&self, key: Key) -> Result<(), Error> {
        let (code, needs_shift) = self.code_of(key);
        if needs_shift {
            self.hold(Key::SHIFT)?;
        }
        self.fake(KEY_PRESS_EVENT, code, (0, 0))?;
        self.fake(KEY_RELEASE_EVENT, code, (0, 0))?;
        if needs_shift {
            self.let_go(Key::SHIFT)?;
        }
        Ok(())
    }

    /// Presses a key.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    ///
    /// # Panics
    /// No key has this symbol.
    pub fn hold(&self, key: Key) -> Result<(), Error> {
        self.fake(KEY_PRESS_EVENT, self.code_of(key).0, (0, 0))
    }

    /// Releases a key.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    ///
    /// # Panics
    /// No key has this symbol.
    pub fn let_go(&self, key: Key) -> Result<(), Error> {
        self.fake(KEY_RELEASE_EVENT, self.code_of(key).0, (0, 0))
    }

    /// Types a text key by key.
    ///
    /// # Errors
    /// See [`move_to`](Self::move_to).
    ///
    /// # Panics
    /// No key has one of the characters.
    pub fn type_text(&self, text: &str) -> Result<(), Error> {
        text.chars().try_for_each(|it| self.key(Key::of(it)))
    }

    /// The key with this code, by its symbol without Shift.
    pub(crate) fn key_of(&self, code: u8) -> Option<Key> {
        let is_it = |(symbol, entry): (&u32, &(u8, bool))| {
            (*entry == (code, false)).then_some(Key(*symbol))
        };
        self.keys.iter().find_map(is_it)
    }

    fn code_of(&self, key: Key) -> (u8, bool) {
        let code = self.keys.get(&key.0);
        *code.unwrap_or_else(|| panic!("no key for symbol {:#x}", key.0))
    }

    fn fake(&self, kind: u8, detail: u8, (x, y): (i32, i32)) -> Result<(), Error> {
        let now = x11rb::CURRENT_TIME;
        self.connection
            .xtest_fake_input(kind, detail, now, self.root, x as i16, y as i16, 0)?
            .check()?;
        Ok(())
    }
}
