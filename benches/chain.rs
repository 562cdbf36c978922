//! Cost of the whole callback: blocks of 64 samples, stereo, live, 48 kHz.
//!
//! Beside criterion's time each case prints the share of one core that it takes. Callgrind counts instructions: with
//! `--callgrind CASE FRAMES` one case plays so many frames within [`play_counted`] and does nothing else. README.md has
//! the whole command.

use criterion::{Criterion, Throughput};
use preface::chain::settings::{Input, Quality, Source};
use preface::chain::{Chain, Settings};
use preface::lanes::Stereo;
use std::f64::consts::TAU;
use std::hint::black_box;
use std::time::{Duration, Instant};

const SAMPLE_RATE_HZ: f64 = 48e3;
const BLOCK_FRAMES: usize = 64;

/// A second of a chord per channel, again and again.
const FRAMES: usize = 48_000;

/// A case by name.
fn settings(case: &str) -> Settings {
    let loaded = Settings {
        source: Source::Humbucker,
        now_input: Input::HiZ220k,
        gain_db: 12.0,
        ..Settings::default()
    };
    match case {
        "fresh" => Settings::default(),
        "clean" => loaded,
        "tube" => Settings {
            character_pct: 100.0,
            ..loaded
        },
        "half" => Settings {
            character_pct: 50.0,
            ..loaded
        },
        other => panic!("no case named {other}: expected fresh, clean, tube or half"),
    }
}

/// Stereo input at -12 dBFS peak.
fn signal() -> [Vec<f32>; 2] {
    [110.0, 164.8].map(|root_hz| {
        (0..FRAMES)
            .map(|index| {
                let time = index as f64 / SAMPLE_RATE_HZ;
                let tones = [1.0, 2.01, 3.02].map(|ratio| (TAU * root_hz * ratio * time).sin());
                (0.08 * tones.iter().sum::<f64>()) as f32
            })
            .collect()
    })
}

/// A chain that has settled, and its input.
struct Player {
    chain: Chain<Stereo>,
    input: [Vec<f32>; 2],
    output: [[f32; BLOCK_FRAMES]; 2],
    start: usize,
}

impl Player {
    fn new(settings: &Settings) -> Self {
        let chain = Chain::new(SAMPLE_RATE_HZ, Quality::Live, settings);
        let mut player = Self {
            chain: chain.unwrap_or_else(|error| panic!("{error}")),
            input: signal(),
            output: [[0.0; BLOCK_FRAMES]; 2],
            start: 0,
        };
        (0..200).for_each(|_| player.play_block());
        player
    }

    fn play_block(&mut self) {
        let [left, right] = &mut self.output;
        left.copy_from_slice(&self.input[0][self.start..][..BLOCK_FRAMES]);
        right.copy_from_slice(&self.input[1][self.start..][..BLOCK_FRAMES]);
        self.chain.process(&mut [left, right]);
        self.start = (self.start + BLOCK_FRAMES) % (FRAMES - BLOCK_FRAMES);
    }
}

/// What callgrind counts, by this name.
#[inline(never)]
fn play_counted(player: &mut Player, frames: usize) {
    (0..frames / BLOCK_FRAMES).for_each(|_| player.play_block());
}

/// Prints the share of a core, over two seconds of processing.
fn print_share(case: &str, mut play_block: impl FnMut()) {
    let begin = Instant::now();
    let mut blocks = 0u32;
    while begin.elapsed() < Duration::from_secs(2) {
        (0..16).for_each(|_| play_block());
        blocks += 16;
    }
    let block_seconds = begin.elapsed().as_secs_f64() / f64::from(blocks);
    let share = block_seconds * SAMPLE_RATE_HZ / BLOCK_FRAMES as f64;
    println!("{case}: {:.2} % of a core", 100.0 * share);
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("callback");
    group.throughput(Throughput::Elements(BLOCK_FRAMES as u64));
    for case in ["fresh", "clean", "tube", "half"] {
        let mut player = Player::new(&settings(case));
        group.bench_function(case, |bencher| bencher.iter(|| player.play_block()));
        print_share(case, || player.play_block());
    }
    // Every number on its way all the time.
    let mut player = Player::new(&settings("tube"));
    let mut settings = settings("tube");
    let mut moving = || {
        settings.guitar_tone = 11.0 - settings.guitar_tone.clamp(1.0, 10.0);
        settings.gain_db = 20.0 - settings.gain_db;
        player.chain.set(black_box(&settings));
        player.play_block();
    };
    group.bench_function("tube, moving", |bencher| bencher.iter(&mut moving));
    print_share("tube, moving", moving);
    let mut silent = Player::new(&Settings::default());
    silent
        .input
        .iter_mut()
        .for_each(|channel| channel.fill(0.0));
    (0..2_000).for_each(|_| silent.play_block());
    group.bench_function("silence", |bencher| bencher.iter(|| silent.play_block()));
    print_share("silence", || silent.play_block());
    group.finish();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, case, frames, ..] = &arguments[..]
        && flag == "--callgrind"
    {
        let frames: usize = frames.parse().expect("a number of frames");
        let mut player = Player::new(&settings(case));
        play_counted(&mut player, frames);
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    bench(&mut criterion);
    criterion.final_summary();
}
