//! What a frame of the window costs: all of it, moving meters, a knob under automation, and nothing.
//!
//!     cargo bench --bench editor
//!
//! Callgrind counts what stands within [`draw_counted`] while `--callgrind whole FRAMES` or `--callgrind meters FRAMES` runs.
//!
//! The bounds at 1040x620: a whole redraw 6 ms at 1x, meters and needle 0.5 ms, and no frame while nothing changes.
//! On two cores of a server, one of them busy; instructions with the `dev` profile:
//!
//! | frame | time | instructions |
//! |---|---|---|
//! | whole redraw at 1x | 2.1 ms (1.6..2.5) | 11.4 million |
//! | whole redraw at 2x | 6.2 ms (5.1..7.1) | |
//! | moving meters at 1x | 0.13 ms (0.12..0.15) | 2.5 million |
//! | moving meters at 2x | 0.19 ms (0.16..0.22) | |
//! | knob under automation at 1x | 0.18 ms (0.15..0.22) | |

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, criterion_group};
use nice_plug_vizia::headless::{HeadlessBuilder, HeadlessEditor};
use nice_plug_vizia::vizia::prelude::*;
use preface::chain::settings::{Quality, Settings};
use preface::chain::{Chain, Taps};
use preface::meter::Meters;
use preface::params::PrefaceParams;

/// What a frame of 15 ms lasts.
const FRAME_SECONDS: f64 = 0.015;

struct Window {
    editor: HeadlessEditor,
    params: Arc<PrefaceParams>,
    meters: Arc<Meters>,
}

impl Window {
    fn open(screen_scale: f32) -> Self {
        let params = Arc::new(PrefaceParams::default());
        let meters = Arc::new(Meters::default());
        let (shown_params, shown_meters) = (params.clone(), meters.clone());
        let editor = HeadlessBuilder::new(params.editor.clone())
            .screen_scale(screen_scale)
            .build(move |cx| preface::editor::build(cx, shown_params, shown_meters));
        let mut window = Self {
            editor,
            params,
            meters,
        };
        window.editor.settle(Duration::from_secs(2));
        // The plot comes when it has been computed, beside the window.
        window.editor.wait(Duration::from_millis(500));
        window
    }
}

/// The levels of a sine after a fresh chain.
fn taps(peak: f32) -> Taps {
    let settings = Settings::default();
    let mut chain = Chain::<f64>::new(48_000.0, Quality::Live, &settings).expect("builds");
    let mut samples: Vec<f32> = (0..4800)
        .map(|index| peak * (std::f32::consts::TAU * index as f32 / 48.0).sin())
        .collect();
    chain.process(&mut [&mut samples]);
    chain.take_taps()
}

fn whole_redraw(criterion: &mut Criterion) {
    for scale in [1.0, 2.0] {
        let mut window = Window::open(scale);
        criterion.bench_function(&format!("whole redraw at {scale}x"), |bencher| {
            bencher.iter(|| {
                window.editor.context().needs_redraw(Entity::root());
                black_box(window.editor.frame().len())
            });
        });
    }
}

/// What moves while audio plays: the ladder, the needle, and the levels along the path.
fn moving_meters(criterion: &mut Criterion) {
    let levels = [taps(0.1), taps(0.5)];
    for scale in [1.0, 2.0] {
        let mut window = Window::open(scale);
        let mut frame = 0;
        criterion.bench_function(&format!("moving meters at {scale}x"), |bencher| {
            bencher.iter(|| {
                frame += 1;
                window.meters.add(&levels[frame % 2], FRAME_SECONDS);
                let drawn = window.editor.frame().len();
                assert!(drawn > 0, "the meters move");
                drawn
            });
        });
    }
}

fn automated_knob(criterion: &mut Criterion) {
    let mut window = Window::open(1.0);
    let mut normalized = 0.0;
    criterion.bench_function("knob under automation at 1x", |bencher| {
        bencher.iter(|| {
            normalized = if normalized > 0.99 {
                0.0
            } else {
                normalized + 0.01
            };
            let gain = window.params.preamp.gain_db.parameter();
            window.editor.host().automate(gain, normalized);
            let drawn = window.editor.frame().len();
            assert!(drawn > 0, "the knob moves");
            drawn
        });
    });
}

fn nothing(criterion: &mut Criterion) {
    let mut window = Window::open(1.0);
    criterion.bench_function("frame while nothing changes", |bencher| {
        bencher.iter(|| {
            let drawn = window.editor.frame().len();
            assert_eq!(drawn, 0, "there is nothing to draw");
        });
    });
}

/// What callgrind counts, by this name.
#[inline(never)]
fn draw_counted(window: &mut Window, levels: &[Taps; 2], case: &str, frames: usize) {
    for frame in 0..frames {
        match case {
            "whole" => window.editor.context().needs_redraw(Entity::root()),
            _ => window.meters.add(&levels[frame % 2], FRAME_SECONDS),
        }
        black_box(window.editor.frame().len());
    }
}

criterion_group!(
    benches,
    whole_redraw,
    moving_meters,
    automated_knob,
    nothing
);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, case, frames, ..] = &arguments[..]
        && flag == "--callgrind"
    {
        let frames: usize = frames.parse().expect("a number of frames");
        let mut window = Window::open(1.0);
        draw_counted(&mut window, &[taps(0.1), taps(0.5)], case, frames);
        return;
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
