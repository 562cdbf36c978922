//! Ten minutes of mixed programme through every character, 20 dB hotter than comfortable: how many steps find no
//! solution, and how long blocks of 64 samples take.
//!
//! Stereo, live, 48 kHz. Time is what the thread had of the processor: other programs that run meanwhile do not count,
//! on systems that tell. `cargo bench --bench programme -- SECONDS` plays less of it.

use preface::chain::settings::{Quality, SolidState, Tube};
use preface::chain::{Chain, Settings};
use preface::lanes::Stereo;
use std::f64::consts::TAU;
use std::time::Duration;

const SAMPLE_RATE_HZ: f64 = 48e3;
const BLOCK_FRAMES: usize = 64;
const SECONDS: f64 = 600.0;

/// Each kind of sound lasts so long before the next.
const PIECE_SECONDS: f64 = 2.0;

/// One kind of sound after the other: strings, drums, a sweep, noise, and hardly anything.
struct Programme {
    frame: usize,
    random: u64,
    slow: f64,
}

impl Programme {
    fn new() -> Self {
        Self {
            frame: 0,
            random: 1,
            slow: 0.0,
        }
    }

    /// -1..1, without a period that matters.
    fn noise(&mut self) -> f64 {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.random >> 33) as f64 / f64::from(1u32 << 30) - 1.0
    }

    /// Both channels, full scale at most.
    fn next(&mut self) -> [f32; 2] {
        let seconds = self.frame as f64 / SAMPLE_RATE_HZ;
        self.frame += 1;
        let piece = (seconds / PIECE_SECONDS) as usize;
        let seconds = seconds % PIECE_SECONDS;
        let noise = self.noise();
        self.slow += 0.1 * (noise - self.slow);
        let root_hz = 82.4 * 2f64.powf((piece % 24) as f64 / 12.0);
        let chord = |root_hz: f64, seconds: f64| {
            let partial = |n: u32| {
                let n = f64::from(n);
                (TAU * root_hz * n * seconds).sin() * (-seconds * (2.0 + n)).exp() / n
            };
            (1..=12).map(partial).sum::<f64>()
        };
        let volt = match piece % 5 {
            0 => [0.5, 0.503].map(|detune| chord(2.0 * detune * root_hz, seconds)),
            1 => {
                // Eight beats a second: a click, a drop and a rattle
                let beat = seconds % 0.125;
                let drop = (TAU * (60.0 * beat + 4.0 * (1.0 - (-40.0 * beat).exp()))).sin();
                let rattle = noise * (-60.0 * beat).exp();
                [drop * (-20.0 * beat).exp() + 0.5 * rattle, rattle]
            }
            2 => {
                // 20 Hz to 20 kHz
                let rate = (1000f64).ln() / PIECE_SECONDS;
                let phase = TAU * 20.0 / rate * ((rate * seconds).exp() - 1.0);
                [phase.sin(), phase.cos()]
            }
            3 => [noise, 3.0 * self.slow],
            _ => [1e-4 * chord(root_hz, seconds), 0.0],
        };
        volt.map(|volt| volt.clamp(-1.0, 1.0) as f32)
    }
}

/// The processor's time that this thread has had.
#[cfg(unix)]
fn processor_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Time that has passed since the first call.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    static BEGIN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGIN.get_or_init(std::time::Instant::now).elapsed()
}

fn play(name: &str, settings: &Settings, seconds: f64) {
    let chain = Chain::<Stereo>::new(SAMPLE_RATE_HZ, Quality::Live, settings);
    let mut chain = chain.unwrap_or_else(|error| panic!("{error}"));
    let mut programme = Programme::new();
    let mut block = [[0.0; BLOCK_FRAMES]; 2];
    let blocks = (seconds * SAMPLE_RATE_HZ) as usize / BLOCK_FRAMES;
    let mut times: Vec<f64> = (0..blocks)
        .map(|_| {
            let [left, right] = &mut block;
            for (left, right) in left.iter_mut().zip(right.iter_mut()) {
                [*left, *right] = programme.next();
            }
            let begin = processor_time();
            chain.process(&mut [left, right]);
            (processor_time() - begin).as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let block_seconds = BLOCK_FRAMES as f64 / SAMPLE_RATE_HZ;
    let percent_at =
        |share: f64| 100.0 * times[(share * (blocks - 1) as f64) as usize] / block_seconds;
    println!(
        "{name} | {} | {:.1} % | {:.1} % | {:.1} %",
        chain.solver_failures(),
        percent_at(0.5),
        percent_at(0.999),
        percent_at(1.0)
    );
}

fn main() {
    let seconds = std::env::args().find_map(|argument| argument.parse().ok());
    let seconds = seconds.unwrap_or(SECONDS);
    println!("character | steps without a solution | time of a block: median | 99.9 % | longest");
    let solid_state = [
        ("clean", SolidState::Clean),
        ("class A", SolidState::ClassA),
        ("class AB", SolidState::ClassAB),
    ];
    let hot = Settings {
        gain_db: 20.0,
        ..Settings::default()
    };
    for (name, solid_state) in solid_state {
        let settings = Settings { solid_state, ..hot };
        play(name, &settings, seconds);
    }
    for (name, tube) in [
        ("12AX7", Tube::T12AX7),
        ("12AY7", Tube::T12AY7),
        ("12AT7", Tube::T12AT7),
        ("12AU7", Tube::T12AU7),
    ] {
        let settings = Settings {
            character_pct: 100.0,
            tube,
            ..hot
        };
        play(name, &settings, seconds);
    }
}
