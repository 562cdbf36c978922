//! The thread that computes what plots show. It never blocks the window or the audio.
//!
//! The window leaves a question, and the thread waits until no newer one has come for a while, computes, and leaves an
//! answer. A newer question calls off what would take long. While nothing is asked, it sleeps; a spectrum is followed until
//! something else is asked. It ends with its [`Analyst`].

mod live;
mod work;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::chain::load::Response;
use crate::chain::{Node, PARAMETERS, Parameter, Scope, Settings};
use crate::measure::Tone;
use crate::session::PlotKind;

use super::text;
pub use live::Spectra;
use work::Worker;

/// So long no newer question may come before the thread begins.
const REST: Duration = Duration::from_millis(100);

/// So long it waits at most while new ones keep coming: a knob that is turned shows what it does.
const LONGEST_REST: Duration = Duration::from_millis(250);

/// What has been under way for less than this may come to its end when a newer question comes: while a knob is turned,
/// there is always a newer one.
const GRACE: Duration = Duration::from_millis(150);

/// A load takes some milliseconds: it need not wait as long.
const REST_OF_LOAD: Duration = Duration::from_millis(20);

/// How loud the sine is that stands for what is played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Played {
    /// Its peak, dBFS.
    pub level_dbfs: f64,
    /// Nothing was heard lately: it is assumed.
    pub is_assumed: bool,
}

impl Played {
    /// As it stands above a plot.
    pub fn said(self) -> String {
        let level = text::number(self.level_dbfs, 1);
        match self.is_assumed {
            true => format!("1 kHz at {level} dBFS, assumed: nothing plays"),
            false => format!("1 kHz at {level} dBFS, as loud as what plays"),
        }
    }
}

/// What the window wants to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// The plot.
    pub plot: PlotKind,
    /// The settings of now.
    pub settings: Settings,
    /// Where to listen.
    pub probe: Node,
    /// How loud.
    pub played: Played,
    /// The host's rate, Hz.
    pub sample_rate_hz: f64,
}

impl Question {
    /// Without what the plot does not depend on, so that questions with one answer are equal.
    pub fn reduced(self) -> Self {
        let nothing = Played {
            level_dbfs: 0.0,
            is_assumed: true,
        };
        match self.plot {
            PlotKind::Load => Self {
                settings: of_load(&self.settings),
                probe: Node::Input,
                played: nothing,
                sample_rate_hz: 0.0,
                ..self
            },
            PlotKind::Spectrum => Self {
                settings: Settings::default(),
                played: nothing,
                sample_rate_hz: 0.0,
                ..self
            },
            PlotKind::Harmonics | PlotKind::Transfer => Self {
                settings: of_path(&self.settings),
                ..self
            },
        }
    }
}

/// What source and input depend on; everything else is at its default.
fn of_load(settings: &Settings) -> Settings {
    let matters = |parameter: &Parameter| {
        parameter.group == "Source and input"
            || ["pad", "xfmr_in", "fuzz_pct"].contains(&parameter.id)
    };
    let mut reduced = Settings::default();
    for parameter in PARAMETERS.iter().filter(|parameter| matters(parameter)) {
        (parameter.set)(&mut reduced, (parameter.get)(settings));
    }
    reduced
}

/// What becomes of a sine, whether or not it is heard just now.
fn of_path(settings: &Settings) -> Settings {
    let Settings {
        ein_dbu,
        offline_quality,
        ..
    } = Settings::default();
    Settings {
        bypass: false,
        match_level: false,
        noise: false,
        ein_dbu,
        offline_quality,
        ..*settings
    }
}

/// Volts out against volts in.
#[derive(Clone, Debug, PartialEq)]
pub struct Transfer {
    /// At the level of what is played.
    pub now: Tone,
    /// At a higher one.
    pub beyond: Tone,
    /// Of small signals, volts over volts.
    pub gain: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The source into both inputs.
    Load(Response),
    /// A sine at the probe.
    Harmonics(Tone),
    /// The way there.
    Transfer(Box<Transfer>),
    /// What plays.
    Spectrum(Spectra),
}

/// What the thread says.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// To what.
    pub question: Question,
    /// A finding, or the sentence of what went wrong.
    pub found: Result<Finding, String>,
    /// How long it took.
    pub took: Duration,
}

/// The way to the thread.
pub struct Analyst {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

/// What window and thread share.
struct Desk {
    papers: Mutex<Papers>,
    /// Tells the thread of a question, or of the end.
    bell: Condvar,
    /// The number of the newest question.
    newest: AtomicU64,
    is_over: AtomicBool,
}

#[derive(Default)]
struct Papers {
    order: Option<Order>,
    answer: Option<Answer>,
}

/// What the thread is to do.
#[derive(Clone, Debug, PartialEq)]
enum Order {
    Answer(Box<Question>),
    /// Nobody looks.
    Rest,
    /// Look again at what plays.
    Look,
}

impl Analyst {
    /// Starts the thread, which listens to `scope` for spectra.
    pub fn new(scope: Arc<Scope>) -> Self {
        let desk = Arc::new(Desk {
            papers: Mutex::default(),
            bell: Condvar::new(),
            newest: AtomicU64::new(0),
            is_over: AtomicBool::new(false),
        });
        let of_thread = desk.clone();
        let thread = std::thread::Builder::new()
            .name("preface-plots".to_owned())
            .spawn(move || of_thread.work(Worker::new(scope)));
        Self {
            desk,
            // Without one, plots stay empty.
            thread: thread.ok(),
        }
    }

    /// Asks; what was asked before does not matter any more.
    pub fn ask(&self, question: Question) {
        self.order(Order::Answer(Box::new(question)));
    }

    /// Nobody looks any more: whatever is under way is called off.
    pub fn rest(&self) {
        self.order(Order::Rest);
    }

    fn order(&self, order: Order) {
        let mut papers = self.desk.papers();
        papers.order = Some(order);
        // Under the same lock: the thread never takes an order for another one.
        self.desk.newest.fetch_add(1, Relaxed);
        drop(papers);
        self.desk.bell.notify_one();
    }

    /// What it has to say since the last call. Never waits for work under way.
    pub fn answer(&self) -> Option<Answer> {
        self.desk.papers().answer.take()
    }
}

impl Drop for Analyst {
    /// Waits for the thread, which calls off what it does within some milliseconds; only a path that is being built, for a
    /// twentieth of a second, is finished first.
    fn drop(&mut self) {
        self.desk.is_over.store(true, Relaxed);
        // Whoever is about to wait holds the papers until it does.
        drop(self.desk.papers());
        self.desk.bell.notify_one();
        if let Some(thread) = self.thread.take() {
            // Should it have panicked, it has said so already.
            let _is_done = thread.join();
        }
    }
}

impl Desk {
    /// The papers are whole at any time: a panic elsewhere leaves nothing half written.
    fn papers(&self) -> MutexGuard<'_, Papers> {
        self.papers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Relaxed)
    }

    fn work(&self, mut worker: Worker) {
        while let Some((order, number)) = self.order(worker.next_look()) {
            let begun = Instant::now();
            let is_newest = || self.newest.load(Relaxed) == number || begun.elapsed() < GRACE;
            let is_wanted = || !self.is_over() && is_newest();
            let found = match order {
                Order::Answer(question) => worker.answer(&question, &is_wanted),
                Order::Look => worker.look(),
                Order::Rest => worker.rest(),
            };
            if let Some((question, found)) = found {
                self.papers().answer = Some(Answer {
                    question,
                    found,
                    took: begun.elapsed(),
                });
            }
        }
    }

    /// Waits for an order that stands for a while, and gives its number; with `patience`, no longer than that. At the end
    /// there is none.
    fn order(&self, patience: Option<Duration>) -> Option<(Order, u64)> {
        let begun = Instant::now();
        let mut papers = self.papers();
        while papers.order.is_none() {
            if self.is_over() {
                return None;
            }
            let left = patience.map(|patience| patience.saturating_sub(begun.elapsed()));
            papers = match left {
                Some(Duration::ZERO) => return Some((Order::Look, self.newest.load(Relaxed))),
                Some(left) => self.wait(papers, left),
                None => self
                    .bell
                    .wait(papers)
                    .unwrap_or_else(PoisonError::into_inner),
            };
        }
        let first = Instant::now();
        loop {
            let newest = self.newest.load(Relaxed);
            let left = LONGEST_REST.saturating_sub(first.elapsed());
            let rest = papers.order.as_ref().map_or(REST, rest).min(left);
            let until = Instant::now() + rest;
            while self.newest.load(Relaxed) == newest && Instant::now() < until && !self.is_over() {
                papers = self.wait(papers, until.saturating_duration_since(Instant::now()));
            }
            if self.is_over() {
                return None;
            }
            let number = self.newest.load(Relaxed);
            if number == newest || first.elapsed() >= LONGEST_REST {
                return papers.order.take().map(|order| (order, number));
            }
        }
    }

    fn wait<'papers>(
        &self,
        papers: MutexGuard<'papers, Papers>,
        longest: Duration,
    ) -> MutexGuard<'papers, Papers> {
        let waited = self.bell.wait_timeout(papers, longest);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

fn rest(order: &Order) -> Duration {
    match order {
        Order::Answer(question)
            if matches!(question.plot, PlotKind::Harmonics | PlotKind::Transfer) =>
        {
            REST
        }
        Order::Answer(_) => REST_OF_LOAD,
        Order::Rest | Order::Look => Duration::ZERO,
    }
}
