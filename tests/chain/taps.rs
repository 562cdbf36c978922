//! Levels at the nodes of the path.

use crate::player::{chain, play, play_stereo, sine};
use preface::chain::settings::{BoxImpedance, Quality, ReampLoad};
use preface::chain::{Node, Settings, Taps};
use preface::lanes::Stereo;

const RATE_HZ: f64 = 48e3;

/// Levels at the nodes of a sine of 1 kHz, -10 dBFS, once all has settled.
fn taps_of_a_tone(settings: &Settings) -> Taps {
    let mut chain = chain(RATE_HZ, Quality::Live, settings);
    let signal = sine(RATE_HZ, 1e3, -10.0, 9_600);
    play(&mut chain, &signal);
    chain.take_taps();
    play(&mut chain, &signal);
    chain.take_taps()
}

/// A sine of -12 dBFS of a jack calibrated to 12.2 dBu is 0.2 dBu, at every node of a path at unity.
#[test]
fn every_node_reads_the_level() {
    let mut chain = chain::<Stereo>(RATE_HZ, Quality::Live, &Settings::default());
    let left = sine(RATE_HZ, 1e3, -12.0, 9_600);
    let right = sine(RATE_HZ, 1e3, -32.0, 9_600);
    play_stereo(&mut chain, &[left.clone(), right.clone()], &[64]);
    chain.take_taps();
    play_stereo(&mut chain, &[left, right], &[64]);
    let taps = chain.take_taps();
    for node in Node::ALL {
        for (channel, dbu) in [0.2, -19.8].into_iter().enumerate() {
            let tap = taps.at(node);
            assert!(
                (tap.peak_dbu(channel) - dbu).abs() < 0.05,
                "{node:?}: {}",
                tap.peak_dbu(channel)
            );
            assert!((tap.peak_dbfs(channel) - dbu + 12.2).abs() < 0.05);
            assert!(
                (tap.rms_dbu(channel) - dbu).abs() < 0.05,
                "{node:?}: {}",
                tap.rms_dbu(channel)
            );
        }
    }
    let start_over = chain.take_taps();
    assert_eq!(start_over.at(Node::Output).frames, 0);
}

/// Calibration and volume move the nodes where they act.
#[test]
fn nodes_follow_calibration_and_volume() {
    let settings = Settings {
        in_cal_dbu: 18.0,
        rec_gain_db: 30.0,
        out_link: false,
        out_cal_dbu: 4.0,
        volume_db: -14.0,
        ..Settings::default()
    };
    let taps = taps_of_a_tone(&settings);
    // 18 - 30 - 10 dBu at the jack; - 14 dB.
    let expected_dbu = [-22.0, -22.0, -22.0, -22.0, -22.0, -36.0];
    for (node, dbu) in Node::ALL.into_iter().zip(expected_dbu) {
        assert!(
            (taps.at(node).rms_dbu(0) - dbu).abs() < 0.1,
            "{node:?}: {}",
            taps.at(node).rms_dbu(0)
        );
    }
    assert!((taps.at(Node::Recorded).peak_dbfs(0) + 10.0).abs() < 0.05);
    assert!((taps.at(Node::Converter).peak_dbfs(0) + 40.0).abs() < 0.1);
    assert!((taps.at(Node::Output).peak_dbfs(0) + 40.0).abs() < 0.1);
}

/// Full scale of the re-amp's node is the unloaded jack: what a load takes off stands on it.
#[test]
fn the_jack_of_the_amp_reads_what_its_load_leaves() {
    let settings = Settings {
        reamp_on: true,
        send_cal_dbu: 6.0,
        box_z: BoxImpedance::Ohm10k,
        reamp_load: ReampLoad::Custom,
        reamp_load_ohm: 10e3,
        reamp_cable_m: 0.0,
        ..Settings::default()
    };
    let taps = taps_of_a_tone(&settings);
    let jack = taps.at(Node::Reamp);
    // Half of the voltage is 6.02 dB less.
    assert!(
        (jack.peak_dbfs(0) + 16.02).abs() < 0.05,
        "{}",
        jack.peak_dbfs(0)
    );
    assert!(
        (jack.peak_dbu(0) + 10.02).abs() < 0.05,
        "{}",
        jack.peak_dbu(0)
    );
    // What leaves is the same volts on the output's scale of 12.2 dBu.
    assert!((taps.at(Node::Output).peak_dbfs(0) + 22.22).abs() < 0.1);
}
