//! Audio on a thread of its own, at the pace of a sound card.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::audio::{Audio, Change, Happening};

/// Audio that is repeated for as long as it plays.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Its channels, all of one length: a whole number of blocks.
    pub channels: Vec<Vec<f32>>,
    /// Its sample rate.
    pub sample_rate_hz: f64,
    /// Samples of a block, which sets the pace. A whole number of periods lets [`Playing::gain_db`] be exact.
    pub block_length: usize,
}

impl Signal {
    /// A sine of `frequency_hz` with this peak in both of two channels, in blocks of 10 ms.
    pub fn sine(sample_rate_hz: f64, frequency_hz: f64, peak: f64) -> Self {
        Self::swelling(sample_rate_hz, frequency_hz, &[peak])
    }

    /// The same with another peak in every block.
    pub fn swelling(sample_rate_hz: f64, frequency_hz: f64, peaks: &[f64]) -> Self {
        let block_length = (sample_rate_hz / 100.0).round() as usize;
        let step = std::f64::consts::TAU * frequency_hz / sample_rate_hz;
        let channel: Vec<f32> = (0..block_length * peaks.len())
            .map(|index| (peaks[index / block_length] * (step * index as f64).sin()) as f32)
            .collect();
        Self {
            channels: vec![channel; 2],
            sample_rate_hz,
            block_length,
        }
    }

    fn block_time(&self) -> Duration {
        Duration::from_secs_f64(self.block_length as f64 / self.sample_rate_hz)
    }

    /// Where its blocks are, over and over.
    fn blocks(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let starts = (0..self.channels[0].len()).step_by(self.block_length);
        let length = self.block_length;
        starts.map(move |start| start..start + length).cycle()
    }
}

/// A thread that hands a signal through the plugin.
pub struct Playing {
    thread: JoinHandle<Audio>,
    changes: Sender<(u32, f64)>,
    happenings: Receiver<Happening>,
    meter: Arc<Meter>,
}

/// What the thread shows and obeys.
#[derive(Default)]
struct Meter {
    wants_end: AtomicBool,
    blocks: AtomicU64,
    /// Bits of the first channel's gain in the last block.
    gain: AtomicU64,
}

impl Playing {
    pub(crate) fn start(audio: Audio, signal: Signal) -> Self {
        let (changes, changes_to_make) = channel();
        let (told, happenings) = channel();
        let meter = Arc::<Meter>::default();
        let shown = meter.clone();
        let thread =
            std::thread::spawn(move || run(audio, &signal, &shown, &changes_to_make, &told));
        Self {
            thread,
            changes,
            happenings,
            meter,
        }
    }

    pub(crate) fn stop(self) -> Audio {
        self.meter.wants_end.store(true, Ordering::Relaxed);
        match self.thread.join() {
            Ok(audio) => audio,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }

    /// Automation: moves a parameter at the start of the next block. The value is in the host's numbers.
    pub fn automate(&self, id: u32, value: f64) {
        // If the thread has ended, `stop` tells why.
        let _ended = self.changes.send((id, value));
    }

    /// Output over input in the first channel, as the ratio of their rms values in the last block, in dB.
    pub fn gain_db(&self) -> f64 {
        20.0 * f64::from_bits(self.meter.gain.load(Ordering::Relaxed)).log10()
    }

    /// Blocks since the start.
    pub fn blocks(&self) -> u64 {
        self.meter.blocks.load(Ordering::Relaxed)
    }

    pub(crate) fn take_happenings(&self) -> impl Iterator<Item = Happening> {
        self.happenings.try_iter()
    }
}

fn run(
    mut audio: Audio,
    signal: &Signal,
    meter: &Meter,
    changes: &Receiver<(u32, f64)>,
    told: &Sender<Happening>,
) -> Audio {
    let mut next_block = Instant::now();
    for block in signal.blocks() {
        if meter.wants_end.load(Ordering::Relaxed) {
            break;
        }
        let input_rms = rms(&signal.channels[0][block.clone()]);
        let moves: Vec<Change> = changes
            .try_iter()
            .map(|(id, value)| Change {
                sample: block.start,
                id,
                value,
            })
            .collect();
        audio.prepare(&signal.channels, block, &moves);
        audio.process().expect("the plugin processes");
        let gain = rms(&audio.output()[0]) / input_rms;
        meter.gain.store(gain.to_bits(), Ordering::Relaxed);
        meter.blocks.fetch_add(1, Ordering::Relaxed);
        for happening in audio.take_happenings() {
            // Nobody listens any more if the host is being torn down.
            let _unheard = told.send(happening);
        }
        next_block += signal.block_time();
        // A sound card does not wait either: what was late stays late.
        next_block = next_block.max(Instant::now());
        std::thread::sleep(next_block.saturating_duration_since(Instant::now()));
    }
    audio
}

fn rms(samples: &[f32]) -> f64 {
    let sum: f64 = samples
        .iter()
        .map(|&sample| f64::from(sample).powi(2))
        .sum();
    (sum / samples.len() as f64).sqrt()
}
