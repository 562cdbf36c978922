//! Knob, host and audio: whoever moves a parameter, all three agree.

use headless_host::Happening;
use window_host::{Button, Options};

use crate::knobs;
use crate::own_display::on_own_display;
use crate::room::{
    STEPS, await_gain, await_rest, drag, keep, knob, number_of, open, playing_instance, shown_db,
};

/// The rounding of a shown decibel.
const ROUNDING_DB: f64 = 0.051;

/// A drag on a knob: one gesture, rising values, and the audio follows.
#[test]
fn a_drag_moves_the_parameter_and_the_audio() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        await_gain(&mut window, 0.0, 0.05);
        for (id, up) in [("volume_db", -30), ("gain_db", 25)] {
            let number = number_of(&mut window.plugin, id);
            let before_db = shown_db(&mut window.plugin, id);
            let before = await_rest(&mut window);
            let heard = drag(desk, &mut window, id, up, 1.0);

            let [Happening::Begin(first), values @ .., Happening::End(last)] = &heard[..] else {
                panic!("{id}: {heard:?}");
            };
            assert_eq!((*first, *last), (number, number));
            let values: Vec<f64> = values
                .iter()
                .map(|happening| match happening {
                    Happening::Value(id, value) if *id == number => *value,
                    other => panic!("{id}: {other:?}"),
                })
                .collect();
            assert!(values.len() >= STEPS as usize, "{id}: {values:?}");
            let rises = |pair: &[f64]| (pair[1] - pair[0]) * f64::from(up.signum()) >= 0.0;
            assert!(values.windows(2).all(rises), "{id}: {values:?}");
            assert_eq!(window.plugin.value(number), values.last().copied());

            let db = shown_db(&mut window.plugin, id);
            println!("{id}: {before_db} dB, dragged by {up} pixels: {db} dB");
            assert!((db - before_db) * f64::from(up.signum()) >= 1.0);
            let sum =
                shown_db(&mut window.plugin, "volume_db") + shown_db(&mut window.plugin, "gain_db");
            await_gain(&mut window, sum, 2.0 * ROUNDING_DB + 0.1);
            let after = await_rest(&mut window);
            let part = knobs::area(id);
            assert!(after.part(part).difference(&before.part(part), 16) > 0.01);
        }
        keep(&await_rest(&mut window), "dragged");
    });
}

/// The host's automation moves the knob, and back again to the same picture.
#[test]
fn automation_moves_the_knob() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        let number = number_of(&mut window.plugin, "drive_db");
        let start = window.plugin.value(number).expect("a value");
        await_rest(&mut window);
        let at_start = knob(&window, "drive_db");
        for value in [0.9, 0.1] {
            let playing = window.plugin.playing().expect("plays");
            playing.automate(number, value);
            window.wait_for("another picture of the knob", |window| {
                (knob(window, "drive_db").difference(&at_start, 16) > 0.01).then_some(())
            });
            keep(&await_rest(&mut window), &format!("automated-{value}"));
            let playing = window.plugin.playing().expect("plays");
            playing.automate(number, start);
            window.wait_for("the first picture of the knob", |window| {
                (knob(window, "drive_db") == at_start).then_some(())
            });
        }
        assert_eq!(window.plugin.take_happenings(), [], "nobody has touched it");
    });
}

/// A host that reads its parameters without audio hears the editor as well.
#[test]
fn a_drag_is_heard_while_no_audio_runs() {
    on_own_display(|desk| {
        let mut window = open(desk, crate::room::instance(), &Options::default());
        let heard = drag(desk, &mut window, "volume_db", -20, 1.0);
        assert!(
            matches!(heard.first(), Some(Happening::Begin(_))),
            "{heard:?}"
        );
        assert!(shown_db(&mut window.plugin, "volume_db") < -1.0);
    });
}

/// A double click takes the knob back to its default.
#[test]
fn a_double_click_resets() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        drag(desk, &mut window, "volume_db", -20, 1.0);
        assert!(shown_db(&mut window.plugin, "volume_db") < -1.0);
        let place = window.on_screen(knobs::area("volume_db").centre());
        desk.click(place, Button::Left).expect("clicks");
        desk.click(place, Button::Left).expect("clicks");
        window.wait_for("the default", |window| {
            (shown_db(&mut window.plugin, "volume_db") == 0.0).then_some(())
        });
        await_gain(&mut window, 0.0, 0.05);
    });
}
