//! Block 5: the way back out, through a re-amp box into an amp or a pedal.
//!
//! What was recorded leaves by a line output. A box makes an instrument's level of it and stands behind an impedance of its
//! own; what it is plugged into loads that, and a fuzz answers to it. No box brings back what a load does to a pickup: its
//! impedance is a resistance. A virtual pickup does. The answer is the voltage at the jack, or behind the fuzz, for the amp
//! plugin that follows. While the block is off it does nothing, to the last bit.
//!
//! - `amp`: what the box is plugged into; `virtual_pickup`: what may stand in between.
//! - `setup`: from settings to circuits and what stands in them; `catalogue`: their netlists.

mod amp;
mod catalogue;
mod setup;
mod virtual_pickup;

pub use catalogue::{Catalogue, Topology};
pub use setup::{Setup, unloaded_full_scale_volt};

use super::{Settings, load};
use crate::dsp::smoothing::Crossfade;
use crate::lanes::Lanes;
use crate::spice::Error;
use load::Faded;

/// Cross-fade between two choices.
const FADE_SECONDS: f64 = 0.01;

/// The same into a fuzz: in so much time its input capacitor follows another level, which takes some periods of a low note.
const FUZZ_FADE_SECONDS: f64 = 0.1;

/// Frames that are processed at a time while the block is switched.
const PIECE_FRAMES: usize = 64;

/// Line output, box, cable and load. Volts behind the converter in, volts at the load out.
#[derive(Clone, Debug)]
pub struct Reamp<V: Lanes> {
    catalogue: &'static Catalogue,
    inputs: &'static load::Catalogue,
    internal_rate_hz: f64,
    /// Line output and box.
    sender: Faded<V>,
    /// From the box's EMF on.
    deck: Faded<V>,
    is_on: Crossfade,
    /// What is heard or fades in; while the block is off, what was heard last.
    setup: Option<Setup>,
    /// The newest settings; `setup` catches up when a fade has ended.
    wanted: Settings,
}

impl<V: Lanes> Reamp<V> {
    /// At `settings`. Allocates.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(internal_rate_hz: f64, settings: &Settings) -> Result<Self, Error> {
        let catalogue = Catalogue::get()?;
        let mut reamp = Self {
            catalogue,
            inputs: load::Catalogue::get()?,
            internal_rate_hz,
            sender: Faded::new(catalogue.boxes(), internal_rate_hz)?,
            deck: Faded::new(catalogue.decks(), internal_rate_hz)?,
            is_on: Crossfade::new(false, (FADE_SECONDS * internal_rate_hz).ceil() as usize),
            setup: None,
            wanted: *settings,
        };
        reamp.reset();
        Ok(reamp)
    }

    /// Be at `settings` after `ramp_frames`, at once for 0; choices take 10 ms, into a fuzz 100 ms.
    pub fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        if ramp_frames == 0 {
            self.wanted = *settings;
            self.reset();
        } else if *settings != self.wanted {
            self.wanted = *settings;
            self.follow(ramp_frames);
        }
    }

    /// Takes `wanted` up, unless a cross-fade is under way.
    fn follow(&mut self, ramp_frames: usize) {
        let was_off = self.is_on.settled() == Some(false);
        let goal = Setup::of(&self.wanted, self.catalogue, self.inputs);
        self.is_on.set(goal.is_some(), false);
        let Some(goal) = goal else { return };
        match self.setup {
            Some(_) if !was_off && self.frames_of_fade().is_some() => return,
            Some(setup) if !was_off && setup == goal => {}
            Some(setup) if !was_off && setup.is_a_move_to(&goal) => {
                self.sender.move_to(&goal.sender, ramp_frames);
                self.deck.move_to(&goal.deck, ramp_frames);
            }
            Some(_) if !was_off => {
                let frames = self.frames_into(&goal);
                let rest = V::default();
                self.sender.fade_to(&goal.sender, frames, rest);
                self.deck.fade_to(&goal.deck, frames, rest);
            }
            _ => self.start_at(&goal),
        }
        self.setup = Some(goal);
    }

    fn start_at(&mut self, setup: &Setup) {
        self.sender.start_at(&setup.sender);
        self.deck.start_at(&setup.deck);
    }

    fn frames_into(&self, goal: &Setup) -> usize {
        let seconds = match goal.has_fuzz() {
            true => FUZZ_FADE_SECONDS,
            false => FADE_SECONDS,
        };
        (seconds * self.internal_rate_hz).ceil() as usize
    }

    /// Frames until a running fade ends, which may start another one.
    fn frames_of_fade(&self) -> Option<usize> {
        let fades = [self.sender.frames_of_fade(), self.deck.frames_of_fade()];
        fades.into_iter().flatten().min()
    }

    /// Volts behind the converter in, volts at the load out; untouched while the block is off.
    pub fn process(&mut self, mut frames: &mut [V]) {
        while !frames.is_empty() && self.is_on.settled() != Some(false) {
            let fade = self.frames_of_fade();
            let piece = match self.is_on.settled() {
                Some(_) => usize::MAX,
                None => PIECE_FRAMES,
            };
            let count = fade.unwrap_or(piece).min(piece).min(frames.len());
            let (now, later) = std::mem::take(&mut frames).split_at_mut(count);
            match self.is_on.settled() {
                Some(_) => self.send(now),
                None => self.process_switch(now),
            }
            if fade.is_some() && self.frames_of_fade().is_none() {
                let frames = (FADE_SECONDS * self.internal_rate_hz) as usize;
                self.follow(frames);
            }
            frames = later;
        }
    }

    fn send(&mut self, frames: &mut [V]) {
        self.sender.process(frames);
        self.deck.process(frames);
    }

    /// While the block goes on or off. Off may be reached within these frames: from there on what came in goes out.
    fn process_switch(&mut self, frames: &mut [V]) {
        let mut before = [V::default(); PIECE_FRAMES];
        let before = &mut before[..frames.len()];
        before.copy_from_slice(frames);
        self.send(frames);
        for (frame, before) in frames.iter_mut().zip(before.iter()) {
            let share = self.is_on.advance();
            *frame = if share == 0.0 {
                *before
            } else {
                *before + (*frame - *before) * V::splat(share)
            };
        }
    }

    /// As new at the settings last set.
    pub fn reset(&mut self) {
        self.setup = Setup::of(&self.wanted, self.catalogue, self.inputs);
        self.is_on.set(self.setup.is_some(), true);
        if let Some(setup) = self.setup {
            self.start_at(&setup);
        }
    }

    /// Steps without a solution, since it was built.
    pub fn solver_failures(&self) -> u64 {
        self.sender.solver_failures() + self.deck.solver_failures()
    }
}
