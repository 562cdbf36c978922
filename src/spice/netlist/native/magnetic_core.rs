//! The core of a transformer.

use super::super::super::elements::{Kind, MagneticCoreModel};
use super::super::super::error::{Error, ErrorKind};
use super::{Native, Subcircuit};

/// From here on more voltage would take flux back somewhere: 1 over the largest y / (1 + y⁴)², which is at y⁴ = 1/7.
const LOSS_LIMIT: f64 = 2.124_5;

/// What a winding between `p` and `m` takes beyond its linear part, and what the flux's node `y` loses; `q` is the fourth
/// power of the flux.
pub(super) const MAGNETIC_CORE: Native = Native {
    name: "magnetic core",
    example: "CORE",
    ports: &["p", "m"],
    sources: &[
        "Bq q 0 V = V(y)*V(y)*V(y)*V(y)",
        "Bm p m I = ampere*(1-air)*V(y)*V(q)/(1+air*V(q))",
        "By y 0 I = loss*V(y)*sqrt(V(p,m)*V(p,m)+eps*eps)/((1+V(q))*(1+V(q)))",
    ],
    inner_nodes: &["q"],
    parameters: &["ampere", "loss", "air", "eps"],
    kind: magnetic_core,
};

fn magnetic_core(subcircuit: &mut Subcircuit<'_>) -> Result<Kind, Error> {
    let loss = subcircuit.positive("loss")?;
    if loss >= LOSS_LIMIT {
        let text = format!("`loss` is {loss}, expected it below {LOSS_LIMIT}");
        let place = &subcircuit.scope.block.place;
        return Err(Error::at(place, ErrorKind::Syntax(text)));
    }
    Ok(Kind::MagneticCore {
        nodes: ["p", "m", "y"].map(|name| subcircuit.node(name)),
        model: MagneticCoreModel {
            knee_ampere: subcircuit.positive("ampere")?,
            loss,
            air: subcircuit.positive("air")?,
            eps_volt: subcircuit.positive("eps")?,
        },
    })
}
