//! Preamp: gain and drive, and what stands before them.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, ParamKnob, ParamSlider};

use super::blocks::{self, row};

pub fn panel(cx: &mut Context) {
    blocks::panel(cx, "Preamp", "preamp", |cx| {
        row(cx, |cx| {
            ParamChoice::new(cx, "pad");
            ParamChoice::new(cx, "polarity");
        });
        ParamChoice::new(cx, "highpass");
        ParamKnob::new(cx, "gain_db").class("large");
        ParamKnob::new(cx, "drive_db");
        VStack::new(cx, |cx| {
            ParamSlider::new(cx, "character_pct");
            HStack::new(cx, |cx| {
                Label::new(cx, "solid state").class("end");
                Label::new(cx, "tube").class("end").class("right");
            })
            .class("ends");
        })
        .class("character");
    });
}
