//! Numbers as the window writes them.

use crate::chain::PARAMETERS;

/// A level with one decimal and a true minus sign.
pub fn decibels(level_db: f64) -> String {
    match level_db.is_finite() {
        true => format!("{level_db:.1}").replace('-', "\u{2212}"),
        false => "\u{2212}\u{221e}".to_owned(),
    }
}

/// An impedance with two or three digits: `470 ohm`, `9.7 kohm`, `1 Mohm`.
pub fn ohms(ohm: f64) -> String {
    let (scaled, unit) = match ohm {
        _ if ohm >= 999.5e3 => (ohm / 1e6, "Mohm"),
        _ if ohm >= 999.5 => (ohm / 1e3, "kohm"),
        _ => (ohm, "ohm"),
    };
    let shown = match scaled < 99.5 {
        true => (scaled * 10.0).round() / 10.0,
        false => scaled.round(),
    };
    format!("{shown} {unit}")
}

/// A value as its parameter shows it.
pub fn value(id: &str, value: f64) -> String {
    let parameter = PARAMETERS.iter().find(|parameter| parameter.id == id);
    parameter.map_or_else(String::new, |parameter| parameter.format(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impedances_keep_two_or_three_digits() {
        for (ohm, expected) in [
            (0.2, "0.2 ohm"),
            (149.6, "150 ohm"),
            (999.7, "1 kohm"),
            (9_640.0, "9.6 kohm"),
            (136e3, "136 kohm"),
            (1e6, "1 Mohm"),
            (10e6, "10 Mohm"),
        ] {
            assert_eq!(ohms(ohm), expected);
        }
    }
}
