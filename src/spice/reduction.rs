//! Rids the equations of everything that a time step need not know.
//!
//! The unknowns of nodal analysis are many and mostly algebraic. Here they become a few states s with
//!
//! ```text
//! D ds/dt + G s + M j = b + b_u u        D diagonal; zero where a state is algebraic after all
//! x = X s + X_j j + x_u u + x_1          every unknown of the circuit, port voltages among them
//! ```
//!
//! and j the ports' currents. First C is made diagonal by elimination with full pivoting: capacitors between two nodes
//! become states of their own. Then every algebraic unknown that an algebraic equation determines is eliminated. What
//! is left over (a capacitor straight across a source, say) stays as it is, with zero in D. All of it is exact.

use super::mna::Equations;

/// An entry that is smaller than this fraction of what was summed up to it is zero.
const CANCELLED: f64 = 1e-13;

/// The reduced equations. Matrices are stored row by row.
#[derive(Clone, Debug)]
pub struct Reduction {
    size: usize,
    port_count: usize,
    /// The first `size` rows are the equations, the others what every unknown is; columns: y, j, u, 1.
    rows: Table,
    dynamics: Table,
    /// y = V⁻¹ x.
    coordinates: Vec<f64>,
    /// Place of every state's row and column in the table; the first ones are dynamic.
    states: Vec<State>,
    row_is_used: Vec<bool>,
    column_is_used: Vec<bool>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    row: usize,
    column: usize,
    /// Farad or henry, zero where algebraic.
    dynamics: f64,
}

impl Reduction {
    /// Room for the equations, and what they are now.
    pub fn new(equations: &Equations, port_siemens: f64) -> Self {
        let (size, port_count) = (equations.size(), equations.ports().len());
        let mut reduction = Self {
            size,
            port_count,
            rows: Table::new(2 * size, size + port_count + 2),
            dynamics: Table::new(size, size),
            coordinates: vec![0.0; size * size],
            states: Vec::with_capacity(size),
            row_is_used: vec![false; size],
            column_is_used: vec![false; size],
        };
        reduction.reduce(equations, port_siemens);
        reduction
    }

    /// Reduces the equations, with `port_siemens` taken into the linear part from every device's port that
    /// [has a shunt](super::mna::Port::has_shunt). Does not
    /// allocate.
    pub fn reduce(&mut self, equations: &Equations, port_siemens: f64) {
        self.load(equations, port_siemens);
        self.states.clear();
        self.row_is_used.fill(false);
        self.column_is_used.fill(false);
        while let Some((row, column)) = self.largest_dynamics() {
            self.isolate_dynamics(row, column);
        }
        while let Some((row, column)) = self.best_algebraic() {
            self.eliminate(row, column);
        }
        self.keep_the_rest();
    }

    fn load(&mut self, equations: &Equations, port_siemens: f64) {
        let size = self.size;
        self.rows.clear();
        self.dynamics.clear();
        self.coordinates.fill(0.0);
        for row in 0..size {
            for column in 0..size {
                let place = row * size + column;
                self.rows.set(row, column, equations.conductance()[place]);
                self.dynamics.set(row, column, equations.dynamics()[place]);
            }
            self.rows
                .set(row, self.one_column(), -equations.constant()[row]);
            self.rows.set(size + row, row, 1.0);
            self.coordinates[row * size + row] = 1.0;
        }
        self.rows
            .set(equations.input_row(), self.input_column(), -1.0);
        for (index, port) in equations.ports().iter().enumerate() {
            for (terminal, sign) in port.current.into_iter().zip([1.0, -1.0]) {
                let Some(row) = terminal else { continue };
                self.rows.add(row, size + index, sign);
                if !port.has_shunt() {
                    continue;
                }
                for (other, other_sign) in port.control.into_iter().zip([1.0, -1.0]) {
                    if let Some(column) = other {
                        self.rows.add(row, column, sign * other_sign * port_siemens);
                    }
                }
            }
        }
    }

    fn input_column(&self) -> usize {
        self.size + self.port_count
    }

    fn one_column(&self) -> usize {
        self.input_column() + 1
    }

    fn largest_dynamics(&self) -> Option<(usize, usize)> {
        self.best_free(&self.dynamics, |_| 1.0)
    }

    /// The algebraic unknown that one of the algebraic equations determines best: the largest share of its row.
    fn best_algebraic(&self) -> Option<(usize, usize)> {
        self.best_free(&self.rows, |row| {
            self.rows.largest_in_row(row, self.size).recip()
        })
    }

    /// Row and column of the largest number that no pivot has taken, where each row counts `scale` times.
    fn best_free(&self, table: &Table, scale: impl Fn(usize) -> f64) -> Option<(usize, usize)> {
        let mut best = None;
        let mut most = 0.0;
        for row in (0..self.size).filter(|row| !self.row_is_used[*row]) {
            let scale = scale(row);
            for column in (0..self.size).filter(|column| !self.column_is_used[*column]) {
                // A row of zeros has no scale: zero times infinity is not a number and wins nothing.
                let measured = table.at(row, column).abs() * scale;
                if measured > most {
                    most = measured;
                    best = Some((row, column));
                }
            }
        }
        best
    }

    /// Makes C zero in the pivot's row and column but for the pivot: new equations, and new coordinates y.
    fn isolate_dynamics(&mut self, row: usize, column: usize) {
        let pivot = self.dynamics.at(row, column);
        for other in (0..self.size).filter(|other| *other != row) {
            let factor = self.dynamics.at(other, column) / pivot;
            if factor != 0.0 {
                self.dynamics.subtract_row(other, row, factor);
                self.dynamics.set(other, column, 0.0);
                self.rows.subtract_row(other, row, factor);
            }
        }
        for other in (0..self.size).filter(|other| *other != column) {
            let factor = self.dynamics.at(row, other) / pivot;
            if factor != 0.0 {
                self.dynamics.set(row, other, 0.0);
                self.rows.subtract_column(other, column, factor);
                for place in 0..self.size {
                    self.coordinates[column * self.size + place] +=
                        factor * self.coordinates[other * self.size + place];
                }
            }
        }
        self.take(row, column);
        self.states.push(State {
            row,
            column,
            dynamics: pivot,
        });
    }

    /// Solves an algebraic equation for an unknown, and puts that in everywhere else.
    fn eliminate(&mut self, row: usize, column: usize) {
        let pivot = self.rows.at(row, column);
        for other in (0..2 * self.size).filter(|other| *other != row) {
            let factor = self.rows.at(other, column) / pivot;
            if factor != 0.0 {
                self.rows.subtract_row(other, row, factor);
                self.rows.set(other, column, 0.0);
            }
        }
        self.take(row, column);
    }

    fn take(&mut self, row: usize, column: usize) {
        self.row_is_used[row] = true;
        self.column_is_used[column] = true;
    }

    /// Rows and columns without a pivot pair up in their order: as many are left of the one as of the other.
    fn keep_the_rest(&mut self) {
        let mut next_column = 0;
        for row in 0..self.size {
            if self.row_is_used[row] {
                continue;
            }
            while self.column_is_used[next_column] {
                next_column += 1;
            }
            self.take(row, next_column);
            self.states.push(State {
                row,
                column: next_column,
                dynamics: 0.0,
            });
        }
    }

    /// Number of states.
    pub fn state_count(&self) -> usize {
        self.states.len()
    }

    /// D of a state.
    pub fn dynamics(&self, state: usize) -> f64 {
        self.states[state].dynamics
    }

    /// G: how state `column` enters the equation of state `row`.
    pub fn conductance(&self, row: usize, column: usize) -> f64 {
        self.rows
            .at(self.states[row].row, self.states[column].column)
    }

    /// M: how a port's current enters the equation of a state.
    pub fn injection(&self, state: usize, port: usize) -> f64 {
        self.rows.at(self.states[state].row, self.size + port)
    }

    /// b_u of a state.
    pub fn input(&self, state: usize) -> f64 {
        -self.rows.at(self.states[state].row, self.input_column())
    }

    /// b of a state.
    pub fn constant(&self, state: usize) -> f64 {
        -self.rows.at(self.states[state].row, self.one_column())
    }

    /// How an unknown of the circuit depends on a state.
    pub fn unknown_by_state(&self, unknown: usize, state: usize) -> f64 {
        self.rows.at(self.size + unknown, self.states[state].column)
    }

    /// How an unknown of the circuit depends on a port's current.
    pub fn unknown_by_port(&self, unknown: usize, port: usize) -> f64 {
        self.rows.at(self.size + unknown, self.size + port)
    }

    /// How an unknown of the circuit depends on the input.
    pub fn unknown_by_input(&self, unknown: usize) -> f64 {
        self.rows.at(self.size + unknown, self.input_column())
    }

    /// What an unknown of the circuit is where all else is zero.
    pub fn unknown_constant(&self, unknown: usize) -> f64 {
        self.rows.at(self.size + unknown, self.one_column())
    }

    /// How a state depends on an unknown of the circuit.
    pub fn state_by_unknown(&self, state: usize, unknown: usize) -> f64 {
        self.coordinates[self.states[state].column * self.size + unknown]
    }

    /// An unknown that has a part in a state, to name it by.
    pub fn name_of_state(&self, state: usize) -> usize {
        self.states[state].column
    }
}

/// A matrix that knows zero from what rounding left of it: every number stands beside the sum of the magnitudes that
/// made it.
#[derive(Clone, Debug)]
struct Table {
    columns: usize,
    numbers: Vec<f64>,
    magnitudes: Vec<f64>,
}

impl Table {
    fn new(rows: usize, columns: usize) -> Self {
        Self {
            columns,
            numbers: vec![0.0; rows * columns],
            magnitudes: vec![0.0; rows * columns],
        }
    }

    fn clear(&mut self) {
        self.numbers.fill(0.0);
        self.magnitudes.fill(0.0);
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.numbers[row * self.columns + column]
    }

    fn set(&mut self, row: usize, column: usize, number: f64) {
        self.numbers[row * self.columns + column] = number;
        self.magnitudes[row * self.columns + column] = number.abs();
    }

    fn add(&mut self, row: usize, column: usize, number: f64) {
        self.combine(row * self.columns + column, number, number.abs());
    }

    fn combine(&mut self, place: usize, number: f64, magnitude: f64) {
        self.magnitudes[place] += magnitude;
        let sum = self.numbers[place] + number;
        let is_noise = sum.abs() <= CANCELLED * self.magnitudes[place];
        self.numbers[place] = if is_noise { 0.0 } else { sum };
    }

    fn largest_in_row(&self, row: usize, columns: usize) -> f64 {
        let first = row * self.columns;
        let numbers = &self.numbers[first..first + columns];
        numbers.iter().fold(0.0, |largest, x| x.abs().max(largest))
    }

    fn subtract_row(&mut self, from: usize, row: usize, factor: f64) {
        for column in 0..self.columns {
            let place = row * self.columns + column;
            let (number, magnitude) = (self.numbers[place], self.magnitudes[place]);
            if magnitude != 0.0 {
                let target = from * self.columns + column;
                self.combine(target, -factor * number, factor.abs() * magnitude);
            }
        }
    }

    fn subtract_column(&mut self, from: usize, column: usize, factor: f64) {
        let rows = self.numbers.len() / self.columns;
        for row in 0..rows {
            let place = row * self.columns + column;
            let (number, magnitude) = (self.numbers[place], self.magnitudes[place]);
            if magnitude != 0.0 {
                let target = row * self.columns + from;
                self.combine(target, -factor * number, factor.abs() * magnitude);
            }
        }
    }
}
