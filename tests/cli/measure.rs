//! `preface measure`: its figures are the library's, its pictures are pictures.

use std::collections::HashMap;
use std::fs;

use preface::chain::Settings;
use preface::measure::{Bench, Report};

use crate::program::{fails, succeeds};
use crate::scratch::Scratch;

/// Figures by quantity, frequency, level and drive as they are written.
type Figures = HashMap<(String, String, String, String), (f64, String)>;

fn figures(text: &str) -> Figures {
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    assert_eq!(
        header,
        "quantity\tfrequency_hz\tlevel_dbfs\tdrive_db\tvalue\tunit"
    );
    let mut figures = Figures::new();
    for line in lines {
        let cells: Vec<_> = line.split('\t').map(str::to_owned).collect();
        let [quantity, hz, dbfs, db, value, unit] = cells.try_into().expect("six columns");
        let value = value.parse().expect("a number");
        let key = (quantity, hz, dbfs, db);
        assert!(
            figures.insert(key, (value, unit)).is_none(),
            "twice: {line}"
        );
    }
    figures
}

/// The figure of this quantity where there is only one of it.
fn only(figures: &Figures, quantity: &str) -> f64 {
    let mut found = figures.iter().filter(|(key, _)| key.0 == quantity);
    let (_, (value, _)) = found.next().expect("a figure");
    assert!(found.next().is_none(), "more than one {quantity}");
    *value
}

#[test]
fn a_fresh_path_is_at_unity_and_clean() {
    let scratch = Scratch::new();
    let text = succeeds(&scratch, ["measure", "--tsv"]);
    let figures = figures(&text);
    assert!(only(&figures, "gain").abs() < 0.05);
    assert!(only(&figures, "preamp_gain").abs() < 0.05);
    assert_eq!(only(&figures, "direct_at_rest"), 0.0);
    assert_eq!(only(&figures, "output_noise"), f64::NEG_INFINITY);
    assert_eq!(only(&figures, "solver_failures"), 0.0);
    assert!((only(&figures, "latency_measured") - only(&figures, "latency_reported")).abs() < 0.5);
    let responses: Vec<_> = figures
        .iter()
        .filter(|(key, _)| key.0 == "response")
        .collect();
    assert!(responses.len() > 100);
    for ((_, hz, ..), (gain_db, unit)) in responses {
        assert_eq!(unit, "dB");
        let is_flat = hz.parse::<f64>().expect("a number") > 18e3 || gain_db.abs() < 0.05;
        assert!(is_flat, "{hz} Hz: {gain_db} dB");
    }
    for ((quantity, _, level, drive), (value, _)) in &figures {
        let place = format!("{quantity} at {level} dBFS, drive {drive}: {value}");
        // Drive is for circuits that have something to give.
        if quantity == "thd" && drive == "0" {
            assert!(*value < 1e-3, "{place}");
        }
    }
}

/// The figures are those of the library, to the last digit.
#[test]
fn tab_separated_figures_are_those_of_the_library() {
    let scratch = Scratch::new();
    let levels = ["-30", "-12"];
    let set = ["character_pct=100", "drive_db=6"];
    let text = succeeds(
        &scratch,
        [
            "measure", "--tsv", "--rate", "44100", "--set", set[0], "--set", set[1], "--level",
            levels[0], levels[1],
        ],
    );
    let figures = figures(&text);
    let settings = Settings {
        character_pct: 100.0,
        drive_db: 6.0,
        ..Settings::default()
    };
    let report = Report::new(&settings, 44.1e3, &[-30.0, -12.0]).expect("solvable");
    assert_eq!(only(&figures, "gain"), report.gain.path_db);
    assert_eq!(only(&figures, "internal_rate"), 176.4e3);
    assert_eq!(
        only(&figures, "compression_level"),
        report.compression.expect("one").level_dbfs
    );
    for point in &report.response {
        let key = (
            "response".to_owned(),
            point.frequency_hz.to_string(),
            String::new(),
            String::new(),
        );
        assert_eq!(figures[&key].0, point.gain_db);
    }
    let mut bench = Bench::new(&settings, 44.1e3).expect("solvable");
    for (text, level_dbfs) in levels.iter().zip([-30.0, -12.0]) {
        let distortion = bench.distortion(level_dbfs);
        let figure = |quantity: &str| {
            let hz = distortion.frequency_hz.to_string();
            figures[&(quantity.to_owned(), hz, (*text).to_owned(), "6".to_owned())].0
        };
        assert_eq!(figure("thd"), distortion.thd_pct());
        assert_eq!(figure("h2"), distortion.harmonics_db[0]);
        assert_eq!(figure("h9"), distortion.harmonics_db[7]);
        assert_eq!(figure("preamp_level"), distortion.preamp_dbu);
    }
    for alias in &report.aliases {
        let hz = alias.tone_hz.to_string();
        let key = ("alias".to_owned(), hz, "-12".to_owned(), "6".to_owned());
        assert_eq!(figures[&key].0, alias.alias_db);
    }
}

/// What people read names the settings and shows every part.
#[test]
fn the_table_is_about_what_was_asked_for() {
    let scratch = Scratch::new();
    let text = succeeds(
        &scratch,
        [
            "measure",
            "--preset",
            "vocal-tube-warmth",
            "--set",
            "gain_db=3",
            "--level",
            "-20",
        ],
    );
    assert!(
        text.starts_with("12AX7: Load Off, High-pass 80 Hz, Gain 3 dB, "),
        "{text}"
    );
    for part in [
        "quality live, host at 48000 Hz, circuits at 192000 Hz",
        "gain at 1 kHz          +3.00 dB",
        "latency",
        "1 dB compression",
        "noise                  off",
        "direct voltage         0 V at rest",
        "worst alias of 1249 Hz",
        "worst alias of 4999 Hz",
        "response, dB",
        "995 Hz against level",
        "995 Hz at -15 dBFS against drive",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn pictures_are_written_and_kept() {
    let scratch = Scratch::new();
    let measure = |name: &str, more: &[&str]| -> Vec<String> {
        let start = ["measure", "--level", "-12", "--level", "0", "--plot", name];
        start
            .iter()
            .chain(more)
            .map(|word| (*word).to_owned())
            .collect()
    };
    succeeds(&scratch, measure("one.svg", &[]));
    let svg = fs::read_to_string(scratch.path("one.svg")).expect("a text");
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    for word in [
        "PREFACE",
        "Response",
        "Harmonics",
        "Spectrum",
        "995 Hz at -12 dBFS",
    ] {
        assert!(svg.contains(word), "no {word}");
    }
    succeeds(&scratch, measure("one.PNG", &[]));
    let file = fs::File::open(scratch.path("one.PNG")).expect("a file");
    let reader = png::Decoder::new(std::io::BufReader::new(file))
        .read_info()
        .expect("a picture");
    assert!(reader.info().width > 1000 && reader.info().height > 600);
    let line = fails(&scratch, measure("one.svg", &[]));
    assert_eq!(
        line,
        "one.svg: exists already, expected a new name or --force"
    );
    fs::write(scratch.path("one.svg"), "something else").expect("written");
    succeeds(&scratch, measure("one.svg", &["--force"]));
    assert_eq!(
        fs::read_to_string(scratch.path("one.svg")).expect("a text"),
        svg
    );
    assert_eq!(scratch.names(), ["one.PNG", "one.svg"]);
}

#[test]
fn what_is_wrong_is_one_line() {
    let scratch = Scratch::new();
    for (arguments, expected) in [
        (
            "--plot picture.jpg",
            "picture.jpg: found no picture's name, expected one that ends in .svg or .png",
        ),
        (
            "--rate 4000",
            "--rate: found \"4000\", expected 8000 to 768000 Hz",
        ),
        (
            "--rate fast",
            "--rate: found \"fast\", expected 8000 to 768000 Hz",
        ),
        (
            "--level 70",
            "--level: found \"70\", expected -120 to 59 dBFS",
        ),
        (
            "--level NaN",
            "--level: found \"NaN\", expected -120 to 59 dBFS",
        ),
        (
            "--set gain_db=high",
            "--set gain_db=high: found \"high\", expected -20 dB to 70 dB",
        ),
        (
            "--set gian_db=3",
            "--set gian_db=3: no parameter \"gian_db\", expected one that \"preface params\" lists",
        ),
        (
            "--preset nothing",
            "--preset nothing: no such preset, expected a file or one that \"preface presets\" lists",
        ),
    ] {
        let words = ["measure"].into_iter().chain(arguments.split(' '));
        assert_eq!(fails(&scratch, words), expected);
    }
    let line = fails(&scratch, ["measure", "--quality", "best"]);
    assert!(line.starts_with("--quality: found \"best\""), "{line}");
    let line = fails(
        &scratch,
        ["measure", "--plot", "no/such/directory/picture.svg"],
    );
    assert!(
        line.starts_with("no/such/directory/picture.svg: "),
        "{line}"
    );
}
