//! Source and input: what was played, what it was plugged into and what it is plugged into now.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, ParamKnob, ParamToggle, Readout};

use super::blocks::{self, Dim, all, any, choice_is, divider, is_on, row};
use super::ear::Ear;
use crate::chain::settings::{Input, Pots, RecordedInput, Source};

pub fn panel(cx: &mut Context, ear: &Ear) {
    blocks::switched_panel(cx, "Source and input", "load", Some("load_on"), |cx| {
        let matters = Matters::new(cx);
        source(cx, &matters);
        guitar(cx, &matters);
        divider(cx);
        recorded(cx, &matters);
        now(cx, &matters);
        divider(cx);
        around(cx, &matters, ear);
    });
}

/// What of the block acts on the sound.
struct Matters {
    /// The block is on.
    block: Memo<bool>,
    /// There is a source that can be loaded. As recorded, a resistance is as good as any other; boxes and transformers
    /// act all the same.
    load: Memo<bool>,
    /// The values of a custom pickup.
    custom: Memo<bool>,
    /// Volume and tone of a guitar.
    pots: Memo<bool>,
    /// The microphone input, alone or behind a box.
    mic_input: Memo<bool>,
    /// Something is fed by 48 V, or suffers from them.
    phantom: Memo<bool>,
    /// There is a box with a second jack.
    thru: Memo<bool>,
}

impl Matters {
    fn new(cx: &Context) -> Self {
        let block = is_on(cx, "load_on");
        let source = |is_meant: fn(Source) -> bool| all([block, choice_is(cx, "source", is_meant)]);
        let now = |is_meant: fn(Input) -> bool| all([block, choice_is(cx, "now_input", is_meant)]);
        let load = source(|source| source != Source::AsRecorded);
        let custom = source(|source| source == Source::Custom);
        let custom_pots = choice_is(cx, "custom_pots", |pots: Pots| pots != Pots::None);
        let guitar = source(|source| {
            use Source::*;
            matches!(
                source,
                SingleCoil | Humbucker | HotHumbucker | P90 | PBass | JBass | ActivePickup
            )
        });
        let box_of_now = now(is_box);
        let mic_of_now = all([load, now(|input| input == Input::Mic)]);
        let fed_source =
            source(|source| matches!(source, Source::CondenserMic | Source::RibbonMic));
        let fed_box = now(|input| matches!(input, Input::ActiveDi10M | Input::ActiveDi220k));
        Self {
            block,
            load,
            custom,
            pots: any([guitar, all([custom, custom_pots])]),
            mic_input: any([box_of_now, mic_of_now]),
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

fn source(cx: &mut Context, matters: &Matters) {
    row(cx, |cx| {
        ParamChoice::new(cx, "source").dim_unless(matters.block);
        for (id, name) in [
            ("custom_l_h", "Inductance"),
            ("custom_r_ohm", "Resistance"),
            ("custom_c_pf", "Capacitance"),
            ("custom_eddy_ohm", "Eddy loss"),
        ] {
            ParamKnob::with_name(cx, id, name).dim_unless(matters.custom);
        }
    });
}

fn guitar(cx: &mut Context, matters: &Matters) {
    row(cx, |cx| {
        ParamChoice::new(cx, "custom_pots").dim_unless(matters.custom);
        ParamKnob::with_name(cx, "guitar_volume", "Volume").dim_unless(matters.pots);
        ParamKnob::with_name(cx, "guitar_tone", "Tone").dim_unless(matters.pots);
        ParamToggle::new(cx, "phantom").dim_unless(matters.phantom);
    });
}

/// A side's list of inputs, the values of a custom one, and what stands beside them.
fn side(cx: &mut Context, list: Memo<bool>, ids: [&str; 3], custom: Memo<bool>) {
    let [input, ohm, picofarad] = ids;
    ParamChoice::new(cx, input).dim_unless(list);
    ParamKnob::with_name(cx, ohm, "Resistance").dim_unless(custom);
    ParamKnob::with_name(cx, picofarad, "Capacitance").dim_unless(custom);
}

fn recorded(cx: &mut Context, matters: &Matters) {
    let list_is = |is_meant: fn(RecordedInput) -> bool| choice_is(cx, "rec_input", is_meant);
    let custom = all([
        matters.load,
        list_is(|input| input == RecordedInput::Custom),
    ]);
    let box_then = all([matters.block, list_is(|input| is_box(input.into()))]);
    let mic_then = all([matters.load, list_is(|input| input == RecordedInput::Mic)]);
    let mic_input = any([box_then, mic_then]);
    row(cx, |cx| {
        let ids = ["rec_input", "rec_custom_ohm", "rec_custom_pf"];
        side(cx, matters.block, ids, custom);
        ParamKnob::with_name(cx, "rec_mic_z_ohm", "Mic input").dim_unless(mic_input);
        ParamKnob::with_name(cx, "rec_cable_m", "Cable").dim_unless(matters.load);
    });
}

fn now(cx: &mut Context, matters: &Matters) {
    let is_custom = choice_is(cx, "now_input", |input: Input| input == Input::Custom);
    let custom = all([matters.load, is_custom]);
    row(cx, |cx| {
        let ids = ["now_input", "now_custom_ohm", "now_custom_pf"];
        side(cx, matters.block, ids, custom);
        ParamKnob::with_name(cx, "mic_z_ohm", "Mic input").dim_unless(matters.mic_input);
        ParamKnob::with_name(cx, "now_cable_m", "Cable").dim_unless(matters.load);
    });
}

/// What stands around both sides.
fn around(cx: &mut Context, matters: &Matters, ear: &Ear) {
    row(cx, |cx| {
        ParamChoice::with_name(cx, "cable_type", "Kind of cable").dim_unless(matters.load);
        ParamChoice::new(cx, "thru_load")
            .class("two-columns")
            .dim_unless(matters.thru);
        ParamKnob::new(cx, "repair_limit_db").dim_unless(matters.load);
        VStack::new(cx, |cx| {
            Label::new(cx, "Repaired").class("count-name");
            let percent = |share: f64| format!("{:.0} %", 100.0 * share);
            Readout::new(cx, ear.repair_share(), percent)
                .id("repaired")
                .class("count");
        })
        .class("repaired")
        .dim_unless(matters.load);
    });
}
