//! What holds for every step of every nonlinear circuit.

use preface::lanes::{Lanes, Stereo};
use preface::spice::devices::Triode;
use preface::spice::{Kind, Method, Netlist, SmallSignal, Transient};

use crate::allocations::allocator_calls;
use crate::circuits::{circuit, diode_clipper, triode_stage};
use crate::tone::response;

const RATE_HZ: f64 = 192_000.0;

fn cases() -> [(&'static str, Netlist, Method); 4] {
    [
        ("triode", triode_stage(), Method::Trapezoidal),
        ("triode", triode_stage(), Method::TrBdf2),
        ("diodes", diode_clipper(), Method::Trapezoidal),
        ("diodes", diode_clipper(), Method::TrBdf2),
    ]
}

/// Red noise from 600 Hz on: without a period, and different for every `seed`.
fn noise(seed: u64, peak_volt: f64) -> impl FnMut() -> f64 {
    let mut state = seed;
    let mut slow = 0.0;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let white = (state >> 33) as f64 / f64::from(1u32 << 30) - 1.0;
        slow += 0.02 * (white * peak_volt - slow);
        slow
    }
}

#[test]
fn at_rest_nothing_moves() {
    for (what, netlist, method) in cases() {
        let mut transient = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        let rest = transient.output_at_rest();
        let drift = (0..192_000)
            .map(|_| (transient.step(0.0) - rest).abs())
            .fold(0.0, f64::max);
        println!("{what}, {method:?}: {drift:.1e} V in a second");
        // Anodes stand at 200 V, of which a double holds 3e-14 V, and that comes back to the grid.
        assert!(drift < 1e-11, "{what}, {method:?}: {drift:e} V");
    }
}

#[test]
fn a_small_signal_is_the_linearisation() {
    for (what, netlist, method) in cases() {
        let controls: Vec<f64> = netlist.controls.iter().map(|c| c.default).collect();
        let linear = SmallSignal::new(&netlist, &controls)
            .unwrap()
            .response(1000.0);
        let mut transient = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        let rest = transient.output_at_rest();
        let gain = response(RATE_HZ, 1000.0, 0.5, |volt| {
            (transient.step(1e-5 * volt) - rest) / 1e-5
        });
        let error = (gain / linear - 1.0).norm();
        println!("{what}, {method:?}: {error:.1e} of {:.4}", linear.norm());
        assert!(error < 2e-4, "{what}, {method:?}: {gain} is not {linear}");
    }
}

#[test]
fn equal_channels_are_mono_bit_for_bit() {
    for (what, netlist, method) in cases() {
        let mut mono = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        let mut stereo = Transient::<Stereo>::new(&netlist, RATE_HZ, method).unwrap();
        let mut source = noise(1, 20.0);
        for n in 0..20_000 {
            let volt = source();
            let one = mono.step(volt);
            let both = stereo.step(Stereo::splat(volt)).to_array();
            assert_eq!(both, [one, one], "{what}, {method:?}, sample {n}");
        }
    }
}

#[test]
fn channels_do_not_hear_each_other() {
    let method = Method::Auto;
    for (what, netlist) in [("triode", triode_stage()), ("diodes", diode_clipper())] {
        let mut mono = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        let mut stereo = Transient::<Stereo>::new(&netlist, RATE_HZ, method).unwrap();
        let (mut left, mut right) = (noise(1, 20.0), noise(2, 60.0));
        let (mut error, mut signal) = (0.0, 0.0);
        for _ in 0..20_000 {
            let volt = left();
            let alone = mono.step(volt);
            let beside = stereo.step(Stereo::new([volt, right()])).lane(0);
            error += (alone - beside) * (alone - beside);
            signal += alone * alone;
        }
        let crosstalk_db = 10.0 * f64::log10(error / signal + 1e-300);
        println!("{what}, {method:?}: {crosstalk_db:.0} dB");
        // Both take the steps that the more demanding one needs: what differs is the integrator's own error.
        assert!(
            crosstalk_db < -70.0,
            "{what}, {method:?}: {crosstalk_db} dB"
        );
    }
}

#[test]
fn reset_is_new_bit_for_bit() {
    for (what, netlist, method) in cases() {
        let mut used = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        let mut source = noise(3, 50.0);
        for _ in 0..5000 {
            used.step(source());
        }
        used.reset();
        let mut new = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        for n in 0..5000 {
            let volt = source();
            assert_eq!(used.step(volt), new.step(volt), "{what}, {method:?}, {n}");
        }
    }
}

#[test]
fn a_control_ends_where_a_new_circuit_begins() {
    for (what, mut netlist, method) in cases() {
        let mut moved = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        let name = netlist.controls[0].name.clone();
        let control = moved.control(&name).unwrap();
        moved.set_control(control, 47e3);
        moved.reset();
        netlist.controls[0].default = 47e3;
        let mut new = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        let mut source = noise(4, 5.0);
        for n in 0..2000 {
            let volt = source();
            assert_eq!(moved.step(volt), new.step(volt), "{what}, {method:?}, {n}");
        }
    }
}

#[test]
fn moving_a_control_and_back_in_silence_leaves_what_a_charge_took() {
    // The plate's node moves at once, the voltage at its capacitors does not.
    let netlist = triode_stage();
    let mut transient = Transient::<f64>::new(&netlist, RATE_HZ, Method::Auto).unwrap();
    let control = transient.control("plate_ohm").unwrap();
    let rest = transient.output_at_rest();
    for step in 0..200 {
        let ohm = 100e3 * (1.0 + 1e-4 * f64::from(step));
        transient.set_control(control, ohm);
        transient.update();
        let change = transient.step(0.0) - rest;
        assert!(change.abs() < 1.0, "step {step}: {change} V");
    }
    transient.set_control(control, 100e3);
    transient.update();
    for _ in 0..192_000 {
        transient.step(0.0);
    }
    let left = transient.step(0.0) - rest;
    println!("a second after the control came back: {left:e} V");
    assert!(left.abs() < 1e-6);
    assert_eq!(transient.failures(), 0);
}

#[test]
fn a_copied_state_goes_on_alike() {
    for (what, netlist, method) in cases() {
        let mut first = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        let mut second = Transient::<f64>::new(&netlist, RATE_HZ, method).unwrap();
        let mut source = noise(5, 5.0);
        for _ in 0..3000 {
            first.step(source());
        }
        second.copy_state_from(&first);
        let mut largest = 0.0_f64;
        for _ in 0..1000 {
            let volt = source();
            largest = largest.max((first.step(volt) - second.step(volt)).abs());
        }
        println!("{what}, {method:?}: {largest:.1e} V");
        assert!(largest < 1e-3, "{what}, {method:?}: {largest} V");
    }
}

#[test]
fn whatever_comes_in_the_circuit_recovers() {
    for (what, netlist, method) in cases() {
        for bad in [f64::NAN, f64::INFINITY, -1e300, 1e6, -1e6] {
            let mut hurt = Transient::<Stereo>::new(&netlist, RATE_HZ, method).unwrap();
            for volt in [0.0, 0.1, bad, bad, -bad, bad, 0.0] {
                let output = hurt.step(Stereo::new([volt, 0.1]));
                assert!(
                    Lanes::is_finite(output),
                    "{what}, {method:?}, {bad}: {output:?}"
                );
            }
            if !bad.is_finite() {
                assert!(
                    hurt.failures() > 0,
                    "{what}, {method:?}, {bad} was not counted"
                );
            }
            for _ in 0..192_000 {
                hurt.step(Stereo::splat(0.0));
            }
            let left = hurt.step(Stereo::splat(0.0)).lane(0) - hurt.output_at_rest();
            println!(
                "{what}, {method:?}, {bad:e}: {left:+.1e} V after a second, {} failures",
                hurt.failures()
            );
            assert!(left.abs() < 1.0, "{what}, {method:?}, {bad}: {left} V");
        }
    }
}

#[test]
fn nothing_allocates_once_a_circuit_is_built() {
    assert!(allocator_calls(|| drop(std::hint::black_box(vec![1_u8]))) > 0);
    for (what, netlist, method) in cases() {
        let mut transient = Transient::<Stereo>::new(&netlist, RATE_HZ, method).unwrap();
        let other = transient.clone();
        let control = transient.control(&netlist.controls[0].name).unwrap();
        let mut source = noise(6, 50.0);
        let calls = allocator_calls(|| {
            for round in 0..20 {
                transient.set_control(control, 50e3 + 1e3 * f64::from(round));
                transient.update();
                for _ in 0..100 {
                    transient.step(Stereo::splat(source()));
                }
                transient.step(Stereo::splat(1e6));
                transient.step(Stereo::splat(f64::NAN));
                transient.copy_state_from(&other);
                transient.reset();
            }
        });
        assert_eq!(calls, 0, "{what}, {method:?}");
    }
}

#[test]
fn currents_into_every_node_cancel() {
    let mut netlist = circuit(
        ".include models.lib\nVbb bb 0 280\nRstop in g 68k\nRa bb out 100k\nRk k 0 1.5k\n\
         X1 out g k 12AX7\n",
    );
    // Without its capacitances the stage obeys nothing but its resistors and the tube's curves.
    netlist
        .elements
        .retain(|element| !matches!(element.kind, Kind::Capacitor { .. }));
    let model = netlist
        .elements
        .iter()
        .find_map(|element| match &element.kind {
            Kind::Triode { model, .. } => Some(model),
            _ => None,
        });
    let tube = Triode::new(model.unwrap());
    let mut nodes = ["g", "out", "k"].map(|name| {
        let mut netlist = netlist.clone();
        netlist.output = netlist.nodes.iter().position(|node| node == name).unwrap();
        Transient::<f64>::new(&netlist, RATE_HZ, Method::Trapezoidal).unwrap()
    });
    let (mut residual, mut largest) = (0.0_f64, 0.0_f64);
    for n in 0..1920 {
        let volt = 5.0 * (std::f64::consts::TAU * 1000.0 * f64::from(n) / RATE_HZ).sin();
        let [grid, anode, cathode] = nodes.each_mut().map(|node| node.step(volt));
        let into_tube = tube.currents(grid - cathode, anode - cathode);
        for cancelled in [
            (volt - grid) / 68e3 - into_tube.grid,
            (280.0 - anode) / 100e3 - into_tube.anode,
            into_tube.anode + into_tube.grid - cathode / 1.5e3,
        ] {
            residual = residual.max(cancelled.abs());
        }
        largest = largest.max(into_tube.anode);
    }
    println!("residual {residual:.1e} A, largest current {largest:.1e} A");
    assert!(residual < 1e-7 * largest);
}
