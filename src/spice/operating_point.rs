//! The circuit at rest: all capacitors open, all inductors shorts, the input at 0 V.
//!
//! Newton's method on all unknowns, straight away if that works. If not, every port first gets a large conductance that
//! shrinks step by step (gmin stepping); if that fails as well, all sources grow from zero (source stepping).

use super::dense::Lu;
use super::devices::{Carried, Device};
use super::mna::{Equations, Unknown};
use super::{Error, ErrorKind, Netlist};

/// A step of Newton's method below this, volt or ampere, plus this fraction of the unknown, is the last but one.
const TOLERANCE: f64 = 1e-9;
/// The same where rounding in badly scaled equations keeps iterations from getting there.
const LAST_TOLERANCE: f64 = 1e-6;
/// Iterations before the last tolerance holds.
const PATIENCE: usize = 50;
const MOST_ITERATIONS: usize = 100;
/// Conductance at which gmin stepping starts, siemens, what it is divided by, and where it may be left out.
const FIRST_GMIN: f64 = 1e-1;
const GMIN_RATIO: f64 = 10.0;
const LAST_GMIN: f64 = 1e-13;
/// Shortest step of source stepping that is tried, as a share of the sources.
const SHORTEST_SOURCE_STEP: f64 = 1e-5;

/// Voltages and currents of a circuit at rest.
#[derive(Clone, Debug, PartialEq)]
pub struct OperatingPoint {
    nodes: Vec<String>,
    unknowns: Vec<f64>,
    port_volt: Vec<f64>,
    port_ampere: Vec<f64>,
}

impl OperatingPoint {
    /// The operating point for the controls (in the netlist's order) at `controls`.
    ///
    /// # Errors
    /// No operating point; whatever [`Equations::new`] finds.
    pub fn solve(netlist: &Netlist, controls: &[f64]) -> Result<Self, Error> {
        let mut equations = Equations::new(netlist)?;
        equations.stamp(controls);
        let mut solver = Solver::new(&equations);
        solver.solve(&equations)?;
        Ok(Self {
            nodes: netlist.nodes.clone(),
            port_volt: solver.port_volt,
            port_ampere: solver.port_ampere,
            unknowns: solver.unknowns,
        })
    }

    /// The voltage of a node, volt.
    pub fn node_volt(&self, name: &str) -> Option<f64> {
        let node = self.nodes.iter().position(|known| known == name)?;
        Some(self.volts_of(node))
    }

    /// Every node with its voltage, in the netlist's order, ground first.
    pub fn node_volts(&self) -> impl Iterator<Item = (&str, f64)> {
        let names = self.nodes.iter().map(String::as_str);
        names
            .enumerate()
            .map(|(node, name)| (name, self.volts_of(node)))
    }

    fn volts_of(&self, node: usize) -> f64 {
        node.checked_sub(1)
            .map_or(0.0, |index| self.unknowns[index])
    }

    /// All unknowns in the order of [`Equations`].
    pub fn unknowns(&self) -> &[f64] {
        &self.unknowns
    }

    /// Voltage and current of every device's port, volt and ampere.
    pub fn ports(&self) -> impl Iterator<Item = (f64, f64)> {
        self.port_volt
            .iter()
            .copied()
            .zip(self.port_ampere.iter().copied())
    }
}

/// Finds operating points without allocating.
#[derive(Clone, Debug)]
pub struct Solver {
    unknowns: Vec<f64>,
    port_volt: Vec<f64>,
    port_ampere: Vec<f64>,
    port_siemens: Vec<f64>,
    port_coulomb: Vec<f64>,
    port_farad: Vec<f64>,
    matrix: Vec<f64>,
    vector: Vec<f64>,
    lu: Lu,
}

/// Why there is no operating point.
enum Failure {
    Singular(usize),
    Diverged,
}

/// What eases the way to the operating point.
#[derive(Clone, Copy)]
struct Aid {
    gmin_siemens: f64,
    source_share: f64,
}

const NO_AID: Aid = Aid {
    gmin_siemens: 0.0,
    source_share: 1.0,
};

impl Solver {
    /// Room for the equations of a circuit.
    pub fn new(equations: &Equations) -> Self {
        let (size, ports) = (equations.size(), equations.ports().len());
        Self {
            unknowns: vec![0.0; size],
            port_volt: vec![0.0; ports],
            port_ampere: vec![0.0; ports],
            port_siemens: vec![0.0; ports * ports],
            port_coulomb: vec![0.0; ports],
            port_farad: vec![0.0; ports * ports],
            matrix: vec![0.0; size * size],
            vector: vec![0.0; size],
            lu: Lu::new(size),
        }
    }

    /// The unknowns at rest.
    pub fn unknowns(&self) -> &[f64] {
        &self.unknowns
    }

    /// Port voltages at rest.
    pub fn port_volt(&self) -> &[f64] {
        &self.port_volt
    }

    /// Port currents at rest.
    pub fn port_ampere(&self) -> &[f64] {
        &self.port_ampere
    }

    /// Derivatives of port currents by port voltages at rest, row by row.
    pub fn port_siemens(&self) -> &[f64] {
        &self.port_siemens
    }

    /// Derivatives of port charges by port voltages at rest, row by row.
    pub fn port_farad(&self) -> &[f64] {
        &self.port_farad
    }

    /// Finds the operating point of the equations as they are stamped.
    ///
    /// # Errors
    /// Singular equations, or no operating point.
    pub fn solve(&mut self, equations: &Equations) -> Result<(), Error> {
        let found = self.find(equations);
        found.map_err(|failure| match failure {
            Failure::Singular(index) => equations.singular(index),
            Failure::Diverged => equations.error(ErrorKind::NoOperatingPoint(
                "no operating point was found, neither by gmin nor by source stepping; \
                 expected a circuit that comes to rest"
                    .to_owned(),
            )),
        })
    }

    /// As [`solve`](Self::solve), but looks near the last operating point first.
    ///
    /// # Errors
    /// Singular equations, or no operating point.
    pub fn solve_again(&mut self, equations: &Equations) -> Result<(), Error> {
        match self.iterate(equations, NO_AID) {
            Ok(()) => Ok(()),
            Err(_) => self.solve(equations),
        }
    }

    /// As [`solve_again`](Self::solve_again), for where nobody reads the error. False without an operating point.
    pub fn try_solve_again(&mut self, equations: &Equations) -> bool {
        self.iterate(equations, NO_AID).is_ok() || self.try_solve(equations)
    }

    /// As [`solve`](Self::solve), for where nobody reads the error. False without an operating point.
    pub fn try_solve(&mut self, equations: &Equations) -> bool {
        self.find(equations).is_ok()
    }

    fn find(&mut self, equations: &Equations) -> Result<(), Failure> {
        self.clear();
        if self.iterate(equations, NO_AID).is_ok() {
            return Ok(());
        }
        self.clear();
        if self.step_gmin(equations).is_ok() {
            return Ok(());
        }
        self.clear();
        self.step_sources(equations)
    }

    fn clear(&mut self) {
        self.unknowns.fill(0.0);
        self.port_volt.fill(0.0);
    }

    fn step_gmin(&mut self, equations: &Equations) -> Result<(), Failure> {
        let mut gmin_siemens = FIRST_GMIN;
        while gmin_siemens > LAST_GMIN {
            let aid = Aid {
                gmin_siemens,
                ..NO_AID
            };
            self.iterate(equations, aid)?;
            gmin_siemens /= GMIN_RATIO;
        }
        self.iterate(equations, NO_AID)
    }

    fn step_sources(&mut self, equations: &Equations) -> Result<(), Failure> {
        let mut reached = 0.0;
        let mut step = 0.1;
        let aid = |source_share| Aid {
            source_share,
            ..NO_AID
        };
        self.iterate(equations, aid(0.0))?;
        while reached < 1.0 {
            let next = f64::min(reached + step, 1.0);
            match self.iterate(equations, aid(next)) {
                Ok(()) => {
                    reached = next;
                    step *= 2.0;
                }
                Err(failure) if step < SHORTEST_SOURCE_STEP => return Err(failure),
                Err(_) => {
                    step /= 8.0;
                    // back to a point that is known to be good
                    self.clear();
                    self.iterate(equations, aid(0.0))?;
                    self.iterate(equations, aid(reached))?;
                }
            }
        }
        Ok(())
    }

    fn iterate(&mut self, equations: &Equations, aid: Aid) -> Result<(), Failure> {
        let mut is_close = false;
        for iteration in 0..MOST_ITERATIONS {
            self.evaluate(equations.devices());
            self.set_up(equations, aid);
            self.lu.factor(&self.matrix).map_err(Failure::Singular)?;
            self.lu.solve(&mut self.vector, 1);
            let was_close = is_close;
            let tolerance = if iteration < PATIENCE {
                TOLERANCE
            } else {
                LAST_TOLERANCE
            };
            is_close = self.advance(equations, tolerance);
            if was_close && is_close {
                self.evaluate(equations.devices());
                return Ok(());
            }
        }
        Err(Failure::Diverged)
    }

    fn evaluate(&mut self, devices: &[Device]) {
        let count = self.port_volt.len();
        self.port_ampere.fill(0.0);
        self.port_siemens.fill(0.0);
        let mut first = 0;
        for device in devices {
            let diagonal = first * (count + 1);
            let carried = Carried {
                current: &mut self.port_ampere[first..],
                conductance: &mut self.port_siemens[diagonal..],
                charge: &mut self.port_coulomb[first..],
                capacitance: &mut self.port_farad[diagonal..],
                stride: count,
            };
            device.evaluate(&self.port_volt[first..], carried);
            first += device.port_count();
        }
    }

    /// The equations for the change of the unknowns.
    fn set_up(&mut self, equations: &Equations, aid: Aid) {
        let size = equations.size();
        self.matrix.copy_from_slice(equations.conductance());
        for row in 0..size {
            let conductance = &equations.conductance()[row * size..(row + 1) * size];
            let mut residual = aid.source_share * equations.constant()[row];
            for (siemens, x) in conductance.iter().zip(&self.unknowns) {
                residual -= siemens * x;
            }
            self.vector[row] = residual;
        }
        let ports = equations.ports();
        for (row, port) in ports.iter().enumerate() {
            let mut ampere = self.port_ampere[row];
            // The tangent is taken at the port's limited voltage, which the unknowns may not have yet.
            for (column, other) in ports.iter().enumerate() {
                let mut siemens = self.port_siemens[row * ports.len() + column];
                let mut reached = self.port_volt[column];
                if row == column && port.has_shunt() {
                    ampere += aid.gmin_siemens * self.port_volt[row];
                    siemens += aid.gmin_siemens;
                }
                reached -= other.voltage(&self.unknowns);
                ampere -= siemens * reached;
                for (terminal, sign) in terminals(port.current) {
                    for (other_terminal, other_sign) in terminals(other.control) {
                        self.matrix[terminal * size + other_terminal] +=
                            sign * other_sign * siemens;
                    }
                }
            }
            for (terminal, sign) in terminals(port.current) {
                self.vector[terminal] -= sign * ampere;
            }
        }
    }

    /// Adds the change to the unknowns and moves the ports as far as their devices allow. True where both are small.
    fn advance(&mut self, equations: &Equations, tolerance: f64) -> bool {
        let mut is_close = true;
        for (x, change) in self.unknowns.iter_mut().zip(&self.vector) {
            *x += change;
            is_close &= change.abs() <= tolerance + tolerance * x.abs();
        }
        let mut first = 0;
        for device in equations.devices() {
            for local in 0..device.port_count() {
                let port = first + local;
                let from = self.port_volt[port];
                let to = equations.ports()[port].voltage(&self.unknowns);
                let limited = device.limited(local, from, to, None);
                is_close &= (limited - to).abs() <= tolerance;
                self.port_volt[port] = limited;
            }
            first += device.port_count();
        }
        is_close
    }
}

fn terminals([plus, minus]: [Unknown; 2]) -> impl Iterator<Item = (usize, f64)> + Clone {
    let plus = plus.map(|index| (index, 1.0));
    plus.into_iter().chain(minus.map(|index| (index, -1.0)))
}
