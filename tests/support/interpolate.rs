//! Between the samples: band-limited upsampling of what goes into ngspice, cubic splines through what comes out.

use std::f64::consts::PI;

/// Samples on either side that take part in one interpolated value.
const HALF_TAPS: usize = 48;

/// Kaiser window with side lobes at -140 dB; the pass band reaches 0.9 of half the rate.
const KAISER_BETA: f64 = 15.0;

/// Values of the band-limited signal at `factor` instants per sample, for two samples more than it has.
///
/// Beyond its ends the signal goes on point-reflected, so that a sine that starts at zero stays a sine.
pub fn upsample(signal: &[f64], factor: usize) -> Vec<f64> {
    let phases: Vec<Vec<f64>> = (0..factor)
        .map(|phase| taps(phase as f64 / factor as f64))
        .collect();
    (0..(signal.len() + 2) * factor)
        .map(|index| {
            let (sample, phase) = ((index / factor) as isize, index % factor);
            if phase == 0 {
                return reflected(signal, sample);
            }
            let first = sample - (HALF_TAPS as isize - 1);
            phases[phase]
                .iter()
                .zip(first..)
                .map(|(tap, at)| tap * reflected(signal, at))
                .sum()
        })
        .collect()
}

/// Windowed sinc for a value `fraction` of a sample behind tap `HALF_TAPS - 1`, with unity gain at 0 Hz.
fn taps(fraction: f64) -> Vec<f64> {
    let mut taps: Vec<f64> = (0..2 * HALF_TAPS)
        .map(|tap| {
            let distance = tap as f64 - (HALF_TAPS as f64 - 1.0) - fraction;
            let edge = distance / HALF_TAPS as f64;
            let window = bessel_i0(KAISER_BETA * (1.0 - edge * edge).max(0.0).sqrt());
            let sinc = match distance {
                0.0 => 1.0,
                _ => (PI * distance).sin() / (PI * distance),
            };
            window * sinc
        })
        .collect();
    let sum: f64 = taps.iter().sum();
    taps.iter_mut().for_each(|tap| *tap /= sum);
    taps
}

/// Modified Bessel function of order 0: the sum of ((x/2)^k / k!)^2.
fn bessel_i0(x: f64) -> f64 {
    let mut term = 1.0;
    (1..60).fold(1.0, |sum, k| {
        term *= x / (2.0 * f64::from(k));
        sum + term * term
    })
}

fn reflected(signal: &[f64], at: isize) -> f64 {
    let last = signal.len() as isize - 1;
    let read = |index: isize| signal[index.clamp(0, last) as usize];
    if at < 0 {
        2.0 * read(0) - read(-at)
    } else if at > last {
        2.0 * read(last) - read(2 * last - at)
    } else {
        read(at)
    }
}

/// Values at `k / rate_hz`, k = 0..count, of the natural cubic spline through points at rising instants.
pub fn resample(points: &[(f64, f64)], rate_hz: f64, count: usize) -> Vec<f64> {
    let curvature = second_derivatives(points);
    let mut piece = 0;
    (0..count)
        .map(|index| {
            let time = index as f64 / rate_hz;
            while piece + 2 < points.len() && points[piece + 1].0 < time {
                piece += 1;
            }
            let ((t0, y0), (t1, y1)) = (points[piece], points[piece + 1]);
            let width = t1 - t0;
            let (a, b) = ((t1 - time) / width, (time - t0) / width);
            a * y0
                + b * y1
                + ((a * a * a - a) * curvature[piece] + (b * b * b - b) * curvature[piece + 1])
                    * width
                    * width
                    / 6.0
        })
        .collect()
}

/// Second derivatives of the natural spline at its points: a tridiagonal system, eliminated forward and back.
fn second_derivatives(points: &[(f64, f64)]) -> Vec<f64> {
    let count = points.len();
    let mut curvature = vec![0.0; count];
    let mut upper = vec![0.0; count];
    for i in 1..count - 1 {
        let ((t0, y0), (t1, y1), (t2, y2)) = (points[i - 1], points[i], points[i + 1]);
        let (left, right) = (t1 - t0, t2 - t1);
        let pivot = 2.0 * (left + right) - left * upper[i - 1];
        let slopes = 6.0 * ((y2 - y1) / right - (y1 - y0) / left);
        upper[i] = right / pivot;
        curvature[i] = (slopes - left * curvature[i - 1]) / pivot;
    }
    for i in (1..count - 1).rev() {
        curvature[i] -= upper[i] * curvature[i + 1];
    }
    curvature
}
