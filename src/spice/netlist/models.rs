//! `.model` cards.

mod grammar;

use super::super::elements::{BipolarModel, DiodeModel, FieldEffectModel, Place};
use super::super::error::{Error, ErrorKind};
use super::block::ModelCard;
use super::scope::Scope;
use grammar::{BIPOLAR, DIODE, FIELD_EFFECT, Grammar};

/// Types of model that elements can use.
const TYPES: [&str; 5] = ["d", "npn", "pnp", "njf", "pjf"];

/// Types of bipolar and of field-effect transistors.
pub(super) const BIPOLAR_TYPES: [&str; 2] = ["npn", "pnp"];
pub(super) const FIELD_EFFECT_TYPES: [&str; 2] = ["njf", "pjf"];

/// Types that ngspice has and this dialect does not, yet: a library may hold them as long as no element uses them.
const LATER_TYPES: [&str; 4] = ["nmos", "pmos", "vdmos", "sw"];

/// Reads a card, whether an element uses it or not.
pub(super) fn check(card: &ModelCard, scope: &Scope<'_>) -> Result<(), Error> {
    match card.kind.as_str() {
        "d" => read(card, scope, &DIODE).map(|_| ()),
        kind if BIPOLAR_TYPES.contains(&kind) => bipolar(card, scope).map(|_| ()),
        kind if FIELD_EFFECT_TYPES.contains(&kind) => read(card, scope, &FIELD_EFFECT).map(|_| ()),
        kind if LATER_TYPES.contains(&kind) => Ok(()),
        kind => {
            let text = format!(
                "unknown type of model `{kind}`, expected one of {}",
                TYPES.join(" ")
            );
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
    let (card, scope) = named(name, &["d"], scope, place)?;
    let mut model = read(card, scope, &DIODE)?;
    model.saturation_current_ampere *= area;
    model.series_resistance_ohm /= area;
    model.junction_capacitance_farad *= area;
    model.breakdown_current_ampere *= area;
    Ok(model)
}

/// The bipolar transistor of an element, likewise.
pub(super) fn bipolar_named(
    name: &str,
    area: f64,
    scope: &Scope<'_>,
    place: &Place,
) -> Result<BipolarModel, Error> {
    let (card, scope) = named(name, &BIPOLAR_TYPES, scope, place)?;
    let mut model = bipolar(card, scope)?;
    // ngspice 39 applies the area twice here.
    model.reverse_saturation_ampere *= area * area;
    for grown in [
        &mut model.saturation_current_ampere,
        &mut model.forward_knee_ampere,
        &mut model.reverse_knee_ampere,
        &mut model.emitter_leak_ampere,
        &mut model.collector_leak_ampere,
        &mut model.emitter_capacitance_farad,
        &mut model.collector_capacitance_farad,
        &mut model.substrate_capacitance_farad,
    ] {
        *grown *= area;
    }
    for shrunk in [
        &mut model.base_resistance_ohm,
        &mut model.collector_resistance_ohm,
        &mut model.emitter_resistance_ohm,
    ] {
        *shrunk /= area;
    }
    Ok(model)
}

/// The field-effect transistor of an element, likewise.
pub(super) fn field_effect_named(
    name: &str,
    area: f64,
    scope: &Scope<'_>,
    place: &Place,
) -> Result<FieldEffectModel, Error> {
    let (card, scope) = named(name, &FIELD_EFFECT_TYPES, scope, place)?;
    let mut model = read(card, scope, &FIELD_EFFECT)?;
    model.is_p_channel = card.kind == "pjf";
    model.transconductance *= area;
    model.drain_resistance_ohm /= area;
    model.source_resistance_ohm /= area;
    model.saturation_current_ampere *= area;
    model.source_capacitance_farad *= area;
    model.drain_capacitance_farad *= area;
    Ok(model)
}

/// The card called `name`, which must be of one of the types, and the scope of its parameters.
fn named<'a, 'b>(
    name: &str,
    types: &[&str],
    scope: &'b Scope<'a>,
    place: &Place,
) -> Result<(&'a ModelCard, &'b Scope<'a>), Error> {
    let Some((card, scope)) = scope.model(name) else {
        let known = scope.model_names();
        let text = format!("unknown model `{name}`, expected one of: {known}");
        return Err(Error::at(place, ErrorKind::UnknownModel(text)));
    };
    if types.contains(&card.kind.as_str()) {
        return Ok((card, scope));
    }
    let types: Vec<String> = types.iter().map(|known| format!("`{known}`")).collect();
    let text = format!(
        "model `{name}` is of type `{}`, expected {}",
        card.kind,
        types.join(" or ")
    );
    Err(Error::at(place, ErrorKind::UnknownModel(text)))
}

fn bipolar(card: &ModelCard, scope: &Scope<'_>) -> Result<BipolarModel, Error> {
    let mut model = read(card, scope, &BIPOLAR)?;
    model.is_pnp = card.kind == "pnp";
    model.reverse_saturation_ampere = model.saturation_current_ampere;
    // Zero stands for infinity here.
    for absent in [
        &mut model.forward_early_volt,
        &mut model.reverse_early_volt,
        &mut model.forward_knee_ampere,
        &mut model.reverse_knee_ampere,
    ] {
        if *absent == 0.0 {
            *absent = f64::INFINITY;
        }
    }
    check_constants(card, scope, &model)?;
    Ok(model)
}

/// Parameters that would make the base's resistance depend on the current, the substrate's capacitance on the voltage,
/// or a part of the collector's capacitance stand outside of the base's resistance.
fn check_constants(card: &ModelCard, scope: &Scope<'_>, model: &BipolarModel) -> Result<(), Error> {
    let base_ohm = model.base_resistance_ohm;
    let has_inner_base = base_ohm > 0.0 && model.collector_capacitance_farad > 0.0;
    let has_substrate = model.substrate_capacitance_farad > 0.0;
    for assignment in &card.parameters {
        let (is_acting, needed, expected) = match assignment.name.as_str() {
            "rbm" => (true, base_ohm, "RB: it is constant"),
            "mjs" => (has_substrate, 0.0, "0: CJS is constant"),
            "xcjc" => (
                has_inner_base,
                1.0,
                "1 where RB is not 0: CJC stands inside of it",
            ),
            _ => continue,
        };
        let (name, place) = (&assignment.name, &assignment.place);
        let value = scope.constant(&assignment.value, name, place)?;
        if is_acting && value != needed {
            let text = format!("model parameter `{name}` is {value}, expected {expected}");
            return Err(Error::at(place, ErrorKind::Syntax(text)));
        }
    }
    Ok(())
}

/// Reads the parameters of a card.
fn read<M: Default>(card: &ModelCard, scope: &Scope<'_>, grammar: &Grammar<M>) -> Result<M, Error> {
    let mut model = M::default();
    for assignment in &card.parameters {
        let name = assignment.name.as_str();
        let place = &assignment.place;
        let what = format!("model parameter `{name}`");
        let value = scope.constant(&assignment.value, &what, place)?;
        if let Some(parameter) = grammar.parameter(name) {
            if let Err(expected) = parameter.range.check(value) {
                let text = format!("{what} is {value}, expected {expected}");
                return Err(Error::at(place, ErrorKind::Syntax(text)));
            }
            *(parameter.target)(&mut model) = value;
        } else if let Some((_, only)) = grammar.fixed.iter().find(|(known, _)| *known == name) {
            if value != *only {
                let text = format!("{what} is {value}, expected {only}: nothing else acts here");
                return Err(Error::at(place, ErrorKind::Syntax(text)));
            }
        } else if !grammar.ignored.contains(&name) {
            let text = format!(
                "unknown parameter `{name}` of {}, expected one of {} (or, without effect, {})",
                grammar.what,
                grammar.names(),
                grammar.ignored.join(" ")
            );
            return Err(Error::at(place, ErrorKind::UnknownParameter(text)));
        }
    }
    Ok(model)
}
