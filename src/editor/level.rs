//! Level: what 0 dBFS of the recording was, in volts, and two ways to find that out.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamKnob, Pick, Readout};

use super::blocks::{self, choice_is, divider};
use super::ear::{Ear, EarEvent, Stage};
use crate::calibration::{Delivery, Proposal};
use crate::chain::PARAMETERS;
use crate::chain::settings::Source;
use crate::interface::{INTERFACES, Interface};

pub fn panel(cx: &mut Context, ear: &Ear) {
    blocks::panel(cx, "Level", "level", |cx| {
        ParamKnob::new(cx, "in_cal_dbu");
        interfaces(cx, ear);
        divider(cx);
        ParamKnob::new(cx, "rec_gain_db");
        calibrate(cx, ear);
    });
}

/// The table to pick from, and what else is known of the interface that was picked.
fn interfaces(cx: &mut Context, ear: &Ear) {
    let lines = INTERFACES.iter().map(line).collect();
    Pick::new(cx, "Interface", lines, |cx, index| {
        if let Some(interface) = INTERFACES.get(index) {
            cx.emit(EarEvent::Pick(interface));
        }
    })
    .id("interfaces")
    .class("interfaces");
    let picked = ear.picked();
    Binding::new(cx, picked, move |cx| {
        if let Some(interface) = picked.get() {
            known(cx, interface);
        }
    });
}

/// As the menu shows it.
fn line(interface: &Interface) -> String {
    let full_scale_dbu = shown("in_cal_dbu", interface.full_scale_dbu);
    let mark = interface.disputed.map_or("", |_| " (disputed)");
    format!("{}: {full_scale_dbu}{mark}", interface.label())
}

fn known(cx: &mut Context, interface: &'static Interface) {
    let full_scale_dbu = shown("in_cal_dbu", interface.full_scale_dbu);
    let mut text = format!("{}: {full_scale_dbu}", interface.label());
    if let Some(others) = interface.disputed {
        text.push_str(&format!("; {others}"));
    }
    Label::new(cx, text).class("known").id("interface-known");
    if let Some(ohm) = interface.impedance_ohm {
        let text = format!("Set input to {}", shown("rec_custom_ohm", ohm));
        button(cx, text, "interface-plug-in", EarEvent::PlugIn(interface));
    }
}

/// A value as its parameter shows it.
fn shown(id: &str, value: f64) -> String {
    let parameter = PARAMETERS.iter().find(|parameter| parameter.id == id);
    parameter.map_or_else(String::new, |parameter| parameter.format(value))
}

/// *Calibrate*: as recorded it asks what plays, otherwise it knows.
fn calibrate(cx: &mut Context, ear: &Ear) {
    let ear = ear.clone();
    let stage = ear.stage();
    let is_unknown = choice_is(cx, "source", |source: Source| source == Source::AsRecorded);
    Binding::new(cx, stage, move |cx| match stage.get() {
        Stage::Idle => ask(cx, is_unknown),
        Stage::Silence => {
            Label::new(cx, "Nothing was heard.").class("known");
            ask(cx, is_unknown);
        }
        Stage::Listening => listening(cx, &ear),
        Stage::Proposed(proposal) => proposed(cx, proposal),
    });
}

fn ask(cx: &mut Context, is_unknown: Memo<bool>) {
    Binding::new(cx, is_unknown, move |cx| {
        if is_unknown.get() {
            let lines = Delivery::ALL.map(|delivery| delivery.name().to_owned());
            Pick::new(cx, "Calibrate", lines.to_vec(), |cx, index| {
                cx.emit(EarEvent::Calibrate(Delivery::ALL.get(index).copied()));
            })
            .id("calibrate");
        } else {
            button(cx, "Calibrate", "calibrate", EarEvent::Calibrate(None));
        }
    });
}

fn listening(cx: &mut Context, ear: &Ear) {
    Readout::new(cx, ear.seconds_left(), |seconds| {
        format!("Play: {seconds} s")
    })
    .id("calibrate-left")
    .class("reading");
    button(cx, "Stop", "calibrate-leave", EarEvent::Leave);
}

fn proposed(cx: &mut Context, proposal: Proposal) {
    let recorded = shown("rec_gain_db", proposal.recorded_gain_db);
    let gain = shown("gain_db", proposal.gain_db);
    let mut text = format!("Recorded gain {recorded}, gain {gain}");
    if proposal.louder_db.abs() > 0.05 {
        let louder = format!("; {:+.1} dB, out of gain's range", proposal.louder_db);
        text.push_str(&louder);
    }
    Label::new(cx, text).class("known").id("calibrate-proposal");
    button(cx, "Take", "calibrate-take", EarEvent::Take(proposal));
    button(cx, "Leave", "calibrate-leave", EarEvent::Leave);
}

fn button(cx: &mut Context, text: impl Into<String>, id: &str, event: EarEvent) {
    let text = text.into();
    Button::new(cx, |cx| Label::new(cx, text))
        .id(id.to_owned())
        .class("act")
        .on_press(move |cx| cx.emit(event));
}
