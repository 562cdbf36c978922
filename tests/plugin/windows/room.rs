//! A plugin that plays in a host's window, and what the tests look at.

use std::path::PathBuf;

use headless_host::{Bundle, Happening, Instance, Signal};
use preface::chain::Parameter;
use window_host::{Area, Button, Desk, EditorWindow, Options, Picture};

use crate::bundles;
use crate::knobs;

/// Size of a fresh editor.
pub const SIZE: window_host::Size = window_host::Size {
    width: 1040,
    height: 620,
};

/// What is played: far below clipping.
pub fn sine() -> Signal {
    Signal::sine(48_000.0, 1000.0, 0.05)
}

/// A fresh instance of the built plugin.
pub fn instance() -> Instance {
    let bundle = Bundle::load(&bundles::clap()).expect("the built plugin loads");
    bundle.instance().expect("the plugin can be created")
}

/// The same, with [`sine`] running through it.
pub fn playing_instance() -> Instance {
    let mut plugin = instance();
    plugin.activate(48_000.0, 480).expect("activates");
    plugin.play(sine()).expect("plays");
    plugin
}

/// A window with this plugin's editor, as soon as something is seen in it.
pub fn open<'desk>(desk: &'desk Desk, plugin: Instance, options: &Options) -> EditorWindow<'desk> {
    let window = EditorWindow::open(desk, plugin, options);
    let mut window = window.expect("the editor opens");
    await_picture(&mut window);
    window
}

/// Waits until the editor has drawn all over its window.
pub fn await_picture(window: &mut EditorWindow<'_>) -> Picture {
    window.wait_for("a picture", |window| {
        let picture = window.picture();
        let is_covered = picture.share_of(Desk::EMPTY) == 0.0;
        (is_covered && !picture.is_blank()).then_some(picture)
    })
}

/// Waits until nothing has changed for some frames, and returns that. The line at the foot is left out: the share of the
/// processor that playing takes never rests.
pub fn await_rest(window: &mut EditorWindow<'_>) -> Picture {
    let mut last = await_picture(window);
    let mut same = 0;
    window.wait_for("rest", |window| {
        let picture = window.picture();
        same = match above_the_foot(&picture) == above_the_foot(&last) {
            true => same + 1,
            false => 0,
        };
        last = picture;
        (same == 20).then(|| last.clone())
    })
}

/// A picture without the line at the foot, at whatever size.
fn above_the_foot(picture: &Picture) -> Picture {
    picture.part(Area {
        x: 0,
        y: 0,
        width: picture.width,
        height: picture.height - picture.height * FOOT_PX / SIZE.height,
    })
}

/// Pixels of the line at the foot and of the edge below it, at 100 %.
const FOOT_PX: u32 = 30;

/// Keeps a picture to be looked at.
pub fn keep(picture: &Picture, name: &str) {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("windows");
    std::fs::create_dir_all(&directory).expect("a directory for pictures");
    let file = directory.join(format!("{name}.png"));
    picture.save(&file).expect("is written");
    println!("see {}", file.display());
}

/// The host's number of a parameter.
pub fn number_of(plugin: &mut Instance, id: &str) -> u32 {
    let name = Parameter::find(id).expect("the contract has it").name;
    plugin.parameter(name).expect("the plugin has it").id
}

/// A parameter's value in the decibels that the plugin shows for it.
pub fn shown_db(plugin: &mut Instance, id: &str) -> f64 {
    let number = number_of(plugin, id);
    let value = plugin.value(number).expect("a value");
    let text = plugin.text_of(number, value).expect("a text");
    let number = text.strip_suffix(" dB").map(str::parse);
    let db = number.unwrap_or_else(|| panic!("{id} shows {text}"));
    db.unwrap_or_else(|_| panic!("{id} shows {text}"))
}

/// Movements of the mouse in a [`drag`].
pub const STEPS: i32 = 6;

/// Drags a knob up (or down) by so many pixels, in [`STEPS`] that the host hears one by one, and returns all that it has
/// heard until the end.
pub fn drag(
    desk: &Desk,
    window: &mut EditorWindow<'_>,
    id: &'static str,
    up: i32,
    scale: f64,
) -> Vec<Happening> {
    let (x, y) = window.on_screen(knobs::area(id).times(scale).centre());
    desk.move_to((x, y)).expect("moves");
    desk.press(Button::Left).expect("presses");
    let mut heard = Vec::new();
    for step in 1..=STEPS {
        desk.move_to((x, y - up * step / STEPS)).expect("moves");
        await_happening(window, &mut heard, |it| matches!(it, Happening::Value(..)));
    }
    desk.release(Button::Left).expect("releases");
    await_happening(window, &mut heard, |it| matches!(it, Happening::End(_)));
    // Away, so that no knob looks as if it were pointed at.
    desk.move_to((0, 0)).expect("moves");
    heard
}

/// Waits for something that is new to the host, and adds what it hears until then.
pub fn await_happening(
    window: &mut EditorWindow<'_>,
    heard: &mut Vec<Happening>,
    is_awaited: impl Fn(&Happening) -> bool,
) {
    window.wait_for("the host to hear of it", |window| {
        let new = window.plugin.take_happenings();
        let is_there = new.iter().any(&is_awaited);
        heard.extend(new);
        is_there.then_some(())
    });
}

/// Waits until the audio has this gain.
pub fn await_gain(window: &mut EditorWindow<'_>, gain_db: f64, tolerance_db: f64) {
    window.wait_for(&format!("a gain of {gain_db} dB"), |window| {
        let measured = window.plugin.playing().expect("plays").gain_db();
        ((measured - gain_db).abs() <= tolerance_db).then_some(())
    });
}

/// The picture of a knob.
pub fn knob(window: &EditorWindow<'_>, id: &'static str) -> Picture {
    window.part(knobs::area(id))
}

/// A corner where an editor has drawn if it has drawn at all.
pub const CORNER: Area = Area {
    x: SIZE.width as i32 - 8,
    y: SIZE.height as i32 - 8,
    width: 8,
    height: 8,
};
