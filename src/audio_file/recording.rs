//! Reads WAV and FLAC.

use std::fs::File;
use std::io::ErrorKind;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as DecodeError;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::io::MediaSourceStream;

use super::Error;

/// What a WAV file with 32-bit sizes holds, less room for its header.
const MOST_BYTES: u64 = u32::MAX as u64 - 1024;

/// An open WAV or FLAC file, mono or stereo, that is read block by block.
pub struct Recording {
    path: PathBuf,
    sample_rate_hz: u32,
    channel_count: usize,
    frame_count: Option<u64>,
    frames_read: u64,
    track: u32,
    format: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
}

impl Recording {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// The file cannot be read, is neither WAV nor FLAC, or has more than two channels.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let no_audio = |error: DecodeError| {
            let found = match error {
                DecodeError::DecodeError(text) => format!("found a damaged file ({text})"),
                DecodeError::Unsupported(text) if !text.starts_with("core") => {
                    format!("found something else ({text})")
                }
                DecodeError::Unsupported(_) => "found something else".to_owned(),
                _ => "found a damaged or empty file".to_owned(),
            };
            Error::new(path, format!("{found}, expected WAV or FLAC"))
        };
        let file = File::open(path)
            .map_err(|error| Error::new(path, format!("cannot be opened: {error}")))?;
        if path.is_dir() {
            return Err(Error::new(path, "found a directory, expected WAV or FLAC"));
        }
        let stream = MediaSourceStream::new(Box::new(file), Default::default());
        let format = symphonia::default::get_probe()
            .probe(&Hint::new(), stream, Default::default(), Default::default())
            .map_err(no_audio)?;
        let track = format
            .default_track(TrackType::Audio)
            .ok_or_else(|| Error::new(path, "found no audio, expected WAV or FLAC"))?;
        let parameters = track
            .codec_params
            .as_ref()
            .and_then(|parameters| parameters.audio())
            .ok_or_else(|| Error::new(path, "found no audio, expected WAV or FLAC"))?;
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(parameters, &AudioDecoderOptions::default())
            .map_err(no_audio)?;
        let channels = parameters.channels.as_ref();
        let recording = Self {
            path: path.to_owned(),
            sample_rate_hz: parameters.sample_rate.unwrap_or(0),
            channel_count: channels.map_or(0, |channels| channels.count()),
            // FLAC writers that did not know the length leave a zero.
            frame_count: track.num_frames.filter(|frames| *frames > 0),
            frames_read: 0,
            track: track.id,
            decoder,
            format,
        };
        recording.check()?;
        Ok(recording)
    }

    fn check(&self) -> Result<(), Error> {
        let channels = self.channel_count;
        let frames = self.frame_count.unwrap_or(0);
        let message = if !(1..=2).contains(&channels) {
            format!("found {channels} channels, expected 1 or 2")
        } else if frames.saturating_mul(4 * channels as u64) > MOST_BYTES {
            format!("found {frames} frames, expected fewer: as 32-bit WAV they exceed 4 GiB")
        } else if self.sample_rate_hz == 0 {
            "found a sample rate of 0 Hz, expected a rate".to_owned()
        } else {
            return Ok(());
        };
        Err(Error::new(&self.path, message))
    }

    /// Refuses other sample rates than these.
    ///
    /// # Errors
    /// The rate and the allowed ones.
    pub fn check_sample_rate(&self, allowed_hz: &RangeInclusive<u32>) -> Result<(), Error> {
        if allowed_hz.contains(&self.sample_rate_hz) {
            return Ok(());
        }
        let message = format!(
            "found a sample rate of {} Hz, expected {} to {} Hz",
            self.sample_rate_hz,
            allowed_hz.start(),
            allowed_hz.end()
        );
        Err(Error::new(&self.path, message))
    }

    /// Sample rate, Hz.
    pub fn sample_rate_hz(&self) -> u32 {
        self.sample_rate_hz
    }

    /// 1 or 2.
    pub fn channel_count(&self) -> usize {
        self.channel_count
    }

    /// Length in frames, where the header says it.
    pub fn frame_count(&self) -> Option<u64> {
        self.frame_count
    }

    /// Reads the next block: one vector per channel, 1.0 is full scale. False at the end of the file.
    ///
    /// # Errors
    /// The file is damaged or shorter than its header says.
    pub fn read_block(&mut self, channels: &mut Vec<Vec<f32>>) -> Result<bool, Error> {
        loop {
            let packet = match self.format.next_packet() {
                Ok(Some(packet)) => packet,
                Ok(None) => return self.end(),
                Err(DecodeError::IoError(error)) if error.kind() == ErrorKind::UnexpectedEof => {
                    return self.end();
                }
                Err(error) => return Err(self.damaged(&error)),
            };
            if packet.track_id != self.track {
                continue;
            }
            match self.decoder.decode(&packet) {
                Ok(block) => {
                    self.frames_read += block.frames() as u64;
                    block.copy_to_vecs_planar(channels);
                    return Ok(true);
                }
                Err(error) => return Err(self.damaged(&error)),
            }
        }
    }

    fn end(&self) -> Result<bool, Error> {
        match (self.frame_count, self.frames_read) {
            (Some(expected), found) if found != expected => {
                let message = format!(
                    "found {found} frames, expected {expected} as its header says: the file is cut off"
                );
                Err(Error::new(&self.path, message))
            }
            (_, 0) => Err(Error::new(&self.path, "found no samples, expected audio")),
            _ => Ok(false),
        }
    }

    fn damaged(&self, error: &DecodeError) -> Error {
        let message = format!(
            "found damaged audio after {} frames ({error}), expected WAV or FLAC",
            self.frames_read
        );
        Error::new(&self.path, message)
    }
}
