//! A diode across a transistor's base and emitter.

use preface::spice::netlist::Embedded;
use preface::spice::{Method, Netlist, OperatingPoint, Transient};

/// A stage whose base a hot source drives far into reverse; the diode stands beside the junction, or one ohm away from it.
fn stage(diode: &str, kind: &str) -> Netlist {
    let text = format!(
        "Stage\n*@input in\n*@output c\nVcc cc 0 9\nCin in b 1u\nRb cc b 1Meg\nQ1 c b e QX\nRe e 0 100\nRc cc c 4.7k\n\
         {diode}\n.model QX {kind}(IS=1e-14 BF=200 BR=4 CJE=10p MJE=0.5 CJC=4p MJC=0.5)\n\
         .model BREAKDOWN D(IS=1e-18 BV=6 IBV=10u)"
    );
    let text = match kind {
        "PNP" => text.replace("cc 0 9", "cc 0 -9"),
        _ => text,
    };
    Netlist::parse("stage.cir", &text, &Embedded, &[]).unwrap_or_else(|error| panic!("{error}"))
}

fn output(netlist: &Netlist) -> Vec<f64> {
    let rate_hz = 192e3;
    let mut circuit = Transient::<f64>::new(netlist, rate_hz, Method::Auto).expect("a circuit");
    let sine =
        (0..4000).map(|n| 15.0 * (std::f64::consts::TAU * 500.0 * f64::from(n) / rate_hz).sin());
    let output = sine.map(|volt| circuit.step(volt)).collect();
    assert_eq!(circuit.failures(), 0);
    output
}

fn ports(netlist: &Netlist) -> usize {
    let rest = OperatingPoint::solve(netlist, &[]).expect("rest");
    rest.ports().count()
}

#[test]
fn it_shares_the_transistors_port_and_changes_nothing() {
    for (kind, across, beside) in [
        ("NPN", "D1 b e BREAKDOWN", "R1 b x 1u\nD1 x e BREAKDOWN"),
        ("PNP", "D1 e b BREAKDOWN", "R1 e x 1u\nD1 x b BREAKDOWN"),
    ] {
        let (shared, apart) = (stage(across, kind), stage(beside, kind));
        assert_eq!((ports(&shared), ports(&apart)), (2, 3));
        let (found, expected) = (output(&shared), output(&apart));
        let difference = found.iter().zip(&expected).map(|(a, b)| (a - b).powi(2));
        let error_db =
            10.0 * (difference.sum::<f64>() / expected.iter().map(|x| x * x).sum::<f64>()).log10();
        println!("{kind}: {error_db:.1} dB");
        assert!(error_db < -110.0, "{kind}: {error_db} dB");
        let broken = output(&stage("", kind));
        let without = broken
            .iter()
            .zip(&expected)
            .map(|(a, b)| (a - b).powi(2))
            .sum::<f64>();
        assert!(without > 0.1, "{kind}: breakdown does nothing here");
    }
}
