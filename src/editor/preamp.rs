//! Preamp: what stands before the circuits, gain and drive, the two circuits and what lies between them, and noise.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, ParamKnob, ParamSlider, ParamToggle};

use super::blocks::{self, Dim, all, any, choice_is, divider, is_on, place_is, row};
use crate::chain::settings::SolidState;

pub fn panel(cx: &mut Context) {
    blocks::panel(cx, "Preamp", "preamp", |cx| {
        let matters = Matters::new(cx);
        row(cx, |cx| {
            ParamChoice::new(cx, "pad");
            ParamChoice::with_name(cx, "xfmr_in", "Transformer");
        });
        row(cx, |cx| {
            ParamChoice::new(cx, "polarity");
            ParamChoice::new(cx, "highpass");
        });
        row(cx, |cx| {
            ParamKnob::new(cx, "gain_db").class("large");
            ParamKnob::new(cx, "drive_db");
        })
        .class("gains");
        divider(cx);
        ParamSlider::new(cx, "character_pct");
        for (id, matters) in [("solid_state", matters.solid_state), ("tube", matters.tube)] {
            ParamChoice::new(cx, id).class("beside").dim_unless(matters);
        }
        row(cx, |cx| {
            ParamKnob::new(cx, "bias_pct").dim_unless(matters.bias);
            ParamKnob::with_name(cx, "tube_feedback_db", "Feedback").dim_unless(matters.tube);
        });
        ParamToggle::new(cx, "xfmr_out");
        divider(cx);
        row(cx, |cx| {
            ParamToggle::new(cx, "noise");
            ParamKnob::with_name(cx, "ein_dbu", "EIN").dim_unless(matters.noise);
        })
        .class("noises");
    });
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
