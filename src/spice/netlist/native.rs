//! Subcircuits that the solver has as devices of its own.
//!
//! Behavioural (B) sources are ngspice's side of such a pair: their text is compared with the equations that the
//! native device solves, so that both simulators mean the same circuit.

use std::collections::HashMap;

use super::super::elements::{Kind, NodeIndex, TriodeModel, Value};
use super::super::error::{Error, ErrorKind};
use super::block::Block;
use super::lines::Line;
use super::scope::Scope;

/// Devices that a subcircuit can pair with.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Device {
    /// [`Kind::Triode`]
    KorenTriode,
}

/// Names of subcircuits and the device behind each. The constants of a tube stand in its subcircuit, where ngspice
/// reads them too.
const DEVICES: [(&str, Device); 1] = [("12ax7", Device::KorenTriode)];

/// Koren's triode with smooth grid current: what its B-sources say.
const TRIODE_SOURCES: [&str; 4] = [
    "Bx x 0 V = kp*(1/mu + V(g,k)/sqrt(kvb+V(a,k)*V(a,k)))",
    "Be e 0 V = V(a,k)/kp*(uramp(V(x)) + ln(1+exp(-abs(V(x)))))",
    "Bp a k I = 2*pwr(uramp(V(e)),ex)/kg1",
    "Bg g k I = gg*pwr((uramp(cg*V(g,k)) + ln(1+exp(-abs(cg*V(g,k)))))/cg,xi)",
];

/// Nodes inside the subcircuit that exist in ngspice only.
pub(super) const TRIODE_INNER_NODES: [&str; 2] = ["x", "e"];

/// The native device of a subcircuit with B-sources; `None` for one without.
pub(super) fn device(
    block: &Block,
    scope: &Scope<'_>,
    ports: &HashMap<String, NodeIndex>,
) -> Result<Option<Kind>, Error> {
    let sources: Vec<&Line> = block
        .cards
        .iter()
        .filter(|card| card.text.starts_with('b'))
        .collect();
    let Some(first) = sources.first() else {
        return Ok(None);
    };
    match DEVICES.iter().find(|(name, _)| *name == block.name) {
        Some((_, Device::KorenTriode)) => {
            same_sources(block, &sources)?;
            let mut nodes = [0; 3];
            for (node, name) in nodes.iter_mut().zip(["a", "g", "k"]) {
                *node = *ports.get(name).ok_or_else(|| {
                    let text = format!(
                        "subcircuit `{}` has no node `{name}`, expected a g k",
                        block.name
                    );
                    Error::at(&block.place, ErrorKind::Behavioural(text))
                })?;
            }
            let model = triode(block, scope)?;
            Ok(Some(Kind::Triode { nodes, model }))
        }
        None => Err(behavioural(first)),
    }
}

/// Error for a B-source that nothing native stands beside.
pub(super) fn behavioural(card: &Line) -> Error {
    let names: Vec<&str> = DEVICES.iter().map(|(name, _)| *name).collect();
    let name = card.text.split_whitespace().next().unwrap_or_default();
    Error::at(
        &card.place,
        ErrorKind::Behavioural(format!(
            "behavioural source `{name}` has no native device, \
             expected it only inside one of the subcircuits {}",
            names.join(" ")
        )),
    )
}

/// The B-sources of a block must be the native triode's, each once, in any order.
fn same_sources(block: &Block, sources: &[&Line]) -> Result<(), Error> {
    let mut missing: Vec<(String, &str)> = TRIODE_SOURCES
        .iter()
        .map(|text| (normalised(text), *text))
        .collect();
    for source in sources {
        let found = normalised(&source.text);
        match missing.iter().position(|(text, _)| *text == found) {
            Some(index) => {
                missing.remove(index);
            }
            None => {
                let name = source.text.split_whitespace().next().unwrap_or_default();
                let expected = TRIODE_SOURCES
                    .iter()
                    .find(|text| text.to_ascii_lowercase().starts_with(name))
                    .map_or("no such source".to_owned(), |text| format!("`{text}`"));
                let text = format!(
                    "`{}` differs from the native triode of `{}`, expected {expected}",
                    source.text, block.name
                );
                return Err(Error::at(&source.place, ErrorKind::Behavioural(text)));
            }
        }
    }
    match missing.first() {
        Some((_, text)) => {
            let text = format!(
                "subcircuit `{}` lacks a source, expected `{text}`",
                block.name
            );
            Err(Error::at(&block.place, ErrorKind::Behavioural(text)))
        }
        None => Ok(()),
    }
}

/// The same text for the same source: lower case, one blank between name and nodes, none in the expression.
fn normalised(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    let (head, expression) = text.split_once('=').unwrap_or((&text, ""));
    let head: Vec<&str> = head.split_whitespace().collect();
    let expression: String = expression.split_whitespace().collect();
    format!("{}={expression}", head.join(" "))
}

fn triode(block: &Block, scope: &Scope<'_>) -> Result<TriodeModel, Error> {
    let parameter = |name: &str| {
        let expected = "expected a constant above zero";
        let text = match scope.parameter(name)? {
            Some(Value::Constant(value)) if value > 0.0 => return Ok(value),
            Some(Value::Constant(value)) => format!("`{name}` is {value}, {expected}"),
            Some(Value::Expression(_)) => format!("`{name}` depends on a control, {expected}"),
            None => {
                let text = format!(
                    "subcircuit `{}` has no parameter `{name}`, \
                     expected all of mu ex kg1 kp kvb gg xi cg",
                    block.name
                );
                return Err(Error::at(&block.place, ErrorKind::UnknownParameter(text)));
            }
        };
        Err(Error::at(&block.place, ErrorKind::Syntax(text)))
    };
    Ok(TriodeModel {
        mu: parameter("mu")?,
        ex: parameter("ex")?,
        kg1: parameter("kg1")?,
        kp: parameter("kp")?,
        kvb: parameter("kvb")?,
        grid_perveance: parameter("gg")?,
        grid_exponent: parameter("xi")?,
        grid_knee: parameter("cg")?,
    })
}
