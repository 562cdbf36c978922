//! The signal path: its blocks in a column.
//!
//! ```text
//! dBFS -> volts (level) -> source, cable and input (load) -> preamp -> converter -> box, cable and amp (reamp)
//!      -> dBFS, volume, mix (output)
//! ```
//!
//! Everything between the two ends is in volts and runs at the internal rate. A block is a struct with
//!
//! - `new(internal_rate_hz, &Settings) -> Result<Self, spice::Error>`: may allocate, parse and search operating
//!   points; the block then stands at these settings.
//! - `set(&mut self, &Settings, ramp_frames: usize)`: called at a point of the smoothing grid when something moved. The
//!   numbers are smoothed already: be there after `ramp_frames` internal frames, at once for 0. Choices and switches
//!   change from one call to the next; the block cross-fades them itself.
//! - `process(&mut self, frames: &mut [V])`: volts in, volts out, in place, for any number of frames. Nothing in it
//!   may depend on how a signal is cut into calls.
//! - `reset(&mut self)`: exactly as if it were new at the settings last set.
//! - `solver_failures(&self) -> u64`: steps that kept the last state because no solution was found, since it was built.
//!
//! After `new`, none of them allocates, locks, panics or logs.

mod circuits;
pub mod converter;
mod level;
mod listener;
pub mod load;
mod match_level;
mod monitor;
pub mod noise;
mod output;
pub mod parameter;
pub mod preamp;
pub mod reamp;
mod rest;
mod rounding;
pub mod scope;
pub mod settings;
mod smoother;
mod taps;

pub use level::{full_scale_volt, recorded_full_scale_volt};
pub use monitor::Monitor;
pub use parameter::Parameter;
pub use scope::Scope;
pub use settings::{PARAMETERS, Settings};
pub use taps::{Node, Tap, Taps};

use crate::dsp::Delay;
use crate::dsp::oversampling::{self, Filter, Oversampler};
use crate::lanes::Lanes;
use crate::spice;
use converter::Converter;
use level::Level;
use listener::Listener;
use load::Load;
use output::{Bypass, Output};
use preamp::Preamp;
use reamp::Reamp;
use rest::Rest;
use settings::Quality;
use smoother::Smoother;
use std::sync::Arc;

/// Host samples between two points at which settings take effect. The grid counts from the start, not from the host's
/// blocks, so that the result does not depend on these.
pub const GRID_FRAMES: usize = 32;

/// The whole path for one (`f64`) or two ([`Stereo`](crate::lanes::Stereo)) channels.
#[derive(Clone, Debug)]
pub struct Chain<V: Lanes> {
    internal_rate_hz: f64,
    latency_samples: usize,
    smoother: Smoother,
    /// Host frames since the last grid point.
    grid_position: usize,
    /// One interval of the grid at the host's rate.
    frames: Vec<V>,
    oversampler: Oversampler<V>,
    path: Path<V>,
    bypass: Bypass,
    rest: Rest,
    listener: Listener<V>,
    monitor: Monitor,
    is_watched: bool,
}

/// The blocks that run at the internal rate.
#[derive(Clone, Debug)]
struct Path<V: Lanes> {
    /// The recording behind the upsampler, in samples and as late as the converter makes the path, for the mix.
    dry: Vec<V>,
    dry_delay: Delay<V>,
    level: Level,
    load: Load<V>,
    preamp: Preamp<V>,
    converter: Converter<V>,
    reamp: Reamp<V>,
    output: Output<V>,
    /// Times that a block's output was not finite and the circuits started over.
    restarts: u64,
}

impl<V: Lanes> Chain<V> {
    /// Builds the path for a host at `sample_rate_hz`. Allocates; everything after it does not.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(
        sample_rate_hz: f64,
        quality: Quality,
        settings: &Settings,
    ) -> Result<Self, spice::Error> {
        let factor = oversampling::factor_for(sample_rate_hz, least_internal_rate_hz(quality));
        let internal_rate_hz = sample_rate_hz * factor as f64;
        let oversampler = Oversampler::new(sample_rate_hz, factor, filter(quality), GRID_FRAMES)
            .with_inner_delay(Converter::<V>::DELAY_FRAMES);
        let latency_samples = oversampler.delay_samples().round() as usize;
        let grid_seconds = GRID_FRAMES as f64 / sample_rate_hz;
        let smoother = Smoother::new(grid_seconds, settings);
        let settings = smoother.now();
        let mut chain = Self {
            internal_rate_hz,
            latency_samples,
            grid_position: 0,
            frames: vec![V::default(); GRID_FRAMES],
            oversampler,
            path: Path::new(internal_rate_hz, grid_seconds, factor, settings)?,
            bypass: Bypass::new(V::COUNT, sample_rate_hz, latency_samples, settings),
            rest: Rest::new(grid_seconds),
            listener: Listener::new(sample_rate_hz, factor),
            monitor: Monitor::Result,
            is_watched: false,
            smoother,
        };
        chain.calibrate_taps();
        Ok(chain)
    }

    /// New settings: they take effect, smoothed, from the next point of the smoothing grid on. Numbers outside of their
    /// range are moved into it; `quality` and `offline_quality` are for whoever builds the chain.
    pub fn set(&mut self, settings: &Settings) {
        self.smoother.set(settings);
    }

    /// Processes `V::COUNT` channels of equal length in place. The result is the same for any cut into calls.
    pub fn process(&mut self, channels: &mut [&mut [f32]]) {
        let frames = channels.iter().map(|channel| channel.len()).min();
        let frames = frames.unwrap_or(0);
        let mut start = 0;
        while start < frames {
            if self.grid_position == 0 {
                self.pass_grid_point();
            }
            let count = (GRID_FRAMES - self.grid_position).min(frames - start);
            self.process_within_grid(channels, start, count);
            self.grid_position = (self.grid_position + count) % GRID_FRAMES;
            start += count;
        }
    }

    /// As if it were new, with the settings that were set last.
    pub fn reset(&mut self) {
        self.smoother.settle();
        self.grid_position = 0;
        self.oversampler.reset();
        self.path.set(self.smoother.now(), 0);
        self.path.output.set_monitor(self.monitor);
        self.path.reset();
        self.bypass.set(self.smoother.now(), true);
        self.bypass.reset();
        self.rest.reset();
        self.listener.reset();
        self.calibrate_taps();
    }

    /// Delay of the whole path in host samples. It depends on rate and quality only.
    pub fn latency_samples(&self) -> u32 {
        self.latency_samples as u32
    }

    /// The rate at which the circuits are solved, Hz.
    pub fn internal_rate_hz(&self) -> f64 {
        self.internal_rate_hz
    }

    /// Steps of circuits that kept their last state because no solution was found, since the chain was built.
    pub fn solver_failures(&self) -> u64 {
        let Path {
            load,
            preamp,
            reamp,
            restarts,
            ..
        } = &self.path;
        load.solver_failures() + preamp.solver_failures() + reamp.solver_failures() + restarts
    }

    /// Times that a channel went into clipping at the converter, since the last reset.
    pub fn clips(&self) -> u64 {
        self.path.converter.clips()
    }

    /// What of source and input can be read: the repair limit's share, 48 V.
    pub fn load_state(&self) -> load::State {
        self.path.load.state()
    }

    /// Levels at every node since the last call.
    pub fn take_taps(&mut self) -> Taps {
        self.listener.take()
    }

    /// While somebody watches, true peaks at both ends of the path are looked for between the host's samples, and it is
    /// known how loud result and recording are, so that [`Monitor::MatchedDry`] is at its level at once. From the next
    /// point of the smoothing grid on.
    pub fn set_watched(&mut self, is_watched: bool) {
        self.is_watched = is_watched;
    }

    /// What is heard, from the next point of the smoothing grid on, after a cross-fade of 10 ms. Bypass has precedence, and
    /// latency is the same whatever is heard.
    pub fn set_monitor(&mut self, monitor: Monitor) {
        self.monitor = monitor;
    }

    /// Where samples go that somebody asks for. Not for the audio thread, on which what was there before might be freed.
    pub fn set_scope(&mut self, scope: Arc<Scope>) {
        self.listener.set_scope(scope);
    }

    fn pass_grid_point(&mut self) {
        self.listener.set_watched(self.is_watched);
        self.listener.pass_grid_point();
        self.path.output.set_watched(self.is_watched);
        self.rest.pass_grid_point();
        if self.smoother.now().noise {
            self.rest.wake(); // noise does not wait for a signal
        }
        let ramp_frames = GRID_FRAMES * self.oversampler.factor();
        if self.path.output.set_monitor(self.monitor) {
            self.rest.wake();
        }
        if self.smoother.step() {
            let settings = self.smoother.now();
            self.path.set(settings, ramp_frames);
            self.bypass.set(settings, false);
            self.calibrate_taps();
            self.rest.wake();
        }
        if !self.rest.is_asleep() {
            self.oversampler.flush_denormals();
            self.path.output.pass_grid_point(ramp_frames);
        }
    }

    fn process_within_grid(&mut self, channels: &mut [&mut [f32]], start: usize, count: usize) {
        let (frames, _) = self.frames.split_at_mut(count);
        for (index, frame) in frames.iter_mut().enumerate() {
            *frame = V::from_fn(|lane| {
                let sample = channels
                    .get(lane)
                    .and_then(|channel| channel.get(start + index));
                f64::from(level::clean(sample.copied().unwrap_or(0.0)))
            });
        }
        let settings = self.smoother.now();
        let recorded_volt = recorded_full_scale_volt(settings);
        self.listener
            .hear_host(Node::Recorded, frames, recorded_volt);
        let first_sound = frames.iter().position(|&frame| frame != V::default());
        let asleep = if self.rest.is_asleep() {
            first_sound.unwrap_or(count)
        } else {
            0
        };
        let (_, awake) = frames.split_at_mut(asleep);
        self.listener.hear_silence(asleep);
        if !awake.is_empty() {
            if self.rest.is_asleep() {
                self.rest.wake();
            }
            self.oversampler.process(awake, |internal| {
                self.path.process(internal, &mut self.listener)
            });
            self.rest.observe(first_sound.is_some(), awake);
        }
        self.bypass.process(channels, start, frames);
        let output_volt = full_scale_volt(settings.out_cal_dbu);
        self.listener.hear_host(Node::Output, frames, output_volt);
    }

    fn calibrate_taps(&mut self) {
        let settings = self.smoother.now();
        let recorded = recorded_full_scale_volt(settings);
        let converter = full_scale_volt(settings.conv_cal_dbu);
        self.listener.calibrate(Node::Recorded, recorded);
        self.listener.calibrate(Node::Input, recorded);
        self.listener.calibrate(Node::Preamp, converter);
        self.listener.calibrate(Node::Converter, converter);
        let send = reamp::unloaded_full_scale_volt(settings);
        self.listener.calibrate(Node::Reamp, send);
        let output = full_scale_volt(settings.out_cal_dbu);
        self.listener.calibrate(Node::Output, output);
    }
}

impl<V: Lanes> Path<V> {
    fn new(
        internal_rate_hz: f64,
        grid_seconds: f64,
        factor: usize,
        settings: &Settings,
    ) -> Result<Self, spice::Error> {
        Ok(Self {
            dry: vec![V::default(); GRID_FRAMES * factor],
            dry_delay: Delay::new(Converter::<V>::DELAY_FRAMES),
            level: Level::new(settings),
            load: Load::new(internal_rate_hz, settings)?,
            preamp: Preamp::new(internal_rate_hz, settings)?,
            converter: Converter::new(internal_rate_hz, factor, settings),
            reamp: Reamp::new(internal_rate_hz, settings)?,
            output: Output::new(internal_rate_hz, grid_seconds, settings),
            restarts: 0,
        })
    }

    fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        self.level.set(settings, ramp_frames);
        self.load.set(settings, ramp_frames);
        self.preamp.set(settings, ramp_frames);
        self.converter.set(settings, ramp_frames);
        self.reamp.set(settings, ramp_frames);
        self.output.set(settings, ramp_frames);
    }

    /// Samples in, samples out, at the internal rate.
    fn process(&mut self, frames: &mut [V], listener: &mut Listener<V>) {
        let (dry, _) = self.dry.split_at_mut(frames.len());
        dry.copy_from_slice(frames);
        self.dry_delay.process(dry);
        self.level.process(frames);
        self.load.process(frames);
        listener.hear(Node::Input, frames);
        self.preamp.process(frames);
        self.keep_finite(frames);
        listener.hear(Node::Preamp, frames);
        let scale_end_volt = self.converter.scale_end_volt();
        self.converter.process(frames);
        let scale_end_volt = scale_end_volt.max(self.converter.scale_end_volt());
        listener.hear_within(Node::Converter, frames, scale_end_volt);
        self.reamp.process(frames);
        self.keep_finite(frames);
        listener.hear(Node::Reamp, frames);
        let (dry, _) = self.dry.split_at(frames.len());
        self.output.process(frames, dry);
    }

    /// Circuits keep their own state finite; should one fail to, silence is the least harm.
    fn keep_finite(&mut self, frames: &mut [V]) {
        // Times zero, only what is not finite leaves a trace.
        let zero = V::default();
        let trace = frames.iter().fold(zero, |sum, &frame| sum + frame * zero);
        if !trace.is_finite() {
            self.restart(frames);
        }
    }

    #[cold]
    fn restart(&mut self, frames: &mut [V]) {
        self.load.reset();
        self.preamp.reset();
        self.reamp.reset();
        self.restarts += 1;
        frames.fill(V::default());
    }

    fn reset(&mut self) {
        self.dry_delay.reset();
        self.load.reset();
        self.preamp.reset();
        self.converter.reset();
        self.reamp.reset();
        self.output.reset();
    }
}

/// The lowest rate at which circuits are solved. It bounds aliasing: of a sine of 1249 Hz that is clipped 20 dB over, the
/// worst alias is about -66, -79 and -91 dB at 4, 8 and 16 times 48 kHz.
fn least_internal_rate_hz(quality: Quality) -> f64 {
    match quality {
        Quality::Live => 176.4e3,
        Quality::High => 352.8e3,
        Quality::Render => 705.6e3,
    }
}

/// Least delay for playing, equal delay for everything else.
fn filter(quality: Quality) -> Filter {
    match quality {
        Quality::Live => Filter::Recursive {
            stop_band_db: 104.0,
        },
        Quality::High | Quality::Render => Filter::LinearPhase {
            stop_band_db: 110.0,
        },
    }
}
