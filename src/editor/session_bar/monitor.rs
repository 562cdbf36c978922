//! What is heard: the result, or something to hear it by.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamPush, PushButton};

use crate::chain::Monitor;
use crate::editor::{Workspace, WorkspaceEvent};

pub fn monitors(cx: &mut Context) {
    monitor(
        cx,
        Monitor::Difference,
        "Difference",
        "difference",
        "Difference: plays only what the plugin adds, the result less the aligned input.",
    );
    ParamPush::new(cx, "match_level", "Match level").class("match-level");
    monitor(
        cx,
        Monitor::MatchedDry,
        "Matched dry",
        "matched-dry",
        "Matched dry: plays the input as loud as the result, so that the ear compares sound and not level.",
    );
    ParamPush::new(cx, "bypass", "Bypass").class("bypass");
}

/// Pressed in, it is heard; pressed again, the result is heard.
fn monitor(
    cx: &mut Context,
    monitor: Monitor,
    name: &'static str,
    id: &'static str,
    sentence: &'static str,
) {
    let heard = Workspace::of(cx).monitor();
    PushButton::new(
        cx,
        name,
        name,
        || sentence.to_owned(),
        move |cx| {
            let is_heard = heard.get_untracked() == monitor;
            let next = if is_heard { Monitor::Result } else { monitor };
            cx.emit(WorkspaceEvent::Monitor(next));
        },
    )
    .id(id)
    .class(id)
    .role(Role::Switch)
    .checked(heard.map(move |heard| *heard == monitor));
}
