//! Recordings on disk: WAV and FLAC in, 32-bit float WAV out.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as DecodeError;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatReader, TrackType};
use symphonia::core::io::MediaSourceStream;

use crate::pending_file::PendingFile;

/// Slowest and fastest rate that the chain is made for, Hz.
pub const SAMPLE_RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=768_000;

/// What a WAV file with 32-bit sizes holds, less room for its header.
const MOST_BYTES: u64 = u32::MAX as u64 - 1024;

/// A file that cannot be read or written: one line that names it, what was found and what was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// The file as the user named it.
    pub file: String,
    /// What was found and what was expected.
    pub message: String,
}

impl Error {
    pub(crate) fn new(path: &Path, message: impl Into<String>) -> Self {
        Self {
            file: path.display().to_string(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.file, self.message)
    }
}

impl std::error::Error for Error {}

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
    /// The file cannot be read, is neither WAV nor FLAC, or has channels or a sample rate that the chain cannot take.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let no_audio = |error: DecodeError| {
            let found = match error {
                DecodeError::DecodeError(text) => format!("found a damaged file ({text})"),
                DecodeError::Unsupported(text) => format!("found something else ({text})"),
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
        let Self {
            sample_rate_hz,
            channel_count,
            ..
        } = self;
        let message = if !(1..=2).contains(channel_count) {
            format!("found {channel_count} channels, expected 1 or 2")
        } else if !SAMPLE_RATES_HZ.contains(sample_rate_hz) {
            let (least, most) = (SAMPLE_RATES_HZ.start(), SAMPLE_RATES_HZ.end());
            format!("found a sample rate of {sample_rate_hz} Hz, expected {least} to {most} Hz")
        } else if self.frame_count.unwrap_or(0) * 4 * *channel_count as u64 > MOST_BYTES {
            let frames = self.frame_count.unwrap_or(0);
            format!("found {frames} frames, expected fewer: as 32-bit WAV they exceed 4 GiB")
        } else {
            return Ok(());
        };
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

/// A 32-bit float WAV file that appears under its name when it is complete.
pub struct WavOutput {
    path: PathBuf,
    pending: PendingFile,
    writer: hound::WavWriter<BufWriter<File>>,
}

impl WavOutput {
    /// Creates it in the directory of `path`.
    ///
    /// # Errors
    /// The directory does not exist or cannot be written to.
    pub fn create(path: &Path, channel_count: usize, sample_rate_hz: u32) -> Result<Self, Error> {
        let spec = hound::WavSpec {
            channels: channel_count as u16,
            sample_rate: sample_rate_hz,
            bits_per_sample: 32,
            sample_format: hound::SampleFormat::Float,
        };
        let (pending, file) = PendingFile::create(path)
            .map_err(|error| unwritable(path, hound::Error::from(error)))?;
        let buffered = BufWriter::with_capacity(1 << 18, file);
        let writer =
            hound::WavWriter::new(buffered, spec).map_err(|error| unwritable(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            pending,
            writer,
        })
    }

    /// Appends one sample per channel.
    ///
    /// # Errors
    /// The disk is full.
    pub fn write_frame(&mut self, samples: impl IntoIterator<Item = f32>) -> Result<(), Error> {
        for sample in samples {
            self.writer
                .write_sample(sample)
                .map_err(|error| unwritable(&self.path, error))?;
        }
        Ok(())
    }

    /// Completes the file and gives it its name. Without `overwrite`, a file that has this name is kept.
    ///
    /// # Errors
    /// The disk is full, or the name is taken.
    pub fn finish(self, overwrite: bool) -> Result<(), Error> {
        self.writer
            .finalize()
            .map_err(|error| unwritable(&self.path, error))?;
        self.pending
            .put_in_place(overwrite)
            .map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => taken(&self.path),
                _ => unwritable(&self.path, error.into()),
            })
    }
}

/// The error for an output whose name is taken.
pub(crate) fn taken(path: &Path) -> Error {
    Error::new(path, "exists already, expected a new name or --force")
}

fn unwritable(path: &Path, error: hound::Error) -> Error {
    let error = match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    };
    Error::new(path, format!("cannot be written: {error}"))
}
