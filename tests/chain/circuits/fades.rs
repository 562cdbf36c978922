//! Other circuits come in without a click.

use preface::chain::Settings;
use preface::chain::settings::{InputTransformer, SolidState, Tube};

use super::{GRID_FRAMES, RATE_HZ, all, play, preamp};
use crate::signal;

/// Peak of -12 dBFS where 0 dBFS is +12.2 dBu.
const PEAK_VOLT: f64 = 1.121;

const HZ: f64 = 100.0;

/// Every capacitor has settled after it.
const SETTLE_SECONDS: f64 = 0.6;

/// Lowest and highest sample.
fn bounds(volts: &[f64]) -> (f64, f64) {
    volts
        .iter()
        .fold((0.0, 0.0), |(low, high): (f64, f64), volt| {
            (low.min(*volt), high.max(*volt))
        })
}

/// Plays on, and gives what comes out.
struct Tone {
    volts: Vec<f64>,
    time: usize,
}

impl Tone {
    fn new() -> Self {
        Self {
            volts: signal::sine(PEAK_VOLT, HZ, RATE_HZ, 12.0, 0.05),
            time: 0,
        }
    }

    fn next(&mut self, seconds: f64) -> &[f64] {
        let start = self.time;
        self.time += (seconds * RATE_HZ) as usize;
        &self.volts[start..self.time]
    }
}

/// How far a way through `choices` leaves the envelopes of the settled outputs at both of its ends, dB.
fn over_db(choices: &[Settings]) -> f64 {
    let mut preamp = preamp(&choices[0]);
    let mut tone = Tone::new();
    play(&mut preamp, tone.next(SETTLE_SECONDS));
    let mut before = bounds(&play(&mut preamp, tone.next(0.02)));
    let mut worst_db = f64::NEG_INFINITY;
    for (index, settings) in choices[1..].iter().enumerate() {
        // At another phase each time.
        play(&mut preamp, tone.next(0.0023 * (index % 5) as f64));
        preamp.set(settings, GRID_FRAMES);
        let moving = bounds(&play(&mut preamp, tone.next(SETTLE_SECONDS)));
        let after = bounds(&play(&mut preamp, tone.next(0.02)));
        let high = moving.1 / f64::max(before.1, after.1);
        let low = moving.0 / f64::min(before.0, after.0);
        worst_db = worst_db.max(20.0 * f64::max(high, low).log10());
        before = after;
    }
    worst_db
}

/// A way that takes every step from one of `count` choices to another once.
fn every_step(count: usize) -> Vec<usize> {
    let mut way = vec![0];
    let mut left: Vec<(usize, usize)> = (0..count)
        .flat_map(|from| (0..count).map(move |to| (from, to)))
        .filter(|(from, to)| from != to)
        .collect();
    while !left.is_empty() {
        let last = way[way.len() - 1];
        let next = left.iter().rposition(|(from, _)| *from == last);
        way.push(
            left.remove(next.expect("as many ways lead to a choice as from it"))
                .1,
        );
    }
    way
}

#[test]
fn switching_stays_within_both_envelopes() {
    let base = Settings::default();
    let tube = Settings {
        character_pct: 100.0,
        ..base
    };
    let on_the_way = |count: usize, choices: &[Settings]| -> Vec<Settings> {
        every_step(count)
            .into_iter()
            .map(|choice| choices[choice])
            .collect()
    };
    let solid_states: Vec<_> = all::<SolidState>()
        .map(|solid_state| Settings {
            solid_state,
            ..base
        })
        .collect();
    let tubes: Vec<_> = all::<Tube>()
        .map(|tube_| Settings {
            tube: tube_,
            ..tube
        })
        .collect();
    let inputs = |base: Settings| -> Vec<_> {
        all::<InputTransformer>()
            .map(|xfmr_in| Settings { xfmr_in, ..base })
            .collect()
    };
    let outputs = |base: Settings| [false, true].map(|xfmr_out| Settings { xfmr_out, ..base });
    let mut failures = Vec::new();
    for (name, way) in [
        (
            "solid-state circuits",
            on_the_way(solid_states.len(), &solid_states),
        ),
        ("tubes", on_the_way(tubes.len(), &tubes)),
        ("input transformers", on_the_way(3, &inputs(base))),
        (
            "input transformers before a tube",
            on_the_way(3, &inputs(tube)),
        ),
        ("output transformer", on_the_way(2, &outputs(base))),
        (
            "output transformer behind a tube",
            on_the_way(2, &outputs(tube)),
        ),
    ] {
        let over_db = over_db(&way);
        println!("{name}: {over_db:.2} dB over the settled envelopes");
        if over_db > 1.0 {
            failures.push(format!("{name}: {over_db:.2} dB"));
        }
    }
    assert!(failures.is_empty(), "{failures:?}");
}

/// A choice during a fade waits for its end: where choices come faster than fades, the last one wins.
#[test]
fn the_last_of_many_choices_wins() {
    let base = Settings {
        character_pct: 100.0,
        ..Settings::default()
    };
    let mut hasty = preamp(&base);
    let mut tone = Tone::new();
    let mut moving = Vec::new();
    for index in 0..40 {
        let settings = Settings {
            tube: all::<Tube>().nth(index % 4).expect("four tubes"),
            xfmr_in: all::<InputTransformer>().nth(index % 3).expect("three"),
            ..base
        };
        hasty.set(&settings, GRID_FRAMES);
        moving.extend(play(&mut hasty, tone.next(0.0031)));
    }
    play(&mut hasty, tone.next(2.0));
    let mut calm = preamp(&Settings {
        tube: Tube::T12AU7,
        xfmr_in: InputTransformer::Off,
        ..base
    });
    play(&mut calm, &tone.volts[..tone.time]);
    let input = tone.next(0.02).to_vec();
    let (found, expected) = (play(&mut hasty, &input), play(&mut calm, &input));
    let error_db = signal::esr_db(&found, &expected);
    assert!(error_db < -60.0, "{error_db:.1} dB");
    let (low, high) = bounds(&moving);
    assert!(
        high < 2.0 * PEAK_VOLT && low > -2.0 * PEAK_VOLT,
        "{low} to {high} V"
    );
}
