//! Recorded: what 0 dBFS of the recording was, in volts, and two ways to find that out.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{MenuLine, ParamKnob, Pick, Progress, Readout};

use super::Block;
use super::DetailsEvent;
use crate::calibration::{Delivery, Proposal};
use crate::chain::settings::Source;
use crate::editor::ear::{Ear, EarEvent, Stage};
use crate::editor::matters::choice_is;
use crate::editor::numbers::{self, decibels};
use crate::interface::{INTERFACES, Interface};

pub fn controls(cx: &mut Context) {
    interfaces(cx);
    ParamKnob::with_name(cx, "in_cal_dbu", "0 dBFS at the jack");
    ParamKnob::new(cx, "rec_gain_db");
    let is_unknown = choice_is(cx, "source", |source: Source| source == Source::AsRecorded);
    Binding::new(cx, is_unknown, move |cx| ask(cx, is_unknown.get()));
}

/// What is known of the interface, and what *Calibrate* says.
pub fn details(cx: &mut Context, ear: &Ear) {
    let ear = ear.clone();
    VStack::new(cx, move |cx| {
        let picked = ear.picked();
        Binding::new(cx, picked, move |cx| match picked.get() {
            Some(interface) => known(cx, interface),
            None => sentence(
                cx,
                "Pick an interface, and what is known of it stands here: where published figures disagree, and its input.",
            ),
        });
        Element::new(cx).class("divider");
        let stage = ear.stage();
        Binding::new(cx, stage, move |cx| match stage.get() {
            Stage::Idle => sentence(
                cx,
                "Calibrate listens for ten seconds while you play, and proposes the gain that the recording was made with.",
            ),
            Stage::Silence => sentence(cx, "Calibrate has heard nothing."),
            Stage::Listening => listening(cx, &ear),
            Stage::Proposed(proposal) => proposed(cx, proposal),
        });
    })
    .class("sentences");
}

/// The table to pick from.
fn interfaces(cx: &mut Context) {
    let picked = cx.data::<Ear>().picked();
    let text = picked.map(|picked| picked.map_or("Interface", |interface| interface.name));
    let lines = move || {
        INTERFACES
            .iter()
            .map(|one| line(one, picked.get_untracked()))
            .collect()
    };
    Pick::fresh(cx, text, lines, |cx, index| {
        if let Some(interface) = INTERFACES.get(index) {
            cx.emit(EarEvent::Pick(interface));
            cx.emit(DetailsEvent::Open(Block::Recorded));
        }
    })
    .id("interfaces")
    .class("interfaces");
}

/// As the menu shows it.
fn line(interface: &'static Interface, picked: Option<&'static Interface>) -> MenuLine {
    let full_scale_dbu = numbers::value("in_cal_dbu", interface.full_scale_dbu);
    let mark = interface.disputed.map_or("", |_| "disputed, ");
    MenuLine::new(interface.label())
        .with_note(format!("{mark}{full_scale_dbu}"))
        .marked(picked == Some(interface))
}

fn known(cx: &mut Context, interface: &'static Interface) {
    let full_scale_dbu = numbers::value("in_cal_dbu", interface.full_scale_dbu);
    let mut text = format!("{}: {full_scale_dbu}", interface.label());
    if let Some(others) = interface.disputed {
        text.push_str(&format!("; {others}"));
    }
    Label::new(cx, text).class("sentence").id("interface-known");
    if let Some(ohm) = interface.impedance_ohm {
        let text = format!(
            "Set the recorded input to {}",
            numbers::value("rec_custom_ohm", ohm)
        );
        button(cx, text, "interface-plug-in", EarEvent::PlugIn(interface));
    }
}

fn sentence(cx: &mut Context, text: &'static str) {
    Label::new(cx, text).class("sentence").class("quiet");
}

/// *Calibrate*: as recorded it asks what plays, otherwise it knows.
fn ask(cx: &mut Context, is_unknown: bool) {
    let begin = |cx: &mut EventContext<'_>, delivery| {
        cx.emit(EarEvent::Calibrate(delivery));
        cx.emit(DetailsEvent::Open(Block::Recorded));
    };
    if is_unknown {
        let lines = Delivery::ALL.map(|delivery| delivery.name().to_owned());
        Pick::new(cx, "Calibrate", lines.to_vec(), move |cx, index| {
            begin(cx, Delivery::ALL.get(index).copied());
        })
        .id("calibrate");
    } else {
        Button::new(cx, |cx| Label::new(cx, "Calibrate"))
            .id("calibrate")
            .class("act")
            .on_press(move |cx| begin(cx, None));
    }
}

fn listening(cx: &mut Context, ear: &Ear) {
    HStack::new(cx, |cx| {
        Progress::new(cx, ear.listened()).id("calibrate-progress");
        Readout::new(cx, ear.seconds_left(), |seconds| {
            format!("Play: {seconds} s")
        })
        .id("calibrate-left")
        .class("reading");
    })
    .class("progress-row");
    HStack::new(cx, |cx| {
        Readout::new(cx, ear.loudest_dbu(), |level_dbu| match level_dbu {
            Some(level_dbu) => format!("Loudest so far: {} dBu", decibels(level_dbu)),
            None => "Nothing heard yet".to_owned(),
        })
        .id("calibrate-heard")
        .class("heard");
        button(cx, "Stop", "calibrate-leave", EarEvent::Leave);
    })
    .class("acts");
}

fn proposed(cx: &mut Context, proposal: Proposal) {
    let recorded = numbers::value("rec_gain_db", proposal.recorded_gain_db);
    let gain = numbers::value("gain_db", proposal.gain_db);
    let mut text = format!("Recorded gain {recorded}, gain {gain}");
    if proposal.louder_db.abs() > 0.05 {
        let louder = format!("; {:+.1} dB, out of gain's range", proposal.louder_db);
        text.push_str(&louder);
    }
    Label::new(cx, text)
        .class("sentence")
        .id("calibrate-proposal");
    HStack::new(cx, |cx| {
        button(cx, "Take", "calibrate-take", EarEvent::Take(proposal));
        button(cx, "Leave", "calibrate-leave", EarEvent::Leave);
    })
    .class("acts");
}

fn button(cx: &mut Context, text: impl Into<String>, id: &str, event: EarEvent) {
    let text = text.into();
    Button::new(cx, |cx| Label::new(cx, text))
        .id(id.to_owned())
        .class("act")
        .on_press(move |cx| cx.emit(event));
}
