//! Checks on the structure of a flat circuit that say, before anything is solved, why it cannot be solved.

use super::elements::{Element, Kind, NodeIndex, Value};
use super::error::{Error, ErrorKind};
use super::netlist::Netlist;

/// Every check.
///
/// # Errors
/// The first thing wrong, with the place of an element that takes part in it.
pub fn check(netlist: &Netlist) -> Result<(), Error> {
    couplings(netlist)?;
    source_loops(netlist)?;
    floating_nodes(netlist)
}

/// Every node needs a path for direct current to ground. A controlled current counts as one: gyrators are made of
/// nothing else, and whether it settles a node only the values can tell.
fn floating_nodes(netlist: &Netlist) -> Result<(), Error> {
    let mut islands = Islands::new(netlist.nodes.len());
    islands.join(0, netlist.input);
    for element in &netlist.elements {
        for [from, to] in direct_paths(&element.kind) {
            islands.join(from, to);
        }
    }
    for element in &netlist.elements {
        for node in terminals(&element.kind) {
            if islands.root(node) != islands.root(0) {
                let text = format!(
                    "node `{}` of `{}` has no path for direct current to ground, \
                     expected one through R, L, V, E, F, G, H, a diode, a transistor or a tube",
                    name(netlist, node),
                    element.name
                );
                return Err(error(netlist, element, ErrorKind::FloatingNode(text)));
            }
        }
    }
    Ok(())
}

/// Elements that fix a voltage must not stand in a loop: at rest an inductor fixes one too, 0 V.
fn source_loops(netlist: &Netlist) -> Result<(), Error> {
    let mut islands = Islands::new(netlist.nodes.len());
    islands.join(0, netlist.input);
    for element in &netlist.elements {
        let [from, to] = match element.kind {
            Kind::Resistor {
                nodes,
                ohm: Value::Constant(0.0),
            }
            | Kind::VoltageSource { nodes, .. }
            | Kind::VoltageControlledVoltage { nodes, .. }
            | Kind::CurrentControlledVoltage { nodes, .. }
            | Kind::Inductor { nodes, .. } => nodes,
            _ => continue,
        };
        if !islands.join(from, to) {
            let text = format!(
                "`{}` closes a loop of voltage sources, inductors or shorts from `{}` to `{}` \
                 (the input `{}` is a source too), expected a resistance in it",
                element.name,
                name(netlist, from),
                name(netlist, to),
                name(netlist, netlist.input)
            );
            return Err(error(netlist, element, ErrorKind::SourceLoop(text)));
        }
    }
    Ok(())
}

/// A coefficient beyond 1 would make energy, and so would three windings of which two are coupled tightly to the third
/// but not to each other; a negative inductance has no square root.
fn couplings(netlist: &Netlist) -> Result<(), Error> {
    let controls: Vec<f64> = netlist
        .controls
        .iter()
        .map(|control| control.default)
        .collect();
    let mut windings: Vec<usize> = Vec::new();
    let mut couplings: Vec<(&Element, [usize; 2], f64)> = Vec::new();
    for element in &netlist.elements {
        let Kind::Coupling {
            inductors,
            coefficient,
        } = &element.kind
        else {
            continue;
        };
        let value = coefficient.at(&controls);
        if !(-1.0..=1.0).contains(&value) {
            let text = format!(
                "`{}` has the coefficient {value}, expected -1..1",
                element.name
            );
            return Err(error(netlist, element, ErrorKind::Syntax(text)));
        }
        couplings.push((element, *inductors, value));
        for inductor in inductors {
            if !windings.contains(inductor) {
                windings.push(*inductor);
            }
            let winding = netlist.elements.get(*inductor);
            if let Some((winding, henry)) = winding.and_then(|one| Some((one, inductance(one)?)))
                && henry.at(&controls) <= 0.0
            {
                let text = format!(
                    "`{}` couples `{}` of {} H, expected more than 0 H",
                    element.name,
                    winding.name,
                    henry.at(&controls)
                );
                return Err(error(netlist, element, ErrorKind::Syntax(text)));
            }
        }
    }
    passive_windings(netlist, &windings, &couplings)
}

/// Rounding that the check of coefficients forgives, so that perfect coupling passes.
const COUPLING_TOLERANCE: f64 = 1e-9;

/// The matrix of all coefficients must have a Cholesky factor: energy in the windings is never below zero.
fn passive_windings(
    netlist: &Netlist,
    windings: &[usize],
    couplings: &[(&Element, [usize; 2], f64)],
) -> Result<(), Error> {
    let count = windings.len();
    let place = |inductor: usize| windings.iter().position(|winding| *winding == inductor);
    let mut matrix = vec![0.0; count * count];
    for winding in 0..count {
        matrix[winding * (count + 1)] = 1.0;
    }
    for (_, [first, second], value) in couplings {
        if let (Some(row), Some(column)) = (place(*first), place(*second)) {
            matrix[row * count + column] = *value;
            matrix[column * count + row] = *value;
        }
    }
    // Elimination leaves, below each pivot, what the windings so far do not explain of the others.
    for pivot in 0..count {
        let own = matrix[pivot * (count + 1)];
        for row in pivot + 1..count {
            let shared = matrix[row * count + pivot];
            let is_passive = own > COUPLING_TOLERANCE
                || (own >= -COUPLING_TOLERANCE && shared.abs() <= COUPLING_TOLERANCE.sqrt());
            if !is_passive {
                return Err(active_windings(netlist, windings[row], couplings));
            }
            if own > COUPLING_TOLERANCE {
                for column in pivot + 1..count {
                    let explained = shared / own * matrix[pivot * count + column];
                    matrix[row * count + column] -= explained;
                }
            }
        }
        if own < -COUPLING_TOLERANCE {
            return Err(active_windings(netlist, windings[pivot], couplings));
        }
    }
    Ok(())
}

/// Error at the last line that couples the inductor at `winding`.
fn active_windings(
    netlist: &Netlist,
    winding: usize,
    couplings: &[(&Element, [usize; 2], f64)],
) -> Error {
    let text = "its windings would give back more energy than they store, expected coefficients \
                that fit each other (two windings coupled to a third by a and b are coupled by \
                at least a b - sqrt((1 - a^2)(1 - b^2)))";
    match couplings
        .iter()
        .rev()
        .find(|(_, pair, _)| pair.contains(&winding))
    {
        Some((element, ..)) => {
            let text = format!("`{}` makes a transformer active: {text}", element.name);
            error(netlist, element, ErrorKind::Syntax(text))
        }
        None => Error::in_file(&netlist.file, ErrorKind::Syntax(text.to_owned())),
    }
}

fn inductance(element: &Element) -> Option<&Value> {
    match &element.kind {
        Kind::Inductor { henry, .. } => Some(henry),
        _ => None,
    }
}

fn name(netlist: &Netlist, node: NodeIndex) -> &str {
    netlist.nodes.get(node).map_or("?", String::as_str)
}

/// An error at an element; one that stands in no text belongs to the file as a whole.
fn error(netlist: &Netlist, element: &Element, kind: ErrorKind) -> Error {
    if element.place.file.is_empty() {
        Error::in_file(&netlist.file, kind)
    } else {
        Error::at(&element.place, kind)
    }
}

/// All nodes that an element touches.
fn terminals(kind: &Kind) -> Vec<NodeIndex> {
    match kind {
        Kind::Resistor { nodes, .. }
        | Kind::Capacitor { nodes, .. }
        | Kind::Inductor { nodes, .. }
        | Kind::VoltageSource { nodes, .. }
        | Kind::CurrentSource { nodes, .. }
        | Kind::CurrentControlledCurrent { nodes, .. }
        | Kind::CurrentControlledVoltage { nodes, .. }
        | Kind::Diode { nodes, .. } => nodes.to_vec(),
        Kind::VoltageControlledVoltage { nodes, control, .. }
        | Kind::VoltageControlledCurrent { nodes, control, .. }
        | Kind::Clamp { nodes, control, .. } => [*nodes, *control].concat(),
        Kind::Bipolar { nodes, .. } => nodes.to_vec(),
        Kind::FieldEffect { nodes, .. }
        | Kind::Triode { nodes, .. }
        | Kind::MagneticCore { nodes, .. } => nodes.to_vec(),
        Kind::Coupling { .. } => Vec::new(),
    }
}

/// Pairs of nodes between which direct current can flow by itself.
fn direct_paths(kind: &Kind) -> Vec<[NodeIndex; 2]> {
    match kind {
        Kind::Resistor { nodes, .. }
        | Kind::Inductor { nodes, .. }
        | Kind::VoltageSource { nodes, .. }
        | Kind::VoltageControlledVoltage { nodes, .. }
        | Kind::CurrentControlledVoltage { nodes, .. }
        | Kind::VoltageControlledCurrent { nodes, .. }
        | Kind::CurrentControlledCurrent { nodes, .. }
        | Kind::Diode { nodes, .. }
        | Kind::Clamp { nodes, .. } => vec![*nodes],
        Kind::Triode {
            nodes: [anode, grid, cathode],
            ..
        } => vec![[*anode, *cathode], [*grid, *cathode]],
        Kind::MagneticCore {
            nodes: [_, _, flux],
            ..
        } => vec![[*flux, 0]],
        Kind::Bipolar {
            nodes: [collector, base, emitter, _],
            ..
        } => vec![[*base, *emitter], [*base, *collector]],
        Kind::FieldEffect {
            nodes: [drain, gate, source],
            ..
        } => vec![[*gate, *source], [*gate, *drain]],
        Kind::Capacitor { .. } | Kind::Coupling { .. } | Kind::CurrentSource { .. } => Vec::new(),
    }
}

/// Sets of nodes that hang together.
struct Islands {
    /// A node of the same set, nearer to its root; the root's is itself.
    towards_root: Vec<NodeIndex>,
}

impl Islands {
    fn new(nodes: usize) -> Self {
        Self {
            towards_root: (0..nodes).collect(),
        }
    }

    fn root(&mut self, node: NodeIndex) -> NodeIndex {
        let mut node = node;
        while self.towards_root[node] != node {
            self.towards_root[node] = self.towards_root[self.towards_root[node]];
            node = self.towards_root[node];
        }
        node
    }

    /// False if they hang together already.
    fn join(&mut self, one: NodeIndex, other: NodeIndex) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        self.towards_root[one] = other;
        one != other
    }
}
