//! What a session keeps beside the parameters: what the window shows.
//!
//! The window and the host's main thread read and write it; of all of it, the audio thread reads [`Session::monitor`] only.

mod saved;

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
    shown: Mutex<Shown>,
    /// A place in the list of [`Monitor`]s.
    monitor: AtomicU8,
    loads: AtomicU64,
}

impl Session {
    /// What the window shows. Not for the audio thread.
    pub fn shown(&self) -> Shown {
        *self.lock()
    }

    /// Changes what the window shows. Not for the audio thread.
    pub fn show(&self, change: impl FnOnce(&mut Shown)) {
        change(&mut self.lock());
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

    /// As the session's state keeps it: JSON.
    pub fn save(&self) -> String {
        saved::to_json(&self.lock())
    }

    /// Takes over what a state has kept. What is missing, broken or only known to a newer version is as in a fresh
    /// instance.
    pub fn load(&self, saved: Option<&str>) {
        *self.lock() = saved.map(saved::from_json).unwrap_or_default();
        self.set_monitor(Monitor::Result);
        self.loads.fetch_add(1, Relaxed);
    }

    /// A panic elsewhere leaves nothing half changed: these are plain values.
    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let probe = Node::Input;
        assert_eq!(session.shown(), Shown { probe, ..fresh });
    }
}
