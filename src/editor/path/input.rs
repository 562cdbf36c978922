//! Input: what the source was plugged into, and what it is plugged into now.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, ParamKnob, ParamToggle, Readout};

use super::{group, row};
use crate::chain::settings::{Input, RecordedInput, Source};
use crate::editor::ear::Ear;
use crate::editor::matters::{Dim, all, any, choice_is, is_on};

pub fn controls(cx: &mut Context, ear: &Ear) {
    let matters = Matters::new(cx);
    ParamChoice::new(cx, "rec_input").dim_unless(matters.block);
    ParamChoice::new(cx, "now_input").dim_unless(matters.block);
    row(cx, |cx| {
        ParamKnob::new(cx, "repair_limit_db").dim_unless(matters.load);
        VStack::new(cx, |cx| {
            Label::new(cx, "Repaired").class("param-name");
            let percent = |share: f64| format!("{:.0} %", 100.0 * share);
            Readout::new(cx, ear.repair_share(), percent)
                .id("repaired")
                .class("count");
        })
        .class("repaired")
        .dim_unless(matters.load);
    });
    ParamToggle::new(cx, "phantom").dim_unless(matters.phantom);
}

pub fn details(cx: &mut Context) {
    let matters = Matters::new(cx);
    group(
        cx,
        3.0,
        "Recorded into",
        "What it was loaded by is in the recording and is taken off.",
        |cx| {
            let custom = matters.recorded_custom;
            ParamKnob::with_name(cx, "rec_custom_ohm", "Resistance").dim_unless(custom);
            ParamKnob::with_name(cx, "rec_custom_pf", "Capacitance").dim_unless(custom);
            ParamKnob::with_name(cx, "rec_mic_z_ohm", "Mic input").dim_unless(matters.recorded_mic);
        },
    );
    group(
        cx,
        3.0,
        "Now into",
        "Less resistance takes level and top off a pickup, more capacitance moves its resonance down.",
        |cx| {
            ParamKnob::with_name(cx, "now_custom_ohm", "Resistance").dim_unless(matters.now_custom);
            ParamKnob::with_name(cx, "now_custom_pf", "Capacitance").dim_unless(matters.now_custom);
            ParamKnob::new(cx, "mic_z_ohm").dim_unless(matters.now_mic);
        },
    );
    group(
        cx,
        1.8,
        "DI box",
        "An amp on its second jack loads the source as well.",
        |cx| {
            ParamChoice::new(cx, "thru_load").dim_unless(matters.thru);
        },
    );
}

/// What of the block acts on the sound.
struct Matters {
    /// The block is on.
    block: Memo<bool>,
    /// There is a source that can be loaded. As recorded, a resistance is as good as any other; boxes and transformers
    /// act all the same.
    load: Memo<bool>,
    /// The values of a custom input, then and now.
    recorded_custom: Memo<bool>,
    now_custom: Memo<bool>,
    /// The microphone input, alone or behind a box, then and now.
    recorded_mic: Memo<bool>,
    now_mic: Memo<bool>,
    /// Something is fed by 48 V, or suffers from them.
    phantom: Memo<bool>,
    /// There is a box with a second jack.
    thru: Memo<bool>,
}

impl Matters {
    fn new(cx: &Context) -> Self {
        let block = is_on(cx, "load_on");
        let source = |is_meant: fn(Source) -> bool| all([block, choice_is(cx, "source", is_meant)]);
        let then = |is_meant: fn(RecordedInput) -> bool| {
            all([block, choice_is(cx, "rec_input", is_meant)])
        };
        let now = |is_meant: fn(Input) -> bool| all([block, choice_is(cx, "now_input", is_meant)]);
        let load = source(|source| source != Source::AsRecorded);
        let box_of_now = now(is_box);
        let fed_source =
            source(|source| matches!(source, Source::CondenserMic | Source::RibbonMic));
        let fed_box = now(|input| matches!(input, Input::ActiveDi10M | Input::ActiveDi220k));
        let recorded_mic = all([load, then(|input| input == RecordedInput::Mic)]);
        let now_mic = all([load, now(|input| input == Input::Mic)]);
        Self {
            block,
            load,
            recorded_custom: all([load, then(|input| input == RecordedInput::Custom)]),
            now_custom: all([load, now(|input| input == Input::Custom)]),
            recorded_mic: any([then(|input| is_box(input.into())), recorded_mic]),
            now_mic: any([box_of_now, now_mic]),
            phantom: any([fed_source, fed_box]),
            thru: all([load, box_of_now]),
        }
    }
}

/// Whether it is a DI box, with a microphone input behind it.
fn is_box(input: Input) -> bool {
    use Input::{ActiveDi10M, ActiveDi220k, PassiveDi};
    matches!(input, PassiveDi | ActiveDi10M | ActiveDi220k)
}
