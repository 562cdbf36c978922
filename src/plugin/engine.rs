//! The chain for the host's channels, and the workshop where another one is built while audio runs.

use std::sync::Arc;

use crossbeam_queue::ArrayQueue;

use crate::chain::settings::{Quality, Settings};
use crate::chain::{Chain, Monitor, Scope};
use crate::lanes::{Lanes, Stereo};
use crate::meter::Meters;
use crate::spice;

/// What a chain is built for; everything else moves while it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Build {
    /// The host's sample rate.
    pub sample_rate_hz: f64,
    /// Two channels or one.
    pub is_stereo: bool,
    /// Internal rate and filters.
    pub quality: Quality,
}

/// The chain for the host's channels.
pub struct Engine {
    build: Build,
    chain: AnyChain,
}

enum AnyChain {
    Mono(Box<Chain<f64>>),
    Stereo(Box<Chain<Stereo>>),
}

impl Engine {
    /// Builds the chain, which writes into `scope`. Allocates; nothing after it does.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(
        build: Build,
        settings: &Settings,
        scope: &Arc<Scope>,
    ) -> Result<Self, spice::Error> {
        let chain = match build.is_stereo {
            false => AnyChain::Mono(chain(build, settings, scope)?),
            true => AnyChain::Stereo(chain(build, settings, scope)?),
        };
        Ok(Self { build, chain })
    }

    /// What it was built for.
    pub fn build(&self) -> Build {
        self.build
    }

    /// See [`Chain::set`].
    pub fn set(&mut self, settings: &Settings) {
        match &mut self.chain {
            AnyChain::Mono(chain) => chain.set(settings),
            AnyChain::Stereo(chain) => chain.set(settings),
        }
    }

    /// See [`Chain::set_watched`].
    pub fn set_watched(&mut self, is_watched: bool) {
        match &mut self.chain {
            AnyChain::Mono(chain) => chain.set_watched(is_watched),
            AnyChain::Stereo(chain) => chain.set_watched(is_watched),
        }
    }

    /// See [`Chain::set_monitor`].
    pub fn set_monitor(&mut self, monitor: Monitor) {
        match &mut self.chain {
            AnyChain::Mono(chain) => chain.set_monitor(monitor),
            AnyChain::Stereo(chain) => chain.set_monitor(monitor),
        }
    }

    /// See [`Chain::process`].
    pub fn process(&mut self, channels: &mut [&mut [f32]]) {
        match &mut self.chain {
            AnyChain::Mono(chain) => chain.process(channels),
            AnyChain::Stereo(chain) => chain.process(channels),
        }
    }

    /// See [`Chain::reset`].
    pub fn reset(&mut self) {
        match &mut self.chain {
            AnyChain::Mono(chain) => chain.reset(),
            AnyChain::Stereo(chain) => chain.reset(),
        }
    }

    /// Hands the levels since the last call, and the counters, to the meters.
    pub fn show(&mut self, meters: &Meters, frames: usize) {
        let seconds = frames as f64 / self.build.sample_rate_hz;
        match &mut self.chain {
            AnyChain::Mono(chain) => show(chain, meters, seconds),
            AnyChain::Stereo(chain) => show(chain, meters, seconds),
        }
    }

    /// See [`Chain::latency_samples`].
    pub fn latency_samples(&self) -> u32 {
        match &self.chain {
            AnyChain::Mono(chain) => chain.latency_samples(),
            AnyChain::Stereo(chain) => chain.latency_samples(),
        }
    }
}

fn chain<V: Lanes>(
    build: Build,
    settings: &Settings,
    scope: &Arc<Scope>,
) -> Result<Box<Chain<V>>, spice::Error> {
    let mut chain = Chain::new(build.sample_rate_hz, build.quality, settings)?;
    chain.set_scope(scope.clone());
    Ok(Box::new(chain))
}

fn show<V: Lanes>(chain: &mut Chain<V>, meters: &Meters, seconds: f64) {
    meters.set_channel_count(V::COUNT);
    meters.add(&chain.take_taps(), seconds);
    meters.count(chain.clips(), chain.solver_failures());
}

/// Builds engines on the background thread. The audio thread orders one, fetches it when it is ready, and hands the
/// old one back to be dropped: it never waits, allocates or frees.
pub struct Workshop {
    ready: ArrayQueue<Engine>,
    retired: ArrayQueue<Engine>,
    /// What every engine writes into.
    scope: Arc<Scope>,
}

/// Work for the background thread.
#[derive(Clone, Copy)]
pub enum Order {
    /// Build an engine.
    Build(Build),
    /// Drop what the audio thread has handed back.
    Clean,
}

/// Engines that can wait on either side: as many as there are qualities, and one.
const SHELF_SIZE: usize = 4;

impl Workshop {
    /// An empty one, for engines that write into `scope`.
    pub fn new(scope: Arc<Scope>) -> Self {
        Self {
            scope,
            ready: ArrayQueue::new(SHELF_SIZE),
            retired: ArrayQueue::new(SHELF_SIZE),
        }
    }

    /// Does the work; for the background thread.
    pub fn work(&self, order: Order, settings: &Settings) {
        while self.retired.pop().is_some() {}
        if let Order::Build(build) = order
            && let Ok(engine) = Engine::new(build, settings, &self.scope)
        {
            // The oldest engine makes room: nobody wants it any more.
            self.ready.force_push(engine);
        }
    }

    /// An engine that has become ready; for the audio thread. None while there is no room to retire another.
    pub fn fetch(&self) -> Option<Engine> {
        match self.retired.is_full() {
            true => None,
            false => self.ready.pop(),
        }
    }

    /// Takes an engine back; for the audio thread, once after each [`fetch`](Self::fetch). Order a
    /// [`Clean`](Order::Clean) afterwards.
    pub fn retire(&self, engine: Engine) {
        // There is room, for fetch has looked and nobody else fills this shelf.
        let _never_full = self.retired.push(engine);
    }
}
