//! A plugin at work.

use clack_extensions::audio_ports_config::{AudioPortsConfigBuffer, PluginAudioPortsConfig};
use clack_extensions::latency::PluginLatency;
use clack_extensions::params::PluginParams;
use clack_extensions::render::{PluginRender, RenderMode};
use clack_extensions::state::PluginState;
use clack_host::events::event_types::ParamValueEvent;
use clack_host::prelude::*;

use crate::audio::{Audio, Change, Happening};
use crate::callbacks::Headless;
use crate::editor::Editor;
use crate::playing::{Playing, Signal};
use crate::{Error, audio};

/// What the plugin has asked for since the host looked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requests {
    /// To be deactivated and activated again.
    pub restart: bool,
    /// How often it has announced another latency, since it was created.
    pub latency_changes: u32,
}

/// One instance of the plugin.
pub struct Instance {
    pub(crate) plugin: PluginInstance<Headless>,
    pub(crate) editor: Editor,
    sound: Sound,
    /// What the plugin has told since the host looked last, while no audio ran.
    happenings: Vec<Happening>,
}

/// Who hands audio through the plugin.
enum Sound {
    /// Nobody: it is not active.
    Off,
    /// Whoever calls [`Instance::render`].
    Here(Audio),
    /// A thread of its own.
    Playing(Playing),
}

impl Instance {
    pub(crate) fn new(plugin: PluginInstance<Headless>) -> Self {
        Self {
            plugin,
            editor: Editor::default(),
            sound: Sound::Off,
            happenings: Vec::new(),
        }
    }

    /// Chooses mono (1) or stereo (2); before [`activate`](Self::activate).
    ///
    /// # Errors
    /// The plugin does not have that layout.
    pub fn select_channels(&mut self, channels: u32) -> Result<(), Error> {
        let handle = self.plugin.plugin_handle();
        let missing = Error::Missing("layout for this number of channels");
        let Some(layouts) = handle.get_extension::<PluginAudioPortsConfig>() else {
            return Err(missing);
        };
        let mut buffer = AudioPortsConfigBuffer::new();
        for index in 0..layouts.count(&handle) {
            if let Some(layout) = layouts.get(&handle, index, &mut buffer)
                && layout.main_output.map(|port| port.channel_count) == Some(channels)
            {
                let id = layout.id;
                return layouts.select(&handle, id).map_err(|_| missing);
            }
        }
        Err(missing)
    }

    /// Says whether audio will come faster than it is heard.
    ///
    /// # Errors
    /// The plugin does not care.
    pub fn set_offline(&mut self, is_offline: bool) -> Result<(), Error> {
        let mode = match is_offline {
            true => RenderMode::Offline,
            false => RenderMode::Realtime,
        };
        let handle = self.plugin.plugin_handle();
        handle
            .get_extension::<PluginRender>()
            .and_then(|render| render.set(&handle, mode).ok())
            .ok_or(Error::Missing("render mode"))
    }

    /// Makes the plugin ready for blocks of up to `longest_block` samples.
    ///
    /// # Errors
    /// The plugin refuses.
    pub fn activate(&mut self, sample_rate_hz: f64, longest_block: usize) -> Result<(), Error> {
        let configuration = PluginAudioConfiguration {
            sample_rate: sample_rate_hz,
            min_frames_count: 1,
            max_frames_count: longest_block as u32,
        };
        let stopped = self.plugin.activate(|_, _| (), configuration)?;
        let running = stopped
            .start_processing()
            .map_err(|_| Error::Missing("start of processing"))?;
        self.sound = Sound::Here(Audio::new(running, longest_block));
        Ok(())
    }

    /// Ends processing.
    pub fn deactivate(&mut self) {
        let audio = match std::mem::replace(&mut self.sound, Sound::Off) {
            Sound::Off => return,
            Sound::Here(audio) => audio,
            Sound::Playing(playing) => playing.stop(),
        };
        self.plugin.deactivate(audio.into_stopped());
    }

    /// Lets a thread of its own hand `signal` through the active plugin, in real time.
    ///
    /// # Errors
    /// The plugin is not active or plays already.
    pub fn play(&mut self, signal: Signal) -> Result<(), Error> {
        match std::mem::replace(&mut self.sound, Sound::Off) {
            Sound::Here(audio) => {
                self.sound = Sound::Playing(Playing::start(audio, signal));
                Ok(())
            }
            other => {
                self.sound = other;
                Err(Error::Missing("audio that could be played"))
            }
        }
    }

    /// What plays, if something does.
    pub fn playing(&self) -> Option<&Playing> {
        match &self.sound {
            Sound::Playing(playing) => Some(playing),
            _ => None,
        }
    }

    /// The latency that the plugin reports, in samples.
    pub fn latency_samples(&mut self) -> u32 {
        let handle = self.plugin.plugin_handle();
        handle
            .get_extension::<PluginLatency>()
            .map_or(0, |latency| latency.get(&handle))
    }

    /// Lets the plugin do what it wanted to do on the main thread, and returns what it asks for.
    pub fn attend(&mut self) -> Requests {
        let wants_flush = self
            .plugin
            .access_shared_handler(|shared| shared.take_flush());
        if wants_flush && matches!(self.sound, Sound::Off) {
            self.flush(&[]);
        }
        while self
            .plugin
            .access_shared_handler(|shared| shared.take_callback())
        {
            self.plugin.call_on_main_thread_callback();
        }
        self.plugin.access_shared_handler(|shared| Requests {
            restart: shared.take_restart(),
            latency_changes: shared.latency_changes(),
        })
    }

    /// Moves a parameter while the plugin is not active.
    pub fn set(&mut self, id: u32, value: f64) {
        self.flush(&[ParamValueEvent::new(
            0,
            ClapId::new(id),
            Pckn::match_all(),
            value,
        )]);
    }

    /// Exchanges parameter events without audio.
    fn flush(&mut self, events: &[ParamValueEvent]) {
        let mut answers = EventBuffer::new();
        if let Some(mut handle) = self.plugin.inactive_plugin_handle()
            && let Some(params) = handle.get_extension::<PluginParams>()
        {
            params.flush(
                &mut handle,
                &InputEvents::from_buffer(&events),
                &mut OutputEvents::from_buffer(&mut answers),
            );
        }
        self.happenings.extend(audio::happenings(&answers));
    }

    /// What the plugin has told about its parameters since the last call, in order.
    pub fn take_happenings(&mut self) -> Vec<Happening> {
        let mut happenings = std::mem::take(&mut self.happenings);
        match &mut self.sound {
            Sound::Off => {}
            Sound::Here(audio) => happenings.extend(audio.take_happenings()),
            Sound::Playing(playing) => happenings.extend(playing.take_happenings()),
        }
        happenings
    }

    /// The plugin's state as it would be saved in a session.
    ///
    /// # Errors
    /// The plugin cannot save.
    pub fn save_state(&mut self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let handle = self.plugin.plugin_handle();
        handle
            .get_extension::<PluginState>()
            .and_then(|state| state.save(&handle, &mut bytes).ok())
            .ok_or(Error::Missing("state"))?;
        Ok(bytes)
    }

    /// Restores a state. False if the plugin refuses it.
    pub fn load_state(&mut self, bytes: &[u8]) -> bool {
        let handle = self.plugin.plugin_handle();
        handle.get_extension::<PluginState>().is_some_and(|state| {
            state
                .load(&handle, &mut std::io::Cursor::new(bytes))
                .is_ok()
        })
    }

    /// See [`Audio::render`].
    ///
    /// # Errors
    /// The plugin is not active or gives up.
    pub fn render(
        &mut self,
        input: &[Vec<f32>],
        block_sizes: &[usize],
        changes: &[Change],
    ) -> Result<Vec<Vec<f32>>, Error> {
        self.audio()?.render(input, block_sizes, changes)
    }

    /// What hands audio through the active plugin block by block.
    ///
    /// # Errors
    /// The plugin is not active, or its audio plays on a thread of its own.
    pub fn audio(&mut self) -> Result<&mut Audio, Error> {
        match &mut self.sound {
            Sound::Here(audio) => Ok(audio),
            _ => Err(Error::Missing("audio that could be rendered")),
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.close_editor();
        self.deactivate();
    }
}
