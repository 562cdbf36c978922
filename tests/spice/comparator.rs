//! Edges far steeper than a step: the iteration must get across from wherever the last step left it.

use preface::spice::{Method, Transient};

use crate::circuits::circuit;

/// An ideal amplifier of 80 dB drives two diodes on +-5 V through 1 kohm: 200 A one way, in the next step the other.
#[test]
fn a_comparator_gets_across_every_edge() {
    let netlist = circuit(
        ".model d D(IS=1e-14)\nRin in p 10k\nRp p 0 100k\nEo o 0 p 0 10000\nRo o out 1k\n\
         D1 out c d\nD2 e out d\nV1 c 0 5\nV2 e 0 -5\nRl out 0 10k\n",
    );
    for method in [Method::Auto, Method::Trapezoidal, Method::TrBdf2] {
        let mut comparator = Transient::<f64>::new(&netlist, 384_000.0, method).unwrap();
        for n in 0..20_000 {
            let volt = 20.0 * (f64::from(n) * 0.0163).sin();
            let output = comparator.step(volt);
            // From 1 V in, the diodes carry 9 A at least and 182 A at most: 0.89 V to 0.97 V each.
            if volt.abs() >= 1.0 {
                let error = (5.93 * volt.signum() - output).abs();
                assert!(
                    error < 0.05,
                    "{method:?}, sample {n}: {output} V at {volt} V"
                );
            }
        }
        assert_eq!(comparator.failures(), 0, "{method:?}");
    }
}
