//! Sessions of other versions.

use nice_plug::plugin::ParamValue;
use nice_plug::prelude::PluginState;

use super::hosted::Scale;
use crate::chain::PARAMETERS;
use crate::chain::parameter::{Parameter, Range};

/// What the names of parameters stand under whose values were not understood, for whoever loads the state next.
pub(super) const NOT_UNDERSTOOD_KEY: &str = "not_understood";

/// Makes a session's state hold every parameter, so that it restores the same sound whatever was set before: what is
/// missing (older versions) or not understood (newer choices, other types) goes to its default, numbers beyond the range
/// to its end. What was not understood is noted among the fields. Parameters that only a newer version knows are left alone; the framework ignores them.
pub fn complete_state(state: &mut PluginState) {
    let mut not_understood = Vec::new();
    for contract in PARAMETERS {
        let found = state.params.remove(contract.id);
        let is_there = found.is_some();
        let value = found.and_then(|value| understood(contract, value));
        if is_there && value.is_none() {
            not_understood.push(contract.name);
        }
        let value = value.unwrap_or_else(|| default_value(contract));
        state.params.insert(contract.id.to_owned(), value);
    }
    match not_understood.is_empty() {
        true => state.fields.remove(NOT_UNDERSTOOD_KEY),
        false => {
            let names = not_understood.join(", ");
            state.fields.insert(NOT_UNDERSTOOD_KEY.to_owned(), names)
        }
    };
}

/// The value as this version can use it.
fn understood(contract: &Parameter, value: ParamValue) -> Option<ParamValue> {
    match (contract.range, value) {
        (Range::Switch, ParamValue::Bool(is_on)) => Some(ParamValue::Bool(is_on)),
        (Range::Choice, ParamValue::String(id)) => contract
            .choices
            .iter()
            .any(|(known, _)| *known == id)
            .then_some(ParamValue::String(id)),
        (Range::Linear { min, max } | Range::Logarithmic { min, max }, ParamValue::F32(host)) => {
            let scale = Scale::of(contract);
            (!host.is_nan())
                .then(|| ParamValue::F32(host.clamp(scale.to_host(min), scale.to_host(max))))
        }
        _ => None,
    }
}

fn default_value(contract: &Parameter) -> ParamValue {
    let value = contract.default_value();
    match contract.range {
        Range::Switch => ParamValue::Bool(value >= 0.5),
        Range::Choice => ParamValue::String(contract.choices[value as usize].0.to_owned()),
        Range::Linear { .. } | Range::Logarithmic { .. } => {
            ParamValue::F32(Scale::of(contract).to_host(value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn state(params: &[(&str, ParamValue)]) -> PluginState {
        PluginState {
            version: "9.9.9".to_owned(),
            params: params
                .iter()
                .map(|(id, value)| ((*id).to_owned(), value.clone()))
                .collect(),
            fields: BTreeMap::new(),
        }
    }

    #[test]
    fn what_is_missing_or_not_understood_goes_to_its_default() {
        let mut state = state(&[
            ("gain_db", ParamValue::F32(1e9)),
            ("drive_db", ParamValue::Bool(true)),
            ("source", ParamValue::String("theremin".to_owned())),
            ("now_input", ParamValue::String("line_10k".to_owned())),
            ("from_the_future", ParamValue::I32(3)),
        ]);
        complete_state(&mut state);
        assert_eq!(state.params.len(), PARAMETERS.len() + 1);
        let holds = |id: &str| format!("{:?}", state.params[id]);
        assert_eq!(holds("gain_db"), "F32(70.0)");
        assert_eq!(holds("drive_db"), "F32(0.0)");
        assert_eq!(holds("source"), "String(\"as_recorded\")");
        assert_eq!(holds("now_input"), "String(\"line_10k\")");
        assert_eq!(holds("custom_eddy_ohm"), "F32(6.0)");
        assert_eq!(holds("load_on"), "Bool(true)");
        assert_eq!(holds("from_the_future"), "I32(3)");
        let noted = state.fields.get(NOT_UNDERSTOOD_KEY).map(String::as_str);
        assert_eq!(noted, Some("Source, Drive"));
    }
}
