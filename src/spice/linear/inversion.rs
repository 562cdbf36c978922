//! Numerical inversion of the Laplace transform: the coefficients of one step.

use num_complex::Complex;

use crate::spice::dense::Lu;
use crate::spice::mna::Equations;

/// Samples of the input that a step looks at: the new one and seven before it.
pub const TAPS: usize = 8;

/// Degrees of the Padé approximant of e^z.
const NUMERATOR_DEGREE: usize = 3;
const DENOMINATOR_DEGREE: usize = NUMERATOR_DEGREE + 1;

/// Right-hand sides that the input brings: the charge at its node, and itself.
const SIDES_OF_INPUT: usize = 2;

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
    /// Right-hand sides and their solutions, row by row.
    sides: Vec<Complex<f64>>,
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
            sides: vec![Complex::default(); size * (remembered + SIDES_OF_INPUT)],
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
        self.load_sides(equations, remembered);
        let sides = remembered.len() + SIDES_OF_INPUT;
        self.lu.solve(&mut self.sides, sides);
        let per_state = pole.residue * -2.0 * sample_rate_hz;
        let taps = pole.taps.map(|tap| pole.residue * tap * -2.0);
        let rows = self.coefficients.chunks_exact_mut(self.columns);
        for (row, solutions) in rows.zip(self.sides.chunks_exact(sides)) {
            let (by_state, by_tap) = row.split_at_mut(remembered.len());
            let (states, by_input) = solutions.split_at(remembered.len());
            for (sum, solution) in by_state.iter_mut().zip(states) {
                *sum += (solution * per_state).re;
            }
            // What the circuit remembers at the input's node is the tap before the newest.
            by_tap[1] += (by_input[0] * per_state).re;
            for (sum, tap) in by_tap.iter_mut().zip(&taps) {
                *sum += (by_input[1] * tap).re;
            }
        }
        Ok(())
    }

    /// Right-hand sides: the charge that goes with each remembered unknown and with the input's node, then the input.
    fn load_sides(&mut self, equations: &Equations, remembered: &[usize]) {
        let (size, count) = (equations.size(), remembered.len());
        let sides = self.sides.chunks_exact_mut(count + SIDES_OF_INPUT);
        let dynamics = equations.dynamics().chunks_exact(size);
        for (row, (sides, charges)) in sides.zip(dynamics).enumerate() {
            for (side, &unknown) in sides.iter_mut().zip(remembered) {
                *side = charges[unknown].into();
            }
            sides[count] = equations
                .input()
                .map_or(0.0, |unknown| charges[unknown])
                .into();
            sides[count + 1] = f64::from(u8::from(row == equations.input_row())).into();
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
        let side = &mut self.sides[..equations.size()];
        side.fill(Complex::default());
        match drive {
            Drive::ConstantSources => {
                for (place, &constant) in side.iter_mut().zip(equations.constant()) {
                    *place = constant.into();
                }
            }
            Drive::Input => side[equations.input_row()] = Complex::from(1.0),
        }
        self.lu.solve(side, 1);
        Ok(side)
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
