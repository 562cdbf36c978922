//! `preface params`, `preface presets` and `preface interfaces`: what there is to set, and what to set it to.

use serde_json::{Value, json};

use super::{Failure, print};
use crate::chain::parameter::Range;
use crate::chain::{PARAMETERS, Parameter};
use crate::interface::{INTERFACES, Interface};
use crate::preset::library::{Entry, Library};
use crate::preset::{Origin, Preset};

/// List all parameters with ids, ranges and defaults
#[derive(clap::Args)]
pub(super) struct Params {
    /// As JSON, for scripts
    #[arg(long)]
    json: bool,
}

/// List the interfaces whose levels are known
///
/// What 0 dBFS is at an input with its gain at minimum, where the figure comes from, and where published figures disagree.
#[derive(clap::Args)]
pub(super) struct Interfaces {
    /// As JSON, for scripts
    #[arg(long)]
    json: bool,
}

/// List the factory presets, and those that you have saved in the plugin's window
#[derive(clap::Args)]
pub(super) struct Presets {}

pub(super) fn params(arguments: &Params) -> Result<(), Failure> {
    if arguments.json {
        let parameters: Vec<_> = PARAMETERS.iter().map(to_json).collect();
        return print(format_args!("{:#}\n", Value::from(parameters)));
    }
    let mut text = String::new();
    let mut group = "";
    for parameter in PARAMETERS {
        if parameter.group != group {
            group = parameter.group;
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{group}\n"));
        }
        text.push_str(&format!(
            "  {:<18} {}\n  {:<18} {}; default {}\n",
            parameter.id,
            parameter.hint,
            "",
            parameter.expected(),
            default_text(parameter),
        ));
    }
    print(text)
}

/// The default as it would be written on the command line.
fn default_text(parameter: &Parameter) -> String {
    let default = parameter.default_value();
    match parameter.choices.get(default as usize) {
        Some((id, _)) => (*id).to_owned(),
        None => parameter.format(default),
    }
}

fn to_json(parameter: &Parameter) -> Value {
    let default = parameter.default_value();
    let mut json = json!({
        "id": parameter.id,
        "name": parameter.name,
        "group": parameter.group,
        "hint": parameter.hint,
        "automatable": parameter.is_automatable,
    });
    match parameter.range {
        Range::Switch => {
            json["kind"] = json!("switch");
            json["default"] = json!(default >= 0.5);
        }
        Range::Choice => {
            let choices = parameter.choices.iter();
            json["kind"] = json!("choice");
            json["default"] = json!(default_text(parameter));
            json["choices"] = choices
                .map(|(id, name)| json!({"id": id, "name": name}))
                .collect();
        }
        Range::Linear { min, max } | Range::Logarithmic { min, max } => {
            json["kind"] = json!("number");
            json["default"] = json!(default);
            json["min"] = json!(min);
            json["max"] = json!(max);
            json["unit"] = json!(parameter.unit.symbol());
        }
    }
    json
}

pub(super) fn presets() -> Result<(), Failure> {
    let mut text = String::new();
    for (short_name, preset) in Preset::factory() {
        text.push_str(&format!(
            "{short_name}\n  {}: {}\n",
            preset.name, preset.description
        ));
    }
    let library = Library::open();
    for Entry { origin, preset, .. } in library.entries() {
        if *origin == Origin::User {
            text.push_str(&format!("{}\n  {}\n", preset.name, preset.description));
        }
    }
    for error in library.broken() {
        eprintln!("preface: warning: {error}");
    }
    print(text)
}

pub(super) fn interfaces(arguments: &Interfaces) -> Result<(), Failure> {
    if arguments.json {
        let interfaces: Vec<_> = INTERFACES.iter().map(interface_to_json).collect();
        return print(format_args!("{:#}\n", Value::from(interfaces)));
    }
    let mut text = String::new();
    for interface in INTERFACES {
        let ohm = interface.impedance_ohm;
        let impedance = ohm.map_or_else(String::new, |ohm| {
            format!(", {}", shown("rec_custom_ohm", ohm))
        });
        text.push_str(&format!(
            "{}\n  {}{impedance}; {}\n",
            interface.label(),
            shown("in_cal_dbu", interface.full_scale_dbu),
            interface.source
        ));
        if let Some(others) = interface.disputed {
            text.push_str(&format!("  disputed: {others}\n"));
        }
    }
    print(text)
}

/// A value as its parameter shows it.
fn shown(id: &str, value: f64) -> String {
    Parameter::find(id).map_or_else(String::new, |parameter| parameter.format(value))
}

fn interface_to_json(interface: &Interface) -> Value {
    json!({
        "name": interface.name,
        "jack": interface.jack.name(),
        "full_scale_dbu": interface.full_scale_dbu,
        "impedance_ohm": interface.impedance_ohm,
        "source": interface.source,
        "disputed": interface.disputed,
    })
}
