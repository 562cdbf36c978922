//! Products of a precomputed matrix with what a step starts from: most of what a step costs beside its devices.

use crate::lanes::Lanes;

/// So many rows at most stand in a panel: their sums stay in registers, and none of them waits for another.
const MOST_ROWS: usize = 8;

/// A matrix in panels of rows, each column by column. Numbers stand there once per channel.
#[derive(Clone, Debug)]
pub struct Panels<V> {
    rows: usize,
    columns: usize,
    numbers: Vec<V>,
}

impl<V: Lanes> Panels<V> {
    /// Room for a matrix of so many numbers.
    pub fn new(most_rows: usize, most_columns: usize) -> Self {
        Self {
            rows: 0,
            columns: 0,
            numbers: Vec::with_capacity(most_rows * most_columns),
        }
    }

    /// Takes over a matrix of so many rows and columns. Does not allocate.
    pub fn load(&mut self, rows: usize, columns: usize, number: impl Fn(usize, usize) -> f64) {
        self.rows = rows;
        self.columns = columns;
        self.numbers.clear();
        let mut first = 0;
        while first < rows {
            let height = height_of_panel(rows - first);
            for column in 0..columns {
                let panel = first..first + height;
                self.numbers
                    .extend(panel.map(|row| V::splat(number(row, column))));
            }
            first += height;
        }
    }

    /// Adds the product with a vector, which comes in pieces, to `sums`.
    #[inline(always)]
    pub fn add_product<const PIECES: usize>(&self, sums: &mut [V], vector: [&[V]; PIECES]) {
        let mut sums = &mut sums[..self.rows];
        let mut numbers = &self.numbers[..];
        while !sums.is_empty() {
            let height = height_of_panel(sums.len());
            let (panel_sums, other_sums) = sums.split_at_mut(height);
            let (panel, others) = numbers.split_at(height * self.columns);
            match height {
                1 => add_panel::<V, 1, PIECES>(panel_sums, panel, &vector),
                2 => add_panel::<V, 2, PIECES>(panel_sums, panel, &vector),
                3 => add_panel::<V, 3, PIECES>(panel_sums, panel, &vector),
                4 => add_panel::<V, 4, PIECES>(panel_sums, panel, &vector),
                5 => add_panel::<V, 5, PIECES>(panel_sums, panel, &vector),
                6 => add_panel::<V, 6, PIECES>(panel_sums, panel, &vector),
                7 => add_panel::<V, 7, PIECES>(panel_sums, panel, &vector),
                _ => add_panel::<V, MOST_ROWS, PIECES>(panel_sums, panel, &vector),
            }
            (sums, numbers) = (other_sums, others);
        }
    }
}

/// Panels of about the same height.
#[inline(always)]
fn height_of_panel(rows_left: usize) -> usize {
    rows_left.div_ceil(rows_left.div_ceil(MOST_ROWS))
}

#[inline(always)]
fn add_panel<V: Lanes, const ROWS: usize, const PIECES: usize>(
    sums: &mut [V],
    panel: &[V],
    vector: &[&[V]; PIECES],
) {
    let Some(sums) = sums.first_chunk_mut::<ROWS>() else {
        return;
    };
    let (mut columns, _) = panel.as_chunks::<ROWS>();
    let mut local = *sums;
    for piece in vector {
        let (now, later) = columns.split_at(piece.len());
        for (column, x) in now.iter().zip(*piece) {
            for (sum, factor) in local.iter_mut().zip(column) {
                *sum = factor.times_plus(*x, *sum);
            }
        }
        columns = later;
    }
    *sums = local;
}
