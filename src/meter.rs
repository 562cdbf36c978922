//! Levels from the audio thread to whoever shows them, wait-free on both sides.
//!
//! The audio thread writes, one reader reads; neither ever waits for the other or tries twice. Peaks hold until they are
//! read, so that a short one is not missed between two pictures; the mean of squares is averaged over 300 ms, the
//! integration time of a VU meter (IEC 60268-17). What costs time and shows nowhere else is done only while somebody
//! [watches](Meters::watch).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};

use atomic_float::AtomicF64;

use crate::chain::{Node, Scope, Tap, Taps};

/// Time constant of the mean of squares: a step reaches 99 % after 300 ms.
const AVERAGE_SECONDS: f64 = 0.3 / 4.605_170_185_988_091; // ln 100

/// Time constant of the share of a core: a number that can be read, and soon tells of a change.
const CPU_SECONDS: f64 = 1.0;

/// Everything that an editor shows of running audio.
#[derive(Debug, Default)]
pub struct Meters {
    nodes: [NodeMeter; Node::ALL.len()],
    blocks: AtomicU64,
    seconds: AtomicF64,
    clips: AtomicU64,
    solver_failures: AtomicU64,
    latency_samples: AtomicU32,
    is_mono: AtomicBool,
    sample_rate_hz: AtomicF64,
    cpu_share: AtomicF64,
    scope: Arc<Scope>,
    watchers: AtomicU32,
}

/// Somebody who watches, until this is dropped.
#[derive(Debug)]
pub struct Watch(Arc<Meters>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.watchers.fetch_sub(1, Relaxed);
    }
}

/// Levels at one node.
#[derive(Debug, Default)]
struct NodeMeter {
    peak_volt: [AtomicF64; 2],
    true_peak_volt: [AtomicF64; 2],
    vu_volt: [AtomicF64; 2],
    mean_square: [AtomicF64; 2],
    full_scale_volt: AtomicF64,
}

impl Meters {
    /// Adds the levels of a block that lasted `seconds`. For the audio thread.
    pub fn add(&self, taps: &Taps, seconds: f64) {
        let keep = (-seconds / AVERAGE_SECONDS).exp();
        for (meter, node) in self.nodes.iter().zip(Node::ALL) {
            meter.add(taps.at(node), keep);
        }
        // There is one writer: nothing comes between the two.
        let seconds = self.seconds.load(Relaxed) + seconds;
        self.seconds.store(seconds, Relaxed);
        self.blocks.fetch_add(1, Relaxed);
    }

    /// Sets the counters of the chain, which count since it was built or reset. For the audio thread.
    pub fn count(&self, clips: u64, solver_failures: u64) {
        self.clips.store(clips, Relaxed);
        self.solver_failures.store(solver_failures, Relaxed);
    }

    /// Adds that a block of `seconds` took `busy_seconds` to compute. For the audio thread, while somebody watches.
    pub fn count_time(&self, busy_seconds: f64, seconds: f64) {
        if seconds > 0.0 {
            let share = busy_seconds / seconds;
            let before = self.cpu_share.load(Relaxed);
            let keep = match before {
                0.0 => 0.0, // the first block
                _ => (-seconds / CPU_SECONDS).exp(),
            };
            self.cpu_share
                .store(share + keep * (before - share), Relaxed);
        }
    }

    /// The share of one core that the callback takes, as a mean over about the last second; 0 while it is not measured. For
    /// a block of 64 samples at 48 kHz that took 0.1 ms it is 0.075.
    pub fn cpu_share(&self) -> f64 {
        self.cpu_share.load(Relaxed)
    }

    /// Watches from now on: true peaks at both ends of the path and the share of the core are measured while anybody does,
    /// and the monitor is obeyed.
    pub fn watch(self: &Arc<Self>) -> Watch {
        if self.watchers.fetch_add(1, Relaxed) == 0 {
            self.cpu_share.store(0.0, Relaxed);
        }
        Watch(self.clone())
    }

    /// Whether anybody watches.
    pub fn is_watched(&self) -> bool {
        self.watchers.load(Relaxed) > 0
    }

    /// Samples for whoever draws their spectrum.
    pub fn scope(&self) -> &Arc<Scope> {
        &self.scope
    }

    /// Asks for the samples at a node, beside those of the recording, or for none. It allocates the first time.
    pub fn set_scope(&self, node: Option<Node>) {
        self.scope.ask(node);
    }

    /// Sets the rate that the host runs at.
    pub fn set_sample_rate_hz(&self, sample_rate_hz: f64) {
        self.sample_rate_hz.store(sample_rate_hz, Relaxed);
    }

    /// The rate that the host runs at, Hz; 0 before it has said so.
    pub fn sample_rate_hz(&self) -> f64 {
        self.sample_rate_hz.load(Relaxed)
    }

    /// Sets how many channels there are: two unless it is one. For the audio thread.
    pub fn set_channel_count(&self, channels: usize) {
        self.is_mono.store(channels == 1, Relaxed);
    }

    /// How many channels there are.
    pub fn channel_count(&self) -> usize {
        match self.is_mono.load(Relaxed) {
            true => 1,
            false => 2,
        }
    }

    /// Sets the latency that hosts were told.
    pub fn set_latency_samples(&self, latency_samples: u32) {
        self.latency_samples.store(latency_samples, Relaxed);
    }

    /// Levels at a node: peaks since the last call, the needle as it stands, and the average of about the last 300 ms as one
    /// frame. For the one reader.
    pub fn take(&self, node: Node) -> Tap {
        let meter = &self.nodes[node as usize];
        let taken =
            |values: &[AtomicF64; 2]| [0, 1].map(|channel| values[channel].swap(0.0, Relaxed));
        let now = |values: &[AtomicF64; 2]| [0, 1].map(|channel| values[channel].load(Relaxed));
        Tap {
            peak_volt: taken(&meter.peak_volt),
            true_peak_volt: taken(&meter.true_peak_volt),
            vu_volt: now(&meter.vu_volt),
            sum_of_squares: now(&meter.mean_square),
            frames: 1,
            full_scale_volt: meter.full_scale_volt.load(Relaxed),
        }
    }

    /// Blocks that levels were added of. While this stands still no audio runs, and averages are those of long ago.
    pub fn blocks(&self) -> u64 {
        self.blocks.load(Relaxed)
    }

    /// How much audio levels were added of, seconds.
    pub fn seconds(&self) -> f64 {
        self.seconds.load(Relaxed)
    }

    /// Times that the converter went into clipping.
    pub fn clips(&self) -> u64 {
        self.clips.load(Relaxed)
    }

    /// Steps of circuits without a solution.
    pub fn solver_failures(&self) -> u64 {
        self.solver_failures.load(Relaxed)
    }

    /// The latency that hosts were told, in samples.
    pub fn latency_samples(&self) -> u32 {
        self.latency_samples.load(Relaxed)
    }
}

impl NodeMeter {
    fn add(&self, tap: &Tap, keep: f64) {
        for channel in 0..2 {
            hold(&self.peak_volt[channel], tap.peak_volt[channel]);
            hold(&self.true_peak_volt[channel], tap.true_peak_volt[channel]);
            self.vu_volt[channel].store(tap.vu_volt[channel], Relaxed);
            let before = self.mean_square[channel].load(Relaxed);
            let now = tap.mean_square(channel) + keep * (before - tap.mean_square(channel));
            self.mean_square[channel].store(now, Relaxed);
        }
        self.full_scale_volt.store(tap.full_scale_volt, Relaxed);
    }
}

/// Holds the larger one.
fn hold(held: &AtomicF64, peak: f64) {
    // If the reader takes the peak between these two lines, a lower one is lost: it belongs to the block that the reader
    // has just seen the peak of.
    if peak > held.load(Relaxed) {
        held.store(peak, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::settings::{Quality, Settings};
    use crate::chain::{Chain, Parameter};

    /// A second of a 1 kHz sine at -12 dBFS through a fresh chain, read like an editor does.
    fn meters_of_a_sine() -> Meters {
        let settings = Settings::default();
        let mut chain = Chain::<f64>::new(48_000.0, Quality::Live, &settings).expect("builds");
        let meters = Meters::default();
        for block in 0..100 {
            let mut samples = [0.0; 480];
            for (index, sample) in samples.iter_mut().enumerate() {
                let phase = std::f64::consts::TAU * f64::from(block * 480 + index as u32) / 48.0;
                *sample = (10f64.powf(-12.0 / 20.0) * phase.sin()) as f32;
            }
            chain.process(&mut [&mut samples]);
            meters.add(&chain.take_taps(), 0.01);
        }
        meters
    }

    #[test]
    fn a_sine_reads_its_level_within_a_twentieth_of_a_decibel() {
        let meters = meters_of_a_sine();
        let calibration_dbu = Parameter::find("in_cal_dbu")
            .expect("exists")
            .default_value();
        for node in Node::ALL {
            let tap = meters.take(node);
            let readings = [
                tap.peak_dbfs(0) + 12.0,
                tap.peak_dbu(0) + 12.0 - calibration_dbu,
                tap.rms_dbu(0) + 12.0 - calibration_dbu,
            ];
            for error_db in readings {
                assert!(error_db.abs() < 0.05, "{node:?}: {error_db} dB off");
            }
        }
    }

    #[test]
    fn a_peak_is_read_once_and_the_average_stays() {
        let meters = meters_of_a_sine();
        let first = meters.take(Node::Output);
        let second = meters.take(Node::Output);
        assert_eq!(meters.blocks(), 100);
        assert!(first.peak_volt[0] > 1.0);
        assert_eq!(second.peak_volt, [0.0; 2]);
        assert_eq!(first.sum_of_squares, second.sum_of_squares);
    }
}
