//! Session: how it is computed, and what that costs.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, Readout};

use super::blocks;
use super::meter::OutputMeter;

pub fn panel(cx: &mut Context, output: &OutputMeter) {
    blocks::panel(cx, "Session", "session", |cx| {
        ParamChoice::new(cx, "quality");
        ParamChoice::new(cx, "offline_quality");
        count(cx, "latency", "Latency", output.counts(), |counts| {
            format!("{} samples", counts.latency_samples)
        });
        count(cx, "clips", "Clips", output.counts(), |counts| {
            counts.clips.to_string()
        });
        count(
            cx,
            "solver",
            "Solver fallbacks",
            output.counts(),
            |counts| counts.solver_failures.to_string(),
        );
    });
}

/// A number in small type, with what it counts in front of it.
fn count<T: Copy + PartialEq + 'static>(
    cx: &mut Context,
    id: &str,
    name: &'static str,
    read: impl Fn() -> T + 'static,
    format: impl Fn(T) -> String + 'static,
) {
    HStack::new(cx, |cx| {
        Label::new(cx, name).class("count-name");
        Readout::new(cx, read, format).id(id).class("count");
    })
    .class("count-row");
}
