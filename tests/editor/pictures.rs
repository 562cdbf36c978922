use crate::window::Window;

#[test]
fn look() {
    for (scale, name) in [(1.0, "1x"), (2.0, "2x")] {
        let mut window = Window::open_at(scale);
        window.editor.settle(std::time::Duration::from_secs(1));
        window
            .editor
            .picture()
            .save_png(format!("/tmp/editor_{name}.png"))
            .unwrap();
    }
}
