//! The result depends on the signal and on when settings change, on nothing else: bit for bit.

use crate::player::{chain, noise, play, play_stereo, sine};
use preface::chain::settings::{Input, Listen, Quality, ReampBox, ReampLoad, Source};
use preface::chain::{Chain, Settings};
use preface::lanes::Stereo;

const RATE_HZ: f64 = 48e3;
const FRAMES: usize = 16_500;

/// Settings that change at absolute times, none of them on the smoothing grid.
fn changes() -> Vec<(usize, Settings)> {
    let loaded = Settings {
        source: Source::Humbucker,
        now_input: Input::Line10k,
        character_pct: 100.0,
        gain_db: 12.0,
        ..Settings::default()
    };
    vec![
        (0, Settings::default()),
        (1_001, loaded),
        (
            5_003,
            Settings {
                character_pct: 40.0,
                drive_db: 6.0,
                volume_db: -9.0,
                ..loaded
            },
        ),
        (
            5_100,
            Settings {
                mix_pct: 30.0,
                match_level: true,
                ..loaded
            },
        ),
        (
            7_003,
            Settings {
                virtual_pickup: true,
                reamp_load: ReampLoad::FuzzGermanium,
                ..reamped()
            },
        ),
        (
            8_501,
            Settings {
                r#box: ReampBox::Active,
                reamp_cable_m: 9.0,
                fuzz_pct: 40.0,
                listen: Listen::AfterFuzz,
                ..reamped()
            },
        ),
        (
            9_999,
            Settings {
                bypass: true,
                ..loaded
            },
        ),
        (
            13_007,
            Settings {
                converter_on: false,
                in_cal_dbu: 18.0,
                ..loaded
            },
        ),
    ]
}

/// Out again, by a box.
fn reamped() -> Settings {
    Settings {
        reamp_on: true,
        source: Source::Humbucker,
        reamp_load: ReampLoad::FuzzSilicon,
        ..Settings::default()
    }
}

fn signal() -> [Vec<f32>; 2] {
    let mut left = sine(RATE_HZ, 220.0, -3.0, FRAMES);
    left[..3000].fill(0.0); // wakes in the middle of everything
    let right = noise(7, 0.4, FRAMES);
    [left, right.iter().map(|sample| sample * sample).collect()]
}

/// Plays [`signal`] with [`changes`], cut into blocks of the given lengths.
fn play_changing(chain: &mut Chain<Stereo>, lengths: &[usize]) -> [Vec<f32>; 2] {
    let changes = changes();
    let ends = changes[1..].iter().map(|&(time, _)| time).chain([FRAMES]);
    let [left, right] = signal();
    let mut output = [Vec::new(), Vec::new()];
    for ((start, settings), end) in changes.iter().zip(ends) {
        chain.set(settings);
        let part = [left[*start..end].to_vec(), right[*start..end].to_vec()];
        let played = play_stereo(chain, &part, lengths);
        output
            .iter_mut()
            .zip(played)
            .for_each(|(all, part)| all.extend(part));
    }
    output
}

fn bits(signal: &[Vec<f32>; 2]) -> Vec<u32> {
    signal
        .iter()
        .flatten()
        .map(|sample| sample.to_bits())
        .collect()
}

#[test]
fn block_size_does_not_matter() {
    for quality in [Quality::Live, Quality::High] {
        let run = |lengths: &[usize]| {
            bits(&play_changing(
                &mut chain(RATE_HZ, quality, &Settings::default()),
                lengths,
            ))
        };
        let reference = run(&[64]);
        let random: Vec<usize> = noise(3, 1.0, 400)
            .iter()
            .map(|number| 1 + (number.abs() * 300.0) as usize)
            .collect();
        for lengths in [&[1][..], &[8192], &[31], &[33, 1, 64, 7], &random] {
            let first = &lengths[..lengths.len().min(4)];
            assert!(run(lengths) == reference, "blocks of {first:?} differ");
        }
    }
}

#[test]
fn reset_is_new() {
    for settings in [0, 2, 3, 4, 5].map(|change| changes()[change].1) {
        let fresh = bits(&play_stereo(
            &mut chain(RATE_HZ, Quality::Live, &settings),
            &signal(),
            &[64],
        ));
        let mut used = chain(RATE_HZ, Quality::Live, &Settings::default());
        play_changing(&mut used, &[100]);
        used.set(&settings);
        used.reset();
        assert!(bits(&play_stereo(&mut used, &signal(), &[64])) == fresh);
        assert_eq!(
            used.latency_samples(),
            chain::<Stereo>(RATE_HZ, Quality::Live, &settings).latency_samples()
        );
    }
}

/// A stereo run of two equal channels is the mono run.
#[test]
fn stereo_is_mono_twice() {
    for settings in [2, 5].map(|change| changes()[change].1) {
        let [left, _] = signal();
        let mono = play(&mut chain(RATE_HZ, Quality::Live, &settings), &left);
        let stereo = play_stereo(
            &mut chain(RATE_HZ, Quality::Live, &settings),
            &[left.clone(), left],
            &[64],
        );
        assert!(bits(&stereo) == bits(&[mono.clone(), mono]));
    }
}
