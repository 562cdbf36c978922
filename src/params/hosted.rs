//! The three kinds of host parameter: numbers, switches and lists.

use std::sync::Arc;

use nice_plug::prelude::{BoolParam, Enum, EnumParam, FloatParam, FloatRange, Param, ParamPtr};

use crate::chain::parameter::{Choice, Parameter, Range, Unit};

/// A host parameter made from a row of the contract.
pub trait Hosted {
    /// The type of its field in [`Settings`](crate::chain::Settings).
    type Setting;

    /// The parameter of this row.
    fn of(contract: &'static Parameter) -> Self;

    /// Its value, modulation by the host included.
    fn setting(&self) -> Self::Setting;

    /// Its value as it was chosen, without the host's modulation.
    fn chosen(&self) -> Self::Setting;

    /// What the framework calls it by.
    fn pointer(&self) -> ParamPtr;
}

/// The smallest steps across a linear range: hosts hand over a 32-bit fraction of the range, which is good for seven
/// digits.
const STEPS_OF_LINEAR_RANGE: f64 = 1e6;

/// Significant digits of a value on a logarithmic range: what is left of a 32-bit fraction of up to seven decades.
const DIGITS_OF_LOGARITHMIC_RANGE: i32 = 5;

/// A number. The framework has no logarithmic range, so such a parameter holds the decimal logarithm of its value, in
/// sessions as well.
pub struct Number {
    parameter: FloatParam,
    scale: Scale,
}

impl Number {
    /// The framework's parameter: what gestures of an editor act on.
    pub fn parameter(&self) -> &FloatParam {
        &self.parameter
    }
}

impl Hosted for Number {
    type Setting = f64;

    fn of(contract: &'static Parameter) -> Self {
        let scale = Scale::of(contract);
        let (min, max) = contract.bounds();
        let range = FloatRange::Linear {
            min: scale.to_host(min),
            max: scale.to_host(max),
        };
        // Hosts append the unit. With resistances the prefix moves with the value, so the text holds it.
        let unit = match contract.unit {
            Unit::None | Unit::Ohm => "",
            Unit::Db => " dB",
            Unit::Dbu => " dBu",
            Unit::Percent => " %",
            Unit::Henry => " H",
            Unit::Picofarad => " pF",
            Unit::Metre => " m",
        };
        let to_text = move |host: f32| {
            let text = contract.format(scale.to_value(host));
            text.strip_suffix(unit).unwrap_or(&text).to_owned()
        };
        let from_text = move |text: &str| {
            contract
                .parse_clamped(text)
                .map(|value| scale.to_host(value))
        };
        let mut parameter = FloatParam::new(
            contract.name,
            scale.to_host(contract.default_value()),
            range,
        )
        .with_unit(unit)
        .with_value_to_string(Arc::new(to_text))
        .with_string_to_value(Arc::new(from_text));
        if !contract.is_automatable {
            parameter = parameter.non_automatable();
        }
        Self { parameter, scale }
    }

    fn setting(&self) -> f64 {
        self.scale.to_value(self.parameter.value())
    }

    fn chosen(&self) -> f64 {
        self.scale
            .to_value(self.parameter.unmodulated_plain_value())
    }

    fn pointer(&self) -> ParamPtr {
        self.parameter.as_ptr()
    }
}

/// Between a host's 32-bit number and the value. The value is rounded to the decimal that was meant, so that 12.2 dBu
/// is the same number in a session, in a preset and on the command line.
#[derive(Clone, Copy)]
pub(super) enum Scale {
    Linear { min: f64, max: f64, steps: f64 },
    Logarithmic { min: f64, max: f64 },
}

impl Scale {
    /// The scale of a row of the contract.
    pub(super) fn of(contract: &Parameter) -> Self {
        match contract.range {
            Range::Logarithmic { min, max } => Self::Logarithmic { min, max },
            Range::Linear { .. } | Range::Switch | Range::Choice => {
                let (min, max) = contract.bounds();
                let finest = (STEPS_OF_LINEAR_RANGE / (max - min)).log10().floor();
                Self::Linear {
                    min,
                    max,
                    steps: 10f64.powf(finest),
                }
            }
        }
    }

    /// As hosts and sessions hold it.
    pub(super) fn to_host(self, value: f64) -> f32 {
        match self {
            Self::Linear { .. } => value as f32,
            Self::Logarithmic { .. } => value.log10() as f32,
        }
    }

    /// As [`Settings`](crate::chain::Settings) holds it.
    fn to_value(self, host: f32) -> f64 {
        let host = f64::from(host);
        match self {
            Self::Linear { min, max, steps } => ((host * steps).round() / steps).clamp(min, max),
            Self::Logarithmic { min, max } => {
                let decade = host.floor() as i32;
                let mantissa_steps = 10f64.powi(DIGITS_OF_LOGARITHMIC_RANGE - 1);
                let mantissa = (10f64.powf(host - host.floor()) * mantissa_steps).round();
                let exponent = decade - (DIGITS_OF_LOGARITHMIC_RANGE - 1);
                // Powers of ten up to 10^22 are exact, their reciprocals are not: one rounding only.
                let value = match exponent {
                    0.. => mantissa * 10f64.powi(exponent),
                    _ => mantissa / 10f64.powi(-exponent),
                };
                value.clamp(min, max)
            }
        }
    }
}

/// Off or on.
pub struct Switch {
    parameter: BoolParam,
}

impl Switch {
    /// The framework's parameter: what gestures of an editor act on.
    pub fn parameter(&self) -> &BoolParam {
        &self.parameter
    }
}

impl Hosted for Switch {
    type Setting = bool;

    fn of(contract: &'static Parameter) -> Self {
        let to_text = |is_on: bool| contract.format(f64::from(u8::from(is_on)));
        let from_text = |text: &str| contract.parse_clamped(text).map(|value| value >= 0.5);
        let mut parameter = BoolParam::new(contract.name, contract.default_value() >= 0.5)
            .with_value_to_string(Arc::new(to_text))
            .with_string_to_value(Arc::new(from_text));
        if contract.id == "bypass" {
            parameter = parameter.make_bypass();
        }
        if !contract.is_automatable {
            parameter = parameter.non_automatable();
        }
        Self { parameter }
    }

    fn setting(&self) -> bool {
        self.parameter.value()
    }

    fn chosen(&self) -> bool {
        self.parameter.unmodulated_plain_value()
    }

    fn pointer(&self) -> ParamPtr {
        self.parameter.as_ptr()
    }
}

/// One of a list. Sessions hold the choice's id, automation its place.
pub struct Options<C: Choice> {
    parameter: EnumParam<Listed<C>>,
}

impl<C: Choice> Options<C> {
    /// The framework's parameter: what gestures of an editor act on.
    pub fn parameter(&self) -> &EnumParam<Listed<C>> {
        &self.parameter
    }
}

impl<C: Choice> Hosted for Options<C> {
    type Setting = C;

    fn of(contract: &'static Parameter) -> Self {
        let default = C::from_index(contract.default_value() as usize);
        let mut parameter = EnumParam::new(contract.name, Listed(default));
        if !contract.is_automatable {
            parameter = parameter.non_automatable();
        }
        Self { parameter }
    }

    fn setting(&self) -> C {
        self.parameter.value().0
    }

    fn chosen(&self) -> C {
        self.parameter.unmodulated_plain_value().0
    }

    fn pointer(&self) -> ParamPtr {
        self.parameter.as_ptr()
    }
}

/// A [`Choice`] as the framework wants its lists.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listed<C: Choice>(pub C);

/// Longest list of choices: arrays in constants need a length.
const LONGEST_LIST: usize = 32;

impl<C: Choice> Listed<C> {
    const IDS_AND_NAMES: [[&'static str; LONGEST_LIST]; 2] = {
        let mut columns = [[""; LONGEST_LIST]; 2];
        let mut place = 0;
        while place < C::CHOICES.len() {
            columns[0][place] = C::CHOICES[place].0;
            columns[1][place] = C::CHOICES[place].1;
            place += 1;
        }
        columns
    };
    const IDS: &'static [&'static str] = Self::IDS_AND_NAMES[0].split_at(C::CHOICES.len()).0;
    const NAMES: &'static [&'static str] = Self::IDS_AND_NAMES[1].split_at(C::CHOICES.len()).0;
}

impl<C: Choice> Enum for Listed<C> {
    fn variants() -> &'static [&'static str] {
        Self::NAMES
    }

    fn ids() -> Option<&'static [&'static str]> {
        Some(Self::IDS)
    }

    fn to_index(self) -> usize {
        self.0.index()
    }

    fn from_index(index: usize) -> Self {
        Self(C::from_index(index))
    }
}
