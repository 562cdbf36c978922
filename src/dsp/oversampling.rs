//! A higher internal rate, reached by a cascade of half-band filters of two.
//!
//! Why our own filters: circuits are solved in `f64` to below -120 dB and the kept crate for this (`halfband`) is
//! written for `f32`. Both kinds of filter are designed when an [`Oversampler`] is built, from the width of the pass
//! band and the attenuation that is asked for; no coefficient tables.
//!
//! The first stage, between the host's rate and twice that, is the steep one. Every later stage only has to keep the
//! images of the pass band away from it, so it gets cheaper as the rate rises.

mod half_band_fir;
mod half_band_iir;

use super::delay::Delay;
use crate::lanes::Lanes;
use half_band_fir::HalfBandFir;
use half_band_iir::HalfBandIir;

/// Highest ratio of internal rate to host rate.
pub const MAX_FACTOR: usize = 128;

/// Kind of filter between host rate and internal rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Filter {
    /// Two branches of all-passes (IIR): least delay and cost; phase bends towards the end of the pass band.
    Recursive {
        /// Attenuation of the stop band, dB.
        stop_band_db: f64,
    },
    /// Symmetric FIR: the same delay at every frequency.
    LinearPhase {
        /// Attenuation of the stop band, dB; the ripple of the pass band is as small.
        stop_band_db: f64,
    },
}

/// The smallest power of two, at most [`MAX_FACTOR`], that lifts `host_rate_hz` to `internal_rate_hz` or above.
pub fn factor_for(host_rate_hz: f64, internal_rate_hz: f64) -> usize {
    let mut factor = 1;
    while host_rate_hz * (factor as f64) < internal_rate_hz && factor < MAX_FACTOR {
        factor *= 2;
    }
    factor
}

/// Where the pass band ends: 20 kHz at usual rates, in proportion below 44.1 kHz, 40 % of the rate where there is room
/// for more.
pub fn pass_band_hz(host_rate_hz: f64) -> f64 {
    /// The steepest transition that the shortest acceptable delay allows: 20 kHz of 44.1 kHz.
    const STEEPEST: f64 = 20.0 / 44.1;
    (host_rate_hz * STEEPEST).min(f64::max(20e3, 0.4 * host_rate_hz))
}

/// Up to the internal rate and down again.
#[derive(Clone, Debug)]
pub struct Oversampler<V> {
    factor: usize,
    max_frames: usize,
    /// One for every doubling, lowest rate first.
    stages: Vec<Stage<V>>,
    filter: Filter,
    /// Delay of the filters, in host samples.
    filters_delay_samples: f64,
    /// Delay of what runs between up and down, in internal frames.
    inner_delay_frames: usize,
    /// Rounds the delay up to whole host samples (linear phase only).
    padding: Delay<V>,
    /// Frames of `padding`.
    padding_frames: usize,
    internal: Vec<V>,
}

/// A doubling of the rate and its way back.
#[derive(Clone, Debug)]
struct Stage<V> {
    up: HalfBand<V>,
    down: HalfBand<V>,
}

#[derive(Clone, Debug)]
enum HalfBand<V> {
    Recursive(HalfBandIir<V>),
    LinearPhase(HalfBandFir<V>),
}

impl<V: Lanes> Oversampler<V> {
    /// For blocks of up to `max_frames` host samples. `factor` is rounded up to a power of two. Allocates.
    pub fn new(host_rate_hz: f64, factor: usize, filter: Filter, max_frames: usize) -> Self {
        let factor = factor.clamp(1, MAX_FACTOR).next_power_of_two();
        let max_frames = max_frames.max(1);
        let stages: Vec<_> = (0..factor.trailing_zeros())
            .map(|stage| {
                let higher_rate = 2 << stage; // of this stage, in host rates
                let pass_band = pass_band_hz(host_rate_hz) / host_rate_hz / f64::from(higher_rate);
                let half_band = match filter {
                    Filter::Recursive { stop_band_db } => {
                        HalfBand::Recursive(HalfBandIir::design(pass_band, stop_band_db))
                    }
                    Filter::LinearPhase { stop_band_db } => HalfBand::LinearPhase(
                        HalfBandFir::design(pass_band, stop_band_db, max_frames << stage),
                    ),
                };
                Stage {
                    up: half_band.clone(),
                    down: half_band,
                }
            })
            .collect();
        // A kilohertz is where the ear takes delay for timing; a very low host rate has less to offer.
        let frequency = f64::min(1e3, host_rate_hz / 8.0) / host_rate_hz;
        let oversampler = Self {
            factor,
            max_frames,
            filters_delay_samples: delay_samples(&stages, frequency),
            stages,
            filter,
            inner_delay_frames: 0,
            padding: Delay::new(0),
            padding_frames: 0,
            internal: vec![V::default(); max_frames * factor],
        };
        oversampler.with_inner_delay(0)
    }

    /// For something between up and down that delays by so many internal frames: they count into the delay, and into
    /// what rounds it up. Allocates.
    pub fn with_inner_delay(mut self, frames: usize) -> Self {
        self.inner_delay_frames = frames;
        self.padding_frames = match self.filter {
            Filter::Recursive { .. } => 0,
            Filter::LinearPhase { .. } => {
                let filters_frames = self.filters_delay_samples * self.factor as f64;
                let internal_frames = filters_frames.round() as usize + frames;
                internal_frames.next_multiple_of(self.factor) - internal_frames
            }
        };
        self.padding = Delay::new(self.padding_frames);
        self
    }

    /// Internal rate over host rate.
    pub fn factor(&self) -> usize {
        self.factor
    }

    /// Group delay at 1 kHz of up, down and what delays between them, in host samples. A whole number with linear phase.
    pub fn delay_samples(&self) -> f64 {
        let internal_frames = self.inner_delay_frames + self.padding_frames;
        self.filters_delay_samples + internal_frames as f64 / self.factor as f64
    }

    /// Runs `at_internal_rate` on the frames between up and down. It gets [`Oversampler::factor`] internal frames for
    /// every host frame, block by block where there are more frames than `max_frames`.
    pub fn process(&mut self, frames: &mut [V], mut at_internal_rate: impl FnMut(&mut [V])) {
        for block in frames.chunks_mut(self.max_frames) {
            let (internal, _) = self.internal.split_at_mut(block.len() * self.factor);
            // Every stage doubles what stands at the end of the buffer.
            let (_, end) = internal.split_at_mut(internal.len() - block.len());
            end.copy_from_slice(block);
            let mut length = block.len();
            for stage in &mut self.stages {
                length *= 2;
                let (_, end) = internal.split_at_mut(internal.len() - length);
                stage.up.up(end);
            }
            at_internal_rate(internal);
            self.padding.process(internal);
            for stage in self.stages.iter_mut().rev() {
                let (start, _) = internal.split_at_mut(length);
                stage.down.down(start);
                length /= 2;
            }
            let (start, _) = internal.split_at(block.len());
            block.copy_from_slice(start);
        }
    }

    /// Forgets everything that it has heard.
    pub fn reset(&mut self) {
        self.filters().for_each(HalfBand::reset);
        self.padding.reset();
    }

    /// Ends the tails of recursive filters far below hearing, before they become denormal numbers, which slow the
    /// processor down. Once in a while is enough.
    pub fn flush_denormals(&mut self) {
        self.filters().for_each(HalfBand::flush_denormals);
    }

    fn filters(&mut self) -> impl Iterator<Item = &mut HalfBand<V>> {
        self.stages
            .iter_mut()
            .flat_map(|stage| [&mut stage.up, &mut stage.down])
    }
}

/// Delay up and down again at `frequency` (a fraction of the host's rate), in host samples.
fn delay_samples<V: Lanes>(stages: &[Stage<V>], frequency: f64) -> f64 {
    let mut host_rates = 1.0;
    let mut samples = 0.0;
    for stage in stages {
        host_rates *= 2.0;
        samples += stage.up.round_trip_frames(frequency / host_rates) / host_rates;
    }
    samples
}

impl<V: Lanes> HalfBand<V> {
    fn up(&mut self, frames: &mut [V]) {
        match self {
            Self::Recursive(filter) => filter.up(frames),
            Self::LinearPhase(filter) => filter.up(frames),
        }
    }

    fn down(&mut self, frames: &mut [V]) {
        match self {
            Self::Recursive(filter) => filter.down(frames),
            Self::LinearPhase(filter) => filter.down(frames),
        }
    }

    fn round_trip_frames(&self, frequency: f64) -> f64 {
        match self {
            Self::Recursive(filter) => filter.round_trip_frames(frequency),
            Self::LinearPhase(filter) => filter.round_trip_frames(),
        }
    }

    fn reset(&mut self) {
        match self {
            Self::Recursive(filter) => filter.reset(),
            Self::LinearPhase(filter) => filter.reset(),
        }
    }

    fn flush_denormals(&mut self) {
        // A finite impulse response ends by itself.
        if let Self::Recursive(filter) = self {
            filter.flush_denormals();
        }
    }
}
