//! Device equations against their formulas, and derivatives against differences.

use preface::lanes::{Lanes, Stereo};
use preface::spice::devices::{
    Bipolar, Clamp, Diode, FieldEffect, MagneticCore, THERMAL_VOLT, Triode, TwoPorts,
};
use preface::spice::elements::{
    BipolarModel, ClampModel, DiodeModel, EmissionLaw, FieldEffectModel, MagneticCoreModel,
    TriodeModel,
};

/// The 12AX7 of `models.lib`.
const TRIODE: TriodeModel = TriodeModel {
    mu: 100.5,
    cathode: EmissionLaw {
        perveance: 2e-3,
        exponent: 1.045,
        knee: 2.83,
    },
    grid: EmissionLaw {
        perveance: 6.164e-4,
        exponent: 1.314,
        knee: 6.446,
    },
};

fn triode_volts() -> impl Iterator<Item = (f64, f64)> {
    let grids = [-50.0, -4.0, -2.0, -1.0, -0.2, 0.0, 0.3, 1.0, 5.0];
    let anodes = [-20.0, 0.0, 0.5, 10.0, 100.0, 250.0, 400.0];
    grids
        .into_iter()
        .flat_map(move |grid| anodes.into_iter().map(move |anode| (grid, anode)))
}

fn assert_near(what: &str, ours: f64, formula: f64, relative: f64, absolute: f64) {
    let error = (ours - formula).abs();
    assert!(
        error <= relative * formula.abs() + absolute,
        "{what}: {ours:e}, not {formula:e}"
    );
}

#[test]
fn triode_currents_are_the_formula() {
    let triode = Triode::new(&TRIODE);
    let soft_plus = |x: f64| x.max(0.0) + (-x.abs()).exp().ln_1p();
    for (grid, anode) in triode_volts() {
        let current = |law: EmissionLaw, volt: f64| {
            law.perveance * (soft_plus(law.knee * volt) / law.knee).powf(law.exponent)
        };
        let grid_ampere = current(TRIODE.grid, grid);
        let anode_ampere = current(TRIODE.cathode, anode / TRIODE.mu + grid) - grid_ampere;
        let ours = triode.currents(grid, anode);
        let place = format!("{grid} V, {anode} V");
        // Tables: within 1e-7, -140 dB
        let absolute = 1e-7 * grid_ampere + 1e-18;
        assert_near(&place, ours.anode, anode_ampere, 1e-7, absolute);
        assert_near(&place, ours.grid, grid_ampere, 1e-7, 1e-18);
    }
}

#[test]
fn triode_derivatives_are_differences() {
    let triode = Triode::new(&TRIODE);
    for (grid, anode) in triode_volts() {
        let step = 1e-5;
        let ours = triode.currents(grid, anode);
        let (up, down) = (
            triode.currents(grid + step, anode),
            triode.currents(grid - step, anode),
        );
        let (higher, lower) = (
            triode.currents(grid, anode + step),
            triode.currents(grid, anode - step),
        );
        let slope = |high: f64, low: f64| (high - low) / (2.0 * step);
        let place = format!("{grid} V, {anode} V");
        let pairs = [
            (ours.grid_by_grid, slope(up.grid, down.grid)),
            (ours.anode_by_grid, slope(up.anode, down.anode)),
            (ours.anode_by_anode, slope(higher.anode, lower.anode)),
        ];
        for (derivative, difference) in pairs {
            assert_near(&place, derivative, difference, 1e-6, 1e-10);
        }
    }
}

#[test]
fn diode_derivatives_are_differences() {
    let model = DiodeModel {
        saturation_current_ampere: 2.5e-9,
        emission_coefficient: 1.75,
        junction_capacitance_farad: 4e-12,
        junction_potential_volt: 0.7,
        transit_time_seconds: 5.8e-9,
        breakdown_volt: 20.0,
        breakdown_current_ampere: 1e-4,
        ..DiodeModel::default()
    };
    let diode = Diode::new(&model);
    for volt in [
        -20.1, -19.9, -19.0, -5.0, -0.3, -0.1, 0.0, 0.2, 0.34, 0.36, 0.6, 0.8,
    ] {
        let step = 1e-6;
        let slope = |function: &dyn Fn(f64) -> f64| {
            (function(volt + step) - function(volt - step)) / (2.0 * step)
        };
        let (_, siemens) = diode.current(volt);
        let (_, farad) = diode.charge(volt);
        let place = format!("{volt} V");
        let differences = [
            slope(&|volt| diode.current(volt).0),
            slope(&|volt| diode.charge(volt).0),
        ];
        assert_near(&place, siemens, differences[0], 1e-6, 1e-13);
        assert_near(&place, farad, differences[1], 1e-6, 1e-17);
    }
}

/// `slope` of what a transistor carries against differences, at all pairs of these voltages.
fn check_slopes(volts: &[f64], carried: impl Fn([f64; 2]) -> TwoPorts<f64>, absolute: f64) {
    for first in volts {
        for second in volts {
            let volt = [*first, *second];
            let slope = carried(volt).slope;
            for column in 0..2 {
                let moved = |step: f64| {
                    let mut volt = volt;
                    volt[column] += step;
                    carried(volt).value
                };
                let step = 1e-6;
                let (up, down) = (moved(step), moved(-step));
                for row in 0..2 {
                    let difference = (up[row] - down[row]) / (2.0 * step);
                    let rounding = 1e-9 * up[row].abs() + absolute;
                    let place = format!("port {row} by port {column} at {volt:?}");
                    assert_near(&place, slope[row][column], difference, 1e-6, rounding);
                }
            }
        }
    }
}

#[test]
fn transistor_derivatives_are_differences() {
    let volts = [-20.1, -3.0, -0.3, -0.07, 0.01, 0.2, 0.36, 0.5, 0.65, 0.8];
    let plain = BipolarModel {
        saturation_current_ampere: 1e-14,
        reverse_saturation_ampere: 2e-14,
        ..BipolarModel::default()
    };
    let early = BipolarModel {
        forward_early_volt: 60.0,
        reverse_early_volt: 40.0,
        emitter_capacitance_farad: 10e-12,
        collector_capacitance_farad: 4e-12,
        forward_transit_seconds: 2e-9,
        reverse_transit_seconds: 50e-9,
        ..plain
    };
    let knees = BipolarModel {
        forward_knee_ampere: 1e-3,
        reverse_knee_ampere: 2e-3,
        emitter_leak_ampere: 1e-13,
        collector_leak_ampere: 1e-12,
        ..early
    };
    for model in [plain, early, knees] {
        let transistor = Bipolar::new(&model);
        check_slopes(&volts, |volt| transistor.currents(volt), 1e-13);
        check_slopes(&volts, |volt| transistor.charges(volt), 1e-17);
    }
    let model = FieldEffectModel {
        channel_length_per_volt: 0.01,
        doping_tail: 0.7,
        source_capacitance_farad: 5e-12,
        drain_capacitance_farad: 3e-12,
        ..FieldEffectModel::default()
    };
    let transistor = FieldEffect::new(&model);
    check_slopes(&volts, |volt| transistor.currents(volt), 1e-13);
    check_slopes(&volts, |volt| transistor.charges(volt), 1e-17);
}

#[test]
fn a_clamp_is_idle_then_a_conductance() {
    let model = ClampModel {
        siemens: 2e-3,
        edge_volt: 13.0,
        width_volt: 0.05,
    };
    let clamp = Clamp::new(&model);
    let (idle, _) = clamp.current(clamp.idle_volt());
    assert!(idle > 0.0 && idle < 3e-9 * model.siemens * model.width_volt);
    assert_eq!(clamp.current(0.0).0, 0.0);
    for volt in [-20.0, -13.1, -13.0, -12.9, 0.0, 12.8, 13.0, 13.3, 40.0] {
        let step = 1e-6;
        let (ampere, siemens) = clamp.current(volt);
        let difference =
            (clamp.current(volt + step).0 - clamp.current(volt - step).0) / (2.0 * step);
        let place = format!("{volt} V");
        assert_near(&place, siemens, difference, 1e-6, 1e-12);
        assert_eq!(clamp.current(-volt).0, -ampere, "{place}");
        let far = model.siemens * (volt.abs() - model.edge_volt);
        if volt.abs() > 14.0 {
            assert_near(&place, ampere.abs(), far, 1e-12, 0.0);
        }
    }
}

#[test]
fn core_derivatives_are_differences() {
    let core = MagneticCore::new(&MagneticCoreModel {
        knee_ampere: 2.0,
        loss: 1.3,
        air: 0.01,
        eps_volt: 0.1,
    });
    for flux in [-7.0, -2.0, -1.0, -0.1, 0.0, 0.3, 0.8, 4.0] {
        for winding in [-30.0, -0.2, 0.0, 0.05, 2.0] {
            let step = 1e-6;
            let ours = core.currents([flux, winding]).slope;
            for (port, direction) in [[step, 0.0], [0.0, step]].iter().enumerate() {
                let at = |sign: f64| {
                    let [by_flux, by_winding] = direction.map(|step| sign * step);
                    core.currents([flux + by_flux, winding + by_winding]).value
                };
                let (high, low) = (at(1.0), at(-1.0));
                for row in 0..2 {
                    let slope = (high[row] - low[row]) / (2.0 * step);
                    let place = format!("flux {flux}, {winding} V, [{row}][{port}]");
                    assert_near(&place, ours[row][port], slope, 1e-6, 1e-7);
                }
            }
        }
    }
}

#[test]
fn a_diode_doubles_its_current_every_18_millivolt() {
    let diode = Diode::new(&DiodeModel::default());
    let (low, _) = diode.current(0.6);
    let (high, _) = diode.current(0.6 + THERMAL_VOLT * std::f64::consts::LN_2);
    assert!((high / low - 2.0).abs() < 1e-6, "{}", high / low);
}

#[test]
fn exp_and_ln_are_within_1e_13_and_alike_in_mono_and_stereo() {
    let mut worst = [0.0_f64; 2];
    for n in -60_000..60_000 {
        let x = f64::from(n) * 0.0117;
        let (ours, exact) = (Lanes::exp(x), f64::exp(x));
        worst[0] = worst[0].max((ours / exact - 1.0).abs());
        let (log, exact_log) = (Lanes::ln(exact), exact.ln());
        worst[1] = worst[1].max((log - exact_log).abs() / exact_log.abs().max(1.0));
        assert_eq!(Lanes::exp(Stereo::splat(x)).lane(1), ours);
        assert_eq!(Lanes::ln(Stereo::splat(exact)).lane(1), log);
    }
    println!("exp {:.1e}, ln {:.1e}", worst[0], worst[1]);
    assert!(worst[0] < 1e-13 && worst[1] < 1e-13, "{worst:?}");
}
