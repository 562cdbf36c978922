//! What the plots show: figures against those of `measure`, soon after a change, and no work while nothing changes.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use preface::chain::load::Response;
use preface::chain::settings::Quality;
use preface::chain::{Chain, Node, Settings};
use preface::editor::plots::Plot;
use preface::measure::Bench;

use crate::window::Window;

const RATE_HZ: f64 = 48e3;

/// What a path that is built and played takes at most on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

impl Window {
    /// A window whose host runs at [`RATE_HZ`], with a guitar in a line input.
    fn with_a_guitar() -> Self {
        let mut window = Self::open();
        window.meters.set_sample_rate_hz(RATE_HZ);
        window.set_choice("source", "single_coil");
        window.set_choice("now_input", "line_10k");
        window
    }

    fn plot<T>(&mut self, ask: impl FnOnce(&Plot) -> T) -> T {
        self.view::<Plot, _>("plot", ask)
    }

    /// Lets time pass until the plot shows what `is_meant`.
    pub fn wait_for_plot(&mut self, is_meant: impl Fn(&Plot) -> bool) {
        let begun = Instant::now();
        while !self.plot(&is_meant) {
            assert!(begun.elapsed() < PATIENCE, "the plot does not come");
            self.editor.wait(Duration::from_millis(20));
        }
    }

    /// Chooses a plot and waits for it.
    fn open_plot(&mut self, id: &str, legend: &str) {
        self.editor.click_on(&format!("plot-{id}"));
        self.wait_for_plot(|plot| plot.legend().contains(legend));
    }

    /// What the plot reads at a value of its x axis.
    fn reading(&mut self, at: f64) -> String {
        self.plot(|plot| plot.reading(at))
            .expect("there is a curve")
    }
}

/// The number behind a word.
fn number_behind(text: &str, word: &str) -> f64 {
    let (_, behind) = text.split_once(word).unwrap_or_else(|| panic!("{text}"));
    let number = behind.split_whitespace().next().expect("a number");
    let number = number.replace('\u{2212}', "-");
    number.parse().unwrap_or_else(|_| panic!("{text}"))
}

/// Plays a sine of 1 kHz as the audio thread does it, for so many frames of the window.
fn play_to_the_scope(window: &mut Window, settings: &Settings, peak: f32, frames: usize) {
    let mut chain = Chain::<f64>::new(RATE_HZ, Quality::Live, settings).expect("builds");
    chain.set_scope(window.meters.scope().clone());
    let mut time = 0;
    for _ in 0..frames {
        // 20 ms: what passes between two frames on a machine with nothing else to do.
        let mut samples = [0.0; 960];
        for sample in &mut samples {
            let phase = std::f64::consts::TAU * f64::from(time % 48) / 48.0;
            *sample = peak * phase.sin() as f32;
            time += 1;
        }
        chain.process(&mut [&mut samples]);
        window.meters.add(&chain.take_taps(), 0.02);
        window.editor.wait(Duration::from_millis(10));
    }
}

#[test]
fn the_load_that_is_read_is_the_chains() {
    let mut window = Window::with_a_guitar();
    window.wait_for_plot(|plot| plot.legend().contains("difference"));
    let response = Response::of(&window.params.settings(), 321).expect("solvable");
    for hertz in [20.0, 1e3, 4e3, 20e3] {
        let text = window.reading(hertz);
        let nearest = response.points.iter().min_by(|one, other| {
            let distance = |hz: f64| (hz / hertz).ln().abs();
            distance(one.frequency_hz).total_cmp(&distance(other.frequency_hz))
        });
        let change_db = nearest.expect("there are points").change_db();
        let shown_db = number_behind(&text, "difference");
        assert!((shown_db - change_db).abs() <= 0.051, "{text}: {change_db}");
    }
}

#[test]
fn a_change_is_shown_soon_and_nothing_is_done_while_nothing_changes() {
    let mut window = Window::with_a_guitar();
    window.wait_for_plot(|plot| plot.legend().contains("difference"));
    let before = window.reading(5e3);
    window.set_choice("now_input", "hi_z_220k");
    window.wait_for_plot(|plot| plot.reading(5e3).is_some_and(|text| text != before));
    window.editor.wait(Duration::from_millis(500));
    let version = window.plot(Plot::version);
    for _ in 0..20 {
        window.editor.wait(Duration::from_millis(20));
        assert_eq!(window.editor.frame(), [], "nothing is drawn");
    }
    // What the load does not depend on is no news to it either.
    window.set("volume_db", 0.3);
    window.editor.wait(Duration::from_millis(500));
    let response = window.plot(Plot::version) - version;
    assert!(response <= 1, "{response} times");
    window.set_choice("source", "as_recorded");
    window.wait_for_plot(|plot| {
        let sentence = plot.sentence();
        sentence.is_some_and(|sentence| sentence.contains("as recorded"))
    });
}

#[test]
fn the_harmonics_that_are_read_are_those_of_the_path() {
    let mut window = Window::open();
    window.meters.set_sample_rate_hz(RATE_HZ);
    window.set("gain_db", 0.5); // 25 dB: the converter clips
    window.open_plot("harmonics", "THD");
    let settings = window.params.settings();
    let mut bench = Bench::new(&settings, RATE_HZ).expect("solvable");
    let exact = bench.distortion(-12.0);
    let legend = window.plot(Plot::legend);
    let thd_pct = number_behind(&legend, "THD");
    println!("{legend}; {:.3} %", exact.thd_pct());
    assert!((thd_pct / exact.thd_pct() - 1.0).abs() < 0.02);
    assert!(legend.contains("nothing plays"), "{legend}");
    for number in [3, 5, 7] {
        let text = window.reading(number as f64);
        let shown_db = number_behind(&text, "kHz");
        let exact_db = exact.harmonics_db[number - 2];
        assert!((shown_db - exact_db).abs() <= 0.2, "{text}: {exact_db}");
    }
}

#[test]
fn the_transfer_that_is_read_is_the_gain_of_the_path() {
    let mut window = Window::with_a_guitar();
    window.editor.click_on("node-preamp");
    window.open_plot("transfer", "volts at the preamp");
    let settings = window.params.settings();
    let mut bench = Bench::new(&settings, RATE_HZ).expect("solvable");
    let exact = bench.small_tone(Node::Preamp, &|| true).expect("heard");
    let exact_db = 20.0 * exact.gain().log10();
    let shown_db = number_behind(&window.plot(Plot::legend), "small signals");
    assert!(
        (shown_db - exact_db).abs() <= 0.051,
        "{shown_db}: {exact_db}"
    );
    let text = window.reading(1.0);
    let (_, output) = text.split_once(" in ").expect("both voltages");
    let millivolt = number_behind(output, "");
    assert!((millivolt - 1e3 * exact.gain()).abs() < 2.0, "{text}");
}

#[test]
fn the_spectrum_shows_what_plays_and_listens_only_while_it_is_shown() {
    let mut window = Window::open();
    window.meters.set_sample_rate_hz(RATE_HZ);
    assert_eq!(window.meters.scope().asked(), None);
    window.editor.click_on("plot-spectrum");
    let begun = Instant::now();
    while window.meters.scope().asked() != Some(Node::Output) {
        assert!(begun.elapsed() < PATIENCE, "nobody asks");
        window.editor.wait(Duration::from_millis(10));
    }
    play_to_the_scope(&mut window, &Settings::default(), 0.25, 60);
    window.wait_for_plot(|plot| plot.legend().contains("at the output"));
    // -12.04 dBFS at 12.2 dBu for full scale.
    let text = window.reading(1e3);
    for word in ["recorded", "here"] {
        let shown_dbu = number_behind(&text, word);
        assert!((shown_dbu - 0.16).abs() < 3.0, "{text}");
    }
    window.open_details("preamp");
    window.editor.wait(Duration::from_millis(300));
    assert_eq!(window.meters.scope().asked(), None, "it is covered");
    window.editor.click_on("details-close");
    let begun = Instant::now();
    while window.meters.scope().asked() != Some(Node::Output) {
        assert!(begun.elapsed() < PATIENCE, "nobody asks again");
        window.editor.wait(Duration::from_millis(10));
    }
    let meters = window.meters.clone();
    drop(window);
    assert_eq!(meters.scope().asked(), None, "the window is closed");
}

#[test]
fn a_microphone_without_its_power_is_silent_and_the_plot_says_so() {
    let mut window = Window::open();
    window.set_choice("source", "condenser_mic");
    window.set("phantom", 0.0);
    window.wait_for_plot(|plot| plot.sentence().is_some_and(|text| text.contains("48 V")));
    window.editor.click_on("plot-harmonics");
    window.wait_for_plot(|plot| {
        plot.sentence()
            .is_some_and(|text| text.contains("Nothing arrives"))
    });
}

/// Choices by their ids, and numbers by their places in their ranges.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [(&'static str, f32)],
);

const CASES: [Case; 5] = [
    ("fresh", &[], &[]),
    (
        "line",
        &[("source", "single_coil"), ("now_input", "line_10k")],
        &[],
    ),
    (
        "repair",
        &[("source", "single_coil"), ("rec_input", "line_10k")],
        &[("repair_limit_db", 0.225)],
    ),
    (
        "clipped",
        &[("source", "humbucker"), ("now_input", "passive_di")],
        &[("gain_db", 0.6), ("guitar_tone", 0.3)],
    ),
    (
        "tube",
        &[("source", "single_coil"), ("rec_input", "hi_z_220k")],
        &[("gain_db", 0.35), ("character_pct", 1.0), ("drive_db", 0.9)],
    ),
];

#[test]
#[ignore = "writes pictures to look at"]
fn pictures_of_all_plots() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("plots");
    std::fs::create_dir_all(&folder).expect("a folder");
    for ((name, choices, numbers), scale) in
        (CASES.iter()).flat_map(|case| [1.0, 2.0].map(|scale| (case, scale)))
    {
        let mut window = Window::open_at(scale);
        for (id, choice) in *choices {
            window.set_choice(id, choice);
        }
        for (id, normalized) in *numbers {
            window.set(id, *normalized);
        }
        for plot in ["load", "harmonics", "transfer", "spectrum"] {
            window.editor.click_on(&format!("plot-{plot}"));
            window.editor.wait(Duration::from_millis(500));
            window.wait_for_plot(|plot| !plot.is_waiting());
            if plot == "spectrum" {
                let settings = window.params.settings();
                play_to_the_scope(&mut window, &settings, 0.25, 60);
            }
            let save = |window: &mut Window, what: &str| {
                let picture = window.editor.picture();
                let path = folder.join(format!("{name}_{plot}_{what}.png"));
                picture.save_png(path).expect("saved");
            };
            save(&mut window, &format!("{scale}x"));
            let (x, y) = window.editor.middle_of("plot");
            window.editor.move_to((x + 60.0, y));
            save(&mut window, "hover");
            window.editor.move_to((5.0, 5.0));
        }
    }
}
