//! What a frame costs: a whole one at both common screen scales, a moving meter, and nothing at all.

use std::cell::Cell;
use std::hint::black_box;
use std::rc::Rc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use nice_plug_vizia::headless::{HeadlessBuilder, HeadlessEditor};
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::vizia::vg;
use nice_plug_vizia::{EditorState, PollContext};

/// Inter, which the widgets of this workspace are drawn with.
const FONT: &[u8] = include_bytes!("../../../assets/fonts/Inter.ttf");

const STYLE: &str = "
    :root { background-color: #1d1f21; color: #d8d8d8; font-family: 'Inter'; font-size: 12; }
    .block {
        background-color: #282a2e; border: 1px solid #3a3d41; corner-radius: 6px;
        shadow: 0px 2px 6px 0px #00000080; padding: 8px; gap: 6px;
    }
    meter { background-color: #101112; }
";

/// A column that is as high as a level.
struct Meter {
    level: Rc<Cell<f32>>,
}

impl Meter {
    fn new(cx: &mut Context, level: Rc<Cell<f32>>) -> Handle<'_, Self> {
        let mut last = level.get();
        let watched = level.clone();
        Self { level }.build(cx, move |cx| {
            cx.add_poll(move |cx| {
                let changed = watched.get() != last;
                last = watched.get();
                if changed {
                    cx.needs_redraw();
                }
                changed
            });
        })
    }
}

impl View for Meter {
    fn element(&self) -> Option<&'static str> {
        Some("meter")
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        cx.draw_background(canvas);
        let bounds = cx.bounds();
        let height = bounds.h * self.level.get();
        let mut paint = vg::Paint::default();
        paint.set_color(vg::Color::from_rgb(0x7f, 0xc8, 0x7f));
        let column = vg::Rect::from_xywh(bounds.x, bounds.bottom() - height, bounds.w, height);
        canvas.draw_rect(column, &paint);
    }
}

/// About what an audio plugin shows: twelve blocks of four controls, with names and values, and a meter.
fn plugin(cx: &mut Context, level: Rc<Cell<f32>>, far: Rc<Cell<f32>>) {
    cx.add_font_mem(FONT);
    cx.add_stylesheet(STYLE).expect("a style sheet");
    VStack::new(cx, |cx| {
        for row in 0..3 {
            HStack::new(cx, |cx| {
                for column in 0..4 {
                    VStack::new(cx, |cx| {
                        Label::new(cx, format!("Block {row}.{column}"));
                        HStack::new(cx, |cx| {
                            for (name, value) in
                                [("Gain", 0.2), ("Drive", 0.4), ("Bias", 0.6), ("Mix", 0.8)]
                            {
                                control(cx, name, value);
                            }
                        })
                        .gap(Pixels(4.0));
                    })
                    .class("block");
                }
            })
            .gap(Pixels(8.0));
        }
    })
    .gap(Pixels(8.0))
    .padding(Pixels(8.0))
    .width(Pixels(850.0));
    for (left, level) in [(860.0, level), (880.0, far)] {
        Meter::new(cx, level)
            .position_type(PositionType::Absolute)
            .left(Pixels(left))
            .top(Pixels(if left < 870.0 { 20.0 } else { 500.0 }))
            .size(Pixels(12.0))
            .height(Pixels(if left < 870.0 { 300.0 } else { 40.0 }));
    }
}

fn control(cx: &mut Context, name: &'static str, value: f32) {
    VStack::new(cx, |cx| {
        Label::new(cx, name);
        Knob::new(cx, value, value, false).size(Pixels(36.0));
        Label::new(cx, format!("{:.1} dB", value * 20.0));
    })
    .alignment(Alignment::Center)
    .size(Auto);
}

struct Subject {
    editor: HeadlessEditor,
    level: Rc<Cell<f32>>,
    far: Rc<Cell<f32>>,
}

impl Subject {
    fn new(screen_scale: f32) -> Self {
        let (level, far) = (Rc::new(Cell::new(0.5)), Rc::new(Cell::new(0.5)));
        let mut editor = HeadlessBuilder::new(EditorState::new(900, 560))
            .screen_scale(screen_scale)
            .build({
                let (level, far) = (level.clone(), far.clone());
                |cx| plugin(cx, level, far)
            });
        assert!(editor.settle(Duration::from_secs(3)), "it comes to rest");
        Self { editor, level, far }
    }

    fn move_meter(&self) {
        self.level.set((self.level.get() + 0.01).fract());
    }
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    group.sample_size(30);
    for scale in [1.0, 2.0] {
        let mut subject = Subject::new(scale);
        group.bench_function(
            BenchmarkId::new("everything", format!("{scale}x")),
            |bencher| {
                bencher.iter(|| {
                    subject.editor.context().needs_redraw(Entity::root());
                    black_box(subject.editor.frame().len())
                });
            },
        );
        group.bench_function(BenchmarkId::new("meter", format!("{scale}x")), |bencher| {
            bencher.iter(|| {
                subject.move_meter();
                black_box(subject.editor.frame().len())
            });
        });
    }
    let mut subject = Subject::new(1.0);
    group.bench_function("two distant meters", |bencher| {
        bencher.iter(|| {
            subject.move_meter();
            subject.far.set(subject.level.get());
            black_box(subject.editor.frame().len())
        });
    });
    let mut x = 0.0;
    group.bench_function("pointer", |bencher| {
        bencher.iter(|| {
            // Inside of the first block, where nothing reacts.
            x = (x + 0.5) % 4.0;
            subject.editor.move_to((10.0 + x, 12.0));
        });
    });
    group.bench_function("nothing", |bencher| {
        bencher.iter(|| black_box(subject.editor.frame().len()));
    });
    group.finish();
}

/// Building a tree: what opening an editor costs.
fn opening(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("open");
    group.sample_size(10);
    group.bench_function("900x560", |bencher| {
        bencher
            .iter(|| HeadlessEditor::new(900, 560, |cx| plugin(cx, Rc::default(), Rc::default())));
    });
    group.finish();
}

criterion_group!(benches, frames, opening);
criterion_main!(benches);
