//! What the user is asked about presets, and what is done with the answers.

use nice_plug_vizia::vizia::prelude::*;

use super::State;
use crate::preset::Origin;
use crate::preset::library::SaveError;
use crate::session::Loaded;

/// What the user is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Under which name to save, and whether with calibration.
    SaveAs,
    /// What to call the preset with this name.
    Rename(String),
    /// Whether to delete the preset with this name.
    Delete(String),
}

/// What the user has answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The name that was typed.
    pub name: String,
    /// Whether calibration is saved as well.
    pub with_calibration: bool,
    /// Whether the user has seen that there is a preset with this name, and wants it replaced.
    pub replaces: bool,
}

impl State {
    /// Asks something, or nothing any more.
    pub(super) fn ask(&self, question: Option<Question>) {
        self.refusal.set_if_changed(None);
        self.question.set(question);
    }

    /// Saves over the user's preset that is loaded; without one, asks for a name.
    pub(super) fn save(&self, loaded: Option<String>) {
        let Some(name) = loaded else {
            return self.ask(Some(Question::SaveAs));
        };
        let with_calibration = self.params.kept.ask_work(|work| {
            let loaded = work.loaded.as_ref();
            loaded.is_some_and(|loaded| loaded.preset.has_calibration())
        });
        if let Err(error) = self.save_under(&name, with_calibration, true) {
            self.params.kept.tell(Some(error.to_string()));
        }
    }

    /// Does what was asked for; where that cannot be, says why and leaves the question open.
    pub(super) fn answered(&self, answer: &Answer) {
        let Some(question) = self.question.get_untracked() else {
            return;
        };
        let name = answer.name.trim();
        let done = match &question {
            Question::SaveAs => self.save_under(name, answer.with_calibration, answer.replaces),
            Question::Rename(old) => self.rename(old, name, answer.replaces),
            Question::Delete(name) => self.delete(name),
        };
        match done {
            Ok(()) => self.ask(None),
            Err(error) => self.refusal.set(Some(error.to_string())),
        }
    }

    fn save_under(
        &self,
        name: &str,
        with_calibration: bool,
        replaces: bool,
    ) -> Result<(), SaveError> {
        let preset = self.heard(name, with_calibration);
        self.library.borrow_mut().save(&preset, replaces)?;
        self.params.kept.change_work(|work| {
            work.loaded = Some(Loaded {
                origin: Origin::User,
                preset,
            });
        });
        Ok(())
    }

    fn rename(&self, old: &str, name: &str, replaces: bool) -> Result<(), SaveError> {
        let place = self.library.borrow().find(Origin::User, old);
        if let Some(place) = place {
            self.library.borrow_mut().rename(place, name, replaces)?;
            self.params.kept.change_work(|work| {
                if let Some(loaded) = &mut work.loaded
                    && loaded.origin == Origin::User
                    && loaded.preset.name == old
                {
                    loaded.preset.name = name.to_owned();
                }
            });
        }
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SaveError> {
        let place = self.library.borrow().find(Origin::User, name);
        if let Some(place) = place {
            let mut library = self.library.borrow_mut();
            library.delete(place).map_err(SaveError::Failed)?;
        }
        Ok(())
    }
}
