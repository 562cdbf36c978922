//! The triode after Dempwolf and Zölzer.

use super::super::super::elements::{EmissionLaw, Kind, TriodeModel};
use super::super::super::error::Error;
use super::{Native, Subcircuit};

/// A triode's current sources between anode, grid and cathode; `x` and `y` carry what stands in an exponential.
pub(super) const TRIODE: Native = Native {
    name: "triode",
    example: "12AX7",
    ports: &["a", "g", "k"],
    sources: &[
        "Bx x 0 V = ck*(V(a,k)/mu + V(g,k))",
        "By y 0 V = cg*V(g,k)",
        "Bk a k I = gk*pwr((uramp(V(x)) + ln(1+exp(-abs(V(x)))))/ck,xk)",
        "Bg g a I = gg*pwr((uramp(V(y)) + ln(1+exp(-abs(V(y)))))/cg,xg)",
    ],
    inner_nodes: &["x", "y"],
    parameters: &["mu", "gk", "xk", "ck", "gg", "xg", "cg"],
    kind: triode,
};

fn triode(subcircuit: &mut Subcircuit<'_>) -> Result<Kind, Error> {
    let nodes = ["a", "g", "k"].map(|name| subcircuit.node(name));
    let law = |[perveance, exponent, knee]: [&str; 3]| {
        Ok(EmissionLaw {
            perveance: subcircuit.positive(perveance)?,
            exponent: subcircuit.positive(exponent)?,
            knee: subcircuit.positive(knee)?,
        })
    };
    let cathode = law(["gk", "xk", "ck"])?;
    let grid = law(["gg", "xg", "cg"])?;
    let mu = subcircuit.positive("mu")?;
    let model = TriodeModel { mu, cathode, grid };
    Ok(Kind::Triode { nodes, model })
}
