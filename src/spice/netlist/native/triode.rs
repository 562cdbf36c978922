//! Koren's triode with a smooth grid current.

use super::super::super::elements::{Kind, TriodeModel};
use super::super::super::error::Error;
use super::{Native, Subcircuit};

/// A triode's current sources between anode, grid and cathode; `x` and `e` carry parts of the plate current's formula.
pub(super) const TRIODE: Native = Native {
    name: "triode",
    example: "12AX7",
    ports: &["a", "g", "k"],
    sources: &[
        "Bx x 0 V = kp*(1/mu + V(g,k)/sqrt(kvb+V(a,k)*V(a,k)))",
        "Be e 0 V = V(a,k)/kp*(uramp(V(x)) + ln(1+exp(-abs(V(x)))))",
        "Bp a k I = 2*pwr(uramp(V(e)),ex)/kg1",
        "Bg g k I = gg*pwr((uramp(cg*V(g,k)) + ln(1+exp(-abs(cg*V(g,k)))))/cg,xi)",
    ],
    inner_nodes: &["x", "e"],
    parameters: &["mu", "ex", "kg1", "kp", "kvb", "gg", "xi", "cg"],
    kind: triode,
};

fn triode(subcircuit: &mut Subcircuit<'_>) -> Result<Kind, Error> {
    Ok(Kind::Triode {
        nodes: ["a", "g", "k"].map(|name| subcircuit.node(name)),
        model: TriodeModel {
            mu: subcircuit.positive("mu")?,
            ex: subcircuit.positive("ex")?,
            kg1: subcircuit.positive("kg1")?,
            kp: subcircuit.positive("kp")?,
            kvb: subcircuit.positive("kvb")?,
            grid_perveance: subcircuit.positive("gg")?,
            grid_exponent: subcircuit.positive("xi")?,
            grid_knee: subcircuit.positive("cg")?,
        },
    })
}
