//! One or two channels side by side, so that a circuit or filter is written once and runs mono or stereo.
//!
//! Mono is a plain `f64`; stereo is a SIMD pair. Both do the same arithmetic in the same order: a stereo run of two
//! equal channels gives the mono result.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

pub use wide::f64x2 as Stereo;

/// The numbers of all channels at one instant.
pub trait Lanes:
    Copy
    + Send
    + Sync
    + std::fmt::Debug
    + Default
    + PartialEq
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + 'static
{
    /// Number of channels.
    const COUNT: usize;

    /// The same number in every channel.
    fn splat(value: f64) -> Self;

    /// The number of channel `index` (0..COUNT).
    fn lane(self, index: usize) -> f64;

    /// One number per channel.
    fn from_fn(value_of: impl FnMut(usize) -> f64) -> Self;

    /// The magnitude in every channel.
    fn abs(self) -> Self;

    /// The smaller number in every channel.
    fn min(self, other: Self) -> Self;

    /// The larger number in every channel.
    fn max(self, other: Self) -> Self;

    /// e^x in every channel.
    fn exp(self) -> Self;

    /// Natural logarithm in every channel.
    fn ln(self) -> Self;

    /// The square root in every channel.
    fn sqrt(self) -> Self;

    /// All channels through a scalar function: for what is off the hot path.
    fn map(self, mut function: impl FnMut(f64) -> f64) -> Self {
        Self::from_fn(|index| function(self.lane(index)))
    }

    /// True where no channel is NaN or infinite.
    fn is_finite(self) -> bool {
        (0..Self::COUNT).all(|index| self.lane(index).is_finite())
    }

    /// The largest number of all channels.
    fn largest(self) -> f64 {
        (0..Self::COUNT)
            .map(|index| self.lane(index))
            .fold(f64::NEG_INFINITY, f64::max)
    }
}

impl Lanes for f64 {
    const COUNT: usize = 1;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn lane(self, _index: usize) -> f64 {
        self
    }

    #[inline(always)]
    fn from_fn(mut value_of: impl FnMut(usize) -> f64) -> Self {
        value_of(0)
    }

    #[inline(always)]
    fn abs(self) -> Self {
        f64::abs(self)
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        f64::min(self, other)
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        f64::max(self, other)
    }

    #[inline(always)]
    fn exp(self) -> Self {
        f64::exp(self)
    }

    #[inline(always)]
    fn ln(self) -> Self {
        f64::ln(self)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }
}

impl Lanes for Stereo {
    const COUNT: usize = 2;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Stereo::splat(value)
    }

    #[inline(always)]
    fn lane(self, index: usize) -> f64 {
        self.to_array()[index]
    }

    #[inline(always)]
    fn from_fn(mut value_of: impl FnMut(usize) -> f64) -> Self {
        Stereo::new([value_of(0), value_of(1)])
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Stereo::abs(self)
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Stereo::min(self, other)
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Stereo::max(self, other)
    }

    #[inline(always)]
    fn exp(self) -> Self {
        Stereo::exp(self)
    }

    #[inline(always)]
    fn ln(self) -> Self {
        Stereo::ln(self)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Stereo::sqrt(self)
    }
}
