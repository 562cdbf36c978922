//! Signal processing that is not a circuit: oversampling, loudness, smoothing. Knows no circuits.
