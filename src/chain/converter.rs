//! The converter: clips at its 0 dBFS, at the internal rate.
//!
//! What the filters behind it add to the peaks is not clipped again.

use super::Settings;
use super::level::full_scale_volt;
use crate::dsp::smoothing::{Crossfade, Ramp};
use crate::lanes::Lanes;

/// Time to switch the converter in or out.
const SWITCH_SECONDS: f64 = 0.01;

/// A line input and its converter.
#[derive(Clone, Debug)]
pub(super) struct Converter {
    full_scale_volt: Ramp,
    is_on: Crossfade,
    /// Any channel was clipped in the last frame.
    is_clipping: bool,
    /// The channels that were.
    was_clipped: [bool; 2],
    clips: u64,
}

impl Converter {
    pub(super) fn new(internal_rate_hz: f64, settings: &Settings) -> Self {
        let frames = (SWITCH_SECONDS * internal_rate_hz).round() as usize;
        Self {
            full_scale_volt: Ramp::new(full_scale_volt(settings.conv_cal_dbu)),
            is_on: Crossfade::new(settings.converter_on, frames),
            is_clipping: false,
            was_clipped: [false; 2],
            clips: 0,
        }
    }

    pub(super) fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        self.full_scale_volt
            .set(full_scale_volt(settings.conv_cal_dbu), ramp_frames);
        self.is_on.set(settings.converter_on, ramp_frames == 0);
    }

    pub(super) fn process<V: Lanes>(&mut self, frames: &mut [V]) {
        match (self.is_on.settled(), self.full_scale_volt.settled()) {
            (Some(false), _) => {}
            (Some(true), Some(limit)) => {
                let limit = V::splat(limit);
                for frame in frames {
                    *frame = self.clip(*frame, limit);
                }
            }
            _ => {
                for frame in frames {
                    let limit = V::splat(self.full_scale_volt.advance());
                    let clipped = self.clip(*frame, limit);
                    *frame += (clipped - *frame) * V::splat(self.is_on.advance());
                }
            }
        }
    }

    /// Clips one frame and counts where clipping begins.
    #[inline]
    fn clip<V: Lanes>(&mut self, frame: V, limit: V) -> V {
        let clipped = frame.min(limit).max(-limit);
        if clipped != frame || self.is_clipping {
            self.count(frame, clipped);
        }
        clipped
    }

    #[cold]
    fn count<V: Lanes>(&mut self, frame: V, clipped: V) {
        self.is_clipping = clipped != frame;
        for channel in 0..V::COUNT {
            let is_clipped = clipped.lane(channel) != frame.lane(channel);
            self.clips += u64::from(is_clipped && !self.was_clipped[channel]);
            self.was_clipped[channel] = is_clipped;
        }
    }

    /// Times a channel went into clipping since the start.
    pub(super) fn clips(&self) -> u64 {
        self.clips
    }

    pub(super) fn reset(&mut self) {
        self.is_clipping = false;
        self.was_clipped = [false; 2];
        self.clips = 0;
    }
}
