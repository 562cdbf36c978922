//! Levels at every node of the path, for meters and measurements.

use crate::lanes::Lanes;

/// A place in the path where levels are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// What was recorded.
    Recorded,
    /// What the input hands to the preamp.
    Input,
    /// Behind the preamp.
    Preamp,
    /// Behind the converter, as its scale shows it: what band-limiting adds above 0 dBFS is not on it.
    Converter,
    /// Behind the re-amp: the jack of the amp, or what the fuzz hands on. While it is off, as behind the converter.
    Reamp,
    /// What leaves the plugin.
    Output,
}

impl Node {
    /// All of them in signal order.
    pub const ALL: [Self; 6] = [
        Self::Recorded,
        Self::Input,
        Self::Preamp,
        Self::Converter,
        Self::Reamp,
        Self::Output,
    ];
}

/// Levels of both channels at one node over some time, in volts. Mono fills the first channel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tap {
    /// Largest magnitude per channel.
    pub peak_volt: [f64; 2],
    /// Sum of squares per channel, V^2.
    pub sum_of_squares: [f64; 2],
    /// Frames that were summed.
    pub frames: u64,
    /// Peak of a sine at 0 dBFS of this node: the recorded jack's, the converter's, the send's or the output's calibration.
    pub full_scale_volt: f64,
}

impl Tap {
    /// Mean of squares of a channel, V^2; 0 without frames.
    pub fn mean_square(&self, channel: usize) -> f64 {
        self.sum_of_squares[channel] / self.frames.max(1) as f64
    }

    /// Root mean square of a channel in dBu; minus infinity in silence.
    pub fn rms_dbu(&self, channel: usize) -> f64 {
        10.0 * (self.mean_square(channel) / super::level::DBU_VOLT_SQUARED).log10()
    }

    /// Peak of a channel in dBFS of this node; minus infinity in silence.
    pub fn peak_dbfs(&self, channel: usize) -> f64 {
        20.0 * (self.peak_volt[channel] / self.full_scale_volt).log10()
    }

    /// The level of a sine with this peak, in dBu.
    pub fn peak_dbu(&self, channel: usize) -> f64 {
        10.0 * (self.peak_volt[channel].powi(2) / 2.0 / super::level::DBU_VOLT_SQUARED).log10()
    }
}

/// The taps of all nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Taps {
    nodes: [Tap; Node::ALL.len()],
}

impl Taps {
    /// Taps that were read node by node.
    pub fn of(read: impl Fn(Node) -> Tap) -> Self {
        Self {
            nodes: Node::ALL.map(read),
        }
    }

    /// The peaks of the louder one at every node, with the means of `other`.
    pub fn louder(&self, other: &Self) -> Self {
        Self::of(|node| {
            let (one, other) = (self.at(node), other.at(node));
            let peak = |channel: usize| one.peak_volt[channel].max(other.peak_volt[channel]);
            Tap {
                peak_volt: [0, 1].map(peak),
                ..*other
            }
        })
    }

    /// The tap at a node.
    pub fn at(&self, node: Node) -> &Tap {
        &self.nodes[node as usize]
    }

    /// Adds frames in volts.
    pub(super) fn add<V: Lanes>(&mut self, node: Node, frames: &[V]) {
        self.add_scaled(node, frames, 1.0);
    }

    /// Adds frames in volts as a scale shows them that ends at +-`scale_end_volt`.
    pub(super) fn add_within<V: Lanes>(&mut self, node: Node, frames: &[V], scale_end_volt: f64) {
        let end = V::splat(scale_end_volt);
        let on_scale = |&frame: &V| frame.smaller(end).larger(-end);
        self.add_all(node, frames.iter().map(on_scale), 1.0);
    }

    /// Adds frames that are volts when multiplied by `volt`.
    pub(super) fn add_scaled<V: Lanes>(&mut self, node: Node, frames: &[V], volt: f64) {
        self.add_all(node, frames.iter().copied(), volt);
    }

    fn add_all<V: Lanes>(
        &mut self,
        node: Node,
        frames: impl ExactSizeIterator<Item = V>,
        volt: f64,
    ) {
        let count = frames.len();
        let mut peak = V::default();
        let mut sum = V::default();
        for frame in frames {
            peak = peak.max(frame.abs());
            sum += frame * frame;
        }
        if !sum.is_finite() {
            return; // a circuit is about to start over, and meters must not remember why
        }
        let tap = &mut self.nodes[node as usize];
        for channel in 0..V::COUNT {
            tap.peak_volt[channel] = tap.peak_volt[channel].max(peak.lane(channel) * volt);
            tap.sum_of_squares[channel] += sum.lane(channel) * volt * volt;
        }
        tap.frames += count as u64;
    }

    /// Adds `internal_frames` of silence within the path.
    pub(super) fn add_silence(&mut self, internal_frames: usize) {
        for node in [Node::Input, Node::Preamp, Node::Converter, Node::Reamp] {
            self.nodes[node as usize].frames += internal_frames as u64;
        }
    }

    pub(super) fn calibrate(&mut self, node: Node, full_scale_volt: f64) {
        self.nodes[node as usize].full_scale_volt = full_scale_volt;
    }

    /// Levels since the last time; starts over.
    pub(super) fn take(&mut self) -> Self {
        let taken = *self;
        for tap in &mut self.nodes {
            *tap = Tap {
                full_scale_volt: tap.full_scale_volt,
                ..Tap::default()
            };
        }
        taken
    }
}
