//! Levels at every node of the path, for meters and measurements.

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

    /// Runs at the internal rate.
    pub(crate) fn runs_inside(self) -> bool {
        !matches!(self, Self::Recorded | Self::Output)
    }
}

/// Levels of both channels at one node over some time, in volts. Mono fills the first channel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tap {
    /// Largest magnitude of a sample per channel.
    pub peak_volt: [f64; 2],
    /// True peak per channel after ITU-R BS.1770, annex 2: the largest magnitude at 176.4 kHz at least. Inside the path it
    /// is the largest sample; at its two ends so too while nobody watches (see
    /// [`Chain::set_watched`](super::Chain::set_watched)).
    pub true_peak_volt: [f64; 2],
    /// The needle of a VU meter per channel, at the end of that time: 99 % of the way after 300 ms, and reading of a
    /// sine its root mean square.
    pub vu_volt: [f64; 2],
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

    /// The needle of a channel, in dBu as of a sine; minus infinity at rest.
    pub fn vu_dbu(&self, channel: usize) -> f64 {
        10.0 * (self.vu_volt[channel].powi(2) / super::level::DBU_VOLT_SQUARED).log10()
    }

    /// Peak of a channel in dBFS of this node; minus infinity in silence.
    pub fn peak_dbfs(&self, channel: usize) -> f64 {
        20.0 * (self.peak_volt[channel] / self.full_scale_volt).log10()
    }

    /// True peak of a channel in dBFS of this node; minus infinity in silence.
    pub fn true_peak_dbfs(&self, channel: usize) -> f64 {
        20.0 * (self.true_peak_volt[channel] / self.full_scale_volt).log10()
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

    /// The peaks of the louder one at every node, with the means and needles of `other`.
    pub fn louder(&self, other: &Self) -> Self {
        Self::of(|node| {
            let (one, other) = (self.at(node), other.at(node));
            let louder = |of: fn(&Tap) -> [f64; 2]| {
                let (one, other) = (of(one), of(other));
                [one[0].max(other[0]), one[1].max(other[1])]
            };
            Tap {
                peak_volt: louder(|tap| tap.peak_volt),
                true_peak_volt: louder(|tap| tap.true_peak_volt),
                ..*other
            }
        })
    }

    /// The tap at a node.
    pub fn at(&self, node: Node) -> &Tap {
        &self.nodes[node as usize]
    }

    pub(super) fn at_mut(&mut self, node: Node) -> &mut Tap {
        &mut self.nodes[node as usize]
    }
}
