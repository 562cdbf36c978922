//! Preamp: gain and drive, the two circuits and what lies between them, what stands around them, and noise.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{
    Choice, ParamChoice, ParamKnob, ParamLabel, ParamToggle, ParamValue, Track,
};

use super::{group, row};
use crate::chain::settings::SolidState;
use crate::editor::matters::{Dim, all, any, choice_is, is_on, place_is};

pub fn controls(cx: &mut Context) {
    let matters = Matters::new(cx);
    row(cx, |cx| {
        ParamKnob::new(cx, "drive_db");
        ParamKnob::new(cx, "gain_db").class("large");
        ParamKnob::new(cx, "bias_pct").dim_unless(matters.bias);
    })
    .class("gains");
    character(cx, &matters);
    row(cx, |cx| {
        ParamChoice::new(cx, "pad");
        ParamChoice::new(cx, "highpass");
        ParamChoice::new(cx, "polarity");
    });
}

/// A way from one circuit to another, with their names at its ends.
fn character(cx: &mut Context, matters: &Matters) {
    VStack::new(cx, |cx| {
        HStack::new(cx, |cx| {
            Choice::new(cx, "solid_state").dim_unless(matters.solid_state);
            VStack::new(cx, |cx| {
                ParamLabel::new(cx, "character_pct", "Character");
                ParamValue::new(cx, "character_pct");
            })
            .class("character-value");
            Choice::new(cx, "tube").dim_unless(matters.tube);
        })
        .class("character-ends");
        Track::new(cx, "character_pct");
    })
    .class("character");
}

pub fn details(cx: &mut Context) {
    let matters = Matters::new(cx);
    group(
        cx,
        3.2,
        "Iron",
        "Cores saturate from loud bass, the lower the sooner; the input transformer steps up as part of the gain.",
        |cx| {
            ParamChoice::new(cx, "xfmr_in");
            ParamToggle::with_name(cx, "xfmr_out", "Output");
        },
    );
    group(
        cx,
        1.8,
        "Tubes",
        "Feedback: cleaner until they clip, then harder.",
        |cx| {
            ParamKnob::with_name(cx, "tube_feedback_db", "Feedback").dim_unless(matters.tube);
        },
    );
    group(
        cx,
        2.6,
        "Noise",
        "What the preamp hisses at its input, before the gain.",
        |cx| {
            ParamToggle::new(cx, "noise");
            ParamKnob::with_name(cx, "ein_dbu", "EIN").dim_unless(matters.noise);
        },
    );
}

/// What of the block acts on the sound.
struct Matters {
    /// The solid-state circuit has a share in it.
    solid_state: Memo<bool>,
    /// The tube circuit has a share in it.
    tube: Memo<bool>,
    /// There is a circuit with a bias.
    bias: Memo<bool>,
    /// Noise is on.
    noise: Memo<bool>,
}

impl Matters {
    fn new(cx: &Context) -> Self {
        let solid_state = place_is(cx, "character_pct", |normalized| normalized < 1.0);
        let tube = place_is(cx, "character_pct", |normalized| normalized > 0.0);
        let is_biased = choice_is(cx, "solid_state", |circuit: SolidState| {
            circuit != SolidState::Clean
        });
        Self {
            solid_state,
            tube,
            bias: any([tube, all([solid_state, is_biased])]),
            noise: is_on(cx, "noise"),
        }
    }
}
