//! Synthetic input.

use vizia_core::prelude::*;

use super::HeadlessEditor;

/// A click at the place of the last one would be a double click. This far beside it, it is not: too little to see.
const CLICK_OFFSET_PX: f32 = 0.25;

impl HeadlessEditor {
    /// Holds these modifier keys, and no others, until the next call.
    pub fn hold(&mut self, modifiers: Modifiers) {
        self.modifiers = modifiers;
        self.scene.set_modifiers(modifiers);
    }

    /// Moves the pointer.
    pub fn move_to(&mut self, (x, y): (f32, f32)) {
        let scale = self.scene.size().scale;
        self.move_to_px((x * scale, y * scale));
    }

    fn move_to_px(&mut self, (x, y): (f32, f32)) {
        if self.pointer.0 < 0.0 {
            self.scene.emit(WindowEvent::MouseEnter);
        }
        self.pointer = (x, y);
        self.scene.emit(WindowEvent::MouseMove(x, y));
        self.frame();
    }

    /// Moves the pointer out of the editor.
    pub fn leave(&mut self) {
        self.pointer = (-1.0, -1.0);
        self.scene.emit(WindowEvent::MouseLeave);
        self.frame();
    }

    /// Presses a mouse button where the pointer is.
    pub fn press(&mut self, button: MouseButton) {
        self.scene.emit(WindowEvent::MouseDown(button));
        self.frame();
    }

    /// Releases a mouse button where the pointer is.
    pub fn release(&mut self, button: MouseButton) {
        self.scene.emit(WindowEvent::MouseUp(button));
        self.frame();
    }

    /// Clicks with the left button. Never counts as part of a double click.
    pub fn click(&mut self, at: (f32, f32)) {
        self.move_to(at);
        if self.last_click == Some(self.pointer) {
            let (x, y) = self.pointer;
            self.move_to_px((x + CLICK_OFFSET_PX, y));
        }
        self.last_click = Some(self.pointer);
        self.press(MouseButton::Left);
        self.release(MouseButton::Left);
    }

    /// Clicks twice with the left button at one place.
    pub fn double_click(&mut self, at: (f32, f32)) {
        self.click(at);
        self.press(MouseButton::Left);
        self.release(MouseButton::Left);
    }

    /// Clicks into the middle of the view with this id.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn click_on(&mut self, id: &str) {
        let middle = self.middle_of(id);
        self.click(middle);
    }

    /// Drags with the left button from one place to another, in this many equal moves.
    pub fn drag(&mut self, from: (f32, f32), to: (f32, f32), moves: u32) {
        self.move_to(from);
        self.press(MouseButton::Left);
        for step in 1..=moves {
            let part = step as f32 / moves as f32;
            self.move_to((
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            ));
        }
        self.release(MouseButton::Left);
    }

    /// Turns the wheel where the pointer is: lines to the right and up.
    pub fn wheel(&mut self, lines_right: f32, lines_up: f32) {
        self.scene
            .emit(WindowEvent::MouseScroll(lines_right, lines_up));
        self.frame();
    }

    /// Presses and releases a key that writes nothing. Returns whether the editor takes it; the host gets all others.
    pub fn key(&mut self, code: Code) -> bool {
        let taken = self.scene.key(true, code, None);
        self.frame();
        self.scene.key(false, code, None);
        self.frame();
        taken
    }

    /// Types a text, key by key. Returns whether the editor takes it; the host gets all others.
    pub fn type_text(&mut self, text: &str) -> bool {
        let mut taken = true;
        for character in text.chars() {
            let key = Key::Character(character.to_string());
            taken &= self.scene.key(true, Code::Unidentified, Some(key.clone()));
            self.frame();
            self.scene.key(false, Code::Unidentified, Some(key));
            self.frame();
        }
        taken
    }
}
