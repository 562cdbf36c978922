//! The preset that is loaded, the library, and the two slots of the comparison, for everything in the tree.

mod ask;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nice_plug_vizia::PollContext;
use nice_plug_vizia::vizia::prelude::*;

pub use ask::{Answer, Question};

use super::history::History;
use crate::chain::Settings;
use crate::params::PrefaceParams;
use crate::preset::library::{Entry, Library};
use crate::preset::{Error, Origin, Preset};
use crate::session::{Loaded, Session, Slot, Work};

/// Parameters arrive one by one, and at the end of a block of audio: until then nobody has modified anything.
const MODIFIED_AFTER: Duration = Duration::from_millis(120);

/// Presets and slots as the window sees them. Clones are the same.
#[derive(Clone)]
pub struct Presets(Rc<State>);

struct State {
    params: Arc<PrefaceParams>,
    library: RefCell<Library>,
    name: Signal<String>,
    is_modified: Signal<bool>,
    slot: Signal<Slot>,
    message: Signal<Option<String>>,
    question: Signal<Option<Question>>,
    /// What the answer has led to, where it has not been done.
    refusal: Signal<Option<String>>,
    seen: Cell<Option<(u64, Settings)>>,
    /// Since when the settings have differed from the preset.
    differs_since: Cell<Option<Instant>>,
}

/// What the buttons of the window ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum PresetEvent {
    /// Load the preset at this place of the list.
    Load(usize),
    /// Load the preset so much further in the list.
    Step(isize),
    /// Save what is heard under the name of the user's preset that is loaded.
    Save,
    /// Ask the user something.
    Ask(Question),
    /// What the user has answered.
    Answered(Answer),
    /// Close the question.
    Dismiss,
    /// Show the folder of the user's presets in the file manager.
    ShowFolder,
    /// Go to a slot of the comparison.
    Hear(Slot),
    /// Make the other slot the same as the one that is heard.
    Copy,
    /// Close the message.
    CloseMessage,
}

impl Presets {
    /// Follows presets and slots for as long as the tree lives. Build it behind the history.
    pub fn build(cx: &mut Context, params: Arc<PrefaceParams>, library: Library) {
        // What is wrong with the state itself comes first.
        if params.kept.message().is_none() {
            tell_of_broken(&params.kept, library.broken());
        }
        let presets = Self(Rc::new(State {
            library: RefCell::new(library),
            name: Signal::new(String::new()),
            is_modified: Signal::new(false),
            slot: Signal::new(Slot::A),
            message: Signal::new(None),
            question: Signal::new(None),
            refusal: Signal::new(None),
            seen: Cell::new(None),
            differs_since: Cell::new(None),
            params,
        }));
        presets.0.follow(Instant::now());
        let polled = presets.clone();
        cx.add_poll(move |_| polled.0.follow(Instant::now()));
        Model::build(presets, cx);
    }

    /// Those of the tree.
    ///
    /// # Panics
    /// If [`Presets::build`] has not been called in this tree.
    pub fn of(cx: &impl DataContext) -> Self {
        cx.data::<Self>().clone()
    }

    /// The name of the loaded preset.
    pub fn name(&self) -> Signal<String> {
        self.0.name
    }

    /// Whether something that the loaded preset lists has changed since.
    pub fn is_modified(&self) -> Signal<bool> {
        self.0.is_modified
    }

    /// The slot that is heard.
    pub fn slot(&self) -> Signal<Slot> {
        self.0.slot
    }

    /// One line that the user has to be told.
    pub fn message(&self) -> Signal<Option<String>> {
        self.0.message
    }

    /// What the user is asked.
    pub fn question(&self) -> Signal<Option<Question>> {
        self.0.question
    }

    /// Why the answer was not followed.
    pub fn refusal(&self) -> Signal<Option<String>> {
        self.0.refusal
    }

    /// The list, read anew, and the place of the loaded preset in it.
    pub fn list(&self) -> (Vec<Entry>, Option<usize>) {
        let mut library = self.0.library.borrow_mut();
        let known = library.broken().to_vec();
        library.reload();
        if library.broken() != known {
            tell_of_broken(&self.0.params.kept, library.broken());
        }
        let entries = library.entries().to_vec();
        drop(library);
        (entries, self.0.place())
    }

    /// The name of the loaded preset, if the user has saved it.
    pub fn loaded_user_preset(&self) -> Option<String> {
        let place = self.0.place()?;
        let library = self.0.library.borrow();
        let entry = &library.entries()[place];
        (entry.origin == Origin::User).then(|| entry.preset.name.clone())
    }

    fn handle(&self, cx: &EventContext<'_>, event: &PresetEvent) {
        let state = &self.0;
        match event {
            PresetEvent::Load(place) => state.load(cx, *place),
            PresetEvent::Step(step) => {
                let place = state.place();
                let next = state.library.borrow().step_from(place, *step);
                state.load(cx, next);
            }
            PresetEvent::Save => state.save(self.loaded_user_preset()),
            PresetEvent::Ask(question) => state.ask(Some(question.clone())),
            PresetEvent::Answered(answer) => state.answered(answer),
            PresetEvent::Dismiss => state.ask(None),
            PresetEvent::ShowFolder => state.show_folder(),
            PresetEvent::Hear(slot) => state.hear(cx, *slot),
            PresetEvent::Copy => state.copy(cx),
            PresetEvent::CloseMessage => state.params.kept.tell(None),
        }
    }
}

impl Model for Presets {
    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            self.handle(cx, event);
            meta.consume();
        });
    }
}

impl State {
    /// Returns whether the tree has to change.
    fn follow(&self, now: Instant) -> bool {
        let session = &self.params.kept;
        let seen = (session.changes(), self.params.chosen_settings());
        let before = self.seen.replace(Some(seen));
        if before != Some(seen) {
            let differs = session.ask_work(|work| work.is_modified(&seen.1));
            let since = self.differs_since.get().unwrap_or(now);
            self.differs_since.set(differs.then_some(since));
        }
        let is_first = before.is_none();
        let is_modified = (self.differs_since.get())
            .is_some_and(|since| is_first || now.duration_since(since) >= MODIFIED_AFTER);
        let is_other = is_modified != self.is_modified.get_untracked();
        self.is_modified.set_if_changed(is_modified);
        if before.map(|(changes, _)| changes) == Some(seen.0) {
            return is_other;
        }
        // Signals are set without the session's lock: what follows them may ask the session.
        let (name, slot) = session.ask_work(|work| (work.preset_name().to_owned(), work.slot));
        self.name.set_if_changed(name);
        self.slot.set_if_changed(slot);
        self.message.set_if_changed(session.message());
        true
    }

    /// The place of the loaded preset in the list.
    fn place(&self) -> Option<usize> {
        let library = self.library.borrow();
        self.params.kept.ask_work(|work| {
            let origin = work.loaded.as_ref().map(|loaded| loaded.origin);
            library.find(origin.unwrap_or(Origin::Factory), work.preset_name())
        })
    }

    fn load(&self, cx: &EventContext<'_>, place: usize) {
        let library = self.library.borrow();
        let Some(Entry { origin, preset, .. }) = library.entries().get(place) else {
            return;
        };
        let step = format!("Preset {}", preset.name);
        History::of(cx).change_work(cx, &step, |work, settings| {
            preset.apply(settings);
            work.loaded = Some(Loaded {
                origin: *origin,
                preset: preset.clone(),
            });
        });
        if let Some(warning) = preset.warnings.first() {
            self.params.kept.tell(Some(format!("{warning}.")));
        }
    }

    fn show_folder(&self) {
        let folder = self.library.borrow().folder().map(ToOwned::to_owned);
        let session = self.params.kept.clone();
        // File managers take their time.
        let spawned = std::thread::Builder::new()
            .name("folder".to_owned())
            .spawn(move || {
                let shown = folder.ok_or_else(|| "there is none on this platform".to_owned());
                let shown = shown.and_then(|folder| {
                    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
                    open::that_detached(&folder)
                        .map_err(|error| format!("{}: {error}", folder.display()))
                });
                if let Err(error) = shown {
                    session.tell(Some(format!(
                        "The folder of presets cannot be shown: {error}."
                    )));
                }
            });
        if let Err(error) = spawned {
            let message = format!("The folder of presets cannot be shown: {error}.");
            self.params.kept.tell(Some(message));
        }
    }

    fn hear(&self, cx: &EventContext<'_>, slot: Slot) {
        if self.params.kept.ask_work(|work| work.slot) != slot {
            let step = format!("Switch to {}", name_of(slot));
            History::of(cx).change_work(cx, &step, Work::switch);
        }
    }

    fn copy(&self, cx: &EventContext<'_>) {
        let slot = self.params.kept.ask_work(|work| work.slot);
        let step = format!("Copy {} to {}", name_of(slot), name_of(slot.other()));
        History::of(cx).change_work(cx, &step, |work, settings| work.copy(settings));
    }

    /// What is heard, as a preset.
    fn heard(&self, name: &str, with_calibration: bool) -> Preset {
        let settings = self.params.chosen_settings();
        Preset::from_settings(name, "Saved from the window.", &settings, with_calibration)
    }
}

/// Tells the user of the first file that cannot be read, and how many more there are.
fn tell_of_broken(session: &Session, broken: &[Error]) {
    if let [first, others @ ..] = broken {
        let more = match others.len() {
            0 => String::new(),
            more => format!(" ({more} more)"),
        };
        session.tell(Some(format!("A preset cannot be read: {first}{more}.")));
    }
}

/// What the window calls a slot.
pub fn name_of(slot: Slot) -> &'static str {
    match slot {
        Slot::A => "A",
        Slot::B => "B",
    }
}
