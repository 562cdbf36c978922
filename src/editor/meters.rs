//! The meters at the probe: a VU meter, a ladder of peaks, numbers, and the sentence of advice under them.

mod advice;
mod probe;

use std::ops::RangeInclusive;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ClipLight, Ladder, LadderScale, MenuLine, Pick, Readout, VuMeter};

use super::ear::Ear;
use super::numbers::decibels;
use super::workspace::{Workspace, WorkspaceEvent};
use crate::chain::Node;
use crate::chain::parameter::Choice;
use crate::session::{TargetZone, VuReference};
use probe::{ProbeMeter, Readings};

/// What the ladder shows, in dBFS of the probe. Inside of the path more than 0 is possible.
const RANGE_DBFS: RangeInclusive<f32> = -60.0..=6.0;
/// What is written beside it.
const MARKS_DBFS: [f32; 9] = [-60.0, -48.0, -36.0, -24.0, -18.0, -12.0, -6.0, 0.0, 6.0];

/// Everything, in the place that it is given.
pub fn panel(cx: &mut Context) {
    VStack::new(cx, |cx| {
        let probe = ProbeMeter::build(cx);
        head(cx);
        HStack::new(cx, |cx| {
            VuMeter::new(cx, probe.vu()).id("vu");
            numbers(cx, &probe);
        })
        .class("dials");
        HStack::new(cx, |cx| {
            ladder(cx, &probe);
            VStack::new(cx, |cx| {
                Label::new(cx, "Clip").class("ladder-name");
                ClipLight::new(cx, probe.levels()).id("clip");
            })
            .class("clips");
        })
        .class("ladder-row");
        let ear = cx.data::<Ear>().clone();
        advice::bar(cx, &ear);
    })
    .class("meters");
}

/// Where the meters are, what 0 VU is and where peaks belong.
fn head(cx: &mut Context) {
    let workspace = Workspace::of(cx);
    let (probe, reference, zone) = (
        workspace.probe(),
        workspace.vu_reference(),
        workspace.target_zone(),
    );
    HStack::new(cx, |cx| {
        Element::new(cx).class("probe-mark");
        Label::new(cx, probe.map(|node| name(*node)))
            .id("probe-name")
            .class("panel-name");
        let lines = move || lines_of(reference.get_untracked());
        let text = reference.map(|reference| name_of(*reference));
        Pick::fresh(cx, text, lines, |cx, line| {
            cx.emit(WorkspaceEvent::VuReference(VuReference::from_index(line)));
        })
        .id("vu-reference");
        let lines = move || lines_of(zone.get_untracked());
        // The button leaves out what it is for: the menu says that.
        let text = zone.map(|zone| {
            let name = name_of(*zone);
            name.split_once(": ")
                .map_or(name.clone(), |(_, range)| range.to_owned())
        });
        Pick::fresh(cx, text, lines, |cx, line| {
            cx.emit(WorkspaceEvent::Zone(TargetZone::from_index(line)));
        })
        .id("target-zone");
    })
    .class("meters-head");
}

/// What a node is called, which is what stands before it.
fn name(node: Node) -> &'static str {
    match node {
        Node::Recorded => "Recorded",
        Node::Input => "Input",
        Node::Preamp => "Preamp",
        Node::Converter => "Converter",
        Node::Reamp => "Re-amp",
        Node::Output => "Output",
    }
}

/// With true minus signs.
fn written(name: &str) -> String {
    name.replace("-", "\u{2212}").replace("..", " to ")
}

fn name_of<C: Choice>(choice: C) -> String {
    written(C::CHOICES[choice.index()].1)
}

fn lines_of<C: Choice>(choice: C) -> Vec<MenuLine> {
    let line = |(index, (_, name)): (usize, &(&str, &str))| {
        MenuLine::new(written(name)).marked(index == choice.index())
    };
    C::CHOICES.iter().enumerate().map(line).collect()
}

/// The bars with their scale above them.
fn ladder(cx: &mut Context, probe: &ProbeMeter) {
    let zone = Workspace::of(cx).target_zone();
    let target = |zone: TargetZone| {
        let (low, high) = zone.dbfs();
        (low as f32, high as f32)
    };
    let target_db = Signal::new(target(zone.get_untracked()));
    let levels = probe.levels();
    VStack::new(cx, move |cx| {
        LadderScale::new(cx, RANGE_DBFS, &MARKS_DBFS);
        Ladder::new(cx, levels, RANGE_DBFS, target_db)
            .id("meter")
            .bind(zone, move |_| target_db.set(target(zone.get())));
    })
    .class("ladder-column");
}

/// Levels as numbers, in two units.
fn numbers(cx: &mut Context, probe: &ProbeMeter) {
    VStack::new(cx, |cx| {
        HStack::new(cx, |cx| {
            Label::new(cx, "").class("count-name");
            Label::new(cx, "dBFS").class("unit");
            Label::new(cx, "dBu").class("unit");
        })
        .class("number-row");
        type Reading = fn(&Readings) -> f64;
        let rows: [(&str, &str, Reading); 4] = [
            ("peak", "Peak", |now| now.peak_dbfs),
            ("true-peak", "True peak", |now| now.true_peak_dbfs),
            ("rms", "RMS", |now| now.rms_dbfs),
            ("vu", "VU", |now| now.vu_dbfs),
        ];
        for (id, name, of) in rows {
            HStack::new(cx, |cx| {
                Label::new(cx, name).class("count-name");
                let in_dbfs = move |now: Readings| decibels(of(&now));
                Readout::new(cx, probe.readings(), in_dbfs)
                    .id(format!("{id}-dbfs"))
                    .class("reading");
                let in_dbu = move |now: Readings| decibels(of(&now) + now.full_scale_dbu);
                Readout::new(cx, probe.readings(), in_dbu)
                    .id(format!("{id}-dbu"))
                    .class("reading");
            })
            .class("number-row");
        }
    })
    .class("numbers");
}
