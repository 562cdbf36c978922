//! The plugin linked into this program, whose allocator counts.

use std::hint::black_box;

use headless_host::{Bundle, Change, EntryDescriptor};
use window_host::{Button, Options};

use crate::allocations::allocator_calls;
use crate::own_display::on_own_display;
use crate::room::{await_picture, number_of, open, sine};

unsafe extern "C" {
    #[link_name = "clap_entry"]
    static CLAP_ENTRY: EntryDescriptor;
}

/// While the editor is open, shows meters and is dragged, a callback does not touch the allocator.
#[test]
fn a_callback_allocates_nothing_while_the_editor_is_open() {
    on_own_display(|desk| {
        // The library has to be linked for its entry to be there.
        black_box(preface::plugin::Preface::default);
        // SAFETY: the plugin exports it, and it never changes.
        let entry = unsafe { &CLAP_ENTRY };
        let bundle = Bundle::linked(entry).expect("the linked plugin loads");
        let mut plugin = bundle.instance().expect("the plugin can be created");
        let moved = number_of(&mut plugin, "drive_db");
        plugin.activate(48_000.0, 480).expect("activates");
        let mut window = open(desk, plugin, &Options::default());
        await_picture(&mut window);

        let input = sine().channels;
        let knob = window.on_screen(crate::knobs::area("gain_db").centre());
        desk.move_to(knob).expect("moves");
        desk.press(Button::Left).expect("presses");
        let (mut told, mut round) = (0, 0);
        window.wait_for("a knob that moves", |window| {
            desk.move_to((knob.0, knob.1 - round % 64)).expect("moves");
            let audio = window.plugin.audio().expect("is active");
            let change = Change {
                sample: 100,
                id: moved,
                value: f64::from(round % 100) / 100.0,
            };
            audio.prepare(&input, 0..480, &[change]);
            let calls = allocator_calls(|| audio.process().expect("processes"));
            // On its first call the framework asks each thread for its name.
            assert!(round == 0 || calls == 0, "{calls} calls in round {round}");
            told += audio.take_happenings().len();
            round += 1;
            (told > 30).then_some(())
        });
        println!("{round} callbacks while the editor was used");
        desk.release(Button::Left).expect("releases");
    });
}
