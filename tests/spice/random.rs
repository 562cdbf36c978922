//! Circuits drawn at random: whatever they do, the answer is an error or finite numbers.

use preface::spice::Netlist;
use preface::spice::netlist::Embedded;
use preface::spice::transient::{Method, Transient};
use proptest::prelude::*;

/// What keeps every node from floating.
const FRAME: &str = "Random\n*@input in\n*@output out\n.include models.lib\n\
    .model QN NPN(BF=200 VAF=60 RB=50 CJC=4p TF=1n)\n.model QP PNP(IS=1e-7 IKF=10m)\n.model JN NJF(LAMBDA=5m)\n\
    Rin in a 1k\nRout out 0 10k\nRa a b 1k\nRb b 0 1Meg\nRc c 0 1Meg\nRd d out 1Meg\n";

/// A line of an element between random nodes.
fn card() -> impl Strategy<Value = String> {
    let node = || prop::sample::select(vec!["in", "0", "a", "b", "c", "d", "out"]);
    let magnitude = || (-3.0..3.0).prop_map(|power: f64| 10f64.powf(power));
    let sign = prop::sample::select(vec!["", "", "", "-"]);
    (0..16, [node(), node(), node(), node()], magnitude(), sign).prop_map(
        |(kind, [a, b, c, d], value, sign)| match kind {
            0..=3 => format!("R# {a} {b} {sign}{:e}", value * 1e4),
            4 | 5 => format!("C# {a} {b} {:e}", value * 1e-8),
            6 => format!("L# {a} {b} {:e}", value * 0.1),
            7 | 8 => format!("D# {a} {b} D4148 {value:e}"),
            9 => format!("X# {a} {b} {c} 12AX7"),
            10 => format!("V# {a} {b} {sign}{:e}", value * 10.0),
            13 => format!("Q# {a} {b} {c} QN {value:e}"),
            14 => format!("Q# {a} {b} {c} QP {value:e}"),
            15 => format!("J# {a} {b} {c} JN {value:e}"),
            11 => format!("E# {a} {b} {c} {d} {sign}{value:e}"),
            _ => format!("G# {a} {b} {c} {d} {sign}{:e}", value * 1e-3),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_circuit_gives_an_error_or_finite_numbers(
        cards in prop::collection::vec(card(), 1..14),
        peak_volt in 0.1..100.0,
    ) {
        let mut text = FRAME.to_owned();
        for (number, card) in cards.iter().enumerate() {
            text += &card.replace('#', &format!("{}x", number + 1));
            text.push('\n');
        }
        let Ok(netlist) = Netlist::parse("random.cir", &text, &Embedded, &[]) else {
            return Ok(());
        };
        for method in [Method::Auto, Method::Trapezoidal, Method::TrBdf2] {
            let Ok(mut circuit) = Transient::<f64>::new(&netlist, 192_000.0, method) else {
                continue;
            };
            for n in 0..100 {
                let volt = circuit.step(peak_volt * (f64::from(n) * 0.3).sin());
                prop_assert!(volt.is_finite(), "{method:?} {volt} at {n}\n{text}");
            }
        }
    }
}
