//! Spectra of what plays.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Question;
use crate::chain::Scope;
use crate::chain::scope::{MOST_SAMPLES, Trace};
use crate::editor::plots::spectrum::LOWEST_DBU;
use crate::measure::Bands;

/// Between two looks: 12 a second, as many as an eye follows in something that falls, and as many as leave the window below
/// 3 % of a core.
const INTERVAL: Duration = Duration::from_millis(80);

/// Between two looks while nothing plays.
const IDLE_INTERVAL: Duration = Duration::from_millis(200);

/// What is looked at: this long a time, or as much as a scope gives.
const WINDOW_SECONDS: f64 = 0.17;

/// How fast a band falls, dB/s.
const FALL_DB_PER_SECOND: f32 = 40.0;

/// Levels are shown in these steps, so that what stands still is not drawn again.
const STEP_DB: f32 = 0.25;

/// 0 dBu is one milliwatt in 600 ohm: the square of its volts rms.
const DBU_VOLT_SQUARED: f32 = 0.6;

/// Levels of what plays, dBu in every band of [`Bands`].
#[derive(Clone, Debug, PartialEq)]
pub struct Spectra {
    /// What was recorded.
    pub recorded_dbu: Vec<f32>,
    /// What is at the probe.
    pub probe_dbu: Vec<f32>,
    /// Something plays, or has not died away yet.
    pub is_heard: bool,
}

/// Follows what plays while it is asked for.
pub struct Follower {
    scope: Arc<Scope>,
    question: Option<Question>,
    traces: [Following; 2],
    last_look: Instant,
    /// What was told last.
    told: Option<Spectra>,
}

/// One of the spectra.
struct Following {
    trace: Trace,
    bands: Bands,
    samples: Vec<f32>,
    position: u64,
    levels_dbu: Vec<f32>,
}

impl Follower {
    pub fn new(scope: Arc<Scope>) -> Self {
        Self {
            scope,
            question: None,
            traces: [Trace::Recorded, Trace::Probe].map(Following::new),
            last_look: Instant::now(),
            told: None,
        }
    }

    /// Asks for samples.
    pub fn begin(&mut self, question: Question) {
        if self.question != Some(question) {
            self.traces.iter_mut().for_each(Following::forget);
            self.told = None;
        }
        self.scope.ask(Some(question.probe));
        self.question = Some(question);
    }

    /// Wants no more samples.
    pub fn end(&mut self) {
        if self.question.take().is_some() {
            self.scope.ask(None);
            self.told = None;
        }
    }

    /// When to look again, if at all.
    pub fn interval(&self) -> Option<Duration> {
        self.question?;
        let is_heard = self.told.as_ref().is_some_and(|told| told.is_heard);
        Some(if is_heard { INTERVAL } else { IDLE_INTERVAL })
    }

    /// Looks. None while it looks as before.
    pub fn look(&mut self) -> Option<(Question, Spectra)> {
        let question = self.question?;
        let now = Instant::now();
        let passed = now.duration_since(std::mem::replace(&mut self.last_look, now));
        let fallen_db = FALL_DB_PER_SECOND * passed.as_secs_f32();
        for trace in &mut self.traces {
            trace.follow(&self.scope, fallen_db);
        }
        let [recorded, probe] = &self.traces;
        let spectra = Spectra {
            is_heard: recorded.is_heard() || probe.is_heard(),
            recorded_dbu: recorded.shown(),
            probe_dbu: probe.shown(),
        };
        if self.told.as_ref() == Some(&spectra) {
            return None;
        }
        self.told = Some(spectra.clone());
        Some((question, spectra))
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.end();
    }
}

impl Following {
    fn new(trace: Trace) -> Self {
        Self {
            trace,
            bands: Bands::default(),
            samples: vec![0.0; 4096],
            position: 0,
            levels_dbu: vec![LOWEST_DBU; Bands::count()],
        }
    }

    fn forget(&mut self) {
        self.levels_dbu.fill(LOWEST_DBU);
    }

    fn is_heard(&self) -> bool {
        self.levels_dbu.iter().any(|level| *level > LOWEST_DBU)
    }

    fn shown(&self) -> Vec<f32> {
        let steps = self.levels_dbu.iter();
        steps
            .map(|level| (level / STEP_DB).round() * STEP_DB)
            .collect()
    }

    fn follow(&mut self, scope: &Scope, fallen_db: f32) {
        for level in &mut self.levels_dbu {
            *level = (*level - fallen_db).max(LOWEST_DBU);
        }
        let Some(origin) = scope.read(self.trace, &mut self.samples) else {
            return;
        };
        // From the first look on the rate is known, and how many samples that time has.
        let wanted = (origin.rate_hz * WINDOW_SECONDS) as usize;
        let wanted = wanted.next_power_of_two().min(MOST_SAMPLES);
        if self.samples.len() != wanted {
            self.samples.resize(wanted, 0.0);
            return;
        }
        if std::mem::replace(&mut self.position, origin.position) == origin.position {
            return; // no audio came
        }
        let powers = self.bands.mean_squares(&self.samples, origin.rate_hz);
        for (level, power) in self.levels_dbu.iter_mut().zip(powers) {
            *level = level.max(10.0 * (power / DBU_VOLT_SQUARED).log10());
        }
    }
}
