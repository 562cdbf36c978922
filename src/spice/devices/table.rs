//! Functions of one number as cubic polynomials in many short intervals: a look-up where logarithms and exponentials
//! cost several times as much.
//!
//! Every cubic has the function's values and slopes at both ends of its interval (Hermite), so value and slope are
//! continuous; the slope that is given is the cubic's own.

use crate::lanes::Lanes;

/// A cubic in the distance from the interval's knot: its coefficients, ascending.
type Cubic = [f64; 4];

/// A function between two numbers, in intervals of equal width. Beyond, it stands still.
#[derive(Clone, Debug)]
pub struct EvenTable {
    first: f64,
    last: f64,
    width: f64,
    per_width: f64,
    cubics: Vec<Cubic>,
}

impl EvenTable {
    /// `function` gives value and slope; `per_unit` intervals to every unit.
    pub fn new(first: f64, last: f64, per_unit: f64, function: impl Fn(f64) -> (f64, f64)) -> Self {
        let count = ((last - first) * per_unit) as usize + 1;
        let half = 0.5 / per_unit;
        let cubics = (0..count).map(|place| {
            let knot = first + place as f64 / per_unit;
            let cubic = hermite(knot - half, knot + half, &function);
            moved(cubic, half)
        });
        Self {
            first,
            last,
            width: 1.0 / per_unit,
            per_width: per_unit,
            cubics: cubics.collect(),
        }
    }

    /// Value and slope.
    #[inline(always)]
    pub fn at<V: Lanes>(&self, x: V) -> (V, V) {
        let inside = x.larger(V::splat(self.first)).smaller(V::splat(self.last));
        let place = (inside - V::splat(self.first)) * V::splat(self.per_width);
        let (whole, places) = place.rounded();
        let distance = (place - whole) * V::splat(self.width);
        value_and_slope(V::rows(&self.cubics, places), distance)
    }
}

#[inline(always)]
fn value_and_slope<V: Lanes>([c0, c1, c2, c3]: [V; 4], t: V) -> (V, V) {
    let bend = t.times_plus(c3, c2);
    let value = t.times_plus(t.times_plus(bend, c1), c0);
    // c1 + 2 c2 t + 3 c3 t²
    let slope = t.times_plus(bend + t.times_plus(c3, bend), c1);
    (value, slope)
}

/// The cubic with the function's values and slopes at both ends, in the distance from the first.
fn hermite(start: f64, end: f64, function: &impl Fn(f64) -> (f64, f64)) -> Cubic {
    let width = end - start;
    let ((y0, d0), (y1, d1)) = (function(start), function(end));
    let secant = (y1 - y0) / width;
    [
        y0,
        d0,
        (3.0 * secant - 2.0 * d0 - d1) / width,
        (d0 + d1 - 2.0 * secant) / (width * width),
    ]
}

/// The same cubic in the distance from a place `by` further on.
fn moved([c0, c1, c2, c3]: Cubic, by: f64) -> Cubic {
    [
        c0 + by * (c1 + by * (c2 + by * c3)),
        c1 + by * (2.0 * c2 + by * 3.0 * c3),
        c2 + 3.0 * by * c3,
        c3,
    ]
}
