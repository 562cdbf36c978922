//! Decks that fade into each other.

use super::deck::{Deck, DeckValues, Plan};
use crate::lanes::Lanes;
use crate::spice::Error;

/// Frames that two decks process at a time while one fades into the other.
const PIECE_FRAMES: usize = 64;

/// Two decks of the same plans, one of which is heard or fades in.
#[derive(Clone, Debug)]
pub struct Faded<V: Lanes> {
    decks: [Deck<V>; 2],
    current: usize,
    fade: Option<Fade>,
}

/// The way to other values.
#[derive(Clone, Copy, Debug)]
struct Fade {
    /// Out, and in again at these values, in the same circuit: there is only one of those with devices. From the other
    /// deck where there are none.
    out_and_in: Option<DeckValues>,
    done: usize,
    frames: usize,
}

impl Fade {
    /// Frames until it has come to its middle or its end.
    fn frames_of_piece(&self) -> usize {
        let middle = self.frames / 2;
        let end = match self.out_and_in {
            Some(_) if self.done < middle => middle,
            _ => self.frames,
        };
        end - self.done
    }
}

impl<V: Lanes> Faded<V> {
    /// A wire, with the circuits of all plans ready. Allocates.
    ///
    /// # Errors
    /// A circuit that cannot be solved.
    pub fn new(plans: &'static [Plan], internal_rate_hz: f64) -> Result<Self, Error> {
        Ok(Self {
            decks: Deck::pair(plans, internal_rate_hz)?,
            current: 0,
            fade: None,
        })
    }

    /// At once at `values`, at rest, to the last bit as if it were new.
    pub fn start_at(&mut self, values: &DeckValues) {
        self.current = 0;
        self.fade = None;
        let [first, second] = &mut self.decks;
        first.fetch(values.plan, second);
        first.start_at(values);
    }

    /// Be at `values` of the same plan after `frames`.
    pub fn move_to(&mut self, values: &DeckValues, frames: usize) {
        self.decks[self.current].move_to(values, frames);
    }

    /// Goes to quite other values within `frames`: by a cross-fade, in which what runs already goes on from where it is and
    /// what does not starts as if `input` had stood there for ever; a circuit with devices, of which there is one for each
    /// plan, fades out and in again, from rest.
    pub fn fade_to(&mut self, values: &DeckValues, frames: usize, input: V) {
        let [first, second] = &mut self.decks;
        let (now, next) = match self.current {
            0 => (first, second),
            _ => (second, first),
        };
        if now.values() == values {
            return;
        }
        let is_same_plan = now.values().plan == values.plan;
        let out_and_in = if is_same_plan && now.is_nonlinear(values.plan) {
            Some(*values)
        } else {
            if is_same_plan {
                next.take_over(values, now);
            } else {
                next.fetch(values.plan, now);
                next.settle_at(values, input);
            }
            self.current = 1 - self.current;
            None
        };
        self.fade = Some(Fade {
            out_and_in,
            done: 0,
            frames,
        });
    }

    /// Whether it goes out, or in again at other values, in the same circuit.
    pub fn is_going_out_and_in(&self) -> bool {
        self.fade.is_some_and(|fade| fade.out_and_in.is_some())
    }

    /// Frames until the running cross-fade ends.
    pub fn frames_of_fade(&self) -> Option<usize> {
        self.fade.map(|fade| fade.frames - fade.done)
    }

    /// Volts in, volts out, in place.
    pub fn process(&mut self, mut frames: &mut [V]) {
        while !frames.is_empty() {
            let Some(fade) = self.fade else {
                self.decks[self.current].process(frames);
                return;
            };
            let left = fade.frames_of_piece();
            let count = left.min(PIECE_FRAMES).min(frames.len());
            let (now, later) = std::mem::take(&mut frames).split_at_mut(count);
            self.process_fade(fade, now);
            frames = later;
        }
    }

    fn process_fade(&mut self, fade: Fade, frames: &mut [V]) {
        match &fade.out_and_in {
            None => self.fade_across(&fade, frames),
            Some(values) => self.fade_out_and_in(&fade, values, frames),
        }
        let done = fade.done + frames.len();
        self.fade = (done < fade.frames).then_some(Fade { done, ..fade });
    }

    fn fade_across(&mut self, fade: &Fade, frames: &mut [V]) {
        let mut before = [V::default(); PIECE_FRAMES];
        let before = &mut before[..frames.len()];
        before.copy_from_slice(frames);
        self.decks[1 - self.current].process(before);
        self.decks[self.current].process(frames);
        for (index, (frame, before)) in frames.iter_mut().zip(before.iter()).enumerate() {
            let share = (fade.done + index + 1) as f64 / fade.frames as f64;
            *frame = *before + (*frame - *before) * V::splat(share);
        }
    }

    fn fade_out_and_in(&mut self, fade: &Fade, values: &DeckValues, frames: &mut [V]) {
        let middle = fade.frames / 2;
        let deck = &mut self.decks[self.current];
        if fade.done == middle {
            deck.start_at(values);
        }
        deck.process(frames);
        for (index, frame) in frames.iter_mut().enumerate() {
            let place = (fade.done + index + 1) as f64;
            let share = if fade.done < middle {
                1.0 - place / middle as f64
            } else {
                (place - middle as f64) / (fade.frames - middle) as f64
            };
            *frame = *frame * V::splat(share);
        }
    }

    /// Steps without a solution since it was built.
    pub fn solver_failures(&self) -> u64 {
        self.decks.iter().map(Deck::solver_failures).sum()
    }
}
