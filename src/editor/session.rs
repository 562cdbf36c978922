//! Session: how it is computed, and what that costs.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, Readout};

use super::blocks;
use super::levels::{Counts, Levels};

pub fn panel(cx: &mut Context, levels: &Levels) {
    blocks::panel(cx, "Session", "session", |cx| {
        ParamChoice::new(cx, "quality");
        ParamChoice::new(cx, "offline_quality");
        VStack::new(cx, |cx| {
            count(cx, levels, "latency", "Latency", |counts| {
                format!("{} samples", counts.latency_samples)
            });
            count(cx, levels, "clips", "Clips", |counts| {
                counts.clips.to_string()
            });
            count(cx, levels, "solver", "Solver fallbacks", |counts| {
                counts.solver_failures.to_string()
            });
        })
        .class("counts");
    });
}

/// A number in small type, with what it counts in front of it.
fn count(
    cx: &mut Context,
    levels: &Levels,
    id: &str,
    name: &'static str,
    format: fn(Counts) -> String,
) {
    HStack::new(cx, |cx| {
        Label::new(cx, name).class("count-name");
        Readout::new(cx, levels.counts(), format)
            .id(id)
            .class("count");
    })
    .class("count-row");
}
