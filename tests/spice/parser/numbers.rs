//! Numbers with suffixes. `tests/ngspice/dialect.rs` holds the same against ngspice itself.

use preface::spice::value::parse_number;

/// To the last bit: 4.7k is the double nearest to 4700, not 4.7 times 1000 rounded twice.
#[test]
fn suffixes_are_powers_of_ten() {
    let cases = [
        ("1", 1.0),
        ("-2.5", -2.5),
        ("+.5", 0.5),
        ("3.", 3.0),
        ("1e3", 1e3),
        ("1E-3", 1e-3),
        ("2t", 2e12),
        ("2G", 2e9),
        ("1Meg", 1e6),
        ("4.7MEG", 4.7e6),
        ("4.7k", 4.7e3),
        ("6.8m", 6.8e-3),
        ("1M", 1e-3),
        ("0.1u", 0.1e-6),
        ("47n", 47e-9),
        ("1.7p", 1.7e-12),
        ("3f", 3e-15),
        ("10µ", 10e-6),
        ("1e3k", 1e6),
        ("1.5e-3meg", 1.5e3),
        ("1mil", 25.4e-6),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_number(text), Some(expected), "{text}");
    }
}

/// As in ngspice: letters behind the number are a unit, `F` for farad is a femto, and `milli` begins with a mil.
#[test]
fn letters_behind_the_suffix_are_a_unit() {
    let cases = [
        ("10kOhm", 10e3),
        ("22nF", 22e-9),
        ("2.3pF", 2.3e-12),
        ("1F", 1e-15),
        ("5V", 5.0),
        ("2A", 2.0),
        ("250volts", 250.0),
        ("1megohm", 1e6),
        ("1milli", 25.4e-6),
        ("1e", 1.0),
        ("2henry", 2.0),
    ];
    for (text, expected) in cases {
        assert_eq!(parse_number(text), Some(expected), "{text}");
    }
}

/// ngspice reads 4k7 as 4000 without a word; here it is an error.
#[test]
fn what_is_no_number_is_none() {
    for text in [
        "", "k", ".", "-", "e3", "4k7", "1_000", "1.2.3", "1 k", "0x10", "1e999", "{1}", "1,5", "∞",
    ] {
        assert_eq!(parse_number(text), None, "{text}");
    }
}
