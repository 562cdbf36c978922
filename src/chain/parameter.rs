//! What a parameter is: its name, range and unit, and its text as users write and read it.

mod text;
mod unit;

pub use text::TextError;
pub use unit::Unit;

use super::Settings;

/// One row of the parameter contract.
#[derive(Debug)]
pub struct Parameter {
    /// Id in host sessions, presets and on the command line.
    pub id: &'static str,
    /// Name as hosts and the editor show it.
    pub name: &'static str,
    /// Block of the path that it belongs to.
    pub group: &'static str,
    /// Values that it can take.
    pub range: Range,
    /// Unit of the value.
    pub unit: Unit,
    /// True if a host may automate it.
    pub is_automatable: bool,
    /// One sentence for the tooltip.
    pub hint: &'static str,
    /// Ids and names of the choices; empty for numbers and switches.
    pub choices: &'static [(&'static str, &'static str)],
    /// Reads it: a number in its unit, the place of a choice, 0 or 1.
    pub get: fn(&Settings) -> f64,
    /// Writes it: the number is clamped to the range, a choice to the list.
    pub set: fn(&mut Settings, f64),
}

/// The values of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// Off or on.
    Switch,
    /// One of a list.
    Choice,
    /// A number; equal steps of the knob are equal differences.
    Linear {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
    },
    /// A number; equal steps of the knob are equal ratios.
    Logarithmic {
        /// Smallest value, above 0.
        min: f64,
        /// Largest value.
        max: f64,
    },
}

impl Range {
    /// A number on a linear scale.
    pub const fn linear(min: f64, max: f64) -> Self {
        Self::Linear { min, max }
    }

    /// A number on a logarithmic scale; `min` is above 0.
    pub const fn logarithmic(min: f64, max: f64) -> Self {
        Self::Logarithmic { min, max }
    }
}

/// A list of choices with stable ids.
pub trait Choice: Copy + PartialEq + Send + Sync + 'static {
    /// Ids and names in the order of the list.
    const CHOICES: &'static [(&'static str, &'static str)];

    /// Place in the list.
    fn index(self) -> usize;

    /// The choice at a place; places behind the end give the last.
    fn from_index(index: usize) -> Self;
}

/// What the fields of [`Settings`] are made of.
pub trait Setting: Copy {
    /// Ids and names of the choices; empty for numbers and switches.
    const CHOICES: &'static [(&'static str, &'static str)];
    /// As a number.
    fn to_number(self) -> f64;
    /// From a number within `range`; others are clamped.
    fn from_number(number: f64, range: Range) -> Self;
}

impl Setting for f64 {
    const CHOICES: &'static [(&'static str, &'static str)] = &[];

    fn to_number(self) -> f64 {
        self
    }

    fn from_number(number: f64, range: Range) -> Self {
        match range {
            Range::Linear { min, max } | Range::Logarithmic { min, max } => number.clamp(min, max),
            Range::Switch | Range::Choice => number,
        }
    }
}

impl Setting for bool {
    const CHOICES: &'static [(&'static str, &'static str)] = &[];

    fn to_number(self) -> f64 {
        f64::from(u8::from(self))
    }

    fn from_number(number: f64, _range: Range) -> Self {
        number >= 0.5
    }
}

impl<C: Choice> Setting for C {
    const CHOICES: &'static [(&'static str, &'static str)] = C::CHOICES;

    fn to_number(self) -> f64 {
        self.index() as f64
    }

    fn from_number(number: f64, _range: Range) -> Self {
        C::from_index(number.round().max(0.0) as usize)
    }
}

/// The id that a field of [`Settings`] stands for: its name, without what marks a word of the language as a name.
pub const fn id_of_field(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Declares lists of choices: `Variant = "id", "Name";`.
macro_rules! choices {
    ($($(#[$doc:meta])* $list:ident { $($variant:ident = $id:literal, $name:literal;)+ })+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $list {
            $(#[doc = $name] $variant,)+
        }

        impl Choice for $list {
            const CHOICES: &'static [(&'static str, &'static str)] = &[$(($id, $name)),+];

            fn index(self) -> usize {
                self as usize
            }

            fn from_index(index: usize) -> Self {
                const ALL: &[$list] = &[$($list::$variant),+];
                ALL[index.min(ALL.len() - 1)]
            }
        }
    )+ };
}

/// Declares [`Settings`] and the table of its [`Parameter`]s.
macro_rules! settings {
    ($($group:literal { $(
        $field:ident: $type:ty = $default:expr, $name:literal, $range:expr, $unit:expr, $automation:ident, $hint:literal;
    )+ })+) => {
        /// The settings of the whole path.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Settings {
            $($(#[doc = $hint] pub $field: $type,)+)+
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($($field: $default,)+)+ }
            }
        }

        /// The parameter contract, in signal order.
        pub static PARAMETERS: &[Parameter] = &[$($(Parameter {
            id: crate::chain::parameter::id_of_field(stringify!($field)),
            name: $name,
            group: $group,
            range: $range,
            unit: $unit,
            is_automatable: settings!(@ $automation),
            hint: $hint,
            choices: <$type as crate::chain::parameter::Setting>::CHOICES,
            get: |settings| crate::chain::parameter::Setting::to_number(settings.$field),
            set: |settings, number| {
                settings.$field = crate::chain::parameter::Setting::from_number(number, $range);
            },
        },)+)+];
    };
    (@ automatable) => { true };
    (@ fixed) => { false };
}

pub(crate) use choices;
pub(super) use settings;

impl Parameter {
    /// The parameter with this id.
    pub fn find(id: &str) -> Option<&'static Parameter> {
        super::settings::PARAMETERS
            .iter()
            .find(|parameter| parameter.id == id)
    }

    /// The value of a fresh instance.
    pub fn default_value(&self) -> f64 {
        (self.get)(&Settings::default())
    }
}
