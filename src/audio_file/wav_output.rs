//! Writes 32-bit float WAV.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

use super::{Error, Level, Recording, taken};
use crate::pending_file::PendingFile;

/// A 32-bit float WAV file that appears under its name when it is complete.
pub struct WavOutput {
    path: PathBuf,
    /// Closed before the pending file is removed, which some systems insist on.
    writer: hound::WavWriter<BufWriter<File>>,
    pending: PendingFile,
    frames_to_skip: usize,
    level: Level,
}

impl WavOutput {
    /// Creates it in the directory of `path`, with the channels and sample rate of `recording`. It leaves out the
    /// first `frames_to_skip` frames: the delay of what was done to them.
    ///
    /// # Errors
    /// The directory does not exist or cannot be written to.
    pub fn create(
        path: &Path,
        recording: &Recording,
        frames_to_skip: usize,
    ) -> Result<Self, Error> {
        let spec = hound::WavSpec {
            channels: recording.channel_count() as u16,
            sample_rate: recording.sample_rate_hz(),
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
            writer,
            pending,
            frames_to_skip,
            level: Level::default(),
        })
    }

    /// Appends a block: one vector of equal length per channel.
    ///
    /// # Errors
    /// The disk is full.
    pub fn write(&mut self, channels: &[Vec<f32>]) -> Result<(), Error> {
        let frames = channels.first().map_or(0, Vec::len);
        let first = frames.min(self.frames_to_skip);
        self.frames_to_skip -= first;
        for channel in channels {
            self.level.add(&channel[first..]);
        }
        for frame in first..frames {
            for channel in channels {
                self.writer
                    .write_sample(channel[frame])
                    .map_err(|error| unwritable(&self.path, error))?;
            }
        }
        Ok(())
    }

    /// Level of what was written.
    pub fn level(&self) -> Level {
        self.level
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

fn unwritable(path: &Path, error: hound::Error) -> Error {
    let error = match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    };
    Error::new(path, format!("cannot be written: {error}"))
}
