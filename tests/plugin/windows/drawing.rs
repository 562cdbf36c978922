//! What is drawn, and when.

use std::time::Duration;

use nice_plug_vizia::headless::HeadlessEditor;
use window_host::{Frames, Options, Picture};

use crate::knobs::headless;
use crate::own_display::{on_own_display, server};
use crate::room::{await_rest, instance, keep, open};

/// The window shows what the same tree shows in memory, to the last pixel.
#[test]
fn a_window_shows_what_is_drawn_in_memory() {
    on_own_display(|desk| {
        let mut window = open(desk, instance(), &Options::default());
        let shown = await_rest(&mut window);
        let drawn = picture(&mut headless());
        keep(&drawn, "in-memory");
        assert_eq!(shown.difference(&drawn, 0), 0.0);
    });
}

fn picture(editor: &mut HeadlessEditor) -> Picture {
    let picture = editor.picture();
    let (pixels, _) = picture.rgba().as_chunks::<4>();
    Picture {
        width: picture.width(),
        height: picture.height(),
        pixels: pixels
            .iter()
            .map(|&[red, green, blue, _]| [red, green, blue])
            .collect(),
    }
}

/// While nothing changes, nothing is drawn; and what would notice it does notice a knob that moves.
#[test]
fn nothing_is_drawn_while_nothing_changes() {
    on_own_display(|desk| {
        let mut window = open(desk, instance(), &Options::default());
        await_rest(&mut window);
        let editor = window.editor().expect("an editor");
        let frames = Frames::of(&server(), editor).expect("watches");
        // More than thirty times what lies between two frames.
        std::thread::sleep(Duration::from_millis(500));
        window.turn();
        assert_eq!(frames.drawn().expect("watches").len(), 0);
        crate::room::drag(desk, &mut window, "volume_db", -12, 1.0);
        window.wait_for("something drawn", |_| {
            let drawn = frames.drawn().expect("watches");
            (!drawn.is_empty()).then_some(())
        });
    });
}
