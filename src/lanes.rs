//! One or two channels side by side, so that a circuit or filter is written once and runs mono or stereo.
//!
//! Mono is a plain `f64`; stereo is a SIMD pair. Both do the same arithmetic in the same order: a stereo run of two
//! equal channels gives the mono result.

mod functions;
pub mod fused;

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

pub use wide::f64x2 as Stereo;
use wide::{bytemuck, u64x2};

/// What [`Lanes::boosted`] runs. [`run`](Self::run) and all that is hot below it have to be `#[inline(always)]`: what
/// stands in a function of its own is compiled for any machine.
pub trait Work {
    /// Result of the work.
    type Output;

    /// Does it.
    fn run(self) -> Self::Output;
}

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

    /// The same channels on machines that multiply and add in one instruction.
    type Fused: Lanes;

    /// A place in a table per channel.
    type Places: Copy;

    /// See [`Fused`](Self::Fused).
    fn to_fused(self) -> Self::Fused;

    /// See [`Fused`](Self::Fused).
    fn from_fused(fused: Self::Fused) -> Self;

    /// Runs `work` where numbers of this kind are fastest, as a function of its own.
    #[inline(never)]
    fn boosted<W: Work>(work: W) -> W::Output {
        work.run()
    }

    /// The same number in every channel.
    fn splat(value: f64) -> Self;

    /// The number of channel `index` (0..COUNT).
    fn lane(self, index: usize) -> f64;

    /// One number per channel.
    fn from_fn(value_of: impl FnMut(usize) -> f64) -> Self;

    /// This times `factor` plus `addend`, rounded once where the machine does so at no cost.
    #[inline(always)]
    fn times_plus(self, factor: Self, addend: Self) -> Self {
        self * factor + addend
    }

    /// The magnitude in every channel.
    fn abs(self) -> Self;

    /// The smaller number in every channel.
    fn min(self, other: Self) -> Self;

    /// The larger number in every channel.
    fn max(self, other: Self) -> Self;

    /// As [`min`](Self::min) for channels that are not NaN, and faster.
    fn smaller(self, other: Self) -> Self;

    /// As [`max`](Self::max) for channels that are not NaN, and faster.
    fn larger(self, other: Self) -> Self;

    /// `positive` in the channels where this is above zero, else `otherwise`.
    fn where_positive(self, positive: Self, otherwise: Self) -> Self;

    /// 2^power in every channel times this; `power` must be whole and within -1022..=1023.
    fn times_power_of_two(self, power: Self) -> Self;

    /// Mantissa within sqrt(1/2)..sqrt(2) and power of two of positive normal numbers.
    fn mantissa_and_power(self) -> (Self, Self);

    /// e^x in every channel: error below 1e-14 of the result, held at the results for -708 and 709 beyond these.
    #[inline(always)]
    fn exp(self) -> Self {
        functions::exp(self)
    }

    /// Natural logarithm in every channel, of positive normal numbers: error below 1e-14.
    #[inline(always)]
    fn ln(self) -> Self {
        functions::ln(self)
    }

    /// The square root in every channel.
    fn sqrt(self) -> Self;

    /// The nearest whole number in every channel, and the same as a place in a table; from 0 up to 2^31.
    fn rounded(self) -> (Self, Self::Places);

    /// Each channel's row of a table, column by column; the last row where a place is beyond it.
    fn rows<const COLUMNS: usize>(
        table: &[[f64; COLUMNS]],
        places: Self::Places,
    ) -> [Self; COLUMNS];

    /// All channels through a scalar function: for what is off the hot path.
    fn map(self, mut function: impl FnMut(f64) -> f64) -> Self {
        Self::from_fn(|index| function(self.lane(index)))
    }

    /// True where no channel is NaN or infinite.
    fn is_finite(self) -> bool {
        (0..Self::COUNT).all(|index| self.lane(index).is_finite())
    }

    /// True where no channel is above `limit`, nor NaN.
    fn is_at_most(self, limit: f64) -> bool {
        (0..Self::COUNT).all(|index| self.lane(index) <= limit)
    }

    /// The largest number of all channels.
    fn largest(self) -> f64 {
        (0..Self::COUNT)
            .map(|index| self.lane(index))
            .fold(f64::NEG_INFINITY, f64::max)
    }
}

// How a double is laid out in bits.
const MANTISSA_BITS: u32 = 52;
const EXPONENT_BIAS: u64 = 1023;
const EXPONENT_MASK: u64 = 0xFFF << MANTISSA_BITS;
const SQRT_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
/// The bits of 2^52: an integer below 2^52 in the mantissa makes the double 2^52 + integer.
const TWO_POW_52: u64 = (EXPONENT_BIAS + 52) << MANTISSA_BITS;
const POWER_OFFSET: f64 = 4_503_599_627_370_496.0 + 1023.0;
/// 2^52: adding it rounds a positive number and moves it into the mantissa.
const TO_INTEGER: f64 = 4_503_599_627_370_496.0;
const MANTISSA_MASK: u64 = (1 << MANTISSA_BITS) - 1;
/// 1.5 * 2^52: adding it moves a whole number, negative ones in two's complement, into the lowest bits.
const INTEGER: f64 = 6_755_399_441_055_744.0;

impl Lanes for f64 {
    const COUNT: usize = 1;

    type Fused = fused::Fused<f64>;
    type Places = usize;

    #[inline(always)]
    fn to_fused(self) -> Self::Fused {
        fused::Fused(self)
    }

    #[inline(always)]
    fn from_fused(fused: Self::Fused) -> Self {
        fused.0
    }

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
    fn smaller(self, other: Self) -> Self {
        if self < other { self } else { other }
    }

    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        if self > other { self } else { other }
    }

    #[inline(always)]
    fn where_positive(self, positive: Self, otherwise: Self) -> Self {
        if self > 0.0 { positive } else { otherwise }
    }

    #[inline(always)]
    fn times_power_of_two(self, power: Self) -> Self {
        let biased = (power + INTEGER).to_bits() + EXPONENT_BIAS;
        self * f64::from_bits(biased << MANTISSA_BITS)
    }

    #[inline(always)]
    fn mantissa_and_power(self) -> (Self, Self) {
        let bits = self.to_bits();
        let shifted = bits.wrapping_sub(SQRT_HALF);
        let biased = shifted.wrapping_add(EXPONENT_BIAS << MANTISSA_BITS) >> MANTISSA_BITS;
        let whole = shifted & EXPONENT_MASK;
        let power = f64::from_bits(biased | TWO_POW_52) - POWER_OFFSET;
        (f64::from_bits(bits.wrapping_sub(whole)), power)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }

    #[inline(always)]
    fn rounded(self) -> (Self, usize) {
        let shifted = self + TO_INTEGER;
        let place = shifted.to_bits() & MANTISSA_MASK;
        (shifted - TO_INTEGER, place as usize)
    }

    #[inline(always)]
    fn rows<const COLUMNS: usize>(table: &[[f64; COLUMNS]], place: usize) -> [Self; COLUMNS] {
        table[place.min(table.len() - 1)]
    }
}

impl Lanes for Stereo {
    const COUNT: usize = 2;

    type Fused = fused::Fused<Self>;
    type Places = [usize; 2];

    #[inline(always)]
    fn to_fused(self) -> Self::Fused {
        fused::Fused(self)
    }

    #[inline(always)]
    fn from_fused(fused: Self::Fused) -> Self {
        fused.0
    }

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
    fn smaller(self, other: Self) -> Self {
        Stereo::fast_min(self, other)
    }

    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        Stereo::fast_max(self, other)
    }

    #[inline(always)]
    fn where_positive(self, positive: Self, otherwise: Self) -> Self {
        self.simd_gt(Stereo::ZERO).bitselect(positive, otherwise)
    }

    #[inline(always)]
    fn is_finite(self) -> bool {
        // Times zero, only infinity and NaN are not zero.
        (self * Stereo::ZERO).simd_eq(Stereo::ZERO).all()
    }

    #[inline(always)]
    fn is_at_most(self, limit: f64) -> bool {
        self.simd_le(Stereo::splat(limit)).all()
    }

    #[inline(always)]
    fn times_power_of_two(self, power: Self) -> Self {
        let biased: u64x2 = bytemuck::cast(power + INTEGER);
        let bits = (biased + u64x2::splat(EXPONENT_BIAS)) << MANTISSA_BITS;
        self * bytemuck::cast::<u64x2, Stereo>(bits)
    }

    #[inline(always)]
    fn mantissa_and_power(self) -> (Self, Self) {
        let bits: u64x2 = bytemuck::cast(self);
        let shifted = bits - u64x2::splat(SQRT_HALF);
        let biased = (shifted + u64x2::splat(EXPONENT_BIAS << MANTISSA_BITS)) >> MANTISSA_BITS;
        let whole = shifted & u64x2::splat(EXPONENT_MASK);
        let power: Stereo = bytemuck::cast(biased | u64x2::splat(TWO_POW_52));
        (bytemuck::cast(bits - whole), power - POWER_OFFSET)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Stereo::sqrt(self)
    }

    #[inline(always)]
    fn rounded(self) -> (Self, [usize; 2]) {
        let shifted = self + TO_INTEGER;
        let places: u64x2 = bytemuck::cast(shifted);
        let places = places & u64x2::splat(MANTISSA_MASK);
        (
            shifted - TO_INTEGER,
            places.to_array().map(|place| place as usize),
        )
    }

    #[inline(always)]
    fn rows<const COLUMNS: usize>(table: &[[f64; COLUMNS]], places: [usize; 2]) -> [Self; COLUMNS] {
        let last = table.len() - 1;
        let [left, right] = places.map(|place| &table[place.min(last)]);
        std::array::from_fn(|column| Stereo::new([left[column], right[column]]))
    }
}
