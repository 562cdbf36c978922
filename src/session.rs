//! What a session keeps beside the parameters: what the window shows, the loaded preset, the slots of the comparison, and,
//! for as long as the plugin runs, the steps that can be undone.
//!
//! The window and the host's main thread read and write it; of all of it, the audio thread reads [`Session::monitor`] only.

mod saved;
mod steps;
mod work;

pub use steps::{Change, Step};
pub use work::{Loaded, Slot, Stored, Work};

use steps::Steps;

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::chain::parameter::{Choice, choices};
use crate::chain::{Monitor, Node};

choices! {
    /// What the plot shows.
    PlotKind {
        Load = "load", "Load";
        Harmonics = "harmonics", "Harmonics";
        Transfer = "transfer", "Transfer";
        Spectrum = "spectrum", "Spectrum";
    }
    /// Where peaks belong.
    TargetZone {
        Bits24 = "bits_24", "24 bit: -12..-6 dBFS";
        Bits16 = "bits_16", "16 bit: -6..0 dBFS";
    }
    /// What 0 VU stands for.
    VuReference {
        Dbu4 = "dbu_4", "0 VU = +4 dBu";
        Dbfs18 = "dbfs_18", "0 VU = -18 dBFS";
    }
}

impl TargetZone {
    /// Lowest and highest peak that belongs there, dBFS.
    pub fn dbfs(self) -> (f64, f64) {
        match self {
            Self::Bits24 => (-12.0, -6.0),
            Self::Bits16 => (-6.0, 0.0),
        }
    }
}

/// What the window shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// The node that meters and plots are at.
    pub probe: Node,
    /// The plot that is open.
    pub plot: PlotKind,
    /// Where peaks belong.
    pub target_zone: TargetZone,
    /// What 0 VU stands for.
    pub vu_reference: VuReference,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            probe: Node::Output,
            plot: PlotKind::Load,
            target_zone: TargetZone::Bits24,
            vu_reference: VuReference::Dbu4,
        }
    }
}

/// What a session keeps beside the parameters.
#[derive(Debug, Default)]
pub struct Session {
    kept: Mutex<Kept>,
    /// A place in the list of [`Monitor`]s.
    monitor: AtomicU8,
    loads: AtomicU64,
    changes: AtomicU64,
}

/// What only the window and the main thread read and write.
#[derive(Debug, Default)]
struct Kept {
    shown: Shown,
    work: Work,
    steps: Steps,
    message: Option<String>,
}

impl Session {
    /// What the window shows. Not for the audio thread, as everything else but [`monitor`](Self::monitor).
    pub fn shown(&self) -> Shown {
        self.lock().shown
    }

    /// Changes what the window shows.
    pub fn show(&self, change: impl FnOnce(&mut Shown)) {
        change(&mut self.lock().shown);
    }

    /// The loaded preset and the slots of the comparison.
    pub fn work(&self) -> Work {
        self.lock().work.clone()
    }

    /// Asks about the loaded preset and the slots, without a copy.
    pub fn ask_work<T>(&self, ask: impl FnOnce(&Work) -> T) -> T {
        ask(&self.lock().work)
    }

    /// Changes the loaded preset or the slots.
    pub fn change_work(&self, change: impl FnOnce(&mut Work)) {
        change(&mut self.lock().work);
        self.count_change();
    }

    /// Adds what the user has done to the steps that can be undone.
    pub fn push_step(&self, step: Step) {
        self.lock().steps.push(step);
        self.count_change();
    }

    /// Takes the last step back, what it has done to preset and slots included. Whoever calls sets the parameters that
    /// it names to what they were before.
    pub fn undo(&self) -> Option<Step> {
        self.turn_step(Steps::undo, |[before, _]| before)
    }

    /// Takes the last undo back. Whoever calls sets the parameters that it names to what they were after the step.
    pub fn redo(&self) -> Option<Step> {
        self.turn_step(Steps::redo, |[_, after]| after)
    }

    fn turn_step(
        &self,
        turn: impl FnOnce(&mut Steps) -> Option<Step>,
        side: impl FnOnce([Work; 2]) -> Work,
    ) -> Option<Step> {
        let mut kept = self.lock();
        let step = turn(&mut kept.steps)?;
        if let Some(work) = &step.work {
            kept.work = side((**work).clone());
        }
        drop(kept);
        self.count_change();
        Some(step)
    }

    /// The names of what would be undone and of what would be done again.
    pub fn next_steps(&self) -> [Option<String>; 2] {
        let kept = self.lock();
        [kept.steps.next_undo(), kept.steps.next_redo()].map(|name| name.map(str::to_owned))
    }

    /// One line that the user has to be told, until it is closed.
    pub fn message(&self) -> Option<String> {
        self.lock().message.clone()
    }

    /// Tells the user something, or closes what was told.
    pub fn tell(&self, message: Option<String>) {
        self.lock().message = message;
        self.count_change();
    }

    /// What is heard instead of the result. It is never saved: a session that is opened plays the result.
    pub fn monitor(&self) -> Monitor {
        Monitor::from_index(self.monitor.load(Relaxed).into())
    }

    /// Plays something else than the result, or the result again.
    pub fn set_monitor(&self, monitor: Monitor) {
        self.monitor.store(monitor as u8, Relaxed);
    }

    /// How many times a state was loaded. While this stands still, only the window changes what is kept.
    pub fn loads(&self) -> u64 {
        self.loads.load(Relaxed)
    }

    /// How many times preset, slots, steps or message have changed, by a loaded state as well.
    pub fn changes(&self) -> u64 {
        self.changes.load(Relaxed)
    }

    /// As the session's state keeps it: JSON.
    pub fn save(&self) -> String {
        let kept = self.lock();
        saved::to_json(&kept.shown, &kept.work)
    }

    /// Takes over what a state has kept. What is missing, broken or only known to a newer version is as in a fresh
    /// instance; of what is broken the user is told. Steps before it cannot be undone: they were done to another state.
    pub fn load(&self, saved: Option<&str>) {
        let read = saved.map(saved::from_json).unwrap_or_default();
        let message = "What this session has kept of presets and of A and B could not be read; the sound is not affected.";
        *self.lock() = Kept {
            shown: read.shown,
            work: read.work,
            steps: Steps::default(),
            message: read.is_broken.then(|| message.to_owned()),
        };
        self.set_monitor(Monitor::Result);
        self.loads.fetch_add(1, Relaxed);
        self.count_change();
    }

    fn count_change(&self) {
        self.changes.fetch_add(1, Relaxed);
    }

    /// A panic elsewhere leaves nothing half changed: these are plain values.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Settings;
    use crate::preset::{Origin, Preset};

    #[test]
    fn what_is_shown_comes_back_and_what_is_heard_does_not() {
        let (from, into) = (Session::default(), Session::default());
        let shown = Shown {
            probe: Node::Preamp,
            plot: PlotKind::Spectrum,
            target_zone: TargetZone::Bits16,
            vu_reference: VuReference::Dbfs18,
        };
        from.show(|kept| *kept = shown);
        from.set_monitor(Monitor::Difference);
        into.load(Some(&from.save()));
        assert_eq!(into.shown(), shown);
        assert_eq!(into.monitor(), Monitor::Result);
        assert_eq!(into.loads(), 1);
    }

    #[test]
    fn a_state_with_nothing_broken_or_newer_opens_as_a_fresh_one() {
        let fresh = Shown::default();
        for saved in [
            None,
            Some(""),
            Some("?"),
            Some("3"),
            Some("{}"),
            Some(r#"{"probe":"flux","plot":7,"target_zone":null,"from_the_future":[1]}"#),
        ] {
            let session = Session::default();
            session.show(|kept| kept.plot = PlotKind::Harmonics);
            session.load(saved);
            assert_eq!(session.shown(), fresh, "{saved:?}");
        }
        let session = Session::default();
        session.load(Some(r#"{"probe":"input","plot":"waterfall"}"#));
        assert_eq!(session.message(), None, "nothing is broken");
        let probe = Node::Input;
        assert_eq!(session.shown(), Shown { probe, ..fresh });
    }

    /// Preset and slots come back as they were left, presets that were modified and calibrations included.
    #[test]
    fn the_preset_and_both_slots_come_back() {
        let (from, into) = (Session::default(), Session::default());
        let mut settings = Settings {
            gain_db: 7.5,
            in_cal_dbu: 15.5,
            ..Settings::default()
        };
        let (_, preset) = Preset::factory()
            .first()
            .expect("there are presets")
            .clone();
        from.change_work(|work| {
            work.loaded = Some(Loaded {
                origin: Origin::Factory,
                preset,
            });
            work.switch(&mut settings);
            work.loaded = None;
        });
        into.load(Some(&from.save()));
        assert_eq!(into.work(), from.work());
        assert_eq!(into.save(), from.save());
        let mut restored = Settings::default();
        into.change_work(|work| work.switch(&mut restored));
        assert_eq!(restored, settings);
    }

    #[test]
    fn of_what_is_broken_the_user_is_told() {
        for saved in [
            "?",
            r#"{"preset":{"text":"version = 1"}}"#,
            r#"{"other":{"values":3}}"#,
        ] {
            let session = Session::default();
            session.load(Some(saved));
            assert!(session.message().is_some(), "{saved}");
            assert_eq!(session.work(), Work::default());
            session.tell(None);
            assert_eq!(session.message(), None);
        }
    }

    #[test]
    fn an_undone_step_takes_preset_and_slots_back_as_well() {
        let session = Session::default();
        let before = session.work();
        session.change_work(|work| work.copy(&Settings::default()));
        let after = session.work();
        session.push_step(Step {
            name: "Copy".to_owned(),
            changes: Vec::new(),
            work: Some(Box::new([before.clone(), after.clone()])),
        });
        assert_eq!(session.next_steps(), [Some("Copy".to_owned()), None]);
        assert!(session.undo().is_some());
        assert_eq!(session.work(), before);
        assert!(session.redo().is_some());
        assert_eq!(session.work(), after);
    }
}
