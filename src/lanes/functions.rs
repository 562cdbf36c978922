//! Exponential and logarithm of all channels at once, in plain arithmetic: the same for one channel and for two, and
//! without the branches for special cases that a device's equations never meet.

use super::Lanes;

/// ln 2 in two parts: the first has so few digits that its product with an exponent is exact.
const LN_2_HIGH: f64 = f64::from_bits(0x3FE6_2E42_FEE0_0000);
const LN_2_LOW: f64 = std::f64::consts::LN_2 - LN_2_HIGH;

/// Adding it rounds a small number to an integer.
const ROUND: f64 = 6_755_399_441_055_744.0; // 1.5 * 2^52

/// e^x. Below -708 and above 709 it stands still, where a double would underflow and overflow.
///
/// x = n ln 2 + r with |r| <= 0.347; the series of e^r ends below 7e-15.
#[inline(always)]
pub fn exp<V: Lanes>(x: V) -> V {
    let constant = V::splat;
    let x = x.larger(constant(-708.0)).smaller(constant(709.0));
    let power = x.times_plus(constant(std::f64::consts::LOG2_E), constant(ROUND)) - constant(ROUND);
    let r = power.times_plus(
        constant(-LN_2_LOW),
        power.times_plus(constant(-LN_2_HIGH), x),
    );
    // Sum of r^k / k!, k = 0..11, as three blocks of four: short chains run side by side.
    let r2 = r * r;
    let r4 = r2 * r2;
    let block = |c0: f64, c1: f64, c2: f64, c3: f64| {
        let low = r.times_plus(constant(c1), constant(c0));
        let high = r.times_plus(constant(c3), constant(c2));
        r2.times_plus(high, low)
    };
    let low = block(1.0, 1.0, 1.0 / 2.0, 1.0 / 6.0);
    let middle = block(1.0 / 24.0, 1.0 / 120.0, 1.0 / 720.0, 1.0 / 5040.0);
    let high = block(
        1.0 / 40_320.0,
        1.0 / 362_880.0,
        1.0 / 3_628_800.0,
        1.0 / 39_916_800.0,
    );
    r4.times_plus(r4.times_plus(high, middle), low)
        .times_power_of_two(power)
}

/// ln x of positive normal numbers; others give some number without meaning.
///
/// x = 2^n m with m in sqrt(1/2)..sqrt(2); ln m = 2 artanh s with s = (m - 1) / (m + 1), |s| <= 0.172; the series
/// ends below 1e-15.
#[inline(always)]
pub fn ln<V: Lanes>(x: V) -> V {
    let constant = V::splat;
    let (mantissa, power) = x.mantissa_and_power();
    let s = (mantissa - constant(1.0)) / (mantissa + constant(1.0));
    let z = s * s;
    let z2 = z * z;
    let z4 = z2 * z2;
    let pair = |c0: f64, c1: f64| z.times_plus(constant(c1), constant(c0));
    let low = z2.times_plus(pair(2.0 / 7.0, 2.0 / 9.0), pair(2.0 / 3.0, 2.0 / 5.0));
    let high = z2.times_plus(pair(2.0 / 15.0, 2.0 / 17.0), pair(2.0 / 11.0, 2.0 / 13.0));
    let series = s * z.times_plus(z4.times_plus(high, low), constant(2.0));
    power.times_plus(
        constant(LN_2_HIGH),
        power.times_plus(constant(LN_2_LOW), series),
    )
}
