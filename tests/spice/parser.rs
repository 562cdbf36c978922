//! The front end: text -> flat circuit, or an error that names file and line.

mod circuits;
mod errors;
mod expressions;
mod files;
mod numbers;
mod topology;
mod total;

use std::collections::HashMap;

use preface::spice::netlist::{Included, Library};
use preface::spice::{Element, Error, Kind, Netlist, Value};

/// Number of the line after [`HEAD`].
const FIRST_LINE: usize = 5;

/// A circuit that is complete with any further element between its nodes.
const HEAD: &str = "Title\n*@input in\n*@output in\nRhead in 0 1k\n";

/// Files in memory.
struct Memory(HashMap<String, String>);

impl Memory {
    fn new(files: &[(&str, &str)]) -> Self {
        let owned = |(name, text): &(&str, &str)| (name.to_string(), text.to_string());
        Self(files.iter().map(owned).collect())
    }
}

impl Library for Memory {
    fn load(&self, name: &str, _from: &str) -> Result<Included, String> {
        match self.0.get(name) {
            Some(text) => Ok(Included {
                file: name.to_owned(),
                text: text.clone(),
            }),
            None => Err("not in memory".to_owned()),
        }
    }
}

/// Reads `body` after [`HEAD`].
fn read(body: &str) -> Result<Netlist, Error> {
    read_with(body, &[])
}

fn read_with(body: &str, overrides: &[(String, f64)]) -> Result<Netlist, Error> {
    let text = format!("{HEAD}{body}");
    Netlist::parse("test.cir", &text, &Memory::new(&[]), overrides)
}

/// As [`read`] where nothing is wrong with it.
fn circuit(body: &str) -> Netlist {
    match read(body) {
        Ok(netlist) => netlist,
        Err(error) => panic!("{error}\nin:\n{body}"),
    }
}

/// The element called `name`.
fn element<'a>(netlist: &'a Netlist, name: &str) -> &'a Element {
    let found = netlist.elements.iter().find(|one| one.name == name);
    found.unwrap_or_else(|| panic!("no {name} in {:#?}", netlist.elements))
}

/// The value of a resistor, capacitor, inductor or source called `name`.
fn value<'a>(netlist: &'a Netlist, name: &str) -> &'a Value {
    match &element(netlist, name).kind {
        Kind::Resistor { ohm: value, .. }
        | Kind::Capacitor { farad: value, .. }
        | Kind::Inductor { henry: value, .. }
        | Kind::VoltageSource { volt: value, .. }
        | Kind::CurrentSource { ampere: value, .. }
        | Kind::VoltageControlledVoltage { gain: value, .. }
        | Kind::VoltageControlledCurrent { siemens: value, .. }
        | Kind::CurrentControlledCurrent { gain: value, .. }
        | Kind::CurrentControlledVoltage { ohm: value, .. }
        | Kind::Coupling {
            coefficient: value, ..
        } => value,
        other => panic!("{name} has no value: {other:?}"),
    }
}

fn constant(netlist: &Netlist, name: &str) -> f64 {
    match value(netlist, name) {
        Value::Constant(value) => *value,
        Value::Expression(_) => panic!("{name} depends on a control"),
    }
}

/// Names of the first two nodes of an element.
fn nodes<'a>(netlist: &'a Netlist, name: &str) -> [&'a str; 2] {
    let nodes = match &element(netlist, name).kind {
        Kind::Resistor { nodes, .. } | Kind::Capacitor { nodes, .. } => *nodes,
        other => panic!("{name} is {other:?}"),
    };
    nodes.map(|node| netlist.nodes[node].as_str())
}
