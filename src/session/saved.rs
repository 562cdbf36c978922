//! The text that a session's state keeps.

use serde_json::{Map, Value, json};

use super::{Loaded, Shown, Stored, Work};
use crate::chain::Node;
use crate::chain::parameter::Choice;
use crate::preset::{Origin, Preset};

/// What the nodes are called.
const NODES: [(&str, Node); Node::ALL.len()] = [
    ("recorded", Node::Recorded),
    ("input", Node::Input),
    ("preamp", Node::Preamp),
    ("converter", Node::Converter),
    ("reamp", Node::Reamp),
    ("output", Node::Output),
];

/// What errors call presets in a session.
const FILE: &str = "session";

/// What could be read of a session.
#[derive(Default)]
pub(super) struct Read {
    pub shown: Shown,
    pub work: Work,
    /// Whether something was there that could not be read.
    pub is_broken: bool,
}

pub(super) fn to_json(shown: &Shown, work: &Work) -> String {
    let probe = NODES.iter().find(|(_, node)| *node == shown.probe);
    let mut fields = json!({
        "probe": probe.map_or("", |(id, _)| id),
        "plot": id_of(shown.plot),
        "target_zone": id_of(shown.target_zone),
        "vu_reference": id_of(shown.vu_reference),
        "slot": id_of(work.slot),
    });
    if let Some(loaded) = &work.loaded {
        fields["preset"] = loaded_to_json(loaded);
    }
    if let Some(other) = &work.other {
        fields["other"] = json!({ "values": other.values.to_text() });
        if let Some(loaded) = &other.loaded {
            fields["other"]["preset"] = loaded_to_json(loaded);
        }
    }
    fields.to_string()
}

fn loaded_to_json(loaded: &Loaded) -> Value {
    json!({ "origin": id_of(loaded.origin), "text": loaded.preset.to_text() })
}

/// Each field by itself: what is broken does not take the rest with it.
pub(super) fn from_json(text: &str) -> Read {
    let fields = serde_json::from_str::<Map<String, Value>>(text);
    let mut read = Read {
        is_broken: fields.is_err(),
        ..Read::default()
    };
    let fields = fields.unwrap_or_default();
    let id = |key: &str| fields.get(key).and_then(Value::as_str);
    let shown = &mut read.shown;
    if let Some((_, node)) = NODES.iter().find(|(known, _)| id("probe") == Some(*known)) {
        shown.probe = *node;
    }
    choose(&mut shown.plot, id("plot"));
    choose(&mut shown.target_zone, id("target_zone"));
    choose(&mut shown.vu_reference, id("vu_reference"));
    choose(&mut read.work.slot, id("slot"));
    read.work.loaded = fields.get("preset").and_then(loaded_from_json);
    read.work.other = fields.get("other").and_then(stored_from_json);
    read.is_broken |= fields.contains_key("preset") && read.work.loaded.is_none();
    read.is_broken |= fields.contains_key("other") && read.work.other.is_none();
    read
}

fn loaded_from_json(value: &Value) -> Option<Loaded> {
    let mut origin = Origin::User;
    choose(&mut origin, value.get("origin").and_then(Value::as_str));
    let preset = preset_from_json(value.get("text")?)?;
    Some(Loaded { origin, preset })
}

fn stored_from_json(value: &Value) -> Option<Stored> {
    Some(Stored {
        values: preset_from_json(value.get("values")?)?,
        loaded: value.get("preset").and_then(loaded_from_json),
    })
}

fn preset_from_json(value: &Value) -> Option<Preset> {
    Preset::parse(FILE, value.as_str()?).ok()
}

fn id_of<C: Choice>(choice: C) -> &'static str {
    C::CHOICES.get(choice.index()).map_or("", |(id, _)| id)
}

fn choose<C: Choice>(choice: &mut C, id: Option<&str>) {
    if let Some(place) = C::CHOICES.iter().position(|(known, _)| id == Some(*known)) {
        *choice = C::from_index(place);
    }
}
