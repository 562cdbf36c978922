//! Interfaces by name: what 0 dBFS is at their inputs with the gain at minimum.
//!
//! No driver tells it and data sheets hide it, so here is a table; whoever knows better sets *Recorded 0 dBFS* by hand.

mod table;

use std::fmt;

pub use table::INTERFACES;

use crate::chain::settings::{RecordedInput, Settings};

/// One kind of input of one interface.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interface {
    /// Maker and model.
    pub name: &'static str,
    /// Which of its jacks.
    pub jack: Jack,
    /// Level of a sine that reads 0 dBFS with the gain at minimum, dBu.
    pub full_scale_dbu: f64,
    /// Input impedance, ohm, where a source for it is known.
    pub impedance_ohm: Option<f64>,
    /// Where the figures come from.
    pub source: &'static str,
    /// What others publish, where published figures disagree.
    pub disputed: Option<&'static str>,
}

/// What a jack is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jack {
    /// Guitars and basses: Hi-Z.
    Instrument,
    /// Line level.
    Line,
    /// Microphones.
    Microphone,
}

impl Jack {
    /// As lists show it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instrument => "instrument",
            Self::Line => "line",
            Self::Microphone => "microphone",
        }
    }
}

/// No interface, or more than one, is called so.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownInterface {
    /// What was asked for.
    pub found: String,
    /// The names that it could mean, or all of them.
    pub expected: Vec<String>,
}

impl fmt::Display for UnknownInterface {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { found, expected } = self;
        let expected = expected.join("; ");
        write!(formatter, "found \"{found}\", expected one of: {expected}")
    }
}

impl std::error::Error for UnknownInterface {}

impl Interface {
    /// The one whose label is `text`, or the only one whose label contains all of its words, in any case.
    ///
    /// # Errors
    /// None or several are called so.
    pub fn find(text: &str) -> Result<&'static Self, UnknownInterface> {
        let text = text.trim();
        let wanted = text.to_lowercase();
        let labelled = |interface: &Self| interface.label().to_lowercase();
        if let Some(exact) = INTERFACES.iter().find(|one| labelled(one) == wanted) {
            return Ok(exact);
        }
        let words: Vec<_> = wanted.split_whitespace().collect();
        let has_all = |interface: &&Self| {
            let label = labelled(interface);
            !words.is_empty() && words.iter().all(|word| label.contains(word))
        };
        let found: Vec<_> = INTERFACES.iter().filter(has_all).collect();
        match found[..] {
            [one] => Ok(one),
            _ => {
                let known = match found.is_empty() {
                    true => INTERFACES.iter().collect(),
                    false => found,
                };
                Err(UnknownInterface {
                    found: text.to_owned(),
                    expected: known.iter().map(|interface| interface.label()).collect(),
                })
            }
        }
    }

    /// Name and jack: `Focusrite Scarlett 2i2 4th gen, line`.
    pub fn label(&self) -> String {
        format!("{}, {}", self.name, self.jack.name())
    }

    /// Takes its full scale as the recorded one.
    pub fn calibrate(&self, settings: &mut Settings) {
        settings.in_cal_dbu = self.full_scale_dbu;
    }

    /// Takes its impedance as that of the jack that was recorded through, where it is known.
    pub fn plug_in(&self, settings: &mut Settings) {
        let Some(ohm) = self.impedance_ohm else {
            return;
        };
        settings.rec_input = match (self.jack, ohm) {
            (Jack::Microphone, _) => RecordedInput::Mic,
            (_, 1e6) => RecordedInput::HiZ1M,
            (_, 470e3) => RecordedInput::HiZ470k,
            (_, 220e3) => RecordedInput::HiZ220k,
            (_, 10e3) => RecordedInput::Line10k,
            _ => RecordedInput::Custom,
        };
        match settings.rec_input {
            RecordedInput::Mic => settings.rec_mic_z_ohm = ohm,
            RecordedInput::Custom => settings.rec_custom_ohm = ohm,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Parameter;

    #[test]
    fn every_row_is_within_what_can_be_set_and_says_where_it_comes_from() {
        for (index, interface) in INTERFACES.iter().enumerate() {
            let label = interface.label();
            let mut settings = Settings::default();
            interface.calibrate(&mut settings);
            interface.plug_in(&mut settings);
            for id in ["in_cal_dbu", "rec_mic_z_ohm", "rec_custom_ohm"] {
                let parameter = Parameter::find(id).expect("exists");
                let value = (parameter.get)(&settings);
                assert_eq!(parameter.check(value), Ok(value), "{label}");
            }
            assert!(interface.source.len() > 10, "{label}");
            assert!(interface.source.is_ascii(), "{label}");
            let others = INTERFACES[..index].iter();
            assert!(
                others.clone().all(|other| other.label() != label),
                "{label}"
            );
        }
    }

    #[test]
    fn names_are_found_by_their_words_and_never_guessed() {
        let found = |text: &str| Interface::find(text).map(Interface::label);
        for interface in INTERFACES {
            assert_eq!(
                found(&interface.label().to_uppercase()),
                Ok(interface.label())
            );
        }
        assert_eq!(
            found("scarlett 4th line"),
            Ok("Focusrite Scarlett 2i2 4th gen, line".to_owned())
        );
        let several = found("scarlett").expect_err("several");
        assert!(several.expected.len() > 1);
        assert!(
            several
                .expected
                .iter()
                .all(|label| label.contains("Scarlett"))
        );
        let none = found("theremin").expect_err("none");
        assert_eq!(none.expected.len(), INTERFACES.len());
        assert!(found(" ").is_err());
    }

    #[test]
    fn an_impedance_becomes_the_jack_that_was_recorded_through() {
        let plugged = |text| {
            let mut settings = Settings::default();
            Interface::find(text)
                .expect("exists")
                .plug_in(&mut settings);
            settings
        };
        assert_eq!(plugged("Layla microphone").rec_input, RecordedInput::Mic);
        assert_eq!(plugged("Layla microphone").rec_mic_z_ohm, 1500.0);
        assert_eq!(plugged("Layla instrument").rec_input, RecordedInput::Custom);
        assert_eq!(plugged("Layla instrument").rec_custom_ohm, 102e3);
        assert_eq!(
            plugged("Fireface 400 line").rec_input,
            RecordedInput::Line10k
        );
        assert_eq!(plugged("Neural reference"), Settings::default());
    }
}
