//! Block 2: what the input does to the source.
//!
//! A recording holds the source as the recorded input loaded it. Seen from there the source is a Thevenin source: the
//! recorded voltage behind the output impedance of source and recorded load. The deck lets the input of now load that one,
//! so that nothing has to be inverted, and hands the answer on through an ideal buffer: the voltage at the jack, or behind
//! an input that is a circuit of its own, as a DI box or a microphone input's transformer, what comes out of that.
//!
//! - `source`: what is plugged in, with its pots.
//! - `input`: what it is plugged into, with its cable; `law`: what inputs that are circuits do to small signals.
//! - `setup`: from settings to a deck and what stands in it; `repair`: how far a load may be undone.
//! - `deck`: decks in time; `catalogue`: their netlists.
//! - `thermal`: noise; `power`: 48 V.

mod admittance;
mod catalogue;
mod deck;
mod input;
mod law;
mod power;
pub mod repair;
mod setup;
mod source;
mod thermal;

pub use admittance::Point;
pub use catalogue::Catalogue;
pub use deck::{Deck, DeckValues, Element, OPEN_HENRY, OPEN_OHM, Plan, WIRE_OHM};
pub use input::{InputCircuit, LoadValues, Primary, Ratio, Side, picofarad_per_metre};
pub use law::Curve;
pub use power::Power;
pub use setup::{Change, Setup};
pub use source::{Guitar, Motion, SourceValues, audio_taper, is_microphone};

use num_complex::Complex;

use super::Settings;
use crate::dsp::smoothing::Crossfade;
use crate::lanes::Lanes;
use crate::spice::Error;
use thermal::ThermalNoise;

/// Cross-fade between two choices.
const FADE_SECONDS: f64 = 0.01;

/// Frames that two decks process at a time while one fades into the other.
const PIECE_FRAMES: usize = 64;

/// What of the block can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct State {
    /// The share of the recorded load that the repair limit keeps, 0..1: the limit's k. 0 is a whole repair.
    pub kept: f64,
    /// What 48 V does, or the want of it.
    pub power: Power,
}

impl State {
    /// At these settings. The first time it reads the circuits.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn of(settings: &Settings) -> Result<Self, Error> {
        let setup = Setup::of(settings, Catalogue::get()?);
        Ok(Self::at(settings, &setup))
    }

    fn at(settings: &Settings, setup: &Setup) -> Self {
        Self {
            kept: setup.change.map_or(0.0, |change| 1.0 - change.share()),
            power: Power::of(settings),
        }
    }
}

/// The way to another choice.
#[derive(Clone, Copy, Debug)]
struct Fade {
    kind: FadeKind,
    /// Frames that are done.
    done: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FadeKind {
    /// From the other deck.
    Across,
    /// Out, and in again with the new choice, in the same circuit: there is only one of those with devices.
    OutAndIn,
}

/// Source, cable and input. Volts at the recorded jack in, volts at the jack of now out.
#[derive(Clone, Debug)]
pub struct Load<V: Lanes> {
    catalogue: &'static Catalogue,
    decks: [Deck<V>; 2],
    /// The deck that is heard or fades in.
    current: usize,
    fade: Option<Fade>,
    fade_frames: usize,
    /// What the current deck was set to.
    setup: Setup,
    /// The settings behind it.
    heard: Settings,
    /// The newest settings; `heard` catches up when a fade has ended.
    wanted: Settings,
    last_input: V,
    noise: ThermalNoise<V>,
    /// Off where nothing comes out for want of 48 V.
    is_powered: Crossfade,
}

impl<V: Lanes> Load<V> {
    /// The block at an internal rate.
    ///
    /// # Errors
    /// A netlist that cannot be solved.
    pub fn new(internal_rate_hz: f64, settings: &Settings) -> Result<Self, Error> {
        let catalogue = Catalogue::get()?;
        let fade_frames = (FADE_SECONDS * internal_rate_hz).ceil() as usize;
        let mut load = Self {
            catalogue,
            decks: Deck::pair(catalogue.plans(), internal_rate_hz)?,
            current: 0,
            fade: None,
            fade_frames,
            setup: Setup::of(settings, catalogue),
            heard: *settings,
            wanted: *settings,
            last_input: V::default(),
            noise: ThermalNoise::new(internal_rate_hz),
            is_powered: Crossfade::new(true, fade_frames),
        };
        load.reset();
        Ok(load)
    }

    /// Settings to be reached after `ramp_frames`. New choices cross-fade instead.
    pub fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        if *settings != self.wanted {
            self.wanted = *settings;
            let is_powered = !Power::of(settings).is_silent();
            self.is_powered.set(is_powered, false);
            self.follow(ramp_frames);
        }
    }

    /// What of the block can be read.
    pub fn state(&self) -> State {
        State::at(&self.wanted, &self.setup)
    }

    /// Takes `wanted` up, unless it needs a cross-fade and one is under way.
    fn follow(&mut self, ramp_frames: usize) {
        let setup = Setup::of(&self.wanted, self.catalogue);
        let (now, goal) = (&self.setup.values, &setup.values);
        let is_same = same_choices(&self.heard, &self.wanted);
        let is_out = (self.fade).is_some_and(|fade| fade.kind == FadeKind::OutAndIn);
        if now.plan == goal.plan && is_same && !is_out {
            self.decks[self.current].move_to(goal, ramp_frames);
        } else if now != goal {
            if self.fade.is_some() {
                return;
            }
            self.fade_to(goal);
        }
        self.setup = setup;
        self.heard = self.wanted;
        self.tune_noise();
    }

    fn tune_noise(&mut self) {
        self.noise
            .set(self.setup.change.filter(|_| self.heard.noise));
    }

    fn fade_to(&mut self, goal: &DeckValues) {
        let [first, second] = &mut self.decks;
        let (next, previous) = match self.current {
            0 => (second, first),
            _ => (first, second),
        };
        let is_same_plan = goal.plan == previous.values().plan;
        let kind = if is_same_plan && previous.is_nonlinear(goal.plan) {
            FadeKind::OutAndIn
        } else {
            next.fetch(goal.plan, previous);
            if is_same_plan {
                next.take_over(goal, previous);
            } else {
                next.settle_at(goal, self.last_input);
            }
            self.current = 1 - self.current;
            FadeKind::Across
        };
        self.fade = Some(Fade { kind, done: 0 });
    }

    /// Replaces volts at the recorded jack by volts at the jack of now, with the noise that this makes.
    pub fn process(&mut self, frames: &mut [V]) {
        self.load(frames);
        self.noise.add(frames);
        match self.is_powered.settled() {
            Some(true) => {}
            Some(false) => frames.fill(V::default()),
            None => frames
                .iter_mut()
                .for_each(|frame| *frame = *frame * V::splat(self.is_powered.advance())),
        }
    }

    fn load(&mut self, frames: &mut [V]) {
        let mut frames = frames;
        while !frames.is_empty() {
            let count = match self.fade {
                Some(fade) => self.frames_of_piece(fade),
                None => frames.len(),
            };
            let (now, later) = frames.split_at_mut(count.min(frames.len()));
            if let Some(last) = now.last() {
                self.last_input = *last;
            }
            match self.fade {
                Some(fade) => self.process_fade(fade, now),
                None => self.decks[self.current].process(now),
            }
            frames = later;
        }
    }

    /// Where a fade out and in turns round, a piece ends.
    fn frames_of_piece(&self, fade: Fade) -> usize {
        let half = self.fade_frames / 2;
        let end = match fade.kind {
            FadeKind::OutAndIn if fade.done < half => half,
            _ => self.fade_frames,
        };
        (end - fade.done).min(PIECE_FRAMES)
    }

    fn process_fade(&mut self, fade: Fade, frames: &mut [V]) {
        match fade.kind {
            FadeKind::Across => self.fade_across(fade.done, frames),
            FadeKind::OutAndIn => self.fade_out_and_in(fade.done, frames),
        }
        let done = fade.done + frames.len();
        self.fade = (done < self.fade_frames).then_some(Fade { done, ..fade });
        if self.fade.is_none() && self.heard != self.wanted {
            self.follow(1);
        }
    }

    fn fade_across(&mut self, done: usize, frames: &mut [V]) {
        let mut before = [V::default(); PIECE_FRAMES];
        let before = &mut before[..frames.len()];
        before.copy_from_slice(frames);
        self.decks[1 - self.current].process(before);
        self.decks[self.current].process(frames);
        for (index, (frame, before)) in frames.iter_mut().zip(before.iter()).enumerate() {
            let part = V::splat((done + index + 1) as f64 / self.fade_frames as f64);
            *frame = *before + (*frame - *before) * part;
        }
    }

    fn fade_out_and_in(&mut self, done: usize, frames: &mut [V]) {
        let half = self.fade_frames / 2;
        if done == half {
            self.decks[self.current].start_at(&self.setup.values);
        }
        self.decks[self.current].process(frames);
        for (index, frame) in frames.iter_mut().enumerate() {
            let place = (done + index + 1) as f64;
            let share = if done < half {
                1.0 - place / half as f64
            } else {
                (place - half as f64) / (self.fade_frames - half) as f64
            };
            *frame = *frame * V::splat(share);
        }
    }

    /// Steps without a solution since it was built.
    pub fn solver_failures(&self) -> u64 {
        self.decks.iter().map(Deck::solver_failures).sum()
    }

    /// As if it were new, with the newest settings.
    pub fn reset(&mut self) {
        self.heard = self.wanted;
        self.setup = Setup::of(&self.wanted, self.catalogue);
        self.fade = None;
        self.current = 0;
        self.last_input = V::default();
        let [first, second] = &mut self.decks;
        first.fetch(self.setup.values.plan, second);
        self.decks[0].start_at(&self.setup.values);
        self.tune_noise();
        self.noise.reset();
        let is_powered = !Power::of(&self.wanted).is_silent();
        self.is_powered.set(is_powered, true);
    }
}

/// Where the microphone input's transformer is in the deck: by how much it steps up at 1 kHz, dB. The deck takes that off
/// again and the preamp, which leaves its own transformer out, has it as part of its gain.
pub fn step_up_db(settings: &Settings, catalogue: &Catalogue) -> Option<f64> {
    setup::step_up(settings, catalogue).map(|step_up| 20.0 * step_up.log10())
}

/// The share of the change from recorded to new load that the repair limit lets be made: 1 where it is all of it.
pub fn repair_share(settings: &Settings) -> f64 {
    State::of(settings).map_or(1.0, |state| 1.0 - state.kept)
}

/// Impedance of the source at 1 kHz without pots and cable, ohm; none as recorded.
pub fn source_ohm(settings: &Settings) -> Option<f64> {
    let at_1_khz = Complex::new(0.0, std::f64::consts::TAU * 1e3);
    SourceValues::of(settings).map(|source| 1.0 / source.admittance(at_1_khz).norm())
}

/// Impedance of the input of now at 1 kHz without cable, ohm: of a DI box with the microphone input behind it.
///
/// # Errors
/// A circuit of ours that cannot be solved.
pub fn input_ohm(settings: &Settings) -> Result<f64, Error> {
    Ok(Side::now(settings).ohm_at_1_khz(Catalogue::get()?))
}

/// True where only numbers differ: the same elements at other values.
fn same_choices(one: &Settings, other: &Settings) -> bool {
    let choices = |settings: &Settings| {
        (
            settings.load_on,
            settings.source,
            settings.custom_pots,
            settings.rec_input,
            settings.now_input,
            settings.cable_type,
            settings.thru_load,
            settings.xfmr_in,
            settings.pad,
        )
    };
    choices(one) == choices(other)
}
