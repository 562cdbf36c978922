//! Block 2: what the input does to the source.
//!
//! A recording holds the source as the recorded input loaded it. Seen from there the source is a Thevenin source: the
//! recorded voltage behind the output impedance of source and recorded load. The deck lets the input of now load that one,
//! so that nothing has to be inverted, and hands the answer on through an ideal buffer.

mod admittance;
mod deck;
mod repair;
mod thermal;
mod values;

pub use deck::DeckValues;

use super::Settings;
use crate::lanes::Lanes;
use crate::spice::Error;
use deck::Deck;
use thermal::ThermalNoise;

/// Cross-fade between two choices.
const FADE_SECONDS: f64 = 0.01;

/// The coefficients follow a moving value in steps of no more than this share of it, but in no more than so many between
/// two points of the smoothing grid: a knob that is turned costs little, a jump does not click.
const LARGEST_STEP: f64 = 0.03;
const MOST_REFRESHES_PER_RAMP: usize = 8;

/// The share of the change from recorded to new load that the repair limit lets be made: 1 where it is all of it.
pub fn repair_share(settings: &Settings) -> f64 {
    DeckValues::of(settings).map_or(1.0, |deck| deck.share())
}

/// Source, cable and input. Volts at the recorded jack in, volts at the jack of now out.
#[derive(Clone, Debug)]
pub struct Load<V: Lanes> {
    decks: [Deck<V>; 2],
    /// The deck that is heard or fades in, where there is an answer.
    current: usize,
    /// What is heard or fades in: a deck at these values, or the recording itself.
    answer: Option<DeckValues>,
    ramp: Option<Ramp>,
    fade: Option<Fade>,
    fade_frames: usize,
    /// The settings behind `answer`.
    heard: Settings,
    /// The newest settings; `heard` catches up when a fade has ended.
    wanted: Settings,
    last_input: V,
    noise: ThermalNoise<V>,
}

/// Values of the current deck on their way.
#[derive(Clone, Copy, Debug)]
struct Ramp {
    from: DeckValues,
    to: DeckValues,
    done: usize,
    frames: usize,
    /// Frames from one refresh of the coefficients to the next.
    period: usize,
}

/// The way from what was heard before, a deck or the recording itself.
#[derive(Clone, Copy, Debug)]
struct Fade {
    from: Option<usize>,
    done: usize,
}

impl<V: Lanes> Load<V> {
    /// The block at an internal rate.
    ///
    /// # Errors
    /// A netlist that cannot be solved.
    pub fn new(internal_rate_hz: f64, settings: &Settings) -> Result<Self, Error> {
        let deck = Deck::new(internal_rate_hz)?;
        let mut load = Self {
            decks: [deck.clone(), deck],
            current: 0,
            answer: None,
            ramp: None,
            fade: None,
            fade_frames: (FADE_SECONDS * internal_rate_hz).ceil() as usize,
            heard: *settings,
            wanted: *settings,
            last_input: V::default(),
            noise: ThermalNoise::new(internal_rate_hz),
        };
        load.reset();
        Ok(load)
    }

    /// Settings to be reached after `ramp_frames`. New choices cross-fade instead.
    pub fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        if *settings != self.wanted {
            self.wanted = *settings;
            self.follow(ramp_frames);
        }
    }

    /// Takes `wanted` up, unless it needs a cross-fade and one is under way.
    fn follow(&mut self, ramp_frames: usize) {
        let goal = DeckValues::of(&self.wanted);
        match (self.answer, goal) {
            (Some(answer), Some(to)) if same_choices(&self.heard, &self.wanted) => {
                let from = self.ramp.map_or(answer, |ramp| ramp.value());
                self.answer = goal;
                self.ramp = (from != to).then(|| Ramp::new(from, to, ramp_frames.max(1)));
            }
            (None, None) => {}
            _ if self.fade.is_some() => return,
            (answer, _) => self.fade_to(goal, answer.map(|_| self.current)),
        }
        self.heard = self.wanted;
        self.tune_noise();
    }

    fn tune_noise(&mut self) {
        self.noise.set(self.answer.filter(|_| self.heard.noise));
    }

    fn fade_to(&mut self, goal: Option<DeckValues>, from: Option<usize>) {
        if let Some(values) = &goal {
            let [first, second] = &mut self.decks;
            let (next, previous) = if self.current == 0 {
                (second, first)
            } else {
                (first, second)
            };
            next.set(values);
            match from {
                Some(_) => next.copy_state_from(previous),
                None => next.settle_at(self.last_input),
            }
            self.current = 1 - self.current;
        }
        self.answer = goal;
        self.ramp = None;
        self.fade = Some(Fade { from, done: 0 });
    }

    /// Replaces volts at the recorded jack by volts at the jack of now, with the noise that this makes.
    pub fn process(&mut self, frames: &mut [V]) {
        self.load(frames);
        self.noise.add(frames);
    }

    fn load(&mut self, frames: &mut [V]) {
        let mut frames = frames;
        while !frames.is_empty() {
            let (now, later) = frames.split_at_mut(self.frames_until_change().min(frames.len()));
            if let Some(last) = now.last() {
                self.last_input = *last;
            }
            match self.fade {
                Some(fade) => self.process_fade(fade, now),
                None if self.answer.is_some() => self.decks[self.current].process(now),
                None => {}
            }
            self.advance(now.len());
            frames = later;
        }
    }

    fn process_fade(&mut self, fade: Fade, frames: &mut [V]) {
        for (index, frame) in frames.iter_mut().enumerate() {
            let input = *frame;
            let part = V::splat((fade.done + index + 1) as f64 / self.fade_frames as f64);
            let before = fade.from.map_or(input, |deck| self.decks[deck].step(input));
            let after = match self.answer {
                Some(_) => self.decks[self.current].step(input),
                None => input,
            };
            *frame = before + (after - before) * part;
        }
    }

    /// Frames until the values move on or the fade ends.
    fn frames_until_change(&self) -> usize {
        let ramp = self
            .ramp
            .map_or(usize::MAX, |ramp| ramp.frames_until_refresh());
        let fade = self
            .fade
            .map_or(usize::MAX, |fade| self.fade_frames - fade.done);
        ramp.min(fade)
    }

    fn advance(&mut self, frames: usize) {
        if let Some(ramp) = &mut self.ramp {
            let due = ramp.frames_until_refresh() == frames;
            ramp.done += frames;
            if due {
                self.decks[self.current].set(&ramp.value());
            }
            self.ramp = self.ramp.filter(|ramp| ramp.done < ramp.frames);
        }
        if let Some(fade) = &mut self.fade {
            fade.done += frames;
            if fade.done == self.fade_frames {
                self.fade = None;
                if self.heard != self.wanted {
                    self.follow(1);
                }
            }
        }
    }

    /// Steps without a solution since it was built.
    pub fn solver_failures(&self) -> u64 {
        self.decks.iter().map(Deck::solver_failures).sum()
    }

    /// As if it were new, with the newest settings.
    pub fn reset(&mut self) {
        self.heard = self.wanted;
        self.answer = DeckValues::of(&self.wanted);
        self.ramp = None;
        self.fade = None;
        self.current = 0;
        self.last_input = V::default();
        if let Some(values) = &self.answer {
            self.decks[0].set(values);
        }
        self.decks[0].settle_at(V::default());
        self.tune_noise();
        self.noise.reset();
    }
}

impl Ramp {
    fn new(from: DeckValues, to: DeckValues, frames: usize) -> Self {
        let steps = (from.largest_change(&to) / LARGEST_STEP).ceil() as usize;
        Self {
            from,
            to,
            done: 0,
            frames,
            period: frames.div_ceil(steps.clamp(1, MOST_REFRESHES_PER_RAMP)),
        }
    }

    fn value(&self) -> DeckValues {
        self.from
            .towards(&self.to, self.done as f64 / self.frames as f64)
    }

    fn frames_until_refresh(&self) -> usize {
        (self.period - self.done % self.period).min(self.frames - self.done)
    }
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
        )
    };
    choices(one) == choices(other)
}
