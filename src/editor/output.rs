//! Output: how loud the result is, and the level that leaves the plugin.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamKnob, ParamToggle};

use super::blocks::{self, Dim, is_on, not};
use super::meter::{self, OutputMeter};

pub fn panel(cx: &mut Context, output: &OutputMeter) {
    blocks::panel(cx, "Output", "output", |cx| {
        let is_linked = is_on(cx, "out_link");
        ParamToggle::with_name(cx, "out_link", "Follows recorded");
        ParamToggle::new(cx, "match_level");
        HStack::new(cx, |cx| {
            VStack::new(cx, |cx| {
                ParamKnob::new(cx, "out_cal_dbu").dim_unless(not(is_linked));
                ParamKnob::new(cx, "volume_db");
                ParamKnob::new(cx, "mix_pct");
            })
            .class("output-knobs");
            meter::bars(cx, output);
        })
        .class("output-levels");
        VStack::new(cx, |cx| meter::readouts(cx, output)).class("counts");
        ParamToggle::new(cx, "bypass");
    });
}
