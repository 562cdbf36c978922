//! Source and input: what was played, what it was plugged into and what it is plugged into now.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, ParamKnob};

use super::blocks::{self, Dim, both, choice_is, divider, is_on, row};
use crate::chain::settings::{Input, Pots, Source};

pub fn panel(cx: &mut Context) {
    blocks::switched_panel(cx, "Source and input", "load", Some("load_on"), |cx| {
        let matters = Matters::new(cx);
        source(cx, &matters);
        guitar(cx, &matters);
        divider(cx);
        side(cx, &matters, &RECORDED);
        side(cx, &matters, &NOW);
        divider(cx);
        row(cx, |cx| {
            ParamChoice::new(cx, "cable_type").dim_unless(matters.load);
            ParamKnob::new(cx, "repair_limit_db").dim_unless(matters.load);
        });
    });
}

/// What of the block acts on the sound.
struct Matters {
    /// The block is on.
    block: Memo<bool>,
    /// There is a source that can be loaded: as recorded, every input is as good as any other.
    load: Memo<bool>,
    /// The values of a custom pickup.
    custom: Memo<bool>,
    /// Volume and tone of a guitar.
    pots: Memo<bool>,
}

impl Matters {
    fn new(cx: &Context) -> Self {
        let block = is_on(cx, "load_on");
        let source = |is_meant: fn(Source) -> bool| both(block, choice_is(cx, "source", is_meant));
        let custom = source(|source| source == Source::Custom);
        let custom_pots = choice_is(cx, "custom_pots", |pots: Pots| pots != Pots::None);
        let has_pots = source(|source| {
            use Source::*;
            matches!(
                source,
                SingleCoil | Humbucker | HotHumbucker | P90 | PBass | JBass | ActivePickup
            )
        });
        Self {
            block,
            load: source(|source| source != Source::AsRecorded),
            custom,
            pots: Memo::new(move |_| has_pots.get() || custom.get() && custom_pots.get()),
        }
    }

    /// The values of a custom input at one side.
    fn custom_input(&self, cx: &Context, id: &str) -> Memo<bool> {
        both(
            self.load,
            choice_is(cx, id, |input: Input| input == Input::Custom),
        )
    }
}

fn source(cx: &mut Context, matters: &Matters) {
    row(cx, |cx| {
        ParamChoice::new(cx, "source").dim_unless(matters.block);
        for (id, name) in [
            ("custom_l_h", "Inductance"),
            ("custom_r_ohm", "Resistance"),
            ("custom_c_pf", "Capacitance"),
        ] {
            ParamKnob::with_name(cx, id, name).dim_unless(matters.custom);
        }
    });
}

fn guitar(cx: &mut Context, matters: &Matters) {
    row(cx, |cx| {
        ParamChoice::new(cx, "custom_pots").dim_unless(matters.custom);
        ParamKnob::with_name(cx, "custom_eddy_ohm", "Eddy loss").dim_unless(matters.custom);
        ParamKnob::with_name(cx, "guitar_volume", "Volume").dim_unless(matters.pots);
        ParamKnob::with_name(cx, "guitar_tone", "Tone").dim_unless(matters.pots);
    });
}

/// An input with its cable.
struct Side {
    input: &'static str,
    ohm: &'static str,
    picofarad: &'static str,
    cable: &'static str,
}

const RECORDED: Side = Side {
    input: "rec_input",
    ohm: "rec_custom_ohm",
    picofarad: "rec_custom_pf",
    cable: "rec_cable_m",
};

const NOW: Side = Side {
    input: "now_input",
    ohm: "now_custom_ohm",
    picofarad: "now_custom_pf",
    cable: "now_cable_m",
};

fn side(cx: &mut Context, matters: &Matters, side: &Side) {
    let custom = matters.custom_input(cx, side.input);
    row(cx, |cx| {
        ParamChoice::new(cx, side.input).dim_unless(matters.load);
        ParamKnob::with_name(cx, side.ohm, "Resistance").dim_unless(custom);
        ParamKnob::with_name(cx, side.picofarad, "Capacitance").dim_unless(custom);
        ParamKnob::with_name(cx, side.cable, "Cable").dim_unless(matters.load);
    });
}
