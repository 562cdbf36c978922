//! Values that move without clicks.

use crate::lanes::Lanes;

/// A gain that reaches its target in a straight line, frame by frame, and then stays exactly there.
#[derive(Clone, Copy, Debug)]
pub struct Ramp {
    value: f64,
    target: f64,
    step: f64,
    remaining: usize,
}

impl Ramp {
    /// Stands at `value`.
    pub const fn new(value: f64) -> Self {
        Self {
            value,
            target: value,
            step: 0.0,
            remaining: 0,
        }
    }

    /// Be at `target` after `frames` frames; at once for 0.
    pub fn set(&mut self, target: f64, frames: usize) {
        if target == self.target && (frames > 0 || self.remaining == 0) {
            return; // on its way, or there
        }
        self.target = target;
        self.remaining = frames;
        if frames == 0 {
            self.value = target;
        } else {
            self.step = (target - self.value) / frames as f64;
        }
    }

    /// One frame on.
    #[inline]
    pub fn advance(&mut self) -> f64 {
        match self.remaining {
            0 => {}
            1 => {
                self.value = self.target;
                self.remaining = 0;
            }
            _ => {
                self.value += self.step;
                self.remaining -= 1;
            }
        }
        self.value
    }

    /// Several frames on, as many as are left at most. Where it then stands does not depend on how the way was cut.
    pub fn advance_by(&mut self, frames: usize) {
        if frames < self.remaining {
            self.remaining -= frames;
            self.value = self.target - self.step * self.remaining as f64;
        } else {
            self.value = self.target;
            self.remaining = 0;
        }
    }

    /// Change with each frame while it moves.
    pub fn step(&self) -> f64 {
        if self.remaining > 0 { self.step } else { 0.0 }
    }

    /// Frames until it is there.
    pub fn remaining(&self) -> usize {
        self.remaining
    }

    /// Where it stands.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The value it stays at, if it does.
    pub fn settled(&self) -> Option<f64> {
        (self.remaining == 0).then_some(self.value)
    }

    /// Multiplies frames in place.
    pub fn apply<V: Lanes>(&mut self, frames: &mut [V]) {
        match self.settled() {
            Some(1.0) => {}
            Some(gain) => {
                let gain = V::splat(gain);
                frames.iter_mut().for_each(|frame| *frame = *frame * gain);
            }
            None => frames
                .iter_mut()
                .for_each(|frame| *frame = *frame * V::splat(self.advance())),
        }
    }
}

/// A switch that takes a fixed time: 0 is off, 1 is on, a straight line between them.
#[derive(Clone, Copy, Debug)]
pub struct Crossfade {
    amount: Ramp,
    frames: usize,
}

impl Crossfade {
    /// Stands at `is_on`; takes `frames` frames from one end to the other.
    pub const fn new(is_on: bool, frames: usize) -> Self {
        Self {
            amount: Ramp::new(if is_on { 1.0 } else { 0.0 }),
            frames,
        }
    }

    /// Starts to move, at once where `is_immediate`. From halfway it takes half the time.
    pub fn set(&mut self, is_on: bool, is_immediate: bool) {
        let target = f64::from(u8::from(is_on));
        let way = (target - self.amount.value).abs();
        let frames = (way * self.frames as f64).round() as usize;
        self.amount
            .set(target, if is_immediate { 0 } else { frames.max(1) });
    }

    /// One frame on: the share of *on*, 0..1.
    #[inline]
    pub fn advance(&mut self) -> f64 {
        self.amount.advance()
    }

    /// The end it stays at, if it does.
    pub fn settled(&self) -> Option<bool> {
        self.amount.settled().map(|amount| amount > 0.5)
    }
}

/// Steps of a first-order lag: a share of the way at each point of a grid.
#[derive(Clone, Copy, Debug)]
pub struct Lag {
    share: f64,
}

impl Lag {
    /// With time constant `seconds`, at points `interval_seconds` apart.
    pub fn new(seconds: f64, interval_seconds: f64) -> Self {
        Self {
            share: 1.0 - (-interval_seconds / seconds).exp(),
        }
    }

    /// One step from `value` towards `target`.
    pub fn step(&self, value: f64, target: f64) -> f64 {
        value + self.share * (target - value)
    }
}
