//! What hosts see of the parameters: frozen, for sessions hold it.

use std::fmt::Write;

use crate::clap::instance;
use preface::chain::PARAMETERS;

/// One line per parameter: automation number, group, name, texts of smallest, default and largest value, flags.
const FROZEN: &str = include_str!("../parameters.txt");

#[test]
fn the_list_is_the_frozen_one() {
    let mut plugin = instance();
    let mut found = String::new();
    for parameter in plugin.parameters() {
        let mut text = |value: f64| plugin.text_of(parameter.id, value).expect("a text");
        let texts = [parameter.min, parameter.default, parameter.max].map(&mut text);
        let flags = [
            (parameter.flags.is_automatable, "automatable"),
            (parameter.flags.is_stepped, "stepped"),
            (parameter.flags.is_bypass, "bypass"),
        ];
        let flags: Vec<_> = flags
            .iter()
            .filter(|flag| flag.0)
            .map(|flag| flag.1)
            .collect();
        writeln!(
            found,
            "{} | {} | {} | {} | {}",
            parameter.id,
            parameter.module,
            parameter.name,
            texts.join(", "),
            flags.join(" ")
        )
        .expect("strings can be written to");
    }
    for (found, frozen) in found.lines().zip(FROZEN.lines()) {
        assert_eq!(found, frozen);
    }
    assert_eq!(found, FROZEN, "the list:\n{found}");
}

/// A text that the plugin shows is a text that it takes, and a click on the default leads there.
#[test]
fn texts_are_those_of_presets_and_command_line() {
    let mut plugin = instance();
    for (hosted, contract) in plugin.parameters().iter().zip(PARAMETERS) {
        assert_eq!(hosted.name, contract.name);
        assert_eq!(hosted.module, contract.group);
        let shown = plugin.text_of(hosted.id, hosted.default).expect("a text");
        assert_eq!(shown, contract.format(contract.default_value()));
        let read = plugin.value_of(hosted.id, &shown).expect("a value");
        let steps = hosted.max - hosted.min;
        assert!(
            (read - hosted.default).abs() < 1e-6 * steps,
            "{shown}: {read}"
        );
    }
}
