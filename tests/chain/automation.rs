//! Everything that can be automated moves without clicks.

use crate::player::{chain, play, sine};
use preface::chain::parameter::Range;
use preface::chain::settings::{
    Input, InputTransformer, Listen, Quality, ReampLoad, RecordedInput, SolidState, Source, Tube,
};
use preface::chain::{Chain, PARAMETERS, Parameter, Settings};

const RATE_HZ: f64 = 48e3;

/// Frames after which every ramp and capacitor has come to rest.
const SETTLE: usize = 4_800;

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
        rec_input: RecordedInput::Custom,
        now_input: Input::Custom,
        now_custom_ohm: 220e3,
        character_pct: 50.0,
        ..Settings::default()
    }
}

/// The same through other circuits with iron at both ends, for what belongs to the preamp.
fn through_iron() -> Settings {
    Settings {
        solid_state: SolidState::ClassAB,
        tube: Tube::T12AT7,
        xfmr_in: InputTransformer::OneToTen,
        xfmr_out: true,
        bias_pct: 30.0,
        tube_feedback_db: 6.0,
        ..everything_on()
    }
}

/// Out again through a virtual pickup, for what belongs to the re-amp.
fn reamped() -> Settings {
    Settings {
        reamp_on: true,
        virtual_pickup: true,
        reamp_load: ReampLoad::Custom,
        reamp_load_ohm: 47e3,
        character_pct: 0.0,
        ..everything_on()
    }
}

/// Behind a fuzz.
fn through_fuzz() -> Settings {
    Settings {
        reamp_load: ReampLoad::FuzzGermanium,
        listen: Listen::AfterFuzz,
        ..reamped()
    }
}

/// Where things stand while one of them moves, and what moves there.
fn cases() -> impl Iterator<Item = (Settings, &'static Parameter)> {
    let all = automatable().map(|parameter| (everything_on(), parameter));
    let of = |group: &'static str, base: Settings| {
        let parameters = automatable().filter(move |parameter| parameter.group == group);
        parameters.map(move |parameter| (base, parameter))
    };
    all.chain(of("Preamp", through_iron()))
        .chain(of("Re-amp", reamped()))
        .chain(of("Re-amp", through_fuzz()))
}

/// Ends and middle of a range; every choice.
pub fn values(parameter: &Parameter) -> Vec<f64> {
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
    // Below overdrive: a tube that recovers from it moves on its own.
    let signal = sine(RATE_HZ, 250.0, -18.0, *time + frames);
    let output = play(chain, &signal[*time..]);
    *time += frames;
    output
}

/// A jump anywhere: no step in the result is larger than in the settled signals before, after and on the way, + 3 dB.
#[test]
fn jumps_do_not_click() {
    let mut clicks = Vec::new();
    for (base, parameter) in cases() {
        let mut chain = chain::<f64>(RATE_HZ, Quality::Live, &base);
        let mut time = 0;
        let mut before = (parameter.get)(&base);
        let settled = SettledSteps::of(&base, parameter);
        let mut last = *play_at(&mut chain, &base, &mut time, SETTLE)
            .last()
            .unwrap();
        for value in values(parameter) {
            let settled = settled.between(before, value);
            let mut moving = vec![last];
            let settings = at(&base, parameter, value);
            moving.extend(play_at(&mut chain, &settings, &mut time, SETTLE));
            let over_db = 20.0 * (largest_step(&moving) / settled).log10();
            if over_db > 3.0 {
                clicks.push(format!(
                    "{} {before} to {value}: {over_db:.1} dB",
                    parameter.id
                ));
            }
            before = value;
            last = moving[SETTLE];
        }
    }
    assert!(clicks.is_empty(), "{clicks:#?}");
}

/// A sweep through the whole range within 0.7 s, as hosts play automation.
#[test]
fn sweeps_do_not_click() {
    let mut clicks = Vec::new();
    for (base, parameter) in cases() {
        let (Range::Linear { min, max } | Range::Logarithmic { min, max }) = parameter.range else {
            continue; // choices do not sweep
        };
        let settled = SettledSteps::of(&base, parameter).between(min, max);
        let mut chain = chain::<f64>(RATE_HZ, Quality::Live, &at(&base, parameter, max));
        let mut time = 0;
        let mut output = play_at(&mut chain, &at(&base, parameter, max), &mut time, SETTLE);
        for block in 0..=500 {
            let value = between(parameter, max, min, f64::from(block) / 500.0);
            output.extend(play_at(
                &mut chain,
                &at(&base, parameter, value),
                &mut time,
                64,
            ));
        }
        let over_db = 20.0 * (largest_step(&output[SETTLE / 2..]) / settled).log10();
        if over_db > 3.0 {
            clicks.push(format!("{}: {over_db:.1} dB", parameter.id));
        }
    }
    assert!(clicks.is_empty(), "{clicks:#?}");
}

fn automatable() -> impl Iterator<Item = &'static Parameter> {
    PARAMETERS
        .iter()
        .filter(|parameter| parameter.is_automatable)
}

/// `base` with one parameter elsewhere.
fn at(base: &Settings, parameter: &Parameter, value: f64) -> Settings {
    let mut settings = *base;
    (parameter.set)(&mut settings, value);
    settings
}

/// A share of the way in the parameter's own scale.
fn between(parameter: &Parameter, from: f64, to: f64, share: f64) -> f64 {
    match parameter.range {
        Range::Logarithmic { .. } => from * (to / from).powf(share),
        _ => from + (to - from) * share,
    }
}

/// Largest steps of the settled signal all over a parameter's range.
struct SettledSteps(Vec<(f64, f32)>);

impl SettledSteps {
    fn of(base: &Settings, parameter: &Parameter) -> Self {
        let points = match parameter.range {
            Range::Switch | Range::Choice => values(parameter),
            // Where a circuit clips, the settled tone's edges fall between samples in their own way at every point.
            Range::Linear { min, max } | Range::Logarithmic { min, max } => (0..=32)
                .map(|point| between(parameter, min, max, f64::from(point) / 32.0))
                .chain([(parameter.get)(base)])
                .collect(),
        };
        Self(
            points
                .into_iter()
                .map(|value| (value, settled_step(&at(base, parameter, value))))
                .collect(),
        )
    }

    /// The largest on the way from one value to another, both included.
    fn between(&self, one: f64, other: f64) -> f32 {
        let tolerance = 1e-9 * one.abs().max(other.abs());
        let way = one.min(other) - tolerance..=one.max(other) + tolerance;
        let steps = self.0.iter().filter(|(value, _)| way.contains(value));
        steps.fold(0.0, |largest, &(_, step)| largest.max(step))
    }
}

/// Largest step of the settled signal.
fn settled_step(settings: &Settings) -> f32 {
    let mut chain = chain::<f64>(RATE_HZ, Quality::Live, settings);
    let output = play_at(&mut chain, settings, &mut 0, SETTLE);
    largest_step(&output[SETTLE / 2..])
}
