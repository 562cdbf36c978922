//! Signal processing that is not a circuit: clipping, dither, noise, oversampling, loudness, levels, smoothing. Knows no circuits.

pub mod chebyshev;
pub mod clip;
mod delay;
pub mod dither;
pub mod loudness;
pub mod noise;
pub mod oversampling;
pub mod smoothing;
pub mod true_peak;
pub mod vu;

pub use delay::Delay;
