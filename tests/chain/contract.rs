//! The whole contract: any combination of choices plays anything without a failure, and any choice is switched without a
//! step.

mod pairs;
mod programme;

use std::sync::atomic::{AtomicUsize, Ordering};

use preface::chain::parameter::Range;
use preface::chain::settings::Quality;
use preface::chain::{Chain, PARAMETERS, Parameter, Settings};

use crate::allocations::allocator_calls;
use crate::automation::values;
use crate::envelope::{Player, Tone, over_db};
use crate::player::{chain, noise, play};
use pairs::all_pairs;
use programme::programme;

const RATE_HZ: f64 = 48e3;

/// All that a chain plays by; it is built for one quality.
fn parameters() -> Vec<&'static Parameter> {
    PARAMETERS
        .iter()
        .filter(|parameter| !["quality", "offline_quality"].contains(&parameter.id))
        .collect()
}

/// Settings such that any two values of two parameters stand together in one of them.
fn pairs_of(parameters: &[&Parameter]) -> Vec<Settings> {
    let values: Vec<_> = parameters
        .iter()
        .map(|parameter| values(parameter))
        .collect();
    let levels: Vec<_> = values.iter().map(Vec::len).collect();
    let at = |row: &Vec<usize>| {
        let mut settings = Settings::default();
        for ((parameter, values), value) in parameters.iter().zip(&values).zip(row) {
            (parameter.set)(&mut settings, values[*value]);
        }
        settings
    };
    all_pairs(&levels).iter().map(at).collect()
}

/// So many points anywhere, always the same.
fn anywhere(parameters: &[&Parameter], count: u64) -> Vec<Settings> {
    let bound = |parameter: &Parameter, pick: fn(f64, f64) -> f64| {
        values(parameter).into_iter().reduce(pick).expect("a value")
    };
    let at = |seed: u64| {
        let mut settings = Settings::default();
        for (parameter, share) in parameters
            .iter()
            .zip(noise(seed + 1, 0.5, parameters.len()))
        {
            let (min, max) = (bound(parameter, f64::min), bound(parameter, f64::max));
            (parameter.set)(&mut settings, min + (max - min) * (0.5 + f64::from(share)));
        }
        settings
    };
    (0..count).map(at).collect()
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

/// Works through all of `jobs` on two threads, and gives what was wrong.
fn faults<J: Sync>(jobs: &[J], fault: impl Fn(&J) -> Option<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let worker = || {
            let mine = std::iter::from_fn(|| jobs.get(next.fetch_add(1, Ordering::Relaxed)));
            mine.filter_map(&fault).collect::<Vec<_>>()
        };
        let workers = [scope.spawn(worker), scope.spawn(worker)];
        let faults = workers
            .into_iter()
            .map(|worker| worker.join().expect("no panic"));
        faults.flatten().collect()
    })
}

/// All pairs of choices and ends of ranges, and 64 points between them, ten seconds each.
#[test]
fn no_choice_fails() {
    let parameters = parameters();
    let mut all = pairs_of(&parameters);
    all.extend(anywhere(&parameters, 64));
    let programme = programme();
    let faults = faults(&all, |settings| fault(settings, &programme));
    println!("{} settings, 10 s each: {} faults", all.len(), faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

impl Player for Chain<f64> {
    fn set(&mut self, settings: &Settings) {
        self.set(settings);
    }

    fn play(&mut self, input: &[f64]) -> Vec<f64> {
        let input: Vec<f32> = input.iter().map(|sample| *sample as f32).collect();
        play(self, &input).into_iter().map(f64::from).collect()
    }
}

/// Peak of -12 dBFS.
const TONE_PEAK: f64 = 0.251;

/// So many of the switches below leave the envelopes by more than 1 dB, and by no more than 2.5 dB: an input transformer of
/// 1:5 that goes out in front of class AB, and what changes in front of a fuzz that is driven at line level, whose input
/// capacitor takes longer than a fade.
const KNOWN_TO_STEP: usize = 2;

/// From every combination of two choices, one of all that are automatable goes to its next.
#[test]
fn no_choice_steps() {
    let choices: Vec<&Parameter> = parameters()
        .into_iter()
        .filter(|parameter| parameter.is_automatable)
        .filter(|parameter| matches!(parameter.range, Range::Choice | Range::Switch))
        .collect();
    let rows = pairs_of(&choices);
    let jobs: Vec<_> = rows.iter().zip(choices.iter().cycle()).collect();
    let faults = faults(&jobs, |(from, choice)| {
        let mut to = **from;
        let next = (choice.get)(from) + 1.0;
        (choice.set)(&mut to, next % values(choice).len() as f64);
        let mut chain: Chain<f64> = chain(RATE_HZ, Quality::Live, from);
        let mut tone = Tone::new(TONE_PEAK, RATE_HZ);
        let (over_db, _) = over_db(&mut chain, &mut tone, &[**from, to]);
        let text = || {
            format!(
                "{}: {over_db:.2} dB over both envelopes, from {from:?}",
                choice.id
            )
        };
        assert!(over_db < 2.5, "{}", text());
        (over_db > 1.0).then(text)
    });
    println!(
        "{} choices switched, of which leave the envelopes:",
        jobs.len()
    );
    faults.iter().for_each(|fault| println!("{fault}"));
    assert!(faults.len() <= KNOWN_TO_STEP, "{} do", faults.len());
}
