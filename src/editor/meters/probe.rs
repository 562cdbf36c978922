//! What the meters show: levels at the probe, as fast as meters move.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use nice_plug_vizia::PollContext;
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{MeterBallistics, MeterEvent, MeterLevels};

use crate::chain::{Node, Tap};
use crate::editor::levels::Levels;
use crate::editor::workspace::Workspace;
use crate::session::VuReference;

/// Numbers that change more often than this cannot be read.
const READOUT_INTERVAL: Duration = Duration::from_millis(150);
/// 0 VU in dBu or dBFS, of a sine.
const ZERO_VU_DBU: f64 = 4.0;
const ZERO_VU_DBFS: f64 = -18.0;

/// Follows the levels at the probe, once a frame. Clones are the same.
#[derive(Clone)]
pub struct ProbeMeter(Rc<State>);

struct State {
    levels: Levels,
    probe: Signal<Node>,
    reference: Signal<VuReference>,
    /// The node that everything below was heard at.
    heard_at: Cell<Node>,
    ballistics: Cell<MeterBallistics>,
    shown: Rc<Cell<MeterLevels>>,
    /// The louder channel's voltage, 1 at 0 VU.
    vu: Cell<f32>,
    /// The highest ones since the last reset, dBFS: of samples, and true ones.
    highest_dbfs: Cell<[f64; 2]>,
    readings: Cell<Readings>,
    next_readout: Cell<Option<Instant>>,
    /// The converter's clips at the last reset of the light.
    seen_clips: Cell<u64>,
}

/// Levels as numbers, dBFS of the probe: the louder channel's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readings {
    /// The highest sample since the last reset.
    pub peak_dbfs: f64,
    /// The highest true peak since the last reset.
    pub true_peak_dbfs: f64,
    /// The mean over about 300 ms. A sine that fills the scale reads 0.
    pub rms_dbfs: f64,
    /// The needle, likewise.
    pub vu_dbfs: f64,
    /// A sine at 0 dBFS, in dBu.
    pub full_scale_dbu: f64,
}

impl Default for Readings {
    /// Silence.
    fn default() -> Self {
        Self {
            peak_dbfs: f64::NEG_INFINITY,
            true_peak_dbfs: f64::NEG_INFINITY,
            rms_dbfs: f64::NEG_INFINITY,
            vu_dbfs: f64::NEG_INFINITY,
            full_scale_dbu: 0.0,
        }
    }
}

impl ProbeMeter {
    /// Follows the probe for as long as the current view exists, and forgets what is held when a view in it asks for
    /// that.
    pub fn build(cx: &mut Context) -> Self {
        let workspace = Workspace::of(cx);
        let levels = Levels::of(cx);
        let meter = Self(Rc::new(State {
            seen_clips: Cell::new(levels.clips()),
            levels,
            heard_at: Cell::new(workspace.probe().get_untracked()),
            probe: workspace.probe(),
            reference: workspace.vu_reference(),
            ballistics: Cell::default(),
            shown: Rc::default(),
            vu: Cell::default(),
            highest_dbfs: Cell::new([f64::NEG_INFINITY; 2]),
            readings: Cell::default(),
            next_readout: Cell::default(),
        }));
        let polled = meter.clone();
        cx.add_poll(move |_| {
            polled.0.follow(Instant::now());
            // The views that show it look for themselves whether they have to be drawn.
            false
        });
        Model::build(meter.clone(), cx);
        meter
    }

    /// What ladder and clip light show.
    pub fn levels(&self) -> Rc<Cell<MeterLevels>> {
        self.0.shown.clone()
    }

    /// Reads the needle: the louder channel's voltage, 1 at 0 VU.
    pub fn vu(&self) -> impl Fn() -> f32 + use<> {
        let state = self.0.clone();
        move || state.vu.get()
    }

    /// Reads the numbers.
    pub fn readings(&self) -> impl Fn() -> Readings + use<> {
        let state = self.0.clone();
        move || state.readings.get()
    }
}

impl Model for ProbeMeter {
    fn event(&mut self, _: &mut EventContext<'_>, event: &mut Event) {
        event.map(|MeterEvent::Reset, meta| {
            self.0.reset();
            meta.consume();
        });
    }
}

impl State {
    fn reset(&self) {
        self.ballistics.take();
        self.shown.take();
        self.highest_dbfs.set([f64::NEG_INFINITY; 2]);
        self.seen_clips.set(self.levels.clips());
        self.next_readout.take();
    }

    fn follow(&self, now: Instant) {
        let probe = self.probe.get_untracked();
        if self.heard_at.replace(probe) != probe {
            self.reset();
        }
        let tap = *self.levels.taps().at(probe);
        let louder = |level: fn(&Tap, usize) -> f64| heard(level(&tap, 0).max(level(&tap, 1)));
        let full_scale_dbu = full_scale_dbu(&tap);
        let vu_dbu = louder(Tap::vu_dbu);
        let vu = match self.reference.get_untracked() {
            VuReference::Dbu4 => vu_dbu - ZERO_VU_DBU,
            VuReference::Dbfs18 => vu_dbu - full_scale_dbu - ZERO_VU_DBFS,
        };
        self.vu.set(10f64.powf(heard(vu) / 20.0) as f32);

        let [peak, true_peak] = self.highest_dbfs.get();
        let highest_dbfs = [
            peak.max(louder(Tap::peak_dbfs)),
            true_peak.max(louder(Tap::true_peak_dbfs)),
        ];
        self.highest_dbfs.set(highest_dbfs);
        self.show(&tap, now);
        if self.next_readout.get().is_none_or(|next| next <= now) {
            self.next_readout.set(Some(now + READOUT_INTERVAL));
            // In the steps that are shown, so that what looks alike is alike.
            let step = |level_db: f64| (heard(level_db) * 10.0).round() / 10.0;
            self.readings.set(Readings {
                peak_dbfs: step(highest_dbfs[0]),
                true_peak_dbfs: step(highest_dbfs[1]),
                rms_dbfs: step(louder(Tap::rms_dbu) - full_scale_dbu),
                vu_dbfs: step(vu_dbu - full_scale_dbu),
                full_scale_dbu: step(full_scale_dbu),
            });
        }
    }

    /// Moves the ladder and lights the light.
    fn show(&self, tap: &Tap, now: Instant) {
        let per_channel = |level: fn(&Tap, usize) -> f64| [0, 1].map(|channel| level(tap, channel));
        let peak_dbfs = per_channel(Tap::peak_dbfs).map(|level| heard(level) as f32);
        let held_dbfs = per_channel(Tap::true_peak_dbfs).map(|level| heard(level) as f32);
        let mut ballistics = self.ballistics.get();
        let levels = ballistics.follow(peak_dbfs, held_dbfs, now);
        self.ballistics.set(ballistics);

        let clips = self.levels.clips();
        // The count starts over when the chain is built anew.
        let seen_clips = self.seen_clips.get().min(clips);
        self.seen_clips.set(seen_clips);
        let is_too_loud = peak_dbfs.iter().any(|peak| *peak > 0.0) || clips > seen_clips;
        self.shown.set(MeterLevels {
            channels: self.levels.channel_count(),
            is_clipped: self.shown.get().is_clipped || is_too_loud,
            ..levels
        });
    }
}

/// A chain that has not run yet has no calibration, and no level.
fn heard(level_db: f64) -> f64 {
    match level_db.is_nan() {
        true => f64::NEG_INFINITY,
        false => level_db,
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
