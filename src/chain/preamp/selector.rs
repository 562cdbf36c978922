//! One of several circuits, chosen while audio runs.

use crate::dsp::smoothing::Ramp;
use crate::lanes::Lanes;

/// Frames that two circuits process at a time while one fades into the other.
const PIECE_FRAMES: usize = 64;

/// What can be chosen.
pub trait Voice<V: Lanes> {
    /// Volts in, volts out, in place.
    fn process(&mut self, frames: &mut [V]);

    /// So many frames pass while it is not heard.
    fn sleep(&mut self, frames: usize);

    /// At rest, where it was last set to.
    fn wake(&mut self);

    /// As new, to the last digit, where it was last set to.
    fn reset(&mut self);

    /// Steps without a solution.
    fn solver_failures(&self) -> u64;
}

/// Several voices, one of which runs. Another choice starts from rest and fades in over a fixed time; a choice that is
/// made during a fade waits for its end.
#[derive(Clone, Debug)]
pub struct Selector<T> {
    voices: Vec<T>,
    heard: usize,
    wanted: usize,
    /// The voice that fades in, and its share.
    coming: Option<(usize, Ramp)>,
    fade_frames: usize,
}

impl<T> Selector<T> {
    /// Stands at `choice` of `voices` (at least one), the last of them where there are fewer.
    pub fn new(voices: Vec<T>, choice: usize, fade_frames: usize) -> Self {
        let choice = choice.min(voices.len() - 1);
        Self {
            voices,
            heard: choice,
            wanted: choice,
            coming: None,
            fade_frames,
        }
    }

    /// All voices.
    pub fn voices_mut(&mut self) -> &mut [T] {
        &mut self.voices
    }

    /// The voice that is heard, or on its way to be.
    pub fn heading(&self) -> usize {
        self.coming.map_or(self.heard, |(coming, _)| coming)
    }

    /// Frames after which a fade ends, which may start another one.
    pub fn frames_of_fade(&self) -> Option<usize> {
        self.coming.map(|(_, share)| share.remaining())
    }

    /// Goes to another voice.
    pub fn choose<V: Lanes>(&mut self, choice: usize)
    where
        T: Voice<V>,
    {
        self.wanted = choice.min(self.voices.len() - 1);
        self.follow();
    }

    /// Goes there at once, from rest: for a selector that is not heard.
    pub fn wake_at<V: Lanes>(&mut self, choice: usize)
    where
        T: Voice<V>,
    {
        self.jump(choice);
        self.voices[self.heard].wake();
    }

    /// Goes there at once, as new.
    pub fn reset_at<V: Lanes>(&mut self, choice: usize)
    where
        T: Voice<V>,
    {
        self.jump(choice);
        self.voices.iter_mut().for_each(Voice::<V>::reset);
    }

    /// Volts in, volts out, in place.
    pub fn process<V: Lanes>(&mut self, mut frames: &mut [V])
    where
        T: Voice<V>,
    {
        while !frames.is_empty() {
            let count = match self.coming {
                Some((_, share)) => share.remaining().min(PIECE_FRAMES).min(frames.len()),
                None => frames.len(),
            };
            let (now, later) = std::mem::take(&mut frames).split_at_mut(count);
            self.let_sleep(count);
            match self.coming {
                Some((coming, share)) => self.fade(now, coming, share),
                None => self.voices[self.heard].process(now),
            }
            frames = later;
        }
    }

    /// So many frames pass while none is heard.
    pub fn sleep<V: Lanes>(&mut self, frames: usize)
    where
        T: Voice<V>,
    {
        self.voices.iter_mut().for_each(|voice| voice.sleep(frames));
    }

    /// Steps without a solution.
    pub fn solver_failures<V: Lanes>(&self) -> u64
    where
        T: Voice<V>,
    {
        self.voices.iter().map(Voice::<V>::solver_failures).sum()
    }

    fn jump(&mut self, choice: usize) {
        self.wanted = choice.min(self.voices.len() - 1);
        self.heard = self.wanted;
        self.coming = None;
    }

    /// Starts a fade where there is something to go to and none runs.
    fn follow<V: Lanes>(&mut self)
    where
        T: Voice<V>,
    {
        if self.coming.is_none() && self.wanted != self.heard {
            self.voices[self.wanted].wake();
            let mut share = Ramp::new(0.0);
            share.set(1.0, self.fade_frames.max(1));
            self.coming = Some((self.wanted, share));
        }
    }

    fn let_sleep<V: Lanes>(&mut self, frames: usize)
    where
        T: Voice<V>,
    {
        let awake = [self.heard, self.heading()];
        for (index, voice) in self.voices.iter_mut().enumerate() {
            if !awake.contains(&index) {
                voice.sleep(frames);
            }
        }
    }

    fn fade<V: Lanes>(&mut self, frames: &mut [V], coming: usize, mut share: Ramp)
    where
        T: Voice<V>,
    {
        let mut others = [V::default(); PIECE_FRAMES];
        let others = &mut others[..frames.len()];
        others.copy_from_slice(frames);
        self.voices[self.heard].process(frames);
        self.voices[coming].process(others);
        for (frame, other) in frames.iter_mut().zip(others) {
            let share = share.advance();
            *frame = *frame * V::splat(1.0 - share) + *other * V::splat(share);
        }
        self.coming = Some((coming, share));
        if share.settled().is_some() {
            self.heard = coming;
            self.coming = None;
            self.follow();
        }
    }
}
