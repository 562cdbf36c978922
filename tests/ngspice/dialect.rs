//! The netlist reader means what ngspice means.

use std::path::Path;

use preface::spice::{Kind, Netlist, Value};

use super::ngspice;

/// ngspice sums up numbers digit by digit: its last bits are its own.
const RELATIVE_ERROR: f64 = 1e-12;

#[test]
fn numbers_expressions_and_scopes_agree() {
    let path = Path::new("tests/ngspice/netlists/dialect.cir");
    let netlist = Netlist::read(path, &[]).unwrap_or_else(|error| panic!("{error}"));
    let volts = ngspice::operating_point(path, &[], 0.0);
    let mut compared = 0;
    for element in &netlist.elements {
        let Kind::VoltageSource { nodes, volt } = &element.kind else {
            continue;
        };
        let Value::Constant(volt) = volt else {
            panic!("{} depends on a control", element.name)
        };
        let node = &netlist.nodes[nodes[0]];
        let expected = volts[node];
        assert!(
            (volt - expected).abs() <= RELATIVE_ERROR * expected.abs(),
            "{}: {volt}, ngspice {expected}",
            element.name
        );
        compared += 1;
    }
    assert_eq!(compared, 62);
}
