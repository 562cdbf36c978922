//! The needle of a VU meter.

use crate::lanes::Lanes;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The movement of the standard (IEC 60268-17: 99 % of the way after 300 ms, 1 to 1.5 % too far): second order, damped so
/// that it overshoots by 1.25 %. With k = -ln(0.0125)/pi, damping is k/sqrt(1 + k^2);
const DAMPING: f64 = 0.812_716_986_428_8;

/// the step response 1 - e^(-damping x) (cos wx + damping/w sin wx), with w = sqrt(1 - damping^2), passes 0.99 at
/// x = 4.053574, which is to be 0.3 s.
const RADIANS_PER_SECOND: f64 = 4.053_574_000_2 / 0.3;

/// What the mean of a rectified sine is multiplied by to read its root mean square: (1/sqrt 2) / (2/pi).
const FORM_FACTOR: f64 = FRAC_1_SQRT_2 * PI / 2.0;

/// A needle this close to rest, in the unit of its signal, is there; what is left of it must not become denormal.
const REST: f64 = 1e-15;

/// A needle, driven by the mean of the rectified signal in steps of a fixed time.
#[derive(Clone, Debug)]
pub struct Needle<V> {
    law: Law,
    /// Where it stands, as mean of a rectified signal.
    position: V,
    /// Its way in a second.
    velocity: V,
}

/// What becomes, within a step, of the distance to where the signal pulls and of the velocity: the exact solution while
/// the pull stays the same.
#[derive(Clone, Copy, Debug)]
struct Law {
    distance: [f64; 2],
    velocity: [f64; 2],
}

impl<V: Lanes> Needle<V> {
    /// At rest; a step lasts `step_seconds`.
    pub fn new(step_seconds: f64) -> Self {
        Self {
            law: Law::new(step_seconds),
            position: V::default(),
            velocity: V::default(),
        }
    }

    /// One step on: `mean_magnitude` is that of the signal within it.
    pub fn step(&mut self, mean_magnitude: V) {
        let [kept, gained] = self.law.distance.map(V::splat);
        let [pulled, coasted] = self.law.velocity.map(V::splat);
        let distance = self.position - mean_magnitude;
        let velocity = self.velocity;
        self.position = mean_magnitude + kept * distance + gained * velocity;
        self.velocity = pulled * distance + coasted * velocity;
        let largest = self.position.abs().larger(self.velocity.abs()).largest();
        if largest < REST {
            self.reset();
        }
    }

    /// What it shows of a channel: of a sine that lasts, its root mean square. It cannot swing below its stop.
    pub fn reading(&self, channel: usize) -> f64 {
        (FORM_FACTOR * self.position.lane(channel)).max(0.0)
    }

    /// At rest.
    pub fn reset(&mut self) {
        self.position = V::default();
        self.velocity = V::default();
    }
}

impl Law {
    fn new(step_seconds: f64) -> Self {
        let decay = DAMPING * RADIANS_PER_SECOND;
        let swing = (1.0 - DAMPING * DAMPING).sqrt() * RADIANS_PER_SECOND;
        let left = (-decay * step_seconds).exp();
        let (sin, cos) = (swing * step_seconds).sin_cos();
        Self {
            distance: [left * (cos + decay / swing * sin), left * sin / swing],
            velocity: [
                -left * RADIANS_PER_SECOND.powi(2) / swing * sin,
                left * (cos - decay / swing * sin),
            ],
        }
    }
}
