//! What the user has done, to be undone and done again.

use std::collections::VecDeque;

use super::Work;

/// Steps that can be undone. Older ones are forgotten.
const MOST_STEPS: usize = 200;

/// What a step has done to one parameter: values as hosts count them, 0..1.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The parameter's id.
    pub id: String,
    /// Its value before the step.
    pub before: f32,
    /// Its value after the step.
    pub after: f32,
}

/// One thing that the user has done. Undoing it sets what it has changed, and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What the user would call it.
    pub name: String,
    /// What it has done to parameters: one entry for each.
    pub changes: Vec<Change>,
    /// Preset and A/B slots before and after, where it has changed them.
    pub work: Option<Box<[Work; 2]>>,
}

/// Steps in both directions.
#[derive(Debug, Default)]
pub(super) struct Steps {
    done: VecDeque<Step>,
    undone: Vec<Step>,
}

impl Steps {
    /// Adds what the user has done. What was undone before cannot be done again.
    pub fn push(&mut self, mut step: Step) {
        step.changes = merged(step.changes);
        if step.changes.is_empty() && step.work.is_none() {
            return;
        }
        self.undone.clear();
        self.done.push_back(step);
        if self.done.len() > MOST_STEPS {
            self.done.pop_front();
        }
    }

    /// Takes the last step back: whoever calls sets what it names.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.done.pop_back()?;
        self.undone.push(step.clone());
        Some(step)
    }

    /// Takes back the last undo.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.undone.pop()?;
        self.done.push_back(step.clone());
        Some(step)
    }

    /// The name of what would be undone.
    pub fn next_undo(&self) -> Option<&str> {
        self.done.back().map(|step| step.name.as_str())
    }

    /// The name of what would be done again.
    pub fn next_redo(&self) -> Option<&str> {
        self.undone.last().map(|step| step.name.as_str())
    }
}

/// One entry for each parameter that has really changed.
fn merged(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        match merged.iter_mut().find(|known| known.id == change.id) {
            Some(known) => known.after = change.after,
            None => merged.push(change),
        }
    }
    merged.retain(|change| change.before != change.after);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, changes: &[(&str, f32, f32)]) -> Step {
        let change = |&(id, before, after): &(&str, f32, f32)| Change {
            id: id.to_owned(),
            before,
            after,
        };
        Step {
            name: name.to_owned(),
            changes: changes.iter().map(change).collect(),
            work: None,
        }
    }

    #[test]
    fn steps_are_undone_from_the_last_and_done_again_in_their_order() {
        let mut steps = Steps::default();
        let (gain, drive) = (
            step("Gain", &[("gain_db", 0.2, 0.4)]),
            step("Drive", &[("drive_db", 0.5, 0.6)]),
        );
        steps.push(gain.clone());
        steps.push(drive.clone());
        assert_eq!(steps.undo(), Some(drive.clone()));
        assert_eq!(
            (steps.next_undo(), steps.next_redo()),
            (Some("Gain"), Some("Drive"))
        );
        assert_eq!(steps.undo(), Some(gain.clone()));
        assert_eq!(steps.undo(), None);
        assert_eq!(steps.redo(), Some(gain));
        assert_eq!(steps.redo(), Some(drive.clone()));
        assert_eq!(steps.redo(), None);

        steps.undo();
        steps.push(step("Mix", &[("mix_pct", 1.0, 0.5)]));
        assert_eq!(steps.redo(), None, "something else was done since");
    }

    #[test]
    fn a_step_has_one_entry_for_each_parameter_and_none_for_what_came_back() {
        let mut steps = Steps::default();
        steps.push(step(
            "Preset",
            &[
                ("gain_db", 0.2, 0.4),
                ("mix_pct", 1.0, 0.5),
                ("gain_db", 0.4, 0.9),
                ("mix_pct", 0.5, 1.0),
            ],
        ));
        assert_eq!(steps.undo(), Some(step("Preset", &[("gain_db", 0.2, 0.9)])));
        steps.push(step("Nothing", &[("mix_pct", 0.5, 0.5)]));
        assert_eq!(steps.next_undo(), None);
    }

    #[test]
    fn as_many_steps_are_kept_as_are_promised() {
        let mut steps = Steps::default();
        for number in 0..MOST_STEPS + 50 {
            let after = (number + 1) as f32 / 1000.0;
            steps.push(step("Gain", &[("gain_db", number as f32 / 1000.0, after)]));
        }
        let undone = std::iter::from_fn(|| steps.undo()).count();
        assert_eq!(undone, MOST_STEPS);
    }
}
