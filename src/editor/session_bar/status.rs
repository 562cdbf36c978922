//! The line at the foot: how it is computed, what that costs, and how large the window is.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{Choice, Icon, MenuLine, Pick, PushButton, Readout, Sentence};
use nice_plug_vizia::{EditorEvent, EditorModel, PollContext};

use super::about::AboutEvent;
use crate::editor::levels::{Counts, Levels};

/// Sizes to choose from: what [`EditorEvent::SetUserScale`] can do, from end to end.
const SIZES_PERCENT: [u8; 6] = [50, 75, 100, 125, 150, 200];

/// The line at the foot.
pub fn status(cx: &mut Context) {
    HStack::new(cx, |cx| {
        choice(cx, "quality", "Quality");
        choice(cx, "offline_quality", "Offline");
        figures(cx);
        Element::new(cx).class("bar-space");
        scale(cx);
        let sentence = || "About PREFACE: version and licences.".to_owned();
        PushButton::new(cx, Icon::Info, "About", sentence, |cx| {
            cx.emit(AboutEvent::Open);
        })
        .id("about");
    })
    .class("status");
}

fn choice(cx: &mut Context, id: &str, name: &'static str) {
    Label::new(cx, name).class("status-name");
    Choice::new(cx, id).class("status-choice");
}

/// What it costs, as figures.
fn figures(cx: &mut Context) {
    let levels = Levels::of(cx);
    let about_cpu = "CPU: the share of a block's time that the plugin takes of one core; at 100 % the sound drops out.";
    figure(cx, "cpu", "CPU", about_cpu, levels.cpu_share(), cpu);
    let about_latency =
        "Latency: what the host is told and makes up for; it depends on quality and sample rate.";
    figure(
        cx,
        "latency",
        "Latency",
        about_latency,
        levels.counts(),
        latency,
    );
    let about_solver = "Solver fallbacks: steps of a circuit without a solution, which kept the last state; 0 is as it should be.";
    figure(
        cx,
        "solver",
        "Solver fallbacks",
        about_solver,
        levels.counts(),
        |counts| counts.solver_failures.to_string(),
    );
}

fn cpu(share: f64) -> String {
    match share {
        share if share > 0.0 => format!("{:.1} %", share * 100.0),
        // No audio runs.
        _ => "\u{2013}".to_owned(),
    }
}

fn latency(counts: Counts) -> String {
    let samples = counts.latency_samples;
    match counts.sample_rate_hz {
        rate_hz if rate_hz > 0.0 => {
            let ms = f64::from(samples) / rate_hz * 1000.0;
            format!("{samples} samples, {ms:.1} ms")
        }
        _ => format!("{samples} samples"),
    }
}

/// A figure with what it is in front of it.
fn figure<T: Copy + PartialEq + 'static>(
    cx: &mut Context,
    id: &'static str,
    name: &'static str,
    sentence: &'static str,
    read: impl Fn() -> T + 'static,
    format: fn(T) -> String,
) {
    HStack::new(cx, |cx| {
        Label::new(cx, name).class("status-name").hoverable(false);
        Readout::new(cx, read, format)
            .id(id)
            .class("status-figure")
            .name(name)
            .hoverable(false);
    })
    .class("figure")
    .class(id)
    .sentence(sentence);
}

/// For hosts whose windows have no edge to drag.
fn scale(cx: &mut Context) {
    let state = cx.data::<EditorModel>().state().clone();
    let shown = Signal::new(percent_of(state.user_scale()));
    let polled = state.clone();
    cx.add_poll(move |_| {
        let percent = percent_of(polled.user_scale());
        let is_other = percent != shown.get_untracked();
        shown.set_if_changed(percent);
        is_other
    });
    let lines = move || {
        let now = percent_of(state.user_scale());
        let line =
            |percent: &u8| MenuLine::new(format!("{percent} %")).marked(u32::from(*percent) == now);
        SIZES_PERCENT.iter().map(line).collect()
    };
    Pick::fresh(
        cx,
        shown.map(|percent| format!("{percent} %")),
        lines,
        |cx, line| {
            if let Some(percent) = SIZES_PERCENT.get(line) {
                cx.emit(EditorEvent::SetUserScale(f32::from(*percent) / 100.0));
            }
        },
    )
    .id("scale")
    .class("status-choice")
    .sentence(
        "Scale: how large the window is; its edge can be dragged as well where the host lets it.",
    );
}

fn percent_of(scale: f32) -> u32 {
    (scale * 100.0).round() as u32
}
