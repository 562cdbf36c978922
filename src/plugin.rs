//! Host glue: CLAP and VST3 around [`Chain`](crate::chain::Chain). It decides nothing about sound.

mod denormals;
mod engine;

use std::sync::Arc;
use std::time::Instant;

use nice_plug::prelude::*;
use nice_plug_vizia::ViziaEditor;

use crate::chain::Monitor;
use crate::chain::settings::{OfflineQuality, Quality, Settings};
use crate::editor;
use crate::meter::Meters;
use crate::params::{PrefaceParams, complete_state};
use denormals::FlushDenormals;
use engine::{Build, Engine, Order, Workshop};

/// Seconds after the end of the input in which coupling capacitors may still move the output.
const TAIL_SECONDS: f64 = 1.0;

/// The plugin as hosts see it.
pub struct Preface {
    params: Arc<PrefaceParams>,
    meters: Arc<Meters>,
    workshop: Arc<Workshop>,
    engine: Option<Engine>,
    /// What `engine` was set to last.
    settings: Settings,
    /// What was ordered from the workshop last.
    ordered: Option<Build>,
    renders_offline: bool,
}

impl Default for Preface {
    fn default() -> Self {
        let meters: Arc<Meters> = Arc::default();
        Self {
            params: Arc::default(),
            workshop: Arc::new(Workshop::new(meters.scope().clone())),
            meters,
            engine: None,
            settings: Settings::default(),
            ordered: None,
            renders_offline: false,
        }
    }
}

impl Preface {
    /// What runs here, for whoever shows it.
    pub fn meters(&self) -> Arc<Meters> {
        self.meters.clone()
    }

    /// What is to be heard: an editor's user decides it, for as long as the editor is open, and never for a file.
    fn monitor(&self, is_watched: bool) -> Monitor {
        match is_watched && !self.renders_offline {
            true => self.params.kept.monitor(),
            false => Monitor::Result,
        }
    }

    /// The quality that these settings ask for.
    fn quality(&self, settings: &Settings) -> Quality {
        match (self.renders_offline, settings.offline_quality) {
            (true, OfflineQuality::Render) => Quality::Render,
            _ => settings.quality,
        }
    }

    /// Orders another engine when the quality has changed, and uses it as soon as it is ready.
    fn follow_quality(&mut self, settings: &Settings, context: &impl ProcessContext<Self>) {
        let Some(engine) = &self.engine else {
            return;
        };
        let mut current = engine.build();
        let wanted = Build {
            quality: self.quality(settings),
            ..current
        };
        if let Some(mut engine) = self.workshop.fetch() {
            self.ordered = None;
            if engine.build() == wanted && current != wanted {
                current = wanted;
                context.set_latency_samples(engine.latency_samples());
                self.meters.set_latency_samples(engine.latency_samples());
                engine.set(settings);
                if let Some(old) = self.engine.replace(engine) {
                    self.workshop.retire(old);
                }
            } else {
                self.workshop.retire(engine);
            }
            context.execute_background(Order::Clean);
        }
        if current != wanted && self.ordered != Some(wanted) {
            self.ordered = Some(wanted);
            context.execute_background(Order::Build(wanted));
        }
    }
}

impl Plugin for Preface {
    const NAME: &'static str = "PREFACE";
    const VENDOR: &'static str = "PREFACE contributors";
    const URL: &'static str = env!("CARGO_PKG_REPOSITORY");
    const EMAIL: &'static str = "";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = &[
        AudioIOLayout {
            main_input_channels: NonZeroU32::new(2),
            main_output_channels: NonZeroU32::new(2),
            ..AudioIOLayout::const_default()
        },
        AudioIOLayout {
            main_input_channels: NonZeroU32::new(1),
            main_output_channels: NonZeroU32::new(1),
            ..AudioIOLayout::const_default()
        },
    ];
    const SAMPLE_ACCURATE_AUTOMATION: bool = true;

    type Editor = ViziaEditor;
    type SysExMessage = ();
    type BackgroundTask = Order;

    fn task_executor(&mut self) -> TaskExecutor<Self> {
        let (workshop, params) = (self.workshop.clone(), self.params.clone());
        Box::new(move |order| workshop.work(order, &params.settings()))
    }

    fn params(&self) -> Arc<dyn Params> {
        self.params.clone()
    }

    fn editor(&mut self, _: AsyncExecutor<Self>) -> Option<ViziaEditor> {
        Some(editor::editor(self.params.clone(), self.meters.clone()))
    }

    fn filter_state(state: &mut PluginState) {
        complete_state(state);
    }

    fn activate(
        &mut self,
        layout: &AudioIOLayout,
        buffer: &BufferConfig,
        context: &mut impl ActivateContext<Self>,
    ) -> bool {
        self.renders_offline = buffer.process_mode == ProcessMode::Offline;
        self.settings = self.params.settings();
        let build = Build {
            sample_rate_hz: f64::from(buffer.sample_rate),
            is_stereo: layout.main_output_channels == NonZeroU32::new(2),
            quality: self.quality(&self.settings),
        };
        // Hosts activate several times in a row, and again after each change of latency.
        if self.engine.as_ref().map(Engine::build) != Some(build) {
            self.engine = match Engine::new(build, &self.settings, self.meters.scope()) {
                Ok(engine) => Some(engine),
                Err(error) => {
                    nice_error!("{error}");
                    None
                }
            };
        }
        self.ordered = None;
        self.meters.set_sample_rate_hz(build.sample_rate_hz);
        if let Some(engine) = &self.engine {
            context.set_latency_samples(engine.latency_samples());
            self.meters.set_latency_samples(engine.latency_samples());
        }
        self.engine.is_some()
    }

    fn reset(&mut self) {
        self.settings = self.params.settings();
        if let Some(engine) = &mut self.engine {
            engine.set(&self.settings);
            engine.reset();
        }
    }

    fn process(
        &mut self,
        buffer: &mut Buffer<'_>,
        _aux: &mut AuxiliaryBuffers<'_>,
        context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        let _flush = FlushDenormals::new();
        let is_watched = self.meters.is_watched();
        // The monotonic clock is read without a system call wherever it stands in the processor: Linux maps it into the
        // process (vDSO), macOS too (commpage), and Windows' performance counter is the time stamp counter. A machine
        // whose clock is outside pays two calls a block, while its user looks.
        let begin = is_watched.then(Instant::now);
        let monitor = self.monitor(is_watched);
        let settings = self.params.settings();
        self.follow_quality(&settings, context);
        let Some(engine) = &mut self.engine else {
            return ProcessStatus::Error("not activated");
        };
        if settings != self.settings {
            engine.set(&settings);
            self.settings = settings;
        }
        engine.set_watched(is_watched);
        engine.set_monitor(monitor);
        engine.process(buffer.as_slice());
        engine.show(&self.meters, buffer.samples());
        if let Some(begin) = begin {
            let seconds = buffer.samples() as f64 / engine.build().sample_rate_hz;
            self.meters
                .count_time(begin.elapsed().as_secs_f64(), seconds);
        }
        let tail_seconds = TAIL_SECONDS * engine.build().sample_rate_hz;
        ProcessStatus::Tail(engine.latency_samples() + tail_seconds as u32)
    }
}

impl ClapPlugin for Preface {
    const CLAP_ID: &'static str = "audio.preface.preface";
    const CLAP_DESCRIPTION: Option<&'static str> = Some(env!("CARGO_PKG_DESCRIPTION"));
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] = &[
        ClapFeature::AudioEffect,
        ClapFeature::Distortion,
        ClapFeature::Utility,
        ClapFeature::Mixing,
        ClapFeature::Stereo,
        ClapFeature::Mono,
    ];
}

impl Vst3Plugin for Preface {
    const VST3_CLASS_ID: [u8; 16] = *b"PREFACEpreampDIb";
    const VST3_SUBCATEGORIES: &'static [Vst3SubCategory] = &[
        Vst3SubCategory::Fx,
        Vst3SubCategory::Distortion,
        Vst3SubCategory::Tools,
    ];
}

nice_export_clap!(Preface);
nice_export_vst3!(Preface);
