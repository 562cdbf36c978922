//! Silence, and what is worse than silence.

use crate::player::{chain, peak, play, sine};
use preface::chain::Settings;
use preface::chain::settings::{Input, Listen, Quality, ReampLoad, Source};

const RATE_HZ: f64 = 48e3;

fn driven() -> Settings {
    Settings {
        source: Source::Humbucker,
        now_input: Input::Line10k,
        character_pct: 100.0,
        gain_db: 40.0,
        ..Settings::default()
    }
}

/// Out again, through a virtual pickup into a fuzz.
fn reamped() -> Settings {
    Settings {
        source: Source::SingleCoil,
        reamp_on: true,
        virtual_pickup: true,
        reamp_load: ReampLoad::FuzzSilicon,
        listen: Listen::AfterFuzz,
        ..Settings::default()
    }
}

/// Exactly nothing comes out of nothing, also while knobs move.
#[test]
fn silence_in_is_silence_out() {
    for settings in [Settings::default(), driven(), reamped()] {
        let mut chain = chain(RATE_HZ, Quality::Live, &settings);
        assert_eq!(peak(&play(&mut chain, &[0.0; 48_000])), 0.0);
        chain.set(&Settings {
            volume_db: 12.0,
            mix_pct: 50.0,
            in_cal_dbu: 4.0,
            fuzz_pct: 30.0,
            ..settings
        });
        assert_eq!(peak(&play(&mut chain, &[0.0; 48_000])), 0.0);
    }
}

/// When a signal stops, the path comes to rest within seconds, exactly, and plays again as if nothing had been: to -80 dB,
/// because a solver stops within its tolerance of the operating point.
#[test]
fn path_comes_to_rest() {
    let through_fuzz = (reamped(), 3e-4); // behind 60 dB of gain
    for (settings, tolerance) in [(Settings::default(), 1e-6), (driven(), 1e-6), through_fuzz] {
        let mut chain = chain(RATE_HZ, Quality::Live, &settings);
        let signal = sine(RATE_HZ, 110.0, -6.0, 24_000);
        let first = play(&mut chain, &signal);
        let rest = play(&mut chain, &vec![0.0; 10 * 48_000]);
        let last = rest.iter().rposition(|&sample| sample != 0.0).unwrap_or(0);
        println!("at rest after {:.3} s", last as f64 / RATE_HZ);
        assert!(last < 8 * 48_000);
        let again = play(&mut chain, &signal);
        let differences: Vec<f32> = again
            .iter()
            .zip(&first)
            .map(|(again, first)| again - first)
            .collect();
        assert!(
            peak(&differences) <= tolerance * peak(&first),
            "{}",
            peak(&differences)
        );
    }
}

/// NaN, infinity, denormal and absurd numbers in: finite numbers out, and half a second later all is as it was.
#[test]
fn bad_samples_do_not_stay() {
    for settings in [
        Settings::default(),
        driven(),
        reamped(),
        Settings {
            bypass: true,
            ..driven()
        },
    ] {
        let mut chain = chain(RATE_HZ, Quality::Live, &settings);
        let signal = sine(RATE_HZ, 220.0, -20.0, 48_000);
        let clean = play(&mut chain, &signal);
        chain.reset();
        let mut spoilt = signal.clone();
        let bad = [
            f32::NAN,
            f32::INFINITY,
            f32::NEG_INFINITY,
            f32::MAX,
            f32::MIN,
            1e-42,
            -1e-45,
        ];
        for (index, sample) in spoilt[2_000..4_000].iter_mut().enumerate() {
            if index % 3 == 0 {
                *sample = bad[index / 3 % bad.len()];
            }
        }
        let output = play(&mut chain, &spoilt);
        assert!(output.iter().all(|sample| sample.is_finite()));
        // Every coupling capacitor has recovered.
        let settled = 36_000..;
        let differences: Vec<f32> = output[settled.clone()]
            .iter()
            .zip(&clean[settled.clone()])
            .map(|(spoilt, clean)| spoilt - clean)
            .collect();
        let error_db = 20.0 * (peak(&differences) / peak(&clean[settled])).log10();
        println!("{error_db:.1} dB after recovery");
        assert!(error_db < -40.0);
    }
}
