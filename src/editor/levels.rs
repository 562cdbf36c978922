//! Levels along the path, read once a frame: the one reader of [`Meters`].

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nice_plug_vizia::PollContext;
use nice_plug_vizia::vizia::prelude::*;

use crate::chain::{Node, Tap, Taps};
use crate::meter::{Meters, Watch};

/// Numbers that change more often than this cannot be read.
const READOUT_INTERVAL: Duration = Duration::from_millis(150);
/// Load never stands still; it is the order of it that matters.
const LOAD_INTERVAL: Duration = Duration::from_secs(1);
/// After so long without a block of audio nothing runs. The longest blocks, 8192 samples at 44.1 kHz, last 190 ms.
const STOPPED_AFTER: Duration = Duration::from_millis(500);

/// What the window shows of running audio. Clones are the same.
#[derive(Clone)]
pub struct Levels(Rc<State>);

struct State {
    meters: Arc<Meters>,
    /// What only an open window wants to know is measured for as long as this lives.
    _watch: Watch,
    /// Of this frame.
    taps: Cell<Taps>,
    /// Those of numbers: seldom enough to be read.
    readings: Cell<[Reading; Node::ALL.len()]>,
    counts: Cell<Counts>,
    next_readout: Cell<Option<Instant>>,
    cpu_share: Cell<f64>,
    next_load: Cell<Option<Instant>>,
    /// The number of the last block of audio, and when it came if the window was open.
    last_block: Cell<(u64, Option<Instant>)>,
}

/// Numbers in small type.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Times that the converter went into clipping.
    pub clips: u64,
    /// Steps of circuits without a solution.
    pub solver_failures: u64,
    /// The latency that hosts were told.
    pub latency_samples: u32,
    /// Host samples a second; 0 before the first audio.
    pub sample_rate_hz: f64,
}

/// A node's level as a number: the louder channel's mean over about 300 ms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Minus infinity in silence.
    pub rms_dbu: f64,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            rms_dbu: f64::NEG_INFINITY,
        }
    }
}

impl Levels {
    /// Reads the meters once a frame for as long as the tree lives. Build it before whatever reads from it.
    pub fn build(cx: &mut Context, meters: Arc<Meters>) -> Self {
        // Peaks hold until they are read: what was loud before the window was opened is no news.
        for node in Node::ALL {
            meters.take(node);
        }
        let levels = Self(Rc::new(State {
            last_block: Cell::new((meters.blocks(), None)),
            _watch: meters.watch(),
            meters,
            taps: Cell::default(),
            readings: Cell::default(),
            counts: Cell::default(),
            next_readout: Cell::default(),
            cpu_share: Cell::default(),
            next_load: Cell::default(),
        }));
        let polled = levels.clone();
        cx.add_poll(move |_| {
            polled.0.follow(Instant::now());
            // The views that show it look for themselves whether they have to be drawn.
            false
        });
        Model::build(levels.clone(), cx);
        levels
    }

    /// Those of the tree.
    ///
    /// # Panics
    /// In a tree without them: the window's has them at its root.
    pub fn of(cx: &impl DataContext) -> Self {
        cx.data::<Self>().clone()
    }

    /// Levels of this frame: peaks since the last one and means over about 300 ms. Silence while no audio runs.
    pub fn taps(&self) -> Taps {
        self.0.taps.get()
    }

    /// How much audio there was, seconds.
    pub fn seconds(&self) -> f64 {
        self.0.meters.seconds()
    }

    /// Times that the converter went into clipping, as of now.
    pub fn clips(&self) -> u64 {
        self.0.meters.clips()
    }

    /// How many channels the host has given: one or two.
    pub fn channel_count(&self) -> usize {
        self.0.meters.channel_count()
    }

    /// Reads a node's level as a number.
    pub fn reading(&self, node: Node) -> impl Fn() -> Reading + use<> {
        let state = self.0.clone();
        move || state.readings.get()[node as usize]
    }

    /// Reads the share of a block's time that the callback takes, 0..1; 0 while no audio runs.
    pub fn cpu_share(&self) -> impl Fn() -> f64 + use<> {
        let state = self.0.clone();
        move || state.cpu_share.get()
    }

    /// Reads the numbers in small type.
    pub fn counts(&self) -> impl Fn() -> Counts + use<> {
        let state = self.0.clone();
        move || state.counts.get()
    }
}

impl Model for Levels {}

impl State {
    fn follow(&self, now: Instant) {
        let is_stopped = self.is_stopped(now);
        let taps = Taps::of(|node| {
            let tap = self.meters.take(node);
            match is_stopped {
                // The average of what came last is no level any more.
                true => Tap {
                    vu_volt: [0.0; 2],
                    sum_of_squares: [0.0; 2],
                    ..tap
                },
                false => tap,
            }
        });
        self.taps.set(taps);
        if self.next_readout.get().is_none_or(|next| next <= now) {
            self.next_readout.set(Some(now + READOUT_INTERVAL));
            self.readings
                .set(Node::ALL.map(|node| reading(taps.at(node))));
            self.counts.set(Counts {
                clips: self.meters.clips(),
                solver_failures: self.meters.solver_failures(),
                latency_samples: self.meters.latency_samples(),
                sample_rate_hz: self.meters.sample_rate_hz(),
            });
        }
        if self.next_load.get().is_none_or(|next| next <= now) {
            self.next_load.set(Some(now + LOAD_INTERVAL));
            self.cpu_share.set(match is_stopped {
                true => 0.0,
                // In the steps that are shown, so that what looks alike is alike.
                false => (self.meters.cpu_share() * 1000.0).round() / 1000.0,
            });
        }
    }

    /// Whether the host has stopped sending audio.
    fn is_stopped(&self, now: Instant) -> bool {
        let block = self.meters.blocks();
        let (last_block, came) = self.last_block.get();
        if block != last_block {
            self.last_block.set((block, Some(now)));
            return false;
        }
        came.is_none_or(|came| now.duration_since(came) >= STOPPED_AFTER)
    }
}

fn reading(tap: &Tap) -> Reading {
    let rms_dbu = tap.rms_dbu(0).max(tap.rms_dbu(1));
    Reading {
        // In the steps that are shown, so that what looks alike is alike.
        rms_dbu: (rms_dbu * 10.0).round() / 10.0,
    }
}
