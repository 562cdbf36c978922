//! 48 V: who needs it, and who should not get it.

use crate::chain::Settings;
use crate::chain::settings::{Input, Source};

/// What phantom power does to source and input of now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Power {
    /// Whoever needs it has it.
    #[default]
    Enough,
    /// A condenser microphone without it is silent.
    MissingForMicrophone,
    /// An active DI box without it is silent.
    MissingForDi,
    /// A ribbon microphone gets it, which a wrong cable lets it not survive.
    OnRibbon,
}

impl Power {
    /// At these settings.
    pub fn of(settings: &Settings) -> Self {
        let is_active_di = matches!(settings.now_input, Input::ActiveDi10M | Input::ActiveDi220k);
        match (settings.source, settings.phantom) {
            _ if !settings.load_on => Self::Enough,
            (Source::CondenserMic, false) => Self::MissingForMicrophone,
            (_, false) if is_active_di => Self::MissingForDi,
            (Source::RibbonMic, true) if settings.now_input == Input::Mic => Self::OnRibbon,
            _ => Self::Enough,
        }
    }

    /// True where nothing comes out.
    pub fn is_silent(self) -> bool {
        matches!(self, Self::MissingForMicrophone | Self::MissingForDi)
    }
}
