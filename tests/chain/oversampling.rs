//! The filters between host rate and internal rate, from their impulse responses.

use num_complex::Complex;
use preface::dsp::oversampling::{Filter, Oversampler, factor_for, pass_band_hz};
use std::f64::consts::TAU;

const LIVE: Filter = Filter::Recursive {
    stop_band_db: 104.0,
};
const EVEN: Filter = Filter::LinearPhase {
    stop_band_db: 110.0,
};
const EXACT: Filter = Filter::LinearPhase {
    stop_band_db: 150.0,
};

/// Long enough for every tail to end.
const FRAMES: usize = 1024;

fn impulse() -> Vec<f64> {
    let mut frames = vec![0.0; FRAMES];
    frames[0] = 1.0;
    frames
}

/// Frequency response of an impulse response at a fraction of its rate.
fn spectrum(response: &[f64], frequency: f64) -> Complex<f64> {
    let step = Complex::from_polar(1.0, -TAU * frequency);
    let sum = response.iter().rev();
    sum.fold(Complex::new(0.0, 0.0), |sum, &sample| sum * step + sample)
}

fn db(gain: f64) -> f64 {
    20.0 * gain.log10()
}

/// Impulse responses up alone (at the internal rate) and up and down (at the host's).
fn responses(rate_hz: f64, factor: usize, filter: Filter) -> (Vec<f64>, Vec<f64>) {
    let mut oversampler = Oversampler::new(rate_hz, factor, filter, 64);
    let mut frames = impulse();
    let mut up = Vec::new();
    oversampler.process(&mut frames, |internal| up.extend_from_slice(internal));
    (up, frames)
}

#[test]
fn factor_follows_from_host_rate() {
    let factors = |internal_hz| {
        [8e3, 44.1e3, 48e3, 96e3, 192e3, 384e3, 768e3].map(|rate| factor_for(rate, internal_hz))
    };
    assert_eq!(factors(176.4e3), [32, 4, 4, 2, 1, 1, 1]);
    assert_eq!(factors(352.8e3), [64, 8, 8, 4, 2, 1, 1]);
    assert_eq!(factors(705.6e3), [128, 16, 16, 8, 4, 2, 1]);
}

/// Images of the pass band, at every multiple of the host's rate, are 100 dB down or more.
#[test]
fn images_are_100_db_down() {
    for (rate_hz, factor) in [(8e3, 32), (44.1e3, 4), (44.1e3, 16), (48e3, 4), (96e3, 2)] {
        for filter in [LIVE, EVEN, EXACT] {
            let (up, _) = responses(rate_hz, factor, filter);
            let edge = pass_band_hz(rate_hz) / rate_hz;
            let mut worst = f64::NEG_INFINITY;
            for multiple in 1..=factor / 2 {
                for step in -50..=50 {
                    let frequency = multiple as f64 + edge * f64::from(step) / 50.0;
                    let image = spectrum(&up, frequency / factor as f64).norm();
                    worst = worst.max(db(image / factor as f64));
                }
            }
            println!("{rate_hz} Hz x {factor} {filter:?}: worst image {worst:.1} dB");
            assert!(worst <= -100.0);
        }
    }
}

/// What a circuit makes above the pass band's mirror comes back 100 dB down or more.
#[test]
fn aliases_are_100_db_down() {
    let (rate_hz, factor) = (44.1e3, 8);
    for filter in [LIVE, EVEN] {
        let mut worst = f64::NEG_INFINITY;
        for multiple in 1..=factor / 2 {
            for offset_hz in [-20e3, -12e3, -1e3, 1e3, 7e3, 19.9e3] {
                let frequency_hz = multiple as f64 * rate_hz + offset_hz;
                let mut oversampler = Oversampler::<f64>::new(rate_hz, factor, filter, 64);
                let mut frames = vec![0.0; 2048];
                let mut time = 0.0;
                oversampler.process(&mut frames, |internal| {
                    for frame in internal {
                        *frame = (TAU * frequency_hz / (rate_hz * factor as f64) * time).sin();
                        time += 1.0;
                    }
                });
                let peak = frames[1024..]
                    .iter()
                    .fold(0.0, |peak, x| f64::max(peak, x.abs()));
                worst = worst.max(db(peak));
            }
        }
        println!("{filter:?}: worst alias {worst:.1} dB");
        assert!(worst <= -100.0);
    }
}

/// Ripple of up and down together: 1e-6 for the filters of `simulate`, 0.001 dB for the others.
#[test]
fn pass_band_is_flat() {
    for (rate_hz, factor) in [
        (44.1e3, 4),
        (44.1e3, 16),
        (44.1e3, 128),
        (8e3, 32),
        (96e3, 8),
    ] {
        for (filter, bound) in [(LIVE, 1e-4), (EVEN, 1e-4), (EXACT, 1e-6)] {
            let (_, down) = responses(rate_hz, factor, filter);
            let edge = pass_band_hz(rate_hz) / rate_hz;
            let worst = (0..=400)
                .map(|step| spectrum(&down, edge * f64::from(step) / 400.0).norm() - 1.0)
                .fold(0.0, |worst, error| f64::max(worst, error.abs()));
            println!("{rate_hz} Hz x {factor} {filter:?}: ripple {worst:.1e}");
            assert!(worst <= bound);
        }
    }
}

/// The delay that is reported is the slope of the phase at 1 kHz; with linear phase it is a whole number everywhere.
#[test]
fn delay_is_the_slope_of_the_phase() {
    for (rate_hz, factor) in [(8e3, 32), (44.1e3, 4), (48e3, 8), (48e3, 16), (192e3, 4)] {
        for filter in [LIVE, EVEN, EXACT] {
            let delay = Oversampler::<f64>::new(rate_hz, factor, filter, 64).delay_samples();
            let (_, down) = responses(rate_hz, factor, filter);
            let step = 1e-4;
            let at = |frequency| spectrum(&down, frequency);
            let frequency = 1e3 / rate_hz;
            let turn = at(frequency + step) * at(frequency - step).conj();
            let slope = -turn.arg() / (2.0 * TAU * step);
            println!("{rate_hz} Hz x {factor} {filter:?}: {slope:.4} samples");
            assert!((slope - delay).abs() < 1e-3, "{slope} is not {delay}");
            if filter != LIVE {
                assert!((delay - delay.round()).abs() < 1e-9);
                let middle = delay.round() as usize;
                let mirror = (1..=middle).map(|step| down[middle - step] - down[middle + step]);
                assert!(
                    mirror
                        .into_iter()
                        .all(|difference| difference.abs() < 1e-14)
                );
            }
        }
    }
}

/// Once through is exact: nothing is filtered where the host is there already.
#[test]
fn factor_of_one_changes_nothing() {
    let (up, down) = responses(192e3, 1, LIVE);
    assert_eq!(up, impulse());
    assert_eq!(down, impulse());
}
