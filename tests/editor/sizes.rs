//! The sizes at the window's top.

use nice_plug_vizia::vizia::prelude::*;

use crate::window::Window;

/// The sizes that are lit.
fn lit(window: &mut Window) -> Vec<Entity> {
    window.editor.find_class("chosen")
}

#[test]
fn the_size_that_the_window_has_is_lit() {
    let mut window = Window::open();
    let size = |window: &mut Window, id: &str| window.editor.find(id).expect("it is there");
    assert_eq!(lit(&mut window), [size(&mut window, "size-100")]);

    window.editor.click_on("size-150");
    window.editor.frame();
    assert_eq!(window.params.editor.user_scale(), 1.5);
    assert_eq!(lit(&mut window), [size(&mut window, "size-150")]);

    // As if it had been dragged at its edge.
    window.params.editor.set_user_scale(1.1);
    window.editor.frame();
    assert_eq!(lit(&mut window), []);
}
