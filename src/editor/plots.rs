//! The plots: one at a time, chosen by tabs.
//!
//! - `analysis`: the thread that computes what they show.
//! - `load`, `harmonics`, `transfer`, `spectrum`: what each of them shows of that, as a `figure`.
//! - `plot`: draws a figure, with `axis` and `text`.
//! - `loudness`: how loud what plays is, for plots that depend on it.

mod analysis;
mod axis;
mod figure;
mod harmonics;
mod load;
mod loudness;
mod plot;
mod spectrum;
mod text;
mod transfer;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use nice_plug_vizia::vizia::prelude::*;

use super::levels::Levels;
use super::path::OpenDetails;
use super::workspace::{Workspace, WorkspaceEvent};
use crate::chain::Node;
use crate::chain::parameter::Choice;
use crate::meter::Meters;
use crate::params::PrefaceParams;
use crate::session::PlotKind;
use analysis::{Analyst, Answer, Finding, Question};
use figure::Figure;
use loudness::Loudness;
pub use plot::Plot;

/// The rate that plots are computed for while the host has not said its own, Hz.
const USUAL_RATE_HZ: f64 = 48e3;

/// What plots are made of. It belongs at the root of the tree, before the panel.
#[derive(Clone)]
pub struct Sources {
    params: Arc<PrefaceParams>,
    meters: Arc<Meters>,
}

impl Sources {
    /// These settings, and what plays.
    pub fn build(cx: &mut Context, params: Arc<PrefaceParams>, meters: Arc<Meters>) {
        Model::build(Self { params, meters }, cx);
    }
}

impl Model for Sources {}

/// Tabs, and the plot that is chosen, in all of the room that there is.
pub fn panel(cx: &mut Context) {
    let desk = Rc::new(Desk::new(cx));
    VStack::new(cx, move |cx| {
        HStack::new(cx, tabs).class("plot-tabs");
        Plot::new(cx, desk.shown.clone(), move |now| desk.follow(now)).id("plot");
    })
    .class("panel")
    .class("plots");
}

fn tabs(cx: &mut Context) {
    let workspace = Workspace::of(cx);
    for (index, (id, name)) in PlotKind::CHOICES.iter().enumerate() {
        let kind = PlotKind::from_index(index);
        let is_chosen = workspace.plot().map(move |plot| *plot == kind);
        Button::new(cx, move |cx| Label::new(cx, *name))
            .id(format!("plot-{id}"))
            .class("plot-tab")
            .toggle_class("chosen", is_chosen)
            .role(Role::Tab)
            .on_press(move |cx| cx.emit(WorkspaceEvent::Plot(kind)));
    }
}

/// What the panel knows.
struct Desk {
    sources: Sources,
    levels: Levels,
    probe: Signal<Node>,
    plot: Signal<PlotKind>,
    /// Something covers the plot.
    is_covered: Memo<bool>,
    analyst: Analyst,
    /// What was asked last; none while the plot is covered.
    asked: Cell<Option<Question>>,
    loudness: RefCell<Loudness>,
    shown: Rc<RefCell<Figure>>,
}

impl Desk {
    fn new(cx: &mut Context) -> Self {
        let sources = cx.data::<Sources>().clone();
        let workspace = Workspace::of(cx);
        let OpenDetails(open) = *cx.data::<OpenDetails>();
        Self {
            analyst: Analyst::new(sources.meters.scope().clone()),
            sources,
            levels: Levels::of(cx),
            probe: workspace.probe(),
            plot: workspace.plot(),
            is_covered: open.map(Option::is_some),
            asked: Cell::new(None),
            loudness: RefCell::default(),
            shown: Rc::new(RefCell::new(Figure::awaited(false))),
        }
    }

    /// Looks whether something else has to be computed, and whether something was. Returns whether the figure is new.
    fn follow(&self, now: Instant) -> bool {
        let mut loudness = self.loudness.borrow_mut();
        loudness.hear(self.levels.taps().at(Node::Recorded), now);
        if self.is_covered.get_untracked() {
            if self.asked.take().is_some() {
                self.analyst.rest();
            }
            return false;
        }
        let asked = self.asked.get();
        let question = self.question(loudness.played(now));
        if asked != Some(question) {
            self.asked.set(Some(question));
            self.analyst.ask(question);
        }
        let Some(answer) = self.analyst.answer() else {
            // What stands there is not of this plot or node any more.
            let is_other = asked
                .is_none_or(|asked| (asked.plot, asked.probe) != (question.plot, question.probe));
            if is_other {
                let is_tone = matches!(question.plot, PlotKind::Harmonics | PlotKind::Transfer);
                *self.shown.borrow_mut() = Figure::awaited(is_tone);
            }
            return is_other;
        };
        loudness.worked(answer.took, now);
        if (answer.question.plot, answer.question.probe) != (question.plot, question.probe) {
            return false;
        }
        *self.shown.borrow_mut() = figure(&answer);
        true
    }

    fn question(&self, played: analysis::Played) -> Question {
        let sample_rate_hz = match self.sources.meters.sample_rate_hz() {
            0.0 => USUAL_RATE_HZ,
            rate_hz => rate_hz,
        };
        let question = Question {
            plot: self.plot.get_untracked(),
            settings: self.sources.params.settings(),
            probe: self.probe.get_untracked(),
            played,
            sample_rate_hz,
        };
        question.reduced()
    }
}

fn figure(answer: &Answer) -> Figure {
    let Question { probe, played, .. } = answer.question;
    match &answer.found {
        Ok(Finding::Load(response)) => load::figure(response),
        Ok(Finding::Harmonics(tone)) => harmonics::figure(tone, played),
        Ok(Finding::Transfer(transfer)) => transfer::figure(transfer, played),
        Ok(Finding::Spectrum(spectra)) => spectrum::figure(spectra, probe),
        Err(sentence) => Figure::sentence(sentence.clone()),
    }
}
