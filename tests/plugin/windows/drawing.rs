//! What is drawn, and when.

use std::time::Duration;

use nice_plug_vizia::headless::HeadlessEditor;
use nice_plug_vizia::vizia::prelude::*;
use preface::editor::plots::Plot;
use window_host::{Frames, Options, Picture, wait_for};

use crate::knobs::headless;
use crate::own_display::{on_own_display, server};
use crate::room::{await_rest, instance, keep, open};

/// The window shows what the same tree shows in memory.
#[test]
fn a_window_shows_what_is_drawn_in_memory() {
    on_own_display(|desk| {
        let mut window = open(desk, instance(), &Options::default());
        let shown = await_rest(&mut window);
        let drawn = with_plot(&mut headless());
        keep(&drawn, "in-memory");
        keep(&shown, "in-window");
        // The plugin is optimised, this test is not: roundings may differ.
        let difference = shown.difference(&drawn, 2);
        println!("{:.3} % of the pixels differ", 100.0 * difference);
        assert!(difference < 0.001);
    });
}

/// Draws as soon as the plot is there, which is computed beside the window.
fn with_plot(editor: &mut HeadlessEditor) -> Picture {
    let plot = editor.find("plot").expect("it has one");
    wait_for("a plot", || {
        editor.wait(Duration::from_millis(20));
        let cx = EventContext::new(editor.context());
        let is_waiting = cx.get_view_with::<Plot>(plot).is_none_or(Plot::is_waiting);
        (!is_waiting).then_some(())
    });
    editor.settle(Duration::from_secs(2));
    picture(editor)
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
