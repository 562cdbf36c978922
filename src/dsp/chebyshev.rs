//! Smooth functions by their values at a few places.
//!
//! A polynomial through Chebyshev's places of the second kind (the ends of the range are among them) comes as close to a
//! smooth function as a polynomial can, nearly: its error falls by a factor with each place. Barycentric form after
//! J.-P. Berrut and L. N. Trefethen, "Barycentric Lagrange Interpolation" (SIAM Review 46/3, 2004).

use std::f64::consts::PI;

/// The places of one variable: `COUNT` of them, at least two, over a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Places<const COUNT: usize> {
    places: [f64; COUNT],
}

impl<const COUNT: usize> Places<COUNT> {
    /// From `low` to `high`, in rising order.
    pub fn new(low: f64, high: f64) -> Self {
        let last = (COUNT - 1) as f64;
        let place = |index: usize| {
            let across = 0.5 - 0.5 * (PI * index as f64 / last).cos();
            low + (high - low) * across
        };
        Self {
            places: std::array::from_fn(place),
        }
    }

    /// Where the function is to be known.
    pub fn places(&self) -> &[f64; COUNT] {
        &self.places
    }

    /// The lowest place.
    pub fn low(&self) -> f64 {
        self.places[0]
    }

    /// The highest place.
    pub fn high(&self) -> f64 {
        self.places[COUNT - 1]
    }

    /// What share the value at each place has in the function's value at `x`. Beyond the range it is that at its end.
    pub fn shares(&self, x: f64) -> [f64; COUNT] {
        let x = x.clamp(self.low(), self.high());
        let mut shares = [0.0; COUNT];
        let mut sum = 0.0;
        for (index, (share, place)) in shares.iter_mut().zip(&self.places).enumerate() {
            if x == *place {
                return std::array::from_fn(|other| f64::from(u8::from(other == index)));
            }
            let is_end = index == 0 || index == COUNT - 1;
            let sign = if index % 2 == 0 { 1.0 } else { -1.0 };
            *share = sign * if is_end { 0.5 } else { 1.0 } / (x - place);
            sum += *share;
        }
        shares.map(|share| share / sum)
    }
}

/// The sum of values by their shares.
pub fn mean<const COUNT: usize>(shares: &[f64; COUNT], values: &[f64; COUNT]) -> f64 {
    let products = shares
        .iter()
        .zip(values)
        .map(|(share, value)| share * value);
    products.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runge's function over -1..1 has its poles at 0.2i: with n + 1 places the error falls as 1.22^-n.
    #[test]
    fn error_falls_with_each_place() {
        fn worst<const COUNT: usize>() -> f64 {
            let runge = |x: f64| 1.0 / (1.0 + 25.0 * x * x);
            let places = Places::<COUNT>::new(-1.0, 1.0);
            let values = places.places().map(runge);
            let error = |step: i32| {
                let x = f64::from(step) / 500.0;
                (mean(&places.shares(x), &values) - runge(x)).abs()
            };
            (-500..=500).map(error).fold(0.0, f64::max)
        }
        let [few, many] = [worst::<11>(), worst::<41>()];
        assert!(few < 0.2, "{few}");
        assert!(many < 0.2 * 1.22f64.powi(-28), "{many}");
    }

    #[test]
    fn polynomials_are_exact_and_ends_hold() {
        let places = Places::<4>::new(2.0, 5.0);
        let cubic = |x: f64| 1.0 + x * (2.0 - x * (0.5 - 0.1 * x));
        let values = places.places().map(cubic);
        for x in [2.0, 2.1, 3.7, 4.99, 5.0] {
            let error = mean(&places.shares(x), &values) - cubic(x);
            assert!(error.abs() < 1e-12, "{x}: {error}");
        }
        assert_eq!(mean(&places.shares(9.0), &values), values[3]);
        assert_eq!(mean(&places.shares(-9.0), &values), values[0]);
    }
}
