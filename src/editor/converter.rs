//! Converter: where it clips.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamKnob, ParamToggle};

use super::blocks::{self, Dim, both, is_on};

pub fn panel(cx: &mut Context) {
    blocks::switched_panel(cx, "Converter", "converter", Some("converter_on"), |cx| {
        let block = is_on(cx, "converter_on");
        let is_linked = is_on(cx, "conv_link");
        let is_free = both(block, is_linked.map(|is_linked| !is_linked));
        ParamToggle::with_name(cx, "conv_link", "Follows recorded").dim_unless(block);
        ParamKnob::new(cx, "conv_cal_dbu").dim_unless(is_free);
    });
}
