//! Numbers of the settings on their way from where they stand to where they were set.

use super::parameter::{Parameter, Range};
use super::settings::{PARAMETERS, Settings};
use crate::dsp::smoothing::Lag;

/// How fast numbers move: a knob feels immediate, its steps are not heard.
const TIME_CONSTANT_SECONDS: f64 = 0.015;

/// A number this close to its target, as a share of its range, takes it.
const SETTLED: f64 = 1e-5;

/// Moves every number of the settings in its own scale. Choices and switches follow at once.
#[derive(Clone, Debug)]
pub(super) struct Smoother {
    lag: Lag,
    now: Settings,
    target: Settings,
}

impl Smoother {
    /// With grid points `interval_seconds` apart; stands at `settings`.
    pub(super) fn new(interval_seconds: f64, settings: &Settings) -> Self {
        let settings = effective(settings, &Settings::default());
        Self {
            lag: Lag::new(TIME_CONSTANT_SECONDS, interval_seconds),
            now: settings,
            target: settings,
        }
    }

    /// Where they stand.
    pub(super) fn now(&self) -> &Settings {
        &self.now
    }

    /// Sets where they go.
    pub(super) fn set(&mut self, settings: &Settings) {
        self.target = effective(settings, &self.target);
    }

    /// Ends the way.
    pub(super) fn settle(&mut self) {
        self.now = self.target;
    }

    /// One grid point on. True if anything moved.
    pub(super) fn step(&mut self) -> bool {
        if self.now == self.target {
            return false;
        }
        for parameter in PARAMETERS {
            let target = (parameter.get)(&self.target);
            let now = (parameter.get)(&self.now);
            if now != target {
                let next = self.step_of(parameter, now, target);
                (parameter.set)(&mut self.now, next);
            }
        }
        true
    }

    fn step_of(&self, parameter: &Parameter, now: f64, target: f64) -> f64 {
        match parameter.range {
            Range::Switch | Range::Choice => target,
            Range::Linear { min, max } => {
                let next = self.lag.step(now, target);
                let is_there = (target - next).abs() <= SETTLED * (max - min);
                if is_there { target } else { next }
            }
            Range::Logarithmic { min, max } => {
                let next = self.lag.step(now.ln(), target.ln());
                let is_there = (target.ln() - next).abs() <= SETTLED * (max / min).ln();
                if is_there { target } else { next.exp() }
            }
        }
    }
}

/// Settings within their ranges, with linked calibrations as they act. What is not a number stays as it was.
fn effective(settings: &Settings, before: &Settings) -> Settings {
    let mut effective = *settings;
    for parameter in PARAMETERS {
        let number = (parameter.get)(settings);
        let number = if number.is_nan() {
            (parameter.get)(before)
        } else {
            number
        };
        (parameter.set)(&mut effective, number);
    }
    if effective.conv_link {
        effective.conv_cal_dbu = effective.in_cal_dbu;
    }
    if effective.out_link {
        effective.out_cal_dbu = effective.in_cal_dbu;
    }
    effective
}
