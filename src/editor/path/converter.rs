//! Converter: what the preamp is plugged into, where it clips, and how finely it counts.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamChoice, ParamKnob, ParamToggle};

use super::row;
use crate::chain::settings::ConverterRoute;
use crate::editor::matters::{Dim, all, choice_is, is_on, not};

pub fn controls(cx: &mut Context) {
    let block = is_on(cx, "converter_on");
    let is_combo_jack = choice_is(cx, "conv_route", |route: ConverterRoute| {
        route == ConverterRoute::ComboJack
    });
    let combo_jack = all([block, is_combo_jack]);
    let is_free = all([block, not(is_on(cx, "conv_link"))]);
    ParamChoice::new(cx, "conv_route").dim_unless(block);
    ParamChoice::new(cx, "bits").dim_unless(block);
    row(cx, |cx| {
        ParamKnob::with_name(cx, "combo_gain_db", "Combo").dim_unless(combo_jack);
        ParamKnob::with_name(cx, "conv_cal_dbu", "0 dBFS").dim_unless(is_free);
    });
    ParamToggle::with_name(cx, "conv_link", "As recorded").dim_unless(block);
}
