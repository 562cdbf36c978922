//! Listens along the path: for advice, and while *Calibrate* wants to know what a source delivers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nice_plug_vizia::PollContext;
use nice_plug_vizia::vizia::prelude::*;

use crate::advice::{Advice, Heard, advice};
use crate::calibration::{Delivery, LISTEN_SECONDS, Listener, Proposal};
use crate::chain::load::{input_resistance_ohm, repair_share, source_ohm};
use crate::chain::{Node, Settings, Taps};
use crate::interface::Interface;
use crate::params::PrefaceParams;

use super::history::History;
use super::levels::Levels;

/// Advice that changes more often than this cannot be read.
const ADVICE_INTERVAL: Duration = Duration::from_millis(150);

/// Peaks count for one to two of these, in seconds of audio.
const HOLD_SECONDS: f64 = 2.0;

/// What the window knows of the path. Clones are the same ear.
#[derive(Clone)]
pub struct Ear(Rc<State>);

struct State {
    params: Arc<PrefaceParams>,
    levels: Levels,
    /// Peaks of this stretch of audio and of the one before, and when this one began.
    held: Cell<[Taps; 2]>,
    held_since: Cell<f64>,
    /// Audio that was heard, seconds.
    heard: Cell<f64>,
    /// The settings that levels and repair share belong to.
    settings: Cell<Settings>,
    repair_share: Cell<f64>,
    impedances: Cell<Impedances>,
    advice: Cell<Option<Advice>>,
    next_advice: Cell<Option<Instant>>,
    picked: Signal<Option<&'static Interface>>,
    listener: RefCell<Option<Listener>>,
    stage: Signal<Stage>,
}

/// What meets at the jack of now at 1 kHz, ohm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Impedances {
    /// Of the source; as recorded it has none.
    pub source: f64,
    /// The resistance that the input loads it with.
    pub input: f64,
}

impl Impedances {
    fn of(settings: &Settings) -> Self {
        Self {
            source: source_ohm(settings).unwrap_or(0.0),
            // The circuits have been solved before, when the plugin was activated.
            input: input_resistance_ohm(settings).unwrap_or(f64::INFINITY),
        }
    }
}

/// How far *Calibrate* has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage {
    /// Nobody has asked.
    Idle,
    /// It listens.
    Listening,
    /// It has listened, and there was silence.
    Silence,
    /// It proposes this.
    Proposed(Proposal),
}

impl Ear {
    /// Listens once a frame for as long as the tree lives.
    pub fn build(cx: &mut Context, params: Arc<PrefaceParams>, levels: Levels) -> Self {
        let settings = params.settings();
        let ear = Self(Rc::new(State {
            held: Cell::default(),
            held_since: Cell::new(levels.seconds()),
            heard: Cell::new(levels.seconds()),
            repair_share: Cell::new(repair_share(&settings)),
            impedances: Cell::new(Impedances::of(&settings)),
            settings: Cell::new(settings),
            advice: Cell::new(None),
            next_advice: Cell::new(None),
            picked: Signal::new(None),
            listener: RefCell::new(None),
            stage: Signal::new(Stage::Idle),
            params,
            levels,
        }));
        let polled = ear.clone();
        cx.add_poll(move |_| polled.0.follow(Instant::now()));
        ear.clone().build_model(cx);
        ear
    }

    fn build_model(self, cx: &mut Context) {
        Model::build(self, cx);
    }

    /// What there is to say now.
    pub fn advice(&self) -> impl Fn() -> Option<Advice> + use<> {
        let state = self.0.clone();
        move || state.advice.get()
    }

    /// How much of the change of input the repair limit lets be made, 0..1.
    pub fn repair_share(&self) -> impl Fn() -> f64 + use<> {
        let state = self.0.clone();
        move || state.repair_share.get()
    }

    /// What loads what.
    pub fn impedances(&self) -> impl Fn() -> Impedances + use<> {
        let state = self.0.clone();
        move || state.impedances.get()
    }

    /// How far *Calibrate* has come.
    pub fn stage(&self) -> Signal<Stage> {
        self.0.stage
    }

    /// Whole seconds that *Calibrate* still listens.
    pub fn seconds_left(&self) -> impl Fn() -> u32 + use<> {
        let state = self.0.clone();
        move || {
            let listener = state.listener.borrow();
            let left = listener.as_ref().map_or(0.0, Listener::seconds_left);
            left.ceil() as u32
        }
    }

    /// How much of the time *Calibrate* has listened, 0 to 1.
    pub fn listened(&self) -> impl Fn() -> f32 + use<> {
        let state = self.0.clone();
        move || {
            let listener = state.listener.borrow();
            let left = listener.as_ref().map_or(0.0, Listener::seconds_left);
            (1.0 - left / LISTEN_SECONDS) as f32
        }
    }

    /// The loudest that *Calibrate* has heard so far, in tenths of dBu; none in silence.
    pub fn loudest_dbu(&self) -> impl Fn() -> Option<f64> + use<> {
        let state = self.0.clone();
        move || {
            let listener = state.listener.borrow();
            let loudest_dbu = listener.as_ref().and_then(Listener::loudest_dbu);
            loudest_dbu.map(|level_dbu| (level_dbu * 10.0).round() / 10.0)
        }
    }

    /// The interface that was picked last.
    pub fn picked(&self) -> Signal<Option<&'static Interface>> {
        self.0.picked
    }
}

/// What the buttons of the window ask for.
#[derive(Clone, Copy, Debug)]
pub enum EarEvent {
    /// Take this interface's full scale as the recorded one.
    Pick(&'static Interface),
    /// Take its impedance as that of the jack that was recorded through.
    PlugIn(&'static Interface),
    /// Listen to a source that delivers this, or to the source of the settings.
    Calibrate(Option<Delivery>),
    /// Take what was proposed.
    Take(Proposal),
    /// Forget what was heard and proposed.
    Leave,
}

impl Model for Ear {
    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            match *event {
                EarEvent::Pick(interface) => {
                    let step = format!("Interface {}", interface.label());
                    History::of(cx).change(cx, &step, |settings| interface.calibrate(settings));
                    self.0.picked.set(Some(interface));
                }
                EarEvent::PlugIn(interface) => {
                    let step = format!("Input of {}", interface.label());
                    History::of(cx).change(cx, &step, |settings| interface.plug_in(settings));
                }
                EarEvent::Calibrate(delivery) => self.calibrate(delivery),
                EarEvent::Take(proposal) => {
                    let history = History::of(cx);
                    history.change(cx, "Calibrate", |settings| proposal.apply(settings));
                    self.leave();
                }
                EarEvent::Leave => self.leave(),
            }
            meta.consume();
        });
    }
}

impl Ear {
    fn calibrate(&self, delivery: Option<Delivery>) {
        let source = self.0.params.settings().source;
        if let Some(delivery) = delivery.or(Delivery::of(source)) {
            *self.0.listener.borrow_mut() = Some(Listener::new(delivery));
            self.0.stage.set(Stage::Listening);
        }
    }

    fn leave(&self) {
        *self.0.listener.borrow_mut() = None;
        self.0.stage.set(Stage::Idle);
    }
}

impl State {
    /// Returns whether the tree has to change.
    fn follow(&self, now: Instant) -> bool {
        let settings = self.params.settings();
        let has_moved = settings != self.settings.replace(settings);
        if has_moved {
            self.repair_share.set(repair_share(&settings));
            self.impedances.set(Impedances::of(&settings));
            // What was heard belongs to other settings.
            self.held.take();
        }
        let taps = self.levels.taps();
        let seconds = self.levels.seconds();
        let new_seconds = seconds - self.heard.replace(seconds);
        if new_seconds > 0.0 {
            self.hold(&taps, seconds);
        }
        if has_moved || self.next_advice.get().is_none_or(|next| next <= now) {
            self.next_advice.set(Some(now + ADVICE_INTERVAL));
            let [before, held] = self.held.get();
            let heard = Heard {
                taps: &before.louder(&held),
                repair_share: self.repair_share.get(),
            };
            self.advice.set(advice(&settings, &heard));
        }
        new_seconds > 0.0 && self.listen(&settings, &taps, new_seconds)
    }

    fn hold(&self, taps: &Taps, seconds: f64) {
        let [mut before, mut held] = self.held.get();
        if seconds - self.held_since.get() >= HOLD_SECONDS {
            self.held_since.set(seconds);
            (before, held) = (held, Taps::default());
        }
        self.held.set([before, held.louder(taps)]);
    }

    /// Lets *Calibrate* hear. Returns whether it has come to an end.
    fn listen(&self, settings: &Settings, taps: &Taps, seconds: f64) -> bool {
        let mut listener = self.listener.borrow_mut();
        let Some(listening) = listener.as_mut() else {
            return false;
        };
        listening.hear(taps.at(Node::Recorded), seconds);
        if listening.seconds_left() > 0.0 {
            return false;
        }
        let proposal = listening.proposal(settings);
        *listener = None;
        self.stage
            .set(proposal.map_or(Stage::Silence, Stage::Proposed));
        true
    }
}
