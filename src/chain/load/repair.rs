//! How far a load may be undone: the repair limit.
//!
//! At the jack the recorded voltage stands behind the output admittance of source and recorded load, and a new load sees
//! it through H = Y_out / (Y_out + share (Y_now - Y_recorded)). Where the recorded load was heavy and the new one is not,
//! |H| has no bound of its own; the share of the change that stays below the limit is found here.

use super::admittance::Point;

/// Share of the change below which nothing of it is left to hear; the decks divide by it.
pub const SMALLEST_SHARE: f64 = 1e-6;

/// Frequencies that are looked at: 0 Hz, and three to an octave from 20 Hz to 20 kHz.
pub const FREQUENCIES: usize = 32;

/// The frequency in a place, Hz.
pub fn frequency_hz(place: usize) -> f64 {
    match place {
        0 => 0.0,
        _ => 20.0 * 1000.0_f64.powf((place - 1) as f64 / (FREQUENCIES - 2) as f64),
    }
}

/// The largest share (1 - k, 0..1) of the change from recorded to new load for which none of the points is lifted by more
/// than `limit_db`; 1 where the whole change stays below. Does not allocate.
pub fn share(points: &[Point; FREQUENCIES], limit_db: f64) -> f64 {
    let limit = 10.0_f64.powf(limit_db / 20.0);
    let exceeds = |share: f64| {
        points
            .iter()
            .any(|point| point.response(share).norm() > limit)
    };
    if !exceeds(1.0) {
        return 1.0;
    }
    let (mut below, mut above) = (0.0, 1.0);
    // 2^-30 of the change is far below what a limit in decibels can tell.
    for _ in 0..30 {
        let middle = 0.5 * (below + above);
        if exceeds(middle) {
            above = middle
        } else {
            below = middle
        }
    }
    below
}
