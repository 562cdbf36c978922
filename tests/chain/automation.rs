//! Everything that can be automated moves without clicks.

use crate::player::{chain, play, sine};
use preface::chain::parameter::Range;
use preface::chain::settings::{Input, Quality, Source};
use preface::chain::{Chain, PARAMETERS, Parameter, Settings};

const RATE_HZ: f64 = 48e3;

/// Largest step from one sample to the next.
fn largest_step(signal: &[f32]) -> f32 {
    signal
        .windows(2)
        .fold(0.0, |largest, pair| (pair[1] - pair[0]).abs().max(largest))
}

/// Where every source, input and circuit is in the path.
fn everything_on() -> Settings {
    Settings {
        source: Source::Custom,
        rec_input: Input::Custom,
        now_input: Input::Custom,
        now_custom_ohm: 220e3,
        character_pct: 50.0,
        ..Settings::default()
    }
}

/// Ends and middle of a range; every choice.
fn values(parameter: &Parameter) -> Vec<f64> {
    match parameter.range {
        Range::Switch => vec![0.0, 1.0],
        Range::Choice => (0..parameter.choices.len())
            .map(|choice| choice as f64)
            .collect(),
        Range::Linear { min, max } => vec![min, 0.5 * (min + max), max],
        Range::Logarithmic { min, max } => vec![min, (min * max).sqrt(), max],
    }
}

fn play_at(
    chain: &mut Chain<f64>,
    settings: &Settings,
    time: &mut usize,
    frames: usize,
) -> Vec<f32> {
    chain.set(settings);
    let signal = sine(RATE_HZ, 250.0, -18.0, *time + frames);
    let output = play(chain, &signal[*time..]);
    *time += frames;
    output
}

/// A jump anywhere: no step in the result is larger than in the settled signals before and after, + 3 dB.
#[test]
fn jumps_do_not_click() {
    let mut clicks = Vec::new();
    for parameter in PARAMETERS
        .iter()
        .filter(|parameter| parameter.is_automatable)
    {
        let base = everything_on();
        let mut chain = chain::<f64>(RATE_HZ, Quality::Live, &base);
        // Coherent with the sine, so that its steps are the same in every part.
        let (settle, mut time) = (19_200, 0);
        let mut before = largest_step(&play_at(&mut chain, &base, &mut time, settle)[settle / 2..]);
        let mut last = play_at(&mut chain, &base, &mut time, 192)[191];
        for value in values(parameter) {
            let mut settings = base;
            (parameter.set)(&mut settings, value);
            let mut moving = vec![last];
            moving.extend(play_at(&mut chain, &settings, &mut time, settle));
            let after = largest_step(&moving[settle / 2..]);
            let over_db = 20.0 * (largest_step(&moving) / before.max(after)).log10();
            if over_db > 3.0 {
                clicks.push(format!("{} to {value}: {over_db:.1} dB", parameter.id));
            }
            before = after;
            last = moving[settle];
        }
    }
    assert!(clicks.is_empty(), "{clicks:#?}");
}

/// A sweep through the whole range within a second, as hosts play automation.
#[test]
fn sweeps_do_not_click() {
    let mut clicks = Vec::new();
    for parameter in PARAMETERS
        .iter()
        .filter(|parameter| parameter.is_automatable)
    {
        let ends = values(parameter);
        let (Range::Linear { .. } | Range::Logarithmic { .. }) = parameter.range else {
            continue; // choices do not sweep
        };
        let at = |share: f64| {
            let mut settings = everything_on();
            let (min, max) = (ends[0], ends[2]);
            let value = match parameter.range {
                Range::Logarithmic { .. } => min * (max / min).powf(share),
                _ => min + (max - min) * share,
            };
            (parameter.set)(&mut settings, value);
            settings
        };
        let mut chain = chain::<f64>(RATE_HZ, Quality::Live, &at(0.0));
        let mut time = 0;
        // Steps of the settled signals along the way: the largest of them bounds the sweep.
        let mut settled = 0f32;
        for point in 0..=4 {
            let output = play_at(&mut chain, &at(f64::from(point) / 4.0), &mut time, 9_600);
            settled = settled.max(largest_step(&output[4_800..]));
        }
        let mut output = Vec::new();
        for block in 0..=750 {
            let share = 1.0 - f64::from(block) / 750.0;
            output.extend(play_at(&mut chain, &at(share), &mut time, 64));
        }
        let over_db = 20.0 * (largest_step(&output) / settled).log10();
        if over_db > 3.0 {
            clicks.push(format!("{}: {over_db:.1} dB", parameter.id));
        }
    }
    assert!(clicks.is_empty(), "{clicks:#?}");
}
