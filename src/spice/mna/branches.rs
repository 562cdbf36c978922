//! Which elements have their current among the unknowns.

use crate::spice::elements::{Kind, NodeIndex, Value};

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
