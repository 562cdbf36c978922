//! Other sizes, asked for by the host and from within.

use window_host::{Area, Button, Desk, EditorWindow, Options, Picture, Size};

use crate::knobs;
use crate::own_display::on_own_display;
use crate::room::{SIZE, await_rest, drag, instance, keep, open, playing_instance, shown_db};

/// The host gives it twice the size: everything is there, twice as large, and works where it is now.
#[test]
fn the_host_can_double_it() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        let single = await_rest(&mut window);
        keep(&single, "100-percent");
        let twice = SIZE.times(2.0);
        assert_eq!(window.resize(twice).expect("is resized"), twice);
        let double = await_size(&mut window, twice);
        keep(&double, "200-percent-by-host");
        assert_is_double(&double, &single);
        drag(desk, &mut window, "volume_db", -40, 2.0);
        assert!(shown_db(&mut window.plugin, "volume_db") < -1.0);

        assert_eq!(window.resize(SIZE).expect("is resized"), SIZE);
        await_size(&mut window, SIZE);
    });
}

/// The user chooses a size in the editor: the host makes room, whether it sets the size again or not, and a session
/// remembers it.
#[test]
fn the_user_can_double_it() {
    on_own_display(|desk| {
        for echoes_sizes in [true, false] {
            let options = Options {
                echoes_sizes,
                ..Options::default()
            };
            let mut window = open(desk, playing_instance(), &options);
            let single = await_rest(&mut window);
            choose_scale(desk, &window, TWICE, 1.0);
            let double = await_size(&mut window, SIZE.times(2.0));
            keep(&double, "200-percent-by-user");
            assert_is_double(&double, &single);
            assert_eq!(window.plugin.editor_size().expect("open"), SIZE.times(2.0));

            let session = window.plugin.save_state().expect("saves");
            window.close();
            let mut restored = instance();
            assert!(restored.load_state(&session));
            let mut window = open(desk, restored, &options);
            await_size(&mut window, SIZE.times(2.0));
            choose_scale(desk, &window, ONCE, 2.0);
            await_size(&mut window, SIZE);
        }
    });
}

/// A host that has no room: the editor stays as it was, and works.
#[test]
fn a_host_may_refuse_a_size() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        window.plugin.refuse_editor_sizes(true);
        choose_scale(desk, &window, TWICE, 1.0);
        window.wait_for("a refusal", |window| {
            (window.plugin.refused_editor_sizes() > 0).then_some(())
        });
        await_size(&mut window, SIZE);
        drag(desk, &mut window, "volume_db", -30, 1.0);
        assert!(shown_db(&mut window.plugin, "volume_db") < -1.0);
    });
}

/// Sizes out of reach or proportion become the nearest that it can have.
#[test]
fn it_stays_within_50_and_200_percent_and_in_proportion() {
    on_own_display(|desk| {
        let mut window = open(desk, instance(), &Options::default());
        for (asked, expected) in [
            ((10, 10), SIZE.times(0.5)),
            ((2500, 1500), SIZE.times(2.0)),
            ((1770, 930), SIZE.times(1.5)),
        ] {
            let (width, height) = asked;
            let given = window.resize(Size { width, height }).expect("is resized");
            assert_eq!(given, expected, "for {asked:?}");
            await_size(&mut window, given);
        }
    });
}

/// A storm of sizes, as a user's hand on the window's edge makes it, ends at the last one.
#[test]
fn a_storm_of_sizes_ends_at_the_last() {
    on_own_display(|desk| {
        let mut window = open(desk, playing_instance(), &Options::default());
        for step in (0..60).chain((0..30).rev()) {
            let size = SIZE.times(0.5 + f64::from(step) / 40.0);
            window.resize(size).expect("is resized");
            window.turn();
        }
        window.resize(SIZE).expect("is resized");
        await_size(&mut window, SIZE);
        assert!(knobs::area("volume_db").width > 0);
    });
}

/// The host suggests a scale for its screen: the editor is that much larger from the start.
#[test]
fn a_hosts_scale_is_taken() {
    on_own_display(|desk| {
        let mut window = open(desk, instance(), &Options::default());
        let single = await_rest(&mut window);
        window.close();
        let options = Options {
            scale: Some(2.0),
            ..Options::default()
        };
        let mut window = open(desk, instance(), &options);
        let double = await_size(&mut window, SIZE.times(2.0));
        assert_is_double(&double, &single);
    });
}

/// The line of 100 % in the menu of scales, and that of 200 %.
const ONCE: usize = 2;
const TWICE: usize = 5;

/// Opens the menu of scales in a window that is so many times as large as it is laid out, and takes a line.
fn choose_scale(desk: &Desk, window: &EditorWindow<'_>, line: usize, scale: f64) {
    for area in [knobs::area("scale"), knobs::line("scale", line)] {
        let place = window.on_screen(area.times(scale).centre());
        desk.click(place, Button::Left).expect("clicks");
    }
    desk.move_to((0, 0)).expect("moves");
}

fn await_size(window: &mut EditorWindow<'_>, size: Size) -> Picture {
    window.wait_for("the window's size", |window| {
        let Area { width, height, .. } = window.area();
        (Size { width, height } == size).then_some(())
    });
    await_rest(window)
}

/// Thin lines and text are finer at twice the size, but all surfaces are where they were.
fn assert_is_double(double: &Picture, single: &Picture) {
    let difference = double.halved().difference(single, 48);
    println!("{:.2} % of the pixels differ", 100.0 * difference);
    assert!(difference < 0.05);
}
