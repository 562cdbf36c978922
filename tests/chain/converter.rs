//! The converter: where it clips, how often, and what filters add to clipped peaks.

use crate::player::{chain, peak, play, sine};
use preface::chain::settings::Quality;
use preface::chain::{Node, Settings};

const RATE_HZ: f64 = 48e3;

/// At its 0 dBFS, exactly, whatever its calibration.
#[test]
fn clips_at_full_scale() {
    for (conv_link, conv_cal_dbu, expected_dbu) in [(true, 0.0, 12.2), (false, 4.0, 4.0)] {
        let settings = Settings {
            conv_link,
            conv_cal_dbu,
            ..Settings::default()
        };
        let mut chain = chain(RATE_HZ, Quality::Live, &settings);
        play(&mut chain, &sine(RATE_HZ, 1e3, 20.0, 4_800));
        let taps = chain.take_taps();
        let clipped_dbu = taps.at(Node::Converter).peak_dbu(0);
        assert!((clipped_dbu - expected_dbu).abs() < 1e-9, "{clipped_dbu}");
        assert!(taps.at(Node::Converter).peak_dbfs(0).abs() < 1e-9);
    }
}

/// The counter counts each time: twice a period above 0 dBFS, never below.
#[test]
fn clips_are_counted() {
    let mut chain = chain(RATE_HZ, Quality::Live, &Settings::default());
    play(&mut chain, &sine(RATE_HZ, 100.0, -0.5, 4_800));
    assert_eq!(chain.clips(), 0);
    play(&mut chain, &sine(RATE_HZ, 100.0, 6.0, 4_800));
    assert_eq!(chain.clips(), 20);
    chain.set(&Settings {
        converter_on: false,
        ..Settings::default()
    });
    // The preamp's coupling capacitor still carries some of the loud part.
    play(&mut chain, &sine(RATE_HZ, 100.0, -0.5, 4_800));
    play(&mut chain, &sine(RATE_HZ, 100.0, 6.0, 4_800));
    assert_eq!(chain.clips(), 20);
}

/// Band-limiting adds to the peaks of a clipped sine: 5 dB at most with the recursive filters, 3 dB with linear phase.
#[test]
fn overshoot_is_bounded() {
    for (quality, bound_db) in [
        (Quality::Live, 5.0),
        (Quality::High, 3.0),
        (Quality::Render, 3.0),
    ] {
        for rate_hz in [44.1e3, 48e3] {
            let mut worst_db = f64::NEG_INFINITY;
            let mut chain = chain(rate_hz, quality, &Settings::default());
            for over_db in [3.0, 10.0, 20.0] {
                for frequency_hz in [
                    61.7, 997.0, 2_311.0, 3_989.0, 5_003.0, 6_133.0, 7_919.0, 11_003.0, 15_101.0,
                    18_013.0,
                ] {
                    let output = play(&mut chain, &sine(rate_hz, frequency_hz, over_db, 9_600));
                    worst_db = worst_db.max(20.0 * f64::from(peak(&output[4_800..])).log10());
                }
            }
            println!("{quality:?} {rate_hz} Hz: overshoot {worst_db:.2} dB");
            assert!(worst_db <= bound_db);
        }
    }
}
