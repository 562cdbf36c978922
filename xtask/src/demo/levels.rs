//! Levels of audio as its meters would read.

use super::Audio;

/// Levels of the loudest channel. 0 dBFS is a sine that just reaches full scale: its peak and its RMS read 0 dBFS both.
pub struct Levels {
    /// Largest magnitude.
    pub peak_dbfs: f64,
    /// Root mean square of the whole length.
    pub rms_dbfs: f64,
}

impl Levels {
    /// Measures audio.
    pub fn of(audio: &Audio) -> Self {
        let (mut peak, mut mean_square) = (0.0_f64, 0.0_f64);
        for channel in &audio.channels {
            let squares = channel.iter().map(|&sample| f64::from(sample).powi(2));
            mean_square = mean_square.max(squares.sum::<f64>() / channel.len().max(1) as f64);
            let magnitudes = channel.iter().map(|&sample| f64::from(sample).abs());
            peak = magnitudes.fold(peak, f64::max);
        }
        Self {
            peak_dbfs: 20.0 * peak.log10(),
            rms_dbfs: 10.0 * (2.0 * mean_square).log10(),
        }
    }
}
