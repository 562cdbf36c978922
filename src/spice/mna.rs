//! Modified nodal analysis: the flat circuit as equations
//!
//! ```text
//! G x + C dx/dt + Q i(P x) = b + b_input u(t)
//! ```
//!
//! The unknowns x are the voltages of all nodes but ground, then the currents through whatever fixes a voltage
//! (sources, inductors, shorts). A row is Kirchhoff's current law at a node, or what a branch asks of its voltage.
//! Devices stand outside of the matrices: P takes their controlling voltages from x, and their currents return
//! through Q: the transpose of P but for transconductances.

mod branches;
mod builder;

use super::devices::Device;
use super::elements::{NodeIndex, Value};
use super::{Error, ErrorKind, Netlist, topology};

/// An unknown by its place in x; `None` is ground, whose voltage is known.
pub type Unknown = Option<usize>;

/// One of a device's controlling voltages and one of its currents. Mostly both stand between the same two nodes; where
/// they do not, the port is a transconductance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Port {
    /// Plus and minus of the controlling voltage.
    pub control: [Unknown; 2],
    /// Where the current enters the device, and where it leaves.
    pub current: [Unknown; 2],
}

impl Port {
    /// Voltage and current between the same two nodes.
    pub fn between(plus: Unknown, minus: Unknown) -> Self {
        Self {
            control: [plus, minus],
            current: [plus, minus],
        }
    }

    /// The controlling voltage where the unknowns are `x`.
    pub fn voltage(&self, x: &[f64]) -> f64 {
        let [plus, minus] = self.control;
        plus.map_or(0.0, |index| x[index]) - minus.map_or(0.0, |index| x[index])
    }

    /// True where a conductance across the port holds its nodes, as it does not across a transconductance.
    pub fn has_shunt(&self) -> bool {
        self.control == self.current
    }
}

/// The equations of a circuit. All matrices are square of [`size`](Self::size) rows, row by row.
#[derive(Clone, Debug)]
pub struct Equations {
    file: String,
    names: Vec<String>,
    node_count: usize,
    stamps: Vec<Stamp>,
    conductance: Vec<f64>,
    dynamics: Vec<f64>,
    constant: Vec<f64>,
    input: Unknown,
    input_row: usize,
    output: Unknown,
    devices: Vec<Device>,
    ports: Vec<Port>,
}

impl Equations {
    /// Sets up the equations and stamps them with the controls at their defaults.
    ///
    /// # Errors
    /// A node that floats or sources in a loop.
    pub fn new(netlist: &Netlist) -> Result<Self, Error> {
        topology::check(netlist)?;
        let mut equations = builder::build(netlist);
        let defaults: Vec<f64> = netlist.controls.iter().map(|c| c.default).collect();
        equations.stamp(&defaults);
        Ok(equations)
    }

    /// Fills the matrices for the controls (in the netlist's order) at `controls`. Does not allocate.
    pub fn stamp(&mut self, controls: &[f64]) {
        self.conductance.fill(0.0);
        self.dynamics.fill(0.0);
        self.constant.fill(0.0);
        let stamps = std::mem::take(&mut self.stamps);
        for stamp in &stamps {
            self.apply(stamp, controls);
        }
        self.stamps = stamps;
    }

    fn apply(&mut self, stamp: &Stamp, controls: &[f64]) {
        match stamp {
            Stamp::Resistor { nodes, ohm } => {
                self.transconductance(*nodes, *nodes, 1.0 / ohm.at(controls));
            }
            Stamp::Capacitor { nodes, farad } => {
                let (size, farad) = (self.names.len(), farad.at(controls));
                add_pair(&mut self.dynamics, size, *nodes, *nodes, farad);
            }
            Stamp::Branch { row, nodes } => {
                let row = *row;
                self.conduct(nodes[0], Some(row), 1.0);
                self.conduct(nodes[1], Some(row), -1.0);
                self.conduct(Some(row), nodes[0], 1.0);
                self.conduct(Some(row), nodes[1], -1.0);
            }
            Stamp::BranchDrop { row, of, factor } => {
                self.conduct(Some(*row), Some(*of), -factor.at(controls));
            }
            Stamp::BranchGain { row, control, gain } => {
                let gain = gain.at(controls);
                self.conduct(Some(*row), control[0], -gain);
                self.conduct(Some(*row), control[1], gain);
            }
            Stamp::BranchVolt { row, volt } => self.constant[*row] += volt.at(controls),
            Stamp::Inductor { row, henry } => {
                self.dynamics[row * self.names.len() + row] -= henry.at(controls);
            }
            Stamp::Coupling {
                rows,
                henries,
                coefficient,
            } => {
                let product = henries[0].at(controls) * henries[1].at(controls);
                let mutual = coefficient.at(controls) * product.abs().sqrt();
                let size = self.names.len();
                self.dynamics[rows[0] * size + rows[1]] -= mutual;
                self.dynamics[rows[1] * size + rows[0]] -= mutual;
            }
            Stamp::CurrentSource { nodes, ampere } => {
                let ampere = ampere.at(controls);
                if let Some(from) = nodes[0] {
                    self.constant[from] -= ampere;
                }
                if let Some(to) = nodes[1] {
                    self.constant[to] += ampere;
                }
            }
            Stamp::Transconductance {
                nodes,
                control,
                siemens,
            } => self.transconductance(*nodes, *control, siemens.at(controls)),
            Stamp::CurrentGain { nodes, of, gain } => {
                let gain = gain.at(controls);
                self.conduct(nodes[0], Some(*of), gain);
                self.conduct(nodes[1], Some(*of), -gain);
            }
        }
    }

    fn conduct(&mut self, row: Unknown, column: Unknown, value: f64) {
        if let (Some(row), Some(column)) = (row, column) {
            self.conductance[row * self.names.len() + column] += value;
        }
    }

    fn transconductance(&mut self, nodes: [Unknown; 2], control: [Unknown; 2], siemens: f64) {
        let size = self.names.len();
        add_pair(&mut self.conductance, size, nodes, control, siemens);
    }

    /// Number of unknowns.
    pub fn size(&self) -> usize {
        self.names.len()
    }

    /// G: siemens between nodes, plain numbers and ohm in the rows of branches.
    pub fn conductance(&self) -> &[f64] {
        &self.conductance
    }

    /// C: farad between nodes, minus henry in the rows of inductors.
    pub fn dynamics(&self) -> &[f64] {
        &self.dynamics
    }

    /// b: what constant sources put in, ampere into nodes and volt on branches.
    pub fn constant(&self) -> &[f64] {
        &self.constant
    }

    /// The only row in which b_input is not zero, but one: it says that the input node stands at u volt.
    pub fn input_row(&self) -> usize {
        self.input_row
    }

    /// The voltage of the node that the input drives, as an unknown.
    pub fn input(&self) -> Unknown {
        self.input
    }

    /// The unknowns that the circuit remembers: voltages at capacitors and currents of inductors, each once, without
    /// what the input fixes.
    pub fn dynamic_unknowns(&self) -> Vec<usize> {
        let mut unknowns: Vec<usize> = Vec::new();
        for stamp in &self.stamps {
            let remembered = match stamp {
                Stamp::Capacitor { nodes, .. } => *nodes,
                Stamp::Inductor { row, .. } => [Some(*row), None],
                _ => [None, None],
            };
            unknowns.extend(remembered.into_iter().flatten());
        }
        unknowns.retain(|&unknown| Some(unknown) != self.input);
        unknowns.sort_unstable();
        unknowns.dedup();
        unknowns
    }

    /// The unknown that is heard.
    pub fn output(&self) -> Unknown {
        self.output
    }

    /// Nonlinear devices in the order of the netlist.
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    /// The ports of all devices, those of one device side by side.
    pub fn ports(&self) -> &[Port] {
        &self.ports
    }

    /// Where the voltage of a node of the netlist stands among the unknowns.
    pub fn unknown_of_node(&self, node: NodeIndex) -> Unknown {
        unknown(node)
    }

    /// Number of nodes of the netlist with ground; its others come first among the unknowns.
    pub fn node_count(&self) -> usize {
        self.node_count
    }

    /// What an unknown is, for messages: "node a" or "the current through l1".
    pub fn name(&self, index: usize) -> &str {
        &self.names[index]
    }

    /// The error of equations that do not determine unknown `index`.
    pub fn singular(&self, index: usize) -> Error {
        self.error(ErrorKind::Singular(format!(
            "the circuit's equations do not determine {}; expected a circuit with one solution",
            self.name(index)
        )))
    }

    /// An error of the circuit as a whole.
    pub fn error(&self, kind: ErrorKind) -> Error {
        Error {
            file: self.file.clone(),
            line: 0,
            kind,
        }
    }
}

fn unknown(node: NodeIndex) -> Unknown {
    node.checked_sub(1)
}

/// Adds `value` where current flows between `rows` in proportion to the voltage between `columns`.
pub(super) fn add_pair(
    matrix: &mut [f64],
    size: usize,
    rows: [Unknown; 2],
    columns: [Unknown; 2],
    value: f64,
) {
    for (row, row_sign) in rows.into_iter().zip([1.0, -1.0]) {
        for (column, column_sign) in columns.into_iter().zip([1.0, -1.0]) {
            if let (Some(row), Some(column)) = (row, column) {
                matrix[row * size + column] += row_sign * column_sign * value;
            }
        }
    }
}

/// What one element adds to the matrices, with its unknowns looked up.
#[derive(Clone, Debug)]
enum Stamp {
    Resistor {
        nodes: [Unknown; 2],
        ohm: Value,
    },
    Capacitor {
        nodes: [Unknown; 2],
        farad: Value,
    },
    /// Unknown `row` is a current from the first node to the second; its row begins with the voltage between them.
    Branch {
        row: usize,
        nodes: [Unknown; 2],
    },
    /// The branch's voltage is (among others) `factor` times current `of`.
    BranchDrop {
        row: usize,
        of: usize,
        factor: Value,
    },
    /// The branch's voltage is (among others) `gain` times the control voltage.
    BranchGain {
        row: usize,
        control: [Unknown; 2],
        gain: Value,
    },
    /// The branch's voltage is (among others) `volt`.
    BranchVolt {
        row: usize,
        volt: Value,
    },
    Inductor {
        row: usize,
        henry: Value,
    },
    Coupling {
        rows: [usize; 2],
        henries: [Value; 2],
        coefficient: Value,
    },
    CurrentSource {
        nodes: [Unknown; 2],
        ampere: Value,
    },
    Transconductance {
        nodes: [Unknown; 2],
        control: [Unknown; 2],
        siemens: Value,
    },
    CurrentGain {
        nodes: [Unknown; 2],
        of: usize,
        gain: Value,
    },
}
