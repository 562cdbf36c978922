//! Needles of VU meters, true peaks, and what the scope shows.

use std::f64::consts::TAU;
use std::sync::Arc;

use crate::player::{chain, noise, play, play_stereo, sine};
use preface::chain::scope::Trace;
use preface::chain::settings::Quality;
use preface::chain::{Chain, Node, Scope, Settings};
use preface::lanes::Stereo;

/// Plays a signal in blocks of so many frames and reads the needle of a node after each.
fn needle_volts(chain: &mut Chain<f64>, signal: &[f32], frames: usize, node: Node) -> Vec<f64> {
    let mut signal = signal.to_vec();
    (signal.chunks_mut(frames))
        .map(|block| {
            chain.process(&mut [block]);
            chain.take_taps().at(node).vu_volt[0]
        })
        .collect()
}

/// A sine that is switched on lifts the needle to 99 % in 300 ms, and 1 to 1.5 % too far, at any node and host rate.
#[test]
fn the_needle_moves_as_the_standard_says() {
    for rate_hz in [8e3, 44.1e3, 96e3] {
        for node in Node::ALL {
            let mut chain = chain::<f64>(rate_hz, Quality::Live, &Settings::default());
            let signal = sine(rate_hz, 1e3, -12.0, 2 * rate_hz as usize);
            let volts = needle_volts(&mut chain, &signal, 32, node);
            let last = volts[volts.len() - 1];
            let arrived = volts.iter().position(|&volt| volt >= 0.99 * last);
            let seconds = 32.0 * (arrived.expect("arrives") + 1) as f64 / rate_hz;
            let overshoot = volts.iter().fold(0.0, |most: f64, &volt| most.max(volt)) / last - 1.0;
            println!("{rate_hz} Hz, {node:?}: {seconds:.3} s, {overshoot:.4}");
            assert!((seconds - 0.3).abs() < 0.03, "{node:?}: {seconds} s");
            assert!((0.01..=0.015).contains(&overshoot), "{node:?}: {overshoot}");
        }
    }
}

/// It reads a sine's root mean square: 12.2 dBu - 12 dB, to 0.05 dB. A square wave of that peak reads 0.9 dB more than its
/// own, as a rectifier does.
#[test]
fn the_needle_reads_a_sine() {
    let mut path = chain::<Stereo>(48e3, Quality::Live, &Settings::default());
    let left = sine(48e3, 1e3, -12.0, 96_000);
    let right: Vec<f32> = left.iter().map(|sample| 0.25 * sample.signum()).collect();
    play_stereo(&mut path, &[left, right], &[64]);
    let taps = path.take_taps();
    for node in Node::ALL {
        let dbu = taps.at(node).vu_dbu(0);
        assert!((dbu - 0.2).abs() < 0.05, "{node:?}: {dbu} dBu");
    }
    let recorded = taps.at(Node::Recorded);
    let square_db = recorded.vu_dbu(1) - recorded.rms_dbu(1);
    assert!((square_db - 0.91).abs() < 0.02, "{square_db} dB");
}

/// Where the needle stands after a second does not depend on blocks, up to 8192 samples at 8 kHz, which last longer.
#[test]
fn the_needle_does_not_depend_on_blocks() {
    let signal = noise(3, 0.3, 3 * 8_192);
    let read = |frames: usize| {
        let mut chain = chain::<f64>(8e3, Quality::Live, &Settings::default());
        let volts = needle_volts(&mut chain, &signal, frames, Node::Output);
        volts.into_iter().last().expect("there is one")
    };
    let whole = read(8_192);
    for frames in [32, 64, 1_024] {
        assert!((read(frames) / whole - 1.0).abs() < 1e-12);
    }
}

/// In silence it comes back to rest, exactly, also while the path sleeps.
#[test]
fn the_needle_comes_to_rest() {
    let mut path = chain::<f64>(48e3, Quality::Live, &Settings::default());
    play(&mut path, &sine(48e3, 1e3, -12.0, 48_000));
    play(&mut path, &vec![0.0; 20 * 48_000]);
    let taps = path.take_taps();
    for node in Node::ALL {
        assert_eq!(taps.at(node).vu_volt, [0.0; 2], "{node:?}");
    }
}

/// A sine of a quarter of the rate whose samples all miss its peak by 3 dB: its true peak reads within the 0.6 dB of the
/// standard at every node, while somebody watches.
#[test]
fn true_peaks_are_read_at_every_node() {
    for rate_hz in [44.1e3, 48e3, 96e3] {
        let mut path = chain::<f64>(rate_hz, Quality::High, &Settings::default());
        path.set_watched(true);
        let signal: Vec<f32> = (0..48_000)
            .map(|index| {
                let fade = (f64::from(index) / 4_800.0).min(1.0);
                (0.25 * fade * (TAU * (0.25 * f64::from(index) + 0.125)).sin()) as f32
            })
            .collect();
        play(&mut path, &signal[..24_000]);
        path.take_taps();
        play(&mut path, &signal[24_000..]);
        let taps = path.take_taps();
        for node in Node::ALL {
            let true_peak_db = taps.at(node).true_peak_dbfs(0) + 12.04;
            println!("{rate_hz} Hz, {node:?}: {true_peak_db:.2} dB");
            // The fresh path is flat to 0.05 dB up to 18 kHz only.
            let bend_db = if rate_hz > 80e3 { 0.2 } else { 0.0 };
            assert!(true_peak_db.abs() < 0.6 + bend_db, "{node:?}");
        }
        let recorded = taps.at(Node::Recorded);
        let between_db = recorded.true_peak_dbfs(0) - recorded.peak_dbfs(0);
        assert!((between_db - 3.01).abs() < 0.6, "{between_db} dB");
    }
}

/// The scope holds the recording in volts and the node that was asked for, at its rate, mean of both channels.
#[test]
fn the_scope_shows_what_passes() {
    let scope = Arc::new(Scope::default());
    let mut path = chain::<Stereo>(48e3, Quality::Live, &Settings::default());
    path.set_scope(scope.clone());
    let left = sine(48e3, 1e3, -12.0, 24_000);
    let right = sine(48e3, 1e3, -18.0206, 24_000);
    let both = [left, right];
    play_stereo(&mut path, &both, &[100]);
    let mut newest = vec![0.0; 4_800];
    assert_eq!(scope.read(Trace::Recorded, &mut newest), None, "not asked");
    let largest = |samples: &[f32]| samples.iter().fold(0f32, |most, one| most.max(one.abs()));
    // Mean of 0.2 dBu and 6.02 dB less: three quarters of 0.7926 V rms.
    let volt = 0.75 * 0.7926 * std::f32::consts::SQRT_2;
    for (node, rate_hz) in [
        (Node::Preamp, 192e3),
        (Node::Output, 48e3),
        (Node::Recorded, 48e3),
    ] {
        scope.ask(Some(node));
        play_stereo(&mut path, &both, &[100]);
        for (trace, node, rate_hz) in [
            (Trace::Recorded, Node::Recorded, 48e3),
            (Trace::Probe, node, rate_hz),
        ] {
            let origin = scope.read(trace, &mut newest).expect("there is enough");
            assert_eq!((origin.node, origin.rate_hz), (node, rate_hz));
            let found = largest(&newest);
            assert!((found / volt - 1.0).abs() < 0.01, "{node:?}: {found} V");
        }
    }
    // Asleep, it shows silence.
    scope.ask(Some(Node::Preamp));
    play_stereo(
        &mut path,
        &[vec![0.0; 480_000], vec![0.0; 480_000]],
        &[1_000],
    );
    scope.read(Trace::Probe, &mut newest).expect("goes on");
    assert_eq!(largest(&newest), 0.0);
}
