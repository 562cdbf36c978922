//! Currents of every device of `models.lib` over voltage: native equations against ngspice's reading of the same text.

use std::path::Path;

use preface::spice::{Netlist, OperatingPoint};

use super::ngspice;

/// Below this, in mA, currents are judged by their difference: a voltage of 100 V leaves no digits for the drop of a
/// leakage current across the series resistance.
const FLOOR_MA: f64 = 1e-4;

/// Sweeps sources of a netlist in ngspice; the first word varies fastest.
fn sweep(netlist: &Path, sweep: &str, nodes: &[&str]) -> Vec<Vec<f64>> {
    let columns: Vec<String> = nodes.iter().map(|node| format!("v({node})")).collect();
    let deck = format!(
        "sweep\n.include {}\nvdrive in 0 0\n.options reltol=1e-9 abstol=1e-15 vntol=1e-12 gmin=1e-12\n\
         .control\ndc {sweep}\nwrite out.raw {}\n.endc\n.end\n",
        std::path::absolute(netlist).expect("a path").display(),
        columns.join(" ")
    );
    let plot = &ngspice::run(&deck, &[])[0];
    columns.iter().map(|column| plot.real(column)).collect()
}

/// Largest difference as a share of the reference.
fn worst(ours: &[f64], reference: &[f64]) -> f64 {
    assert_eq!(ours.len(), reference.len());
    let errors = ours.iter().zip(reference);
    errors
        .map(|(ours, reference)| (ours - reference).abs() / (reference.abs() + FLOOR_MA))
        .fold(0.0, f64::max)
}

fn solve(netlist: &Netlist, controls: &[f64], node: &str) -> f64 {
    let point = OperatingPoint::solve(netlist, controls).expect("an operating point");
    point.node_volt(node).expect("a node")
}

/// From deep cut-off to a grid far above its cathode, a reversed anode included.
#[test]
fn the_triode_is_its_subcircuit() {
    let path = Path::new("tests/ngspice/netlists/triode_iv.cir");
    let nodes = ["anode_ma", "grid_ma"];
    let reference = sweep(path, "va -50 400 12.5 vg -6 6 0.5", &nodes);
    let netlist = Netlist::read(path, &[]).expect("a netlist");
    let grid = (0..25).map(|step| -6.0 + 0.5 * f64::from(step));
    let points: Vec<[f64; 2]> = grid
        .flat_map(|grid| (0..37).map(move |step| [-50.0 + 12.5 * f64::from(step), grid]))
        .collect();
    for (node, reference) in nodes.iter().zip(&reference) {
        let ours: Vec<f64> = points
            .iter()
            .map(|point| solve(&netlist, point, node))
            .collect();
        let worst = worst(&ours, reference);
        println!(
            "12AX7 {node}: {worst:.1e} of the current at {} points",
            ours.len()
        );
        assert!(worst < 1e-6, "{node}: {worst}");
    }
}

/// From breakdown to where the series resistance rules.
#[test]
fn diodes_are_ngspices() {
    let path = Path::new("tests/ngspice/netlists/diode_iv.cir");
    let netlist = Netlist::read(path, &[]).expect("a netlist");
    for (from, to, step) in [(-101.0, -90.0, 0.25), (-2.0, 1.0, 0.05)] {
        let reference = sweep(
            path,
            &format!("vd {from} {to} {step}"),
            &["diode_ma", "plain_ma"],
        );
        for (node, reference) in ["diode_ma", "plain_ma"].iter().zip(&reference) {
            let ours: Vec<f64> = (0..reference.len())
                .map(|index| solve(&netlist, &[from + step * index as f64], node))
                .collect();
            let worst = worst(&ours, reference);
            println!("{node} {from}..{to} V: {worst:.1e} of the current");
            assert!(worst < 1e-6, "{node}: {worst}");
        }
    }
}

/// Through the dead band and far beyond, on both sides; controlled by their own voltage and by another, turned round.
#[test]
fn clamps_are_their_subcircuit() {
    let path = Path::new("tests/ngspice/netlists/clamp_iv.cir");
    let netlist = Netlist::read(path, &[]).expect("a netlist");
    let (from, step) = (-5.0, 0.05);
    let nodes = ["own_ma", "far_ma"];
    let reference = sweep(path, &format!("vcontrol {from} 5 {step}"), &nodes);
    for (node, reference) in nodes.iter().zip(&reference) {
        let ours: Vec<f64> = (0..reference.len())
            .map(|index| solve(&netlist, &[from + step * index as f64], node))
            .collect();
        let worst = worst(&ours, reference);
        println!("clamp {node}: {worst:.1e} of the current");
        assert!(worst < 1e-6, "{node}: {worst}");
    }
}

/// A 12AX7 on 330 V with 100 k and 1.5 k, as published (Steck): 1.07 mA, 221 V at the anode, 1.61 V at the cathode. The
/// sheets that the tube is fitted to have 5 % more current.
#[test]
fn the_12ax7_is_biased_as_published() {
    let path = Path::new("tests/ngspice/netlists/triode_bias.cir");
    let netlist = Netlist::read(path, &[]).expect("a netlist");
    for (node, published) in [("anode_ma", 1.07), ("a", 221.0), ("k", 1.61)] {
        let found = solve(&netlist, &[], node);
        println!("12AX7 {node}: {found:.3}, published {published}");
        assert!((found / published - 1.0).abs() < 0.05, "{node}: {found}");
    }
}
