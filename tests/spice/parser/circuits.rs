//! Lines, elements, subcircuits and models.

use preface::spice::Kind;
use preface::spice::elements::{BipolarModel, DiodeModel, FieldEffectModel};

use super::{circuit, constant, element, nodes, read_with, value};

#[test]
fn comments_continuation_and_case() {
    let netlist = circuit(
        "* a comment\n\
         \n\
         RLOAD A\t0 4.7K ; rest\n\
         * between\n\
         R2 a 0\n\
         +\n\
         * between\n\
         + 1k $ rest\n\
         R3 a 0 2k ,$7\n\
         R4 (a,0) 3k\n\
         .END\n\
         Q1 nothing after the end is read",
    );
    assert_eq!(netlist.title, "Title");
    assert_eq!(constant(&netlist, "rload"), 4700.0);
    assert_eq!(constant(&netlist, "r2"), 1000.0);
    assert_eq!(constant(&netlist, "r4"), 3000.0);
    assert_eq!(
        (
            element(&netlist, "rload").place.line,
            element(&netlist, "r2").place.line
        ),
        (7, 9)
    );
    assert_eq!(netlist.nodes, ["0", "in", "a"]);
}

#[test]
fn sources_take_steady_values_and_tolerate_ac() {
    let netlist = circuit(
        "V1 a 0 DC 5\nV2 b 0 6\nV3 c 0 {3+4}\nV4 d 0 AC 1\nV5 e 0 DC 8 AC 1 0\nV6 f 0 AC 1 9k DC 9\n\
         I1 gnd a 2m\nRb b 0 1",
    );
    let volts = ["v1", "v2", "v3", "v4", "v5", "v6"].map(|name| constant(&netlist, name));
    assert_eq!(volts, [5.0, 6.0, 7.0, 0.0, 8.0, 9.0]);
    assert_eq!(constant(&netlist, "i1"), 2e-3);
}

#[test]
fn controlled_sources_know_their_control() {
    let netlist = circuit(
        "F1 a 0 Vsense 2\nH1 b 0 vsense 3\nE1 c 0 a 0 -4\nG1 0 a in c 5m\nVsense s 0 0\nRa a s 1k",
    );
    let at = |name: &str| {
        netlist
            .nodes
            .iter()
            .position(|node| node == name)
            .expect("a node")
    };
    let sense = netlist.elements.iter().position(|one| one.name == "vsense");
    assert!(
        matches!(element(&netlist, "f1").kind, Kind::CurrentControlledCurrent { source, .. } if Some(source) == sense)
    );
    assert!(
        matches!(element(&netlist, "h1").kind, Kind::CurrentControlledVoltage { source, .. } if Some(source) == sense)
    );
    assert!(
        matches!(element(&netlist, "g1").kind, Kind::VoltageControlledCurrent { nodes, control, .. }
            if nodes == [0, at("a")] && control == [at("in"), at("c")])
    );
    assert_eq!(
        ["f1", "h1", "e1", "g1"].map(|name| constant(&netlist, name)),
        [2.0, 3.0, -4.0, 5e-3]
    );
}

/// K over three windings couples each pair.
#[test]
fn couplings_expand_to_pairs() {
    let netlist = circuit("K1 La Lb Lc 0.98\nLa in a 1\nRa a 0 1\nLb b 0 2\nLc c 0 3\n");
    let windings: Vec<[&str; 2]> = netlist
        .elements
        .iter()
        .filter_map(|one| match &one.kind {
            Kind::Coupling { inductors, .. } => {
                Some(inductors.map(|index| netlist.elements[index].name.as_str()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(windings, [["la", "lb"], ["la", "lc"], ["lb", "lc"]]);
    assert_eq!(constant(&netlist, "k1"), 0.98);
}

/// Values as printed by ngspice 39 for this netlist (`listing expand`): a name that a subcircuit does not have means
/// what it means where the subcircuit is used.
#[test]
fn subcircuits_nest_and_parameters_reach_inwards() {
    let netlist = circuit(
        ".param z=5\n\
         .subckt inner a\n\
         .param p=3\n\
         R1 a 0 {p*q*z}\n\
         .ends\n\
         .subckt outer a b params: q=2\n\
         .param p=7 z=11\n\
         R1 a b {p*q}\n\
         R2 b n 1k\n\
         R3 n 0 1k\n\
         X1 b inner\n\
         .ends outer\n\
         X1 in 2 outer q=3\n\
         X2 2 0 outer PARAMS: q = {z-1} p=2*3",
    );
    assert_eq!(constant(&netlist, "x1.r1"), 21.0);
    assert_eq!(constant(&netlist, "x1.x1.r1"), 99.0);
    assert_eq!(constant(&netlist, "x2.r1"), 60.0);
    assert_eq!(constant(&netlist, "x2.x1.r1"), 330.0);
    assert_eq!(nodes(&netlist, "x1.r1"), ["in", "2"]);
    assert_eq!(nodes(&netlist, "x1.r2"), ["2", "x1.n"]);
    assert_eq!(nodes(&netlist, "x1.x1.r1"), ["2", "0"]);
    assert_eq!(nodes(&netlist, "x2.r3"), ["x2.n", "0"]);
}

#[test]
fn subcircuits_and_models_can_be_local() {
    let netlist = circuit(
        ".model dd D(is=1n)\n\
         .subckt outer a\n\
         .param s=2f\n\
         .model dd D is={s} n=2\n\
         .subckt inner a\n\
         D1 a 0 dd\n\
         .ends\n\
         X1 a inner\n\
         .ends\n\
         X1 in outer s=3f\n\
         D1 in 0 dd",
    );
    let current = |name: &str| match &element(&netlist, name).kind {
        Kind::Diode { model, .. } => model.saturation_current_ampere,
        other => panic!("{other:?}"),
    };
    assert_eq!((current("d1"), current("x1.x1.d1")), (1e-9, 3e-15));
}

#[test]
fn a_control_reaches_into_subcircuits() {
    let netlist = circuit(
        "*@control wiper\n.param wiper=0.5\n.subckt pot a w b\n.param r=10k\n\
         R1 a w {r*(1-x)}\nR2 w b {r*x}\n.param x=0.5\n.ends\nX1 in out 0 pot x={wiper^2} r=20k",
    );
    assert_eq!(value(&netlist, "x1.r2").at(&[0.5]), 5e3);
    assert_eq!(
        value(&netlist, "x1.r1").at(&[0.1]),
        20e3 * (1.0 - 0.1_f64 * 0.1)
    );
}

/// Areas as in ngspice: n diodes in parallel.
#[test]
fn diode_cards_have_ngspice_defaults_and_areas() {
    let netlist = circuit(
        ".model one D(IS=2n N=1.8 RS=4 CJO=3p VJ=0.7 M=0.4 FC=0.6 TT=5n BV=60 IBV=1u EG=1.11 XTI=3)\n\
         .model two d\n\
         D1 in 0 one 2\nD2 in 0 two\nD3 in 0 one area=0.5",
    );
    let model = |name: &str| match &element(&netlist, name).kind {
        Kind::Diode { model, .. } => *model,
        other => panic!("{other:?}"),
    };
    assert_eq!(model("d2"), DiodeModel::default());
    let expected = DiodeModel {
        saturation_current_ampere: 4e-9,
        emission_coefficient: 1.8,
        series_resistance_ohm: 2.0,
        junction_capacitance_farad: 6e-12,
        junction_potential_volt: 0.7,
        grading_coefficient: 0.4,
        forward_bias_coefficient: 0.6,
        transit_time_seconds: 5e-9,
        breakdown_volt: 60.0,
        breakdown_current_ampere: 2e-6,
    };
    assert_eq!(model("d1"), expected);
    assert_eq!(model("d3").series_resistance_ohm, 8.0);
}

/// Areas as in ngspice: n transistors in parallel, but for the saturation current of the base and the collector.
#[test]
fn transistor_cards_have_ngspice_defaults_and_areas() {
    let netlist = circuit(
        ".model plain NPN\n\
         .model one NPN(IS=2e-14 BF=450 BR=4 NF=1.1 VA=90 VAR=0 IKF=80m RB=100 RC=2 CJE=10p MJC=0.4 TF=1n\n\
         + RBM=100 IRB=0 VTF=3 XTB=1.5 XTF=0)\n\
         .model lateral PNP\n\
         Q1 c in 0 plain\nQ2 c in 0 one 2\nQ3 c in 0 sub lateral area=0.5\nRc c 0 1k\nRsub sub 0 1k\n\
         .model n NJF\n.model p PJF(VTO=-1.5 BETA=2m RD=10 CGS=3p B=0.7)\n\
         J1 c in 0 n\nJ2 c in 0 p 2",
    );
    let bipolar = |name: &str| match &element(&netlist, name).kind {
        Kind::Bipolar { nodes, model } => (*nodes, **model),
        other => panic!("{other:?}"),
    };
    let node = |name: &str| netlist.nodes.iter().position(|one| one == name).unwrap();
    let (c, sub) = (node("c"), node("sub"));
    assert_eq!(bipolar("q1"), ([c, 1, 0, 0], BipolarModel::default()));
    let expected = BipolarModel {
        saturation_current_ampere: 4e-14,
        reverse_saturation_ampere: 8e-14,
        forward_gain: 450.0,
        reverse_gain: 4.0,
        forward_emission_coefficient: 1.1,
        forward_early_volt: 90.0,
        forward_knee_ampere: 0.16,
        base_resistance_ohm: 50.0,
        collector_resistance_ohm: 1.0,
        emitter_capacitance_farad: 20e-12,
        collector_grading_coefficient: 0.4,
        forward_transit_seconds: 1e-9,
        ..BipolarModel::default()
    };
    assert_eq!(bipolar("q2"), ([c, 1, 0, 0], expected));
    let (nodes, model) = bipolar("q3");
    assert_eq!(
        (nodes, model.is_pnp, model.saturation_current_ampere),
        ([c, 1, 0, sub], true, 0.5e-16)
    );
    let field_effect = |name: &str| match &element(&netlist, name).kind {
        Kind::FieldEffect { nodes, model } => (*nodes, *model),
        other => panic!("{other:?}"),
    };
    assert_eq!(field_effect("j1"), ([c, 1, 0], FieldEffectModel::default()));
    let expected = FieldEffectModel {
        is_p_channel: true,
        threshold_volt: -1.5,
        transconductance: 4e-3,
        drain_resistance_ohm: 5.0,
        source_capacitance_farad: 6e-12,
        doping_tail: 0.7,
        saturation_current_ampere: 2e-14,
        ..FieldEffectModel::default()
    };
    assert_eq!(field_effect("j2"), ([c, 1, 0], expected));
}

/// Models of elements that do not exist yet may stand in a library; only using one is an error.
#[test]
fn models_of_later_elements_are_read_over() {
    let netlist = circuit(".model IRF NMOS(VTO=4)\n.model D4148 D(IS=2.5n)\nD1 in 0 d4148");
    assert_eq!(netlist.elements.len(), 2);
}

#[test]
fn the_input_and_other_directives() {
    let netlist = circuit("*@gain_db 14 34\n*@Travel Wiper 0.001 1\n*@control c\n.param c=1");
    assert_eq!(netlist.nodes[netlist.input], "in");
    assert_eq!(
        netlist.annotation("gain_db"),
        Some(["14".to_owned(), "34".to_owned()].as_slice())
    );
    assert_eq!(
        netlist.annotation("travel").map(|words| words[0].as_str()),
        Some("Wiper")
    );
    assert_eq!(netlist.annotation("input"), None);
    assert!(read_with("", &[]).is_ok());
}

/// The native triode stands where the B-sources stood: their inner nodes are gone, the capacitances stay.
#[test]
fn a_tube_is_native_and_keeps_its_capacitances() {
    let tube = include_str!("../../../circuits/models.lib");
    let netlist = circuit(&format!(
        "{tube}\nRb in a 100k\nRg g 0 1Meg\nRk k 0 1k\nX1 a g k TRIODE mu=90 cg={{5*2}}\nX2 a g k 12AX7"
    ));
    assert_eq!(netlist.nodes, ["0", "in", "a", "g", "k"]);
    let Kind::Triode { nodes, model } = &element(&netlist, "x1").kind else {
        panic!("no triode")
    };
    assert_eq!(
        nodes.map(|node| netlist.nodes[node].as_str()),
        ["a", "g", "k"]
    );
    assert_eq!(
        (model.mu, model.grid.knee, model.grid.exponent),
        (90.0, 10.0, 1.314)
    );
    assert_eq!(constant(&netlist, "x2.cgp"), 1.7e-12);
}
