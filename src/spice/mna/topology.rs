//! What can be said of a circuit before its values are known: floating nodes and loops of sources.

use crate::spice::elements::{Element, Kind, NodeIndex, Value};
use crate::spice::{Error, ErrorKind, Netlist};

/// True where the element fixes a voltage and its current is an unknown. A resistor that a control moves may become a
/// short, so it is one of them.
pub fn needs_branch(kind: &Kind) -> bool {
    match kind {
        Kind::Resistor { ohm, .. } => matches!(ohm, Value::Expression(_)) || is_short(ohm),
        _ => is_voltage_source_at_rest(kind),
    }
}

/// The nodes between which a branch's current flows.
pub fn branch_nodes(kind: &Kind) -> Option<[NodeIndex; 2]> {
    match kind {
        Kind::Resistor { nodes, .. }
        | Kind::Inductor { nodes, .. }
        | Kind::VoltageSource { nodes, .. }
        | Kind::VoltageControlledVoltage { nodes, .. }
        | Kind::CurrentControlledVoltage { nodes, .. } => Some(*nodes),
        _ => None,
    }
}

/// # Errors
/// A node without a path for direct current to ground; voltage sources, inductors or shorts in a loop.
pub fn check(netlist: &Netlist) -> Result<(), Error> {
    check_loops(netlist)?;
    check_paths(netlist)
}

fn check_loops(netlist: &Netlist) -> Result<(), Error> {
    let mut fixed = Groups::new(netlist.nodes.len());
    fixed.join(netlist.input, 0);
    for element in &netlist.elements {
        let fixes_voltage = match &element.kind {
            Kind::Resistor { ohm, .. } => is_short(ohm),
            kind => is_voltage_source_at_rest(kind),
        };
        if let (true, Some(nodes)) = (fixes_voltage, branch_nodes(&element.kind)) {
            if !fixed.join(nodes[0], nodes[1]) {
                let text = format!(
                    "{} closes a loop of voltage sources, inductors or shorts; \
                     expected a resistance somewhere in it",
                    element.name
                );
                return Err(at(netlist, element, ErrorKind::SourceLoop(text)));
            }
        }
    }
    Ok(())
}

fn check_paths(netlist: &Netlist) -> Result<(), Error> {
    let mut connected = Groups::new(netlist.nodes.len());
    connected.join(netlist.input, 0);
    for element in &netlist.elements {
        if let Some(nodes) = direct_current_path(&element.kind) {
            for node in &nodes[1..] {
                connected.join(nodes[0], *node);
            }
        }
    }
    for node in 1..netlist.nodes.len() {
        if connected.of(node) != connected.of(0) {
            let text = format!(
                "node {} has no path for direct current to ground; expected a resistor, \
                 source or device that leads there",
                netlist.nodes[node]
            );
            let kind = ErrorKind::FloatingNode(text);
            let user = netlist.elements.iter().find(|e| touches(&e.kind, node));
            return Err(match user {
                Some(element) => at(netlist, element, kind),
                None => Error {
                    file: netlist.file.clone(),
                    line: 0,
                    kind,
                },
            });
        }
    }
    Ok(())
}

fn at(netlist: &Netlist, element: &Element, kind: ErrorKind) -> Error {
    let place = &element.place;
    let file = if place.file.is_empty() {
        netlist.file.clone()
    } else {
        place.file.to_string()
    };
    Error {
        file,
        line: place.line,
        kind,
    }
}

fn is_short(ohm: &Value) -> bool {
    matches!(ohm, Value::Constant(ohm) if *ohm == 0.0)
}

fn is_voltage_source_at_rest(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Inductor { .. }
            | Kind::VoltageSource { .. }
            | Kind::VoltageControlledVoltage { .. }
            | Kind::CurrentControlledVoltage { .. }
    )
}

/// The nodes between which an element lets direct current pass. Controlled current sources count: a gyrator is made of
/// them, and whether they settle a node only the values can tell.
fn direct_current_path(kind: &Kind) -> Option<Vec<NodeIndex>> {
    match kind {
        Kind::VoltageControlledCurrent { nodes, .. }
        | Kind::CurrentControlledCurrent { nodes, .. }
        | Kind::Diode { nodes, .. } => Some(nodes.to_vec()),
        Kind::Triode { nodes, .. } => Some(nodes.to_vec()),
        Kind::Capacitor { .. } | Kind::CurrentSource { .. } | Kind::Coupling { .. } => None,
        _ => branch_nodes(kind).map(|nodes| nodes.to_vec()),
    }
}

fn touches(kind: &Kind, node: NodeIndex) -> bool {
    match kind {
        Kind::Capacitor { nodes, .. } | Kind::CurrentSource { nodes, .. } => nodes.contains(&node),
        Kind::Coupling { .. } => false,
        _ => direct_current_path(kind).is_some_and(|nodes| nodes.contains(&node)),
    }
}

/// Nodes in groups that grow together.
struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self {
            parent: (0..count).collect(),
        }
    }

    fn of(&self, mut node: usize) -> usize {
        while self.parent[node] != node {
            node = self.parent[node];
        }
        node
    }

    /// False where both were in one group already.
    fn join(&mut self, first: usize, second: usize) -> bool {
        let (first, second) = (self.of(first), self.of(second));
        self.parent[first] = second;
        first != second
    }
}
