//! The converter: clips at its 0 dBFS, at the internal rate, without audible aliases.
//!
//! What comes out is the delayed input plus what the clip adds to it (see [`ClipExcess`]): exactly the input where nothing
//! clips. The delay is there whether the converter is on or off, so that latency depends on neither. What band-limiting
//! adds to clipped peaks, here and in the filters behind, is not clipped again.

use super::Settings;
use super::level::full_scale_volt;
use crate::dsp::Delay;
use crate::dsp::clip::ClipExcess;
use crate::dsp::smoothing::{Crossfade, Ramp};
use crate::lanes::Lanes;

/// Time to switch the converter in or out.
const SWITCH_SECONDS: f64 = 0.01;

/// A line input and its converter.
#[derive(Clone, Debug)]
pub struct Converter<V> {
    full_scale_volt: Ramp,
    is_on: Crossfade,
    delay: Delay<V>,
    excess: ClipExcess<V>,
    /// The channels that were above full scale in the last frame.
    was_clipped: [bool; 2],
    clips: u64,
}

impl<V: Lanes> Converter<V> {
    /// Delay in internal frames.
    pub const DELAY_FRAMES: usize = ClipExcess::<V>::DELAY_FRAMES;

    /// At `settings`. Allocates.
    pub fn new(internal_rate_hz: f64, settings: &Settings) -> Self {
        let frames = (SWITCH_SECONDS * internal_rate_hz).round() as usize;
        Self {
            full_scale_volt: Ramp::new(full_scale_volt(settings.conv_cal_dbu)),
            is_on: Crossfade::new(settings.converter_on, frames),
            delay: Delay::new(Self::DELAY_FRAMES),
            excess: ClipExcess::default(),
            was_clipped: [false; 2],
            clips: 0,
        }
    }

    /// Be at `settings` after `ramp_frames`, at once for 0; the switch takes 10 ms.
    pub fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        self.full_scale_volt
            .set(full_scale_volt(settings.conv_cal_dbu), ramp_frames);
        self.is_on.set(settings.converter_on, ramp_frames == 0);
    }

    /// Volts in, volts out, [`DELAY_FRAMES`](Self::DELAY_FRAMES) later.
    pub fn process(&mut self, frames: &mut [V]) {
        match (self.is_on.settled(), self.full_scale_volt.settled()) {
            (Some(false), _) => self.pass(frames),
            (Some(true), Some(limit)) => {
                let zero = V::default();
                let peak = frames
                    .iter()
                    .fold(zero, |peak, frame| peak.larger(frame.abs()));
                if peak.is_at_most(limit) && self.excess.is_over(limit) {
                    self.was_clipped = [false; 2];
                    self.pass(frames);
                } else {
                    self.clip(frames, V::splat(limit));
                }
            }
            _ => {
                for frame in frames {
                    let limit = V::splat(self.full_scale_volt.advance());
                    self.count(*frame, limit);
                    let excess = self.excess.next(*frame, limit);
                    *frame = self.delay.next(*frame) + excess * V::splat(self.is_on.advance());
                }
            }
        }
    }

    /// Delays and nothing else.
    fn pass(&mut self, frames: &mut [V]) {
        if let Some(&last) = frames.last() {
            self.excess.pass(last);
        }
        self.delay.process(frames);
    }

    fn clip(&mut self, frames: &mut [V], limit: V) {
        for frame in frames {
            self.count(*frame, limit);
            let excess = self.excess.next(*frame, limit);
            *frame = self.delay.next(*frame) + excess;
        }
    }

    /// Counts the channels that go into clipping with this frame, as it came in.
    #[inline]
    fn count(&mut self, frame: V, limit: V) {
        let above = frame.abs() - limit;
        for (channel, was_clipped) in self.was_clipped.iter_mut().take(V::COUNT).enumerate() {
            let is_clipped = above.lane(channel) > 0.0;
            self.clips += u64::from(is_clipped && !*was_clipped);
            *was_clipped = is_clipped;
        }
    }

    /// The most that its scale can show, V peak: 0 dBFS, and no bound while it is off or being switched.
    pub(super) fn scale_end_volt(&self) -> f64 {
        match self.is_on.settled() {
            Some(true) => self.full_scale_volt.value(),
            _ => f64::INFINITY,
        }
    }

    /// Times a channel went into clipping since the start.
    pub fn clips(&self) -> u64 {
        self.clips
    }

    /// As new at the settings last set.
    pub fn reset(&mut self) {
        self.delay.reset();
        self.excess = ClipExcess::default();
        self.was_clipped = [false; 2];
        self.clips = 0;
    }
}
