//! Every circuit of the preamp: the same gain, no clicks, and nothing out of nothing.

mod fades;
mod gain;

use preface::chain::Settings;
use preface::chain::parameter::Choice;
use preface::chain::preamp::Preamp;
use preface::chain::settings::{InputTransformer, SolidState, Tube};
use preface::lanes::Stereo;

use super::preamp::play_in_blocks;
use super::signal;

const RATE_HZ: f64 = 4.0 * 48e3;

/// Internal frames of one interval of the smoothing grid.
const GRID_FRAMES: usize = 128;

/// Every choice of a list.
fn all<C: Choice>() -> impl Iterator<Item = C> {
    (0..C::CHOICES.len()).map(C::from_index)
}

/// Every circuit alone, with its name.
fn alone() -> Vec<(&'static str, Settings)> {
    let solid_state = all::<SolidState>().map(|solid_state| Settings {
        solid_state,
        ..Settings::default()
    });
    let tube = all::<Tube>().map(|tube| Settings {
        tube,
        character_pct: 100.0,
        ..Settings::default()
    });
    let names = SolidState::CHOICES.iter().chain(Tube::CHOICES);
    names
        .map(|(id, _)| *id)
        .zip(solid_state.chain(tube))
        .collect()
}

fn preamp(settings: &Settings) -> Preamp<f64> {
    Preamp::new(RATE_HZ, settings).unwrap_or_else(|error| panic!("{error}"))
}

fn play(preamp: &mut Preamp<f64>, input: &[f64]) -> Vec<f64> {
    let mut output = input.to_vec();
    preamp.process(&mut output);
    output
}

/// Every circuit with everything in front of it and behind it.
fn loaded() -> Vec<(&'static str, Settings)> {
    let mut all = alone();
    for (index, (_, settings)) in all.iter_mut().enumerate() {
        *settings = Settings {
            xfmr_in: InputTransformer::from_index(index % InputTransformer::CHOICES.len()),
            xfmr_out: index % 2 == 0,
            bias_pct: [0.0, -60.0, 35.0][index % 3],
            tube_feedback_db: [12.0, 0.0][index % 2],
            gain_db: 12.0,
            ..*settings
        };
    }
    all
}

/// Also while everything moves and circuits change.
#[test]
fn silence_stays_silence() {
    let all = loaded();
    let mut preamp = preamp(&all[0].1);
    for (name, settings) in all.iter().chain(all.iter().rev()) {
        for character_pct in [settings.character_pct, 50.0] {
            let settings = Settings {
                character_pct,
                ..*settings
            };
            preamp.set(&settings, GRID_FRAMES);
            let output = play(&mut preamp, &[0.0; 6_000]);
            let loudest = output
                .iter()
                .fold(0.0, |loudest: f64, volt| loudest.max(volt.abs()));
            assert_eq!(loudest, 0.0, "{name}");
        }
    }
}

#[test]
fn reset_is_new_and_the_cut_into_blocks_changes_nothing() {
    let all = loaded();
    let input = signal::plucked_string(1.0, RATE_HZ, 0.06);
    for ((name, from), (_, to)) in all.iter().zip(all.iter().cycle().skip(3)) {
        let run = |preamp: &mut Preamp<f64>, lengths: &[usize]| {
            play_in_blocks(preamp, &input, 1_000, to, lengths)
        };
        let mut one = preamp(from);
        let whole = run(&mut one, &[usize::MAX]);
        assert!(
            whole == run(&mut preamp(from), &[1, 7, 64, 13, 500]),
            "{name}: cut"
        );
        one.reset();
        let again = run(&mut one, &[usize::MAX]);
        let new = run(&mut preamp(to), &[usize::MAX]);
        assert!(again == new, "{name}: reset differs from new");
    }
}

/// A stereo run of two equal channels is the mono run.
#[test]
fn stereo_is_mono_twice() {
    let input = signal::plucked_string(3.0, RATE_HZ, 0.05);
    for (name, settings) in loaded() {
        let mono = play(&mut preamp(&settings), &input);
        let mut stereo: Vec<Stereo> = input.iter().map(|volt| Stereo::splat(*volt)).collect();
        let mut both = Preamp::<Stereo>::new(RATE_HZ, &settings).expect("is solved");
        both.process(&mut stereo);
        let is_same = mono
            .iter()
            .zip(&stereo)
            .all(|(mono, stereo)| *stereo == Stereo::splat(*mono));
        assert!(is_same, "{name}");
    }
}
