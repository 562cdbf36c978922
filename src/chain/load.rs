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
//! - `deck`: decks in time; `faded`: from one to another; `catalogue`: their netlists.
//! - `response`: both sides for small signals, for whoever plots them.
//! - `thermal`: noise; `power`: 48 V.

mod admittance;
mod catalogue;
mod deck;
mod faded;
mod input;
mod law;
mod power;
pub mod repair;
mod response;
mod setup;
mod source;
mod thermal;

pub use admittance::Point;
pub use catalogue::Catalogue;
pub use deck::{Deck, DeckValues, Element, OPEN_HENRY, OPEN_OHM, Plan, WIRE_OHM};
pub use faded::Faded;
pub use input::{InputCircuit, LoadValues, Primary, Ratio, Side, picofarad_per_metre};
pub use law::Curve;
pub use power::Power;
pub use response::{Effect, Peak, Response, ResponsePoint};
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

/// Source, cable and input. Volts at the recorded jack in, volts at the jack of now out.
#[derive(Clone, Debug)]
pub struct Load<V: Lanes> {
    catalogue: &'static Catalogue,
    deck: Faded<V>,
    fade_frames: usize,
    /// What the deck was set to.
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
            deck: Faded::new(catalogue.plans(), internal_rate_hz)?,
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
        if now.plan == goal.plan && is_same && !self.deck.is_going_out_and_in() {
            self.deck.move_to(goal, ramp_frames);
        } else if now != goal {
            if self.deck.frames_of_fade().is_some() {
                return;
            }
            self.deck.fade_to(goal, self.fade_frames, self.last_input);
        }
        self.setup = setup;
        self.heard = self.wanted;
        self.tune_noise();
    }

    fn tune_noise(&mut self) {
        self.noise
            .set(self.setup.change.filter(|_| self.heard.noise));
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

    fn load(&mut self, mut frames: &mut [V]) {
        while !frames.is_empty() {
            let fade = self.deck.frames_of_fade();
            let count = fade.unwrap_or(frames.len()).min(frames.len());
            let (now, later) = std::mem::take(&mut frames).split_at_mut(count);
            if let Some(last) = now.last() {
                self.last_input = *last;
            }
            self.deck.process(now);
            let has_ended = fade.is_some() && self.deck.frames_of_fade().is_none();
            if has_ended && self.heard != self.wanted {
                self.follow(1);
            }
            frames = later;
        }
    }

    /// Steps without a solution since it was built.
    pub fn solver_failures(&self) -> u64 {
        self.deck.solver_failures()
    }

    /// As if it were new, with the newest settings.
    pub fn reset(&mut self) {
        self.heard = self.wanted;
        self.setup = Setup::of(&self.wanted, self.catalogue);
        self.last_input = V::default();
        self.deck.start_at(&self.setup.values);
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

/// What the input of now loads the source with at 1 kHz beside its capacitance, without cable, ohm.
///
/// # Errors
/// A circuit of ours that cannot be solved.
pub fn input_resistance_ohm(settings: &Settings) -> Result<f64, Error> {
    Ok(Side::now(settings).resistance_at_1_khz(Catalogue::get()?))
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
