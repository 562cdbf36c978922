//! The VST3 plugin's editor in pedalboard, a JUCE host.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use preface::chain::Parameter;
use serde_json::{Value, json};
use window_host::{Desk, Picture, WindowId, wait_for};

use crate::own_display::on_own_display;
use crate::room::{SIZE, keep};
use crate::{bundles, knobs};

/// A running pedalboard with the editor open.
struct Pedalboard {
    process: Child,
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Pedalboard {
    fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/windows/pedalboard_editor.py");
        let mut process = Command::new(bundles::named_by("PREFACE_PYTHON"))
            .arg(script)
            .arg(bundles::vst3())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python runs");
        let commands = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().expect("is piped"));
        Self {
            process,
            commands,
            answers,
        }
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("it answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    fn ask(&mut self, command: &Value) -> Value {
        let commands = self.commands.as_mut().expect("it is open");
        writeln!(commands, "{command}").expect("it listens");
        self.answer()
    }

    /// The parameter's fraction and the audio's gain in dB.
    fn look_at(&mut self, id: &str) -> (f64, f64) {
        let name = Parameter::find(id).expect("the contract has it").name;
        let answer = self.ask(&json!({ "name": name }));
        let number = |key: &str| answer[key].as_f64().expect("a number");
        (number("value"), number("gain_db"))
    }

    /// Closes the editor and waits for the end.
    fn close(mut self) {
        self.commands = None;
        assert_eq!(self.answer(), json!({ "closed": true }));
        let status = self.process.wait().expect("it ends");
        assert!(status.success(), "{status}");
    }
}

/// Somewhere in the windows of the host, the one with the editor's size.
fn find_editor(desk: &Desk) -> Option<WindowId> {
    let mut windows = desk.visible_windows().ok()?;
    while let Some(window) = windows.pop() {
        let area = desk.area(window).ok()?;
        if (area.width, area.height) == (SIZE.width, SIZE.height) {
            return Some(window);
        }
        windows.extend(desk.children(window).ok()?);
    }
    None
}

fn await_picture(desk: &Desk) -> (WindowId, Picture) {
    wait_for("pedalboard's picture of the editor", || {
        let window = find_editor(desk)?;
        let picture = desk.picture(window).ok()?;
        (!picture.is_blank()).then_some((window, picture))
    })
}

/// Waits until nothing moves any more.
fn await_rest(desk: &Desk, window: WindowId) -> Picture {
    let mut last = None;
    let mut same = 0;
    wait_for("rest", || {
        let picture = desk.picture(window).ok();
        same = match picture == last {
            true => same + 1,
            false => 0,
        };
        last = picture;
        (same == 20).then(|| last.clone())?
    })
}

/// The editor opens in a window of JUCE's, a drag moves the parameter in the host and the audio, the host moves the
/// knob, and it closes.
#[test]
fn the_editor_works_in_pedalboard() {
    on_own_display(|desk| {
        let mut host = Pedalboard::start();
        let first = host.answer();
        assert_eq!(first["version"], "0.9.26");
        let (window, picture) = await_picture(desk);
        keep(&picture, "pedalboard");
        let corner = desk.area(window).expect("is there");
        let (before, gain_db) = host.look_at("volume_db");
        assert!(gain_db.abs() < 0.05, "{gain_db} dB");

        let (x, y) = knobs::area("volume_db").centre();
        let knob = (corner.x + x, corner.y + y);
        desk.drag(knob, (knob.0, knob.1 + 30)).expect("drags");
        desk.move_to((0, 0)).expect("moves");
        // Value and audio get to the host on ways of their own, either first.
        let (after, gain_db) = wait_for("the host's value and the audio to follow", || {
            let (value, gain_db) = host.look_at("volume_db");
            (value < before && gain_db < -1.0).then_some((value, gain_db))
        });
        println!("dragged in pedalboard: {before:.4} to {after:.4}, {gain_db:.2} dB");

        let shown = await_rest(desk, window);
        let part = knobs::area("volume_db");
        let name = Parameter::find("volume_db").expect("has it").name;
        host.ask(&json!({ "name": name, "set": 0.9 }));
        wait_for("the knob to follow the host", || {
            let picture = desk.picture(window).ok()?;
            let moved = picture.part(part).difference(&shown.part(part), 16);
            (moved > 0.01).then_some(())
        });
        keep(&await_rest(desk, window), "pedalboard-automated");
        host.close();
    });
}
