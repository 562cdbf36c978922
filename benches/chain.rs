//! Cost of the whole callback: blocks of 64 samples, stereo, live, 48 kHz.
//!
//! Beside criterion's time each case prints the share of one core that it takes. Callgrind counts instructions: with
//! `--callgrind CASE FRAMES` one case plays so many frames within [`play_counted`] and does nothing else; README.md has
//! the whole command. On x86-64 with AVX2 and FMA, Rust 1.95, and one core of a server (AMD EPYC) that had other work too:
//!
//! | case | instructions per stereo frame | share of a core |
//! |---|---|---|
//! | silence | 160 | 0.04 % |
//! | fresh | 4 500 | 1.5 % |
//! | clean | 5 060 | 1.6 % |
//! | class_a | 31 790 | 11.0 % |
//! | class_ab | 20 680 | 7.6 % |
//! | tube | 13 850 | 4.7 % |
//! | half | 17 610 | 5.9 % |
//! | half_class_a | 44 340 | 15.2 % |
//! | iron | 17 320 | 6.1 % |
//! | everything | 93 410 | 29.0 % |
//! | moving | 203 740 | 47 % |
//! | moving_bias | 59 670 | 17 % |

use criterion::{Criterion, Throughput};
use preface::chain::settings::{
    ConverterRoute, Input, InputTransformer, Listen, Quality, ReampLoad, SolidState, Source, Tube,
    WordLength,
};
use preface::chain::{Chain, Settings};
use preface::lanes::{Lanes, Stereo};
use std::f64::consts::TAU;
use std::time::Instant;

const SAMPLE_RATE_HZ: f64 = 48e3;
const BLOCK_FRAMES: usize = 64;

/// A second of a chord per channel, again and again.
const FRAMES: usize = 48_000;

/// In silence; as it comes; with a load and gain; all of that through each circuit, through the first tube and each
/// solid-state circuit at once, with iron at both ends, with everything that can be on at once, and while knobs, or bias,
/// move without end.
const CASES: [&str; 16] = [
    "silence",
    "fresh",
    "clean",
    "class_a",
    "class_ab",
    "tube",
    "12ay7",
    "12at7",
    "12au7",
    "half",
    "half_class_a",
    "half_class_ab",
    "iron",
    "everything",
    "moving",
    "moving_bias",
];

/// Cases that are played in mono as well.
const MONO_CASES: [&str; 5] = ["clean", "class_a", "class_ab", "tube", "half"];

/// A case by name.
fn settings(case: &str) -> Settings {
    let loaded = Settings {
        source: Source::Humbucker,
        now_input: Input::HiZ220k,
        gain_db: 12.0,
        ..Settings::default()
    };
    let (character_pct, solid_state, tube) = match case {
        "silence" | "fresh" => return Settings::default(),
        "everything" => return everything(&loaded),
        "clean" | "iron" => (0.0, SolidState::Clean, Tube::T12AX7),
        "class_a" => (0.0, SolidState::ClassA, Tube::T12AX7),
        "class_ab" => (0.0, SolidState::ClassAB, Tube::T12AX7),
        "tube" | "moving" | "moving_bias" => (100.0, SolidState::Clean, Tube::T12AX7),
        "12ay7" => (100.0, SolidState::Clean, Tube::T12AY7),
        "12at7" => (100.0, SolidState::Clean, Tube::T12AT7),
        "12au7" => (100.0, SolidState::Clean, Tube::T12AU7),
        "half" => (50.0, SolidState::Clean, Tube::T12AX7),
        "half_class_a" => (50.0, SolidState::ClassA, Tube::T12AX7),
        "half_class_ab" => (50.0, SolidState::ClassAB, Tube::T12AX7),
        other => panic!("no case named {other}: expected one of {CASES:?}"),
    };
    let (xfmr_in, xfmr_out) = match case {
        "iron" => (InputTransformer::OneToTen, true),
        _ => (InputTransformer::Off, false),
    };
    Settings {
        character_pct,
        solid_state,
        tube,
        xfmr_in,
        xfmr_out,
        ..loaded
    }
}

/// A DI box and a transformer in front of the tubes, one behind them, the combo jack with word length and noise, and out
/// again with a virtual pickup into a fuzz.
fn everything(loaded: &Settings) -> Settings {
    Settings {
        now_input: Input::PassiveDi,
        character_pct: 100.0,
        xfmr_in: InputTransformer::OneToTen,
        xfmr_out: true,
        noise: true,
        conv_route: ConverterRoute::ComboJack,
        bits: WordLength::Bits24,
        reamp_on: true,
        virtual_pickup: true,
        reamp_load: ReampLoad::FuzzGermanium,
        listen: Listen::AfterFuzz,
        ..*loaded
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
struct Player<V: Lanes> {
    chain: Chain<V>,
    settings: Settings,
    is_moving: bool,
    is_bias_moving: bool,
    input: [Vec<f32>; 2],
    output: [[f32; BLOCK_FRAMES]; 2],
    start: usize,
}

impl<V: Lanes> Player<V> {
    fn new(case: &str) -> Self {
        let settings = settings(case);
        let chain = Chain::new(SAMPLE_RATE_HZ, Quality::Live, &settings);
        let mut player = Self {
            chain: chain.unwrap_or_else(|error| panic!("{error}")),
            settings,
            is_moving: case == "moving",
            is_bias_moving: case == "moving_bias",
            input: signal(),
            output: [[0.0; BLOCK_FRAMES]; 2],
            start: 0,
        };
        if case == "silence" {
            player
                .input
                .iter_mut()
                .for_each(|channel| channel.fill(0.0));
        }
        (0..1_000).for_each(|_| player.play_block());
        player
    }

    fn play_block(&mut self) {
        if self.is_moving {
            self.settings.guitar_tone = 10.0 - self.settings.guitar_tone;
            self.settings.gain_db = 20.0 - self.settings.gain_db;
            self.chain.set(&self.settings);
        }
        if self.is_bias_moving {
            self.settings.bias_pct = 30.0 - self.settings.bias_pct;
            self.chain.set(&self.settings);
        }
        let [left, right] = &mut self.output;
        left.copy_from_slice(&self.input[0][self.start..][..BLOCK_FRAMES]);
        right.copy_from_slice(&self.input[1][self.start..][..BLOCK_FRAMES]);
        let channels: &mut [&mut [f32]] = &mut [left, right];
        self.chain.process(&mut channels[..V::COUNT]);
        self.start = (self.start + BLOCK_FRAMES) % (FRAMES - BLOCK_FRAMES);
    }
}

/// What callgrind counts, by this name.
#[inline(never)]
fn play_counted(player: &mut Player<Stereo>, frames: usize) {
    (0..frames / BLOCK_FRAMES).for_each(|_| player.play_block());
}

/// Prints how long the first instance of a process takes to be built, which reads every circuit, and how long another one
/// does.
fn print_build_time() {
    for which in ["first", "second", "third"] {
        let begin = Instant::now();
        let chain = Chain::<Stereo>::new(SAMPLE_RATE_HZ, Quality::Live, &Settings::default());
        let milliseconds = 1e3 * begin.elapsed().as_secs_f64();
        assert!(chain.is_ok());
        println!("build of the {which} instance: {milliseconds:.1} ms");
    }
}

/// Prints the share of a core: the best of many short runs, because other programs only ever add.
fn print_share(case: &str, mut play_block: impl FnMut()) {
    const BLOCKS: u32 = 32;
    let shortest = (0..200)
        .map(|_| {
            let begin = Instant::now();
            (0..BLOCKS).for_each(|_| play_block());
            begin.elapsed()
        })
        .min()
        .unwrap_or_default();
    let block_seconds = shortest.as_secs_f64() / f64::from(BLOCKS);
    let share = block_seconds * SAMPLE_RATE_HZ / BLOCK_FRAMES as f64;
    println!("{case}: {:.2} % of a core", 100.0 * share);
}

fn bench_case<V: Lanes>(criterion: &mut Criterion, group: &str, case: &str) {
    let mut player = Player::<V>::new(case);
    let mut group = criterion.benchmark_group(group);
    group.throughput(Throughput::Elements(BLOCK_FRAMES as u64));
    group.bench_function(case, |bencher| bencher.iter(|| player.play_block()));
    group.finish();
    print_share(case, || player.play_block());
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, case, frames, ..] = &arguments[..]
        && flag == "--callgrind"
    {
        let frames: usize = frames.parse().expect("a number of frames");
        let mut player = Player::new(case);
        play_counted(&mut player, frames);
        return;
    }
    print_build_time();
    let mut criterion = Criterion::default().configure_from_args();
    for case in CASES {
        bench_case::<Stereo>(&mut criterion, "callback", case);
    }
    for case in MONO_CASES {
        bench_case::<f64>(&mut criterion, "mono callback", case);
    }
    criterion.final_summary();
}
