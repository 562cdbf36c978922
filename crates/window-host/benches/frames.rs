//! How soon an editor opens, how evenly it draws while its meters move, and what it costs the processor: `cargo bench --package
//! window-host`, after `cargo xtask bundle preface --release`.
//!
//! The figures are printed, not asserted: they are as good as the machine is idle. The aim is a 95th percentile of the
//! frame intervals of at most 20 ms under Xvfb with an idle second core. On two cores of a server, one of them busy: 94 ms
//! until it is open; 2.9 % of a core without the editor, 6.7 % while its meters move at 64 frames a second, 95 % of them within
//! 16.2 ms. The looks at the X server, twice in a millisecond, are in the second figure and not in the first.

#[cfg(target_os = "linux")]
fn main() {
    linux::main();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("measured under Xvfb on Linux only");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::Path;
    use std::process::Command;
    use std::time::{Duration, Instant};

    use headless_host::{Bundle, Instance, Signal};
    use window_host::{Desk, EditorWindow, Frames, Options, Xvfb};

    const PLUGIN: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../target/bundled/PREFACE.clap"
    );

    /// How long is looked at.
    const SPAN: Duration = Duration::from_secs(10);

    /// Time between two looks at the X server.
    const PAUSE: Duration = Duration::from_micros(500);

    pub fn main() {
        // The plugin looks for its X server in the environment of its process.
        if let Ok(server) = std::env::var("PREFACE_BENCH_SERVER") {
            return measure(&server);
        }
        let server = Xvfb::start().expect("Xvfb starts");
        let status = Command::new(std::env::current_exe().expect("this program"))
            .env("PREFACE_BENCH_SERVER", server.name())
            .env("DISPLAY", server.name())
            .status()
            .expect("this program runs again");
        assert!(status.success(), "{status}");
    }

    fn measure(server: &str) {
        let desk = Desk::open(server).expect("the bench's own server");
        let bundle = Bundle::load(PLUGIN.as_ref()).expect("the built plugin loads");
        let mut plugin = bundle.instance().expect("the plugin can be created");
        plugin.activate(48_000.0, 480).expect("activates");
        // Up and down once a second: no two blocks are equally loud.
        let peaks: Vec<f64> = (0..100)
            .map(|block| 0.3 * (f64::from(block) / 100.0 * std::f64::consts::PI).sin() + 0.001)
            .collect();
        plugin
            .play(Signal::swelling(48_000.0, 1000.0, &peaks))
            .expect("plays");
        let alone = processor_seconds_over(&mut || std::thread::sleep(SPAN));
        println!("without editor    {}", percent(alone));

        let begin = Instant::now();
        let window = EditorWindow::open(&desk, plugin, &Options::default());
        let mut window = window.expect("the editor opens");
        window.wait_for("a picture", |window| {
            (!window.picture().is_blank()).then_some(())
        });
        println!("opened after      {} ms", begin.elapsed().as_millis());
        let mut moments = Vec::new();
        let moving = processor_seconds_over(&mut || moments = watch(server, &mut window));
        println!("meters moving     {}", percent(moving));
        report(&moments);

        let mut plugin = window.close();
        plugin.deactivate();
        still(server, &desk, plugin);
    }

    fn still(server: &str, desk: &Desk, plugin: Instance) {
        let window = EditorWindow::open(desk, plugin, &Options::default());
        let mut window = window.expect("the editor opens");
        window.wait_for("a picture", |window| {
            (!window.picture().is_blank()).then_some(())
        });
        let mut moments = Vec::new();
        let seconds = processor_seconds_over(&mut || moments = watch(server, &mut window));
        println!(
            "nothing moving    {}, {} frames",
            percent(seconds),
            moments.len()
        );
    }

    fn watch(server: &str, window: &mut EditorWindow<'_>) -> Vec<Instant> {
        let editor = window.editor().expect("an editor");
        let frames = Frames::of(server, editor).expect("watches");
        let mut moments = Vec::new();
        let start = Instant::now();
        while start.elapsed() < SPAN {
            window.turn();
            moments.extend(frames.drawn().expect("the X server lives"));
            std::thread::sleep(PAUSE);
        }
        moments
    }

    fn report(moments: &[Instant]) {
        let mut intervals_ms: Vec<f64> = moments
            .windows(2)
            .map(|pair| pair[1].duration_since(pair[0]).as_secs_f64() * 1000.0)
            .collect();
        intervals_ms.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let index = (intervals_ms.len() as f64 * share) as usize;
            intervals_ms.get(index).copied().unwrap_or(f64::NAN)
        };
        println!(
            "frames            {:.1} a second; intervals: median {:.1} ms, 95 % {:.1} ms, 99 % {:.1} ms",
            moments.len() as f64 / SPAN.as_secs_f64(),
            at(0.5),
            at(0.95),
            at(0.99),
        );
    }

    /// Processor time of the plugin's threads, of audio and window, while `work` runs.
    fn processor_seconds_over(work: &mut dyn FnMut()) -> f64 {
        let before = processor_seconds();
        work();
        processor_seconds() - before
    }

    /// User and system time of all threads but the first, which only watches.
    fn processor_seconds() -> f64 {
        let first = std::process::id().to_string();
        let threads = std::fs::read_dir("/proc/self/task").expect("is readable");
        let paths = threads.map(|thread| thread.expect("is readable").path());
        paths
            .filter(|path| !path.ends_with(&first))
            .map(|path| thread_seconds(&path.join("stat")))
            .sum()
    }

    fn thread_seconds(stat: &Path) -> f64 {
        /// What USER_HZ is on every Linux that matters.
        const TICKS_PER_SECOND: f64 = 100.0;
        let stat = std::fs::read_to_string(stat).expect("is readable");
        // The thread's name, in parentheses, may hold spaces.
        let (_, numbers) = stat.rsplit_once(')').expect("a name");
        let ticks = |field: usize| -> f64 {
            let text = numbers.split_whitespace().nth(field);
            text.and_then(|text| text.parse().ok()).expect("a number")
        };
        (ticks(11) + ticks(12)) / TICKS_PER_SECOND
    }

    fn percent(seconds: f64) -> String {
        format!("{:.1} % of a core", 100.0 * seconds / SPAN.as_secs_f64())
    }
}
