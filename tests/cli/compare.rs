//! `preface compare`: its figures are the library's, its picture is one, and what it cannot do it refuses.

use std::fs;

use preface::chain::Settings;
use preface::chain::settings::Source;
use preface::measure::Bench;

use crate::program::{fails, succeeds};
use crate::scratch::Scratch;

const BOTH: [&str; 4] = [
    "--preset",
    "single-coil-into-amp",
    "--preset",
    "line-in-guitar-repaired",
];

/// The gains of a row.
fn row(text: &str, label: &str, nth: usize) -> Vec<f64> {
    let line = text.lines().filter(|line| line.starts_with(label)).nth(nth);
    let line = line.unwrap_or_else(|| panic!("{label} in {text}"));
    let cells = line[label.len()..].split_whitespace();
    let numbers = cells.map_while(|cell| cell.parse().ok());
    numbers.take(7).collect()
}

#[test]
fn responses_and_their_differences_are_those_of_the_chain() {
    let scratch = Scratch::new();
    let start = ["compare", "--quality", "live", "--set", "gain_db=3"];
    let text = succeeds(&scratch, start.into_iter().chain(BOTH));
    let amp = row(&text, "Single-coil into amp", 0);
    let repaired = row(&text, "Line-in guitar repaired", 0);
    let less = row(&text, "Line-in guitar repaired", 1);
    assert_eq!((amp.len(), repaired.len(), less.len()), (7, 7, 7));
    // Equal sides change nothing, and the gain is that of the settings.
    for gain_db in &amp[..6] {
        assert!((gain_db - 3.0).abs() <= 0.02, "{amp:?}");
    }
    for ((amp, repaired), less) in amp.iter().zip(&repaired).zip(&less) {
        assert!((repaired - amp - less).abs() <= 0.011);
    }
    let settings = Settings {
        source: Source::SingleCoil,
        rec_input: preface::chain::settings::RecordedInput::Line10k,
        gain_db: 3.0,
        ..Settings::default()
    };
    let mut bench = Bench::new(&settings, 48e3).expect("builds");
    let points = bench.response(240);
    let at_100_hz = points
        .iter()
        .min_by(|one, other| {
            let distance = |hz: f64| (hz - 100.0).abs();
            distance(one.frequency_hz).total_cmp(&distance(other.frequency_hz))
        })
        .expect("points");
    assert!(
        (repaired[1] - at_100_hz.gain_db).abs() <= 0.0051,
        "{repaired:?}"
    );
    let highest = points
        .iter()
        .map(|point| point.gain_db)
        .fold(f64::MIN, f64::max);
    let peak = format!("{:+.2} dB, ", highest - at_100_hz.gain_db);
    assert!(text.contains(&peak), "{peak} in {text}");
}

#[test]
fn one_sound_alone_has_nothing_to_differ_from() {
    let scratch = Scratch::new();
    let text = succeeds(&scratch, ["compare", "--quality", "live"]);
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.lines().all(|line| !line.starts_with("less")));
    assert!(
        text.contains("none      none"),
        "a fresh path is flat: {text}"
    );
}

#[test]
fn the_picture_is_drawn_and_not_over_another() {
    let scratch = Scratch::new();
    let start = ["compare", "--quality", "live", "--plot"];
    for (name, magic) in [("a.svg", &b"<svg"[..]), ("a.png", &b"\x89PNG"[..])] {
        succeeds(&scratch, start.into_iter().chain([name]).chain(BOTH));
        let picture = fs::read(scratch.path(name)).expect("a picture");
        assert!(picture.starts_with(magic), "{name}");
        let refused = fails(&scratch, start.into_iter().chain([name]));
        assert!(
            refused.starts_with(&format!("{name}: exists already")),
            "{refused}"
        );
    }
    assert_eq!(
        fails(&scratch, start.into_iter().chain(["a.gif"])),
        "a.gif: found no picture's name, expected one that ends in .svg or .png"
    );
}
