//! The menu of sizes at the window's foot.

use nice_plug_vizia::widgets::Pick;

use crate::window::Window;

#[test]
fn the_size_that_the_window_has_is_shown() {
    let mut window = Window::open();
    let shown = |window: &mut Window| {
        window.editor.frame();
        window.view::<Pick, _>("scale", Pick::text)
    };
    assert_eq!(shown(&mut window), "100 %");

    // The fifth line.
    window.pick("scale", 4);
    assert_eq!(window.params.editor.user_scale(), 1.5);
    assert_eq!(shown(&mut window), "150 %");

    // As if it had been dragged at its edge.
    window.params.editor.set_user_scale(1.1);
    assert_eq!(shown(&mut window), "110 %");
}
