//! Source and cable: what was played, and through what.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, ParamKnob};

use super::{group, row};
use crate::chain::settings::{Pots, Source};
use crate::editor::matters::{Dim, all, any, choice_is, is_on};

pub fn controls(cx: &mut Context) {
    let matters = Matters::new(cx);
    ParamChoice::new(cx, "source").dim_unless(matters.block);
    ParamChoice::new(cx, "cable_type").dim_unless(matters.load);
    row(cx, |cx| {
        ParamKnob::with_name(cx, "guitar_volume", "Volume").dim_unless(matters.pots);
        ParamKnob::with_name(cx, "guitar_tone", "Tone").dim_unless(matters.pots);
        ParamKnob::with_name(cx, "now_cable_m", "Cable").dim_unless(matters.load);
    })
    .class("three");
}

pub fn details(cx: &mut Context) {
    let matters = Matters::new(cx);
    group(
        cx,
        5.0,
        "Custom pickup",
        "Inductance and capacitance, the cable's included, make the resonance; eddy currents, pots and the input damp it.",
        |cx| {
            for (id, name) in [
                ("custom_l_h", "Inductance"),
                ("custom_r_ohm", "Resistance"),
                ("custom_c_pf", "Capacitance"),
                ("custom_eddy_ohm", "Eddy loss"),
            ] {
                ParamKnob::with_name(cx, id, name).dim_unless(matters.custom);
            }
            ParamChoice::with_name(cx, "custom_pots", "Pots").dim_unless(matters.custom);
        },
    );
    group(
        cx,
        1.6,
        "Recording",
        "That cable is already in the recording and is taken off.",
        |cx| {
            ParamKnob::with_name(cx, "rec_cable_m", "Cable").dim_unless(matters.load);
        },
    );
}

/// What of the block acts on the sound.
struct Matters {
    /// The block is on.
    block: Memo<bool>,
    /// There is a source that can be loaded. As recorded, a resistance is as good as any other.
    load: Memo<bool>,
    /// The values of a custom pickup.
    custom: Memo<bool>,
    /// Volume and tone of a guitar.
    pots: Memo<bool>,
}

impl Matters {
    fn new(cx: &Context) -> Self {
        let block = is_on(cx, "load_on");
        let source = |is_meant: fn(Source) -> bool| all([block, choice_is(cx, "source", is_meant)]);
        let custom = source(|source| source == Source::Custom);
        let custom_pots = choice_is(cx, "custom_pots", |pots: Pots| pots != Pots::None);
        let guitar = source(|source| {
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
            pots: any([guitar, all([custom, custom_pots])]),
        }
    }
}
