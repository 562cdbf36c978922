//! Converter: what the preamp is plugged into, where it clips, and how finely it counts.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, ParamKnob, ParamToggle};

use super::blocks::{self, Dim, all, choice_is, is_on, not};
use crate::chain::settings::ConverterRoute;

pub fn panel(cx: &mut Context) {
    blocks::switched_panel(cx, "Converter", "converter", Some("converter_on"), |cx| {
        let block = is_on(cx, "converter_on");
        let is_combo_jack = choice_is(cx, "conv_route", |route: ConverterRoute| {
            route == ConverterRoute::ComboJack
        });
        let combo_jack = all([block, is_combo_jack]);
        let is_free = all([block, not(is_on(cx, "conv_link"))]);
        ParamChoice::new(cx, "conv_route").dim_unless(block);
        ParamKnob::new(cx, "combo_gain_db").dim_unless(combo_jack);
        ParamToggle::with_name(cx, "conv_link", "Follows recorded").dim_unless(block);
        ParamKnob::new(cx, "conv_cal_dbu").dim_unless(is_free);
        ParamChoice::new(cx, "bits").dim_unless(block);
    });
}
