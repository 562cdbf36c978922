//! `.model` cards.

use super::super::elements::{DiodeModel, Place};
use super::super::error::{Error, ErrorKind};
use super::block::ModelCard;
use super::scope::Scope;

/// Parameters of a diode that act here.
const DIODE_PARAMETERS: &str = "is n rs cjo vj m fc tt bv ibv";

/// Parameters that say how a diode changes with temperature, which stands at 27 degrees, how it flickers, or where
/// its data come from: any value is right.
const DIODE_IGNORED: [&str; 17] = [
    "eg", "xti", "tnom", "tref", "kf", "af", "tm1", "tm2", "ttt1", "ttt2", "trs1", "trs2", "cta",
    "tcv", "tlev", "tlevc", "level",
];

/// Types that ngspice has and this dialect does not, yet: a library may hold them as long as no element uses them.
const LATER_TYPES: [&str; 8] = ["npn", "pnp", "njf", "pjf", "nmos", "pmos", "vdmos", "sw"];

/// Reads a card, whether an element uses it or not.
pub(super) fn check(card: &ModelCard, scope: &Scope<'_>) -> Result<(), Error> {
    match card.kind.as_str() {
        "d" => diode(card, scope).map(|_| ()),
        kind if LATER_TYPES.contains(&kind) => Ok(()),
        kind => {
            let text = format!("unknown type of model `{kind}`, expected `d`");
            Err(Error::at(&card.place, ErrorKind::UnknownModel(text)))
        }
    }
}

/// The diode of an element at `place` that names the model `name`, with its area factor applied.
pub(super) fn diode_named(
    name: &str,
    area: f64,
    scope: &Scope<'_>,
    place: &Place,
) -> Result<DiodeModel, Error> {
    let Some((card, scope)) = scope.model(name) else {
        let known = scope.model_names();
        let text = format!("unknown model `{name}`, expected one of: {known}");
        return Err(Error::at(place, ErrorKind::UnknownModel(text)));
    };
    if card.kind != "d" {
        let text = format!("model `{name}` is of type `{}`, expected `d`", card.kind);
        return Err(Error::at(place, ErrorKind::UnknownModel(text)));
    }
    let mut model = diode(card, scope)?;
    model.saturation_current_ampere *= area;
    model.series_resistance_ohm /= area;
    model.junction_capacitance_farad *= area;
    model.breakdown_current_ampere *= area;
    Ok(model)
}

fn diode(card: &ModelCard, scope: &Scope<'_>) -> Result<DiodeModel, Error> {
    let mut model = DiodeModel::default();
    for assignment in &card.parameters {
        let name = assignment.name.as_str();
        let place = &assignment.place;
        let value = scope.constant(
            &assignment.value,
            &format!("model parameter `{name}`"),
            place,
        )?;
        let (target, least, below) = match name {
            "is" | "js" => (
                &mut model.saturation_current_ampere,
                f64::MIN_POSITIVE,
                f64::INFINITY,
            ),
            "n" => (
                &mut model.emission_coefficient,
                f64::MIN_POSITIVE,
                f64::INFINITY,
            ),
            "rs" => (&mut model.series_resistance_ohm, 0.0, f64::INFINITY),
            "cjo" | "cj0" | "cj" => (&mut model.junction_capacitance_farad, 0.0, f64::INFINITY),
            "vj" | "pb" => (
                &mut model.junction_potential_volt,
                f64::MIN_POSITIVE,
                f64::INFINITY,
            ),
            "m" | "mj" => (&mut model.grading_coefficient, 0.0, 1.0),
            "fc" => (&mut model.forward_bias_coefficient, 0.0, 1.0),
            "tt" => (&mut model.transit_time_seconds, 0.0, f64::INFINITY),
            "bv" => (&mut model.breakdown_volt, f64::MIN_POSITIVE, f64::INFINITY),
            "ibv" => (
                &mut model.breakdown_current_ampere,
                f64::MIN_POSITIVE,
                f64::INFINITY,
            ),
            _ if DIODE_IGNORED.contains(&name) => continue,
            _ => {
                let text = format!(
                    "unknown parameter `{name}` of a diode, expected one of {DIODE_PARAMETERS} \
                     (or, without effect, {})",
                    DIODE_IGNORED.join(" ")
                );
                return Err(Error::at(place, ErrorKind::UnknownParameter(text)));
            }
        };
        if !(least..below).contains(&value) {
            let least = if least == 0.0 {
                "0 or more"
            } else {
                "more than 0"
            };
            let below = if below == 1.0 { " and less than 1" } else { "" };
            let text = format!("model parameter `{name}` is {value}, expected {least}{below}");
            return Err(Error::at(place, ErrorKind::Syntax(text)));
        }
        *target = value;
    }
    Ok(model)
}
