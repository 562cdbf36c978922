//! Numerical inversion of the Laplace transform: the coefficients of one step.

use num_complex::Complex;

use crate::spice::dense::Lu;
use crate::spice::mna::Equations;

/// Samples of the input that a step looks at: the new one and five before it.
pub const TAPS: usize = 6;

/// Degrees of the Padé approximant of e^z.
const NUMERATOR_DEGREE: usize = 3;
const DENOMINATOR_DEGREE: usize = NUMERATOR_DEGREE + 1;

/// Poles in the upper half plane; each stands for its mirror image as well.
const POLES: usize = DENOMINATOR_DEGREE / 2;

/// A pole of the Padé approximant of e^z.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pole {
    place: Complex<f64>,
    residue: Complex<f64>,
    /// U(z/h) / h of the polynomial that is 1 at one tap and 0 at the others.
    taps: [Complex<f64>; TAPS],
}

/// What a step adds up for every unknown of a circuit.
#[derive(Clone, Debug)]
pub struct Inversion {
    poles: [Pole; POLES],
    lu: Lu<Complex<f64>>,
    matrix: Vec<Complex<f64>>,
    column: Vec<Complex<f64>>,
    /// Row by row: remembered unknowns, then taps.
    coefficients: Vec<f64>,
    columns: usize,
}

impl Inversion {
    /// Room for a circuit of `size` unknowns that remembers some of them.
    pub fn new(size: usize, remembered: usize) -> Self {
        let columns = remembered + TAPS;
        Self {
            poles: poles(),
            lu: Lu::new(size),
            matrix: vec![Complex::default(); size * size],
            column: vec![Complex::default(); size],
            coefficients: vec![0.0; size * columns],
            columns,
        }
    }

    /// Computes all coefficients. Does not allocate.
    ///
    /// # Errors
    /// The unknown that the equations do not determine.
    pub fn solve(
        &mut self,
        equations: &Equations,
        remembered: &[usize],
        sample_rate_hz: f64,
    ) -> Result<(), usize> {
        self.coefficients.fill(0.0);
        for pole in self.poles {
            self.add(&pole, equations, remembered, sample_rate_hz)?;
        }
        Ok(())
    }

    /// What each remembered unknown, then each tap, adds to an unknown.
    pub fn row(&self, unknown: usize) -> &[f64] {
        &self.coefficients[unknown * self.columns..(unknown + 1) * self.columns]
    }

    /// Adds the share of one pole and its mirror image.
    fn add(
        &mut self,
        pole: &Pole,
        equations: &Equations,
        remembered: &[usize],
        sample_rate_hz: f64,
    ) -> Result<(), usize> {
        let size = equations.size();
        let s = pole.place * sample_rate_hz;
        for ((place, &g), &c) in self
            .matrix
            .iter_mut()
            .zip(equations.conductance())
            .zip(equations.dynamics())
        {
            *place = s * c + g;
        }
        self.lu.factor(&self.matrix)?;
        // What the circuit remembers at the input's node is the tap before the newest.
        let driven = equations
            .input()
            .map(|unknown| (remembered.len() + 1, unknown));
        let columns = (0..).zip(remembered.iter().copied());
        for (column, unknown) in columns.chain(driven) {
            for (row, place) in self.column.iter_mut().enumerate() {
                *place = equations.dynamics()[row * size + unknown].into();
            }
            self.lu.solve(&mut self.column);
            self.collect(column, pole.residue * -2.0 * sample_rate_hz);
        }
        self.column.fill(Complex::default());
        self.column[equations.input_row()] = Complex::from(1.0);
        self.lu.solve(&mut self.column);
        for (tap, &transform) in pole.taps.iter().enumerate() {
            self.collect(remembered.len() + tap, pole.residue * transform * -2.0);
        }
        Ok(())
    }

    fn collect(&mut self, column: usize, weight: Complex<f64>) {
        for (row, &solution) in self
            .coefficients
            .chunks_exact_mut(self.columns)
            .zip(&self.column)
        {
            row[column] += (solution * weight).re;
        }
    }

    /// All unknowns where direct current from `drive` holds them. Does not allocate.
    ///
    /// # Errors
    /// The unknown that the equations do not determine.
    pub fn at_rest(
        &mut self,
        equations: &Equations,
        drive: Drive,
    ) -> Result<&[Complex<f64>], usize> {
        for (place, &g) in self.matrix.iter_mut().zip(equations.conductance()) {
            *place = g.into();
        }
        self.lu.factor(&self.matrix)?;
        self.column.fill(Complex::default());
        match drive {
            Drive::ConstantSources => {
                for (place, &constant) in self.column.iter_mut().zip(equations.constant()) {
                    *place = constant.into();
                }
            }
            Drive::Input => self.column[equations.input_row()] = Complex::from(1.0),
        }
        self.lu.solve(&mut self.column);
        Ok(&self.column)
    }
}

/// What holds a circuit at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drive {
    /// The circuit's own sources.
    ConstantSources,
    /// 1 V at the input, and the circuit's own sources at nothing.
    Input,
}

/// Poles and residues of the Padé approximant, the poles by Newton's method with deflation (Aberth's form).
fn poles() -> [Pole; POLES] {
    let (n, m) = (NUMERATOR_DEGREE, DENOMINATOR_DEGREE);
    let factorial = |number: usize| (1..=number).map(|factor| factor as f64).product::<f64>();
    // Coefficient of z^j, both polynomials scaled by (n + m)!.
    let coefficient = |degree: usize, j: usize| {
        factorial(n + m - j) * factorial(degree) / (factorial(j) * factorial(degree - j))
    };
    let numerator: Vec<f64> = (0..=n).map(|j| coefficient(n, j)).collect();
    let denominator: Vec<f64> = (0..=m)
        .map(|j| {
            if j % 2 == 0 {
                coefficient(m, j)
            } else {
                -coefficient(m, j)
            }
        })
        .collect();
    let slope: Vec<f64> = (1..=m).map(|j| j as f64 * denominator[j]).collect();
    let value = |polynomial: &[f64], z: Complex<f64>| {
        polynomial
            .iter()
            .rev()
            .fold(Complex::default(), |sum: Complex<f64>, &c| sum * z + c)
    };

    let mut places: Vec<Complex<f64>> = (0..m)
        .map(|k| Complex::from_polar(5.0, 0.4 + k as f64 * std::f64::consts::TAU / m as f64))
        .collect();
    // Converges cubically: a dozen rounds would do.
    for _ in 0..60 {
        for k in 0..m {
            let newton = value(&denominator, places[k]) / value(&slope, places[k]);
            let others: Complex<f64> = (0..m)
                .filter(|&other| other != k)
                .map(|other| (places[k] - places[other]).inv())
                .sum();
            places[k] -= newton / (Complex::from(1.0) - newton * others);
        }
    }
    places.retain(|place| place.im > 0.0);
    let weights = interpolation();
    std::array::from_fn(|k| {
        let place = places[k];
        Pole {
            place,
            residue: value(&numerator, place) / value(&slope, place),
            taps: weights.map(|polynomial| {
                let powers = polynomial.iter().enumerate();
                powers
                    .map(|(j, &weight)| place.powi(-(j as i32) - 1) * (weight * factorial(j)))
                    .sum()
            }),
        }
    })
}

/// For each tap the coefficients of the polynomial in t/h, within the step 0..1, that is 1 there and 0 at the others. The
/// newest tap stands at 1, the one before at 0, the next at -1.
fn interpolation() -> [[f64; TAPS]; TAPS] {
    let place = |tap: usize| 1.0 - tap as f64;
    std::array::from_fn(|tap| {
        let mut polynomial = [0.0; TAPS];
        polynomial[0] = 1.0;
        for other in (0..TAPS).filter(|&other| other != tap) {
            let distance = place(tap) - place(other);
            for power in (0..TAPS).rev() {
                let lower = if power == 0 {
                    0.0
                } else {
                    polynomial[power - 1]
                };
                polynomial[power] = (lower - place(other) * polynomial[power]) / distance;
            }
        }
        polynomial
    })
}
