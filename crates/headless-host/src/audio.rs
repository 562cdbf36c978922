//! Audio and parameter events through the active plugin, block by block.

use clack_host::events::event_types::ParamValueEvent;
use clack_host::events::spaces::CoreEventSpace;
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

/// What the plugin tells its host about a parameter, by the parameter's number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happening {
    /// A user has taken hold of it.
    Begin(u32),
    /// It has another value, in the host's numbers.
    Value(u32, f64),
    /// The user has let go of it.
    End(u32),
}

/// Hands audio through the active plugin; for one thread at a time.
pub struct Audio {
    running: StartedPluginAudioProcessor<Headless>,
    longest_block: usize,
    input: Vec<Vec<f32>>,
    output: Vec<Vec<f32>>,
    events: Vec<ParamValueEvent>,
    answers: EventBuffer,
    happenings: Vec<Happening>,
    input_ports: AudioPorts,
    output_ports: AudioPorts,
}

/// Channels of the ports.
const MOST_CHANNELS: usize = 2;
/// Events that the plugin can put out in a block without the host allocating for them.
const MOST_ANSWERS: usize = 4096;

impl Audio {
    pub(crate) fn new(
        running: StartedPluginAudioProcessor<Headless>,
        longest_block: usize,
    ) -> Self {
        Self {
            running,
            longest_block,
            input: Vec::new(),
            output: Vec::new(),
            events: Vec::new(),
            answers: EventBuffer::with_capacity(MOST_ANSWERS),
            happenings: Vec::new(),
            input_ports: AudioPorts::with_capacity(MOST_CHANNELS, 1),
            output_ports: AudioPorts::with_capacity(MOST_CHANNELS, 1),
        }
    }

    pub(crate) fn into_stopped(self) -> StoppedPluginAudioProcessor<Headless> {
        self.running.stop_processing()
    }

    /// Sends audio through the plugin in blocks whose sizes repeat `block_sizes`. The output is as long as the input
    /// and as late as the plugin's latency.
    ///
    /// # Errors
    /// The plugin gives up.
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
        self.happenings.extend(happenings(&self.answers));
        self.answers.clear();
        let blocks = input.iter().map(|channel| channel[range.clone()].to_vec());
        self.input = blocks.collect();
        self.output = vec![vec![0.0; range.len()]; input.len()];
        self.events = changes
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
    /// The plugin gives up.
    pub fn process(&mut self) -> Result<(), Error> {
        let input_audio = self.input_ports.with_input_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_input_only(
                self.input.iter_mut().map(InputChannel::variable),
            ),
        }]);
        let mut output_audio = self.output_ports.with_output_buffers([AudioPortBuffer {
            latency: 0,
            channels: AudioPortBufferType::f32_output_only(
                self.output.iter_mut().map(Vec::as_mut_slice),
            ),
        }]);
        self.running.process(
            &input_audio,
            &mut output_audio,
            &InputEvents::from_buffer(&self.events.as_slice()),
            &mut OutputEvents::from_buffer(&mut self.answers),
            None,
            None,
        )?;
        Ok(())
    }

    /// What the last [`process`](Self::process) put out.
    pub fn output(&self) -> &[Vec<f32>] {
        &self.output
    }

    /// What the plugin has told about its parameters since the last call, in order.
    pub fn take_happenings(&mut self) -> Vec<Happening> {
        self.happenings.extend(happenings(&self.answers));
        self.answers.clear();
        std::mem::take(&mut self.happenings)
    }
}

/// What events from the plugin say about its parameters.
pub(crate) fn happenings(events: &EventBuffer) -> impl Iterator<Item = Happening> {
    events
        .iter()
        .filter_map(|event| match event.as_core_event()? {
            CoreEventSpace::ParamGestureBegin(event) => {
                Some(Happening::Begin(event.param_id()?.get()))
            }
            CoreEventSpace::ParamGestureEnd(event) => Some(Happening::End(event.param_id()?.get())),
            CoreEventSpace::ParamValue(event) => {
                Some(Happening::Value(event.param_id()?.get(), event.value()))
            }
            _ => None,
        })
}
