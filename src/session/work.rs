//! What the user works with: the preset that was loaded, and the two slots of the comparison.

use crate::chain::Settings;
use crate::chain::parameter::{Choice, choices};
use crate::preset::{Origin, Preset};

choices! {
    /// One of the two slots of the comparison.
    Slot {
        A = "a", "A";
        B = "b", "B";
    }
}

impl Slot {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// A preset as it was when it was loaded or saved: whatever becomes of its file, it can be told whether it was modified.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// Who has made it.
    pub origin: Origin,
    /// What it lists.
    pub preset: Preset,
}

/// The slot that is not heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Everything that a slot holds: all parameters but those that no preset holds.
    pub values: Preset,
    /// The preset that was loaded there.
    pub loaded: Option<Loaded>,
}

/// What the user works with.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// The slot that is heard.
    pub slot: Slot,
    /// The preset that was loaded into it; none in a fresh instance.
    pub loaded: Option<Loaded>,
    /// The other slot; none while it has not been used: it is as the one that is heard.
    pub other: Option<Stored>,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            slot: Slot::A,
            loaded: None,
            other: None,
        }
    }
}

impl Work {
    /// Goes to the other slot. `settings` are what is heard, and become what the other slot holds.
    pub fn switch(&mut self, settings: &mut Settings) {
        let left = Stored {
            values: whole(settings),
            loaded: self.loaded.clone(),
        };
        self.slot = self.slot.other();
        if let Some(entered) = self.other.replace(left) {
            entered.values.apply(settings);
            self.loaded = entered.loaded;
        }
    }

    /// Makes the other slot the same as the one that is heard.
    pub fn copy(&mut self, settings: &Settings) {
        self.other = Some(Stored {
            values: whole(settings),
            loaded: self.loaded.clone(),
        });
    }

    /// Whether something that the loaded preset lists has changed since. A fresh instance has the preset of all defaults.
    pub fn is_modified(&self, settings: &Settings) -> bool {
        match &self.loaded {
            Some(loaded) => loaded.preset.differs_from(settings),
            None => Preset::default_sound().differs_from(settings),
        }
    }

    /// The name of the loaded preset.
    pub fn preset_name(&self) -> &str {
        match &self.loaded {
            Some(loaded) => &loaded.preset.name,
            None => &Preset::default_sound().name,
        }
    }
}

/// Everything that a slot holds.
fn whole(settings: &Settings) -> Preset {
    // Presets have a name and a description; nobody sees these.
    Preset::from_settings("Slot", "A slot of the comparison.", settings, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::settings::{Quality, Source};

    #[test]
    fn slots_hold_everything_but_bypass_and_quality() {
        let mut work = Work::default();
        let mut settings = Settings {
            gain_db: 6.0,
            in_cal_dbu: 15.5,
            source: Source::Humbucker,
            ..Settings::default()
        };
        let in_a = settings;
        work.switch(&mut settings);
        assert_eq!(settings, in_a, "a slot that was never used is as the other");
        assert_eq!(work.slot, Slot::B);

        settings.gain_db = 12.0;
        settings.in_cal_dbu = 20.0;
        settings.bypass = true;
        settings.quality = Quality::High;
        let in_b = settings;
        work.switch(&mut settings);
        let expected = Settings {
            bypass: true,
            quality: Quality::High,
            ..in_a
        };
        assert_eq!((work.slot, settings), (Slot::A, expected));
        work.switch(&mut settings);
        assert_eq!((work.slot, settings), (Slot::B, in_b));

        work.copy(&settings);
        work.switch(&mut settings);
        assert_eq!((work.slot, settings), (Slot::A, in_b));
    }

    #[test]
    fn only_what_a_preset_lists_modifies_it() {
        let mut settings = Settings::default();
        let mut work = Work::default();
        assert!(!work.is_modified(&settings));
        let text = "version = 1\nname = \"Six\"\ndescription = \"Six.\"\n[values]\ngain_db = 6\n";
        let preset = Preset::parse("six.toml", text).expect("reads");
        work.loaded = Some(Loaded {
            origin: Origin::User,
            preset,
        });
        assert!(work.is_modified(&settings));
        settings.gain_db = 6.0;
        settings.mix_pct = 40.0;
        assert!(!work.is_modified(&settings));
    }
}
