//! What the user does, as steps that can be undone.
//!
//! Every gesture on a parameter arrives here when it is over; what belongs together is one step. The host's automation does
//! not arrive.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::{ParamChange, ParamModel, PollContext, ShortcutContext};

use crate::chain::{PARAMETERS, Parameter, Settings};
use crate::params::PrefaceParams;
use crate::session::{Change, Step, Work};

/// What shortcuts are made with on this platform.
const COMMAND: Modifiers = match cfg!(target_os = "macos") {
    true => Modifiers::SUPER,
    false => Modifiers::CTRL,
};

/// The steps of the user. Clones are the same.
#[derive(Clone)]
pub struct History(Rc<State>);

struct State {
    params: Arc<PrefaceParams>,
    /// What has changed since the step that is going on began.
    group: RefCell<Option<Vec<Change>>>,
    /// Whether the window itself undoes or does again.
    is_replaying: Cell<bool>,
    next: [Signal<Option<String>>; 2],
}

/// Goes through the history: emit it from anywhere in the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HistoryEvent {
    /// Takes the last step back.
    Undo,
    /// Takes the last undo back.
    Redo,
}

impl History {
    /// Records what the user does for as long as the tree lives. Build it behind the parameters.
    pub fn build(cx: &mut Context, params: Arc<PrefaceParams>) {
        let history = Self(Rc::new(State {
            next: params.kept.next_steps().map(Signal::new),
            params,
            group: RefCell::new(None),
            is_replaying: Cell::new(false),
        }));
        let watching = history.clone();
        ParamModel::watch(cx, move |change| watching.record(&change));
        let polled = history.clone();
        let mut changes = None;
        cx.add_poll(move |_| {
            let now = polled.0.params.kept.changes();
            let is_new = changes.replace(now) != Some(now);
            if is_new {
                let names = polled.0.params.kept.next_steps();
                for (signal, name) in polled.0.next.iter().zip(names) {
                    signal.set_if_changed(name);
                }
            }
            is_new
        });
        cx.add_shortcut(COMMAND, Code::KeyZ, |cx| cx.emit(HistoryEvent::Undo));
        let redo = [
            (COMMAND | Modifiers::SHIFT, Code::KeyZ),
            (COMMAND, Code::KeyY),
        ];
        for (modifiers, code) in redo {
            cx.add_shortcut(modifiers, code, |cx| cx.emit(HistoryEvent::Redo));
        }
        Model::build(history, cx);
    }

    /// That of the tree.
    ///
    /// # Panics
    /// If [`History::build`] has not been called in this tree.
    pub fn of(cx: &impl DataContext) -> Self {
        cx.data::<Self>().clone()
    }

    /// The name of what would be undone.
    pub fn next_undo(&self) -> Signal<Option<String>> {
        self.0.next[0]
    }

    /// The name of what would be done again.
    pub fn next_redo(&self) -> Signal<Option<String>> {
        self.0.next[1]
    }

    /// Changes settings as the user's hand does, a gesture for each parameter that differs, all of them one step.
    pub fn change(&self, cx: &EventContext<'_>, name: &str, change: impl FnOnce(&mut Settings)) {
        self.change_work(cx, name, |_, settings| change(settings));
    }

    /// Changes settings and what the user works with, all of it one step.
    pub fn change_work(
        &self,
        cx: &EventContext<'_>,
        name: &str,
        change: impl FnOnce(&mut Work, &mut Settings),
    ) {
        ParamModel::end_gestures(cx);
        let session = &self.0.params.kept;
        let work_before = session.work();
        let before = self.0.params.chosen_settings();
        let (mut work, mut after) = (work_before.clone(), before);
        change(&mut work, &mut after);

        self.0.group.replace(Some(Vec::new()));
        set_what_differs(cx, &before, &after);
        let changes = self.0.group.take().unwrap_or_default();
        let is_other_work = work != work_before;
        if is_other_work {
            session.change_work(|kept| kept.clone_from(&work));
        }
        session.push_step(Step {
            name: name.to_owned(),
            changes,
            work: is_other_work.then(|| Box::new([work_before, work])),
        });
    }

    fn record(&self, change: &ParamChange) {
        if self.0.is_replaying.get() {
            return;
        }
        let param = &change.param;
        let recorded = Change {
            id: param.id().to_owned(),
            before: change.before,
            after: change.after,
        };
        match &mut *self.0.group.borrow_mut() {
            Some(group) => group.push(recorded),
            None => self.0.params.kept.push_step(Step {
                name: format!(
                    "{}, {} to {}",
                    param.name(),
                    param.text(change.before),
                    param.text(change.after)
                ),
                changes: vec![recorded],
                work: None,
            }),
        }
    }

    fn replay(&self, cx: &EventContext<'_>, event: HistoryEvent) {
        // What is going on is a step as well: the first to be undone.
        ParamModel::end_gestures(cx);
        let session = &self.0.params.kept;
        let step = match event {
            HistoryEvent::Undo => session.undo(),
            HistoryEvent::Redo => session.redo(),
        };
        self.0.is_replaying.set(true);
        for change in step.into_iter().flat_map(|step| step.changes) {
            ParamModel::find(cx, &change.id).set(match event {
                HistoryEvent::Undo => change.before,
                HistoryEvent::Redo => change.after,
            });
        }
        self.0.is_replaying.set(false);
    }
}

impl Model for History {
    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            self.replay(cx, *event);
            meta.consume();
        });
    }
}

fn set_what_differs(cx: &EventContext<'_>, before: &Settings, after: &Settings) {
    for parameter in PARAMETERS {
        let value = (parameter.get)(after);
        if value == (parameter.get)(before) {
            continue;
        }
        let param = ParamModel::find(cx, parameter.id);
        if let Some(normalized) = param.parse(&text_of(parameter, value)) {
            param.set(normalized);
        }
    }
}

/// A value as the parameter reads it, to the last digit.
fn text_of(parameter: &Parameter, value: f64) -> String {
    match parameter.choices.get(value as usize) {
        Some((_, name)) => (*name).to_owned(),
        None => value.to_string(),
    }
}
