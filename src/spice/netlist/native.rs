//! Subcircuits that the solver has as devices of its own.
//!
//! Behavioural (B) sources are ngspice's side of such a pair: their text is compared with the equations that the
//! native device solves, so that both simulators mean the same circuit. The text alone tells the device: any subcircuit
//! with a triode's sources is a triode, whatever its name. Its other elements stay what they are. A new device is a
//! file here with a [`Native`], which joins [`NATIVES`].

mod clamp;
mod magnetic_core;
mod triode;

use super::super::elements::{Kind, NodeIndex, Value};
use super::super::error::{Error, ErrorKind};
use super::block::Block;
use super::lines::Line;
use super::scope::Scope;

/// Every native device.
const NATIVES: [&Native; 3] = [
    &triode::TRIODE,
    &clamp::CLAMP,
    &magnetic_core::MAGNETIC_CORE,
];

/// A native device as a netlist writes it.
pub(super) struct Native {
    /// What it is, for messages.
    name: &'static str,
    /// A subcircuit of `models.lib` that shows it.
    example: &'static str,
    /// Nodes that the subcircuit has on its `.subckt` line, in any order and among others.
    ports: &'static [&'static str],
    /// Its B-sources, in any order.
    sources: &'static [&'static str],
    /// Nodes between its sources that exist in ngspice only.
    pub(super) inner_nodes: &'static [&'static str],
    /// Parameters that its sources name.
    parameters: &'static [&'static str],
    /// Makes the element, nodes and parameters looked up.
    kind: fn(&mut Subcircuit<'_>) -> Result<Kind, Error>,
}

/// A use of a subcircuit, as a native device looks at it.
pub(super) struct Subcircuit<'a> {
    pub scope: &'a Scope<'a>,
    /// The flat circuit's node for a name inside the subcircuit.
    pub node: &'a mut dyn FnMut(&str) -> NodeIndex,
}

impl Native {
    /// The device in one use of its subcircuit.
    pub(super) fn element(&self, subcircuit: &mut Subcircuit<'_>) -> Result<Kind, Error> {
        let block = subcircuit.scope.block;
        let error = |kind: fn(String) -> ErrorKind, text| Err(Error::at(&block.place, kind(text)));
        let has_port = |name: &&str| block.ports.iter().any(|port| port == name);
        if let Some(name) = self.ports.iter().find(|name| !has_port(name)) {
            let text = format!(
                "subcircuit `{}` has no node `{name}`, expected {}",
                block.name,
                self.ports.join(" ")
            );
            return error(ErrorKind::Behavioural, text);
        }
        for name in self.parameters {
            if subcircuit.scope.parameter(name)?.is_none() {
                let text = format!(
                    "subcircuit `{}` has no parameter `{name}`, expected all of {}",
                    block.name,
                    self.parameters.join(" ")
                );
                return error(ErrorKind::UnknownParameter, text);
            }
        }
        (self.kind)(subcircuit)
    }

    fn has_text(&self, source: &Line) -> bool {
        let found = normalised(&source.text);
        self.sources.iter().any(|text| normalised(text) == found)
    }

    /// What the source of this name says here.
    fn source_named(&self, name: &str) -> Option<&'static str> {
        let is_named = |text: &&&str| name_of(text).eq_ignore_ascii_case(name);
        self.sources.iter().find(is_named).copied()
    }
}

impl Subcircuit<'_> {
    /// The flat circuit's node for a name inside the subcircuit.
    fn node(&mut self, name: &str) -> NodeIndex {
        (self.node)(name)
    }

    /// A parameter of the device that has to be a constant above zero.
    fn positive(&self, name: &str) -> Result<f64, Error> {
        let expected = "expected a constant above zero";
        let text = match self.scope.parameter(name)? {
            Some(Value::Constant(value)) if value > 0.0 => return Ok(value),
            Some(Value::Constant(value)) => format!("`{name}` is {value}, {expected}"),
            Some(Value::Expression(_)) => format!("`{name}` depends on a control, {expected}"),
            None => format!("no parameter `{name}`, {expected}"),
        };
        let place = &self.scope.block.place;
        Err(Error::at(place, ErrorKind::Syntax(text)))
    }
}

/// The native devices whose sources a block holds; every B-source belongs to one of them.
pub(super) fn natives(block: &Block) -> Result<Vec<&'static Native>, Error> {
    let cards = block.cards.iter();
    let mut sources: Vec<&Line> = cards.filter(|card| card.text.starts_with('b')).collect();
    let mut found = Vec::new();
    for native in NATIVES {
        let (own, others): (Vec<&Line>, Vec<&Line>) = sources
            .iter()
            .copied()
            .partition(|source| native.has_text(source));
        if !own.is_empty() && own.len() == native.sources.len() {
            found.push(native);
            sources = others;
        }
    }
    match sources.first() {
        None => Ok(found),
        Some(first) => Err(unpaired(block, first, &sources)),
    }
}

/// What is wrong with sources that make no device: measured against the one that has most of their texts, then names.
fn unpaired(block: &Block, first: &Line, sources: &[&Line]) -> Error {
    let likeness = |native: &&&Native| {
        let texts = sources.iter().filter(|source| native.has_text(source));
        let is_named = |source: &&&Line| native.source_named(name_of(&source.text)).is_some();
        (texts.count(), sources.iter().filter(is_named).count())
    };
    let nearest = NATIVES.iter().max_by_key(likeness);
    let Some(native) = nearest.filter(|native| likeness(native) != (0, 0)) else {
        return behavioural(first);
    };
    let Some(odd) = sources.iter().find(|source| !native.has_text(source)) else {
        let is_missing = |text: &&&str| {
            let wanted = normalised(text);
            sources
                .iter()
                .all(|source| normalised(&source.text) != wanted)
        };
        let missing = native.sources.iter().find(is_missing).unwrap_or(&"");
        let text = format!(
            "subcircuit `{}` lacks a source of the native {}, expected `{missing}`",
            block.name, native.name
        );
        return Error::at(&block.place, ErrorKind::Behavioural(text));
    };
    let expected = native
        .source_named(name_of(&odd.text))
        .map_or("no such source".to_owned(), |text| format!("`{text}`"));
    let text = format!(
        "`{}` differs from the native {} of `{}`, expected {expected}",
        odd.text, native.name, block.name
    );
    Error::at(&odd.place, ErrorKind::Behavioural(text))
}

/// Error for a B-source that nothing native stands beside.
fn behavioural(card: &Line) -> Error {
    let known = NATIVES.map(|native| format!("{} ({})", native.name, native.example));
    Error::at(
        &card.place,
        ErrorKind::Behavioural(format!(
            "behavioural source `{}` has no native device, \
             expected the sources of one as its subcircuit in models.lib has them: {}",
            name_of(&card.text),
            known.join(", ")
        )),
    )
}

fn name_of(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// The same text for the same source: lower case, one blank between name and nodes, none in the expression.
fn normalised(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    let (head, expression) = text.split_once('=').unwrap_or((&text, ""));
    let head: Vec<&str> = head.split_whitespace().collect();
    let expression: String = expression.split_whitespace().collect();
    format!("{}={expression}", head.join(" "))
}
