//! A conductance with a soft dead band.

use super::super::super::elements::{ClampModel, Kind};
use super::super::super::error::{Error, ErrorKind};
use super::{Native, Subcircuit};

/// Current from `p` to `m` once the voltage between `a` and `b` leaves the dead band.
pub(super) const CLAMP: Native = Native {
    name: "clamp",
    example: "CLAMP",
    ports: &["p", "m", "a", "b"],
    sources: &["Bclamp p m I = sgn(V(a,b))*g*(uramp(abs(V(a,b))-edge) \
         + width*ln(1+exp(-abs(abs(V(a,b))-edge)/width)))"],
    inner_nodes: &[],
    parameters: &["g", "edge", "width"],
    kind: clamp,
};

/// So many widths have to fit into half of the dead band: at 0 V nothing is left of the current, to the last bit.
const LEAST_WIDTHS: f64 = 40.0;

fn clamp(subcircuit: &mut Subcircuit<'_>) -> Result<Kind, Error> {
    let model = ClampModel {
        siemens: subcircuit.positive("g")?,
        edge_volt: subcircuit.positive("edge")?,
        width_volt: subcircuit.positive("width")?,
    };
    if model.edge_volt < LEAST_WIDTHS * model.width_volt {
        let text = format!(
            "clamp with edge {} and width {}, expected an edge of at least {LEAST_WIDTHS} widths",
            model.edge_volt, model.width_volt
        );
        let place = &subcircuit.scope.block.place;
        return Err(Error::at(place, ErrorKind::Behavioural(text)));
    }
    Ok(Kind::Clamp {
        nodes: ["p", "m"].map(|name| subcircuit.node(name)),
        control: ["a", "b"].map(|name| subcircuit.node(name)),
        model,
    })
}
