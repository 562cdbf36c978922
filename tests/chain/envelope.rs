//! The rule for what switches: a note goes from one settled sound to another within the envelopes of both.

use preface::chain::Settings;

use crate::signal;

const HZ: f64 = 100.0;

/// Every capacitor has settled after it.
pub const SETTLE_SECONDS: f64 = 0.6;

/// Long enough for the envelope of a settled note.
const SETTLED_SECONDS: f64 = 0.02;

/// What is this far below the note is not looked at: two silent ends have no envelopes.
const NOTHING: f64 = 1e-3;

/// Something with settings that plays.
pub trait Player {
    /// Goes to other settings while it plays.
    fn set(&mut self, settings: &Settings);

    /// What comes out of so much more of the input.
    fn play(&mut self, input: &[f64]) -> Vec<f64>;
}

/// Lowest and highest sample.
pub fn bounds(samples: &[f64]) -> (f64, f64) {
    samples
        .iter()
        .fold((0.0, 0.0), |(low, high): (f64, f64), sample| {
            (low.min(*sample), high.max(*sample))
        })
}

/// A note of 100 Hz that goes on, with as much silence behind it as anybody asks for.
pub struct Tone {
    peak: f64,
    rate_hz: f64,
    time: usize,
}

impl Tone {
    /// From its start on.
    pub fn new(peak: f64, rate_hz: f64) -> Self {
        Self {
            peak,
            rate_hz,
            time: 0,
        }
    }

    /// The next part of it.
    pub fn next(&mut self, seconds: f64) -> Vec<f64> {
        let start = self.time;
        self.time += (seconds * self.rate_hz) as usize;
        self.part(start..self.time)
    }

    /// All that was played so far.
    pub fn so_far(&self) -> Vec<f64> {
        self.part(0..self.time)
    }

    fn part(&self, frames: std::ops::Range<usize>) -> Vec<f64> {
        const FADE_SECONDS: f64 = 0.05;
        let sample = |frame: usize| {
            let time = frame as f64 / self.rate_hz;
            let fade = (time / FADE_SECONDS).min(1.0);
            let envelope = 0.5 - 0.5 * (std::f64::consts::PI * fade).cos();
            self.peak * envelope * (std::f64::consts::TAU * HZ * time).sin()
        };
        frames.map(sample).collect()
    }
}

/// How far a way through `choices`, at the first of which the player stands, leaves the envelopes of the settled sounds at
/// both ends of a step, dB at most, and which step does.
pub fn over_db(player: &mut impl Player, tone: &mut Tone, choices: &[Settings]) -> (f64, usize) {
    player.play(&tone.next(SETTLE_SECONDS));
    let mut before = bounds(&player.play(&tone.next(SETTLED_SECONDS)));
    let mut worst = (f64::NEG_INFINITY, 0);
    for (index, settings) in choices[1..].iter().enumerate() {
        // At another phase each time.
        player.play(&tone.next(0.0023 * (index % 5) as f64));
        player.set(settings);
        let moving = bounds(&player.play(&tone.next(SETTLE_SECONDS)));
        let after = bounds(&player.play(&tone.next(SETTLED_SECONDS)));
        let floor = NOTHING * tone.peak;
        let high = moving.1 / f64::max(before.1, after.1).max(floor);
        let low = moving.0 / f64::min(before.0, after.0).min(-floor);
        let over_db = signal::db(f64::max(high, low));
        if over_db > worst.0 {
            worst = (over_db, index);
        }
        before = after;
    }
    worst
}

/// A way that takes every step from one of `count` choices to another once.
pub fn every_step(count: usize) -> Vec<usize> {
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
