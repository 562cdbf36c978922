//! The circuit around its operating point, for signals so small that its devices are linear.

use num_complex::Complex;

use super::dense::Lu;
use super::mna::{Equations, add_pair};
use super::operating_point::Solver;
use super::{Error, Netlist};

/// A circuit linearised at its operating point.
#[derive(Clone, Debug)]
pub struct SmallSignal {
    equations: Equations,
    conductance: Vec<f64>,
    dynamics: Vec<f64>,
}

impl SmallSignal {
    /// Linearises the circuit for the controls (in the netlist's order) at `controls`.
    ///
    /// # Errors
    /// A circuit without a unique solution or without an operating point.
    pub fn new(netlist: &Netlist, controls: &[f64]) -> Result<Self, Error> {
        let mut equations = Equations::new(netlist)?;
        equations.stamp(controls);
        let mut solver = Solver::new(&equations);
        solver.solve(&equations)?;
        let mut conductance = equations.conductance().to_vec();
        let mut dynamics = equations.dynamics().to_vec();
        let (ports, size) = (equations.ports(), equations.size());
        for (row, port) in ports.iter().enumerate() {
            for (column, other) in ports.iter().enumerate() {
                let place = row * ports.len() + column;
                let (current, control) = (port.current, other.control);
                let (siemens, farad) = (solver.port_siemens()[place], solver.port_farad()[place]);
                add_pair(&mut conductance, size, current, control, siemens);
                add_pair(&mut dynamics, size, current, control, farad);
            }
        }
        Ok(Self {
            equations,
            conductance,
            dynamics,
        })
    }

    /// Output voltage per input voltage of a sine; not finite at a resonance without losses.
    pub fn response(&self, frequency_hz: f64) -> Complex<f64> {
        let size = self.equations.size();
        let angular = std::f64::consts::TAU * frequency_hz;
        let matrix = self.conductance.iter().zip(&self.dynamics);
        let matrix: Vec<Complex<f64>> = matrix
            .map(|(siemens, farad)| Complex::new(*siemens, angular * farad))
            .collect();
        let mut lu = Lu::new(size);
        if lu.factor(&matrix).is_err() {
            return Complex::new(f64::INFINITY, f64::INFINITY);
        }
        let mut vector = vec![Complex::default(); size];
        vector[self.equations.input_row()] = Complex::from(1.0);
        lu.solve(&mut vector, 1);
        self.equations
            .output()
            .map_or(Complex::default(), |index| vector[index])
    }
}
