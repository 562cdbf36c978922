//! Long-term spectrum: the power in fractions of an octave.

use std::f64::consts::TAU;

use realfft::RealFftPlanner;

use crate::demo::Audio;

/// Bands of half a quarter tone.
const BANDS_PER_OCTAVE: f64 = 24.0;

/// Length of the windows, seconds: 2.9 Hz between bins.
const WINDOW_SECONDS: f64 = 0.34;

/// Centre frequency and level of each band with at least one bin in it, from 20 Hz up. A sine at full scale reads
/// 0 dBFS. The first channel.
pub fn bands(audio: &Audio) -> Vec<(f64, f64)> {
    let rate = f64::from(audio.sample_rate_hz);
    let length = ((WINDOW_SECONDS * rate) as usize).next_power_of_two();
    let power = average_power(&audio.channels[0], length);
    let hz_per_bin = rate / length as f64;
    let band_count = ((rate / 2.0 / 20.0).log2() * BANDS_PER_OCTAVE) as usize;
    let edge = |band: f64| 20.0 * 2f64.powf(band / BANDS_PER_OCTAVE);
    (0..band_count)
        .filter_map(|band| {
            let low = (edge(band as f64 - 0.5) / hz_per_bin).ceil() as usize;
            let high = (edge(band as f64 + 0.5) / hz_per_bin).ceil() as usize;
            let bins = power.get(low..high).filter(|bins| !bins.is_empty())?;
            let sum: f64 = bins.iter().sum();
            Some((edge(band as f64), 10.0 * (sum + 1e-20).log10()))
        })
        .collect()
}

/// Mean power of each bin over Hann windows with half overlap; the bins of a full-scale sine add up to 1.
fn average_power(samples: &[f32], length: usize) -> Vec<f64> {
    let transform = RealFftPlanner::<f64>::new().plan_fft_forward(length);
    let window: Vec<f64> = (0..length)
        .map(|index| 0.5 - 0.5 * (TAU * index as f64 / length as f64).cos())
        .collect();
    // A sine of amplitude 1 has the power sum(window^2) length / 4 in its half of the spectrum.
    let full_scale = window.iter().map(|gain| gain * gain).sum::<f64>() * length as f64 / 4.0;
    let mut power = vec![0.0; length / 2 + 1];
    let mut frame = transform.make_input_vec();
    let mut bins = transform.make_output_vec();
    let mut frames = 0.0;
    for start in (0..samples.len()).step_by(length / 2) {
        for (index, value) in frame.iter_mut().enumerate() {
            let sample = samples.get(start + index).copied().unwrap_or(0.0);
            *value = f64::from(sample) * window[index];
        }
        if transform.process(&mut frame, &mut bins).is_ok() {
            for (sum, bin) in power.iter_mut().zip(&bins) {
                *sum += bin.norm_sqr() / full_scale;
            }
            frames += 1.0;
        }
    }
    power
        .iter_mut()
        .for_each(|sum| *sum /= f64::max(frames, 1.0));
    power
}
