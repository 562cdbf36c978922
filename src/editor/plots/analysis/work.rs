//! How questions are answered.

use std::sync::Arc;
use std::time::Duration;

use super::live::Follower;
use super::{Finding, Question, Transfer};
use crate::chain::Scope;
use crate::chain::load::Response;
use crate::editor::plots::text;
use crate::measure::Bench;
use crate::session::PlotKind;

/// Frequencies of a load's curves: 32 to an octave.
const LOAD_POINTS: usize = 321;

/// The transfer curve goes on beyond the present level: three times as high.
const BEYOND_DB: f64 = 9.542_425_094_393_25; // 20 log 3

/// Higher than this no sample can be, dBFS.
const HIGHEST_DBFS: f64 = 29.0;

/// Works for the thread: keeps what would cost time to build.
pub struct Worker {
    bench: Option<Bench>,
    follower: Follower,
}

/// An answer and its question.
type Found = Option<(Question, Result<Finding, String>)>;

impl Worker {
    pub fn new(scope: Arc<Scope>) -> Self {
        Self {
            bench: None,
            follower: Follower::new(scope),
        }
    }

    /// When to [`look`](Self::look) again, if at all.
    pub fn next_look(&self) -> Option<Duration> {
        self.follower.interval()
    }

    /// Answers, unless it is called off.
    pub fn answer(&mut self, question: &Question, is_wanted: &dyn Fn() -> bool) -> Found {
        if question.plot == PlotKind::Spectrum {
            self.follower.begin(*question);
            return self.look();
        }
        self.follower.end();
        let found = match question.plot {
            PlotKind::Load => Response::of(&question.settings, LOAD_POINTS)
                .map(|response| Some(Finding::Load(response)))
                .map_err(|error| error.to_string()),
            _ => self.tone(question, is_wanted),
        };
        let found = found.transpose()?;
        Some((*question, found))
    }

    /// Looks at what plays. None while that looks as before.
    pub fn look(&mut self) -> Found {
        let (question, spectra) = self.follower.look()?;
        Some((question, Ok(Finding::Spectrum(spectra))))
    }

    /// Listens to nothing any more.
    pub fn rest(&mut self) -> Found {
        self.follower.end();
        None
    }

    fn tone(
        &mut self,
        question: &Question,
        is_wanted: &dyn Fn() -> bool,
    ) -> Result<Option<Finding>, String> {
        let Question { probe, played, .. } = *question;
        let bench = self.bench_for(question)?;
        let level_dbfs = played.level_dbfs;
        let Some(now) = bench.tone(probe, level_dbfs, is_wanted) else {
            return Ok(None);
        };
        if now.harmonic_volt(1) == 0.0 {
            return Err(format!("Nothing arrives at the {}.", text::node(probe)));
        }
        if question.plot == PlotKind::Harmonics {
            return Ok(Some(Finding::Harmonics(now)));
        }
        let beyond_dbfs = (level_dbfs + BEYOND_DB).min(HIGHEST_DBFS);
        let beyond = bench.tone(probe, beyond_dbfs, is_wanted);
        let small = bench.small_tone(probe, is_wanted);
        Ok(beyond.zip(small).map(|(beyond, small)| {
            Finding::Transfer(Box::new(Transfer {
                now,
                beyond,
                gain: small.gain(),
            }))
        }))
    }

    /// The bench at the question's settings. Only another rate or quality needs a new one.
    fn bench_for(&mut self, question: &Question) -> Result<&mut Bench, String> {
        let Question {
            settings,
            sample_rate_hz,
            ..
        } = question;
        let fits = |bench: &Bench| {
            bench.sample_rate_hz() == *sample_rate_hz
                && bench.settings().quality == settings.quality
        };
        let bench = match self.bench.take().filter(fits) {
            Some(bench) => bench,
            None => Bench::new(settings, *sample_rate_hz).map_err(|error| error.to_string())?,
        };
        let bench = self.bench.insert(bench);
        bench.set(settings);
        Ok(bench)
    }
}
