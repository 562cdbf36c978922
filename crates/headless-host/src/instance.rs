//! A plugin at work.

use clack_extensions::audio_ports_config::{AudioPortsConfigBuffer, PluginAudioPortsConfig};
use clack_extensions::latency::PluginLatency;
use clack_extensions::params::PluginParams;
use clack_extensions::render::{PluginRender, RenderMode};
use clack_extensions::state::PluginState;
use clack_host::events::event_types::ParamValueEvent;
use clack_host::prelude::*;

use crate::Error;
use crate::callbacks::Headless;

/// A change of a parameter while audio runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Sample that it takes effect at.
    pub sample: usize,
    /// The parameter's number.
    pub id: u32,
    /// Its value in the host's numbers.
    pub value: f64,
}

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
    running: Option<StartedPluginAudioProcessor<Headless>>,
    longest_block: usize,
    buffers: Buffers,
}

/// What one call of the plugin needs, allocated before it.
struct Buffers {
    input: Vec<Vec<f32>>,
    output: Vec<Vec<f32>>,
    events: Vec<ParamValueEvent>,
    answers: EventBuffer,
    input_ports: AudioPorts,
    output_ports: AudioPorts,
}

/// Channels of the ports.
const MOST_CHANNELS: usize = 2;

impl Instance {
    pub(crate) fn new(plugin: PluginInstance<Headless>) -> Self {
        Self {
            plugin,
            running: None,
            longest_block: 0,
            buffers: Buffers {
                input: Vec::new(),
                output: Vec::new(),
                events: Vec::new(),
                answers: EventBuffer::new(),
                input_ports: AudioPorts::with_capacity(MOST_CHANNELS, 1),
                output_ports: AudioPorts::with_capacity(MOST_CHANNELS, 1),
            },
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
        self.running = Some(running);
        self.longest_block = longest_block;
        Ok(())
    }

    /// Ends processing.
    pub fn deactivate(&mut self) {
        if let Some(running) = self.running.take() {
            self.plugin.deactivate(running.stop_processing());
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
        if let Some(mut handle) = self.plugin.inactive_plugin_handle()
            && let Some(params) = handle.get_extension::<PluginParams>()
        {
            let event = ParamValueEvent::new(0, ClapId::new(id), Pckn::match_all(), value);
            params.flush(
                &mut handle,
                &InputEvents::from_buffer(&[event]),
                &mut OutputEvents::from_buffer(&mut EventBuffer::new()),
            );
        }
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

    /// Sends audio through the plugin in blocks whose sizes repeat `block_sizes`. The output is as long as the input
    /// and as late as the plugin's latency.
    ///
    /// # Errors
    /// The plugin is not active or gives up.
    pub fn render(
        &mut self,
        input: &[Vec<f32>],
        block_sizes: &[usize],
        changes: &[Change],
    ) -> Result<Vec<Vec<f32>>, Error> {
        let length = input.first().map_or(0, Vec::len);
        let mut output = vec![Vec::with_capacity(length); input.len()];
        let mut start = 0;
        let mut sizes = block_sizes.iter().copied().cycle();
        while start < length {
            let size = sizes.next().unwrap_or(self.longest_block);
            let end = length.min(start + size.clamp(1, self.longest_block));
            self.prepare(input, start..end, changes);
            self.process()?;
            for (whole, block) in output.iter_mut().zip(self.output()) {
                whole.extend_from_slice(block);
            }
            start = end;
        }
        Ok(output)
    }

    /// Lays out the samples `range` of the input and the changes among them for the next
    /// [`process`](Self::process).
    pub fn prepare(
        &mut self,
        input: &[Vec<f32>],
        range: std::ops::Range<usize>,
        changes: &[Change],
    ) {
        let blocks = input.iter().map(|channel| channel[range.clone()].to_vec());
        self.buffers.input = blocks.collect();
        self.buffers.answers.clear();
        self.buffers.output = vec![vec![0.0; range.len()]; input.len()];
        self.buffers.events = changes
            .iter()
            .filter(|change| range.contains(&change.sample))
            .map(|change| {
                let time = (change.sample - range.start) as u32;
                let id = ClapId::new(change.id);
                ParamValueEvent::new(time, id, Pckn::match_all(), change.value)
            })
            .collect();
    }

    /// Processes what [`prepare`](Self::prepare) has laid out. If anything allocates here, it is the plugin.
    ///
    /// # Errors
    /// The plugin is not active or gives up.
    pub fn process(&mut self) -> Result<(), Error> {
        let running = self.running.as_mut().ok_or(Error::Missing("activation"))?;
        let Buffers {
            input,
            output,
            events,
            answers,
            input_ports,
            output_ports,
        } = &mut self.buffers;
        let input_audio = input_ports.with_input_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_input_only(
                input.iter_mut().map(InputChannel::variable),
            ),
        }]);
        let mut output_audio = output_ports.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(
                output.iter_mut().map(Vec::as_mut_slice),
            ),
        }]);
        running.process(
            &input_audio,
            &mut output_audio,
            &InputEvents::from_buffer(&events.as_slice()),
            &mut OutputEvents::from_buffer(answers),
            None,
            None,
        )?;
        Ok(())
    }

    /// What the last [`process`](Self::process) put out.
    pub fn output(&self) -> &[Vec<f32>] {
        &self.buffers.output
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.deactivate();
    }
}
