//! Figures as they are read.

use crate::chain::Node;

/// A sign that is as wide as a plus.
const MINUS: &str = "\u{2212}";

/// A number with so many decimals.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    match value < 0.0 && !is_zero {
        true => format!("{MINUS}{text}"),
        false => text,
    }
}

/// The same with a sign in any case.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = number(value, decimals);
    match text.starts_with(MINUS) {
        true => text,
        false => format!("+{text}"),
    }
}

/// A frequency to three digits.
pub fn hertz(hertz: f64) -> String {
    match hertz {
        1e4.. => format!("{:.1} kHz", hertz / 1e3),
        1e3.. => format!("{:.2} kHz", hertz / 1e3),
        _ => format!("{hertz:.0} Hz"),
    }
}

/// Volts to three digits.
pub fn volts(volt: f64) -> String {
    let (value, unit) = match volt.abs() {
        0.0 => return "0 V".to_owned(),
        1.0.. => (volt, "V"),
        1e-3.. => (volt * 1e3, "mV"),
        _ => (volt * 1e6, "\u{b5}V"),
    };
    let decimals = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    format!("{} {unit}", number(value, decimals))
}

/// A share in percent to two or three digits.
pub fn percent(percent: f64) -> String {
    match percent {
        10.0.. => format!("{percent:.0} %"),
        1.0.. => format!("{percent:.1} %"),
        0.01.. => format!("{percent:.2} %"),
        1e-4.. => format!("{percent:.4} %"),
        _ => "under 0.0001 %".to_owned(),
    }
}

/// A node as it stands in a sentence.
pub fn node(node: Node) -> &'static str {
    match node {
        Node::Recorded => "recorded jack",
        Node::Input => "input",
        Node::Preamp => "preamp",
        Node::Converter => "converter",
        Node::Reamp => "re-amp",
        Node::Output => "output",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_they_are_read() {
        assert_eq!(number(-0.04, 1), "0.0");
        assert_eq!(number(-12.25, 1), "\u{2212}12.2");
        assert_eq!(signed(0.0, 1), "+0.0");
        assert_eq!(signed(-6.02, 1), "\u{2212}6.0");
        assert_eq!(hertz(20.0), "20 Hz");
        assert_eq!(hertz(3681.4), "3.68 kHz");
        assert_eq!(hertz(12_345.0), "12.3 kHz");
        assert_eq!(volts(-0.0123), "\u{2212}12.3 mV");
        assert_eq!(volts(4.5), "4.50 V");
        assert_eq!(percent(0.834), "0.83 %");
    }
}
