//! Level: what 0 dBFS of the recording was, in volts.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::ParamKnob;

use super::blocks;

pub fn panel(cx: &mut Context) {
    blocks::panel(cx, "Level", "level", |cx| {
        ParamKnob::new(cx, "in_cal_dbu");
        ParamKnob::new(cx, "rec_gain_db");
    });
}
