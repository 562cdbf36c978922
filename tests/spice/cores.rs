//! What a transformer's core does to energy: its loop of current over flux, driven by an ideal source.

use std::f64::consts::TAU;

use preface::spice::{Method, Netlist, Transient};

use crate::circuits::circuit;

const RATE_HZ: f64 = 192_000.0;
const HENRY: f64 = 10.0;
const AMPERE: f64 = 1e-3;
const LOSS: f64 = 0.5;

/// The output is the winding's current, volt for ampere.
fn core() -> Netlist {
    circuit(
        ".include models.lib\nX1 in m CORE henry=10 ampere=1m loss=0.5 eps=1u\n\
         Vm m 0 0\nHout out 0 Vm 1\nRout out 0 1\n",
    )
}

/// Joule that the core keeps of one period of a sine whose flux reaches `knees` times that of the knee. A cosine
/// of voltage: the flux starts from zero without an offset.
fn joule_per_period(knees: f64, hz: f64) -> f64 {
    let mut circuit = Transient::<f64>::new(&core(), RATE_HZ, Method::Auto).unwrap();
    let peak = knees * HENRY * AMPERE * TAU * hz;
    let period = (RATE_HZ / hz) as usize;
    let volt = |n: usize| peak * (TAU * hz * n as f64 / RATE_HZ).cos();
    let mut energy = 0.0;
    let (mut last_volt, mut last_ampere) = (0.0, 0.0);
    for n in 0..4 * period {
        let volt = volt(n);
        let ampere = circuit.step(volt);
        if n > 3 * period {
            energy += 0.25 * (volt + last_volt) * (ampere + last_ampere) / RATE_HZ;
        }
        (last_volt, last_ampere) = (volt, ampere);
    }
    assert_eq!(circuit.failures(), 0);
    energy
}

fn decibels(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}

/// Rayleigh's loop between two parabolas has the area 4/3 loss L I² knees³.
#[test]
fn small_loops_lose_what_rayleigh_found() {
    for knees in [0.0125, 0.025, 0.05, 0.1] {
        let found = joule_per_period(knees, 50.0);
        let expected = 4.0 / 3.0 * LOSS * HENRY * AMPERE * AMPERE * f64::powi(knees, 3);
        let error_db = decibels(found / expected);
        println!("{knees} knees: {found:.3e} J a period, {error_db:+.3} dB re Rayleigh's loop");
        assert!(error_db.abs() < 0.1, "{knees} knees: {error_db} dB");
    }
}

#[test]
fn the_loss_does_not_depend_on_speed() {
    for knees in [0.05, 0.5, 1.2] {
        let slow = joule_per_period(knees, 20.0);
        let fast = joule_per_period(knees, 400.0);
        let differs_db = decibels(fast / slow);
        println!("{knees} knees: {slow:.3e} J at 20 Hz, {differs_db:+.4} dB at 400 Hz");
        assert!(slow > 0.0 && differs_db.abs() < 0.05, "{differs_db} dB");
    }
}

/// Eight times the loss for twice the flux of small loops; far above the knee hardly more: what is lost is lost while
/// the core magnetises, and that is over.
#[test]
fn a_saturated_core_loses_hardly_more() {
    let [knee, beyond, far] = [1.0, 2.0, 4.0].map(|knees| joule_per_period(knees, 50.0));
    println!("{knee:.3e} J, {beyond:.3e} J, {far:.3e} J at 1, 2 and 4 knees");
    assert!(knee > 0.0 && beyond > knee && far > beyond);
    assert!(far < 1.5 * beyond, "{}", far / beyond);
}
