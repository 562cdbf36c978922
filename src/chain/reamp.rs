//! Block 5: the way back out, through a re-amp box into an amp or a pedal.
//!
//! What was recorded leaves by a line output. A box makes an instrument's level of it and stands behind an impedance of its
//! own; what it is plugged into loads that, and a fuzz answers to it. No box brings back what a load does to a pickup: its
//! impedance is a resistance. A virtual pickup does. The answer is the voltage at the jack, or behind the fuzz, for the amp
//! plugin that follows. While the block is off it does nothing, to the last bit.
//!
//! - [`amp`]: what the box is plugged into; [`virtual_pickup`]: what may stand in between.
//! - [`setup`]: from settings to circuits and what stands in them; [`catalogue`]: their netlists.
//! - [`send`]: those circuits in time.

mod amp;
mod catalogue;
mod send;
mod setup;
mod virtual_pickup;

pub use catalogue::{Catalogue, Topology};
pub use setup::{Setup, unloaded_full_scale_volt};

use super::{Settings, load};
use crate::lanes::Lanes;
use crate::spice::Error;
use send::Send;

/// Cross-fade between two choices.
const FADE_SECONDS: f64 = 0.01;

/// The same into a fuzz: in so much time its input capacitor follows another level, which takes some periods of a low note.
const FUZZ_FADE_SECONDS: f64 = 0.04;

/// Frames that two ways out process at a time while one fades into the other.
const PIECE_FRAMES: usize = 64;

/// Line output, box, cable and load. Volts behind the converter in, volts at the load out.
#[derive(Clone, Debug)]
pub struct Reamp<V: Lanes> {
    catalogue: &'static Catalogue,
    inputs: &'static load::Catalogue,
    /// Two complete ways out, so that any choice can fade into any other.
    sends: [Send<V>; 2],
    /// The one that is heard or fades in, where there is a setup.
    current: usize,
    /// What is heard or fades in; nothing while the block is off.
    setup: Option<Setup>,
    fade: Option<Fade>,
    internal_rate_hz: f64,
    /// The newest settings; `setup` catches up when a fade has ended.
    wanted: Settings,
}

/// The way from what was heard before.
#[derive(Clone, Copy, Debug)]
struct Fade {
    /// The block was off.
    from_off: bool,
    /// Frames of it that are done.
    done: usize,
    /// All of its frames.
    frames: usize,
}

impl<V: Lanes> Reamp<V> {
    /// At `settings`. Allocates.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(internal_rate_hz: f64, settings: &Settings) -> Result<Self, Error> {
        let catalogue = Catalogue::get()?;
        // A clone would have no room for what its circuits do not need at first.
        let send = || Send::new(catalogue, internal_rate_hz);
        let mut reamp = Self {
            catalogue,
            inputs: load::Catalogue::get()?,
            sends: [send()?, send()?],
            current: 0,
            setup: None,
            fade: None,
            internal_rate_hz,
            wanted: *settings,
        };
        reamp.reset();
        Ok(reamp)
    }

    /// Be at `settings` after `ramp_frames`, at once for 0; choices take 10 ms.
    pub fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        if ramp_frames == 0 {
            self.wanted = *settings;
            self.reset();
        } else if *settings != self.wanted {
            self.wanted = *settings;
            self.follow(ramp_frames);
        }
    }

    /// Takes `wanted` up, unless it needs a cross-fade and one is under way.
    fn follow(&mut self, ramp_frames: usize) {
        let goal = Setup::of(&self.wanted, self.catalogue, self.inputs);
        match (&self.setup, &goal) {
            (None, None) => {}
            (Some(setup), Some(goal)) if setup.is_a_move_to(goal) => {
                self.sends[self.current].move_to(goal, ramp_frames);
            }
            _ if self.fade.is_some() => return,
            (_, goal) => self.fade_to(*goal),
        }
        self.setup = goal;
    }

    fn fade_to(&mut self, goal: Option<Setup>) {
        let from_off = self.setup.is_none();
        if let Some(goal) = &goal {
            let [first, second] = &mut self.sends;
            let (next, previous) = match self.current {
                0 => (second, first),
                _ => (first, second),
            };
            if from_off {
                next.start_at(goal);
            } else {
                next.take_over(goal, previous);
            }
            self.current = 1 - self.current;
        }
        let seconds = match &goal {
            Some(goal) if goal.has_fuzz() => FUZZ_FADE_SECONDS,
            _ => FADE_SECONDS,
        };
        self.fade = Some(Fade {
            from_off,
            done: 0,
            frames: (seconds * self.internal_rate_hz).ceil() as usize,
        });
    }

    /// Volts behind the converter in, volts at the load out; untouched while the block is off.
    pub fn process(&mut self, mut frames: &mut [V]) {
        while !frames.is_empty() {
            let Some(fade) = self.fade else {
                if self.setup.is_some() {
                    self.sends[self.current].process(frames);
                }
                return;
            };
            let count = (fade.frames - fade.done).min(PIECE_FRAMES);
            let count = count.min(frames.len());
            let (now, later) = std::mem::take(&mut frames).split_at_mut(count);
            self.process_fade(fade, now);
            frames = later;
        }
    }

    fn process_fade(&mut self, fade: Fade, frames: &mut [V]) {
        let mut before = [V::default(); PIECE_FRAMES];
        let before = &mut before[..frames.len()];
        before.copy_from_slice(frames);
        if self.setup.is_some() {
            self.sends[self.current].process(frames);
        }
        if !fade.from_off {
            // What fades out to nothing is the current one still.
            let previous = match self.setup {
                Some(_) => 1 - self.current,
                None => self.current,
            };
            self.sends[previous].process(before);
        }
        for (index, (frame, before)) in frames.iter_mut().zip(before.iter()).enumerate() {
            let share = (fade.done + index + 1) as f64 / fade.frames as f64;
            *frame = *before + (*frame - *before) * V::splat(share);
        }
        let done = fade.done + frames.len();
        self.fade = (done < fade.frames).then_some(Fade { done, ..fade });
        if self.fade.is_none() {
            self.follow(fade.frames);
        }
    }

    /// As new at the settings last set.
    pub fn reset(&mut self) {
        self.current = 0;
        self.fade = None;
        self.setup = Setup::of(&self.wanted, self.catalogue, self.inputs);
        if let Some(setup) = &self.setup {
            self.sends[0].start_at(setup);
        }
    }

    /// Steps without a solution, since it was built.
    pub fn solver_failures(&self) -> u64 {
        self.sends.iter().map(Send::solver_failures).sum()
    }
}
