//! Re-amp: the way back out, through a box into an amp or a pedal.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, ParamKnob, ParamToggle};

use super::{group, row};
use crate::chain::settings::{Input, ReampBox, ReampLoad, Source};
use crate::editor::matters::{Dim, all, any, choice_is, is_on};

pub fn controls(cx: &mut Context) {
    let matters = Matters::new(cx);
    ParamChoice::new(cx, "box").dim_unless(matters.block);
    ParamChoice::new(cx, "reamp_load").dim_unless(matters.block);
    row(cx, |cx| {
        ParamKnob::new(cx, "send_cal_dbu").dim_unless(matters.box_);
        ParamKnob::new(cx, "fuzz_pct").dim_unless(matters.fuzz);
    });
    ParamToggle::new(cx, "virtual_pickup").dim_unless(matters.virtual_pickup);
}

pub fn details(cx: &mut Context) {
    let matters = Matters::new(cx);
    group(
        cx,
        1.8,
        "Line output",
        "Its level at 0 dBFS; without a box all of it arrives.",
        |cx| {
            ParamKnob::with_name(cx, "line_out_dbu", "0 dBFS").dim_unless(matters.block);
        },
    );
    group(
        cx,
        2.4,
        "Way to the amp",
        "A pickup has kilohms and an inductance; a box has only this.",
        |cx| {
            ParamChoice::with_name(cx, "box_z", "Box output").dim_unless(matters.box_);
            ParamKnob::with_name(cx, "reamp_cable_m", "Cable").dim_unless(matters.block);
        },
    );
    group(
        cx,
        2.0,
        "Amp or pedal",
        "A load of your own, for Into: Custom.",
        |cx| {
            ParamKnob::with_name(cx, "reamp_load_ohm", "Resistance").dim_unless(matters.custom);
        },
    );
    group(
        cx,
        1.8,
        "Listening",
        "At the jack, for an amp plugin behind.",
        |cx| {
            ParamChoice::new(cx, "listen").dim_unless(matters.listen);
        },
    );
}

/// What of the block acts on the sound.
struct Matters {
    /// The block is on.
    block: Memo<bool>,
    /// There is a box.
    box_: Memo<bool>,
    /// The value of a custom load.
    custom: Memo<bool>,
    /// There is a source whose impedance can be put between box and load.
    virtual_pickup: Memo<bool>,
    /// There is a fuzz, here or as the input of now.
    fuzz: Memo<bool>,
    /// There is a fuzz here.
    listen: Memo<bool>,
}

impl Matters {
    fn new(cx: &Context) -> Self {
        let block = is_on(cx, "reamp_on");
        let load =
            |is_meant: fn(ReampLoad) -> bool| all([block, choice_is(cx, "reamp_load", is_meant)]);
        let has_box = choice_is(cx, "box", |kind: ReampBox| kind != ReampBox::None);
        let has_source = choice_is(cx, "source", |source: Source| source != Source::AsRecorded);
        let listen = load(ReampLoad::is_fuzz);
        let is_fuzz_now = choice_is(cx, "now_input", Input::is_fuzz);
        let load_on = is_on(cx, "load_on");
        Self {
            block,
            box_: all([block, has_box]),
            custom: load(|load| load == ReampLoad::Custom),
            virtual_pickup: all([block, load_on, has_source]),
            fuzz: any([listen, all([load_on, is_fuzz_now])]),
            listen,
        }
    }
}
