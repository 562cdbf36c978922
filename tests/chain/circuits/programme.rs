//! Any combination of the preamp's choices plays anything without a failure.

use std::sync::atomic::{AtomicUsize, Ordering};

use preface::chain::settings::Quality;
use preface::chain::{Chain, Parameter, Settings};

use crate::allocations::allocator_calls;
use crate::automation::values;
use crate::player::{chain, noise};
use crate::signal;

const RATE_HZ: f64 = 48e3;

/// The preamp's parameters that decide how its circuits run.
const IDS: [&str; 12] = [
    "pad",
    "highpass",
    "gain_db",
    "drive_db",
    "character_pct",
    "solid_state",
    "tube",
    "bias_pct",
    "tube_feedback_db",
    "xfmr_in",
    "xfmr_out",
    "polarity",
];

fn parameters() -> Vec<&'static Parameter> {
    IDS.iter()
        .map(|id| Parameter::find(id).expect("the contract has it"))
        .collect()
}

/// Rows of values, such that any two values of two parameters stand together in one of them: row by row, each takes as
/// many pairs as it can that no row has yet.
fn all_pairs(levels: &[usize]) -> Vec<Vec<usize>> {
    let mut missing: Vec<[(usize, usize); 2]> = Vec::new();
    for (one, count) in levels.iter().enumerate() {
        for (other, other_count) in levels.iter().enumerate().skip(one + 1) {
            for value in 0..*count {
                missing.extend(
                    (0..*other_count).map(|other_value| [(one, value), (other, other_value)]),
                );
            }
        }
    }
    let mut rows = Vec::new();
    while let Some(&[first, second]) = missing.first() {
        let mut row: Vec<Option<usize>> = vec![None; levels.len()];
        row[first.0] = Some(first.1);
        row[second.0] = Some(second.1);
        for place in 0..levels.len() {
            if row[place].is_none() {
                let gain = |value: usize| {
                    let is_new = |pair: &&[(usize, usize); 2]| {
                        pair.contains(&(place, value))
                            && pair
                                .iter()
                                .any(|(at, other)| *at != place && row[*at] == Some(*other))
                    };
                    missing.iter().filter(is_new).count()
                };
                row[place] = (0..levels[place]).rev().max_by_key(|value| gain(*value));
            }
        }
        missing.retain(|pair| {
            !pair
                .iter()
                .all(|(place, value)| row[*place] == Some(*value))
        });
        rows.push(row.into_iter().map(|value| value.unwrap_or(0)).collect());
    }
    rows
}

/// Every pair of choices, then so many points anywhere, always the same.
fn settings(anywhere: usize) -> Vec<Settings> {
    let parameters = parameters();
    let values: Vec<_> = parameters
        .iter()
        .map(|parameter| values(parameter))
        .collect();
    let levels: Vec<_> = values.iter().map(Vec::len).collect();
    let mut all: Vec<Settings> = all_pairs(&levels)
        .iter()
        .map(|row| {
            let mut settings = Settings::default();
            for ((parameter, values), value) in parameters.iter().zip(&values).zip(row) {
                (parameter.set)(&mut settings, values[*value]);
            }
            settings
        })
        .collect();
    for seed in 0..anywhere as u64 {
        let mut settings = Settings::default();
        for (parameter, share) in parameters
            .iter()
            .zip(noise(seed + 1, 0.5, parameters.len()))
        {
            let (min, max) = (
                values_bound(parameter, f64::min),
                values_bound(parameter, f64::max),
            );
            (parameter.set)(&mut settings, min + (max - min) * (0.5 + f64::from(share)));
        }
        all.push(settings);
    }
    all
}

fn values_bound(parameter: &Parameter, pick: fn(f64, f64) -> f64) -> f64 {
    values(parameter).into_iter().reduce(pick).expect("a value")
}

/// Ten seconds of what comes to a preamp: a plucked string, a bass note that swells to full scale, a sweep, drum hits,
/// hiss, a plug that is pulled, and rests in which circuits recover.
fn programme() -> Vec<f32> {
    let string = signal::plucked_string(0.9, RATE_HZ, 2.0);
    let count = 10 * RATE_HZ as usize;
    let mut volts: Vec<f64> = string.iter().cycle().take(count).copied().collect();
    let hiss = noise(99, 1.0, count);
    for (index, volt) in volts.iter_mut().enumerate() {
        let time = index as f64 / RATE_HZ;
        let part = time % 1.0;
        let sine = |hz: f64| (std::f64::consts::TAU * hz * part).sin();
        let hit = (-(part % 0.25) / 0.03).exp();
        *volt = match time as usize {
            0 | 1 => *volt,
            2 => part * sine(41.2),
            // From 20 Hz to 20 kHz: the integral of a frequency that rises by equal ratios.
            3 => {
                0.5 * (std::f64::consts::TAU * 20.0 * (1000f64.powf(part) - 1.0) / 1000f64.ln())
                    .sin()
            }
            4 => f64::from(hiss[index]) * hit,
            5 => 0.3 * sine(82.4) + 0.3 * sine(1318.5) + 0.2 * sine(5274.0),
            6 => 0.0,
            7 if part < 0.01 => 1.0,
            7 => 0.1 * f64::from(hiss[index]),
            8 => sine(1000.0) * hit,
            _ => 0.001 * sine(440.0),
        };
    }
    volts.iter().map(|volt| *volt as f32).collect()
}

/// Plays it, and says what went wrong.
fn fault(settings: &Settings, programme: &[f32]) -> Option<String> {
    let mut chain: Chain<f64> = chain(RATE_HZ, Quality::Live, settings);
    let mut output = programme.to_vec();
    let calls = allocator_calls(|| {
        for block in output.chunks_mut(64) {
            chain.process(&mut [block]);
        }
    });
    let faults = [
        (calls > 0, format!("{calls} calls of the allocator")),
        (
            chain.solver_failures() > 0,
            format!("{} failures of solvers", chain.solver_failures()),
        ),
        (
            output.iter().any(|sample| !sample.is_finite()),
            "samples that are not finite".to_owned(),
        ),
    ];
    let fault = faults.into_iter().find(|(is_so, _)| *is_so)?;
    Some(format!("{} at {settings:?}", fault.1))
}

#[test]
fn all_pairs_hold_every_pair() {
    let levels = [2, 4, 3, 3, 5];
    let rows = all_pairs(&levels);
    for (one, count) in levels.iter().enumerate() {
        for (other, other_count) in levels.iter().enumerate().skip(one + 1) {
            for value in 0..*count {
                for other_value in 0..*other_count {
                    let holds = |row: &Vec<usize>| row[one] == value && row[other] == other_value;
                    assert!(
                        rows.iter().any(holds),
                        "{one}: {value}, {other}: {other_value}"
                    );
                }
            }
        }
    }
    assert!(rows.len() < 30, "{} rows", rows.len());
}

/// All pairs of choices and 64 points between them, ten seconds each.
#[test]
fn no_choice_fails() {
    let (all, programme) = (settings(64), programme());
    let next = AtomicUsize::new(0);
    let faults: Vec<String> = std::thread::scope(|scope| {
        let worker = || {
            let mine = std::iter::from_fn(|| all.get(next.fetch_add(1, Ordering::Relaxed)));
            mine.filter_map(|settings| fault(settings, &programme))
                .collect::<Vec<_>>()
        };
        let workers = [scope.spawn(worker), scope.spawn(worker)];
        let faults = workers
            .into_iter()
            .map(|worker| worker.join().expect("no panic"));
        faults.flatten().collect()
    });
    println!("{} settings, 10 s each: {} faults", all.len(), faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
