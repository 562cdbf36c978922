//! Small dense matrices, row by row.

use num_complex::ComplexFloat;

/// LU factors of a square matrix of real or complex numbers. Made once for a size; factoring and solving do not
/// allocate.
#[derive(Clone, Debug)]
pub struct Lu<T = f64> {
    size: usize,
    /// Both triangles; the diagonal, which solving divides by, as reciprocals.
    factors: Vec<T>,
    /// The row that each row was exchanged with, in their order.
    pivot_rows: Vec<usize>,
    row_scale: Vec<f64>,
}

/// A number's size, to compare pivots with: at most 3 dB off its modulus and far cheaper.
fn magnitude<T: ComplexFloat<Real = f64>>(number: T) -> f64 {
    number.re().abs() + number.im().abs()
}

/// Below this fraction of its row's largest number a pivot is rounding noise, in other words zero.
const PIVOT_FLOOR: f64 = 1e-15;

impl<T: ComplexFloat<Real = f64>> Lu<T> {
    /// Room for a matrix of `size` rows.
    pub fn new(size: usize) -> Self {
        Self {
            size,
            factors: vec![T::zero(); size * size],
            pivot_rows: vec![0; size],
            row_scale: vec![0.0; size],
        }
    }

    /// Goes on with matrices of `size` rows; for no more than it was made for, without allocating.
    pub fn set_size(&mut self, size: usize) {
        self.size = size;
        self.factors.resize(size * size, T::zero());
        self.pivot_rows.resize(size, 0);
        self.row_scale.resize(size, 0.0);
    }

    /// Factors `matrix` by elimination with scaled partial pivoting: rows of siemens and of ohms stand side by side,
    /// so a pivot is compared with its own row, not with its column.
    ///
    /// # Errors
    /// The column without a pivot: the unknown that the equations do not determine.
    pub fn factor(&mut self, matrix: &[T]) -> Result<(), usize> {
        let size = self.size;
        self.factors.copy_from_slice(matrix);
        for row in 0..size {
            let numbers = &matrix[row * size..(row + 1) * size];
            self.row_scale[row] = numbers
                .iter()
                .fold(0.0, |scale, x| magnitude(*x).max(scale));
        }
        for column in 0..size {
            let pivot_row = self.choose_pivot(column).ok_or(column)?;
            self.pivot_rows[column] = pivot_row;
            self.swap_rows(column, pivot_row);
            let (above, below) = self.factors.split_at_mut((column + 1) * size);
            let pivot_row = &mut above[column * size..];
            let reciprocal = T::one() / pivot_row[column];
            pivot_row[column] = reciprocal;
            for row in below.chunks_exact_mut(size) {
                let multiplier = row[column] * reciprocal;
                row[column] = multiplier;
                if multiplier != T::zero() {
                    for (x, pivot) in row[column + 1..].iter_mut().zip(&pivot_row[column + 1..]) {
                        *x = *x - multiplier * *pivot;
                    }
                }
            }
        }
        Ok(())
    }

    fn choose_pivot(&self, column: usize) -> Option<usize> {
        let mut best = None;
        let mut best_ratio = PIVOT_FLOOR;
        for row in column..self.size {
            let ratio = magnitude(self.factors[row * self.size + column]) / self.row_scale[row];
            if ratio > best_ratio && ratio.is_finite() {
                best = Some(row);
                best_ratio = ratio;
            }
        }
        best
    }

    fn swap_rows(&mut self, first: usize, second: usize) {
        if first != second {
            for column in 0..self.size {
                self.factors
                    .swap(first * self.size + column, second * self.size + column);
            }
            self.row_scale.swap(first, second);
        }
    }

    /// Replaces right-hand sides by their solutions. Row by row, `count` of them stand side by side: they are solved
    /// together, so that no sum waits for itself.
    pub fn solve(&self, columns: &mut [T], count: usize) {
        let size = self.size;
        for (row, &pivot_row) in self.pivot_rows.iter().enumerate() {
            if pivot_row != row {
                for column in 0..count {
                    columns.swap(row * count + column, pivot_row * count + column);
                }
            }
        }
        for row in 0..size {
            let (above, below) = columns.split_at_mut(row * count);
            let factors = &self.factors[row * size..row * size + row];
            subtract(&mut below[..count], factors, above);
        }
        for row in (0..size).rev() {
            let (above, below) = columns.split_at_mut((row + 1) * count);
            let sums = &mut above[row * count..];
            let factors = &self.factors[row * size + row..(row + 1) * size];
            subtract(sums, &factors[1..], below);
            for sum in sums {
                *sum = *sum * factors[0];
            }
        }
    }
}

/// Takes `factors` times the rows of the same places from `sums`.
#[inline(always)]
fn subtract<T: ComplexFloat<Real = f64>>(sums: &mut [T], factors: &[T], rows: &[T]) {
    for (factor, row) in factors.iter().zip(rows.chunks_exact(sums.len())) {
        if *factor != T::zero() {
            for (sum, x) in sums.iter_mut().zip(row) {
                *sum = *sum - *factor * *x;
            }
        }
    }
}
