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
    solver: Solver,
    conductance: Vec<f64>,
    dynamics: Vec<f64>,
}

impl SmallSignal {
    /// Linearises the circuit for the controls (in the netlist's order) at `controls`.
    ///
    /// # Errors
    /// A circuit without a unique solution or without an operating point.
    pub fn new(netlist: &Netlist, controls: &[f64]) -> Result<Self, Error> {
        let equations = Equations::new(netlist)?;
        let size = equations.size();
        let mut circuit = Self {
            solver: Solver::new(&equations),
            conductance: vec![0.0; size * size],
            dynamics: vec![0.0; size * size],
            equations,
        };
        circuit.set_controls(controls)?;
        Ok(circuit)
    }

    /// Moves the controls. The operating point is looked for from where it was: little is left to do where the controls
    /// move it little.
    ///
    /// # Errors
    /// Controls without a unique solution or without an operating point.
    pub fn set_controls(&mut self, controls: &[f64]) -> Result<(), Error> {
        self.equations.stamp(controls);
        self.solver.solve_again(&self.equations)?;
        self.conductance
            .copy_from_slice(self.equations.conductance());
        self.dynamics.copy_from_slice(self.equations.dynamics());
        let (size, ports) = (self.equations.size(), self.equations.ports());
        for (row, port) in ports.iter().enumerate() {
            for (column, other) in ports.iter().enumerate() {
                let place = row * ports.len() + column;
                let (current, control) = (port.current, other.control);
                let siemens = self.solver.port_siemens()[place];
                let farad = self.solver.port_farad()[place];
                add_pair(&mut self.conductance, size, current, control, siemens);
                add_pair(&mut self.dynamics, size, current, control, farad);
            }
        }
        Ok(())
    }

    /// All unknowns at the operating point, in the order of [`Equations`].
    pub fn at_rest(&self) -> &[f64] {
        self.solver.unknowns()
    }

    /// Output voltage per input voltage of a sine; not finite at a resonance without losses.
    pub fn response(&self, frequency_hz: f64) -> Complex<f64> {
        let output = self.equations.output();
        self.driven(frequency_hz, output.map(|unknown| (unknown, 1.0)))
    }

    /// Current into the circuit at its input per volt there, siemens; not finite where the circuit has no solution.
    pub fn input_admittance(&self, frequency_hz: f64) -> Complex<f64> {
        // The input's source has its own current as the unknown beside its row, counted from plus to minus within it.
        self.driven(frequency_hz, Some((self.equations.input_row(), -1.0)))
    }

    /// An unknown times a factor where a sine of 1 V is at the input; 0 without an unknown.
    fn driven(&self, frequency_hz: f64, heard: Option<(usize, f64)>) -> Complex<f64> {
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
        heard.map_or(Complex::default(), |(unknown, factor)| {
            vector[unknown] * factor
        })
    }
}
