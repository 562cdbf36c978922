//! Gaussian blur.

use crate::canvas::Pixels;
use crate::geometry::IRect;

/// Larger standard deviations are taken for this one: what is blurred that much has no shape left.
const LARGEST_SIGMA: f32 = 128.0;

/// Beyond this standard deviation, lines are blurred at a lower resolution of which it is this many lines.
const COARSE_SIGMA: f32 = 3.0;

/// Numbers for a rectangle of pixels, row by row; 0 outside.
#[derive(Debug, Default)]
pub(crate) struct Plane {
    pub(crate) bounds: IRect,
    pub(crate) values: Vec<f32>,
}

/// A standard deviation that can be drawn with: what is negative or not a number is none.
pub(crate) fn usable(sigma: f32) -> f32 {
    if sigma > 0.0 {
        sigma.min(LARGEST_SIGMA)
    } else {
        0.0
    }
}

/// How far a blur reaches, in pixels: all that could be seen of it lies within three standard deviations.
pub(crate) fn reach(sigma: f32) -> i32 {
    (3.0 * usable(sigma)).ceil() as i32
}

/// `rect` with its sides moved outwards.
pub(crate) fn outset(rect: IRect, x: i32, y: i32) -> IRect {
    IRect::new(
        rect.left.saturating_sub(x),
        rect.top.saturating_sub(y),
        rect.right.saturating_add(x),
        rect.bottom.saturating_add(y),
    )
}

/// The blurred plane, inside of other bounds.
pub(crate) fn plane(plane: &Plane, sigma: (f32, f32), bounds: IRect) -> Plane {
    let columns = down(plane, usable(sigma.1), bounds.top, bounds.bottom).transposed();
    down(&columns, usable(sigma.0), bounds.left, bounds.right).transposed()
}

/// What is blurred of the pixels inside of `crop`, as far as it comes inside of `limits`.
pub(crate) fn pixels(pixels: &Pixels, crop: IRect, sigma: (f32, f32), limits: IRect) -> Pixels {
    let reached = outset(crop, reach(sigma.0), reach(sigma.1));
    let Some(bounds) = reached.intersection(&limits) else {
        return Pixels::default();
    };
    let mut blurred = Pixels::new(bounds);
    for shift in [0, 8, 16, 24] {
        let part = |pixel: &u32| (pixel >> shift & 0xff) as f32;
        let rows = (crop.top..crop.bottom).map(|y| pixels.row(y, crop.left, crop.right));
        let channel = Plane {
            bounds: crop,
            values: rows.flatten().map(part).collect(),
        };
        let channel = plane(&channel, sigma, bounds);
        for (pixel, value) in blurred.argb_mut().iter_mut().zip(channel.values) {
            *pixel |= u32::from((value + 0.5) as u8) << shift;
        }
    }
    blurred
}

impl Plane {
    fn width(&self) -> usize {
        self.bounds.width().max(0) as usize
    }

    /// A row; none outside.
    fn row(&self, y: i32) -> Option<&[f32]> {
        let is_inside = y >= self.bounds.top && y < self.bounds.bottom;
        is_inside.then(|| {
            let begin = (y - self.bounds.top) as usize * self.width();
            &self.values[begin..begin + self.width()]
        })
    }

    /// Rows become columns.
    fn transposed(&self) -> Self {
        /// Columns that are read together, so that what is written to stays at hand.
        const BLOCK: usize = 16;
        let IRect {
            left,
            top,
            right,
            bottom,
        } = self.bounds;
        let (width, height) = (self.width(), self.values.len() / self.width().max(1));
        let mut values = vec![0.0; self.values.len()];
        for begin in (0..width).step_by(BLOCK) {
            let columns = begin..width.min(begin + BLOCK);
            for (y, row) in self.values.chunks_exact(width).enumerate() {
                for x in columns.clone() {
                    values[x * height + y] = row[x];
                }
            }
        }
        Self {
            bounds: IRect::new(top, left, bottom, right),
            values,
        }
    }
}

/// Blurs downwards: rows `top..bottom` of the result.
fn down(plane: &Plane, sigma: f32, top: i32, bottom: i32) -> Plane {
    let factor = (sigma / COARSE_SIGMA).floor().max(1.0) as i32;
    if factor == 1 {
        return convolved(plane, sigma, top, bottom);
    }
    // Averaging rows, the kernel's pixels and finding rows between them blur as well, by these variances.
    let square = (factor * factor) as f32;
    let variance = sigma * sigma - (square - 1.0) / 12.0 - square / 6.0 - square / 6.0;
    let coarse_sigma = variance.max(0.0).sqrt() / factor as f32;
    let coarse = averaged(plane, factor);
    let coarse_top = top.div_euclid(factor) - 1;
    let coarse_bottom = bottom.div_euclid(factor) + 2;
    let coarse = convolved(&coarse, coarse_sigma, coarse_top, coarse_bottom);
    let bounds = IRect {
        top,
        bottom,
        ..plane.bounds
    };
    let mut values = Vec::with_capacity(plane.width() * bounds.height().max(0) as usize);
    for y in top..bottom {
        // The middle of a coarse row is the middle of the rows that it is the average of.
        let place = (y as f32 + 0.5) / factor as f32 - 0.5;
        let (above, share) = (place.floor(), place - place.floor());
        if let (Some(above), Some(below)) = (coarse.row(above as i32), coarse.row(above as i32 + 1))
        {
            let both = above.iter().zip(below);
            values.extend(both.map(|(above, below)| above + (below - above) * share));
        }
    }
    Plane { bounds, values }
}

/// Averages of `factor` rows each.
fn averaged(plane: &Plane, factor: i32) -> Plane {
    let bounds = IRect {
        top: plane.bounds.top.div_euclid(factor),
        bottom: (plane.bounds.bottom - 1).div_euclid(factor) + 1,
        ..plane.bounds
    };
    let width = plane.width();
    let mut values = vec![0.0; width * bounds.height().max(0) as usize];
    let share = 1.0 / factor as f32;
    for y in plane.bounds.top..plane.bounds.bottom {
        let begin = (y.div_euclid(factor) - bounds.top) as usize * width;
        if let Some(row) = plane.row(y) {
            add(&mut values[begin..begin + width], row, share);
        }
    }
    Plane { bounds, values }
}

/// Rows `top..bottom` of the plane under a kernel.
fn convolved(plane: &Plane, sigma: f32, top: i32, bottom: i32) -> Plane {
    let kernel = kernel(sigma);
    let radius = (kernel.len() / 2) as i32;
    let bounds = IRect {
        top,
        bottom,
        ..plane.bounds
    };
    let width = plane.width();
    let mut values = vec![0.0; width * bounds.height().max(0) as usize];
    for (y, sum) in (top..bottom).zip(values.chunks_exact_mut(width.max(1))) {
        for (row, weight) in (y - radius..).zip(&kernel) {
            if let Some(row) = plane.row(row) {
                add(sum, row, *weight);
            }
        }
    }
    Plane { bounds, values }
}

fn add(sum: &mut [f32], row: &[f32], weight: f32) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += value * weight;
    }
}

/// What pixels of a width of 1 give to the averages over the pixels around them; the numbers sum up to 1.
fn kernel(sigma: f32) -> Vec<f32> {
    let radius = reach(sigma);
    if radius == 0 {
        return vec![1.0];
    }
    // Two pixels' places differ by -1..1 more or less than their centers do, by 0 most often.
    const SAMPLES: i32 = 16;
    let share = |index: i32| (index as f32 + 0.5) / SAMPLES as f32 * 2.0 - 1.0;
    let gauss = |place: f32| (-0.5 * (place / sigma).powi(2)).exp();
    let given = |pixel: i32| -> f32 {
        let shares = (0..SAMPLES).map(share);
        shares
            .map(|share| (1.0 - share.abs()) * gauss(pixel as f32 + share))
            .sum()
    };
    let mut weights: Vec<f32> = (-radius..=radius).map(given).collect();
    let sum: f32 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}
