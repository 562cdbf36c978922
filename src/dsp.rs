//! Signal processing that is not a circuit: oversampling, loudness, smoothing. Knows no circuits.

pub mod chebyshev;
mod delay;
pub mod loudness;
pub mod oversampling;
pub mod smoothing;
pub mod true_peak;

pub use delay::Delay;
