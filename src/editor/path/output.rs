//! Output: how loud the result is, and what 0 dBFS stands for behind the plugin.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{ParamKnob, ParamToggle};

use super::row;
use crate::editor::matters::{Dim, is_on, not};

pub fn controls(cx: &mut Context) {
    let is_free = not(is_on(cx, "out_link"));
    ParamKnob::new(cx, "volume_db").class("large");
    row(cx, |cx| {
        ParamKnob::new(cx, "mix_pct");
        ParamKnob::with_name(cx, "out_cal_dbu", "0 dBFS").dim_unless(is_free);
    });
    ParamToggle::with_name(cx, "out_link", "As recorded");
}
