//! Other circuits come in without a click.

use preface::chain::Settings;
use preface::chain::preamp::Preamp;
use preface::chain::settings::{InputTransformer, SolidState, Tube};

use super::{GRID_FRAMES, RATE_HZ, all, play, preamp};
use crate::envelope::{self, Player, Tone, bounds, every_step};
use crate::signal;

/// Peak of -12 dBFS where 0 dBFS is +12.2 dBu.
const PEAK_VOLT: f64 = 1.121;

impl Player for Preamp<f64> {
    fn set(&mut self, settings: &Settings) {
        self.set(settings, GRID_FRAMES);
    }

    fn play(&mut self, input: &[f64]) -> Vec<f64> {
        play(self, input)
    }
}

fn tone() -> Tone {
    Tone::new(PEAK_VOLT, RATE_HZ)
}

/// How far a way through `choices` leaves the envelopes of the settled outputs at both of its ends, dB.
fn over_db(choices: &[Settings]) -> f64 {
    envelope::over_db(&mut preamp(&choices[0]), &mut tone(), choices).0
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
    let mut tone = tone();
    let mut moving = Vec::new();
    for index in 0..40 {
        let settings = Settings {
            tube: all::<Tube>().nth(index % 4).expect("four tubes"),
            xfmr_in: all::<InputTransformer>().nth(index % 3).expect("three"),
            ..base
        };
        hasty.set(&settings, GRID_FRAMES);
        moving.extend(play(&mut hasty, &tone.next(0.0031)));
    }
    play(&mut hasty, &tone.next(2.0));
    let mut calm = preamp(&Settings {
        tube: Tube::T12AU7,
        xfmr_in: InputTransformer::Off,
        ..base
    });
    play(&mut calm, &tone.so_far());
    let input = tone.next(0.02);
    let (found, expected) = (play(&mut hasty, &input), play(&mut calm, &input));
    let error_db = signal::esr_db(&found, &expected);
    assert!(error_db < -60.0, "{error_db:.1} dB");
    let (low, high) = bounds(&moving);
    assert!(
        high < 2.0 * PEAK_VOLT && low > -2.0 * PEAK_VOLT,
        "{low} to {high} V"
    );
}
