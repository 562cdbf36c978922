//! The level that leaves the plugin: peak and mean, in dBFS and dBu.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use nice_plug_vizia::PollContext;
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{
    ClipLight, LevelMeter, MeterBallistics, MeterEvent, MeterLevels, Readout,
};

use super::levels::Levels;
use crate::chain::{Node, Tap};

/// What the bars show, in dBFS.
const RANGE_DBFS: std::ops::RangeInclusive<f32> = -60.0..=0.0;
/// Numbers that change more often than this cannot be read.
const READOUT_INTERVAL: Duration = Duration::from_millis(150);

/// What the window shows of running audio. It is read once a frame, wait-free, and only what has changed is drawn.
#[derive(Clone)]
pub struct OutputMeter(Rc<State>);

struct State {
    source: Levels,
    ballistics: Cell<MeterBallistics>,
    levels: Rc<Cell<MeterLevels>>,
    readings: Cell<Readings>,
    /// The converter's clips at the last reset of the light.
    seen_clips: Cell<u64>,
    next_readout: Cell<Option<Instant>>,
}

/// Levels as numbers: the louder channel's.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Readings {
    /// The highest peak of the last while.
    hold_dbfs: f64,
    rms_dbfs: f64,
    /// 0 dBFS in dBu.
    full_scale_dbu: f64,
}

impl Default for Readings {
    fn default() -> Self {
        Self {
            hold_dbfs: f64::NEG_INFINITY,
            rms_dbfs: f64::NEG_INFINITY,
            full_scale_dbu: 0.0,
        }
    }
}

impl OutputMeter {
    /// Reads the meters once a frame for as long as the tree lives.
    pub fn build(cx: &mut Context, source: Levels) -> Self {
        let output = Self(Rc::new(State {
            seen_clips: Cell::new(source.clips()),
            source,
            ballistics: Cell::default(),
            levels: Rc::default(),
            readings: Cell::default(),
            next_readout: Cell::default(),
        }));
        let polled = output.clone();
        cx.add_poll(move |_| {
            polled.0.follow(Instant::now());
            // The views that show it look for themselves whether they have to be drawn.
            false
        });
        output.clone().build_model(cx);
        output
    }

    fn build_model(self, cx: &mut Context) {
        Model::build(self, cx);
    }

    fn readings(&self) -> impl Fn() -> Readings + use<> {
        let state = self.0.clone();
        move || state.readings.get()
    }
}

impl Model for OutputMeter {
    fn event(&mut self, _: &mut EventContext<'_>, event: &mut Event) {
        event.map(|MeterEvent::Reset, meta| {
            let state = &self.0;
            state.ballistics.take();
            state.seen_clips.set(state.source.clips());
            state.levels.take();
            state.next_readout.take();
            meta.consume();
        });
    }
}

impl State {
    fn follow(&self, now: Instant) {
        let tap = *self.source.taps().at(Node::Output);
        let per_channel =
            |level: fn(&Tap, usize) -> f64| [0, 1].map(|channel| level(&tap, channel));
        let peak_dbfs = per_channel(Tap::peak_dbfs).map(in_meter);
        let full_scale_dbu = full_scale_dbu(&tap);
        let rms_dbfs = per_channel(Tap::rms_dbu).map(|dbu| in_meter(dbu - full_scale_dbu));

        let mut ballistics = self.ballistics.get();
        let levels = ballistics.follow(peak_dbfs, rms_dbfs, now);
        self.ballistics.set(ballistics);
        let clips = self.source.clips();
        // The count starts over when the chain is built anew.
        let seen_clips = self.seen_clips.get().min(clips);
        self.seen_clips.set(seen_clips);
        let is_too_loud = peak_dbfs.iter().any(|peak| *peak > 0.0) || clips > seen_clips;
        self.levels.set(MeterLevels {
            is_clipped: self.levels.get().is_clipped || is_too_loud,
            ..levels
        });

        if self.next_readout.get().is_none_or(|next| next <= now) {
            self.next_readout.set(Some(now + READOUT_INTERVAL));
            let louder = |levels: [f32; 2]| f64::from(levels[0].max(levels[1]));
            self.readings.set(Readings {
                hold_dbfs: louder(levels.hold_db),
                rms_dbfs: louder(levels.rms_db),
                full_scale_dbu: (full_scale_dbu * 10.0).round() / 10.0,
            });
        }
    }
}

/// A chain that has not run yet has no calibration, and no level.
fn in_meter(level_db: f64) -> f32 {
    match level_db.is_nan() {
        true => f32::NEG_INFINITY,
        false => level_db as f32,
    }
}

/// The level of a sine at 0 dBFS.
fn full_scale_dbu(tap: &Tap) -> f64 {
    let full_scale = Tap {
        peak_volt: [tap.full_scale_volt; 2],
        ..*tap
    };
    full_scale.peak_dbu(0)
}

/// The bars with their scale, and the light that tells of clipping above them.
pub fn bars(cx: &mut Context, output: &OutputMeter) {
    let levels = &output.0.levels;
    HStack::new(cx, |cx| {
        scale(cx);
        VStack::new(cx, |cx| {
            ClipLight::new(cx, levels.clone()).id("clip");
            LevelMeter::new(cx, levels.clone(), 2, RANGE_DBFS).id("meter");
        })
        .class("bars");
    })
    .class("meter");
}

/// The numbers beside the bars.
fn scale(cx: &mut Context) {
    let marks = |cx: &mut Context| {
        for mark_db in [0, -6, -12, -24, -36, -48] {
            let part = mark_db as f32 / RANGE_DBFS.start();
            Label::new(cx, without_fraction(mark_db))
                .class("mark")
                .top(Percentage(100.0 * part));
        }
    };
    VStack::new(cx, |cx| {
        VStack::new(cx, marks);
    })
    .class("scale");
}

fn without_fraction(level_db: i32) -> String {
    level_db.to_string().replace('-', "\u{2212}")
}

/// Peak and mean as numbers.
pub fn readouts(cx: &mut Context, output: &OutputMeter) {
    let mut reading =
        |id: &str, name: &'static str, unit: &'static str, of: fn(Readings) -> f64| {
            HStack::new(cx, |cx| {
                Label::new(cx, name).class("count-name");
                let text = move |readings| format!("{} {unit}", decibels(of(readings)));
                Readout::new(cx, output.readings(), text)
                    .id(id)
                    .class("reading");
            })
            .class("count-row");
        };
    reading("peak-dbfs", "Peak", "dBFS", |now| now.hold_dbfs);
    reading("peak-dbu", "", "dBu", |now| {
        now.hold_dbfs + now.full_scale_dbu
    });
    reading("rms-dbfs", "RMS", "dBFS", |now| now.rms_dbfs);
    reading("rms-dbu", "", "dBu", |now| {
        now.rms_dbfs + now.full_scale_dbu
    });
}

/// A level with one decimal and a true minus sign.
fn decibels(level_db: f64) -> String {
    match level_db.is_finite() {
        true => format!("{level_db:.1}").replace('-', "\u{2212}"),
        false => "\u{2212}\u{221e}".to_owned(),
    }
}
