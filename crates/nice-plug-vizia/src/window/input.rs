//! Mouse and keyboard of a window.

use baseview::{Event, EventStatus, MouseEvent, WindowEvent as BaseWindowEvent};
use keyboard_types::{KeyState, KeyboardEvent};
use vizia_core::prelude::*;

use super::link::HostKey;
use super::translate;
use crate::scene::Scene;

/// What has to be known of a window's input to make sense of what comes next.
#[derive(Default)]
pub(super) struct Input {
    /// Where the pointer has gone since the scene was told last. A mouse moves up to a thousand times a second; the
    /// scene is told once a frame, and before anything else happens.
    moved: Option<(f32, f32)>,
    /// How many mouse buttons are held.
    buttons: u32,
    /// Whether the pointer is outside of the window.
    outside: bool,
    /// Whether the window may have got or lost the focus. It is only a hint: on X11 the pointer alone causes such events.
    refocused: bool,
}

impl Input {
    /// Hands an event on to the scene, which may react at once or in its next turn.
    pub fn handle(&mut self, scene: &mut Scene, event: Event) -> EventStatus {
        match event {
            Event::Mouse(event) => {
                self.mouse(scene, event);
                EventStatus::Ignored
            }
            Event::Keyboard(event) => self.keyboard(scene, &event),
            Event::Window(event) => {
                self.window(scene, event);
                EventStatus::Ignored
            }
            _ => EventStatus::Ignored,
        }
    }

    /// Whether the window may have got or lost the focus since the last call.
    pub fn take_refocused(&mut self) -> bool {
        std::mem::take(&mut self.refocused)
    }

    /// Tells the scene where the pointer is.
    pub fn flush(&mut self, scene: &mut Scene) {
        if let Some((x, y)) = self.moved.take() {
            scene.emit(WindowEvent::MouseMove(x, y));
        }
    }

    fn window(&mut self, scene: &mut Scene, event: BaseWindowEvent) {
        match event {
            BaseWindowEvent::Focused => self.refocused = true,
            BaseWindowEvent::Unfocused => {
                self.refocused = true;
                // Something has come between; what is dragged may never be released here. While a text is edited it may
                // mean nothing.
                if self.buttons > 0 && !scene.takes_keys() {
                    self.emit(scene, WindowEvent::WindowFocused(false));
                }
            }
            BaseWindowEvent::WillClose => self.emit(scene, WindowEvent::WindowClose),
            _ => {}
        }
    }

    fn mouse(&mut self, scene: &mut Scene, event: MouseEvent) {
        match event {
            MouseEvent::CursorMoved {
                position,
                modifiers,
            } => {
                scene.set_modifiers(translate::modifiers(modifiers));
                self.moved = Some((position.x as f32, position.y as f32));
            }
            MouseEvent::ButtonPressed { button, modifiers } => {
                self.buttons += 1;
                scene.set_modifiers(translate::modifiers(modifiers));
                self.emit(scene, WindowEvent::MouseDown(translate::button(button)));
            }
            MouseEvent::ButtonReleased { button, modifiers } => {
                self.buttons = self.buttons.saturating_sub(1);
                scene.set_modifiers(translate::modifiers(modifiers));
                self.emit(scene, WindowEvent::MouseUp(translate::button(button)));
                if self.outside && self.buttons == 0 {
                    self.emit(scene, WindowEvent::MouseLeave);
                }
            }
            MouseEvent::WheelScrolled { delta, modifiers } => {
                scene.set_modifiers(translate::modifiers(modifiers));
                let (right, up) = translate::scroll(delta);
                self.emit(scene, WindowEvent::MouseScroll(right, up));
            }
            MouseEvent::CursorEntered => {
                self.outside = false;
                self.emit(scene, WindowEvent::MouseEnter);
            }
            MouseEvent::CursorLeft => {
                self.outside = true;
                // A drag goes on outside, and what is dragged stays under the pointer until it is released.
                if self.buttons == 0 {
                    self.emit(scene, WindowEvent::MouseLeave);
                }
            }
            _ => {}
        }
    }

    fn keyboard(&mut self, scene: &mut Scene, event: &KeyboardEvent) -> EventStatus {
        self.flush(scene);
        scene.set_modifiers(translate::modifiers(event.modifiers));
        let down = event.state == KeyState::Down;
        let (code, key) = (translate::code(event.code), translate::key(&event.key));
        match scene.key(down, code, key) {
            true => {
                scene.turn();
                EventStatus::Captured
            }
            false => EventStatus::Ignored,
        }
    }

    /// Hands on a key that the host has caught.
    pub fn host_key(&mut self, scene: &mut Scene, key: HostKey) {
        if let Some((code, written)) = translate::host_key(key.code) {
            self.flush(scene);
            scene.set_modifiers(translate::host_modifiers(key.modifiers));
            scene.key(key.down, code, written);
            scene.turn();
        }
    }

    fn emit(&mut self, scene: &mut Scene, event: WindowEvent) {
        self.flush(scene);
        scene.emit(event);
        scene.turn();
    }
}
