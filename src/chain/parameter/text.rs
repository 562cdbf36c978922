//! Values as users write and read them: `12.2 dBu`, `1.5 kohm`, `On`, `Hi-Z 1M`.

use std::fmt;

use super::unit::split_number;
use super::{Parameter, Range};

/// A text that is not a value of a parameter. The message says what was found and what was expected.
#[derive(Clone, Debug, PartialEq)]
pub enum TextError {
    /// Not a number, or one in another unit.
    Malformed {
        /// The text.
        found: String,
        /// What the parameter takes.
        expected: String,
    },
    /// A choice that the list does not have: from a newer version, or a typing error.
    UnknownChoice {
        /// The text.
        found: String,
        /// The ids of the list.
        expected: String,
    },
    /// A number outside the range.
    OutOfRange {
        /// The number as the user would be shown it.
        found: String,
        /// The range.
        expected: String,
        /// The end of the range that lies closer to it.
        nearest: f64,
    },
}

impl fmt::Display for TextError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { found, expected } | Self::UnknownChoice { found, expected } => {
                write!(formatter, "found \"{found}\", expected {expected}")
            }
            Self::OutOfRange {
                found, expected, ..
            } => write!(formatter, "{found} is out of range, expected {expected}"),
        }
    }
}

impl std::error::Error for TextError {}

impl Parameter {
    /// Smallest and largest number: the range's ends; the places of a list; 0 and 1 of a switch.
    pub fn bounds(&self) -> (f64, f64) {
        match self.range {
            Range::Switch => (0.0, 1.0),
            Range::Choice => (0.0, self.choices.len().saturating_sub(1) as f64),
            Range::Linear { min, max } | Range::Logarithmic { min, max } => (min, max),
        }
    }

    /// The value as users read it: `12.2 dBu`, `1.5 kohm`, `50 %`, `On`, a choice's name.
    pub fn format(&self, value: f64) -> String {
        match self.range {
            Range::Switch => if value >= 0.5 { "On" } else { "Off" }.to_owned(),
            Range::Choice => {
                let place = value.round().clamp(self.bounds().0, self.bounds().1);
                self.choices
                    .get(place as usize)
                    .map_or_else(String::new, |(_, name)| (*name).to_owned())
            }
            Range::Linear { .. } | Range::Logarithmic { .. } => self.unit.show(value),
        }
    }

    /// What the parameter takes, as errors and lists say it.
    pub fn expected(&self) -> String {
        match self.range {
            Range::Switch => "on or off".to_owned(),
            Range::Choice => {
                let ids: Vec<_> = self.choices.iter().map(|(id, _)| *id).collect();
                format!("one of {}", ids.join(", "))
            }
            Range::Linear { min, max } | Range::Logarithmic { min, max } => {
                format!("{} to {}", self.format(min), self.format(max))
            }
        }
    }

    /// The value that a user wrote, with or without its unit: `12.2`, `1.5k`, `470 kohm`, `on`, a choice's id or name
    /// in any case.
    ///
    /// # Errors
    /// What was found and what is allowed.
    pub fn parse(&self, text: &str) -> Result<f64, TextError> {
        let text = text.trim();
        match self.range {
            Range::Switch => self.parse_switch(text),
            Range::Choice => self
                .choices
                .iter()
                .position(|(id, name)| {
                    id.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(text)
                })
                .map(|place| place as f64)
                .ok_or_else(|| TextError::UnknownChoice {
                    found: text.to_owned(),
                    expected: self.expected(),
                }),
            Range::Linear { .. } | Range::Logarithmic { .. } => {
                let number = self
                    .parse_number(text)
                    .ok_or_else(|| self.malformed(text))?;
                self.check(number)
            }
        }
    }

    /// Like [`parse`](Self::parse), but a number outside the range becomes the end closer to it, as text fields of
    /// hosts do it. None if the text is no value.
    pub fn parse_clamped(&self, text: &str) -> Option<f64> {
        match self.parse(text) {
            Ok(value) => Some(value),
            Err(TextError::OutOfRange { nearest, .. }) => Some(nearest),
            Err(TextError::Malformed { .. } | TextError::UnknownChoice { .. }) => None,
        }
    }

    /// Passes on a number that the range allows.
    ///
    /// # Errors
    /// The number and the range.
    pub fn check(&self, number: f64) -> Result<f64, TextError> {
        let (min, max) = self.bounds();
        match number {
            number if number.is_nan() => Err(self.malformed("nan")),
            number if (min..=max).contains(&number) => Ok(number),
            number => Err(TextError::OutOfRange {
                found: self.unit.show(number),
                expected: self.expected(),
                nearest: number.clamp(min, max),
            }),
        }
    }

    fn parse_switch(&self, text: &str) -> Result<f64, TextError> {
        let is_one_of = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is_one_of(["on", "true", "1"]) {
            Ok(1.0)
        } else if is_one_of(["off", "false", "0"]) {
            Ok(0.0)
        } else {
            Err(self.malformed(text))
        }
    }

    fn parse_number(&self, text: &str) -> Option<f64> {
        let (number, suffix) = split_number(text);
        let prefix_exponent = self.unit.exponent_of_suffix(suffix.trim())?;
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        mantissa.parse::<f64>().ok()?;
        let exponent = exponent.parse::<i32>().ok()?.checked_add(prefix_exponent)?;
        // One conversion from decimal: "1.1M" is the same number as 1.1e6, to the last bit.
        format!("{mantissa}e{exponent}")
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
    }

    fn malformed(&self, text: &str) -> TextError {
        TextError::Malformed {
            found: text.to_owned(),
            expected: self.expected(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::PARAMETERS;
    use super::*;
    use crate::chain::parameter::Unit;

    fn parameter(id: &str) -> &'static Parameter {
        Parameter::find(id).expect("the contract has this id")
    }

    #[test]
    fn shows_units_as_engineers_write_them() {
        for (id, value, text) in [
            ("in_cal_dbu", 12.2, "12.2 dBu"),
            ("gain_db", -0.001, "0 dB"),
            ("gain_db", f64::from(-6.02_f32), "-6.02 dB"),
            ("custom_r_ohm", 1500.0, "1.5 kohm"),
            ("rec_custom_ohm", 1e6, "1 Mohm"),
            ("rec_custom_ohm", 999_960.0, "1 Mohm"),
            ("custom_c_pf", 110.0, "110 pF"),
            ("custom_l_h", 2.5, "2.5 H"),
            ("character_pct", 50.0, "50 %"),
            ("now_cable_m", 3.0, "3 m"),
            ("guitar_volume", 7.25, "7.25"),
            ("bypass", 1.0, "On"),
            ("pad", 1.0, "-20 dB"),
            ("source", 3.0, "Hot humbucker"),
        ] {
            assert_eq!(parameter(id).format(value), text, "{id}");
        }
    }

    #[test]
    fn reads_units_prefixes_ids_and_names() {
        for (id, text, value) in [
            ("in_cal_dbu", "+12.2dBu", 12.2),
            ("in_cal_dbu", " 4 DBU ", 4.0),
            ("rec_custom_ohm", "470k", 470e3),
            ("rec_custom_ohm", "1.1M", 1.1e6),
            ("rec_custom_ohm", "1.1 MΩ", 1.1e6),
            ("rec_custom_ohm", "2.2 meg", 2.2e6),
            ("rec_custom_ohm", "1e4 ohm", 1e4),
            ("custom_c_pf", "110", 110.0),
            ("custom_c_pf", "0.22n", 220.0),
            ("custom_c_pf", "220 pF", 220.0),
            ("custom_l_h", "500 mH", 0.5),
            ("now_cable_m", "3m", 3.0),
            ("character_pct", "50%", 50.0),
            ("bypass", "TRUE", 1.0),
            ("bypass", "0", 0.0),
            ("source", "HUMBUCKER", 2.0),
            ("now_input", "hi-z 470k", 1.0),
            ("pad", "-20", 1.0),
            ("polarity", "-", 1.0),
        ] {
            assert_eq!(parameter(id).parse(text), Ok(value), "{id} = {text}");
        }
    }

    #[test]
    fn refuses_what_is_no_value_and_says_what_is() {
        for (id, text, message) in [
            (
                "gain_db",
                "loud",
                "found \"loud\", expected -20 dB to 70 dB",
            ),
            (
                "gain_db",
                "3 dBu",
                "found \"3 dBu\", expected -20 dB to 70 dB",
            ),
            ("gain_db", "nan", "found \"nan\", expected -20 dB to 70 dB"),
            ("gain_db", "1e", "found \"1e\", expected -20 dB to 70 dB"),
            ("gain_db", "", "found \"\", expected -20 dB to 70 dB"),
            (
                "gain_db",
                "71",
                "71 dB is out of range, expected -20 dB to 70 dB",
            ),
            (
                "rec_custom_ohm",
                "1m",
                "0.001 ohm is out of range, expected 300 ohm to 20 Mohm",
            ),
            ("bypass", "maybe", "found \"maybe\", expected on or off"),
            (
                "cable_type",
                "gold",
                "found \"gold\", expected one of low, standard, coiled",
            ),
        ] {
            let error = parameter(id).parse(text).expect_err(text);
            assert_eq!(error.to_string(), message);
        }
        assert_eq!(parameter("gain_db").parse_clamped("99 dB"), Some(70.0));
        assert_eq!(parameter("gain_db").parse_clamped("loud"), None);
    }

    /// Over the whole range of every parameter: what is shown is read back within half of the last digit shown, and is
    /// then shown the same.
    #[test]
    fn what_is_shown_can_be_read_back() {
        for parameter in PARAMETERS {
            let (min, max) = parameter.bounds();
            for step in 0..=997 {
                let fraction = f64::from(step) / 997.0;
                let value = match parameter.range {
                    Range::Logarithmic { min, max } => min * (max / min).powf(fraction),
                    _ => min + (max - min) * fraction,
                };
                let shown = parameter.format(value);
                let read = parameter
                    .parse(&shown)
                    .unwrap_or_else(|error| panic!("{}: {error}", parameter.id));
                let half_digit = match (parameter.range, parameter.unit) {
                    (Range::Switch | Range::Choice, _) => 0.5,
                    (_, Unit::Ohm | Unit::Henry | Unit::Picofarad) => value * 0.5e-3,
                    _ => 0.005,
                };
                assert!(
                    (read - value).abs() <= half_digit * (1.0 + 1e-9),
                    "{}: {value} is shown as {shown}",
                    parameter.id
                );
                assert_eq!(parameter.format(read), shown, "{}", parameter.id);
            }
        }
    }
}
