//! Gives every element its unknowns and stamps.

use super::branches::{branch_nodes, needs_branch};
use super::{Equations, Port, Stamp, Unknown, unknown};
use crate::spice::Netlist;
use crate::spice::devices::{
    Bipolar, Clamp, Device, Diode, FieldEffect, GMIN_SIEMENS, MagneticCore, Triode,
};
use crate::spice::elements::{
    BipolarModel, DiodeModel, Element, FieldEffectModel, Kind, NodeIndex, Value,
};

/// The equations of a circuit, not stamped yet.
pub fn build(netlist: &Netlist) -> Equations {
    let mut builder = Builder::new(netlist);
    for (index, element) in netlist.elements.iter().enumerate() {
        builder.add(index, element);
    }
    builder.share_ports();
    let input_row = builder.unknown("the current of the input's source".to_owned());
    builder.stamps.push(Stamp::Branch {
        row: input_row,
        nodes: [unknown(netlist.input), None],
    });
    let size = builder.names.len();
    Equations {
        file: netlist.file.clone(),
        names: builder.names,
        node_count: netlist.nodes.len(),
        stamps: builder.stamps,
        conductance: vec![0.0; size * size],
        dynamics: vec![0.0; size * size],
        constant: vec![0.0; size],
        input: unknown(netlist.input),
        input_row,
        output: unknown(netlist.output),
        devices: builder.devices,
        ports: builder.ports,
    }
}

struct Builder<'a> {
    elements: &'a [Element],
    names: Vec<String>,
    /// The current of every element that has it as an unknown.
    branches: Vec<Unknown>,
    stamps: Vec<Stamp>,
    devices: Vec<Device>,
    ports: Vec<Port>,
}

impl<'a> Builder<'a> {
    fn new(netlist: &'a Netlist) -> Self {
        let nodes = netlist.nodes.iter().skip(1);
        let mut builder = Self {
            elements: &netlist.elements,
            names: nodes
                .map(|name| format!("the voltage of node {name}"))
                .collect(),
            branches: Vec::new(),
            stamps: Vec::new(),
            devices: Vec::new(),
            ports: Vec::new(),
        };
        // All branches first: an element may name the current of one that stands below it.
        for element in builder.elements {
            let branch = needs_branch(&element.kind)
                .then(|| builder.unknown(format!("the current through {}", element.name)));
            builder.branches.push(branch);
        }
        builder
    }

    fn unknown(&mut self, name: String) -> usize {
        self.names.push(name);
        self.names.len() - 1
    }

    fn add(&mut self, index: usize, element: &Element) {
        if let Some(row) = self.branches[index] {
            self.add_branch(row, &element.kind);
            return;
        }
        match &element.kind {
            Kind::Resistor { nodes, ohm } => self.stamps.push(Stamp::Resistor {
                nodes: nodes.map(unknown),
                ohm: ohm.clone(),
            }),
            Kind::Capacitor { nodes, farad } => self.stamps.push(Stamp::Capacitor {
                nodes: nodes.map(unknown),
                farad: farad.clone(),
            }),
            Kind::Coupling {
                inductors,
                coefficient,
            } => self.add_coupling(*inductors, coefficient),
            Kind::CurrentSource { nodes, ampere } => self.stamps.push(Stamp::CurrentSource {
                nodes: nodes.map(unknown),
                ampere: ampere.clone(),
            }),
            Kind::VoltageControlledCurrent {
                nodes,
                control,
                siemens,
            } => self.stamps.push(Stamp::Transconductance {
                nodes: nodes.map(unknown),
                control: control.map(unknown),
                siemens: siemens.clone(),
            }),
            Kind::CurrentControlledCurrent {
                nodes,
                source,
                gain,
            } => self
                .stamps
                .extend(self.branches[*source].map(|of| Stamp::CurrentGain {
                    nodes: nodes.map(unknown),
                    of,
                    gain: gain.clone(),
                })),
            Kind::Diode { nodes, model } => self.add_diode(&element.name, *nodes, model),
            Kind::Bipolar { nodes, model } => self.add_bipolar(&element.name, *nodes, model),
            Kind::FieldEffect { nodes, model } => {
                self.add_field_effect(&element.name, *nodes, model);
            }
            Kind::MagneticCore { nodes, model } => {
                let [plus, minus, flux] = nodes.map(unknown);
                let (winding, flux) = ([plus, minus], [flux, None]);
                let core = MagneticCore::new(model);
                self.devices.push(Device::MagneticCore(core));
                for (control, current) in [(flux, winding), (winding, flux)] {
                    self.ports.push(Port { control, current });
                }
            }
            Kind::Triode { nodes, model } => {
                let [anode, grid, cathode] = nodes.map(unknown);
                self.devices.push(Device::Triode(Triode::new(model)));
                let ports = [grid, anode].map(|plus| Port::between(plus, cathode));
                self.ports.extend(ports);
            }
            Kind::Clamp {
                nodes,
                control,
                model,
            } => {
                self.devices.push(Device::Clamp(Clamp::new(model)));
                self.ports.push(Port {
                    control: control.map(unknown),
                    current: nodes.map(unknown),
                });
            }
            Kind::Inductor { .. }
            | Kind::VoltageSource { .. }
            | Kind::VoltageControlledVoltage { .. }
            | Kind::CurrentControlledVoltage { .. } => {
                unreachable!("an element that fixes a voltage has a branch")
            }
        }
    }

    /// An element whose current is unknown `row`.
    fn add_branch(&mut self, row: usize, kind: &Kind) {
        self.stamps
            .extend(branch_nodes(kind).map(|nodes| Stamp::Branch {
                row,
                nodes: nodes.map(unknown),
            }));
        let stamp = match kind {
            Kind::Resistor { ohm, .. } => Some(Stamp::BranchDrop {
                row,
                of: row,
                factor: ohm.clone(),
            }),
            Kind::Inductor { henry, .. } => Some(Stamp::Inductor {
                row,
                henry: henry.clone(),
            }),
            Kind::VoltageSource { volt, .. } => Some(Stamp::BranchVolt {
                row,
                volt: volt.clone(),
            }),
            Kind::VoltageControlledVoltage { control, gain, .. } => Some(Stamp::BranchGain {
                row,
                control: control.map(unknown),
                gain: gain.clone(),
            }),
            Kind::CurrentControlledVoltage { source, ohm, .. } => {
                self.branches[*source].map(|of| Stamp::BranchDrop {
                    row,
                    of,
                    factor: ohm.clone(),
                })
            }
            _ => None,
        };
        self.stamps.extend(stamp);
    }

    fn add_coupling(&mut self, inductors: [usize; 2], coefficient: &Value) {
        let winding = |index: usize| match &self.elements[index].kind {
            Kind::Inductor { henry, .. } => self.branches[index].map(|row| (row, henry.clone())),
            _ => None,
        };
        if let [Some(first), Some(second)] = inductors.map(winding) {
            self.stamps.push(Stamp::Coupling {
                rows: [first.0, second.0],
                henries: [first.1, second.1],
                coefficient: coefficient.clone(),
            });
        }
    }

    /// The series resistance stands between the anode and a node of the diode's own.
    fn add_diode(&mut self, name: &str, nodes: [NodeIndex; 2], model: &DiodeModel) {
        let [anode, minus] = nodes.map(unknown);
        let plus = self.inside(name, "junction", anode, model.series_resistance_ohm);
        self.devices.push(Device::Diode(Diode::new(model)));
        self.ports.push(Port::between(plus, minus));
    }

    fn add_bipolar(&mut self, name: &str, nodes: [NodeIndex; 4], model: &BipolarModel) {
        let [collector, base, emitter, substrate] = nodes.map(unknown);
        let collector = self.inside(name, "collector", collector, model.collector_resistance_ohm);
        let base = self.inside(name, "base", base, model.base_resistance_ohm);
        let emitter = self.inside(name, "emitter", emitter, model.emitter_resistance_ohm);
        // ngspice's NPNs stand upright on the substrate, its PNPs lie on it; a junction without saturation current
        // leaks there as well.
        let nodes = [if model.is_pnp { base } else { collector }, substrate];
        self.stamps.push(Stamp::Resistor {
            nodes,
            ohm: Value::Constant(1.0 / GMIN_SIEMENS),
        });
        if model.substrate_capacitance_farad > 0.0 {
            self.stamps.push(Stamp::Capacitor {
                nodes,
                farad: Value::Constant(model.substrate_capacitance_farad),
            });
        }
        self.devices.push(Device::Bipolar(Bipolar::new(model)));
        self.add_ports(base, [emitter, collector], model.is_pnp);
    }

    /// Diodes straight across a transistor's base and emitter become a part of the transistor: with a port fewer every
    /// iteration costs less.
    fn share_ports(&mut self) {
        let mut port = 0;
        let mut place = 0;
        while let Some(device) = self.devices.get(place) {
            if let Device::Diode(diode) = device
                && self.give_to_transistor(&diode.clone(), self.ports[port])
            {
                self.devices.remove(place);
                self.ports.remove(port);
            } else {
                port += self.devices[place].port_count();
                place += 1;
            }
        }
    }

    /// False where no transistor has its base and emitter at the diode's port.
    fn give_to_transistor(&mut self, diode: &Diode, at: Port) -> bool {
        let mut first = 0;
        for device in &mut self.devices {
            let port = self.ports[first];
            first += device.port_count();
            if let Device::Bipolar(transistor) = device
                && port == at
                && transistor.take_in(diode)
            {
                return true;
            }
        }
        false
    }

    fn add_field_effect(&mut self, name: &str, nodes: [NodeIndex; 3], model: &FieldEffectModel) {
        let [drain, gate, source] = nodes.map(unknown);
        let drain = self.inside(name, "drain", drain, model.drain_resistance_ohm);
        let source = self.inside(name, "source", source, model.source_resistance_ohm);
        let device = Device::FieldEffect(FieldEffect::new(model));
        self.devices.push(device);
        self.add_ports(gate, [source, drain], model.is_p_channel);
    }

    /// The node behind a series resistance of the device `name`.
    fn inside(&mut self, name: &str, what: &str, outside: Unknown, ohm: f64) -> Unknown {
        if ohm <= 0.0 {
            return outside;
        }
        let inside = Some(self.unknown(format!("the inner {what} voltage of {name}")));
        self.stamps.push(Stamp::Resistor {
            nodes: [outside, inside],
            ohm: Value::Constant(ohm),
        });
        inside
    }

    /// Ports from `common` to the others, or the other way where the device is `turned` round.
    fn add_ports(&mut self, common: Unknown, others: [Unknown; 2], turned: bool) {
        self.ports.extend(others.map(|other| match turned {
            false => Port::between(common, other),
            true => Port::between(other, common),
        }));
    }
}
