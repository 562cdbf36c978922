//! Products of a precomputed matrix with what a step starts from: most of what a step costs beside its devices.

use crate::lanes::{Lanes, Work};

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
            add_panel_of(height, panel_sums, panel, &vector);
            (sums, numbers) = (other_sums, others);
        }
    }
}

/// A function of its own, and so is every height: else they all would be prepared before the one that comes.
#[inline(never)]
fn add_panel_of<V: Lanes, const PIECES: usize>(
    height: usize,
    sums: &mut [V],
    panel: &[V],
    vector: &[&[V]; PIECES],
) {
    match height {
        1 => V::boosted(AddPanel::<V, 1, PIECES>(sums, panel, vector)),
        2 => V::boosted(AddPanel::<V, 2, PIECES>(sums, panel, vector)),
        3 => V::boosted(AddPanel::<V, 3, PIECES>(sums, panel, vector)),
        4 => V::boosted(AddPanel::<V, 4, PIECES>(sums, panel, vector)),
        5 => V::boosted(AddPanel::<V, 5, PIECES>(sums, panel, vector)),
        6 => V::boosted(AddPanel::<V, 6, PIECES>(sums, panel, vector)),
        7 => V::boosted(AddPanel::<V, 7, PIECES>(sums, panel, vector)),
        _ => V::boosted(AddPanel::<V, MOST_ROWS, PIECES>(sums, panel, vector)),
    }
}

/// Panels of about the same height.
#[inline(always)]
fn height_of_panel(rows_left: usize) -> usize {
    rows_left.div_ceil(rows_left.div_ceil(MOST_ROWS))
}

/// Sums, a panel column by column, and the pieces of a vector.
struct AddPanel<'a, V, const ROWS: usize, const PIECES: usize>(
    &'a mut [V],
    &'a [V],
    &'a [&'a [V]; PIECES],
);

impl<V: Lanes, const ROWS: usize, const PIECES: usize> Work for AddPanel<'_, V, ROWS, PIECES> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self(sums, panel, vector) = self;
        let Some(sums) = sums.first_chunk_mut::<ROWS>() else {
            return;
        };
        let (columns, _) = panel.as_chunks::<ROWS>();
        let mut columns = columns.iter();
        let mut local = *sums;
        for piece in vector {
            for (x, column) in piece.iter().zip(columns.by_ref()) {
                for (sum, factor) in local.iter_mut().zip(column) {
                    *sum = factor.times_plus(*x, *sum);
                }
            }
        }
        *sums = local;
    }
}
