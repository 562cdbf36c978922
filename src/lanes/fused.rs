//! The same numbers on machines that multiply and add in one instruction.

use super::{Lanes, Stereo, Work};
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// One or two channels whose [`times_plus`](Lanes::times_plus) rounds once. It is fast within
/// [`boosted`](Lanes::boosted) alone, and only for machines of which [`is_fast`] says so.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(transparent)]
pub struct Fused<V>(pub(super) V);

/// True where this machine multiplies and adds in one instruction.
pub fn is_fast() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        // Looked up once, and then a number in memory
        std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        cfg!(target_arch = "aarch64")
    }
}

/// Runs `work`, compiled for what [`is_fast`] asks about.
///
/// # Panics
/// Where it says no: nobody then builds anything of these numbers.
#[inline(always)]
fn boosted<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    {
        #[inline(never)]
        #[target_feature(enable = "avx2,fma")]
        fn with_fused_multiply_add<W: Work>(work: W) -> W::Output {
            work.run()
        }
        assert!(is_fast(), "fused numbers on a machine that has none");
        // SAFETY: the machine has what the function is compiled for.
        unsafe { with_fused_multiply_add(work) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    work.run()
}

macro_rules! operator {
    ($name:ident, $method:ident) => {
        impl<V: Lanes> $name for Fused<V> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(self.0.$method(other.0))
            }
        }
    };
}

operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);

impl<V: Lanes> Neg for Fused<V> {
    type Output = Self;

    #[inline(always)]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl<V: Lanes> AddAssign for Fused<V> {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl<V: Lanes> SubAssign for Fused<V> {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

macro_rules! fused_lanes {
    ($lanes:ty, $times_plus:expr) => {
        impl Lanes for Fused<$lanes> {
            const COUNT: usize = <$lanes>::COUNT;

            type Fused = Self;
            type Places = <$lanes as Lanes>::Places;

            #[inline(always)]
            fn to_fused(self) -> Self {
                self
            }

            #[inline(always)]
            fn from_fused(fused: Self) -> Self {
                fused
            }

            #[inline(always)]
            fn boosted<W: Work>(work: W) -> W::Output {
                boosted(work)
            }

            #[inline(always)]
            fn times_plus(self, factor: Self, addend: Self) -> Self {
                let times_plus: fn($lanes, $lanes, $lanes) -> $lanes = $times_plus;
                Self(times_plus(self.0, factor.0, addend.0))
            }

            #[inline(always)]
            fn splat(value: f64) -> Self {
                Self(<$lanes as Lanes>::splat(value))
            }

            #[inline(always)]
            fn lane(self, index: usize) -> f64 {
                self.0.lane(index)
            }

            #[inline(always)]
            fn from_fn(value_of: impl FnMut(usize) -> f64) -> Self {
                Self(<$lanes as Lanes>::from_fn(value_of))
            }

            #[inline(always)]
            fn abs(self) -> Self {
                Self(Lanes::abs(self.0))
            }

            #[inline(always)]
            fn min(self, other: Self) -> Self {
                Self(Lanes::min(self.0, other.0))
            }

            #[inline(always)]
            fn max(self, other: Self) -> Self {
                Self(Lanes::max(self.0, other.0))
            }

            #[inline(always)]
            fn smaller(self, other: Self) -> Self {
                Self(self.0.smaller(other.0))
            }

            #[inline(always)]
            fn larger(self, other: Self) -> Self {
                Self(self.0.larger(other.0))
            }

            #[inline(always)]
            fn where_positive(self, positive: Self, otherwise: Self) -> Self {
                Self(self.0.where_positive(positive.0, otherwise.0))
            }

            #[inline(always)]
            fn is_finite(self) -> bool {
                Lanes::is_finite(self.0)
            }

            #[inline(always)]
            fn is_at_most(self, limit: f64) -> bool {
                self.0.is_at_most(limit)
            }

            #[inline(always)]
            fn times_power_of_two(self, power: Self) -> Self {
                Self(self.0.times_power_of_two(power.0))
            }

            #[inline(always)]
            fn mantissa_and_power(self) -> (Self, Self) {
                let (mantissa, power) = self.0.mantissa_and_power();
                (Self(mantissa), Self(power))
            }

            #[inline(always)]
            fn sqrt(self) -> Self {
                Self(Lanes::sqrt(self.0))
            }

            #[inline(always)]
            fn rounded(self) -> (Self, Self::Places) {
                let (whole, places) = self.0.rounded();
                (Self(whole), places)
            }

            #[inline(always)]
            fn rows<const COLUMNS: usize>(
                table: &[[f64; COLUMNS]],
                places: Self::Places,
            ) -> [Self; COLUMNS] {
                <$lanes>::rows(table, places).map(Self)
            }
        }
    };
}

fused_lanes!(f64, |x, factor, addend| x.mul_add(factor, addend));
fused_lanes!(Stereo, |x, factor, addend| {
    let (x, factor, addend) = (x.to_array(), factor.to_array(), addend.to_array());
    Stereo::new([
        x[0].mul_add(factor[0], addend[0]),
        x[1].mul_add(factor[1], addend[1]),
    ])
});
