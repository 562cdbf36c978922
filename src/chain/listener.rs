//! Listens at every node while the path runs: levels, needles, true peaks, and samples for the scope.

use std::sync::Arc;

use super::GRID_FRAMES;
use super::scope::{Scope, Trace};
use super::taps::{Node, Tap, Taps};
use crate::dsp::true_peak::TruePeak;
use crate::dsp::vu::Needle;
use crate::lanes::Lanes;

/// At this rate and above, the samples stand as close as BS.1770 wants them for a true peak: four times 44.1 kHz. The path
/// never runs slower inside.
const DENSE_RATE_HZ: f64 = 176.4e3;

/// What listens.
#[derive(Clone, Debug)]
pub(super) struct Listener<V> {
    host_rate_hz: f64,
    /// The internal rate over the host's.
    factor: usize,
    taps: Taps,
    /// At every node.
    needles: [Needle<V>; Node::ALL.len()],
    /// Sums of magnitudes, volts, since the last point of the grid.
    magnitudes: [V; Node::ALL.len()],
    /// Between the host's samples: at the recording and at the output.
    between: [TruePeak<V>; 2],
    /// Somebody watches who wants to know what is between the host's samples.
    is_watched: bool,
    /// Clones write into the same one.
    scope: Option<Arc<Scope>>,
    /// What the scope is on now.
    scoped: Option<Node>,
}

impl<V: Lanes> Listener<V> {
    /// For a host at `host_rate_hz`.
    pub(super) fn new(host_rate_hz: f64, factor: usize) -> Self {
        let grid_seconds = GRID_FRAMES as f64 / host_rate_hz;
        Self {
            host_rate_hz,
            factor,
            taps: Taps::default(),
            needles: std::array::from_fn(|_| Needle::new(grid_seconds)),
            magnitudes: [V::default(); Node::ALL.len()],
            between: Default::default(),
            is_watched: false,
            scope: None,
            scoped: None,
        }
    }

    /// Somebody watches, or nobody does any more.
    pub(super) fn set_watched(&mut self, is_watched: bool) {
        if is_watched && !self.is_watched {
            self.between.iter_mut().for_each(TruePeak::reset);
        }
        self.is_watched = is_watched;
    }

    pub(super) fn set_scope(&mut self, scope: Arc<Scope>) {
        self.scope = Some(scope);
        self.scoped = None;
    }

    /// The end of an interval of the grid: needles move on.
    pub(super) fn pass_grid_point(&mut self) {
        for (place, node) in Node::ALL.into_iter().enumerate() {
            let frames = match node.runs_inside() {
                true => GRID_FRAMES * self.factor,
                false => GRID_FRAMES,
            };
            let sum = std::mem::take(&mut self.magnitudes[place]);
            let needle = &mut self.needles[place];
            needle.step(sum * V::splat(1.0 / frames as f64));
            let vu_volt = &mut self.taps.at_mut(node).vu_volt;
            for (channel, reading) in vu_volt.iter_mut().take(V::COUNT).enumerate() {
                *reading = needle.reading(channel);
            }
        }
        self.follow_scope();
    }

    fn follow_scope(&mut self) {
        let Some(scope) = &self.scope else {
            return;
        };
        let asked = scope.asked();
        if asked == self.scoped {
            return;
        }
        self.scoped = asked;
        if let Some(node) = asked {
            let rate_hz = match node.runs_inside() {
                true => self.host_rate_hz * self.factor as f64,
                false => self.host_rate_hz,
            };
            scope.begin(Trace::Recorded, Node::Recorded, self.host_rate_hz);
            scope.begin(Trace::Probe, node, rate_hz);
        }
    }

    /// Hears frames in volts.
    pub(super) fn hear(&mut self, node: Node, frames: &[V]) {
        self.hear_all(node, frames.iter().copied(), 1.0);
    }

    /// Hears frames in volts as a scale shows them that ends at +-`scale_end_volt`.
    pub(super) fn hear_within(&mut self, node: Node, frames: &[V], scale_end_volt: f64) {
        let end = V::splat(scale_end_volt);
        let on_scale = |&frame: &V| frame.smaller(end).larger(-end);
        self.hear_all(node, frames.iter().map(on_scale), 1.0);
    }

    /// Hears the host's frames, which are volts when multiplied by `volt`.
    pub(super) fn hear_host(&mut self, node: Node, frames: &[V], volt: f64) {
        self.hear_all(node, frames.iter().copied(), volt);
        if !self.is_watched || self.host_rate_hz >= DENSE_RATE_HZ {
            return;
        }
        let between = &mut self.between[usize::from(node == Node::Output)];
        between.process(frames);
        let peak = between.take_peak();
        let tap = self.taps.at_mut(node);
        for (channel, true_peak_volt) in tap.true_peak_volt.iter_mut().take(V::COUNT).enumerate() {
            *true_peak_volt = true_peak_volt.max(peak.lane(channel) * volt);
        }
    }

    fn hear_all(
        &mut self,
        node: Node,
        frames: impl ExactSizeIterator<Item = V> + Clone,
        volt: f64,
    ) {
        let count = frames.len();
        let zero = V::default();
        let (mut peak, mut magnitude, mut sum) = (zero, zero, zero);
        for frame in frames.clone() {
            let size = frame.abs();
            peak = peak.larger(size);
            magnitude += size;
            sum += frame * frame;
        }
        if !sum.is_finite() {
            return; // a circuit is about to start over, and meters must not remember why
        }
        self.magnitudes[node as usize] += magnitude * V::splat(volt);
        let tap = self.taps.at_mut(node);
        for channel in 0..V::COUNT {
            let peak_volt = peak.lane(channel) * volt;
            tap.peak_volt[channel] = tap.peak_volt[channel].max(peak_volt);
            tap.true_peak_volt[channel] = tap.true_peak_volt[channel].max(peak_volt);
            tap.sum_of_squares[channel] += sum.lane(channel) * volt * volt;
        }
        tap.frames += count as u64;
        if self.scoped.is_some() {
            self.trace(node, frames, volt);
        }
    }

    fn trace(&self, node: Node, frames: impl Iterator<Item = V> + Clone, volt: f64) {
        let Some(scope) = &self.scope else {
            return;
        };
        let share = volt / V::COUNT as f64;
        let mean = |frame: V| {
            let sum: f64 = (0..V::COUNT).map(|channel| frame.lane(channel)).sum();
            (sum * share) as f32
        };
        if node == Node::Recorded {
            scope.write(Trace::Recorded, frames.clone().map(mean));
        }
        if self.scoped == Some(node) {
            scope.write(Trace::Probe, frames.map(mean));
        }
    }

    /// Hears `host_frames` of silence inside the path, which sleeps.
    pub(super) fn hear_silence(&mut self, host_frames: usize) {
        let frames = host_frames * self.factor;
        for node in Node::ALL.into_iter().filter(|node| node.runs_inside()) {
            self.taps.at_mut(node).frames += frames as u64;
        }
        if let (Some(scope), Some(node)) = (&self.scope, self.scoped)
            && node.runs_inside()
        {
            scope.write(Trace::Probe, std::iter::repeat_n(0.0, frames));
        }
    }

    pub(super) fn calibrate(&mut self, node: Node, full_scale_volt: f64) {
        self.taps.at_mut(node).full_scale_volt = full_scale_volt;
    }

    /// Levels since the last time; starts over.
    pub(super) fn take(&mut self) -> Taps {
        let taken = self.taps;
        for node in Node::ALL {
            let tap = self.taps.at_mut(node);
            *tap = Tap {
                full_scale_volt: tap.full_scale_volt,
                vu_volt: tap.vu_volt,
                ..Tap::default()
            };
        }
        taken
    }

    /// As new. Whoever watches goes on.
    pub(super) fn reset(&mut self) {
        self.taps = Taps::default();
        self.needles.iter_mut().for_each(Needle::reset);
        self.magnitudes = [V::default(); Node::ALL.len()];
        self.between.iter_mut().for_each(TruePeak::reset);
        self.scoped = None;
    }
}
