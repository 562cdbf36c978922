//! Recordings on disk: WAV and FLAC in, 32-bit float WAV out.

mod recording;
mod wav_output;

use std::fmt;
use std::path::{Path, PathBuf};

pub use recording::Recording;
pub use wav_output::WavOutput;

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

/// Level of a file over all its channels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Level {
    /// Largest sample.
    pub peak: f64,
    square_sum: f64,
    count: u64,
}

impl Level {
    /// Counts samples in.
    pub fn add(&mut self, samples: &[f32]) {
        for sample in samples {
            let sample = f64::from(*sample);
            self.peak = self.peak.max(sample.abs());
            self.square_sum += sample * sample;
        }
        self.count += samples.len() as u64;
    }

    /// Root of the mean square.
    pub fn rms(&self) -> f64 {
        (self.square_sum / self.count.max(1) as f64).sqrt()
    }
}

/// Refuses an output that is an input, or whose name is taken unless `overwrite` says otherwise.
///
/// # Errors
/// The output and why.
pub fn check_output(path: &Path, inputs: &[PathBuf], overwrite: bool) -> Result<(), Error> {
    let is_input = path.canonicalize().is_ok_and(|output| {
        let mut inputs = inputs.iter().filter_map(|input| input.canonicalize().ok());
        inputs.any(|input| input == output)
    });
    if is_input {
        let message = "is an input, expected another name for the output";
        return Err(Error::new(path, message));
    }
    match path.exists() && !overwrite {
        true => Err(taken(path)),
        false => Ok(()),
    }
}

/// The error for an output whose name is taken.
fn taken(path: &Path) -> Error {
    Error::new(path, "exists already, expected a new name or --force")
}
