//! Samples of a running chain for whoever draws their spectrum: wait-free on both sides.
//!
//! The audio thread writes, any thread reads. Each trace is a ring that the writer overwrites without looking; a reader
//! copies the newest samples and then checks that the writer has not come round meanwhile. Nothing is written while nobody
//! has asked.

use std::sync::OnceLock;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, fence};

use super::Node;

/// Samples that a trace holds: 1.4 s at 48 kHz and 85 ms at 768 kHz.
const TRACE_SAMPLES: usize = 1 << 16;

/// The most samples that can be read at once: the writer may go on for as many before it spoils them.
pub const MOST_SAMPLES: usize = TRACE_SAMPLES / 2;

/// Nobody has asked, or there is nothing yet.
const NOWHERE: u8 = u8::MAX;

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// What was recorded, at the host's rate.
    Recorded,
    /// What is at the node that was asked for, at the rate that it runs at.
    Probe,
}

/// Where samples that were read come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Origin {
    /// Where they were.
    pub node: Node,
    /// Samples in a second.
    pub rate_hz: f64,
    /// Samples of this trace before the end of those that were read: as long as it stands still there is nothing new.
    pub position: u64,
}

/// Two traces: the recording and what one node makes of it, in volts, the mean of both channels.
#[derive(Debug)]
pub struct Scope {
    asked: AtomicU8,
    /// Half a megabyte, from the first time on that somebody asks.
    traces: OnceLock<[Ring; 2]>,
}

#[derive(Debug)]
struct Ring {
    /// The bits of `f32`.
    samples: Box<[AtomicU32]>,
    /// Samples that were written since the start.
    written: AtomicU64,
    /// Samples that had been written when this node and rate began; none are valid while it is `u64::MAX`.
    begin: AtomicU64,
    node: AtomicU8,
    /// The bits of `f64`.
    rate_hz: AtomicU64,
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            asked: AtomicU8::new(NOWHERE),
            traces: OnceLock::new(),
        }
    }
}

impl Scope {
    /// Asks for the samples at a node, or for none. The first time it allocates: not for the audio thread.
    pub fn ask(&self, node: Option<Node>) {
        if node.is_some() {
            self.traces
                .get_or_init(|| std::array::from_fn(|_| Ring::new()));
        }
        self.asked
            .store(node.map_or(NOWHERE, |node| node as u8), Release);
    }

    /// The node that somebody has asked for.
    pub fn asked(&self) -> Option<Node> {
        node(self.asked.load(Acquire))
    }

    /// Copies the newest samples of a trace, oldest first. None while there are fewer of this node and rate than are asked
    /// for, and where these are more than [`MOST_SAMPLES`].
    pub fn read(&self, trace: Trace, newest: &mut [f32]) -> Option<Origin> {
        self.traces.get()?[trace as usize].read(newest)
    }

    /// What comes next in a trace is of this node and rate. For the audio thread.
    pub(super) fn begin(&self, trace: Trace, node: Node, rate_hz: f64) {
        if let Some(traces) = self.traces.get() {
            traces[trace as usize].begin(node, rate_hz);
        }
    }

    /// Goes on with a trace. For the audio thread.
    pub(super) fn write(&self, trace: Trace, samples: impl Iterator<Item = f32>) {
        if let Some(traces) = self.traces.get() {
            traces[trace as usize].write(samples);
        }
    }
}

impl Ring {
    fn new() -> Self {
        Self {
            samples: (0..TRACE_SAMPLES).map(|_| AtomicU32::new(0)).collect(),
            written: AtomicU64::new(0),
            begin: AtomicU64::new(u64::MAX),
            node: AtomicU8::new(NOWHERE),
            rate_hz: AtomicU64::new(0),
        }
    }

    fn begin(&self, node: Node, rate_hz: f64) {
        self.begin.store(u64::MAX, Relaxed);
        fence(Release); // whoever sees what follows sees that nothing is valid
        self.node.store(node as u8, Relaxed);
        self.rate_hz.store(rate_hz.to_bits(), Relaxed);
        self.begin.store(self.written.load(Relaxed), Release);
    }

    fn write(&self, samples: impl Iterator<Item = f32>) {
        let mut written = self.written.load(Relaxed);
        fence(Release); // whoever sees a sample of this call sees the count before it
        for sample in samples {
            // The length is a power of two: what is cut off are whole turns.
            let place = written as usize % TRACE_SAMPLES;
            self.samples[place].store(sample.to_bits(), Relaxed);
            written += 1;
        }
        self.written.store(written, Release);
    }

    fn read(&self, newest: &mut [f32]) -> Option<Origin> {
        let begin = self.begin.load(Acquire);
        let written = self.written.load(Acquire);
        let first = written.checked_sub(newest.len() as u64)?;
        if newest.len() > MOST_SAMPLES || first < begin {
            return None;
        }
        for (index, sample) in newest.iter_mut().enumerate() {
            let place = (first as usize + index) % TRACE_SAMPLES;
            *sample = f32::from_bits(self.samples[place].load(Relaxed));
        }
        let node = node(self.node.load(Relaxed))?;
        let rate_hz = f64::from_bits(self.rate_hz.load(Relaxed));
        fence(Acquire); // what is looked at now is no older than what was copied
        // A call of the writer may have begun behind the count: it is shorter than what is kept free for it.
        let is_spoilt = self.written.load(Relaxed) - first > (TRACE_SAMPLES - LONGEST_WRITE) as u64;
        let has_changed = self.begin.load(Relaxed) != begin;
        (!is_spoilt && !has_changed).then_some(Origin {
            node,
            rate_hz,
            position: written,
        })
    }
}

/// The most samples that a chain writes at once: an interval of its grid at the highest factor.
const LONGEST_WRITE: usize = super::GRID_FRAMES * crate::dsp::oversampling::MAX_FACTOR;

fn node(place: u8) -> Option<Node> {
    Node::ALL.get(usize::from(place)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_samples_are_read_of_what_was_asked_for() {
        let scope = Scope::default();
        let mut newest = [0.0; 4];
        scope.write(Trace::Probe, (0..9).map(|sample| sample as f32));
        assert_eq!(scope.read(Trace::Probe, &mut newest), None, "nobody asked");
        scope.ask(Some(Node::Preamp));
        assert_eq!(scope.asked(), Some(Node::Preamp));
        scope.begin(Trace::Probe, Node::Preamp, 192e3);
        scope.write(Trace::Probe, [1.0, 2.0, 3.0].into_iter());
        assert_eq!(scope.read(Trace::Probe, &mut newest), None, "too few");
        let turns = 2 * TRACE_SAMPLES;
        scope.write(Trace::Probe, (4..=turns).map(|sample| sample as f32));
        let origin = scope.read(Trace::Probe, &mut newest).expect("enough");
        assert_eq!((origin.node, origin.rate_hz), (Node::Preamp, 192e3));
        assert_eq!(origin.position, turns as u64);
        assert_eq!(newest, [3.0, 2.0, 1.0, 0.0].map(|back| turns as f32 - back));
        scope.begin(Trace::Probe, Node::Output, 48e3);
        assert_eq!(scope.read(Trace::Probe, &mut newest), None, "another node");
        scope.ask(None);
        assert_eq!(scope.asked(), None);
    }

    /// One thread writes a ramp as fast as it can: whatever the other one is given has no seam.
    #[test]
    fn what_is_read_is_never_torn() {
        let scope = Scope::default();
        scope.ask(Some(Node::Output));
        scope.begin(Trace::Recorded, Node::Output, 48e3);
        std::thread::scope(|threads| {
            threads.spawn(|| {
                for block in 0..20_000u32 {
                    let ramp = (0..64).map(|index| ((block * 64 + index) % (1 << 24)) as f32);
                    scope.write(Trace::Recorded, ramp);
                }
            });
            let mut newest = vec![0.0; MOST_SAMPLES];
            let mut last = 0;
            while last < 20_000 * 64 {
                if let Some(origin) = scope.read(Trace::Recorded, &mut newest) {
                    assert!(newest.windows(2).all(|pair| pair[1] - pair[0] == 1.0));
                    last = origin.position;
                }
            }
        });
    }
}
