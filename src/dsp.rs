//! Signal processing that is not a circuit: oversampling, loudness, smoothing. Knows no circuits.

mod delay;
pub mod oversampling;
pub mod smoothing;

pub use delay::Delay;
