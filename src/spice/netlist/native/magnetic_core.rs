//! The core of a transformer.

use super::super::super::elements::{Kind, MagneticCoreModel};
use super::super::super::error::{Error, ErrorKind};
use super::{Native, Subcircuit};

/// From here on more flux would take less current somewhere: the core would give energy.
const LOSS_LIMIT: f64 = 2.0;

/// What drives the field's node `x` beyond the linear part; `q` is the saturation at the field.
pub(super) const MAGNETIC_CORE: Native = Native {
    name: "magnetic core",
    example: "CORE",
    ports: &["p", "m"],
    sources: &[
        "Bq q 0 V = V(x)*V(x)*(1 + knee*V(x)*V(x))",
        "Bx 0 x I = ((1-air)*V(p,m)*V(q) - loss*V(x)*sqrt(V(p,m)*V(p,m)+eps*eps))/(1+air*V(q))",
    ],
    inner_nodes: &["q"],
    parameters: &["loss", "knee", "air", "eps"],
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
        nodes: ["p", "m", "x"].map(|name| subcircuit.node(name)),
        model: MagneticCoreModel {
            loss,
            knee: subcircuit.positive("knee")?,
            air: subcircuit.positive("air")?,
            eps_volt: subcircuit.positive("eps")?,
        },
    })
}
