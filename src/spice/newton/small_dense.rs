//! Small dense matrices with a number per channel, row by row.

use crate::lanes::Lanes;

/// Adds `matrix` (row by row) times `vector` to `sums`.
#[inline(always)]
pub fn add_product<V: Lanes>(sums: &mut [V], matrix: &[V], vector: &[V]) {
    for (sum, row) in sums
        .iter_mut()
        .zip(matrix.chunks_exact(vector.len().max(1)))
    {
        for (factor, x) in row.iter().zip(vector) {
            *sum = factor.times_plus(*x, *sum);
        }
    }
}

/// Solves two equations in place.
#[inline(always)]
pub fn solve_two<V: Lanes>(matrix: &[V], vector: &mut [V]) {
    let determinant = matrix[0] * matrix[3] - matrix[1] * matrix[2];
    let reciprocal = V::splat(1.0) / determinant;
    let first = (vector[0] * matrix[3] - vector[1] * matrix[1]) * reciprocal;
    vector[1] = (vector[1] * matrix[0] - vector[0] * matrix[2]) * reciprocal;
    vector[0] = first;
}

/// Solves `count` equations in place.
#[inline(always)]
pub fn solve_in_place<V: Lanes>(
    count: usize,
    matrix: &mut [V],
    vector: &mut [V],
    is_careful: bool,
) {
    for column in 0..count {
        if is_careful && column + 1 < count {
            exchange_rows(count, column, matrix, vector);
        }
        let (above, below) = matrix.split_at_mut((column + 1) * count);
        let pivot_row = &mut above[column * count..];
        let reciprocal = V::splat(1.0) / pivot_row[column];
        vector[column] = vector[column] * reciprocal;
        for entry in &mut pivot_row[column + 1..] {
            *entry = *entry * reciprocal;
        }
        for (row, entries) in below.chunks_exact_mut(count).enumerate() {
            let factor = -entries[column];
            for entry in column + 1..count {
                entries[entry] = factor.times_plus(pivot_row[entry], entries[entry]);
            }
            let row = column + 1 + row;
            vector[row] = factor.times_plus(vector[column], vector[row]);
        }
    }
    for row in (0..count).rev() {
        for column in row + 1..count {
            let factor = -matrix[row * count + column];
            vector[row] = factor.times_plus(vector[column], vector[row]);
        }
    }
}

/// For all channels alike, for the sake of the channel that needs it most.
#[inline(never)]
fn exchange_rows<V: Lanes>(count: usize, column: usize, matrix: &mut [V], vector: &mut [V]) {
    let smallest = |row: usize| -(-matrix[row * count + column].abs()).largest();
    let mut best = column;
    let mut most = smallest(column);
    for row in column + 1..count {
        let candidate = smallest(row);
        if candidate > most {
            best = row;
            most = candidate;
        }
    }
    if best != column {
        for entry in 0..count {
            matrix.swap(column * count + entry, best * count + entry);
        }
        vector.swap(column, best);
    }
}
