//! Undoing a recorded load.

use preface::chain::Settings;
use preface::chain::load::State;
use preface::chain::settings::{Input, RecordedInput, Source};

use super::{FREQUENCIES_HZ, LIVE_HZ, RENDER_HZ, block, db, response, transform};

const GUITARS: [Source; 6] = [
    Source::SingleCoil,
    Source::Humbucker,
    Source::HotHumbucker,
    Source::P90,
    Source::PBass,
    Source::JBass,
];

fn into(source: Source, now_input: Input) -> Settings {
    Settings {
        source,
        now_input,
        ..Settings::default()
    }
}

fn out_of_line(source: Source) -> Settings {
    Settings {
        source,
        rec_input: RecordedInput::Line10k,
        ..Settings::default()
    }
}

#[test]
fn a_repair_stays_below_its_limit() {
    for limit_db in [0.0, 6.0, 12.0, 24.0] {
        for source in [Source::SingleCoil, Source::HotHumbucker, Source::Piezo] {
            let settings = Settings {
                repair_limit_db: limit_db,
                ..out_of_line(source)
            };
            let gains = response(&settings, LIVE_HZ);
            let most = gains.iter().map(|&gain| db(gain)).fold(f64::MIN, f64::max);
            println!("{source:?}, limit {limit_db} dB: lifts by {most:.2} dB");
            assert!(most <= limit_db + 0.3, "{most} dB");
        }
    }
}

/// A guitar is recorded into 1 Mohm, and the same into a line input of 10 kohm; the second recording, repaired at the
/// default limit, is the first: from one render of the block to the next, at the rate of render quality.
#[test]
fn a_line_recording_repaired_is_the_hi_z_recording() {
    for source in GUITARS {
        let state = State::of(&out_of_line(source)).unwrap();
        let mut signal = vec![0.0; (0.6 * RENDER_HZ) as usize];
        signal[0] = 1.0;
        block(&into(source, Input::Line10k), RENDER_HZ).process(&mut signal);
        let line = signal.clone();
        block(&out_of_line(source), RENDER_HZ).process(&mut signal);
        let (mut worst_db, mut lift_db) = (0.0_f64, f64::MIN);
        for hz in FREQUENCIES_HZ {
            let repaired = transform(&signal, RENDER_HZ, hz);
            lift_db = lift_db.max(db(repaired / transform(&line, RENDER_HZ, hz)));
            if hz <= 12e3 {
                worst_db = worst_db.max(db(repaired).abs());
            }
        }
        println!(
            "{source:?}: lifted by up to {lift_db:.1} dB, k {:.4}, {worst_db:.5} dB beside the 1 Mohm recording",
            state.kept
        );
        assert_eq!(state.kept, 0.0);
        assert!(worst_db <= 0.1);
    }
}

/// Who does not know the pickup: it was recorded with 10 % more inductance and 20 % more capacitance than the repair
/// takes it to have.
#[test]
fn a_repair_with_a_wrong_pickup_is_off_by_this_much() {
    let custom = |henry: f64, picofarad: f64| Settings {
        source: Source::Custom,
        custom_l_h: henry,
        custom_r_ohm: 6e3,
        custom_c_pf: picofarad,
        ..Settings::default()
    };
    let taken = custom(2.3, 110.0);
    let real = custom(2.3 * 1.1, 110.0 * 1.2);
    let mut signal = vec![0.0; (0.6 * RENDER_HZ) as usize];
    signal[0] = 1.0;
    let into_line = Settings {
        now_input: Input::Line10k,
        ..real
    };
    let repaired = Settings {
        rec_input: RecordedInput::Line10k,
        ..taken
    };
    block(&into_line, RENDER_HZ).process(&mut signal);
    block(&repaired, RENDER_HZ).process(&mut signal);
    let errors = FREQUENCIES_HZ.map(|hz| db(transform(&signal, RENDER_HZ, hz)));
    for (hz, error_db) in FREQUENCIES_HZ.iter().zip(errors) {
        println!("{hz:6.0} Hz: {error_db:+.2} dB");
    }
    let worst = errors
        .iter()
        .fold(0.0_f64, |worst, error| worst.max(error.abs()));
    println!("single-coil with +10 % L and +20 % C repaired as if it had not: {worst:.2} dB");
    // The resonance moves by a tenth of an octave: the error is that of its slope, and no more.
    assert!(worst <= 3.0);
}

/// The share of the change goes from all to nothing without a step as the limit falls, for every source.
#[test]
fn the_limit_acts_smoothly() {
    for source in GUITARS.into_iter().chain([Source::Piezo]) {
        let kept = |limit_db: f64| {
            let settings = Settings {
                repair_limit_db: limit_db,
                ..out_of_line(source)
            };
            State::of(&settings).unwrap().kept
        };
        let shares: Vec<f64> = (0..=400).map(|step| kept(0.1 * f64::from(step))).collect();
        let largest = shares
            .windows(2)
            .fold(0.0, |largest: f64, pair| largest.max(pair[0] - pair[1]));
        assert!(shares.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9));
        println!(
            "{source:?}: k {:.3} at 6 dB, {:.3} at 12 dB, steps of {largest:.3} in 0.1 dB",
            shares[60], shares[120]
        );
        // At 0 dB nothing may be lifted: all of a change that lifts is kept.
        assert!(shares[0] > 0.999 && largest < 0.02, "{source:?}");
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
    }
}
