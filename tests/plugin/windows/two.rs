//! Several editors open at once.

use window_host::{Options, Size};

use crate::own_display::on_own_display;
use crate::room::{SIZE, await_gain, await_rest, drag, knob, open, playing_instance, shown_db};

/// Two instances side by side: each editor moves its own parameters and shows them, and one goes on when the other is
/// closed.
#[test]
fn every_editor_has_its_own_plugin() {
    on_own_display(|desk| {
        let beside = Options {
            place: (SIZE.width as i32 + 20, 40),
            ..Options::default()
        };
        let mut left = open(desk, playing_instance(), &Options::default());
        let mut right = open(desk, playing_instance(), &beside);
        // All but the meters, which the two threads of audio move in their own time.
        let difference = await_rest(&mut left).difference(&await_rest(&mut right), 16);
        assert!(difference < 0.01, "{difference}");

        drag(desk, &mut left, "volume_db", -30, 1.0);
        let left_db = shown_db(&mut left.plugin, "volume_db");
        assert!(left_db < -1.0);
        await_gain(&mut left, left_db, 0.1);
        await_rest(&mut left);
        assert_eq!(shown_db(&mut right.plugin, "volume_db"), 0.0);
        assert_eq!(right.plugin.take_happenings(), []);
        let (left_knob, right_knob) = (knob(&left, "volume_db"), knob(&right, "volume_db"));
        assert!(left_knob.difference(&right_knob, 16) > 0.01);

        left.close();
        drag(desk, &mut right, "volume_db", 15, 1.0);
        let right_db = shown_db(&mut right.plugin, "volume_db");
        assert!(right_db > 1.0);
        await_gain(&mut right, right_db, 0.1);
        let area = right.area();
        let size = Size {
            width: area.width,
            height: area.height,
        };
        assert_eq!(size, SIZE);
    });
}
