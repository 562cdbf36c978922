//! Units, with the prefixes that users write before them.

/// Units as users read and write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// No unit.
    None,
    /// Decibel.
    Db,
    /// Decibel above 0.7746 V rms.
    Dbu,
    /// Percent.
    Percent,
    /// Ohm, with k and M.
    Ohm,
    /// Henry.
    Henry,
    /// Picofarad.
    Picofarad,
    /// Metre.
    Metre,
}

impl Unit {
    /// The unit as it is shown behind a number; empty without one.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Db => "dB",
            Self::Dbu => "dBu",
            Self::Percent => "%",
            Self::Ohm => "ohm",
            Self::Henry => "H",
            Self::Picofarad => "pF",
            Self::Metre => "m",
        }
    }

    /// Spellings of the unit without prefix, in lower case.
    const fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::None => &[],
            Self::Db => &["db"],
            Self::Dbu => &["dbu"],
            Self::Percent => &["%"],
            Self::Ohm => &["ohms", "ohm", "ω"],
            Self::Henry => &["h"],
            Self::Picofarad => &["f"],
            Self::Metre => &["m"],
        }
    }

    /// Prefixes in front of the unit (or alone), with the power of ten that leads to the parameter's unit.
    const fn prefixes(self) -> &'static [(&'static str, i32)] {
        match self {
            Self::None | Self::Db | Self::Dbu | Self::Percent | Self::Metre => &[("", 0)],
            Self::Ohm => &[("", 0), ("k", 3), ("K", 3), ("M", 6), ("meg", 6), ("m", -3)],
            Self::Henry => &[("", 0), ("m", -3), ("u", -6), ("µ", -6), ("μ", -6)],
            Self::Picofarad => &[
                ("", 12),
                ("m", 9),
                ("u", 6),
                ("µ", 6),
                ("μ", 6),
                ("n", 3),
                ("p", 0),
            ],
        }
    }

    /// The power of ten that a suffix such as `kohm`, `M` or `dBu` stands for; none for another unit's.
    pub(super) fn exponent_of_suffix(self, suffix: &str) -> Option<i32> {
        if suffix.is_empty() {
            return Some(0);
        }
        let prefix_before = |spelling: &&str| {
            let start = suffix.len().checked_sub(spelling.len())?;
            let end = suffix.get(start..)?;
            (end.to_lowercase() == **spelling).then(|| suffix[..start].trim_end())
        };
        // The ohm sign changes its length in lower case: it is taken off as a character.
        let prefix = (self == Self::Ohm)
            .then(|| suffix.strip_suffix(['Ω', '\u{2126}']).map(str::trim_end))
            .flatten()
            .or_else(|| self.spellings().iter().find_map(prefix_before))
            .unwrap_or(suffix);
        let is_only_unit = prefix.is_empty();
        self.prefixes()
            .iter()
            .find(|(name, _)| *name == prefix && (is_only_unit || !name.is_empty()))
            .map(|(_, exponent)| *exponent)
    }

    /// The number as it is shown, unit included: two decimals, four digits for components.
    pub(super) fn show(self, value: f64) -> String {
        let (number, symbol) = match self {
            Self::Ohm => {
                let rounded = round_to_digits(value, 4);
                match rounded.abs() {
                    size if size >= 1e6 => (trimmed(rounded / 1e6, 3), "Mohm"),
                    size if size >= 1e3 => (trimmed(rounded / 1e3, 3), "kohm"),
                    _ => (trimmed(rounded, 3), "ohm"),
                }
            }
            Self::Henry | Self::Picofarad => (trimmed(round_to_digits(value, 4), 4), self.symbol()),
            Self::None | Self::Db | Self::Dbu | Self::Percent | Self::Metre => {
                (trimmed(value, 2), self.symbol())
            }
        };
        match symbol {
            "" => number,
            symbol => format!("{number} {symbol}"),
        }
    }
}

/// Rounds to a number of significant digits.
fn round_to_digits(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10f64.powi(digits - 1 - value.abs().log10().floor() as i32);
    (value * scale).round() / scale
}

/// At most `decimals` decimals, without zeros at the end and without a minus before zero.
fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text.as_str(),
    };
    match text {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

/// Splits `text` behind its leading decimal number (sign, digits, point, exponent).
pub(super) fn split_number(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let digits_from = |start: usize| {
        bytes[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut end = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    end += digits_from(end);
    if bytes.get(end) == Some(&b'.') {
        end += 1 + digits_from(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let digits = digits_from((end + 1 + sign).min(bytes.len()));
        if digits > 0 {
            end += 1 + sign + digits;
        }
    }
    text.split_at(end)
}
