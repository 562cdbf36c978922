//! The text that a session's state keeps.

use serde_json::{Map, Value};

use super::Shown;
use crate::chain::Node;
use crate::chain::parameter::Choice;

/// What the nodes are called.
const NODES: [(&str, Node); Node::ALL.len()] = [
    ("recorded", Node::Recorded),
    ("input", Node::Input),
    ("preamp", Node::Preamp),
    ("converter", Node::Converter),
    ("reamp", Node::Reamp),
    ("output", Node::Output),
];

pub(super) fn to_json(shown: &Shown) -> String {
    let probe = NODES.iter().find(|(_, node)| *node == shown.probe);
    let fields = [
        ("probe", probe.map_or("", |(id, _)| id)),
        ("plot", id_of(shown.plot)),
        ("target_zone", id_of(shown.target_zone)),
        ("vu_reference", id_of(shown.vu_reference)),
    ];
    let fields = fields.map(|(key, id)| (key.to_owned(), Value::from(id)));
    Value::Object(fields.into_iter().collect()).to_string()
}

/// Each field by itself: what is broken does not take the rest with it.
pub(super) fn from_json(text: &str) -> Shown {
    let fields = serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let mut shown = Shown::default();
    let id = |key: &str| fields.get(key).and_then(Value::as_str);
    if let Some((_, node)) = NODES.iter().find(|(known, _)| id("probe") == Some(*known)) {
        shown.probe = *node;
    }
    choose(&mut shown.plot, id("plot"));
    choose(&mut shown.target_zone, id("target_zone"));
    choose(&mut shown.vu_reference, id("vu_reference"));
    shown
}

fn id_of<C: Choice>(choice: C) -> &'static str {
    C::CHOICES.get(choice.index()).map_or("", |(id, _)| id)
}

fn choose<C: Choice>(choice: &mut C, id: Option<&str>) {
    if let Some(place) = C::CHOICES.iter().position(|(known, _)| id == Some(*known)) {
        *choice = C::from_index(place);
    }
}
